//! Bundles.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Changes, State, audit};
use crate::{
    Outcome, Refusal,
    menu::{Combo, ComboDraft, ComboDrink, ComboPatch},
    refusal::Noun,
};

pub(super) fn create(state: &State, draft: &ComboDraft) -> Outcome<Changes> {
    let draft = draft.clone().checked()?;
    let id = state.ids.combos.front().copied().ok_or(Refusal::Internal)?;
    only_sold(state, &draft.eligible_drink_item_ids)?;
    let combo = combo(state, id, draft, None)?;
    let line = audit("menu.combo.create", "combo_rule", id, json!({"after": combo}));
    Ok(Changes { audit: vec![line], combos: vec![combo.clone()], ..Changes::answering(&combo) })
}

/// What the body does not name stays, also a drink that is not sold any more since; counts and lists have to fit each
/// other as they are afterwards.
pub(super) fn update(state: &State, id: i64, patch: &ComboPatch) -> Outcome<Changes> {
    let before = state.combos.get(&id).ok_or(Refusal::NotFound(Noun::Combo))?;
    let draft = patch.over(before).checked()?;
    only_sold(state, patch.eligible_drink_item_ids.as_deref().unwrap_or_default())?;
    let combo = combo(state, id, draft, Some(before))?;
    if combo == *before {
        return Ok(Changes::answering(&combo));
    }
    let line = audit("menu.combo.update", "combo_rule", id, json!({"before": before, "after": combo}));
    Ok(Changes { audit: vec![line], combos: vec![combo.clone()], ..Changes::answering(&combo) })
}

fn only_sold(state: &State, drinks: &[i64]) -> Outcome<()> {
    for id in drinks {
        match state.items.get(id) {
            None => return Err(Refusal::UnknownItem(*id)),
            Some(item) if !item.is_active => return Err(Refusal::InactiveItem(*id)),
            Some(_) => {}
        }
    }
    Ok(())
}

/// The bundle that a checked draft becomes. What it named before exists: items are never deleted.
fn combo(state: &State, id: i64, draft: ComboDraft, before: Option<&Combo>) -> Outcome<Combo> {
    if state.combos.values().any(|other| other.code == draft.code && other.id != id) {
        return Err(Refusal::NameTaken(Noun::Combo));
    }
    let mut names: BTreeMap<i64, &str> = before
        .map(|combo| combo.eligible_drinks.iter().map(|d| (d.menu_item_id, d.menu_item_name.as_str())))
        .into_iter()
        .flatten()
        .collect();
    names.extend(state.items.values().map(|item| (item.id, item.name.as_str())));
    let drink = |menu_item_id: &i64| match names.get(menu_item_id) {
        Some(name) => Ok(ComboDrink { menu_item_id: *menu_item_id, menu_item_name: (*name).to_owned() }),
        None => Err(Refusal::UnknownItem(*menu_item_id)),
    };
    let eligible_drinks = draft.eligible_drink_item_ids.iter().map(drink).collect::<Outcome<Vec<_>>>()?;
    let stood_for = |id: i64| {
        before.is_some_and(|c| c.side_options.iter().flat_map(|s| &s.items).any(|i| i.menu_item_id == id))
    };
    if let Some(id) = draft.side_item_ids().find(|id| !state.items.contains_key(id) && !stood_for(*id)) {
        return Err(Refusal::UnknownItem(id));
    }
    let count = |number: i64| u32::try_from(number).unwrap_or(0);
    Ok(Combo {
        id,
        code: draft.code,
        name: draft.name,
        bundle_price: draft.bundle_price,
        max_drink_price: draft.max_drink_price,
        drink_choice_count: count(draft.drink_choice_count),
        side_choice_count: count(draft.side_choice_count),
        raw_rule_text: draft.raw_rule_text,
        is_active: draft.is_active,
        eligible_drinks,
        side_options: draft.side_options,
    })
}
