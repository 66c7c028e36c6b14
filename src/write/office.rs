//! The decisions of the office: menu and ingredients.

use serde_json::json;

use super::{Audit, Changes, State};
use crate::{
    Moment, Outcome, Quantity, Refusal,
    menu::{ItemDraft, ItemPatch, MenuItem, RecipeLine, RecipeView, SectionKind, check_recipe},
    refusal::Noun,
    stock::{Ingredient, IngredientDraft, IngredientPatch, Movement, MovementType},
};

fn taken(by: Option<&i64>, own: i64, noun: Noun) -> Outcome<()> {
    if by.is_some_and(|id| *id != own) { Err(Refusal::NameTaken(noun)) } else { Ok(()) }
}

/// Decides on a new item.
pub(super) fn create_item(state: &State, draft: &ItemDraft) -> Outcome<Changes> {
    draft.check()?;
    taken(state.item_names.get(&draft.name), 0, Noun::MenuItem)?;
    known_sections(state, draft.category_id, draft.station_id)?;
    let id = state.ids.menu_items.front().copied().ok_or(Refusal::Internal)?;
    let item = MenuItem {
        id,
        name: draft.name.clone(),
        price: draft.price,
        is_active: draft.is_active,
        name_en: draft.name_en.clone(),
        category_id: draft.category_id,
        station_id: draft.station_id,
        route: None,
        sold_out: false,
        modifier_group_ids: vec![],
        position: i32::try_from(draft.position).unwrap_or(i32::MAX),
        recipe: vec![],
    };
    let item = item.routed(state.station_of(draft.category_id));
    let audit = vec![audit("menu.create", "menu_item", id, json!({"after": item}))];
    Ok(Changes { audit, new_items: vec![item.clone()], ..Changes::answering(&item) })
}

fn known_sections(state: &State, category: Option<i64>, station: Option<i64>) -> Outcome<()> {
    state.knows_section(SectionKind::Category, category)?;
    state.knows_section(SectionKind::Station, station)
}

/// Decides on a change of an item; what is the same leaves no trace.
pub(super) fn update_item(state: &State, id: i64, patch: &ItemPatch) -> Outcome<Changes> {
    let before = state.items.get(&id).ok_or(Refusal::NotFound(Noun::MenuItem))?;
    let mut item = patch.over(before)?;
    // Categories are loaded only where the patch is about sections; without it the route is the one it had.
    if patch.category_id.is_some() || patch.station_id.is_some() {
        let station = state.station_of(item.category_id);
        item = item.routed(station);
    }
    taken(patch.name.as_ref().and_then(|name| state.item_names.get(name)), id, Noun::MenuItem)?;
    known_sections(state, patch.category_id.flatten(), patch.station_id.flatten())?;
    if item == *before {
        return Ok(Changes::answering(&item));
    }
    let audit = vec![audit("menu.update", "menu_item", id, json!({"before": before, "after": item}))];
    Ok(Changes { audit, altered_items: vec![item.clone()], ..Changes::answering(&item) })
}

/// Decides on a recipe: it replaces the whole one before.
pub(super) fn replace_recipe(state: &State, id: i64, lines: &[RecipeLine]) -> Outcome<Changes> {
    let before = state.items.get(&id).ok_or(Refusal::NotFound(Noun::MenuItem))?;
    check_recipe(lines)?;
    let views = lines
        .iter()
        .map(|line| {
            let ingredient = state
                .ingredients
                .get(&line.ingredient_id)
                .ok_or(Refusal::UnknownIngredient(line.ingredient_id))?;
            Ok(RecipeView {
                ingredient_id: ingredient.id,
                ingredient_name: ingredient.name.clone(),
                quantity: line.quantity,
                unit: ingredient.unit.clone(),
            })
        })
        .collect::<Outcome<Vec<RecipeView>>>()?;
    if before.recipe == lines {
        return Ok(Changes::answering(&views));
    }
    let audit =
        vec![audit("menu.recipe.replace", "menu_item", id, json!({"before": before.recipe, "after": lines}))];
    Ok(Changes { audit, recipes: vec![(id, lines.to_vec())], ..Changes::answering(&views) })
}

/// Decides on a new ingredient; what is there to begin with is an adjustment `OPENING`.
pub(super) fn create_ingredient(state: &State, draft: &IngredientDraft, now: Moment) -> Outcome<Changes> {
    draft.check()?;
    taken(state.ingredient_names.get(&draft.name), 0, Noun::Ingredient)?;
    let id = state.ids.ingredients.front().copied().ok_or(Refusal::Internal)?;
    let ingredient = Ingredient {
        id,
        name: draft.name.clone(),
        unit: draft.unit.clone(),
        current_stock: draft.current_stock,
        reorder_level: draft.reorder_level,
        cost_per_unit: draft.cost_per_unit,
    };
    let audit = vec![audit("inventory.ingredient.create", "ingredient", id, json!({"after": ingredient}))];
    let movements = adjustment(&ingredient, draft.current_stock, "OPENING", now);
    Ok(Changes {
        audit,
        movements,
        new_ingredients: vec![ingredient.clone()],
        ..Changes::answering(&ingredient)
    })
}

/// Decides on a change of an ingredient; a stock set by hand is an adjustment `MANUAL_OVERRIDE`.
pub(super) fn update_ingredient(
    state: &State,
    id: i64,
    patch: &IngredientPatch,
    now: Moment,
) -> Outcome<Changes> {
    let before = state.ingredients.get(&id).ok_or(Refusal::NotFound(Noun::Ingredient))?;
    patch.check()?;
    taken(patch.name.as_ref().and_then(|name| state.ingredient_names.get(name)), id, Noun::Ingredient)?;
    let after = Ingredient {
        id,
        name: patch.name.clone().unwrap_or_else(|| before.name.clone()),
        unit: patch.unit.clone().unwrap_or_else(|| before.unit.clone()),
        current_stock: patch.current_stock.unwrap_or(before.current_stock),
        reorder_level: patch.reorder_level.unwrap_or(before.reorder_level),
        cost_per_unit: patch.cost_per_unit.unwrap_or(before.cost_per_unit),
    };
    if after == *before {
        return Ok(Changes::answering(&after));
    }
    let audit = vec![audit(
        "inventory.ingredient.update",
        "ingredient",
        id,
        json!({"before": before, "after": after}),
    )];
    let movements = adjustment(&after, after.current_stock - before.current_stock, "MANUAL_OVERRIDE", now);
    Ok(Changes { audit, movements, altered_ingredients: vec![after.clone()], ..Changes::answering(&after) })
}

/// The movement that brings so much, or none where nothing moves.
pub(super) fn adjustment(
    ingredient: &Ingredient,
    by: Quantity,
    reference: &str,
    now: Moment,
) -> Vec<Movement> {
    if by == Quantity::ZERO {
        return vec![];
    }
    vec![Movement {
        id: 0,
        ingredient_id: ingredient.id,
        movement_type: MovementType::Adjustment,
        quantity: by,
        unit_cost: Some(ingredient.cost_per_unit),
        reference: Some(reference.to_owned()),
        notes: None,
        created_at: now,
        order_id: None,
    }]
}

pub(super) fn audit(
    action: &'static str,
    entity_type: &'static str,
    id: i64,
    payload: serde_json::Value,
) -> Audit {
    Audit { action, entity_type, entity_id: id.to_string(), payload }
}
