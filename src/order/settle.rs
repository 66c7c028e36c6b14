//! What happens to an order after it was placed: payment, and its way through the kitchen.

use serde_json::json;

use super::{
    Order, OrderStatus, PayDraft, Payment, PaymentKind, PaymentMethod, PaymentStatus, Tender, place,
    requirements,
    stock::{Why, give_back, take, take_found},
    tender::leading,
};
use crate::{
    Moment, Money, Outcome, Refusal,
    event::Happening,
    identity::{Action, Actor, Role},
    kitchen::Notice,
    menu::text_fault,
    refusal::Noun,
    write::{Audit, Changes, State},
};

/// Takes the whole amount, by one method or in parts, and what the order needs out of stock, into `changes`.
///
/// # Errors
/// `InsufficientStock` with every short ingredient; `Denied` where who may not say so says that it is there all the
/// same; parts that do not add up, less cash than it is to pay.
pub(super) fn take_payment(
    state: &State,
    actor: &Actor,
    order: &mut Order,
    method: PaymentMethod,
    tender: &Tender,
    now: Moment,
    changes: &mut Changes,
) -> Outcome<()> {
    let parts = tender.settled(method, order.total_amount)?;
    let needed = requirements(&order.items);
    if tender.found {
        take_found(state, actor, order, &needed, now, changes)?;
    } else {
        take(state, order, &needed, Why::Sale, now, changes)?;
    }
    order.payment_status = PaymentStatus::Paid;
    order.payment_method = leading(&parts).unwrap_or(method);
    order.paid_at = Some(now);
    for part in parts {
        record_money(order, PaymentKind::Sale, part.method, part.amount, now, state, changes);
        note_tendered(order, part.tendered, changes);
    }
    Ok(())
}

/// Notes with the newest payment what was handed over for it.
fn note_tendered(order: &mut Order, tendered: Option<Money>, changes: &mut Changes) {
    // Nothing came in for an order that costs nothing.
    if let (Some(last), Some((_, kept))) = (order.payments.last_mut(), changes.payments.last_mut()) {
        (last.tendered, kept.tendered) = (tendered, tendered);
    }
}

/// Notes that money moved, in the shift that is open. No row says that none did.
pub(super) fn record_money(
    order: &mut Order,
    kind: PaymentKind,
    method: PaymentMethod,
    amount: Money,
    now: Moment,
    state: &State,
    changes: &mut Changes,
) {
    if amount > Money::ZERO {
        let payment = Payment { kind, method, amount, tendered: None, at: now, shift_id: state.open_shift };
        changes.payments.push((order.id, payment.clone()));
        order.payments.push(payment);
    }
}

/// Notes that so much goes back. By the method that is named, where one is: of an order that was paid in parts it gives
/// no more than it holds. Without one the order's own method gives what it holds, then the others, the fullest first.
///
/// # Errors
/// `MoreThanMethodHolds`.
pub(super) fn give_money_back(
    order: &mut Order,
    amount: Money,
    named: Option<PaymentMethod>,
    now: Moment,
    state: &State,
    changes: &mut Changes,
) -> Outcome<()> {
    if !order.is_split() {
        let method = named.unwrap_or(order.payment_method);
        record_money(order, PaymentKind::Refund, method, amount, now, state, changes);
        return Ok(());
    }
    if let Some(method) = named {
        if order.held_by(method) < amount {
            return Err(Refusal::MoreThanMethodHolds);
        }
        record_money(order, PaymentKind::Refund, method, amount, now, state, changes);
        return Ok(());
    }
    spread(order, amount, Some(order.payment_method), now, state, changes);
    Ok(())
}

/// Gives so much back by what the methods hold: `first`, then the fullest.
fn spread(
    order: &mut Order,
    amount: Money,
    first: Option<PaymentMethod>,
    now: Moment,
    state: &State,
    changes: &mut Changes,
) {
    let mut left = amount;
    let mut held: Vec<(Money, PaymentMethod)> =
        PaymentMethod::ALL.iter().map(|method| (order.held_by(*method), *method)).collect();
    held.sort_by_key(|(amount, method)| (Some(*method) != first, std::cmp::Reverse(*amount)));
    for (amount, method) in held {
        // A refund by another method may have left more here than there is to give back.
        let back = amount.min(left);
        record_money(order, PaymentKind::Refund, method, back, now, state, changes);
        left = left - back.max(Money::ZERO);
    }
}

