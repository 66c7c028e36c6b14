//! The menu as the counter shows it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Category, Combo, Modifier, ModifierGroup, portions};
use crate::{Money, Quantity};

/// Below so many portions the counter says how many are left.
pub const FEW: u32 = 10;

/// A tile at the counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    /// The item's row id.
    pub id: i64,
    /// The category it stands in.
    pub category_id: Option<i64>,
    /// Its name without the tag.
    pub name: String,
    /// Its name in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// Its price.
    pub price: Money,
    /// How many portions the stock still allows, where that is fewer than `FEW`; 0 where it is sold out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portions: Option<u32>,
    /// Its groups of choices, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<i64>,
}

/// Choices that belong together, as the counter offers them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceGroup {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// At least so many have to be chosen.
    pub least: u32,
    /// At most so many may be chosen.
    pub most: u32,
    /// The choices, in their order.
    pub choices: Vec<Choice>,
}

/// One choice, as the counter offers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// What it adds to the price of one.
    pub price_delta: Money,
    /// Chosen where nobody says anything.
    pub is_default: bool,
    /// As a tile's; 0 where it is not offered at present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portions: Option<u32>,
}

/// The menu as the counter shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterMenu {
    /// Changes when anything but portions and favourites does.
    pub version: String,
    /// How many tiles it has; more than `tiles` where only the first of them were sent along with the page.
    pub count: usize,
    /// Categories that have tiles, in their order.
    pub categories: Vec<Category>,
    /// Active items, in their order.
    pub tiles: Vec<Tile>,
    /// Groups of choices.
    pub groups: Vec<ChoiceGroup>,
    /// Bundles that are sold.
    pub combos: Vec<Combo>,
    /// Items that sold best of late, the best first.
    pub favourites: Vec<i64>,
}

/// How many portions are left of what has few: all else has enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Of which menu.
    pub version: String,
    /// Of items, by row id.
    pub items: BTreeMap<i64, u32>,
    /// Of choices, by row id.
    pub choices: BTreeMap<i64, u32>,
}

impl CounterMenu {
    /// What is left of it.
    pub fn left(&self) -> Left {
        let few = |id: i64, portions: Option<u32>| portions.map(|portions| (id, portions));
        let choices = self.groups.iter().flat_map(|group| &group.choices);
        Left {
            version: self.version.clone(),
            items: self.tiles.iter().filter_map(|tile| few(tile.id, tile.portions)).collect(),
            choices: choices.filter_map(|choice| few(choice.id, choice.portions)).collect(),
        }
    }

    /// The menu with so many of its tiles at most: the favourites and the first ones.
    pub fn beginning(mut self, most: usize) -> Self {
        if self.tiles.len() > most {
            let first: Vec<i64> = self.tiles.iter().take(most).map(|tile| tile.id).collect();
            let favourites = &self.favourites;
            self.tiles.retain(|tile| first.contains(&tile.id) || favourites.contains(&tile.id));
        }
        self
    }
}

impl ChoiceGroup {
    /// A group as the counter offers it.
    pub fn of(group: ModifierGroup, on_hand: &BTreeMap<i64, Quantity>) -> Self {
        let choice = |modifier: Modifier| Choice {
            portions: if modifier.is_active { few(portions(&modifier.recipe, on_hand)) } else { Some(0) },
            id: modifier.id,
            name: modifier.name,
            name_en: modifier.name_en,
            price_delta: modifier.price_delta,
            is_default: modifier.is_default,
        };
        Self {
            id: group.id,
            name: group.name,
            name_en: group.name_en,
            least: group.min_choices,
            most: group.max_choices,
            choices: group.modifiers.into_iter().map(choice).collect(),
        }
    }
}

/// Portions as the counter wants to know them: only where they are few.
pub fn few(portions: Option<u32>) -> Option<u32> {
    portions.filter(|portions| *portions < FEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(id: i64, portions: Option<u32>) -> Tile {
        Tile {
            id,
            category_id: None,
            name: "蛋餅".into(),
            name_en: None,
            price: Money(1),
            portions,
            groups: vec![],
        }
    }

    #[test]
    fn what_has_enough_is_not_spoken_of() {
        let menu = CounterMenu {
            tiles: vec![tile(1, None), tile(2, Some(0)), tile(3, Some(4))],
            ..CounterMenu::default()
        };
        assert_eq!(menu.left().items, BTreeMap::from([(2, 0), (3, 4)]));
        assert_eq!([None, Some(9), Some(10)].map(few), [None, Some(9), None]);
    }

    #[test]
    fn a_page_begins_with_the_first_tiles_and_the_favourites() {
        let menu = CounterMenu {
            tiles: (1..=9).map(|id| tile(id, None)).collect(),
            favourites: vec![8],
            ..CounterMenu::default()
        };
        let ids = |menu: CounterMenu| menu.tiles.iter().map(|tile| tile.id).collect::<Vec<_>>();
        assert_eq!(ids(menu.clone().beginning(2)), [1, 2, 8]);
        assert_eq!(ids(menu.beginning(9)).len(), 9);
    }
}
