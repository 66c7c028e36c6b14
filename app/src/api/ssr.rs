//! What a server function finds on the server: who asks, and the answer that it is part of.

use axum::http::{HeaderValue, StatusCode, header::SET_COOKIE};
use leptos::prelude::use_context;
use sunnyside::{Refusal, service::Context};

use super::FnError;
use crate::session::{COOKIE_SECONDS, SessionCookie};

/// With which status a call's answer says a refusal. The server provides it to calls alone: a page that is rendered
/// shows the refusal on itself.
#[derive(Clone, Copy)]
pub struct StatusOf(pub fn(&Refusal) -> StatusCode);

pub(super) fn set_status(refusal: &Refusal) {
    if let (Some(StatusOf(status)), Some(response)) =
        (use_context::<StatusOf>(), use_context::<leptos_axum::ResponseOptions>())
    {
        response.set_status(status(refusal));
    }
}

/// The context of the request, which the server provides.
pub(crate) fn context() -> Result<Context, FnError> {
    use_context().ok_or(FnError::Server)
}

/// The same, with an approval that came with the call.
pub(crate) fn context_with(grant: Option<String>) -> Result<Context, FnError> {
    Ok(context()?.with_grant(grant))
}

/// Makes the browser keep a token, or forget it.
pub(crate) fn set_cookie(token: Option<&str>) -> Result<(), FnError> {
    let cookie = use_context::<SessionCookie>().ok_or(FnError::Server)?;
    let response = use_context::<leptos_axum::ResponseOptions>().ok_or(FnError::Server)?;
    let header = cookie.header(token.unwrap_or_default(), if token.is_some() { COOKIE_SECONDS } else { 0 });
    response.append_header(SET_COOKIE, HeaderValue::from_str(&header).map_err(|_| FnError::Server)?);
    Ok(())
}

/// Makes the browser keep its token as a device of the shop.
pub(crate) fn set_device_cookie(token: &str) -> Result<(), FnError> {
    let cookie = use_context::<SessionCookie>().ok_or(FnError::Server)?;
    let response = use_context::<leptos_axum::ResponseOptions>().ok_or(FnError::Server)?;
    let header = HeaderValue::from_str(&cookie.device_header(token)).map_err(|_| FnError::Server)?;
    response.append_header(SET_COOKIE, header);
    Ok(())
}

pub(super) fn count(number: impl TryInto<u64>) -> u64 {
    number.try_into().unwrap_or_default()
}
