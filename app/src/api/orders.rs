//! What the counter and the kitchen do with orders, and the boards that show them.

use leptos::{prelude::*, server_fn::codec::Json};
use sunnyside::order::{Draft, DraftLine, Order, OrderStatus, PayDraft, Trial};

use super::FnError;
#[cfg(feature = "ssr")]
use super::ssr;

/// Takes an order; the same `client_id` twice is one order.
///
/// # Errors
/// Whatever `service::order::create` refuses.
#[server(prefix = "/fn", endpoint = "order_place", input = Json, output = Json)]
pub async fn order_place(draft: Draft, grant: Option<String>) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::create(&ssr::context_with(grant)?, draft, None).await?)
}

/// Sells an order that was held, or holds it again; of two counters the first one has it.
///
/// # Errors
/// Whatever `service::order::take_up` refuses.
#[server(prefix = "/fn", endpoint = "order_take_up", input = Json, output = Json)]
pub async fn take_up(order_id: i64, seq: i64, draft: Draft, grant: Option<String>) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::take_up(&ssr::context_with(grant)?, order_id, seq, draft).await?)
}

/// An order as it is now.
///
/// # Errors
/// Whatever `service::order::fetch` refuses.
#[server(prefix = "/fn", endpoint = "order_fetch", input = Json, output = Json)]
pub async fn fetch_order(order_id: i64) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::fetch(&ssr::context()?, order_id).await?)
}

/// What would become of an order with these lines.
///
/// # Errors
/// Whatever `service::order::try_amendment` refuses.
#[server(prefix = "/fn", endpoint = "order_amend_try", input = Json, output = Json)]
pub async fn try_amendment(order_id: i64, items: Vec<DraftLine>) -> Result<Trial, FnError> {
    Ok(sunnyside::service::order::try_amendment(&ssr::context()?, order_id, items).await?)
}

/// Gives an order other lines, if it is still as this device knows it.
///
/// # Errors
/// Whatever `service::order::amend_known` refuses.
#[server(prefix = "/fn", endpoint = "order_amend", input = Json, output = Json)]
pub async fn amend_order(order_id: i64, seq: i64, items: Vec<DraftLine>) -> Result<Order, FnError> {
    let amended = sunnyside::service::order::amend_known(&ssr::context()?, order_id, seq, items).await?;
    Ok(amended.order)
}

/// Calls an order off, and why.
///
/// # Errors
/// Whatever `service::order::cancel` refuses.
#[server(prefix = "/fn", endpoint = "order_cancel", input = Json, output = Json)]
pub async fn cancel_order(order_id: i64, reason: String, grant: Option<String>) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::cancel(&ssr::context_with(grant)?, order_id, reason).await?)
}

/// What a refund of these lines would give back now.
///
/// # Errors
/// Whatever `service::order::refund_amount` refuses.
#[server(prefix = "/fn", endpoint = "refund_amount", input = Json, output = Json)]
pub async fn refund_amount(
    order_id: i64,
    lines: Vec<sunnyside::order::RefundLine>,
) -> Result<sunnyside::Money, FnError> {
    Ok(sunnyside::service::order::refund_amount(&ssr::context()?, order_id, &lines).await?)
}

/// Gives money back for lines of an order.
///
/// # Errors
/// Whatever `service::order::refund` refuses.
#[server(prefix = "/fn", endpoint = "order_refund", input = Json, output = Json)]
pub async fn refund_lines(
    order_id: i64,
    draft: sunnyside::order::RefundDraft,
    grant: Option<String>,
) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::refund(&ssr::context_with(grant)?, order_id, draft, None).await?)
}

/// Takes the payment of an order; one that is paid stays as it is.
///
/// # Errors
/// Whatever `service::order::pay` refuses.
#[server(prefix = "/fn", endpoint = "order_pay", input = Json, output = Json)]
pub async fn order_pay(order_id: i64, draft: PayDraft, grant: Option<String>) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::pay(&ssr::context_with(grant)?, order_id, draft, None).await?)
}

/// Notes that the money of a cancelled order was handed back; said twice it is said once.
///
/// # Errors
/// Whatever `service::order::acknowledge_refund` refuses.
#[server(prefix = "/fn", endpoint = "refund_handed", input = Json, output = Json)]
pub async fn refund_handed(order_id: i64) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::acknowledge_refund(&ssr::context()?, order_id, None).await?)
}

/// Moves an order on; the status that it has already is no error.
///
/// # Errors
/// Whatever `service::order::set_status` refuses.
#[server(prefix = "/fn", endpoint = "order_status", input = Json, output = Json)]
pub async fn move_order(order_id: i64, to: OrderStatus) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::set_status(&ssr::context()?, order_id, to, None).await?)
}
