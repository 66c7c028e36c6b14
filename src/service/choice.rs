//! Groups of choices, and which items have them.

use super::{Context, KeyedBody};
use crate::{
    Outcome, Refusal,
    identity::Action,
    menu::{GroupDraft, GroupPatch, MenuItem, ModifierGroup},
    refusal::Noun,
    write::{Command, MenuCommand},
};

/// All groups, in their order.
///
/// # Errors
/// `NoToken`.
pub async fn list(ctx: &Context) -> Outcome<Vec<ModifierGroup>> {
    ctx.may(Action::MenuRead)?;
    ctx.store.modifier_groups().await
}

/// A group.
///
/// # Errors
/// `NoToken`, `NotFound`.
pub async fn fetch(ctx: &Context, id: i64) -> Outcome<ModifierGroup> {
    ctx.may(Action::MenuRead)?;
    ctx.store.modifier_group(id).await?.ok_or(Refusal::NotFound(Noun::ModifierGroup))
}

/// Adds a group.
///
/// # Errors
/// `Denied`, `Invalid`, `TooManyDefaults`, `UnknownIngredient`, `IngredientTwice`, `Unknown` for a choice's id.
pub async fn create(ctx: &Context, draft: GroupDraft, key: Option<KeyedBody>) -> Outcome<ModifierGroup> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::Menu(MenuCommand::CreateGroup(draft)), key).await
}

/// Changes a group.
///
/// # Errors
/// `NotFound`, `Twice` for a choice's id, and all that can be wrong with a new one.
pub async fn update(ctx: &Context, id: i64, patch: GroupPatch) -> Outcome<ModifierGroup> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::Menu(MenuCommand::UpdateGroup(id, patch)), None).await
}

/// Gives an item exactly these groups, in this order.
///
/// # Errors
/// `Denied`, `NotFound`, `Invalid`, `Unknown`, `Twice`.
pub async fn attach(ctx: &Context, item_id: i64, groups: Vec<i64>) -> Outcome<MenuItem> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::Menu(MenuCommand::AttachGroups(item_id, groups)), None).await
}
