//! Amending an order: units that stay keep their price, recipe and choices; units that come take today's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    DraftLine, Line, Order, OrderStatus, PaymentKind, PaymentStatus, Refund, build, discount,
    draft::{line_faults, trimmed},
    line_total,
    matching::matched,
    requirements, settle,
    stock::{Why, give_back, take},
    total,
};
use crate::{
    Moment, Money, Outcome, Quantity, Refusal,
    event::{Happening, TicketLine},
    identity::Actor,
    refusal::{Fault, Noun, Problem},
    write::{Changes, State},
};

/// What an amendment changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Diff {
    /// What came to the order.
    pub added: Vec<DiffLine>,
    /// What left it.
    pub removed: Vec<DiffLine>,
    /// What is more or less than before.
    pub quantity_changed: Vec<QuantityChange>,
}

/// What came or left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DiffLine {
    /// The item's name.
    pub menu_item_name: String,
    /// How many.
    pub quantity: u32,
    /// The cook's words.
    pub note: Option<String>,
    /// The names of its choices.
    #[serde(default)]
    pub modifiers: Vec<String>,
}

/// What is more or less than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct QuantityChange {
    /// The item's name.
    pub menu_item_name: String,
    /// How many there were.
    pub before_quantity: u32,
    /// How many there are.
    pub after_quantity: u32,
    /// The cook's words.
    pub note: Option<String>,
    /// The names of its choices.
    #[serde(default)]
    pub modifiers: Vec<String>,
}

