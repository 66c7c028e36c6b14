//! Bundles: a drink or more and a side or more for one price.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{faults_of, price_fault, range_fault, text_fault};
use crate::{
    Money, Outcome, Refusal,
    refusal::{Fault, Noun, Problem},
};

/// The most drinks, and the most sides, that a bundle lists.
pub const MOST_LISTED: usize = 100;
/// The most drinks, and the most sides, that are chosen for one bundle.
const MOST_CHOSEN: i64 = 20;
/// The most items that one side stands for.
const MOST_SIDE_ITEMS: usize = 20;

/// A bundle of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Combo {
    /// Row id.
    pub id: i64,
    /// What it is called on tickets, upper case and unique: `A`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What one bundle comes to, above 0.
    pub bundle_price: Money,
    /// Up to which price a drink is meant to be chosen; for information, it is not enforced.
    pub max_drink_price: Option<Money>,
    /// How many drinks one bundle has, 0-20.
    pub drink_choice_count: u32,
    /// How many sides one bundle has, 0-20.
    pub side_choice_count: u32,
    /// The rule in words, 300 characters at most.
    pub raw_rule_text: Option<String>,
    /// Whether it is sold.
    pub is_active: bool,
    /// The drinks that may be chosen, in the order given; none means any item.
    pub eligible_drinks: Vec<ComboDrink>,
    /// The sides that may be chosen, in the order given.
    pub side_options: Vec<ComboSide>,
}

/// A drink that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ComboDrink {
    /// The item.
    pub menu_item_id: i64,
    /// Its name today.
    pub menu_item_name: String,
}

/// A side that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ComboSide {
    /// 1-20 characters, upper case, unique within the bundle.
    pub code: String,
    /// 1-120 characters.
    pub name: String,
    /// What it stands for on the menu; empty where nobody has said yet.
    #[serde(default)]
    pub items: Vec<SideItem>,
}

/// So many of an item, of which a side consists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SideItem {
    /// The item.
    pub menu_item_id: i64,
    /// How many of it, 1-100.
    pub quantity: u32,
}

/// What a bundle is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComboDraft {
    /// 1-40 characters once trimmed; upper-cased, unique.
    pub code: String,
    /// 1-120 characters.
    pub name: String,
    /// Above 0.
    pub bundle_price: Money,
    /// For information.
    pub max_drink_price: Option<Money>,
    /// How many drinks, 0-20.
    pub drink_choice_count: i64,
    /// How many sides, 0-20.
    pub side_choice_count: i64,
    /// 300 characters at most.
    pub raw_rule_text: Option<String>,
    /// Whether it is sold.
    pub is_active: bool,
    /// The drinks that may be chosen, 100 at most.
    pub eligible_drink_item_ids: Vec<i64>,
    /// The sides that may be chosen, 100 at most.
    pub side_options: Vec<ComboSide>,
}

/// What changes of a bundle; what is `None` is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComboPatch {
    /// A new code.
    pub code: Option<String>,
    /// A new name.
    pub name: Option<String>,
    /// A new price.
    pub bundle_price: Option<Money>,
    /// Another limit for the drinks, or none any more.
    pub max_drink_price: Option<Option<Money>>,
    /// How many drinks.
    pub drink_choice_count: Option<i64>,
    /// How many sides.
    pub side_choice_count: Option<i64>,
    /// Other words, or none any more.
    pub raw_rule_text: Option<Option<String>>,
    /// Sold or not.
    pub is_active: Option<bool>,
    /// Other drinks.
    pub eligible_drink_item_ids: Option<Vec<i64>>,
    /// Other sides.
    pub side_options: Option<Vec<ComboSide>>,
}

/// A code as it is kept: trimmed and upper-cased.
pub fn code_of(text: &str) -> String {
    text.trim().to_uppercase()
}

impl ComboDraft {
    /// Brings the codes into the form that is kept, and checks everything that needs no look at the menu.
    ///
    /// # Errors
    /// `Invalid`, `BlankCode`, `MoreThanListed`, `Twice`, `SideCodeTwice`.
    pub fn checked(mut self) -> Outcome<Self> {
        let is_blank = !self.code.is_empty() && self.code.trim().is_empty();
        self.code = code_of(&self.code);
        for side in &mut self.side_options {
            side.code = code_of(&side.code);
        }
        faults_of(self.faults(is_blank))?;
        if is_blank {
            return Err(Refusal::BlankCode);
        }
        not_more_than_listed(self.drink_choice_count, self.eligible_drink_item_ids.len())?;
        not_more_than_listed(self.side_choice_count, self.side_options.len())?;
        once(&self.eligible_drink_item_ids, |id| Refusal::Twice(Noun::MenuItem, *id))?;
        let codes: Vec<&String> = self.side_options.iter().map(|side| &side.code).collect();
        once(&codes, |code| Refusal::SideCodeTwice((*code).clone()))?;
        for side in &self.side_options {
            let ids: Vec<i64> = side.items.iter().map(|item| item.menu_item_id).collect();
            once(&ids, |id| Refusal::Twice(Noun::MenuItem, *id))?;
        }
        Ok(self)
    }

