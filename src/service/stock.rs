//! Stock.

use super::{Context, KeyedBody};
use crate::{
    Outcome,
    identity::Action,
    stock::{Ingredient, IngredientDraft, IngredientPatch, LowStock, Movement},
    write::Command,
};

/// Ingredients by id.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn ingredients(ctx: &Context) -> Outcome<Vec<Ingredient>> {
    ctx.may(Action::StockManage)?;
    ctx.store.ingredients().await
}

/// Adds an ingredient.
///
/// # Errors
/// `Denied`, `Invalid`, `NameTaken`.
pub async fn create(ctx: &Context, draft: IngredientDraft, key: Option<KeyedBody>) -> Outcome<Ingredient> {
    ctx.may(Action::StockManage)?;
    ctx.write(Command::CreateIngredient(draft), key).await
}

/// Changes an ingredient.
///
/// # Errors
/// `Denied`, `NotFound`, `Invalid`, `NegativeStock`, `NameTaken`.
pub async fn update(ctx: &Context, id: i64, patch: IngredientPatch) -> Outcome<Ingredient> {
    ctx.may(Action::StockManage)?;
    ctx.write(Command::UpdateIngredient(id, patch), None).await
}

/// What runs low.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn low(ctx: &Context) -> Outcome<Vec<LowStock>> {
    ctx.may(Action::LowStockRead)?;
    ctx.store.low_stock().await
}

/// The newest movements first; `limit` is clamped to 1-500.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn movements(ctx: &Context, limit: i64) -> Outcome<Vec<Movement>> {
    ctx.may(Action::StockManage)?;
    ctx.store.movements(limit.clamp(1, 500).unsigned_abs()).await
}
