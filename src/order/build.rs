//! Making lines of what was asked for: today's price, recipe and cost, with the choices and bundles.

use std::collections::{BTreeMap, BTreeSet};

use super::{DraftCombo, Line, LineCombo, LineModifier, Usage, allocate, line_total};
use crate::{
    Money, Outcome, Quantity, Refusal, UnitCost,
    menu::{Combo, MenuItem, Modifier, RecipeLine},
    write::State,
};

/// The item, if it can be sold now.
fn sellable(state: &State, id: i64) -> Outcome<&MenuItem> {
    let item = state.items.get(&id).ok_or(Refusal::UnknownItem(id))?;
    if !item.is_active {
        return Err(Refusal::InactiveItem(id));
    }
    if item.sold_out {
        return Err(Refusal::SoldOut(id));
    }
    Ok(item)
}

/// Which choices are meant: those that were named, or the defaults where a client says nothing of choices.
///
/// # Errors
/// `UnknownModifier` for a choice that the item does not have or that is not offered or named twice, `ChoiceCount`
/// where a group gets fewer or more than it allows.
fn choices<'a>(
    state: &'a State,
    item: &MenuItem,
    named: Option<&[i64]>,
    in_combo: bool,
) -> Outcome<Vec<&'a Modifier>> {
    let groups = || item.modifier_group_ids.iter().filter_map(|id| state.groups.get(id));
    let mut left: BTreeSet<i64> = named.unwrap_or_default().iter().copied().collect();
    if left.len() != named.map_or(0, <[i64]>::len) {
        let mut seen = BTreeSet::new();
        let twice = named.unwrap_or_default().iter().find(|id| !seen.insert(**id));
        return Err(Refusal::UnknownModifier(twice.copied().unwrap_or(0)));
    }
    let mut chosen = Vec::new();
    for group in groups() {
        let before = chosen.len();
        for modifier in &group.modifiers {
            let is_meant = if named.is_some() { left.remove(&modifier.id) } else { modifier.is_default };
            if is_meant && modifier.is_active {
                chosen.push(modifier);
            } else if is_meant && named.is_some() {
                return Err(Refusal::UnknownModifier(modifier.id));
            }
        }
        let count = u32::try_from(chosen.len() - before).unwrap_or(u32::MAX);
        // A bundle's items cannot be asked about choices.
        if count > group.max_choices || (count < group.min_choices && !in_combo) {
            return Err(Refusal::ChoiceCount {
                item: item.id,
                group: group.id,
                least: group.min_choices,
                most: group.max_choices,
            });
        }
    }
    left.first().map_or(Ok(chosen), |id| Err(Refusal::UnknownModifier(*id)))
}

/// What so many take out of stock by these recipes, with what a unit costs now; one entry an ingredient.
fn usage<'a>(state: &State, recipes: impl Iterator<Item = &'a [RecipeLine]>, quantity: u32) -> Vec<Usage> {
    let mut by_ingredient: BTreeMap<i64, Quantity> = BTreeMap::new();
    for line in recipes.flatten() {
        *by_ingredient.entry(line.ingredient_id).or_default() +=
            Quantity(line.quantity.0.saturating_mul(i64::from(quantity)));
    }
    let cost = |id| state.ingredients.get(&id).map_or(UnitCost::ZERO, |i| i.cost_per_unit);
    by_ingredient
        .into_iter()
        .map(|(ingredient_id, quantity)| Usage { ingredient_id, quantity, unit_cost: cost(ingredient_id) })
        .collect()
}

