//! Ingredients and the ledger: on hand is the sum of the movements, and never below zero.

mod by_hand;
mod count;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Moment, Outcome, Quantity, Refusal, UnitCost,
    refusal::{Fault, Problem},
};

pub use by_hand::MovementDraft;
pub use count::{CountDraft, CountedIngredient, MOST_COUNTED, StockCount, StockCountLine, count};

/// The highest amount of stock that is kept, 9,999,999.999: far above any shop, far below overflow.
pub const HIGHEST_QUANTITY: Quantity = Quantity(9_999_999_999);
/// The highest cost of a unit, 9,999,999.99, as for prices.
pub const HIGHEST_UNIT_COST: UnitCost = UnitCost(9_999_999_990_000);

/// Something that recipes are made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Ingredient {
    /// Row id.
    pub id: i64,
    /// Its name, unique in the shop.
    pub name: String,
    /// What it is counted in: `顆`, `g`, `ml`.
    pub unit: String,
    /// On hand: the sum of its movements.
    pub current_stock: Quantity,
    /// At or below this it is low.
    pub reorder_level: Quantity,
    /// What one unit costs.
    pub cost_per_unit: UnitCost,
}

impl Ingredient {
    /// Whether it is time to buy some.
    pub fn is_low(&self) -> bool {
        self.current_stock <= self.reorder_level
    }
}

/// A line of the low-stock list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LowStock {
    /// The ingredient's name.
    pub ingredient_name: String,
    /// On hand.
    pub current_stock: Quantity,
    /// At or below this it is low.
    pub reorder_level: Quantity,
    /// What it is counted in.
    pub unit: String,
}

impl From<&Ingredient> for LowStock {
    fn from(i: &Ingredient) -> Self {
        Self {
            ingredient_name: i.name.clone(),
            current_stock: i.current_stock,
            reorder_level: i.reorder_level,
            unit: i.unit.clone(),
        }
    }
}

/// An ingredient that does not suffice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Shortage {
    /// The ingredient's name.
    pub ingredient_name: String,
    /// On hand.
    pub current_stock: Quantity,
    /// What would be needed.
    pub required: Quantity,
    /// What it is counted in.
    pub unit: String,
}

/// Why stock moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MovementType {
    /// Bought.
    Purchase,
    /// Used by an order.
    Usage,
    /// Thrown away.
    Waste,
    /// Set right, given back, opened with.
    Adjustment,
}

impl MovementType {
    /// Every type.
    pub const ALL: &[Self] = &[Self::Purchase, Self::Usage, Self::Waste, Self::Adjustment];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::Usage => "usage",
            Self::Waste => "waste",
            Self::Adjustment => "adjustment",
        }
    }

    /// The type of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|t| t.as_str() == word)
    }
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Movement {
    /// Row id; 0 before it is written.
    pub id: i64,
    /// What moved.
    pub ingredient_id: i64,
    /// Why.
    pub movement_type: MovementType,
    /// How much came (positive) or went (negative).
    pub quantity: Quantity,
    /// What a unit cost then.
    pub unit_cost: Option<UnitCost>,
    /// `ORDER:<order_number>`, `CANCEL:…`, `OPENING`, `MANUAL_OVERRIDE`.
    pub reference: Option<String>,
    /// Free words.
    pub notes: Option<String>,
    /// When.
    pub created_at: Moment,
    /// The order behind it; not on the wire.
    #[serde(skip)]
    pub order_id: Option<i64>,
}

/// What a new ingredient is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IngredientDraft {
    /// 1-120 characters, unique.
    pub name: String,
    /// 1-20 characters.
    pub unit: String,
    /// What is there to begin with.
    pub current_stock: Quantity,
    /// At or below this it is low.
    pub reorder_level: Quantity,
    /// What one unit costs.
    pub cost_per_unit: UnitCost,
}

