//! What is sold: items with their prices and recipes.

mod choice;
mod combo;
mod counter;
pub mod import;
mod item;
mod section;
mod suggest;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Money, Outcome, Quantity, Refusal,
    refusal::{Fault, Problem},
};

pub use choice::{GroupDraft, GroupPatch, MOST_GROUPS, Modifier, ModifierDraft, ModifierGroup};
pub use combo::{Combo, ComboDraft, ComboDrink, ComboPatch, ComboSide, SideItem, code_of};
pub use counter::{Choice, ChoiceGroup, CounterMenu, FEW, Left, Tile, few};
pub use item::{ItemDraft, ItemPatch};
pub use section::{Category, Section, SectionDraft, SectionKind, SectionPatch, Station};
pub use suggest::{Piece, Suggestion, suggest};

/// The highest amount of an ingredient in a recipe: 1,000,000 of its unit.
pub const HIGHEST_RECIPE_QUANTITY: Quantity = Quantity::whole(1_000_000);
/// The most lines a recipe has.
pub const MOST_RECIPE_LINES: usize = 100;

/// The last place that anything can stand at.
const LAST_PLACE: i64 = 9999;

/// An item of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MenuItem {
    /// Row id.
    pub id: i64,
    /// Its name as the API keeps it, unique in the shop; it may begin with a tag: `[RICE] 滷肉飯`.
    pub name: String,
    /// Its price.
    pub price: Money,
    /// Whether it is sold.
    pub is_active: bool,
    /// Its name in English, where there is one.
    pub name_en: Option<String>,
    /// Its category, where it has one.
    pub category_id: Option<i64>,
    /// The station that makes it, where it has one of its own.
    pub station_id: Option<i64>,
    /// The station that makes it: its own, otherwise its category's. Kept nowhere, filled where items are loaded.
    #[serde(skip)]
    pub route: Option<i64>,
    /// Whether it is sold out for the rest of the business day.
    pub sold_out: bool,
    /// The groups of choices that it has, in their order.
    pub modifier_group_ids: Vec<i64>,
    /// Where it stands within its category.
    #[serde(default)]
    pub position: i32,
    /// What one of it takes out of stock; its own endpoint shows it.
    #[serde(skip)]
    pub recipe: Vec<RecipeLine>,
}

impl MenuItem {
    /// It is made where its own station says, otherwise at its category's.
    pub fn send_to(&mut self, category_station: Option<i64>) {
        self.route = self.station_id.or(category_station);
    }

    /// The same, made where its own station says, otherwise at its category's.
    #[must_use]
    pub fn routed(mut self, category_station: Option<i64>) -> Self {
        self.send_to(category_station);
        self
    }
}

/// What one item takes of one ingredient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RecipeLine {
    /// Which ingredient.
    pub ingredient_id: i64,
    /// How much of it.
    pub quantity: Quantity,
}

/// A line of a recipe as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RecipeView {
    /// Which ingredient.
    pub ingredient_id: i64,
    /// Its name.
    pub ingredient_name: String,
    /// How much of it.
    pub quantity: Quantity,
    /// What it is counted in.
    pub unit: String,
}

