//! Bundles.

use super::{Context, KeyedBody};
use crate::{
    Outcome, Refusal,
    identity::Action,
    menu::{Combo, ComboDraft, ComboPatch},
    refusal::Noun,
    write::{Command, MenuCommand},
};

/// Bundles by id; the active ones, or all.
///
/// # Errors
/// `NoToken`.
pub async fn list(ctx: &Context, active_only: bool) -> Outcome<Vec<Combo>> {
    ctx.may(Action::MenuRead)?;
    ctx.store.combos(active_only).await
}

/// A bundle.
///
/// # Errors
/// `NoToken`, `NotFound`.
pub async fn fetch(ctx: &Context, id: i64) -> Outcome<Combo> {
    ctx.may(Action::MenuRead)?;
    ctx.store.combo(id).await?.ok_or(Refusal::NotFound(Noun::Combo))
}

/// Adds a bundle.
///
/// # Errors
/// `Denied`, `Invalid`, `NameTaken`, `BlankCode`, `MoreThanListed`, `SideCodeTwice`, `Twice`, `UnknownItem`,
/// `InactiveItem`.
pub async fn create(ctx: &Context, draft: ComboDraft, key: Option<KeyedBody>) -> Outcome<Combo> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::Menu(MenuCommand::CreateCombo(draft)), key).await
}

/// Changes a bundle.
///
/// # Errors
/// `NotFound`, and all that can be wrong with a new one.
pub async fn update(ctx: &Context, id: i64, patch: ComboPatch) -> Outcome<Combo> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::Menu(MenuCommand::UpdateCombo(id, patch)), None).await
}
