//! What the shop of the histories sells, and what of.

use std::collections::BTreeMap;

use crate::{
    Money, Quantity, UnitCost,
    menu::{Combo, MenuItem, Modifier, ModifierGroup, RecipeLine},
    stock::Ingredient,
    write::State,
};

const fn uses(ingredient_id: i64, quantity: i64) -> RecipeLine {
    RecipeLine { ingredient_id, quantity: Quantity(quantity) }
}

fn item(id: i64, price: i64, modifier_group_ids: Vec<i64>, recipe: Vec<RecipeLine>) -> (i64, MenuItem) {
    let item = MenuItem {
        id,
        name: format!("品項{id}"),
        price: Money(price),
        is_active: true,
        name_en: None,
        category_id: None,
        station_id: None,
        route: None,
        sold_out: false,
        modifier_group_ids,
        position: 0,
        recipe,
    };
    (id, item)
}

fn choice(id: i64, delta: i64, is_default: bool, recipe: Vec<RecipeLine>) -> Modifier {
    let (name, price_delta) = (format!("加料{id}"), Money(delta));
    Modifier { id, name, name_en: None, price_delta, is_default, is_active: true, recipe }
}

fn bundle(id: i64, price: i64, sides: u32) -> (i64, Combo) {
    let combo = Combo {
        id,
        code: format!("C{id}"),
        name: format!("套餐{id}"),
        bundle_price: Money(price),
        max_drink_price: None,
        drink_choice_count: 1,
        side_choice_count: sides,
        raw_rule_text: None,
        is_active: true,
        eligible_drinks: vec![],
        side_options: vec![],
    };
    (id, combo)
}

fn ingredient(id: i64, reorder_level: i64, cost: i64) -> (i64, Ingredient) {
    let ingredient = Ingredient {
        id,
        name: format!("食材{id}"),
        unit: "份".into(),
        current_stock: Quantity(18_000),
        reorder_level: Quantity(reorder_level),
        cost_per_unit: UnitCost(cost),
    };
    (id, ingredient)
}

/// Three ingredients, four items, choices and two bundles.
pub fn stocked() -> State {
    let group = ModifierGroup {
        id: 1,
        name: "加料".into(),
        name_en: None,
        min_choices: 0,
        max_choices: 2,
        position: 0,
        modifiers: vec![
            choice(1, 1_500, false, vec![uses(1, 1_000)]),
            choice(2, 0, false, vec![]),
            choice(3, -500, true, vec![]),
        ],
    };
    let mut state = State {
        items: BTreeMap::from([
            item(1, 4_500, vec![1], vec![uses(1, 1_000), uses(2, 1_000)]),
            item(2, 3_550, vec![1], vec![uses(3, 333)]),
            item(3, 2_500, vec![1], vec![uses(2, 2_000), uses(1, 500)]),
            item(4, 1_000, vec![], vec![]),
        ]),
        groups: BTreeMap::from([(1, group)]),
        combos: BTreeMap::from([bundle(1, 6_000, 1), bundle(2, 9_990, 2)]),
        ingredients: BTreeMap::from([
            ingredient(1, 6_000, 5_250_000),
            ingredient(2, 0, 3_333_333),
            ingredient(3, 17_000, 80_000),
        ]),
        ..State::default()
    };
    state.item_names = state.items.values().map(|item| (item.name.clone(), item.id)).collect();
    state.ingredient_names = state.ingredients.values().map(|i| (i.name.clone(), i.id)).collect();
    state
}
