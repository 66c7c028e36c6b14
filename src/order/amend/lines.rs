//! The lines of an amended order: what stays keeps the price, recipe and choices of its sale.

use std::collections::BTreeMap;

use super::diff::key;
use crate::{
    Money, Outcome, Quantity, Refusal,
    order::{DraftLine, Line, build, draft::trimmed, line_total, matching::matched},
    write::State,
};

/// The lines that the order has afterwards.
pub(super) fn amended_lines(
    state: &State,
    old: &[Line],
    wanted: &[DraftLine],
    coin: Money,
) -> Outcome<Vec<Line>> {
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
    if quantity > line.quantity {
        // There is more to make of it.
        resized.bumped_at = None;
    }
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
