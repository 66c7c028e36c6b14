//! Filling an empty shop with its people and a menu to try it with.

use std::collections::BTreeMap;

use super::{Changes, NewUser, State, office::adjustment};
use crate::{
    Moment, Money, Outcome, Quantity, Refusal, UnitCost,
    menu::{
        Category, Combo, ComboDrink, ComboSide, GroupDraft, MenuItem, ModifierDraft, ModifierGroup,
        RecipeLine, SideItem, Station,
    },
    stock::Ingredient,
};

/// A menu to try the shop with: names refer to names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demo {
    /// Stations of the kitchen in their order: names, and English names.
    pub stations: Vec<(&'static str, &'static str)>,
    /// Categories in their order.
    pub categories: Vec<DemoCategory>,
    /// Ingredients with their opening stock.
    pub ingredients: Vec<DemoIngredient>,
    /// What may be changed on items.
    pub groups: Vec<DemoGroup>,
    /// Bundles.
    pub combos: Vec<DemoCombo>,
}

/// A category and its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCategory {
    /// Its name.
    pub name: &'static str,
    /// Its English name.
    pub name_en: &'static str,
    /// The name of the station that makes them.
    pub station: Option<&'static str>,
    /// Its items in their order.
    pub items: Vec<DemoItem>,
}

/// An item and its recipe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoItem {
    /// Its name.
    pub name: &'static str,
    /// Its English name.
    pub name_en: &'static str,
    /// Its price.
    pub price: Money,
    /// Ingredient names and amounts.
    pub recipe: Vec<(&'static str, Quantity)>,
    /// The names of its groups of choices.
    pub groups: Vec<&'static str>,
    /// The name of its own station, where that is not its category's.
    pub station: Option<&'static str>,
}

/// Choices that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoGroup {
    /// Its name.
    pub name: &'static str,
    /// Its English name.
    pub name_en: &'static str,
    /// At least so many.
    pub min_choices: i64,
    /// At most so many.
    pub max_choices: i64,
    /// Its choices in their order.
    pub choices: Vec<DemoChoice>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoChoice {
    /// Its name.
    pub name: &'static str,
    /// Its English name.
    pub name_en: &'static str,
    /// What it adds to the price.
    pub price_delta: Money,
    /// Chosen where nobody says anything.
    pub is_default: bool,
    /// Ingredient names and amounts.
    pub recipe: Vec<(&'static str, Quantity)>,
}

/// A bundle of one drink and some sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCombo {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its price.
    pub price: Money,
    /// The names of the drinks to choose from.
    pub drinks: Vec<&'static str>,
    /// How many sides it has.
    pub side_choice_count: i64,
    /// The codes and names of the sides to choose from.
    pub sides: Vec<(&'static str, &'static str)>,
    /// The rule in words.
    pub rule: &'static str,
}

/// An ingredient and its opening stock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoIngredient {
    /// Its name.
    pub name: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// What is there to begin with.
    pub stock: Quantity,
    /// At or below this it is low.
    pub reorder_level: Quantity,
    /// What one unit costs.
    pub cost_per_unit: UnitCost,
}

impl Demo {
    /// How many items it has.
    pub fn item_count(&self) -> usize {
        self.categories.iter().map(|category| category.items.len()).sum()
    }

    /// The same without choices, bundles and stations.
    pub fn items_alone(mut self) -> Self {
        self.groups.clear();
        self.combos.clear();
        self.stations.clear();
        for category in &mut self.categories {
            category.station = None;
            for item in &mut category.items {
                item.groups.clear();
                item.station = None;
            }
        }
        self
    }

    /// How many choices its groups have.
    pub fn choice_count(&self) -> usize {
        self.groups.iter().map(|group| group.choices.len()).sum()
    }
}

