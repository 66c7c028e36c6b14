//! What an order takes out of the ledger and gives back.

use std::collections::BTreeMap;

use super::Order;
use crate::{
    Moment, Outcome, Quantity, Refusal,
    stock::{Movement, MovementType, shortages},
    write::{Changes, State},
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
