//! Counting the shelves: what is there, what the ledger expected, and what the difference is worth.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{HIGHEST_QUANTITY, Ingredient};
use crate::{
    Moment, Money, Outcome, Quantity, Refusal, UnitCost,
    menu::text_fault,
    refusal::{Fault, Problem},
};

/// The most ingredients of one count.
pub const MOST_COUNTED: usize = 500;

/// What was counted of one ingredient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedIngredient {
    /// Which.
    pub ingredient_id: i64,
    /// How much there is, 0 or more.
    pub counted: Quantity,
}

/// A count as it is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountDraft {
    /// What was counted, each ingredient once.
    pub lines: Vec<CountedIngredient>,
    /// Free words, 200 characters at most.
    pub notes: Option<String>,
}

/// A count, as the shop keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StockCount {
    /// Row id; its adjustments carry the reference `COUNT:<id>`.
    pub id: i64,
    /// When.
    pub created_at: Moment,
    /// Free words.
    pub notes: Option<String>,
    /// What was counted, in the order given.
    pub lines: Vec<StockCountLine>,
    /// What all differences are worth: below 0 where something is missing.
    pub total_cost: Money,
}

/// A line of a count: names and costs are those of that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StockCountLine {
    /// Which ingredient.
    pub ingredient_id: i64,
    /// Its name.
    pub ingredient_name: String,
    /// What it is counted in.
    pub unit: String,
    /// What the ledger said.
    pub expected: Quantity,
    /// What was there.
    pub counted: Quantity,
    /// Counted less expected.
    pub difference: Quantity,
    /// What the difference is worth.
    pub cost: Money,
    /// What a unit cost; not on the wire.
    #[serde(skip)]
    pub unit_cost: UnitCost,
}

impl CountDraft {
    /// Checks the ranges of the fields.
    ///
    /// # Errors
    /// `Invalid`; `IngredientTwice` where one is named twice.
    pub fn check(&self) -> Outcome<()> {
        let mut faults: Vec<Fault> = Vec::new();
        if self.lines.is_empty() {
            faults.push(Fault::body("lines", Problem::Empty));
        } else if self.lines.len() > MOST_COUNTED {
            faults.push(Fault::body("lines", Problem::TooLong(500)));
        }
        for (index, line) in self.lines.iter().enumerate() {
            let way = format!("lines.{index}.counted");
            if line.counted < Quantity::ZERO {
                faults.push(Fault::body(&way, Problem::BelowMinimum(0)));
            } else if line.counted > HIGHEST_QUANTITY {
                faults.push(Fault::body(&way, Problem::TooLarge));
            }
        }
        faults.extend(self.notes.as_ref().and_then(|notes| text_fault("notes", notes, 0, 200)));
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        let mut seen = BTreeSet::new();
        match self.lines.iter().find(|line| !seen.insert(line.ingredient_id)) {
            Some(line) => Err(Refusal::IngredientTwice(line.ingredient_id)),
            None => Ok(()),
        }
    }
}

/// Compares what was counted with what the ledger says.
///
/// # Errors
/// `Invalid`, `IngredientTwice`, `UnknownIngredient`.
pub fn count(
    id: i64,
    draft: &CountDraft,
    on_hand: &BTreeMap<i64, Ingredient>,
    now: Moment,
) -> Outcome<StockCount> {
    draft.check()?;
    let line = |counted: &CountedIngredient| {
        let id = counted.ingredient_id;
        let ingredient = on_hand.get(&id).ok_or(Refusal::UnknownIngredient(id))?;
        let difference = counted.counted - ingredient.current_stock;
        Ok(StockCountLine {
            ingredient_id: id,
            ingredient_name: ingredient.name.clone(),
            unit: ingredient.unit.clone(),
            expected: ingredient.current_stock,
            counted: counted.counted,
            difference,
            cost: ingredient.cost_per_unit.amount_for(difference).ok_or(Refusal::Internal)?,
            unit_cost: ingredient.cost_per_unit,
        })
    };
    let lines = draft.lines.iter().map(line).collect::<Outcome<Vec<StockCountLine>>>()?;
    let total_cost = lines.iter().map(|line| line.cost).sum();
    Ok(StockCount { id, created_at: now, notes: draft.notes.clone(), lines, total_cost })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(ingredient_id: i64, thousandths: i64) -> CountedIngredient {
        CountedIngredient { ingredient_id, counted: Quantity(thousandths) }
    }

    fn draft(lines: Vec<CountedIngredient>) -> CountDraft {
        CountDraft { lines, notes: None }
    }

    fn shelf() -> BTreeMap<i64, Ingredient> {
        let ingredient = |id, name: &str, stock, cost| Ingredient {
            id,
            name: name.into(),
            unit: "顆".into(),
            current_stock: Quantity(stock),
            reorder_level: Quantity::ZERO,
            cost_per_unit: UnitCost(cost),
        };
        [ingredient(1, "蛋", 10_000, 5_250_000), ingredient(2, "吐司", 4_500, 3_333_333)]
            .into_iter()
            .map(|i| (i.id, i))
            .collect()
    }

    #[test]
    fn what_is_missing_costs_and_what_is_found_gains() {
        let draft = draft(vec![counted(2, 5_000), counted(1, 8_500)]);
        let Ok(found) = count(7, &draft, &shelf(), Moment(9)) else { panic!("all of it is known") };
        let rows: Vec<_> =
            found.lines.iter().map(|l| (l.ingredient_id, l.expected.0, l.difference.0, l.cost.0)).collect();
        // 0.5 × 3.333333 = 1.67, −1.5 × 5.25 = −7.88.
        assert_eq!(rows, [(2, 4_500, 500, 167), (1, 10_000, -1_500, -788)]);
        assert_eq!((found.id, found.created_at, found.total_cost), (7, Moment(9), Money(167 - 788)));
    }

    #[test]
    fn a_count_names_each_ingredient_once_and_only_known_ones() {
        let refused = |lines| count(1, &draft(lines), &shelf(), Moment(0)).map(|_| ());
        assert_eq!(refused(vec![counted(1, 0), counted(1, 0)]), Err(Refusal::IngredientTwice(1)));
        assert_eq!(refused(vec![counted(1, 0), counted(3, 0)]), Err(Refusal::UnknownIngredient(3)));
        assert_eq!(refused(vec![]), Err(Refusal::field("lines", Problem::Empty)));
        assert_eq!(
            refused(vec![counted(1, -1)]),
            Err(Refusal::field("lines.0.counted", Problem::BelowMinimum(0)))
        );
        let many: Vec<_> = (0..501).map(|id| counted(id, 0)).collect();
        assert_eq!(refused(many), Err(Refusal::field("lines", Problem::TooLong(500))));
    }
}
