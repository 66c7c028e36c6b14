//! Orders.

use super::{Context, KeyedBody};
use crate::{
    Money, Outcome, Refusal,
    approval::Deed,
    identity::Action,
    order::{
        Amended, Amendment, DiscountTerms, Draft, DraftLine, Order, OrderStatus, PayDraft, PickupRow,
        RefundDraft, RefundLine, Trial,
    },
    pickup,
    refusal::Noun,
    write::Command,
};

/// Takes an order. The same `client_id` again gives the order that it became.
///
/// # Errors
/// `Denied`, `Invalid`, `UnknownItem`, `InactiveItem`, `InsufficientStock`, `PaymentsMismatch`, `TooLittleTendered`,
/// `Busy`.
pub async fn create(ctx: &Context, draft: Draft, key: Option<KeyedBody>) -> Outcome<Order> {
    ctx.may(Action::OrderTake)?;
    let deed = if draft.tender.found { Deed::Found } else { Deed::Discount };
    ctx.approved(deed).write(Command::Place(draft), key).await
}

/// Sells an order that was held, or holds it again, as a counter changed it: of two counters the first one has it.
/// `seq` is the event that this counter knows of the order. The draft's `client_id` is the key under which the answer
/// is kept, so that sending it again is no second try.
///
/// # Errors
/// `Denied`, `NotFound`, `HeldElsewhere`, `OrderCancelled`; otherwise as `create`.
pub async fn take_up(ctx: &Context, id: i64, seq: i64, draft: Draft) -> Outcome<Order> {
    ctx.may(Action::OrderTake)?;
    let key = draft.client_id.clone().map(|key| KeyedBody {
        path: "/fn/order_take_up".to_owned(),
        key,
        body_hash: format!("{id}:{}", draft.held),
    });
    let deed = if draft.tender.found { Deed::Found } else { Deed::Discount };
    ctx.approved(deed).write(Command::TakeUp(id, seq, Box::new(draft)), key).await
}

/// Calls an order off, and why. What is paid needs somebody who may give money back.
///
/// # Errors
/// `Denied`, `NotFound`, `Invalid`, `NoSuchStep`.
pub async fn cancel(ctx: &Context, id: i64, reason: String) -> Outcome<Order> {
    ctx.may(Action::OrderTake)?;
    ctx.approved(Deed::Cancel).write(Command::Cancel(id, reason), None).await
}

/// The newest orders first, of one status or of all; `limit` is clamped to 1-500.
///
/// # Errors
/// `NoToken`.
pub async fn list(ctx: &Context, status: Option<OrderStatus>, limit: i64) -> Outcome<Vec<Order>> {
    ctx.may(Action::OrderRead)?;
    ctx.store.orders(status, limit.clamp(1, 500).unsigned_abs()).await
}

/// The orders of this business day, newest first, and the position that they agree with.
///
/// # Errors
/// `NoToken`.
pub async fn today(ctx: &Context) -> Outcome<(i64, Vec<Order>)> {
    ctx.may(Action::OrderRead)?;
    ctx.store.orders_of_day(&ctx.store.profile().day_of(ctx.store.now())).await
}

/// An order.
///
/// # Errors
/// `NoToken`, `NotFound`.
pub async fn fetch(ctx: &Context, id: i64) -> Outcome<Order> {
    ctx.may(Action::OrderRead)?;
    ctx.store.order(id).await?.ok_or(Refusal::NotFound(Noun::Order))
}

/// Takes an order's payment.
///
/// # Errors
/// `Denied` (also where something is missing and the actor may not say that it is there), `NotFound`, `Invalid`,
/// `OrderCancelled`, `PaymentsMismatch`, `TooLittleTendered`, `InsufficientStock`.
pub async fn pay(ctx: &Context, id: i64, draft: PayDraft, key: Option<KeyedBody>) -> Outcome<Order> {
    ctx.may(Action::OrderTake)?;
    ctx.approved(Deed::Found).write(Command::Pay(id, draft), key).await
}

/// Notes that the money of a cancelled order was handed back.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn acknowledge_refund(ctx: &Context, id: i64, key: Option<KeyedBody>) -> Outcome<Order> {
    ctx.may(Action::OrderTake)?;
    ctx.write(Command::AcknowledgeRefund(id), key).await
}

