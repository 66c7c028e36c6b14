//! The decisions on stock that moves by hand and on counting it.

use serde_json::json;

use super::{Audit, Changes, Needs, State};
use crate::{
    Moment, Outcome, Quantity, Refusal,
    refusal::{Noun, Problem},
    stock::{
        CountDraft, HIGHEST_QUANTITY, Ingredient, Movement, MovementDraft, MovementType, Shortage, count,
    },
};

/// What can be done to the stock by hand.
#[derive(Clone, Debug)]
pub enum InventoryCommand {
    /// Enter a movement.
    Move(MovementDraft),
    /// Take what was counted for what is there.
    Count(CountDraft),
}

impl InventoryCommand {
    /// Adds what it needs.
    pub(super) fn add_needs(&self, needs: &mut Needs) {
        match self {
            Self::Move(draft) => {
                needs.new_movements += 1;
                needs.ingredients.insert(draft.ingredient_id);
            }
            Self::Count(draft) => {
                needs.new_counts += 1;
                needs.ingredients.extend(draft.lines.iter().map(|line| line.ingredient_id));
            }
        }
    }

    /// Decides on it.
    ///
    /// # Errors
    /// What the rule refuses.
    pub(super) fn decide(&self, state: &State, now: Moment) -> Outcome<Changes> {
        match self {
            Self::Move(draft) => move_by_hand(state, draft, now),
            Self::Count(draft) => take_count(state, draft, now),
        }
    }
}

/// A cost that is given becomes the ingredient's.
fn move_by_hand(state: &State, draft: &MovementDraft, now: Moment) -> Outcome<Changes> {
    draft.check()?;
    let ingredient =
        state.ingredients.get(&draft.ingredient_id).ok_or(Refusal::NotFound(Noun::Ingredient))?;
    let after = ingredient.current_stock + draft.signed();
    if after < Quantity::ZERO {
        return Err(Refusal::InsufficientStock(vec![Shortage {
            ingredient_name: ingredient.name.clone(),
            current_stock: ingredient.current_stock,
            required: draft.quantity,
            unit: ingredient.unit.clone(),
        }]));
    }
    if after > HIGHEST_QUANTITY {
        return Err(Refusal::field("quantity", Problem::TooLarge));
    }
    let movement = Movement {
        id: state.ids.movements.front().copied().ok_or(Refusal::Internal)?,
        ingredient_id: ingredient.id,
        movement_type: draft.movement_type,
        quantity: draft.signed(),
        unit_cost: draft.unit_cost,
        reference: draft.reference.clone(),
        notes: draft.notes.clone(),
        created_at: now,
        order_id: None,
    };
    let cost = draft.unit_cost.unwrap_or(ingredient.cost_per_unit);
    let altered_ingredients = if cost == ingredient.cost_per_unit {
        vec![]
    } else {
        vec![Ingredient { cost_per_unit: cost, ..ingredient.clone() }]
    };
    let audit = vec![Audit {
        action: "inventory.movement.create",
        entity_type: "stock_movement",
        entity_id: movement.id.to_string(),
        payload: json!({
            "ingredient_name": ingredient.name,
            "movement": movement,
            "before": {"current_stock": ingredient.current_stock, "cost_per_unit": ingredient.cost_per_unit},
            "after": {"current_stock": after, "cost_per_unit": cost},
        }),
    }];
    let answer = Changes::answering(&movement);
    Ok(Changes { audit, movements: vec![movement], altered_ingredients, ..answer })
}

/// What differs becomes an adjustment; a count that finds all as expected is kept too.
fn take_count(state: &State, draft: &CountDraft, now: Moment) -> Outcome<Changes> {
    let id = state.ids.counts.front().copied().ok_or(Refusal::Internal)?;
    let count = count(id, draft, &state.ingredients, now)?;
    let movements = count.lines.iter().filter(|line| line.difference != Quantity::ZERO);
    let movements = movements.map(|line| Movement {
        id: 0,
        ingredient_id: line.ingredient_id,
        movement_type: MovementType::Adjustment,
        quantity: line.difference,
        unit_cost: Some(line.unit_cost),
        reference: Some(format!("COUNT:{id}")),
        notes: None,
        created_at: now,
        order_id: None,
    });
    let audit = vec![Audit {
        action: "inventory.count.create",
        entity_type: "stock_count",
        entity_id: id.to_string(),
        payload: json!({"after": count}),
    }];
    Ok(Changes {
        audit,
        movements: movements.collect(),
        new_counts: vec![count.clone()],
        ..Changes::answering(&count)
    })
}
