//! What happens to an order after it was placed: payment, and its way through the kitchen.

use serde_json::json;

use super::{
    Order, OrderStatus, Payment, PaymentKind, PaymentMethod, PaymentStatus, place, requirements,
    stock::{Why, give_back, take},
};
use crate::{
    Moment, Money, Outcome, Refusal,
    event::Happening,
    refusal::Noun,
    write::{Audit, Changes, State},
};

/// Takes the whole amount by one method and what the order needs out of stock, into `changes`.
///
/// # Errors
/// `InsufficientStock` with every short ingredient.
pub(super) fn take_payment(
    state: &State,
    order: &mut Order,
    method: PaymentMethod,
    now: Moment,
    changes: &mut Changes,
) -> Outcome<()> {
    take(state, order, &requirements(&order.items), Why::Sale, now, changes)?;
    order.payment_status = PaymentStatus::Paid;
    order.payment_method = method;
    order.paid_at = Some(now);
    record_money(order, PaymentKind::Sale, method, order.total_amount, now, state, changes);
    Ok(())
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
        let payment = Payment { kind, method, amount, at: now, shift_id: state.open_shift };
        changes.payments.push((order.id, payment.clone()));
        order.payments.push(payment);
    }
}

/// Decides on the payment of an order; `method` absent means the order's own. A paid order stays as it is; one that was
/// held goes to the kitchen with it.
///
/// # Errors
/// Unknown order, a cancelled one, insufficient stock.
pub fn pay(state: &State, order_id: i64, method: Option<PaymentMethod>, now: Moment) -> Outcome<Changes> {
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
    take_payment(state, &mut order, method.unwrap_or(before.payment_method), now, &mut changes)?;
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
        OrderStatus::Ready => order.ready_at = Some(now),
        OrderStatus::Completed => order.completed_at = Some(now),
        OrderStatus::Cancelled => {
            order.cancelled_at = Some(now);
            undo(&mut order, now, state, &mut changes);
        }
    }
    let low_stock = (!changes.movements.is_empty()).then(|| state.low_stock_after(&changes));
    let event =
        Happening::OrderStatusChanged { order: order.reference(), previous_status: before.status, low_stock };
    let payload = json!({
        "order_number": order.order_number,
        "before": {"status": before.status, "payment_status": before.payment_status},
        "after": {"status": to, "payment_status": order.payment_status},
    });
    Ok(altered(changes, order, event, "order.status.change", payload))
}

/// Undoes what the ledger says was taken, and refunds what is left of the money, each method what it still holds.
fn undo(order: &mut Order, now: Moment, state: &State, changes: &mut Changes) {
    let taken = order.taken.clone();
    give_back(order, &taken, Why::Cancellation, now, changes);
    if order.payment_status != PaymentStatus::Paid {
        return;
    }
    let mut left = order.paid_amount();
    let mut held: Vec<(Money, PaymentMethod)> =
        PaymentMethod::ALL.iter().map(|method| (order.held_by(*method), *method)).collect();
    held.sort_by_key(|(amount, _)| std::cmp::Reverse(*amount));
    for (amount, method) in held {
        // A refund by another method may have left more here than there is to give back.
        let back = amount.min(left);
        record_money(order, PaymentKind::Refund, method, back, now, state, changes);
        left = left - back.max(Money::ZERO);
    }
    order.payment_status = PaymentStatus::Refunded;
}

impl Order {
    /// What a method took less what it gave back.
    fn held_by(&self, method: PaymentMethod) -> Money {
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
