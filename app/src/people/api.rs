//! What the people's screens ask of the server.

use leptos::{prelude::*, server_fn::codec::Json};
use sunnyside::{
    approval::{Approval, Deed},
    identity::Face,
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
