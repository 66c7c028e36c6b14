//! What an order takes out of the ledger and gives back.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Order, settle::may_find};
use crate::{
    Moment, Outcome, Quantity, Refusal,
    identity::Actor,
    stock::{Movement, MovementType, shortages},
    write::{Audit, Changes, State},
};

/// Why stock moves for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    Sale,
    Amendment,
    Cancellation,
    Refund,
}

impl Why {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Sale => "ORDER",
            Self::Amendment => "AMEND",
            Self::Cancellation => "CANCEL",
            Self::Refund => "REFUND",
        }
    }
}

fn movement(order: &Order, why: Why, ingredient_id: i64, quantity: Quantity, now: Moment) -> Movement {
    let is_usage = quantity < Quantity::ZERO;
    Movement {
        id: 0,
        ingredient_id,
        movement_type: if is_usage { MovementType::Usage } else { MovementType::Adjustment },
        quantity,
        unit_cost: None,
        reference: Some(format!("{}:{}", why.prefix(), order.order_number)),
        notes: None,
        created_at: now,
        order_id: Some(order.id),
    }
}

/// Takes so much of each ingredient for an order. Where the shop sells in spite of a shortage, it takes what is there.
///
/// # Errors
/// `InsufficientStock` with every short ingredient and only those.
pub(super) fn take(
    state: &State,
    order: &mut Order,
    needed: &BTreeMap<i64, Quantity>,
    why: Why,
    now: Moment,
    changes: &mut Changes,
) -> Outcome<()> {
    let short = shortages(&state.ingredients, needed);
    if !short.is_empty() && state.settings.shortage_blocks_sale {
        return Err(Refusal::InsufficientStock(short));
    }
    for (ingredient_id, needed) in needed {
        let Some(ingredient) = state.ingredients.get(ingredient_id) else { continue };
        let quantity = (*needed).min(ingredient.current_stock);
        if quantity > Quantity::ZERO {
            let mut used = movement(order, why, *ingredient_id, -quantity, now);
            used.unit_cost = Some(ingredient.cost_per_unit);
            changes.movements.push(used);
            *order.taken.entry(*ingredient_id).or_default() += quantity;
        }
    }
    Ok(())
}

/// Takes so much of each ingredient for an order although the books say that there is less: what is missing is entered
/// first, exactly that, so that the ledger adds up and nothing is below zero.
///
/// # Errors
/// `Denied` where something is missing and the actor may not say that it is there.
pub(super) fn take_found(
    state: &State,
    actor: &Actor,
    order: &mut Order,
    needed: &BTreeMap<i64, Quantity>,
    now: Moment,
    changes: &mut Changes,
) -> Outcome<()> {
    let mut found = Vec::new();
    for (ingredient_id, needed) in needed {
        let Some(ingredient) = state.ingredients.get(ingredient_id) else { continue };
        let missing = *needed - ingredient.current_stock;
        if missing > Quantity::ZERO {
            // It belongs to no order: cancelling one gives back what was taken for it, found or not.
            changes.movements.push(Movement {
                id: 0,
                ingredient_id: *ingredient_id,
                movement_type: MovementType::Adjustment,
                quantity: missing,
                unit_cost: None,
                reference: Some(format!("FOUND:{}", order.order_number)),
                notes: Some(actor.username.clone()),
                created_at: now,
                order_id: None,
            });
            found.push(
                json!({"ingredient_name": ingredient.name, "quantity": missing, "unit": ingredient.unit}),
            );
        }
        let mut used = movement(order, Why::Sale, *ingredient_id, -*needed, now);
        used.unit_cost = Some(ingredient.cost_per_unit);
        changes.movements.push(used);
        *order.taken.entry(*ingredient_id).or_default() += *needed;
    }
    if found.is_empty() {
        return Ok(());
    }
    if !may_find(actor, order) {
        return Err(Refusal::Denied);
    }
    changes.audit.push(Audit {
        action: "order.found",
        entity_type: "order",
        entity_id: order.id.to_string(),
        payload: json!({"order_number": order.order_number, "found": found}),
    });
    Ok(())
}

/// Gives so much of each ingredient back, but never more than the ledger says was taken and not given back.
pub(super) fn give_back(
    order: &mut Order,
    wanted: &BTreeMap<i64, Quantity>,
    why: Why,
    now: Moment,
    changes: &mut Changes,
) {
    for (ingredient_id, wanted) in wanted {
        let taken = order.taken.get(ingredient_id).copied().unwrap_or_default();
        let quantity = (*wanted).min(taken);
        if quantity > Quantity::ZERO {
            changes.movements.push(movement(order, why, *ingredient_id, quantity, now));
            order.taken.insert(*ingredient_id, taken - quantity);
        }
    }
    order.taken.retain(|_, left| *left != Quantity::ZERO);
}