/// Decides on filling the shop.
///
/// # Errors
/// `NotEmpty` where there is a menu or somebody already; a recipe with an unknown name is `Internal`.
pub(super) fn seed(state: &State, demo: &Demo, users: &[NewUser], now: Moment) -> Outcome<Changes> {
    if !state.is_empty {
        return Err(Refusal::NotEmpty);
    }
    let people = state.ids.users.iter().zip(users).map(|(id, user)| user.with_id(*id));
    let mut changes = Changes { new_users: people.collect(), ..Changes::answering(&()) };
    let mut by_name = BTreeMap::new();
    for (id, given) in state.ids.ingredients.iter().copied().zip(&demo.ingredients) {
        let ingredient = Ingredient {
            id,
            name: given.name.to_owned(),
            unit: given.unit.to_owned(),
            current_stock: given.stock,
            reorder_level: given.reorder_level,
            cost_per_unit: given.cost_per_unit,
        };
        by_name.insert(given.name, id);
        changes.movements.extend(adjustment(&ingredient, given.stock, "OPENING", now));
        changes.new_ingredients.push(ingredient);
    }
    changes.stations = stations(state, demo);
    let groups = groups(state, demo, &by_name)?;
    let mut item_ids = state.ids.menu_items.iter().copied();
    for ((category_id, category), place) in
        state.ids.categories.iter().copied().zip(&demo.categories).zip(0..)
    {
        let station_id = station(&changes.stations, category.station)?;
        changes.categories.push(Category {
            id: category_id,
            name: category.name.to_owned(),
            name_en: Some(category.name_en.to_owned()),
            position: place,
            station_id,
        });
        for (position, given) in (0..).zip(&category.items) {
            let recipe = recipe(&given.recipe, &by_name)?;
            let id = item_ids.next().ok_or(Refusal::Internal)?;
            let own: Vec<i64> = given
                .groups
                .iter()
                .filter_map(|name| groups.iter().find(|group| group.name == *name).map(|group| group.id))
                .collect();
            if !own.is_empty() {
                changes.item_groups.push((id, own));
            }
            let item = MenuItem {
                id,
                name: given.name.to_owned(),
                price: given.price,
                is_active: true,
                name_en: Some(given.name_en.to_owned()),
                category_id: Some(category_id),
                station_id: station(&changes.stations, given.station)?,
                route: None,
                sold_out: false,
                modifier_group_ids: vec![],
                position,
                recipe,
            };
            changes.new_items.push(item.routed(station_id));
        }
    }
    changes.groups = groups;
    for (id, given) in state.ids.combos.iter().copied().zip(&demo.combos) {
        changes.combos.push(combo(id, given, &changes.new_items)?);
    }
    Ok(changes)
}

fn stations(state: &State, demo: &Demo) -> Vec<Station> {
    let ids = state.ids.stations.iter().copied();
    let made = ids.zip(&demo.stations).zip(0..).map(|((id, (name, name_en)), position)| Station {
        id,
        name: (*name).to_owned(),
        name_en: Some((*name_en).to_owned()),
        position,
        station_id: None,
    });
    made.collect()
}

/// The id of the station of that name.
fn station(stations: &[Station], name: Option<&str>) -> Outcome<Option<i64>> {
    let Some(name) = name else { return Ok(None) };
    let found = stations.iter().find(|station| station.name == name).ok_or(Refusal::Internal)?;
    Ok(Some(found.id))
}

fn recipe(given: &[(&str, Quantity)], by_name: &BTreeMap<&str, i64>) -> Outcome<Vec<RecipeLine>> {
    given
        .iter()
        .map(|(name, quantity)| {
            let ingredient_id = *by_name.get(name).ok_or(Refusal::Internal)?;
            Ok(RecipeLine { ingredient_id, quantity: *quantity })
        })
        .collect()
}

fn groups(state: &State, demo: &Demo, by_name: &BTreeMap<&str, i64>) -> Outcome<Vec<ModifierGroup>> {
    let mut ids = state.ids.modifiers.iter().copied();
    let mut groups = Vec::with_capacity(demo.groups.len());
    for ((id, given), position) in state.ids.groups.iter().copied().zip(&demo.groups).zip(0..) {
        let choice = |choice: &DemoChoice| {
            Ok(ModifierDraft {
                id: None,
                name: choice.name.to_owned(),
                name_en: Some(choice.name_en.to_owned()),
                price_delta: choice.price_delta,
                is_default: choice.is_default,
                is_active: true,
                recipe: recipe(&choice.recipe, by_name)?,
            })
        };
        let draft = GroupDraft {
            name: given.name.to_owned(),
            name_en: Some(given.name_en.to_owned()),
            min_choices: given.min_choices,
            max_choices: given.max_choices,
            position,
            modifiers: given.choices.iter().map(choice).collect::<Outcome<_>>()?,
        };
        groups.push(draft.group(id, &mut ids)?);
    }
    Ok(groups)
}

fn combo(id: i64, given: &DemoCombo, items: &[MenuItem]) -> Outcome<Combo> {
    let item = |name: &str| items.iter().find(|item| item.name == name).ok_or(Refusal::Internal);
    let drinks = given.drinks.iter().map(|name| item(name)).collect::<Outcome<Vec<_>>>()?;
    let side = |(code, name): &(&str, &str)| {
        Ok(ComboSide {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            items: vec![SideItem { menu_item_id: item(name)?.id, quantity: 1 }],
        })
    };
    Ok(Combo {
        id,
        code: given.code.to_owned(),
        name: given.name.to_owned(),
        bundle_price: given.price,
        max_drink_price: drinks.iter().map(|drink| drink.price).max(),
        drink_choice_count: 1,
        side_choice_count: u32::try_from(given.side_choice_count).unwrap_or(0),
        raw_rule_text: Some(given.rule.to_owned()),
        is_active: true,
        eligible_drinks: drinks
            .into_iter()
            .map(|drink| ComboDrink { menu_item_id: drink.id, menu_item_name: drink.name.clone() })
            .collect(),
        side_options: given.sides.iter().map(side).collect::<Outcome<_>>()?,
    })
}
