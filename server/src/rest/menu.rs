//! The menu: items and their recipes.

use axum::{Json, extract::State};
use sunnyside::{
    Money, Quantity,
    identity::Action,
    menu::{ItemDraft, ItemPatch, MenuItem, RecipeLine, RecipeView},
    service::menu,
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer, Created, Kept,
    body::{Body, Fields, flag, integer, money, quantity, text},
    created,
    describe::open_to,
    error::ErrorBody,
    params::{Id, Params},
    schema,
};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(items, create))
        .routes(routes!(update))
        .routes(routes!(recipe, replace_recipe))
        .routes(routes!(mark_sold_out))
}

/// A new item.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct ItemIn {
    /// Unique in the shop; it may begin with a tag: `[RICE] 滷肉飯`.
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    name: String,
    #[schema(schema_with = schema::price)]
    price: Money,
    /// Whether it is sold at once.
    #[schema(default = true)]
    is_active: Option<bool>,
    /// Its name in English.
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    name_en: Option<String>,
    /// The category it stands in.
    category_id: Option<i64>,
    /// The station that makes it.
    station_id: Option<i64>,
    /// Where it stands within its category.
    #[schema(minimum = 0, maximum = 9999, default = 0)]
    position: Option<i64>,
}

/// What changes of an item; what is absent or `null` is left as it is, except where it says that `null` clears.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct ItemPatchIn {
    /// Unique in the shop.
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    name: Option<String>,
    #[schema(schema_with = schema::optional_price, required = false)]
    price: Option<Money>,
    /// Whether it is sold.
    is_active: Option<bool>,
    /// Its name in English; `null` clears it.
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    name_en: Option<String>,
    /// The category it stands in; `null` clears it.
    category_id: Option<i64>,
    /// The station that makes it; `null` clears it.
    station_id: Option<i64>,
    /// Where it stands within its category.
    #[schema(minimum = 0, maximum = 9999)]
    position: Option<i64>,
}

/// What one item takes of one ingredient.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct RecipeLineIn {
    /// Which ingredient; each once.
    ingredient_id: i64,
    #[schema(schema_with = schema::recipe_quantity)]
    quantity: Quantity,
}

/// A whole recipe.
#[derive(ToSchema)]
#[schema(max_items = 100)]
#[expect(dead_code, reason = "its schema is what is used")]
struct RecipeIn(Vec<RecipeLineIn>);

/// The menu's items, by id
#[utoipa::path(
    get,
    path = "/api/menu/items",
    tag = "menu",
    params(("active_only" = Option<bool>, Query, description = "Leaves out what is not sold (default: true)")),
    responses((status = 200, description = "The items", body = [MenuItem])),
    extensions(("x-roles" = json!(open_to(Action::MenuRead))))
)]
async fn items(State(app): State<App>, signed: Signed, params: Params) -> Kept {
    let context = signed.may(Action::MenuRead)?;
    let active_only = params.flag("active_only", true)?;
    // What is sold out is sold out for a day.
    let day = context.store.profile().day_of(context.store.now());
    let asked = format!("menu {active_only} {day}");
    app.remembered().answer(&context, asked, menu::items(&context, active_only)).await
}

fn draft(f: &Fields<'_>) -> Option<ItemDraft> {
    let (name, price) = (f.need("name", text), f.need("price", money));
    let is_active = f.may("is_active", flag).unwrap_or(true);
    let name_en = f.may("name_en", text);
    let (category_id, station_id) = (f.may("category_id", integer), f.may("station_id", integer));
    let position = f.may("position", integer).unwrap_or(0);
    Some(ItemDraft { name: name?, price: price?, is_active, name_en, category_id, station_id, position })
}

fn patch(f: &Fields<'_>) -> Option<ItemPatch> {
    Some(ItemPatch {
        name: f.may("name", text),
        price: f.may("price", money),
        is_active: f.may("is_active", flag),
        name_en: f.clearable("name_en", text),
        category_id: f.clearable("category_id", integer),
        station_id: f.clearable("station_id", integer),
        position: f.may("position", integer),
    })
}

