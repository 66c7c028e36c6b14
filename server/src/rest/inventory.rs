//! What is in stock, what runs low, and why it moved.

use axum::Json;
use sunnyside::{
    Quantity, UnitCost,
    identity::Action,
    service::stock,
    stock::{
        CountDraft, CountedIngredient, Ingredient, IngredientDraft, IngredientPatch, LowStock, Movement,
        MovementDraft, MovementType, StockCount,
    },
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer, Created,
    body::{Body, Fields, integer, quantity, text, unit_cost, word},
    created,
    describe::open_to,
    error::ErrorBody,
    params::{Id, Params},
    schema,
};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ingredients, create))
        .routes(routes!(update))
        .routes(routes!(low))
        .routes(routes!(movements))
        .routes(routes!(move_by_hand))
        .routes(routes!(counts, count))
}

/// A movement by hand.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct MovementIn {
    ingredient_id: i64,
    movement_type: MovementType,
    #[schema(schema_with = schema::moved)]
    quantity: Quantity,
    #[schema(schema_with = schema::unit_cost, required = false)]
    unit_cost: Option<UnitCost>,
    #[schema(max_length = 120)]
    reference: Option<String>,
    #[schema(max_length = 200)]
    notes: Option<String>,
}

/// What was counted.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct CountIn {
    #[schema(min_items = 1, max_items = 500)]
    lines: Vec<CountedIn>,
    #[schema(max_length = 200)]
    notes: Option<String>,
}

/// What was counted of one ingredient.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct CountedIn {
    ingredient_id: i64,
    #[schema(schema_with = schema::counted)]
    counted: Quantity,
}

/// A new ingredient.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct IngredientIn {
    /// Unique in the shop.
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    name: String,
    /// What it is counted in.
    #[schema(min_length = 1, max_length = 20, pattern = r"\S", example = "g")]
    unit: String,
    #[schema(schema_with = schema::first_stock, required = false)]
    current_stock: Option<Quantity>,
    #[schema(schema_with = schema::first_stock, required = false)]
    reorder_level: Option<Quantity>,
    #[schema(schema_with = schema::first_unit_cost, required = false)]
    cost_per_unit: Option<UnitCost>,
}

/// What changes of an ingredient; what is absent or `null` is left as it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct IngredientPatchIn {
    /// Unique in the shop.
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    name: Option<String>,
    /// What it is counted in.
    #[schema(min_length = 1, max_length = 20, pattern = r"\S")]
    unit: Option<String>,
    #[schema(schema_with = schema::new_stock, required = false)]
    current_stock: Option<Quantity>,
    #[schema(schema_with = schema::stock, required = false)]
    reorder_level: Option<Quantity>,
    #[schema(schema_with = schema::unit_cost, required = false)]
    cost_per_unit: Option<UnitCost>,
}

/// The ingredients, by id
#[utoipa::path(
    get,
    path = "/api/inventory/ingredients",
    tag = "inventory",
    responses((status = 200, description = "The ingredients with what is on hand", body = [Ingredient])),
    extensions(("x-roles" = json!(open_to(Action::StockManage))))
)]
async fn ingredients(Signed(context): Signed) -> Answer<Vec<Ingredient>> {
    Ok(Json(stock::ingredients(&context).await?))
}

fn draft(f: &Fields<'_>) -> Option<IngredientDraft> {
    let (name, unit) = (f.need("name", text), f.need("unit", text));
    let current_stock = f.may("current_stock", quantity).unwrap_or(Quantity::ZERO);
    let reorder_level = f.may("reorder_level", quantity).unwrap_or(Quantity::ZERO);
    let cost_per_unit = f.may("cost_per_unit", unit_cost).unwrap_or(UnitCost::ZERO);
    Some(IngredientDraft { name: name?, unit: unit?, current_stock, reorder_level, cost_per_unit })
}

fn patch(f: &Fields<'_>) -> Option<IngredientPatch> {
    Some(IngredientPatch {
        name: f.may("name", text),
        unit: f.may("unit", text),
        current_stock: f.may("current_stock", quantity),
        reorder_level: f.may("reorder_level", quantity),
        cost_per_unit: f.may("cost_per_unit", unit_cost),
    })
}

/// Add an ingredient
///
/// A first stock leaves an `adjustment` with the reference `OPENING`.
#[utoipa::path(
    post,
    path = "/api/inventory/ingredients",
    tag = "inventory",
    request_body(content = IngredientIn, example = json!(
        {"name": "辣椒醬", "unit": "g", "current_stock": 500, "reorder_level": 100, "cost_per_unit": 0.12}
    )),
    responses(
        (status = 201, description = "The new ingredient", body = Ingredient),
        (status = 409, description = "The name is taken", body = ErrorBody, example = json!({"detail": "Ingredient name already exists"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::StockManage))))
)]
async fn create(signed: Signed, body: Body) -> Created<Ingredient> {
    let context = signed.may(Action::StockManage)?;
    created(stock::create(&context, body.object(draft)?, body.key()?).await?)
}

