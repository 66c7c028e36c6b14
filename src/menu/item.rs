//! What an item is made of when it is new, and what can be changed of it.

use serde::{Deserialize, Serialize};

use super::{MenuItem, faults_of, place_fault, price_fault, text_fault};
use crate::{Money, Outcome};

/// What a new item is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemDraft {
    /// 1-120 characters, unique.
    pub name: String,
    /// Above 0.
    pub price: Money,
    /// Whether it is sold at once.
    pub is_active: bool,
    /// 1-120 characters.
    pub name_en: Option<String>,
    /// Its category.
    pub category_id: Option<i64>,
    /// The station that makes it.
    pub station_id: Option<i64>,
    /// Where it stands within its category, 0-9999.
    pub position: i64,
}

/// What changes of an item; what is `None` is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemPatch {
    /// A new name.
    pub name: Option<String>,
    /// A new price.
    pub price: Option<Money>,
    /// Sold or not.
    pub is_active: Option<bool>,
    /// A new English name, or none any more.
    pub name_en: Option<Option<String>>,
    /// Another category, or none any more.
    pub category_id: Option<Option<i64>>,
    /// Another station, or none any more.
    pub station_id: Option<Option<i64>>,
    /// Another place within its category.
    pub position: Option<i64>,
}

impl ItemDraft {
    /// Checks the ranges of the fields.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        let faults = [
            text_fault("name", &self.name, 1, 120),
            price_fault("price", self.price),
            self.name_en.as_ref().and_then(|name| text_fault("name_en", name, 1, 120)),
            place_fault(self.position),
        ];
        faults_of(faults.into_iter().flatten())
    }
}

impl ItemPatch {
    /// The item as it is afterwards.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn over(&self, before: &MenuItem) -> Outcome<MenuItem> {
        let whole = ItemDraft {
            name: self.name.clone().unwrap_or_else(|| before.name.clone()),
            price: self.price.unwrap_or(before.price),
            is_active: self.is_active.unwrap_or(before.is_active),
            name_en: self.name_en.clone().unwrap_or_else(|| before.name_en.clone()),
            category_id: self.category_id.unwrap_or(before.category_id),
            station_id: self.station_id.unwrap_or(before.station_id),
            position: self.position.unwrap_or_else(|| before.position.into()),
        };
        whole.check()?;
        Ok(MenuItem {
            name: whole.name,
            price: whole.price,
            is_active: whole.is_active,
            name_en: whole.name_en,
            category_id: whole.category_id,
            station_id: whole.station_id,
            position: i32::try_from(whole.position).unwrap_or(i32::MAX),
            ..before.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Refusal;

    #[test]
    fn names_and_prices_have_bounds() {
        let draft = |name: &str, cents| {
            ItemDraft { name: name.into(), price: Money(cents), ..ItemDraft::default() }.check()
        };
        assert!(draft("蛋", 1).is_ok() && draft(&"蛋".repeat(120), 999_999_999).is_ok());
        for bad in [
            draft("", 1),
            draft("  ", 1),
            draft(&"蛋".repeat(121), 1),
            draft("蛋\0", 1),
            draft("蛋", 0),
            draft("蛋", 1_000_000_000),
        ] {
            assert!(matches!(bad, Err(Refusal::Invalid(_))));
        }
    }
}