/// What changes of an ingredient; what is `None` is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IngredientPatch {
    /// A new name.
    pub name: Option<String>,
    /// A new unit.
    pub unit: Option<String>,
    /// Set the stock to this.
    pub current_stock: Option<Quantity>,
    /// A new reorder level.
    pub reorder_level: Option<Quantity>,
    /// A new cost.
    pub cost_per_unit: Option<UnitCost>,
}

impl IngredientDraft {
    /// Checks the ranges of the fields.
    pub fn check(&self) -> Outcome<()> {
        IngredientPatch {
            name: Some(self.name.clone()),
            unit: Some(self.unit.clone()),
            current_stock: None,
            reorder_level: Some(self.reorder_level),
            cost_per_unit: Some(self.cost_per_unit),
        }
        .check()?;
        check_range("current_stock", self.current_stock.0, HIGHEST_QUANTITY.0)
    }
}

impl IngredientPatch {
    /// Checks the ranges of the fields. A negative stock is 400 (`NegativeStock`), as the contract has it.
    pub fn check(&self) -> Outcome<()> {
        let texts = [("name", &self.name, 120), ("unit", &self.unit, 20)];
        let faults: Vec<Fault> = texts
            .into_iter()
            .filter_map(|(way, text, most)| {
                text.as_ref().and_then(|t| crate::menu::text_fault(way, t, 1, most))
            })
            .collect();
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        check_range("reorder_level", self.reorder_level.map_or(0, |q| q.0), HIGHEST_QUANTITY.0)?;
        check_range("cost_per_unit", self.cost_per_unit.map_or(0, |c| c.0), HIGHEST_UNIT_COST.0)?;
        if self.current_stock.is_some_and(|q| q < Quantity::ZERO) {
            return Err(Refusal::NegativeStock);
        }
        check_range("current_stock", self.current_stock.map_or(0, |q| q.0), HIGHEST_QUANTITY.0)
    }
}

fn check_range(way: &str, value: i64, most: i64) -> Outcome<()> {
    if value < 0 {
        return Err(Refusal::field(way, Problem::BelowMinimum(0)));
    }
    if value > most {
        return Err(Refusal::field(way, Problem::TooLarge));
    }
    Ok(())
}

/// What is short where so much is required: every short ingredient and only those, in the order of their ids.
pub fn shortages(on_hand: &BTreeMap<i64, Ingredient>, required: &BTreeMap<i64, Quantity>) -> Vec<Shortage> {
    required
        .iter()
        .filter_map(|(id, needed)| on_hand.get(id).map(|i| (i, *needed)))
        .filter(|(i, needed)| i.current_stock < *needed)
        .map(|(i, required)| Shortage {
            ingredient_name: i.name.clone(),
            current_stock: i.current_stock,
            required,
            unit: i.unit.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn egg(stock: i64) -> Ingredient {
        Ingredient {
            id: 1,
            name: "蛋".into(),
            unit: "顆".into(),
            current_stock: Quantity(stock),
            reorder_level: Quantity(2000),
            cost_per_unit: UnitCost(5_000_000),
        }
    }

    #[test]
    fn only_what_is_short_is_a_shortage() {
        let stock =
            BTreeMap::from([(1, egg(3000)), (2, Ingredient { id: 2, name: "吐司".into(), ..egg(500) })]);
        let found = shortages(&stock, &BTreeMap::from([(1, Quantity(3000)), (2, Quantity(501))]));
        assert_eq!(found.iter().map(|s| s.ingredient_name.as_str()).collect::<Vec<_>>(), ["吐司"]);
        assert!(egg(2000).is_low() && !egg(2001).is_low());
    }

    #[test]
    fn ranges_are_checked() {
        let patch = |p: IngredientPatch| p.check();
        assert_eq!(
            patch(IngredientPatch { current_stock: Some(Quantity(-1)), ..Default::default() }),
            Err(Refusal::NegativeStock)
        );
        assert!(matches!(
            patch(IngredientPatch { name: Some(String::new()), ..Default::default() }),
            Err(Refusal::Invalid(_))
        ));
        assert!(patch(IngredientPatch { current_stock: Some(Quantity(0)), ..Default::default() }).is_ok());
    }
}