pub(super) fn line(f: &Fields<'_>) -> Option<RecipeLine> {
    let (ingredient_id, quantity) = (f.need("ingredient_id", integer), f.need("quantity", quantity));
    Some(RecipeLine { ingredient_id: ingredient_id?, quantity: quantity? })
}

/// Add an item
#[utoipa::path(
    post,
    path = "/api/menu/items",
    tag = "menu",
    request_body(content = ItemIn, example = json!({"name": "蘿蔔糕", "price": 35, "is_active": true})),
    responses(
        (status = 201, description = "The new item", body = MenuItem),
        (status = 409, description = "The name is taken", body = ErrorBody, example = json!({"detail": "Menu item name already exists"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn create(signed: Signed, body: Body) -> Created<MenuItem> {
    let context = signed.may(Action::MenuManage)?;
    created(menu::create(&context, body.object(draft)?, body.key()?).await?)
}

/// Change an item
#[utoipa::path(
    put,
    path = "/api/menu/items/{id}",
    tag = "menu",
    params(("id" = i64, Path, description = "The item")),
    request_body(content = ItemPatchIn, example = json!({"price": 40})),
    responses(
        (status = 200, description = "The item as it is now", body = MenuItem),
        (status = 404, description = "No such item", body = ErrorBody, example = json!({"detail": "Menu item not found"})),
        (status = 409, description = "The name is taken", body = ErrorBody, example = json!({"detail": "Menu item name already exists"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn update(signed: Signed, Id(id): Id, body: Body) -> Answer<MenuItem> {
    let context = signed.may(Action::MenuManage)?;
    Ok(Json(menu::update(&context, id, body.object(patch)?).await?))
}

/// An item's recipe, in the order given
#[utoipa::path(
    get,
    path = "/api/menu/items/{id}/recipe",
    tag = "menu",
    params(("id" = i64, Path, description = "The item")),
    responses(
        (status = 200, description = "What one of it takes out of stock", body = [RecipeView]),
        (status = 404, description = "No such item", body = ErrorBody, example = json!({"detail": "Menu item not found"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn recipe(Signed(context): Signed, Id(id): Id) -> Answer<Vec<RecipeView>> {
    Ok(Json(menu::recipe(&context, id).await?))
}

/// Replace an item's recipe
///
/// Orders that were taken keep the recipe of their sale.
#[utoipa::path(
    put,
    path = "/api/menu/items/{id}/recipe",
    tag = "menu",
    params(("id" = i64, Path, description = "The item")),
    request_body(content = RecipeIn, example = json!([{"ingredient_id": 1, "quantity": 1}])),
    responses(
        (status = 200, description = "The recipe as it is now", body = [RecipeView]),
        (status = 400, description = "An ingredient that does not exist, or the same one twice",
            body = ErrorBody, example = json!({"detail": "Ingredient 7 is given twice"})),
        (status = 404, description = "No such item", body = ErrorBody, example = json!({"detail": "Menu item not found"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn replace_recipe(signed: Signed, Id(id): Id, body: Body) -> Answer<Vec<RecipeView>> {
    let context = signed.may(Action::MenuManage)?;
    Ok(Json(menu::replace_recipe(&context, id, body.list(line)?).await?))
}

/// Whether an item is sold out.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes what the handler reads field by field")]
struct SoldOutIn {
    /// False takes it back.
    #[schema(default = true)]
    sold_out: Option<bool>,
}

/// Marks an item as sold out until the business day ends, or takes that back. The body may be left out.
#[utoipa::path(post, path = "/api/menu/items/{id}/sold-out", tag = "menu", request_body = Option<SoldOutIn>,
    params(
        ("id" = i64, Path, description = "The item."),
    ),
    responses(
        (status = 200, description = "The item as it is now.", body = MenuItem),
        (status = 404, description = "There is no such item."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuSoldOut))))
)]
async fn mark_sold_out(signed: Signed, Id(id): Id, body: Body) -> Answer<MenuItem> {
    let context = signed.may(Action::MenuSoldOut)?;
    let sold_out = body.object_or(true, |f| Some(f.may("sold_out", flag).unwrap_or(true)))?;
    Ok(Json(menu::mark_sold_out(&context, id, sold_out, body.key()?).await?))
}