/// Moves an order on.
///
/// # Errors
/// `Denied`, `NotFound`, `NoSuchStep`.
pub async fn set_status(
    ctx: &Context,
    id: i64,
    status: OrderStatus,
    key: Option<KeyedBody>,
) -> Outcome<Order> {
    ctx.may(Action::OrderMove)?;
    ctx.write(Command::SetStatus(id, status), key).await
}

/// Gives an order other lines.
///
/// # Errors
/// `Denied`, `NotFound`, `Invalid`, `NotAmendable`, `OrderRefunded`, `MoreThanSold`, what cannot be added,
/// `InsufficientStock` for what is more.
pub async fn amend(
    ctx: &Context,
    id: i64,
    items: Vec<DraftLine>,
    key: Option<KeyedBody>,
) -> Outcome<Amended> {
    ctx.may(Action::OrderTake)?;
    ctx.write(Command::Amend(id, items.into()), key).await
}

/// Gives an order other lines, if it is still as the asker knows it: `seq` is the event of it that they know.
///
/// # Errors
/// `OrderMovedOn`; otherwise as `amend`.
pub async fn amend_known(ctx: &Context, id: i64, seq: i64, items: Vec<DraftLine>) -> Outcome<Amended> {
    ctx.may(Action::OrderTake)?;
    let amendment = Amendment { known_seq: Some(seq), ..items.into() };
    ctx.write(Command::Amend(id, amendment), None).await
}

/// What would become of an order with other lines; nothing is changed.
///
/// # Errors
/// As `amend`.
pub async fn try_amendment(ctx: &Context, id: i64, items: Vec<DraftLine>) -> Outcome<Trial> {
    ctx.may(Action::OrderTake)?;
    ctx.write(Command::Amend(id, Amendment { is_trial: true, ..items.into() }), None).await
}

/// Refunds lines of an order.
///
/// # Errors
/// `Denied`, `NotFound`, `Invalid`, `UnknownLine`, `OrderUnpaid`, `OrderRefunded`, `MoreThanSold`.
pub async fn refund(ctx: &Context, id: i64, draft: RefundDraft, key: Option<KeyedBody>) -> Outcome<Order> {
    ctx.may_if_approved(Deed::Refund)?.write(Command::Refund(id, draft), key).await
}

/// What a refund of these lines would give back now.
///
/// # Errors
/// `Denied`, `NotFound`, `UnknownLine`, `MoreThanSold`.
pub async fn refund_amount(ctx: &Context, id: i64, lines: &[RefundLine]) -> Outcome<Money> {
    ctx.may(Action::OrderTake)?;
    let order = ctx.store.order(id).await?.ok_or(Refusal::NotFound(Noun::Order))?;
    crate::order::refund_amount(&order, lines)
}

/// Takes something off an unpaid order.
///
/// # Errors
/// `Denied` (above the limit too), `NotFound`, `Invalid`, `PriceIsFinal`.
pub async fn discount(
    ctx: &Context,
    id: i64,
    terms: DiscountTerms,
    key: Option<KeyedBody>,
) -> Outcome<Order> {
    ctx.may(Action::OrderTake)?;
    ctx.approved(Deed::Discount).write(Command::Discount(id, terms), key).await
}

/// Sends an order to the kitchen that was held.
///
/// # Errors
/// `Denied`, `NotFound`, `OrderCancelled`.
pub async fn send(ctx: &Context, id: i64, key: Option<KeyedBody>) -> Outcome<Order> {
    ctx.may(Action::OrderTake)?;
    ctx.write(Command::Send(id), key).await
}

/// The public list; `minutes` is clamped to 10-720 and `limit` to 1-300. Open to everybody.
///
/// # Errors
/// The database's.
pub async fn pickup_rows(ctx: &Context, minutes: i64, limit: i64) -> Outcome<Vec<PickupRow>> {
    let since = ctx.store.now().plus_seconds(-60 * minutes.clamp(10, 720));
    ctx.store.pickup_rows(since, limit.clamp(1, 300).unsigned_abs()).await
}

/// The public board, at its position. Open to everybody.
///
/// # Errors
/// The database's.
pub async fn pickup_board(ctx: &Context) -> Outcome<pickup::Board> {
    let (seq, entries) = ctx.store.public_board().await?;
    Ok(pickup::Board::of(seq, entries))
}