/// Change an ingredient
///
/// A changed stock leaves an `adjustment` with the reference `MANUAL_OVERRIDE`.
#[utoipa::path(
    put,
    path = "/api/inventory/ingredients/{id}",
    tag = "inventory",
    params(("id" = i64, Path, description = "The ingredient")),
    request_body(content = IngredientPatchIn, example = json!({"current_stock": 480})),
    responses(
        (status = 200, description = "The ingredient as it is now", body = Ingredient),
        (status = 400, description = "A stock below zero", body = ErrorBody, example = json!({"detail": "Stock cannot be set below zero"})),
        (status = 404, description = "No such ingredient", body = ErrorBody, example = json!({"detail": "Ingredient not found"})),
        (status = 409, description = "The name is taken", body = ErrorBody, example = json!({"detail": "Ingredient name already exists"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::StockManage))))
)]
async fn update(signed: Signed, Id(id): Id, body: Body) -> Answer<Ingredient> {
    let context = signed.may(Action::StockManage)?;
    Ok(Json(stock::update(&context, id, body.object(patch)?).await?))
}

/// What runs low
///
/// Ingredients of which no more is on hand than their reorder level.
#[utoipa::path(
    get,
    path = "/api/inventory/low-stock",
    tag = "inventory",
    responses((status = 200, description = "What to buy", body = [LowStock])),
    extensions(("x-roles" = json!(open_to(Action::LowStockRead))))
)]
async fn low(Signed(context): Signed) -> Answer<Vec<LowStock>> {
    Ok(Json(stock::low(&context).await?))
}

/// Why stock moved, the newest first
#[utoipa::path(
    get,
    path = "/api/inventory/movements",
    tag = "inventory",
    params(("limit" = Option<i64>, Query, description = "How many at most (default: 100); brought into 1-500")),
    responses((status = 200, description = "The ledger's newest lines", body = [Movement])),
    extensions(("x-roles" = json!(open_to(Action::StockManage))))
)]
async fn movements(signed: Signed, params: Params) -> Answer<Vec<Movement>> {
    let context = signed.may(Action::StockManage)?;
    Ok(Json(stock::movements(&context, params.clamped("limit", 100, 1, 500)?).await?))
}

fn movement(f: &Fields<'_>) -> Option<MovementDraft> {
    let ingredient_id = f.need("ingredient_id", integer);
    let movement_type = f.need("movement_type", word(MovementType::ALL, MovementType::as_str));
    let amount = f.need("quantity", quantity);
    let unit_cost = f.may("unit_cost", unit_cost);
    let (reference, notes) = (f.may("reference", text), f.may("notes", text));
    Some(MovementDraft {
        ingredient_id: ingredient_id?,
        movement_type: movement_type?,
        quantity: amount?,
        unit_cost,
        reference,
        notes,
    })
}

fn counted(f: &Fields<'_>) -> Option<CountedIngredient> {
    let (ingredient_id, counted) = (f.need("ingredient_id", integer), f.need("counted", quantity));
    Some(CountedIngredient { ingredient_id: ingredient_id?, counted: counted? })
}

fn count_draft(f: &Fields<'_>) -> Option<CountDraft> {
    Some(CountDraft { lines: f.list("lines", counted), notes: f.may("notes", text) })
}

/// Enters goods that came, goods thrown away, or stock set right.
#[utoipa::path(
    post,
    path = "/api/inventory/movements",
    tag = "inventory",
    request_body = MovementIn,
    responses(
        (status = 201, description = "The movement", body = Movement),
        (status = 400, description = "Usage by hand"),
        (status = 404, description = "Unknown ingredient"),
        (status = 409, description = "More than there is"),
    ),
    extensions(("x-roles" = json!(open_to(Action::StockManage))))
)]
async fn move_by_hand(signed: Signed, body: Body) -> Created<Movement> {
    let context = signed.may(Action::StockManage)?;
    created(stock::move_by_hand(&context, body.object(movement)?, body.key()?).await?)
}

/// The newest counts first.
#[utoipa::path(
    get,
    path = "/api/inventory/counts",
    tag = "inventory",
    params(("limit" = Option<i64>, Query, description = "How many at most (default: 50); brought into 1-200")),
    responses(
        (status = 200, description = "The counts", body = Vec<StockCount>),
    ),
    extensions(("x-roles" = json!(open_to(Action::StockManage))))
)]
async fn counts(signed: Signed, params: Params) -> Answer<Vec<StockCount>> {
    let context = signed.may(Action::StockManage)?;
    Ok(Json(stock::counts(&context, params.clamped("limit", 50, 1, 200)?).await?))
}

/// Takes what was counted for what is there.
#[utoipa::path(
    post,
    path = "/api/inventory/counts",
    tag = "inventory",
    request_body = CountIn,
    responses(
        (status = 201, description = "What was expected and counted, and what the differences cost", body = StockCount),
        (status = 400, description = "An ingredient that is unknown or given twice"),
    ),
    extensions(("x-roles" = json!(open_to(Action::StockManage))))
)]
async fn count(signed: Signed, body: Body) -> Created<StockCount> {
    let context = signed.may(Action::StockManage)?;
    created(stock::count(&context, body.object(count_draft)?, body.key()?).await?)
}
