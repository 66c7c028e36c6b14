//! What the kitchen does with an order beyond moving it on: bumping lines, recalling, putting first, acknowledging.

use serde_json::json;

use super::{Order, OrderStatus, settle};
use crate::{
    Moment, Outcome, Refusal,
    event::{Happening, TicketState},
    kitchen::{KitchenCommand, Notice, RECALL_MINUTES},
    refusal::Noun,
    write::{Changes, State},
};

/// Decides on what a kitchen display asks for. The answer is the order.
///
/// # Errors
/// Unknown order or line, one that is held, a step that does not exist, a recall that comes too late, calling off
/// without a reason.
pub fn kitchen(state: &State, order_id: i64, command: &KitchenCommand, now: Moment) -> Outcome<Changes> {
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    if before.held {
        return Err(Refusal::OrderHeld);
    }
    match command {
        KitchenCommand::Bump { lines, done } => bump(state, before, lines, *done, now),
        KitchenCommand::Recall { from } => recall(state, before, *from, now),
        KitchenCommand::Prioritise { first } => prioritise(state, before, *first, now),
        KitchenCommand::Acknowledge { notice } => acknowledge(state, before, notice, now),
        KitchenCommand::CallOff { reason } => settle::call_off(state, order_id, reason, now),
    }
}

/// Marks lines as made, or as not made. The first one begins the order, the last one makes it ready: each is a step of
/// the status machine and an event of its own.
fn bump(state: &State, before: &Order, lines: &[i64], done: bool, now: Moment) -> Outcome<Changes> {
    if let Some(unknown) = lines.iter().find(|id| before.items.iter().all(|line| line.id != **id)) {
        return Err(Refusal::UnknownLine(*unknown));
    }
    match before.status {
        OrderStatus::Pending | OrderStatus::Preparing => {}
        // It may have got more lines since: they are made while it stays ready.
        OrderStatus::Ready if done => {}
        // Another display was faster.
        OrderStatus::Completed if done => return Ok(Changes::answering(before)),
        from => return Err(Refusal::NoSuchStep { from, to: OrderStatus::Preparing }),
    }
    let mut order = before.clone();
    for line in order.items.iter_mut().filter(|line| lines.contains(&line.id)) {
        line.bumped_at = done.then(|| line.bumped_at.unwrap_or(now));
    }
    let is_other = order.items != before.items;
    let mut steps = Vec::new();
    if is_other && done && order.status == OrderStatus::Pending {
        (order.status, order.preparing_at) = (OrderStatus::Preparing, Some(now));
        steps.push(moved(&order, before.status));
    }
    // Also where nothing was left to make before: an amendment may have taken the last open line away.
    steps.extend(if done { finished(&mut order, now) } else { None });
    if !is_other && steps.is_empty() {
        return Ok(Changes::answering(before));
    }
    let last = steps.pop().unwrap_or_else(|| altered_ticket(&order));
    order.seq = state.next_seq() + i64::try_from(steps.len()).unwrap_or(0);
    let events = steps.into_iter().map(|step| (Some(order.id), step)).collect();
    let changes = Changes { bumped_orders: vec![order.id], events, ..Changes::default() };
    let payload = json!({
        "order_number": order.order_number, "lines": lines, "done": done,
        "before": {"status": before.status}, "after": {"status": order.status},
    });
    Ok(settle::altered(changes, order, last, "order.bump", payload))
}

/// Takes an order one step back, for who bumped too early. What was made of it is to be made again: nobody knows what
/// was wrong with it.
fn recall(state: &State, before: &Order, from: OrderStatus, now: Moment) -> Outcome<Changes> {
    if before.status != from {
        return Ok(Changes::answering(before));
    }
    let mut order = Order { seq: state.next_seq(), ..before.clone() };
    match from {
        OrderStatus::Preparing => {
            (order.status, order.preparing_at) = (OrderStatus::Pending, None);
        }
        OrderStatus::Ready => {
            (order.status, order.ready_at) = (OrderStatus::Preparing, None);
        }
        OrderStatus::Completed => {
            let since = before.completed_at.unwrap_or(before.created_at);
            let is_of_today = before.business_day == state.day.business_day;
            if !is_of_today || now.seconds_since(since) > RECALL_MINUTES * 60 {
                return Err(Refusal::RecalledTooLate);
            }
            (order.status, order.completed_at) = (OrderStatus::Ready, None);
        }
        from @ (OrderStatus::Pending | OrderStatus::Cancelled) => {
            return Err(Refusal::NoSuchStep { from, to: OrderStatus::Pending });
        }
    }
    let mut changes = Changes::default();
    if from != OrderStatus::Completed {
        order.items.iter_mut().for_each(|line| line.bumped_at = None);
        changes.bumped_orders.push(order.id);
    }
    let event = moved(&order, from);
    let payload = json!({
        "order_number": order.order_number, "before": {"status": from}, "after": {"status": order.status},
    });
    Ok(settle::altered(changes, order, event, "order.recall", payload))
}

/// Puts an order before all that were not, or lets it wait in its turn again. Where it is finished nothing happens.
fn prioritise(state: &State, before: &Order, first: bool, now: Moment) -> Outcome<Changes> {
    if !before.status.is_live() || before.priority_at.is_some() == first {
        return Ok(Changes::answering(before));
    }
    let order = Order { seq: state.next_seq(), priority_at: first.then_some(now), ..before.clone() };
    let payload = json!({
        "order_number": order.order_number, "before": {"first": !first}, "after": {"first": first},
    });
    let event = altered_ticket(&order);
    Ok(settle::altered(Changes::default(), order, event, "order.prioritise", payload))
}

/// Notes that the kitchen has seen a change, if it is still the one that is open. Where the change took away all that
/// was left to make, the order is ready with it.
fn acknowledge(state: &State, before: &Order, seen: &Notice, now: Moment) -> Outcome<Changes> {
    if before.notice.as_ref() != Some(seen) {
        return Ok(Changes::answering(before));
    }
    let mut order = Order { seq: state.next_seq(), notice: None, ..before.clone() };
    let step = finished(&mut order, now);
    let event = step.unwrap_or_else(|| altered_ticket(&order));
    let payload = json!({
        "order_number": order.order_number,
        "before": {"notice": seen, "status": before.status}, "after": {"notice": null, "status": order.status},
    });
    Ok(settle::altered(Changes::default(), order, event, "order.acknowledge", payload))
}

/// Makes an order ready that was begun and of which nothing is left to make, and tells of that step.
pub(super) fn finished(order: &mut Order, now: Moment) -> Option<Happening> {
    if order.status != OrderStatus::Preparing || !order.is_made() {
        return None;
    }
    (order.status, order.ready_at) = (OrderStatus::Ready, Some(now));
    Some(moved(order, OrderStatus::Preparing))
}

fn moved(order: &Order, previous_status: OrderStatus) -> Happening {
    let ticket = Some(TicketState::from(order));
    Happening::OrderStatusChanged { order: order.reference(), previous_status, low_stock: None, ticket }
}

fn altered_ticket(order: &Order) -> Happening {
    Happening::OrderTicketChanged { order: order.reference(), ticket: TicketState::from(order) }
}

impl Order {
    /// Whether the kitchen has made all of it.
    fn is_made(&self) -> bool {
        self.items.iter().all(|line| line.bumped_at.is_some())
    }
}

#[cfg(test)]
#[path = "kitchen_tests.rs"]
mod tests;
