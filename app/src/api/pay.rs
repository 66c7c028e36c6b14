//! What the counter asks about money: what it has to know, discounts, and the drawer.

use leptos::{prelude::*, server_fn::codec::Json};
use sunnyside::{
    desk::Desk,
    order::{DiscountTerms, Order},
    shift::{CashDraft, CashMove, CloseDraft, OpenDraft, Shift},
};

use super::FnError;
#[cfg(feature = "ssr")]
use super::ssr;

/// What a counter has to know of the shop's money.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "desk", input = Json, output = Json)]
pub async fn read_desk() -> Result<Desk, FnError> {
    Ok(sunnyside::service::shop::desk(&ssr::context()?).await?)
}

/// Takes something off an unpaid order.
///
/// # Errors
/// Whatever `service::order::discount` refuses.
#[server(prefix = "/fn", endpoint = "order_discount", input = Json, output = Json)]
pub async fn order_discount(
    order_id: i64,
    terms: DiscountTerms,
    grant: Option<String>,
) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::discount(&ssr::context_with(grant)?, order_id, terms, None).await?)
}

/// Opens the drawer.
///
/// # Errors
/// Whatever `service::shift::open` refuses.
#[server(prefix = "/fn", endpoint = "shift_open", input = Json, output = Json)]
pub async fn shift_open(draft: OpenDraft, grant: Option<String>) -> Result<Shift, FnError> {
    Ok(sunnyside::service::shift::open(&ssr::context_with(grant)?, draft, None).await?)
}

/// Puts cash into the drawer or takes it out.
///
/// # Errors
/// Whatever `service::shift::move_cash` refuses.
#[server(prefix = "/fn", endpoint = "shift_cash", input = Json, output = Json)]
pub async fn shift_cash(draft: CashDraft, grant: Option<String>) -> Result<CashMove, FnError> {
    Ok(sunnyside::service::shift::move_cash(&ssr::context_with(grant)?, draft, None).await?)
}

/// Closes the drawer.
///
/// # Errors
/// Whatever `service::shift::close` refuses.
#[server(prefix = "/fn", endpoint = "shift_close", input = Json, output = Json)]
pub async fn shift_close(draft: CloseDraft, grant: Option<String>) -> Result<Shift, FnError> {
    Ok(sunnyside::service::shift::close(&ssr::context_with(grant)?, draft, None).await?)
}