/// Whether a sale needs nobody's leave to enter what the books say is missing: whoever runs the shop may say that it is
/// there, and what the kitchen has begun or made is proof enough.
pub(super) fn may_find(actor: &Actor, order: &Order) -> bool {
    actor.auth_disabled
        || matches!(actor.role, Role::Manager | Role::Owner)
        || matches!(order.status, OrderStatus::Preparing | OrderStatus::Ready)
}

/// Decides on the payment of an order; a method absent means the order's own. A paid order stays as it is; one that was
/// held goes to the kitchen with it.
///
/// # Errors
/// Unknown order, a cancelled one, insufficient stock, faults of the draft, parts that do not add up.
pub fn pay(state: &State, actor: &Actor, order_id: i64, draft: &PayDraft, now: Moment) -> Outcome<Changes> {
    draft.check()?;
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    if before.status == OrderStatus::Cancelled {
        return Err(Refusal::OrderCancelled);
    }
    if before.payment_status != PaymentStatus::Unpaid {
        return Ok(Changes::answering(before));
    }
    let mut order =
        Order { seq: state.next_seq(), held: false, sent_at: before.sent_at.or(Some(now)), ..before.clone() };
    let mut changes = Changes::default();
    let method = draft.payment_method.unwrap_or(before.payment_method);
    take_payment(state, actor, &mut order, method, &draft.tender, now, &mut changes)?;
    let event = if before.held {
        place::created(state, &order, &changes)
    } else {
        Happening::OrderPaid {
            order: order.reference(),
            payment_method: order.payment_method,
            total_amount: order.total_amount,
            low_stock: state.low_stock_after(&changes),
        }
    };
    let payload = json!({
        "order_number": order.order_number, "total_amount": order.total_amount, "payment_method": order.payment_method,
        "before": {"payment_status": before.payment_status}, "after": {"payment_status": order.payment_status},
    });
    Ok(altered(changes, order, event, "order.pay", payload))
}

/// Decides on sending an order that was held to the kitchen. One that is there already stays as it is.
///
/// # Errors
/// Unknown order, a cancelled one.
pub fn send(state: &State, order_id: i64, now: Moment) -> Outcome<Changes> {
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    if before.status == OrderStatus::Cancelled {
        return Err(Refusal::OrderCancelled);
    }
    if !before.held {
        return Ok(Changes::answering(before));
    }
    let order = Order { seq: state.next_seq(), held: false, sent_at: Some(now), ..before.clone() };
    let changes = Changes::default();
    let event = place::created(state, &order, &changes);
    let payload =
        json!({"order_number": order.order_number, "before": {"held": true}, "after": {"held": false}});
    Ok(altered(changes, order, event, "order.send", payload))
}

/// Decides on a step of the status machine. The status it has: nothing happens. Cancelling a paid order gives back
/// what the ledger says was taken for it and refunds what is left.
///
/// # Errors
/// Unknown order, a step that does not exist, an order that is held.
pub fn set_status(state: &State, order_id: i64, to: OrderStatus, now: Moment) -> Outcome<Changes> {
    step(state, order_id, to, None, now)
}

/// Decides on calling an order off at the counter, and why. Who may not give money back cannot call off what is paid.
///
/// # Errors
/// `Denied`, `Invalid` without a reason; otherwise as `set_status`.
pub fn cancel(state: &State, actor: &Actor, order_id: i64, reason: &str, now: Moment) -> Outcome<Changes> {
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    if before.payment_status == PaymentStatus::Paid {
        actor.may(Action::OrderRefund)?;
    }
    call_off(state, order_id, reason, now)
}

/// Calls an order off, and says why in 1-200 characters.
///
/// # Errors
/// `Invalid` without a reason; otherwise as `set_status`.
pub(super) fn call_off(state: &State, order_id: i64, reason: &str, now: Moment) -> Outcome<Changes> {
    if let Some(fault) = text_fault("reason", reason, 1, 200) {
        return Err(Refusal::Invalid(vec![fault]));
    }
    step(state, order_id, OrderStatus::Cancelled, Some(reason.trim()), now)
}

