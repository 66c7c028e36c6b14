//! What happens to an order after it was placed: payment, and its way through the kitchen.

use serde_json::json;

use super::{Order, OrderStatus, Payment, PaymentKind, PaymentMethod, PaymentStatus, requirements};
use crate::{
    Moment, Money, Outcome, Quantity, Refusal,
    event::Happening,
    refusal::Noun,
    stock::{Movement, MovementType, shortages},
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
    let needed = requirements(&order.items);
    let short = shortages(&state.ingredients, &needed);
    if !short.is_empty() {
        return Err(Refusal::InsufficientStock(short));
    }
    order.payment_status = PaymentStatus::Paid;
    order.payment_method = method;
    order.paid_at = Some(now);
    // An order that comes to nothing has no payment row: a row says that money moved.
    if order.total_amount > Money::ZERO {
        record_money(order, PaymentKind::Sale, method, order.total_amount, now, state, changes);
    }
    let reference = format!("ORDER:{}", order.order_number);
    for (ingredient_id, quantity) in needed {
        let unit_cost = state.ingredients.get(&ingredient_id).map(|i| i.cost_per_unit);
        changes.movements.push(Movement {
            id: 0,
            ingredient_id,
            movement_type: MovementType::Usage,
            quantity: -quantity,
            unit_cost,
            reference: Some(reference.clone()),
            notes: None,
            created_at: now,
            order_id: Some(order.id),
        });
        order.taken.insert(ingredient_id, quantity);
    }
    Ok(())
}

fn record_money(
    order: &mut Order,
    kind: PaymentKind,
    method: PaymentMethod,
    amount: Money,
    now: Moment,
    state: &State,
    changes: &mut Changes,
) {
    let payment = Payment { kind, method, amount, at: now, shift_id: state.open_shift };
    changes.payments.push((order.id, payment.clone()));
    order.payments.push(payment);
}

/// Decides on the payment of an order; `method` absent means the order's own. A paid order stays as it is.
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
    let mut order = Order { seq: state.next_seq(), ..before.clone() };
    let mut changes = Changes::default();
    take_payment(state, &mut order, method.unwrap_or(before.payment_method), now, &mut changes)?;
    let event = Happening::OrderPaid {
        order: order.reference(),
        payment_method: order.payment_method,
        total_amount: order.total_amount,
        low_stock: state.low_stock_after(&changes),
    };
    let payload = json!({
        "order_number": order.order_number, "total_amount": order.total_amount, "payment_method": order.payment_method,
    });
    Ok(altered(changes, order, event, "order.pay", payload))
}

/// Decides on a step of the status machine. The status it has: nothing happens. Cancelling a paid order gives back
/// what the ledger says was taken for it and refunds what is left.
///
/// # Errors
/// Unknown order, a step that does not exist.
pub fn set_status(state: &State, order_id: i64, to: OrderStatus, now: Moment) -> Outcome<Changes> {
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    if before.status == to {
        return Ok(Changes::answering(before));
    }
    if !before.status.can_become(to) {
        return Err(Refusal::NoSuchStep { from: before.status, to });
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
            give_back(&mut order, now, state, &mut changes);
        }
    }
    let event = Happening::OrderStatusChanged { order: order.reference(), previous_status: before.status };
    let payload = json!({"order_number": order.order_number, "before": before.status, "after": to});
    Ok(altered(changes, order, event, "order.status.change", payload))
}

/// Undoes what the ledger says was taken, and refunds each method what it still holds.
fn give_back(order: &mut Order, now: Moment, state: &State, changes: &mut Changes) {
    let reference = format!("CANCEL:{}", order.order_number);
    for (ingredient_id, quantity) in std::mem::take(&mut order.taken) {
        if quantity > Quantity::ZERO {
            changes.movements.push(Movement {
                id: 0,
                ingredient_id,
                movement_type: MovementType::Adjustment,
                quantity,
                unit_cost: None,
                reference: Some(reference.clone()),
                notes: None,
                created_at: now,
                order_id: Some(order.id),
            });
        }
    }
    if order.payment_status != PaymentStatus::Paid {
        return;
    }
    for method in PaymentMethod::ALL {
        let held: Money = order
            .payments
            .iter()
            .filter(|p| p.method == *method)
            .map(|p| if p.kind == PaymentKind::Sale { p.amount } else { -p.amount })
            .sum();
        if held > Money::ZERO {
            record_money(order, PaymentKind::Refund, *method, held, now, state, changes);
        }
    }
    order.payment_status = PaymentStatus::Refunded;
}

/// Completes the changes of an order that was there before.
fn altered(
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
