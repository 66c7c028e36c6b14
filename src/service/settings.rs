//! How the shop is set.

use super::Context;
use crate::{
    Outcome,
    identity::Action,
    settings::{Settings, SettingsPatch},
    write::Command,
};

/// How the shop is set now.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn fetch(ctx: &Context) -> Outcome<Settings> {
    ctx.may(Action::SettingsRead)?;
    ctx.store.settings().await
}

/// Changes how the shop is set.
///
/// # Errors
/// `Denied`, `Invalid`.
pub async fn update(ctx: &Context, patch: SettingsPatch) -> Outcome<Settings> {
    ctx.may(Action::SettingsManage)?;
    ctx.write(Command::Set(Box::new(patch)), None).await
}
