//! The devices of the shop, and who may come in by them.

use super::{
    Context,
    approval::{hash, random_token},
};
use crate::{
    Outcome, Refusal,
    device::{Device, SEEN_SECONDS, check_name},
    identity::{Action, Actor, Face, Role},
    refusal::Noun,
    write::{Command, DeviceCommand, Request},
};

/// The device that asks, where it is paired. Open to everybody: nothing but its own token says which it is.
///
/// # Errors
/// The database's.
pub async fn own(ctx: &Context) -> Outcome<Option<Device>> {
    match &ctx.device {
        Some(token) => ctx.store.device_of(&hash(token)).await,
        None => Ok(None),
    }
}

/// The same, where it has to be one.
///
/// # Errors
/// `NotPaired`.
pub(super) async fn paired(ctx: &Context) -> Outcome<Device> {
    own(ctx).await?.ok_or(Refusal::NotPaired)
}

/// Notes that the device showed up, now and then. Open to everybody, as `own` is.
///
/// # Errors
/// The database's.
pub async fn seen(ctx: &Context) -> Outcome<Option<Device>> {
    let found = own(ctx).await?;
    let now = ctx.store.now();
    let is_old =
        |device: &&Device| device.last_seen_at.is_none_or(|seen| seen.plus_seconds(SEEN_SECONDS) < now);
    if let Some(device) = found.as_ref().filter(is_old) {
        // The device itself acts; nothing of it stands in the audit.
        let actor =
            Actor { user_id: 0, username: "sunnyside".into(), role: Role::Staff, auth_disabled: false };
        let command = Command::Device(DeviceCommand::Seen(device.id));
        let request = Request { actor, address: None, key: None, approval: None, command };
        // Late by a minute or not at all: no page waits for it.
        if let Err(refusal) = ctx.store.write::<()>(request).await {
            tracing::debug!(?refusal, "that a device showed up was not noted");
        }
    }
    Ok(found)
}

/// The paired devices, by id.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn list(ctx: &Context) -> Outcome<Vec<Device>> {
    ctx.may(Action::UsersManage)?;
    ctx.store.devices().await
}

/// Pairs the device that asks; its token, which is told only now.
///
/// # Errors
/// `NoToken`, `Denied`, `Invalid`.
pub async fn pair(ctx: &Context, name: &str) -> Outcome<String> {
    ctx.may(Action::UsersManage)?;
    check_name(name)?;
    let token = random_token();
    ctx.write::<()>(Command::Device(DeviceCommand::Pair(name.to_owned(), hash(&token))), None).await?;
    Ok(token)
}

/// Ends a device, and the sessions that began on it.
///
/// # Errors
/// `NoToken`, `Denied`, `NotFound`.
pub async fn revoke(ctx: &Context, id: i64) -> Outcome<()> {
    ctx.may(Action::UsersManage)?;
    let devices = ctx.store.devices().await?;
    let device = devices.into_iter().find(|d| d.id == id).ok_or(Refusal::NotFound(Noun::Device))?;
    ctx.write(Command::Device(DeviceCommand::Revoke(id, device.name)), None).await
}

/// Who can come in by this device.
///
/// # Errors
/// `NotPaired`.
pub async fn faces(ctx: &Context) -> Outcome<Vec<Face>> {
    paired(ctx).await?;
    ctx.store.faces(true).await
}