impl Diff {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

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

/// What makes lines the same: item, note and choices.
type Key = (i64, Option<String>, Vec<i64>);

fn key(line: &Line) -> Key {
    let mut choices: Vec<i64> = line.modifiers.iter().map(|m| m.modifier_id).collect();
    choices.sort_unstable();
    (line.menu_item_id, line.note.clone(), choices)
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
    discount::hold_limit(state, actor, before, &mut order);
    discount::reckon(&mut order, coin);
    let mut changes = Changes { relined_orders: vec![before.id], ..Changes::default() };
    if order.payment_status == PaymentStatus::Paid {
        settle_difference(state, before, &mut order, now, &mut changes)?;
        end_where_all_is_refunded(state, &mut order, now, &mut changes)?;
    }
    let event = Happening::OrderAmended {
        order: order.reference(),
        total_amount: order.total_amount,
        lines: order.items.iter().map(TicketLine::from).collect(),
        diff: diff.clone(),
        low_stock: state.low_stock_after(&changes),
    };
    let told = |o: &Order| json!({"total_amount": o.total_amount, "lines": o.items});
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

/// The lines that the order has afterwards.
fn amended_lines(state: &State, old: &[Line], wanted: &[DraftLine], coin: Money) -> Outcome<Vec<Line>> {
    let (kept, added) = matched(old, wanted);
    let mut ids = state.ids.order_lines.iter().copied();
    let mut lines = keep(old, &kept, coin, &mut ids)?;
    for (line, quantity) in added {
        let note = trimmed(line.note.as_ref());
        let like = old.iter().find(|o| o.menu_item_id == line.menu_item_id && o.note == note);
        // Who says nothing of choices means those that the order's line has.
        let inherited = like.map(|o| o.modifiers.iter().map(|m| m.modifier_id).collect::<Vec<i64>>());
        let choices = line.modifier_ids.as_deref().or(inherited.as_deref().filter(|ids| !ids.is_empty()));
        let id = ids.next().ok_or(Refusal::Internal)?;
        let new = build::line(state, id, line.menu_item_id, quantity, note, choices, None)?;
        match lines.iter_mut().find(|line| is_same_sale(line, &new)) {
            Some(line) => *line = resized(line, line.quantity + quantity),
            None => lines.push(new),
        }
    }
    Ok(lines)
}

/// What stays of the old lines. A bundle keeps its price as often as all its lines are kept; a unit of it that stays
/// alone costs what it would have cost without the bundle.
fn keep(old: &[Line], kept: &[u32], coin: Money, ids: &mut impl Iterator<Item = i64>) -> Outcome<Vec<Line>> {
    let mut whole: BTreeMap<i32, u32> = BTreeMap::new();
    for (line, kept) in old.iter().zip(kept) {
        if let Some(combo) = &line.combo {
            whole.entry(combo.group).and_modify(|fewest| *fewest = (*fewest).min(*kept)).or_insert(*kept);
        }
    }
    let mut lines = Vec::with_capacity(old.len());
    for (line, kept) in old.iter().zip(kept) {
        let bundled = line.combo.as_ref().and_then(|combo| whole.get(&combo.group).copied()).unwrap_or(*kept);
        // Where nothing of a bundle is left, its lines are lines like any other.
        let (stays, alone) = if bundled > 0 { (bundled, *kept - bundled) } else { (0, *kept) };
        let first = if stays > 0 { stays } else { alone };
        if first < line.refunded_quantity {
            return Err(Refusal::MoreThanSold(line.id));
        }
        if stays > 0 {
            lines.push(resized(line, stays));
        }
        if alone > 0 {
            let id = if stays > 0 { ids.next().ok_or(Refusal::Internal)? } else { line.id };
            let single = Line { unit_price: line.list_price, combo: None, ..line.clone() };
            let fresh = (stays > 0).then(|| Line {
                id,
                refunded_quantity: 0,
                refunded_amount: Money::ZERO,
                restocked_quantity: 0,
                ..single.clone()
            });
            lines.push(resized(&fresh.unwrap_or(single), alone));
        }
    }
    for (group, count) in whole.into_iter().filter(|(_, count)| *count > 0) {
        reprice(old, &mut lines, group, count, coin);
    }
    Ok(lines)
}

/// Shares the price of so many of a bundle out over its lines again, where there are fewer than before.
fn reprice(old: &[Line], lines: &mut [Line], group: i32, count: u32, coin: Money) {
    let is_in = |line: &&Line| line.combo.as_ref().is_some_and(|combo| combo.group == group);
    let before = old.iter().find(is_in).map_or(count, |line| line.quantity);
    if before == count {
        return;
    }
    let price: Money = old.iter().filter(is_in).map(|line| line.line_total).sum();
    let each = Money(price.0 / i64::from(before.max(1)));
    let places: Vec<usize> = (0..lines.len()).filter(|i| lines.get(*i).as_ref().is_some_and(is_in)).collect();
    let mut bundle: Vec<Line> = places.iter().filter_map(|i| lines.get(*i).cloned()).collect();
    build::bundle(&mut bundle, each, coin);
    for (place, line) in places.into_iter().zip(bundle) {
        if let Some(slot) = lines.get_mut(place) {
            *slot = line;
        }
    }
}

/// The line with another quantity; what it takes out of stock follows.
fn resized(line: &Line, quantity: u32) -> Line {
    if line.quantity == quantity && line.combo.is_some() {
        return line.clone();
    }
    let mut resized = line.clone();
    resized.quantity = quantity;
    if line.combo.is_none() {
        resized.line_total = line_total(line.unit_price, quantity);
    }
    for usage in &mut resized.usage {
        usage.quantity = Quantity(usage.quantity.0 / i64::from(line.quantity.max(1)) * i64::from(quantity));
    }
    resized
}

/// Whether units of the two lines are the same in everything that is kept of a sale.
fn is_same_sale(line: &Line, new: &Line) -> bool {
    let one = |line: &Line| resized(line, 1).usage;
    line.combo.is_none()
        && key(line) == key(new)
        && line.unit_price == new.unit_price
        && line.list_price == new.list_price
        && one(line) == one(new)
}

fn difference(old: &[Line], new: &[Line]) -> Diff {
    let mut order: Vec<Key> = Vec::new();
    let mut counts: BTreeMap<Key, (u32, u32, &Line)> = BTreeMap::new();
    for (line, is_new) in old.iter().map(|l| (l, false)).chain(new.iter().map(|l| (l, true))) {
        let key = key(line);
        let (before, after, _) = counts.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            (0, 0, line)
        });
        *if is_new { after } else { before } += line.quantity;
    }
    let mut diff = Diff::default();
    for (before, after, line) in order.iter().filter_map(|key| counts.get(key)).copied() {
        let menu_item_name = line.menu_item_name.clone();
        let (note, modifiers) = (line.note.clone(), line.modifiers.iter().map(|m| m.name.clone()).collect());
        match (before, after) {
            (0, quantity) => diff.added.push(DiffLine { menu_item_name, quantity, note, modifiers }),
            (quantity, 0) => diff.removed.push(DiffLine { menu_item_name, quantity, note, modifiers }),
            (before_quantity, after_quantity) if before != after => {
                diff.quantity_changed.push(QuantityChange {
                    menu_item_name,
                    before_quantity,
                    after_quantity,
                    note,
                    modifiers,
                });
            }
            _ => {}
        }
    }
    diff
}