/// `Invalid` with these faults, where there are any.
fn faults_of(faults: impl IntoIterator<Item = Fault>) -> Outcome<()> {
    let faults: Vec<Fault> = faults.into_iter().collect();
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

/// What is wrong with a price that should be above 0, if anything.
fn price_fault(way: &str, price: Money) -> Option<Fault> {
    let problem = match price {
        price if price <= Money::ZERO => Problem::NotPositive,
        price if price > Money::HIGHEST_PRICE => Problem::TooLarge,
        _ => return None,
    };
    Some(Fault::body(way, problem))
}

/// What is wrong with a whole number that should lie between these, if anything.
fn range_fault(way: &str, number: i64, least: i64, most: i64) -> Option<Fault> {
    let problem = match number {
        number if number < least => Problem::BelowMinimum(least),
        number if number > most => Problem::AboveMaximum(most),
        _ => return None,
    };
    Some(Fault::body(way, problem))
}

/// What is wrong with a place in a row, if anything.
fn place_fault(position: i64) -> Option<Fault> {
    range_fault("position", position, 0, LAST_PLACE)
}

/// What is wrong with a text that should have so many characters, if anything. Blanks alone do not count as text.
pub fn text_fault(way: &str, text: &str, least: u32, most: u32) -> Option<Fault> {
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let problem = if text.contains('\0') {
        Problem::NulCharacter
    } else if length > most {
        Problem::TooLong(most)
    } else if length < least || (least > 0 && text.trim().is_empty()) {
        Problem::TooShort(least)
    } else {
        return None;
    };
    Some(Fault::body(way, problem))
}

/// Checks a recipe: amounts above 0 (422), no ingredient twice (400). Whether each exists is the decision's matter.
pub fn check_recipe(lines: &[RecipeLine]) -> Outcome<()> {
    check_recipe_at("", lines)
}

/// Checks a recipe that stands at this way in the body.
fn check_recipe_at(way: &str, lines: &[RecipeLine]) -> Outcome<()> {
    if lines.len() > MOST_RECIPE_LINES {
        return Err(Refusal::field(way, Problem::TooLong(100)));
    }
    for (index, line) in lines.iter().enumerate() {
        let way = format!("{way}.{index}.quantity");
        if line.quantity <= Quantity::ZERO {
            return Err(Refusal::field(&way, Problem::NotPositive));
        }
        if line.quantity > HIGHEST_RECIPE_QUANTITY {
            return Err(Refusal::field(&way, Problem::TooLarge));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    match lines.iter().find(|line| !seen.insert(line.ingredient_id)) {
        Some(line) => Err(Refusal::IngredientTwice(line.ingredient_id)),
        None => Ok(()),
    }
}

/// How many portions of a recipe the stock allows; `None` where it takes nothing out of stock.
pub fn portions(recipe: &[RecipeLine], on_hand: &BTreeMap<i64, Quantity>) -> Option<u32> {
    recipe
        .iter()
        .filter(|line| line.quantity > Quantity::ZERO)
        .map(|line| on_hand.get(&line.ingredient_id).map_or(0, |have| have.0 / line.quantity.0))
        .min()
        .map(|fewest| u32::try_from(fewest).unwrap_or(u32::MAX))
}

/// Takes the tag off a name: `[RICE] 滷肉飯` is shown as `滷肉飯` in the category `RICE`.
pub fn split_tag(name: &str) -> (Option<&str>, &str) {
    match name.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((tag, rest)) if !tag.trim().is_empty() && !rest.trim().is_empty() => {
            (Some(tag.trim()), rest.trim())
        }
        _ => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_category() {
        assert_eq!(split_tag("[RICE_SAUCE] 100%梅花豬"), (Some("RICE_SAUCE"), "100%梅花豬"));
        for plain in ["原味蛋餅", "[]蛋", "[x]", "[未完"] {
            assert_eq!(split_tag(plain), (None, plain));
        }
    }

    #[test]
    fn portions_are_what_the_scarcest_ingredient_allows() {
        let recipe = [
            RecipeLine { ingredient_id: 1, quantity: Quantity(2000) },
            RecipeLine { ingredient_id: 2, quantity: Quantity(500) },
        ];
        let stock = BTreeMap::from([(1, Quantity(7000)), (2, Quantity(9000))]);
        assert_eq!(portions(&recipe, &stock), Some(3));
        assert_eq!(portions(&recipe, &BTreeMap::new()), Some(0));
        assert_eq!(portions(&[], &stock), None);
    }

    #[test]
    fn a_recipe_names_each_ingredient_once() {
        let line = |id, q| RecipeLine { ingredient_id: id, quantity: Quantity(q) };
        assert_eq!(check_recipe(&[line(1, 1), line(1, 2)]), Err(Refusal::IngredientTwice(1)));
        assert!(matches!(check_recipe(&[line(1, 0)]), Err(Refusal::Invalid(_))));
        assert!(check_recipe(&[line(2, 1), line(1, 2)]).is_ok());
    }
}