/// A line of so many of an item at today's price.
///
/// # Errors
/// An item that is unknown, inactive or sold out; choices that it does not have, too few or too many.
pub(super) fn line(
    state: &State,
    id: i64,
    item_id: i64,
    quantity: u32,
    note: Option<String>,
    modifier_ids: Option<&[i64]>,
    combo: Option<LineCombo>,
) -> Outcome<Line> {
    let item = sellable(state, item_id)?;
    let chosen = choices(state, item, modifier_ids, combo.is_some())?;
    let deltas: Money = chosen.iter().map(|modifier| modifier.price_delta).sum();
    let unit_price = (item.price + deltas).max(Money::ZERO);
    let recipes = std::iter::once(&item.recipe[..]).chain(chosen.iter().map(|m| &m.recipe[..]));
    Ok(Line {
        id,
        menu_item_id: item.id,
        menu_item_name: item.name.clone(),
        menu_item_name_en: item.name_en.clone(),
        quantity,
        unit_price,
        line_total: line_total(unit_price, quantity),
        note,
        usage: usage(state, recipes, quantity),
        modifiers: chosen
            .into_iter()
            .map(|m| LineModifier {
                modifier_id: m.id,
                name: m.name.clone(),
                name_en: m.name_en.clone(),
                price_delta: m.price_delta,
            })
            .collect(),
        refunded_quantity: 0,
        combo,
        list_price: unit_price,
        station_id: item.route,
        bumped_at: None,
        refunded_amount: Money::ZERO,
        restocked_quantity: 0,
    })
}

/// The lines of a bundle: one for each chosen item, its price shared out over them in proportion to their own.
///
/// # Errors
/// A bundle that is unknown or not sold, a wrong number of drinks or sides, a drink that is not eligible, an item that
/// cannot be sold.
pub(super) fn combo_lines(
    state: &State,
    wanted: &DraftCombo,
    group: i32,
    ids: &mut impl Iterator<Item = i64>,
) -> Outcome<Vec<Line>> {
    let combo = state.combos.get(&wanted.combo_id).ok_or(Refusal::UnknownCombo(wanted.combo_id))?;
    check_choice(combo, wanted)?;
    let note = format!("[COMBO:{}]", combo.code);
    let mut lines = wanted
        .drink_item_ids
        .iter()
        .chain(&wanted.side_item_ids)
        .map(|item_id| {
            let id = ids.next().ok_or(Refusal::Internal)?;
            let combo = Some(LineCombo { code: combo.code.clone(), group });
            line(state, id, *item_id, wanted.quantity, Some(note.clone()), None, combo)
        })
        .collect::<Outcome<Vec<Line>>>()?;
    bundle(&mut lines, combo.bundle_price, state.settings.smallest_coin);
    Ok(lines)
}

fn check_choice(combo: &Combo, wanted: &DraftCombo) -> Outcome<()> {
    // A bundle without any item would be money for nothing.
    if !combo.is_active || combo.drink_choice_count + combo.side_choice_count == 0 {
        return Err(Refusal::InactiveCombo(combo.id));
    }
    let count = |ids: &[i64]| u32::try_from(ids.len()).unwrap_or(u32::MAX);
    if count(&wanted.drink_item_ids) != combo.drink_choice_count {
        return Err(Refusal::DrinkCount { combo: combo.id, count: combo.drink_choice_count });
    }
    if count(&wanted.side_item_ids) != combo.side_choice_count {
        return Err(Refusal::SideCount { combo: combo.id, count: combo.side_choice_count });
    }
    let is_eligible = |id: &i64| combo.eligible_drinks.iter().any(|drink| drink.menu_item_id == *id);
    match wanted.drink_item_ids.iter().find(|id| !combo.eligible_drinks.is_empty() && !is_eligible(id)) {
        Some(id) => Err(Refusal::DrinkNotEligible { combo: combo.id, item: *id }),
        None => Ok(()),
    }
}

/// Shares the price of these bundles out over their lines, which all have the same quantity.
pub(super) fn bundle(lines: &mut [Line], bundle_price: Money, coin: Money) {
    let count = lines.first().map_or(0, |line| line.quantity);
    let weights: Vec<i64> = lines.iter().map(|line| line.list_price.0).collect();
    let shares = allocate(line_total(bundle_price, count), &weights, coin);
    for (line, share) in lines.iter_mut().zip(shares) {
        line.line_total = share;
        line.unit_price = per_unit(share, line.quantity);
    }
}

/// The share of one out of so many, rounded half up to hundredths.
fn per_unit(whole: Money, quantity: u32) -> Money {
    let quantity = i64::from(quantity.max(1));
    Money((whole.0 * 2 + quantity) / (quantity * 2))
}
