//! Placing an order.

use std::collections::BTreeMap;

use serde_json::json;

use super::{
    Draft, Line, Order, OrderStatus, PaymentStatus, draft::trimmed, line_total, next_call, price::usage,
    settle, total,
};
use crate::{
    Moment, Money, Outcome, Refusal,
    event::{Happening, TicketLine},
    identity::Actor,
    write::{Audit, Changes, State},
};

/// Decides on a new order: priced by today's menu, its recipe and cost kept with it, paid at once where wanted.
///
/// A `client_id` that is known gives the order that it became and changes nothing.
///
/// # Errors
/// Faults of the draft, an unknown or inactive item, insufficient stock at payment.
pub fn place(state: &State, actor: &Actor, draft: &Draft, now: Moment) -> Outcome<Changes> {
    draft.check()?;
    if let Some(order) = draft.client_id.as_ref().and_then(|id| state.order_of_client(id)) {
        return Ok(Changes::answering(order));
    }
    let mut line_ids = state.ids.order_lines.iter().copied();
    let items = draft
        .items
        .iter()
        .map(|wanted| {
            let item =
                state.items.get(&wanted.menu_item_id).ok_or(Refusal::UnknownItem(wanted.menu_item_id))?;
            if !item.is_active {
                return Err(Refusal::InactiveItem(item.id));
            }
            Ok(Line {
                id: line_ids.next().ok_or(Refusal::Internal)?,
                menu_item_id: item.id,
                menu_item_name: item.name.clone(),
                menu_item_name_en: item.name_en.clone(),
                quantity: wanted.quantity,
                unit_price: item.price,
                line_total: line_total(item.price, wanted.quantity),
                note: trimmed(wanted.note.as_ref()),
                modifiers: vec![],
                refunded_quantity: 0,
                combo: None,
                list_price: item.price,
                refunded_amount: Money::ZERO,
                restocked_quantity: 0,
                usage: usage(&item.recipe, wanted.quantity, &state.ingredients),
            })
        })
        .collect::<Outcome<Vec<Line>>>()?;

    let (number, call_number, order_number) =
        next_call(&state.day.business_day, state.day.last_call_number, &state.live_calls);
    let id = state.ids.orders.front().copied().ok_or(Refusal::Internal)?;
    let mut order = Order {
        id,
        order_number,
        call_number,
        source: draft.source,
        status: OrderStatus::Pending,
        payment_status: PaymentStatus::Unpaid,
        payment_method: draft.payment_method,
        total_amount: total(&items),
        discount: Money::ZERO,
        discount_terms: None,
        held: false,
        sent_at: Some(now),
        created_at: now,
        paid_at: None,
        preparing_at: None,
        ready_at: None,
        completed_at: None,
        cancelled_at: None,
        table_no: trimmed(draft.table_no.as_ref()),
        customer_name: trimmed(draft.customer_name.as_ref()),
        customer_phone: None,
        due_at: None,
        client_id: draft.client_id.as_ref().map_or_else(|| format!("server:{id}"), |c| c.to_lowercase()),
        business_day: state.day.business_day.clone(),
        seq: state.next_seq(),
        items,
        payments: vec![],
        taken: BTreeMap::new(),
        created_by: Some(actor.user_id),
    };
    let mut changes = Changes { call_number_used: Some(number), ..Changes::default() };
    if draft.auto_pay {
        settle::take_payment(state, &mut order, draft.payment_method, now, &mut changes)?;
    }
    let event = Happening::OrderCreated {
        order: order.reference(),
        total_amount: order.total_amount,
        lines: order.items.iter().map(TicketLine::from).collect(),
        low_stock: state.low_stock_after(&changes),
    };
    changes.audit.push(Audit {
        action: "order.create",
        entity_type: "order",
        entity_id: order.id.to_string(),
        payload: json!({
            "order_number": order.order_number, "total_amount": order.total_amount, "source": order.source,
            "payment_status": order.payment_status, "lines": order.items.len(),
        }),
    });
    changes.events.push((Some(order.id), event));
    changes.answer = Changes::answer_of(&order);
    changes.new_orders.push(order);
    Ok(changes)
}
