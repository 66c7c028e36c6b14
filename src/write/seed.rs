//! Filling an empty shop with its people and a menu to try it with.

use std::collections::BTreeMap;

use super::{Changes, NewUser, State, office::adjustment};
use crate::{
    Moment, Money, Outcome, Quantity, Refusal, UnitCost,
    menu::{Category, MenuItem, RecipeLine},
    stock::Ingredient,
};

/// A menu to try the shop with: names refer to names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demo {
    /// Categories in their order.
    pub categories: Vec<DemoCategory>,
    /// Ingredients with their opening stock.
    pub ingredients: Vec<DemoIngredient>,
}

/// A category and its items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCategory {
    /// Its name.
    pub name: &'static str,
    /// Its English name.
    pub name_en: &'static str,
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
    let mut item_ids = state.ids.menu_items.iter().copied();
    for ((category_id, category), place) in
        state.ids.categories.iter().copied().zip(&demo.categories).zip(0..)
    {
        changes.categories.push(Category {
            id: category_id,
            name: category.name.to_owned(),
            name_en: Some(category.name_en.to_owned()),
            position: place,
        });
        for (position, given) in (0..).zip(&category.items) {
            let recipe = given
                .recipe
                .iter()
                .map(|(name, quantity)| {
                    let ingredient_id = *by_name.get(name).ok_or(Refusal::Internal)?;
                    Ok(RecipeLine { ingredient_id, quantity: *quantity })
                })
                .collect::<Outcome<Vec<RecipeLine>>>()?;
            changes.new_items.push(MenuItem {
                id: item_ids.next().ok_or(Refusal::Internal)?,
                name: given.name.to_owned(),
                price: given.price,
                is_active: true,
                name_en: Some(given.name_en.to_owned()),
                category_id: Some(category_id),
                station_id: None,
                sold_out: false,
                modifier_group_ids: vec![],
                position,
                recipe,
            });
        }
    }
    Ok(changes)
}