fn step(
    state: &State,
    order_id: i64,
    to: OrderStatus,
    reason: Option<&str>,
    now: Moment,
) -> Outcome<Changes> {
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    if before.status == to {
        return Ok(Changes::answering(before));
    }
    if !before.status.can_become(to) {
        return Err(Refusal::NoSuchStep { from: before.status, to });
    }
    if before.held && to != OrderStatus::Cancelled {
        return Err(Refusal::OrderHeld);
    }
    let mut order = Order { seq: state.next_seq(), status: to, ..before.clone() };
    let mut changes = Changes::default();
    match to {
        OrderStatus::Pending => {}
        OrderStatus::Preparing => order.preparing_at = Some(now),
        OrderStatus::Ready => {
            order.ready_at = Some(now);
            order.items.iter_mut().for_each(|line| line.bumped_at = line.bumped_at.or(Some(now)));
            changes.bumped_orders.push(order.id);
        }
        OrderStatus::Completed => {
            order.completed_at = Some(now);
            order.notice = None;
        }
        OrderStatus::Cancelled => {
            order.cancelled_at = Some(now);
            // The kitchen never had what was held.
            order.notice = (!before.held).then_some(Notice::Cancelled);
            undo(&mut order, now, state, &mut changes);
        }
    }
    let low_stock = (!changes.movements.is_empty()).then(|| state.low_stock_after(&changes));
    let event = Happening::OrderStatusChanged {
        order: order.reference(),
        previous_status: before.status,
        low_stock,
        ticket: None,
    };
    let mut payload = json!({
        "order_number": order.order_number,
        "before": {"status": before.status, "payment_status": before.payment_status},
        "after": {"status": to, "payment_status": order.payment_status},
    });
    if let (Some(reason), Some(told)) = (reason, payload.as_object_mut()) {
        told.insert("reason".to_owned(), json!(reason));
    }
    Ok(altered(changes, order, event, "order.status.change", payload))
}

/// Undoes what the ledger says was taken, and refunds what is left of the money, each method what it still holds.
fn undo(order: &mut Order, now: Moment, state: &State, changes: &mut Changes) {
    let taken = order.taken.clone();
    give_back(order, &taken, Why::Cancellation, now, changes);
    if order.payment_status != PaymentStatus::Paid {
        return;
    }
    let left = order.paid_amount();
    spread(order, left, None, now, state, changes);
    // Somebody has to put it into the customer's hand.
    order.refund_due = left > Money::ZERO;
    order.payment_status = PaymentStatus::Refunded;
}

/// Decides on the word that the money of a cancelled order was handed back. Said twice it changes nothing.
///
/// # Errors
/// Unknown order.
pub fn acknowledge_refund(state: &State, order_id: i64) -> Outcome<Changes> {
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    if !before.refund_due {
        return Ok(Changes::answering(before));
    }
    let order = Order { seq: state.next_seq(), refund_due: false, ..before.clone() };
    let event = Happening::OrderRefundHanded { order: order.reference() };
    let back = order.payments_back();
    let payload = json!({
        "order_number": order.order_number, "handed_back": back, "before": {"refund_due": true},
        "after": {"refund_due": false},
    });
    Ok(altered(Changes::default(), order, event, "order.refund.handed", payload))
}

impl Order {
    /// Whether more than one method paid for it.
    pub fn is_split(&self) -> bool {
        let mut sales = self.payments.iter().filter(|p| p.kind == PaymentKind::Sale).map(|p| p.method);
        sales.next().is_some_and(|first| sales.any(|method| method != first))
    }

    /// What its cancellation gives back.
    pub fn payments_back(&self) -> Vec<&Payment> {
        let is_back = |p: &&Payment| p.kind == PaymentKind::Refund && Some(p.at) == self.cancelled_at;
        self.payments.iter().filter(is_back).collect()
    }

    /// What a method took less what it gave back.
    pub(super) fn held_by(&self, method: PaymentMethod) -> Money {
        self.payments.iter().filter(|p| p.method == method).map(Payment::signed).sum()
    }

    /// What came less what went back.
    pub fn paid_amount(&self) -> Money {
        self.payments.iter().map(Payment::signed).sum()
    }
}

impl Payment {
    /// Its amount, below 0 for a refund.
    pub fn signed(&self) -> Money {
        if self.kind == PaymentKind::Sale { self.amount } else { -self.amount }
    }
}

/// Completes the changes of an order that was there before.
pub(super) fn altered(
    mut changes: Changes,
    order: Order,
    event: Happening,
    action: &'static str,
    payload: serde_json::Value,
) -> Changes {
    changes.audit.push(Audit { action, entity_type: "order", entity_id: order.id.to_string(), payload });
    changes.events.push((Some(order.id), event));
    changes.answer = Changes::answer_of(&order);
    changes.altered_orders.push(order);
    changes
}
