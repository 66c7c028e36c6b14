//! What there is to choose from: the shop's own menu, with how well each thing sells.

use std::collections::BTreeMap;

use crate::{
    Money, Quantity,
    menu::{Combo, MenuItem, ModifierGroup, RecipeLine},
    order::Draft,
    write::State,
};

/// How well the demo's items sell; others are in between.
const FAVOURITES: [(&str, i64); 20] = [
    ("原味蛋餅", 150),
    ("起司蛋餅", 120),
    ("玉米蛋餅", 85),
    ("培根蛋餅", 60),
    ("火腿蛋吐司", 105),
    ("總匯吐司", 70),
    ("里肌豬排吐司", 75),
    ("花生厚片", 60),
    ("豬排漢堡", 65),
    ("黑胡椒鐵板麵", 90),
    ("蘑菇鐵板麵", 70),
    ("煎蘿蔔糕", 55),
    ("薯餅", 110),
    ("雞塊", 60),
    ("荷包蛋", 80),
    ("中冰奶", 150),
    ("大冰奶", 120),
    ("中紅茶", 130),
    ("冰豆漿", 70),
    ("拿鐵", 45),
];
/// How well everything else sells.
const USUAL: i64 = 35;

/// What a dish is to a guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// What one comes for.
    Main,
    /// Beside it.
    Side,
    /// To drink.
    Drink,
}

/// An item that is sold.
#[derive(Clone, Debug)]
pub struct Dish {
    /// Row id.
    pub id: i64,
    /// What it is to a guest.
    pub course: Course,
    /// What one costs without choices.
    pub price: Money,
    /// How well it sells, January first.
    pub weights: [i64; 12],
    /// What may be chosen on it.
    pub groups: Vec<Choices>,
}

/// Choices that belong together.
#[derive(Clone, Debug)]
pub struct Choices {
    /// At least so many.
    pub least: usize,
    /// At most so many.
    pub most: usize,
    /// Row id, what it adds to the price, and whether it is chosen by itself.
    pub offered: Vec<(i64, Money, bool)>,
}

/// A bundle that is sold.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// Row id.
    pub id: i64,
    /// What one comes to.
    pub price: Money,
    /// How many drinks it has, and which.
    pub drinks: (usize, Vec<i64>),
    /// How many sides it has, and which items they are.
    pub sides: (usize, Vec<i64>),
}

/// Everything that is sold, as it stands on the menu.
#[derive(Clone, Debug, Default)]
pub struct Carte {
    /// Items, by row id.
    pub dishes: Vec<Dish>,
    /// Bundles, by row id.
    pub bundles: Vec<Bundle>,
    /// What discounts are rounded to.
    pub coin: Money,
    /// Up to so many percent anybody at the counter may take off.
    pub discount_limit_percent: i64,
    /// What one of each item takes as it is sold in a bundle.
    recipes: BTreeMap<i64, Vec<RecipeLine>>,
    /// What each item takes by its own recipe.
    plain: BTreeMap<i64, Vec<RecipeLine>>,
    /// What each choice takes.
    extras: BTreeMap<i64, Vec<RecipeLine>>,
}

impl Carte {
    /// The menu that a state has. An item that cannot be sold by itself is left out.
    pub fn of(state: &State) -> Self {
        let mut carte = Self {
            coin: state.settings.smallest_coin,
            discount_limit_percent: i64::from(state.settings.discount_limit_percent),
            ..Self::default()
        };
        for item in state.items.values().filter(|item| item.is_active && !item.sold_out) {
            let groups: Vec<&ModifierGroup> =
                item.modifier_group_ids.iter().filter_map(|id| state.groups.get(id)).collect();
            let own = || groups.iter().flat_map(|group| &group.modifiers);
            carte.extras.extend(own().map(|choice| (choice.id, choice.recipe.clone())));
            let by_itself = own().filter(|choice| choice.is_default && choice.is_active);
            let bundled = item.recipe.iter().chain(by_itself.flat_map(|choice| &choice.recipe));
            carte.recipes.insert(item.id, bundled.cloned().collect());
            carte.plain.insert(item.id, item.recipe.clone());
            let choices: Vec<Choices> = groups.iter().map(|group| Choices::of(group)).collect();
            if choices.iter().all(|group| group.offered.len() >= group.least) {
                carte.dishes.push(Dish {
                    id: item.id,
                    course: course(state, item),
                    price: item.price,
                    weights: std::array::from_fn(|month| weight(&item.name, month)),
                    groups: choices,
                });
            }
        }
        carte.bundles = state.combos.values().filter_map(|combo| carte.bundle(combo)).collect();
        carte
    }

