//! Groups of choices, and which items have them.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Changes, State, audit};
use crate::{
    Outcome, Refusal,
    menu::{GroupDraft, GroupPatch, MOST_GROUPS, MenuItem},
    refusal::{Noun, Problem},
};

pub(super) fn create(state: &State, draft: &GroupDraft) -> Outcome<Changes> {
    draft.check(&BTreeSet::new())?;
    known_ingredients(state, draft)?;
    let id = state.ids.groups.front().copied().ok_or(Refusal::Internal)?;
    let group = draft.group(id, state.ids.modifiers.iter().copied())?;
    let line = audit("menu.modifier_group.create", "modifier_group", id, json!({"after": group}));
    Ok(Changes { audit: vec![line], groups: vec![group.clone()], ..Changes::answering(&group) })
}

pub(super) fn update(state: &State, id: i64, patch: &GroupPatch) -> Outcome<Changes> {
    let before = state.groups.get(&id).ok_or(Refusal::NotFound(Noun::ModifierGroup))?;
    let draft = patch.over(before);
    draft.check(&before.modifiers.iter().map(|modifier| modifier.id).collect())?;
    known_ingredients(state, &draft)?;
    let group = draft.group(id, state.ids.modifiers.iter().copied())?;
    if group == *before {
        return Ok(Changes::answering(&group));
    }
    let payload = json!({"before": before, "after": group});
    let line = audit("menu.modifier_group.update", "modifier_group", id, payload);
    Ok(Changes { audit: vec![line], groups: vec![group.clone()], ..Changes::answering(&group) })
}

fn known_ingredients(state: &State, draft: &GroupDraft) -> Outcome<()> {
    let unknown = draft.ingredient_ids().find(|id| !state.ingredients.contains_key(id));
    unknown.map_or(Ok(()), |id| Err(Refusal::UnknownIngredient(id)))
}

pub(super) fn attach(state: &State, id: i64, groups: &[i64]) -> Outcome<Changes> {
    let before = state.items.get(&id).ok_or(Refusal::NotFound(Noun::MenuItem))?;
    if groups.len() > MOST_GROUPS {
        return Err(Refusal::field("group_ids", Problem::TooLong(50)));
    }
    let mut seen = BTreeSet::new();
    for group in groups {
        if !state.groups.contains_key(group) {
            return Err(Refusal::Unknown(Noun::ModifierGroup, *group));
        }
        if !seen.insert(*group) {
            return Err(Refusal::Twice(Noun::ModifierGroup, *group));
        }
    }
    if before.modifier_group_ids == groups {
        return Ok(Changes::answering(before));
    }
    let item = MenuItem { modifier_group_ids: groups.to_vec(), ..before.clone() };
    let payload = json!({"before": before.modifier_group_ids, "after": groups});
    Ok(Changes {
        audit: vec![audit("menu.modifier_groups.replace", "menu_item", id, payload)],
        item_groups: vec![(id, groups.to_vec())],
        ..Changes::answering(&item)
    })
}
