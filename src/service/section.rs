//! Categories of the menu and stations of the kitchen.

use super::{Context, KeyedBody};
use crate::{
    Outcome,
    identity::Action,
    menu::{Section, SectionDraft, SectionKind, SectionPatch},
    write::{Command, MenuCommand},
};

/// All of a kind, in their order.
///
/// # Errors
/// `NoToken`.
pub async fn list(ctx: &Context, kind: SectionKind) -> Outcome<Vec<Section>> {
    ctx.may(Action::MenuRead)?;
    ctx.store.sections(kind).await
}

/// Adds one.
///
/// # Errors
/// `Denied`, `Invalid`, `NameTaken`.
pub async fn create(
    ctx: &Context,
    kind: SectionKind,
    draft: SectionDraft,
    key: Option<KeyedBody>,
) -> Outcome<Section> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::Menu(MenuCommand::CreateSection(kind, draft)), key).await
}

/// Changes one.
///
/// # Errors
/// `Denied`, `NotFound`, `Invalid`, `NameTaken`.
pub async fn update(ctx: &Context, kind: SectionKind, id: i64, patch: SectionPatch) -> Outcome<Section> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::Menu(MenuCommand::UpdateSection(kind, id, patch)), None).await
}
