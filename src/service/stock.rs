//! Stock.

use super::{Context, KeyedBody};
use crate::{
    Outcome,
    identity::Action,
    stock::{
        CountDraft, Ingredient, IngredientDraft, IngredientPatch, LowStock, Movement, MovementDraft,
        StockCount,
    },
    write::{Command, InventoryCommand},
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

/// Enters a movement by hand.
///
/// # Errors
/// `Denied`, `Invalid`, `UsageByHand`, `NotFound`, `InsufficientStock` where it would take more than there is.
pub async fn move_by_hand(ctx: &Context, draft: MovementDraft, key: Option<KeyedBody>) -> Outcome<Movement> {
    ctx.may(Action::StockManage)?;
    ctx.write(Command::Inventory(InventoryCommand::Move(draft)), key).await
}

/// Takes what was counted for what is there; what differs becomes an adjustment.
///
/// # Errors
/// `Denied`, `Invalid`, `IngredientTwice`, `UnknownIngredient`.
pub async fn count(ctx: &Context, draft: CountDraft, key: Option<KeyedBody>) -> Outcome<StockCount> {
    ctx.may(Action::StockManage)?;
    ctx.write(Command::Inventory(InventoryCommand::Count(draft)), key).await
}

/// The newest counts first; `limit` is clamped to 1-200.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn counts(ctx: &Context, limit: i64) -> Outcome<Vec<StockCount>> {
    ctx.may(Action::StockManage)?;
    ctx.store.stock_counts(limit.clamp(1, 200).unsigned_abs()).await
}
