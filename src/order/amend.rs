//! Amending an order: units that stay keep their price, recipe and choices; units that come take today's.

mod diff;
mod lines;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    DraftLine, Line, Order, OrderStatus, PaymentKind, PaymentStatus, Refund, discount,
    draft::line_faults,
    kitchen, requirements, settle,
    stock::{Why, give_back, take},
    total,
};
pub use diff::{Diff, DiffLine, QuantityChange};

use self::{diff::difference, lines::amended_lines};
use crate::{
    Moment, Money, Outcome, Quantity, Refusal,
    event::{Happening, TicketLine},
    identity::Actor,
    kitchen::Notice,
    refusal::{Fault, Noun, Problem},
    write::{Changes, State},
};

/// The lines that an order should have.
#[derive(Clone, Debug, Default)]
pub struct Amendment {
    /// The lines.
    pub items: Vec<DraftLine>,
    /// The event that the asker knows of the order: where it has moved on since, the amendment is refused. None asks
    /// nothing.
    pub known_seq: Option<i64>,
    /// Only say what would become of it.
    pub is_trial: bool,
}

impl From<Vec<DraftLine>> for Amendment {
    fn from(items: Vec<DraftLine>) -> Self {
        Self { items, ..Self::default() }
    }
}

/// What would become of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// The order as it is.
    pub before: Order,
    /// The order as it would be, and what would have changed.
    pub after: Amended,
}

impl Trial {
    /// What is to be paid on top; below nothing it goes back. Of an unpaid order no money moves yet.
    pub fn difference(&self) -> Money {
        if self.before.payment_status == PaymentStatus::Unpaid {
            return Money::ZERO;
        }
        self.after.order.paid_amount() - self.before.paid_amount()
    }
}

/// The answer to an amendment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Amended {
    /// The order as it is now.
    pub order: Order,
    /// What changed.
    pub diff: Diff,
}

/// Decides on the lines that an order should have. A paid order is settled at once by its method; its stock moves by
/// the difference. A discount of a fixed amount stays within what who amends may take off.
///
/// # Errors
/// Unknown order, one that is completed, cancelled or refunded, one that has moved on since, faults of the lines, fewer
/// than were refunded, items that cannot be added, insufficient stock for what is more.
pub fn amend(
    state: &State,
    actor: &Actor,
    order_id: i64,
    amendment: &Amendment,
    now: Moment,
) -> Outcome<Changes> {
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    if amendment.known_seq.is_some_and(|seq| seq != before.seq) {
        return Err(Refusal::OrderMovedOn);
    }
    let (amended, changes) = amended(state, actor, before, &amendment.items, now)?;
    Ok(match (amendment.is_trial, changes) {
        (true, _) => Changes::answering(&Trial { before: before.clone(), after: amended }),
        (false, None) => Changes::answering(&amended),
        (false, Some(changes)) => Changes { answer: Changes::answer_of(&amended), ..changes },
    })
}

