//! The lines and bundles of the order in hand.

use serde::{Deserialize, Serialize};
use sunnyside::{Money, order::line_total};

/// A choice on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// What it adds to the price of one.
    pub price_delta: Money,
}

/// A line of the order in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// Which line; stays the same while others come and go.
    pub key: u32,
    /// The item.
    pub item_id: i64,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// The price of one without its choices.
    pub price: Money,
    /// How many, 1 to 100.
    pub quantity: u32,
    /// The cook's words.
    pub note: String,
    /// What is chosen on it; none where the item has nothing to choose.
    #[serde(default)]
    pub choices: Option<Vec<Chosen>>,
}

/// An item in a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The item.
    pub item_id: i64,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// What it would cost by itself.
    pub price: Money,
}

/// A bundle of the order in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartCombo {
    /// Which line; bundles and lines count together.
    pub key: u32,
    /// Which bundle.
    pub combo_id: i64,
    /// Its name.
    pub name: String,
    /// The price of one.
    pub price: Money,
    /// How many, 1 to 20.
    pub quantity: u32,
    /// The drinks of each.
    pub drinks: Vec<Part>,
    /// The sides of each.
    pub sides: Vec<Part>,
}

/// What one comes to with its choices; never below nothing.
pub fn unit_price(price: Money, deltas: impl Iterator<Item = Money>) -> Money {
    (price + deltas.sum::<Money>()).max(Money::ZERO)
}

impl CartLine {
    /// What one comes to.
    pub fn unit_price(&self) -> Money {
        unit_price(self.price, self.choices.iter().flatten().map(|choice| choice.price_delta))
    }

    /// What the line comes to.
    pub fn total(&self) -> Money {
        line_total(self.unit_price(), self.quantity)
    }

    /// The ids of what is chosen.
    pub fn choice_ids(&self) -> Option<Vec<i64>> {
        self.choices.as_ref().map(|choices| choices.iter().map(|choice| choice.id).collect())
    }

    /// Whether it is the same thing, so that both can stand on one line.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.item_id == other.item_id
            && self.note == other.note
            && self.price == other.price
            && self.choice_ids() == other.choice_ids()
    }
}

impl CartCombo {
    /// Its drinks, then its sides.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.drinks.iter().chain(&self.sides)
    }

    /// What the line comes to.
    pub fn total(&self) -> Money {
        line_total(self.price, self.quantity)
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        let ids = |of: &[Part]| of.iter().map(|part| part.item_id).collect::<Vec<_>>();
        self.combo_id == other.combo_id
            && self.price == other.price
            && ids(&self.drinks) == ids(&other.drinks)
            && ids(&self.sides) == ids(&other.sides)
    }
}
