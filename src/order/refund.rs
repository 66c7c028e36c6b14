//! Refunding lines of a paid order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Line, Order, OrderStatus, PaymentMethod, PaymentStatus, discount_shares,
    settle::{self, altered},
    stock::{Why, give_back},
};
use crate::{
    Moment, Money, Outcome, Quantity, Refusal,
    event::Happening,
    menu::text_fault,
    refusal::{Fault, Noun, Problem},
    write::{Changes, State},
};

/// The most units of a line.
const MOST_UNITS: u32 = 20_000;

/// What is to be refunded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundDraft {
    /// Which lines, 1-200.
    pub lines: Vec<RefundLine>,
    /// Why, 1-200 characters.
    pub reason: String,
    /// How the money goes back; absent means the order's own method.
    pub payment_method: Option<PaymentMethod>,
}

/// So many of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundLine {
    /// The line's id.
    pub line_id: i64,
    /// How many of it, 1 or more.
    pub quantity: u32,
    /// Whether what they used goes back into stock.
    pub restock: bool,
}

/// A row of what was refunded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The order.
    pub order_id: i64,
    /// Its line.
    pub line_id: i64,
    /// How many of it; none where it is what is left of the money after an amendment.
    pub quantity: u32,
    /// What went back for them.
    pub amount: Money,
    /// Whether what they used went back into stock.
    pub restock: bool,
    /// Why.
    pub reason: String,
    /// The shift that was open then.
    pub shift_id: Option<i64>,
    /// When.
    pub at: Moment,
}

impl RefundDraft {
    /// Checks the ranges of the fields; every fault is named.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        let mut faults: Vec<Fault> = text_fault("reason", &self.reason, 1, 200).into_iter().collect();
        if self.lines.is_empty() {
            faults.push(Fault::body("lines", Problem::Empty));
        }
        if self.lines.len() > 200 {
            faults.push(Fault::body("lines", Problem::TooLong(200)));
        }
        for (index, line) in self.lines.iter().enumerate() {
            let way = format!("lines.{index}.quantity");
            if line.quantity < 1 {
                faults.push(Fault::body(&way, Problem::BelowMinimum(1)));
            } else if line.quantity > MOST_UNITS {
                faults.push(Fault::body(&way, Problem::AboveMaximum(i64::from(MOST_UNITS))));
            }
        }
        if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
    }
}

