//! A menu to try the shop with: a Taiwanese breakfast shop's, with recipes for every item.

mod bundles;
mod groups;
mod ingredients;
mod items;
pub mod year;

use crate::write::{Demo, DemoCategory};

/// The demo's menu.
pub fn menu() -> Demo {
    let categories = items::CATEGORIES
        .iter()
        .map(|(name, name_en, items)| DemoCategory {
            name,
            name_en,
            station: items::station_of(name),
            items: items.iter().map(|given| items::item(name, given)).collect(),
        })
        .collect();
    Demo {
        stations: items::STATIONS.to_vec(),
        categories,
        ingredients: ingredients::all(),
        groups: groups::all(),
        combos: bundles::all(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_item_has_a_recipe_of_known_ingredients() {
        let demo = menu();
        let known: BTreeSet<&str> = demo.ingredients.iter().map(|i| i.name).collect();
        assert_eq!(known.len(), demo.ingredients.len(), "ingredient names are unique");
        let is_station = |name: &str| demo.stations.iter().any(|(known, _)| *known == name);
        assert!(demo.categories.iter().all(|category| category.station.is_some_and(is_station)));
        let mut names = BTreeSet::new();
        for item in demo.categories.iter().flat_map(|c| &c.items) {
            assert!(names.insert(item.name), "{} is there twice", item.name);
            assert!(!item.recipe.is_empty() && !item.name_en.is_empty(), "{}", item.name);
            for group in &item.groups {
                assert!(demo.groups.iter().any(|known| known.name == *group), "{}: {group}", item.name);
            }
            assert!(item.station.is_none_or(is_station), "{}", item.name);
            for (ingredient, _) in &item.recipe {
                assert!(known.contains(ingredient), "{}: {ingredient}", item.name);
            }
        }
        for choice in demo.groups.iter().flat_map(|group| &group.choices) {
            assert!(
                choice.recipe.iter().all(|(ingredient, _)| known.contains(ingredient)),
                "{}",
                choice.name
            );
        }
        for combo in &demo.combos {
            let listed = combo.drinks.iter().chain(combo.sides.iter().map(|(_, item)| item));
            listed.for_each(|item| assert!(names.contains(item), "{}: {item}", combo.name));
        }
        assert_eq!((demo.categories.len(), demo.ingredients.len()), (7, 25));
        assert!(names.len() >= 40);
    }
}