    /// A bundle, if guests can have it.
    fn bundle(&self, combo: &Combo) -> Option<Bundle> {
        let is_sold = |id: &i64| self.recipes.contains_key(id);
        let drinks: Vec<i64> = if combo.eligible_drinks.is_empty() {
            self.dishes.iter().filter(|dish| dish.course == Course::Drink).map(|dish| dish.id).collect()
        } else {
            combo.eligible_drinks.iter().map(|drink| drink.menu_item_id).filter(is_sold).collect()
        };
        let sides = combo.side_options.iter().filter_map(|side| match side.items.as_slice() {
            [one] if one.quantity == 1 => Some(one.menu_item_id),
            _ => None,
        });
        let sides: Vec<i64> = sides.filter(is_sold).collect();
        let (drink_count, side_count) =
            (usize::try_from(combo.drink_choice_count).ok()?, usize::try_from(combo.side_choice_count).ok()?);
        let has_enough = (drink_count == 0 || !drinks.is_empty()) && (side_count == 0 || !sides.is_empty());
        (combo.is_active && has_enough && drink_count + side_count > 0).then_some(Bundle {
            id: combo.id,
            price: combo.bundle_price,
            drinks: (drink_count, drinks),
            sides: (side_count, sides),
        })
    }

    /// What a draft will take out of stock, added to what others take.
    pub fn add_needs(&self, draft: &Draft, needs: &mut BTreeMap<i64, Quantity>) {
        let mut add = |lines: Option<&Vec<RecipeLine>>, count: u32| {
            for line in lines.into_iter().flatten() {
                *needs.entry(line.ingredient_id).or_default() +=
                    Quantity(line.quantity.0.saturating_mul(i64::from(count)));
            }
        };
        for line in &draft.items {
            add(self.plain.get(&line.menu_item_id), line.quantity);
            for choice in line.modifier_ids.iter().flatten() {
                add(self.extras.get(choice), line.quantity);
            }
        }
        for combo in &draft.combos {
            for item in combo.drink_item_ids.iter().chain(&combo.side_item_ids) {
                add(self.recipes.get(item), combo.quantity);
            }
        }
    }
}

impl Choices {
    fn of(group: &ModifierGroup) -> Self {
        let offered = group.modifiers.iter().filter(|choice| choice.is_active);
        Self {
            least: usize::try_from(group.min_choices).unwrap_or(usize::MAX),
            most: usize::try_from(group.max_choices).unwrap_or(usize::MAX),
            offered: offered.map(|choice| (choice.id, choice.price_delta, choice.is_default)).collect(),
        }
    }
}

/// What an item is to a guest, by the name of its category or its own.
fn course(state: &State, item: &MenuItem) -> Course {
    let category = item.category_id.and_then(|id| state.categories.get(&id));
    let name = category.map_or(item.name.as_str(), |category| category.name.as_str()).to_lowercase();
    let is_like = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if is_like(&["飲", "茶", "咖啡", "豆漿", "drink", "coffee", "tea"]) {
        Course::Drink
    } else if is_like(&["點心", "小", "snack", "side"]) {
        Course::Side
    } else {
        Course::Main
    }
}

/// How well an item sells in a month: iced things in summer, hot ones in winter.
fn weight(name: &str, month: usize) -> i64 {
    let usual = FAVOURITES.iter().find(|(known, _)| *known == name).map_or(USUAL, |(_, weight)| *weight);
    let warmth = [0, 1, 2, 4, 6, 8, 9, 9, 8, 5, 3, 1].get(month).copied().unwrap_or(4);
    if name.contains('冰') {
        usual * (65 + 8 * warmth) / 100
    } else if name.contains('熱') || name == "拿鐵" {
        usual * (145 - 9 * warmth) / 100
    } else {
        usual
    }
}