/// Decides on a refund: each unit gives back its share of what the line came to after the discount, so that all units
/// together give back all of it: never more than is left of the order, and the last unit all that is. An order of which
/// everything was refunded is refunded; any other stays paid.
///
/// # Errors
/// Unknown order or line, one that is not paid or is cancelled, more than was sold or already refunded.
pub fn refund(state: &State, order_id: i64, draft: &RefundDraft, now: Moment) -> Outcome<Changes> {
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    draft.check()?;
    match (before.status, before.payment_status) {
        (OrderStatus::Cancelled, _) => return Err(Refusal::OrderRefunded),
        (_, PaymentStatus::Unpaid) => return Err(Refusal::OrderUnpaid),
        (_, PaymentStatus::Refunded) => return Err(Refusal::OrderRefunded),
        (_, PaymentStatus::Paid) => {}
    }
    let mut order = Order { seq: state.next_seq(), ..before.clone() };
    let mut changes = Changes::default();
    let mut back: BTreeMap<i64, Quantity> = BTreeMap::new();
    let shares = discount_shares(order.discount, &order.items);
    let mut left = order.paid_amount();
    for wanted in &draft.lines {
        let place = order.items.iter().position(|line| line.id == wanted.line_id);
        let found = place.and_then(|i| order.items.get_mut(i).zip(shares.get(i)));
        let (line, share) = found.ok_or(Refusal::UnknownLine(wanted.line_id))?;
        let amount = give(line, line.line_total - *share, left, wanted)?;
        left = left - amount;
        if wanted.restock {
            for usage in &line.usage {
                let one = Quantity(usage.quantity.0 / i64::from(line.quantity.max(1)));
                *back.entry(usage.ingredient_id).or_default() += one.times(wanted.quantity).unwrap_or(one);
            }
        }
        changes.refunds.push(Refund {
            order_id,
            line_id: line.id,
            quantity: wanted.quantity,
            amount,
            restock: wanted.restock,
            reason: draft.reason.trim().to_owned(),
            shift_id: state.open_shift,
            at: now,
        });
    }
    let is_all = order.items.iter().all(|line| line.refunded_quantity == line.quantity);
    if is_all && left > Money::ZERO {
        give_rest(&mut order, left, &mut changes);
    }
    give_back(&mut order, &back, Why::Refund, now, &mut changes);
    let amount: Money = changes.refunds.iter().map(|refund| refund.amount).sum();
    let by = changes.payments.len();
    settle::give_money_back(&mut order, amount, draft.payment_method, now, state, &mut changes)?;
    let methods: Vec<PaymentMethod> = changes.payments.iter().skip(by).map(|(_, paid)| paid.method).collect();
    if is_all {
        order.payment_status = PaymentStatus::Refunded;
    }
    let low_stock = (!changes.movements.is_empty()).then(|| state.low_stock_after(&changes));
    let event = Happening::OrderRefunded { order: order.reference(), refund_amount: amount, low_stock };
    let payload = json!({
        "order_number": order.order_number, "reason": draft.reason, "lines": draft.lines, "amount": amount,
        "payment_method": methods.first(), "payment_methods": methods,
        "before": {"payment_status": before.payment_status, "paid": before.paid_amount()},
        "after": {"payment_status": order.payment_status, "paid": order.paid_amount()},
    });
    Ok(altered(changes, order, event, "order.refund", payload))
}

/// What a refund of these lines would give back now; the order stays as it is.
///
/// # Errors
/// An unknown line, more than was sold or already refunded.
pub fn refund_amount(order: &Order, wanted: &[RefundLine]) -> Outcome<Money> {
    let mut items = order.items.clone();
    let shares = discount_shares(order.discount, &items);
    let mut left = order.paid_amount();
    let mut back = Money::ZERO;
    for one in wanted {
        let place = items.iter().position(|line| line.id == one.line_id);
        let found = place.and_then(|i| items.get_mut(i).zip(shares.get(i)));
        let (line, share) = found.ok_or(Refusal::UnknownLine(one.line_id))?;
        let amount = give(line, line.line_total - *share, left, one)?;
        left = left - amount;
        back += amount;
    }
    let is_all = items.iter().all(|line| line.refunded_quantity == line.quantity);
    Ok(if is_all { back + left } else { back })
}

/// Marks units of a line as refunded; what they give back. `net` is what the whole line came to, `left` what is left of
/// the money.
fn give(line: &mut Line, net: Money, left: Money, wanted: &RefundLine) -> Outcome<Money> {
    let after = line.refunded_quantity.saturating_add(wanted.quantity);
    if after > line.quantity {
        return Err(Refusal::MoreThanSold(line.id));
    }
    // In whole dollars where the line is; the last unit brings the rest.
    let coin = if net.0 % 100 == 0 { 100 } else { 1 };
    let owed = net.0 / coin * i64::from(after) / i64::from(line.quantity.max(1)) * coin;
    let amount = Money(owed.saturating_sub(line.refunded_amount.0)).min(left).max(Money::ZERO);
    line.refunded_quantity = after;
    line.refunded_amount += amount;
    if wanted.restock {
        line.restocked_quantity += wanted.quantity;
    }
    Ok(amount)
}

/// Gives back what is left where everything was refunded: after an amendment the lines bear other shares of a discount
/// than those by which units were refunded before it.
fn give_rest(order: &mut Order, left: Money, changes: &mut Changes) {
    if let Some(last) = changes.refunds.last_mut() {
        last.amount += left;
        if let Some(line) = order.items.iter_mut().find(|line| line.id == last.line_id) {
            line.refunded_amount += left;
        }
    }
}

#[cfg(test)]
#[path = "refund_tests.rs"]
mod tests;
