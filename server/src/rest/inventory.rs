//! What is in stock, what runs low, and why it moved.

use axum::{
    Json,
    routing::{get, put},
};
use sunnyside::{
    Quantity, UnitCost,
    identity::Action,
    service::stock,
    stock::{Ingredient, IngredientDraft, IngredientPatch, LowStock, Movement},
};
use utoipa_axum::router::OpenApiRouter;

use super::{
    Answer, Created,
    body::{Body, Fields, quantity, text, unit_cost},
    created,
    params::{Id, Params},
};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .route("/api/inventory/ingredients", get(ingredients).post(create))
        .route("/api/inventory/ingredients/{id}", put(update))
        .route("/api/inventory/low-stock", get(low))
        .route("/api/inventory/movements", get(movements))
}

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

async fn create(signed: Signed, body: Body) -> Created<Ingredient> {
    let context = signed.may(Action::StockManage)?;
    created(stock::create(&context, body.object(draft)?, body.key()?).await?)
}

async fn update(signed: Signed, Id(id): Id, body: Body) -> Answer<Ingredient> {
    let context = signed.may(Action::StockManage)?;
    Ok(Json(stock::update(&context, id, body.object(patch)?).await?))
}

async fn low(Signed(context): Signed) -> Answer<Vec<LowStock>> {
    Ok(Json(stock::low(&context).await?))
}

async fn movements(signed: Signed, params: Params) -> Answer<Vec<Movement>> {
    let context = signed.may(Action::StockManage)?;
    Ok(Json(stock::movements(&context, params.clamped("limit", 100, 1, 500)?).await?))
}