    fn faults(&self, is_blank: bool) -> Vec<Fault> {
        let mut faults: Vec<Fault> = [
            if is_blank { None } else { text_fault("code", &self.code, 1, 40) },
            text_fault("name", &self.name, 1, 120),
            price_fault("bundle_price", self.bundle_price),
            self.max_drink_price.and_then(highest_drink_fault),
            range_fault("drink_choice_count", self.drink_choice_count, 0, MOST_CHOSEN),
            range_fault("side_choice_count", self.side_choice_count, 0, MOST_CHOSEN),
            self.raw_rule_text.as_ref().and_then(|text| text_fault("raw_rule_text", text, 0, 300)),
            length_fault("eligible_drink_item_ids", self.eligible_drink_item_ids.len(), MOST_LISTED),
            length_fault("side_options", self.side_options.len(), MOST_LISTED),
        ]
        .into_iter()
        .flatten()
        .collect();
        for (index, side) in self.side_options.iter().enumerate() {
            let way = |field: &str| format!("side_options.{index}.{field}");
            faults.extend(text_fault(&way("code"), &side.code, 1, 20));
            faults.extend(text_fault(&way("name"), &side.name, 1, 120));
            faults.extend(length_fault(&way("items"), side.items.len(), MOST_SIDE_ITEMS));
            for (at, item) in side.items.iter().enumerate() {
                faults.extend(range_fault(
                    &way(&format!("items.{at}.quantity")),
                    item.quantity.into(),
                    1,
                    100,
                ));
            }
        }
        faults
    }

    /// The items that its sides stand for.
    pub fn side_item_ids(&self) -> impl Iterator<Item = i64> {
        self.side_options.iter().flat_map(|side| &side.items).map(|item| item.menu_item_id)
    }
}

impl ComboPatch {
    /// The bundle as it is afterwards, to be checked as a whole.
    pub fn over(&self, before: &Combo) -> ComboDraft {
        let drinks = || before.eligible_drinks.iter().map(|drink| drink.menu_item_id).collect();
        ComboDraft {
            code: self.code.clone().unwrap_or_else(|| before.code.clone()),
            name: self.name.clone().unwrap_or_else(|| before.name.clone()),
            bundle_price: self.bundle_price.unwrap_or(before.bundle_price),
            max_drink_price: self.max_drink_price.unwrap_or(before.max_drink_price),
            drink_choice_count: self.drink_choice_count.unwrap_or_else(|| before.drink_choice_count.into()),
            side_choice_count: self.side_choice_count.unwrap_or_else(|| before.side_choice_count.into()),
            raw_rule_text: self.raw_rule_text.clone().unwrap_or_else(|| before.raw_rule_text.clone()),
            is_active: self.is_active.unwrap_or(before.is_active),
            eligible_drink_item_ids: self.eligible_drink_item_ids.clone().unwrap_or_else(drinks),
            side_options: self.side_options.clone().unwrap_or_else(|| before.side_options.clone()),
        }
    }
}

fn highest_drink_fault(price: Money) -> Option<Fault> {
    let problem = match price {
        price if price < Money::ZERO => Problem::BelowMinimum(0),
        price if price > Money::HIGHEST_PRICE => Problem::TooLarge,
        _ => return None,
    };
    Some(Fault::body("max_drink_price", problem))
}

fn length_fault(way: &str, length: usize, most: usize) -> Option<Fault> {
    (length > most).then(|| Fault::body(way, Problem::TooLong(u32::try_from(most).unwrap_or(u32::MAX))))
}

/// An empty list leaves the choice open, so it bounds nothing.
fn not_more_than_listed(wanted: i64, listed: usize) -> Outcome<()> {
    let (wanted, listed) = (u32::try_from(wanted).unwrap_or(0), u32::try_from(listed).unwrap_or(u32::MAX));
    if listed > 0 && wanted > listed { Err(Refusal::MoreThanListed { wanted, listed }) } else { Ok(()) }
}

fn once<T: Ord>(all: &[T], refused: impl Fn(&T) -> Refusal) -> Outcome<()> {
    let mut seen = BTreeSet::new();
    all.iter().find(|one| !seen.insert(*one)).map_or(Ok(()), |one| Err(refused(one)))
}

#[cfg(test)]
#[path = "combo_tests.rs"]
mod tests;
