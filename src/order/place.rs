//! Placing an order.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    Draft, Line, Order, OrderStatus, PaymentStatus, build, discount, draft::trimmed, next_call, settle, total,
};
use crate::{
    Moment, Money, Outcome, Refusal,
    event::{Happening, TicketLine},
    identity::Actor,
    refusal::Noun,
    write::{Audit, Changes, State},
};

/// Decides on a new order: priced by today's menu, its recipe and cost kept with it, paid at once where wanted. One
/// that is held is neither paid nor sent to the kitchen.
///
/// A `client_id` that is known gives the order that it became and changes nothing.
///
/// # Errors
/// Faults of the draft, an unknown or inactive item or bundle, choices that are not offered, a discount above the
/// limit, insufficient stock at payment.
pub fn place(state: &State, actor: &Actor, draft: &Draft, now: Moment) -> Outcome<Changes> {
    draft.check()?;
    if let Some(order) = draft.client_id.as_ref().and_then(|id| state.order_of_client(id)) {
        return Ok(Changes::answering(order));
    }
    let numbers = next_call(&state.day.business_day, state.day.last_call_number, &state.live_calls);
    let id = state.ids.orders.front().copied().ok_or(Refusal::Internal)?;
    let client_id = draft.client_id.as_ref().map_or_else(|| format!("server:{id}"), |c| c.to_lowercase());
    let (number, call_number, order_number) = numbers;
    let order = Order {
        id,
        order_number,
        call_number,
        client_id,
        business_day: state.day.business_day.clone(),
        created_by: Some(actor.user_id),
        ..made(state, actor, draft, now)?
    };
    let changes = Changes { call_number_used: Some(number), ..Changes::default() };
    let (order, mut changes) = settled(state, actor, draft, order, "order.create", now, changes)?;
    changes.new_orders.push(order);
    Ok(changes)
}

/// Decides on an order that was held and is sold, or held again, as it was changed at a counter. It keeps its numbers,
/// and everything else is as the draft says, at today's prices. `seq` is the event that the counter knows of it: where
/// another counter was faster, the order has moved on and this is refused, so that nobody sells it twice.
///
/// # Errors
/// `HeldElsewhere` where it is held no longer or was changed since, a cancelled one; otherwise as `place`.
pub fn take_up(
    state: &State,
    actor: &Actor,
    order_id: i64,
    seq: i64,
    draft: &Draft,
    now: Moment,
) -> Outcome<Changes> {
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    draft.check()?;
    if before.status == OrderStatus::Cancelled {
        return Err(Refusal::OrderCancelled);
    }
    if !before.held || before.seq != seq {
        return Err(Refusal::HeldElsewhere);
    }
    let order = Order {
        id: before.id,
        order_number: before.order_number.clone(),
        call_number: before.call_number.clone(),
        client_id: before.client_id.clone(),
        business_day: before.business_day.clone(),
        created_at: before.created_at,
        created_by: before.created_by,
        ..made(state, actor, draft, now)?
    };
    let changes = Changes { relined_orders: vec![order_id], ..Changes::default() };
    let (order, mut changes) = settled(state, actor, draft, order, "order.take_up", now, changes)?;
    changes.altered_orders.push(order);
    Ok(changes)
}

/// The order of a draft at today's prices, without numbers, not paid yet.
fn made(state: &State, actor: &Actor, draft: &Draft, now: Moment) -> Outcome<Order> {
    let mut order = Order {
        id: 0,
        order_number: String::new(),
        call_number: String::new(),
        source: draft.source,
        status: OrderStatus::Pending,
        payment_status: PaymentStatus::Unpaid,
        payment_method: draft.payment_method,
        total_amount: Money::ZERO,
        discount: Money::ZERO,
        discount_terms: draft.discount.clone(),
        held: draft.held,
        refund_due: false,
        sent_at: (!draft.held).then_some(now),
        created_at: now,
        paid_at: None,
        preparing_at: None,
        ready_at: None,
        completed_at: None,
        cancelled_at: None,
        table_no: trimmed(draft.table_no.as_ref()),
        customer_name: trimmed(draft.customer_name.as_ref()),
        customer_phone: trimmed(draft.customer_phone.as_ref()),
        due_at: draft.due_at,
        client_id: String::new(),
        business_day: state.day.business_day.clone(),
        seq: state.next_seq(),
        items: lines(state, draft)?,
        payments: vec![],
        taken: BTreeMap::new(),
        created_by: None,
        notice: None,
        priority_at: None,
    };
    discount::reckon(&mut order, state.settings.smallest_coin);
    if let Some(terms) = &order.discount_terms {
        discount::check_limit(state, actor, terms, total(&order.items))?;
    }
    if order.discount == Money::ZERO {
        order.discount_terms = None;
    }
    Ok(order)
}

/// Takes the money where it is paid at once, and says what happened.
fn settled(
    state: &State,
    actor: &Actor,
    draft: &Draft,
    mut order: Order,
    action: &'static str,
    now: Moment,
    mut changes: Changes,
) -> Outcome<(Order, Changes)> {
    if draft.auto_pay && !draft.held {
        let method = draft.payment_method;
        settle::take_payment(state, actor, &mut order, method, &draft.tender, now, &mut changes)?;
    }
    let event = if draft.held {
        Happening::OrderHeld {
            order: order.reference(),
            total_amount: order.total_amount,
            lines: order.items.iter().map(TicketLine::from).collect(),
        }
    } else {
        created(state, &order, &changes)
    };
    changes.audit.push(Audit {
        action,
        entity_type: "order",
        entity_id: order.id.to_string(),
        payload: json!({"after": {
            "order_number": order.order_number, "total_amount": order.total_amount, "source": order.source,
            "payment_status": order.payment_status, "payment_method": order.payment_method, "held": order.held,
            "discount": order.discount, "discount_terms": order.discount_terms, "lines": order.items,
        }}),
    });
    changes.events.push((Some(order.id), event));
    changes.answer = Changes::answer_of(&order);
    Ok((order, changes))
}

fn lines(state: &State, draft: &Draft) -> Outcome<Vec<Line>> {
    let mut ids = state.ids.order_lines.iter().copied();
    let mut items = Vec::with_capacity(draft.items.len());
    for wanted in &draft.items {
        let id = ids.next().ok_or(Refusal::Internal)?;
        let (note, choices) = (trimmed(wanted.note.as_ref()), wanted.modifier_ids.as_deref());
        items.push(build::line(state, id, wanted.menu_item_id, wanted.quantity, note, choices, None)?);
    }
    for (group, wanted) in (0..).zip(&draft.combos) {
        items.extend(build::combo_lines(state, wanted, group, &mut ids)?);
    }
    Ok(items)
}

/// What the kitchen hears of an order that comes to it.
pub(super) fn created(state: &State, order: &Order, changes: &Changes) -> Happening {
    Happening::OrderCreated {
        order: order.reference(),
        total_amount: order.total_amount,
        lines: order.items.iter().map(TicketLine::from).collect(),
        low_stock: state.low_stock_after(changes),
    }
}