/// The order with these lines, and what is to be written; nothing where it is the same.
fn amended(
    state: &State,
    actor: &Actor,
    before: &Order,
    items: &[DraftLine],
    now: Moment,
) -> Outcome<(Amended, Option<Changes>)> {
    let mut faults = line_faults(items);
    if items.is_empty() {
        faults.push(Fault::body("items", Problem::Empty));
    }
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    if matches!(before.status, OrderStatus::Completed | OrderStatus::Cancelled) {
        return Err(Refusal::NotAmendable);
    }
    if before.payment_status == PaymentStatus::Refunded {
        return Err(Refusal::OrderRefunded);
    }
    let coin = state.settings.smallest_coin;
    let lines = amended_lines(state, &before.items, items, coin)?;
    if let Some(line) = overdrawn(&lines) {
        return Err(Refusal::MoreThanSold(line.id));
    }
    let diff = difference(&before.items, &lines);
    if diff.is_empty() {
        return Ok((Amended { order: before.clone(), diff }, None));
    }
    let mut order = Order { items: lines, seq: state.next_seq(), ..before.clone() };
    if !before.held {
        order.notice = Notice::after(before.notice.as_ref(), &diff);
    }
    discount::hold_limit(state, actor, before, &mut order);
    discount::reckon(&mut order, coin);
    let mut changes = Changes { relined_orders: vec![before.id], ..Changes::default() };
    if order.payment_status == PaymentStatus::Paid {
        settle_difference(state, before, &mut order, now, &mut changes)?;
        end_where_all_is_refunded(state, &mut order, now, &mut changes)?;
    }
    let mut event = Happening::OrderAmended {
        order: order.reference(),
        total_amount: order.total_amount,
        lines: order.items.iter().map(TicketLine::from).collect(),
        diff: diff.clone(),
        low_stock: state.low_stock_after(&changes),
    };
    // What came and left again is nobody's to acknowledge: where all the rest is made by now, the order is ready.
    let step = if order.notice.is_none() { kitchen::finished(&mut order, now) } else { None };
    if let Some(step) = step {
        changes.events.push((Some(order.id), std::mem::replace(&mut event, step)));
        order.seq += 1;
    }
    let told = |o: &Order| json!({"total_amount": o.total_amount, "status": o.status, "lines": o.items});
    let payload = json!({
        "order_number": order.order_number, "diff": diff, "before": told(before), "after": told(&order),
    });
    let amended = Amended { order: order.clone(), diff };
    Ok((amended, Some(settle::altered(changes, order, event, "order.amend", payload))))
}

/// Where only units are left that were refunded, the whole order is: what is left of its money goes back too.
fn end_where_all_is_refunded(
    state: &State,
    order: &mut Order,
    now: Moment,
    changes: &mut Changes,
) -> Outcome<()> {
    if !order.items.iter().all(|line| line.refunded_quantity == line.quantity) {
        return Ok(());
    }
    let left = order.paid_amount();
    if left > Money::ZERO {
        note_rest(state, order, left, now, changes);
        settle::give_money_back(order, left, None, now, state, changes)?;
    }
    order.payment_status = PaymentStatus::Refunded;
    Ok(())
}

/// Notes as refunded what the lines come to beyond what their units gave back: refunded in a bundle, they cost more
/// alone. It is of no unit, so that its quantity is none.
fn note_rest(state: &State, order: &mut Order, mut left: Money, now: Moment, changes: &mut Changes) {
    let shares = discount::discount_shares(order.discount, &order.items);
    for (line, share) in order.items.iter_mut().zip(shares) {
        let amount = (line.line_total - share - line.refunded_amount).min(left);
        if amount <= Money::ZERO {
            continue;
        }
        left = left - amount;
        line.refunded_amount += amount;
        changes.refunds.push(Refund {
            order_id: order.id,
            line_id: line.id,
            quantity: 0,
            amount,
            restock: false,
            reason: "AMEND".to_owned(),
            shift_id: state.open_shift,
            at: now,
        });
    }
}

/// A line of which more was refunded than it comes to, where that holds for all lines together: what is left of a
/// bundle may be worth less than what went back for it.
fn overdrawn(lines: &[Line]) -> Option<&Line> {
    let is_overdrawn = total(lines) < discount::refunded(lines);
    lines.iter().find(|line| is_overdrawn && line.line_total < line.refunded_amount)
}

fn settle_difference(
    state: &State,
    before: &Order,
    order: &mut Order,
    now: Moment,
    changes: &mut Changes,
) -> Outcome<()> {
    let (mut more, mut less) = (BTreeMap::new(), BTreeMap::new());
    let old = requirements(&before.items);
    let new = requirements(&order.items);
    for id in old.keys().chain(new.keys()) {
        let of = |needs: &BTreeMap<i64, Quantity>| needs.get(id).copied().unwrap_or_default();
        let by = of(&new) - of(&old);
        if by > Quantity::ZERO {
            more.insert(*id, by);
        } else if by < Quantity::ZERO {
            less.insert(*id, -by);
        }
    }
    take(state, order, &more, Why::Amendment, now, changes)?;
    give_back(order, &less, Why::Amendment, now, changes);
    let by = order.total_amount - before.total_amount;
    if by < Money::ZERO {
        return settle::give_money_back(order, -by, None, now, state, changes);
    }
    settle::record_money(order, PaymentKind::Sale, order.payment_method, by, now, state, changes);
    Ok(())
}
