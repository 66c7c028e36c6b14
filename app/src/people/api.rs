//! What the people's screens ask of the server.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use sunnyside::{
    approval::{Approval, Deed},
    device::Device,
    identity::{Face, User},
};

use crate::api::FnError;
#[cfg(feature = "ssr")]
use crate::api::ssr;

/// Who may approve this.
///
/// # Errors
/// Nobody is signed in who takes orders.
#[server(prefix = "/fn", endpoint = "approvers", input = Json, output = Json)]
pub async fn approvers(deed: Deed) -> Result<Vec<Face>, FnError> {
    Ok(sunnyside::service::approval::approvers(&ssr::context()?, deed).await?)
}

/// Asks somebody's approval, with their PIN or else their password; the token that goes with the command.
///
/// # Errors
/// Whatever `service::approval::grant` refuses.
#[server(prefix = "/fn", endpoint = "approve", input = Json, output = Json)]
pub async fn approve(
    asked: Approval,
    username: String,
    secret: String,
    by_pin: bool,
) -> Result<String, FnError> {
    use sunnyside::account::{Password, Pin, Secret};
    let secret = if by_pin { Secret::Pin(Pin(secret)) } else { Secret::Password(Password(secret)) };
    Ok(sunnyside::service::approval::grant(&ssr::context()?, asked, &username, secret).await?.token)
}

/// Who can come in by this device. Public on a paired device.
///
/// # Errors
/// The device is not paired.
#[server(prefix = "/fn", endpoint = "people_here", input = Json, output = Json)]
pub async fn people_here() -> Result<Vec<Face>, FnError> {
    Ok(sunnyside::service::device::faces(&ssr::context()?).await?)
}

/// Lets somebody in, or lets them take over, on a paired device. Public on a paired device.
///
/// # Errors
/// Whatever `service::identity::sign_in_here` refuses.
#[server(prefix = "/fn", endpoint = "sign_in_here", input = Json, output = Json)]
pub async fn sign_in_here(username: String, secret: String, by_pin: bool) -> Result<User, FnError> {
    use sunnyside::account::{Password, Pin, Secret};
    let secret = if by_pin { Secret::Pin(Pin(secret)) } else { Secret::Password(Password(secret)) };
    let signed_in = sunnyside::service::identity::sign_in_here(&ssr::context()?, &username, secret).await?;
    ssr::set_cookie(Some(&signed_in.access_token))?;
    Ok(signed_in.user)
}

/// The paired devices, and everybody with whether they have a PIN.
///
/// # Errors
/// Whoever asks is not an owner.
#[server(prefix = "/fn", endpoint = "setup", input = Json, output = Json)]
pub async fn read_setup() -> Result<Setup, FnError> {
    let context = ssr::context()?;
    let devices = sunnyside::service::device::list(&context).await?;
    let own = sunnyside::service::device::own(&context).await?.map(|device| device.id);
    Ok(Setup { devices, own, people: sunnyside::service::user::faces(&context).await? })
}

/// Pairs this device.
///
/// # Errors
/// Whatever `service::device::pair` refuses.
#[server(prefix = "/fn", endpoint = "device_pair", input = Json, output = Json)]
pub async fn pair_device(name: String) -> Result<(), FnError> {
    let token = sunnyside::service::device::pair(&ssr::context()?, &name).await?;
    ssr::set_device_cookie(&token)
}

/// Ends a device.
///
/// # Errors
/// Whatever `service::device::revoke` refuses.
#[server(prefix = "/fn", endpoint = "device_revoke", input = Json, output = Json)]
pub async fn revoke_device(id: i64) -> Result<(), FnError> {
    Ok(sunnyside::service::device::revoke(&ssr::context()?, id).await?)
}

/// Sets somebody's PIN; without one it is taken away.
///
/// # Errors
/// Whatever `service::user::update` refuses.
#[server(prefix = "/fn", endpoint = "pin_set", input = Json, output = Json)]
pub async fn set_pin(user_id: i64, pin: Option<String>) -> Result<(), FnError> {
    use sunnyside::account::{AccountPatch, Pin};
    let patch = AccountPatch { pin: Some(pin.map(Pin)), ..AccountPatch::default() };
    sunnyside::service::user::update(&ssr::context()?, user_id, patch).await?;
    Ok(())
}

/// What `/setup` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// The paired devices.
    pub devices: Vec<Device>,
    /// Which of them this one is.
    pub own: Option<i64>,
    /// Everybody who is active, and whether they have a PIN.
    pub people: Vec<Face>,
}
