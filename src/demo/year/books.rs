//! The stock over the days: goods come before they run out, something goes off, and the shelves are counted once a week.

use std::collections::BTreeMap;

use super::{calendar::number, day::DayPlan, prng::Prng};
use crate::{
    Quantity, UnitCost,
    stock::{CountDraft, CountedIngredient, Ingredient, MOST_COUNTED, MovementDraft, MovementType},
    write::State,
};

/// Streams of chance of a day.
const GOODS: u64 = 20;
const WASTE: u64 = 21;
const SHELVES: u64 = 22;
const PRICE: u64 = 23;

/// What goods cost to begin with.
#[derive(Clone, Debug, Default)]
pub struct Prices(BTreeMap<i64, UnitCost>);

impl Prices {
    /// Those of today, around which the past ones lie.
    pub fn of(state: &State) -> Self {
        Self(state.ingredients.values().map(|i| (i.id, i.cost_per_unit)).collect())
    }

    /// What a unit costs in the month of the day: a little less than at the end, and what grows on a field or is laid by
    /// hens goes up and down more than the rest.
    fn on(&self, seed: u64, plan: &DayPlan, ingredient: &Ingredient) -> UnitCost {
        let base = self.0.get(&ingredient.id).copied().unwrap_or(ingredient.cost_per_unit);
        let month = i64::from(plan.date.year()) * 12 + i64::from(plan.date.month());
        let is_restless = ["蛋", "菜", "瓜"].iter().any(|word| ingredient.name.contains(word));
        let reach = if is_restless { 160 } else { 30 };
        let off = Prng::of(seed, month * 4_096 + ingredient.id, PRICE).around_zero(reach);
        let cost = base.0.saturating_mul(960 + plan.progress * 40 / 1_000 + off) / 1_000;
        // Down to a hundredth of a cent.
        UnitCost(cost / 100 * 100)
    }
}

/// What comes in the morning, and what comes but is entered only when the shop closes.
pub fn deliveries(
    seed: u64,
    state: &State,
    plan: &DayPlan,
    prices: &Prices,
) -> (Vec<MovementDraft>, Vec<MovementDraft>) {
    let mut prng = Prng::of(seed, number(plan.date), GOODS);
    let (mut now, mut late) = (vec![], vec![]);
    for ingredient in state.ingredients.values() {
        let Some(need) = plan.needs.get(&ingredient.id).copied() else { continue };
        let on_hand = ingredient.current_stock;
        if on_hand.0 >= need.0 * 21 / 20 + ingredient.reorder_level.0 {
            continue;
        }
        let missing = need.0 * 2 + ingredient.reorder_level.0 * 2 - on_hand.0;
        let pack = pack(ingredient.reorder_level);
        let goods = MovementDraft {
            ingredient_id: ingredient.id,
            movement_type: MovementType::Purchase,
            quantity: Quantity((missing + pack.0 - 1) / pack.0 * pack.0),
            unit_cost: Some(prices.on(seed, plan, ingredient)),
            reference: Some(format!("D{}", plan.business_day.compact())),
            notes: None,
        };
        let is_forgotten = prng.permille(8) && on_hand.0 * 100 >= need.0 * 85;
        if is_forgotten { late.push(goods) } else { now.push(goods) }
    }
    (now, late)
}

/// What a pack of it holds: a round number of units, about a third of what is ordered at.
fn pack(reorder_level: Quantity) -> Quantity {
    const SIZES: [i64; 12] = [1, 5, 10, 20, 30, 50, 100, 200, 500, 1_000, 2_000, 5_000];
    let about = reorder_level.0 / 3;
    let fits = SIZES.iter().rev().map(|size| Quantity::whole(*size)).find(|size| size.0 <= about);
    fits.unwrap_or(Quantity::whole(1))
}

/// What is thrown away in the end.
pub fn waste(seed: u64, state: &State, plan: &DayPlan) -> Vec<MovementDraft> {
    let mut prng = Prng::of(seed, number(plan.date), WASTE);
    let used: Vec<i64> = plan.needs.keys().copied().collect();
    let mut thrown: Vec<MovementDraft> = Vec::new();
    for _ in 0..prng.between(1, 4) {
        let drawn = (prng.one_of(&used).copied(), prng.between(4, 30));
        let reason = prng.one_of(&["過期", "煎壞了", "掉在地上", "放太久"]).copied().unwrap_or("過期");
        let (Some(id), permille) = drawn else { continue };
        let Some(ingredient) = state.ingredients.get(&id) else { continue };
        let need = plan.needs.get(&id).copied().unwrap_or_default();
        let units = (need.0 * permille / 1_000_000).max(1);
        let is_there = ingredient.current_stock >= Quantity::whole(units * 2);
        if is_there && thrown.iter().all(|known| known.ingredient_id != id) {
            thrown.push(MovementDraft {
                ingredient_id: id,
                movement_type: MovementType::Waste,
                quantity: Quantity::whole(units),
                unit_cost: None,
                reference: None,
                notes: Some(reason.to_owned()),
            });
        }
    }
    thrown
}

/// What is found on the shelves: of most things a little less than the books say, of a few a little more.
pub fn count(seed: u64, state: &State, plan: &DayPlan) -> CountDraft {
    let mut prng = Prng::of(seed, number(plan.date), SHELVES);
    let lines = state.ingredients.values().take(MOST_COUNTED).map(|ingredient| {
        let week = plan.needs.get(&ingredient.id).copied().unwrap_or_default().0 * 6;
        let units = |permille: i64| Quantity::whole(week * permille / 1_000_000);
        let off = match prng.weighted([450, 450, 100].into_iter()) {
            0 => Quantity::ZERO,
            1 => -units(prng.between(1, 14)),
            _ => units(prng.between(1, 8)),
        };
        let counted = (ingredient.current_stock + off).max(Quantity::ZERO);
        CountedIngredient { ingredient_id: ingredient.id, counted }
    });
    CountDraft { lines: lines.collect(), notes: Some("每週盤點".to_owned()) }
}
