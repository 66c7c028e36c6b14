//! What one comes for: an order as a counter would send it, and what it comes to.

use super::{
    carte::{Bundle, Carte, Course, Dish},
    prng::Prng,
};
use crate::{
    Money,
    order::{DraftCombo, DraftLine},
};

/// What somebody wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basket {
    /// Lines; the same thing twice is one line of two.
    pub items: Vec<DraftLine>,
    /// Bundles.
    pub combos: Vec<DraftCombo>,
    /// What all of it comes to.
    pub sum: Money,
    /// How many things the kitchen makes.
    pub portions: i64,
}

/// What a cook is told now and then.
const WISHES: [&str; 6] = ["不要太油", "分開裝", "蛋要全熟", "不要美乃滋", "醬多一點", "先做這份"];

/// What so many guests want together in a month (0-11).
pub fn basket(prng: &mut Prng, carte: &Carte, month: usize, guests: i64) -> Basket {
    let mut basket = Basket::default();
    for _ in 0..guests {
        if prng.permille(150)
            && let Some(bundle) = prng.one_of(&carte.bundles)
        {
            basket.add_bundle(prng, bundle);
            continue;
        }
        let before = basket.portions;
        for (course, chance) in [(Course::Main, 900), (Course::Drink, 620), (Course::Side, 210)] {
            if prng.permille(chance) {
                basket.add_dish(prng, carte, month, |dish| dish.course == course);
            }
        }
        if basket.portions == before {
            basket.add_dish(prng, carte, month, |_| true);
        }
    }
    basket
}

/// How many come together.
pub fn guests(prng: &mut Prng, is_weekend: bool) -> i64 {
    let sizes = if is_weekend { [470, 310, 130, 60, 30] } else { [600, 260, 90, 35, 15] };
    i64::try_from(prng.weighted(sizes.into_iter())).unwrap_or(0) + 1
}

impl Basket {
    fn add_dish(&mut self, prng: &mut Prng, carte: &Carte, month: usize, fits: impl Fn(&Dish) -> bool) {
        let weight = |dish: &Dish| {
            let weight = dish.weights.get(month).copied().unwrap_or(1);
            if fits(dish) { weight } else { 0 }
        };
        if !carte.dishes.iter().any(&fits) {
            return;
        }
        let place = prng.weighted(carte.dishes.iter().map(weight));
        let Some(dish) = carte.dishes.get(place) else { return };
        let mut price = dish.price;
        let mut chosen = Vec::new();
        for group in &dish.groups {
            let mut offered = group.offered.clone();
            // Most take what comes by itself.
            let by_itself = offered.iter().position(|(.., is_default)| *is_default);
            if group.least == 1
                && let Some(place) = by_itself.filter(|_| prng.permille(550))
            {
                let (id, delta, _) = offered.swap_remove(place);
                chosen.push(id);
                price += delta;
                continue;
            }
            let more = usize::from(prng.permille(260)) + usize::from(prng.permille(40));
            let count = (group.least + more).min(group.most).min(offered.len());
            for _ in 0..count {
                let place = usize::try_from(prng.below(u64::try_from(offered.len()).unwrap_or(1)));
                let (id, delta, _) = offered.swap_remove(place.unwrap_or(0));
                chosen.push(id);
                price += delta;
            }
        }
        let note = prng.permille(18).then(|| prng.one_of(&WISHES).map(|wish| (*wish).to_owned())).flatten();
        self.sum += price.max(Money::ZERO);
        self.portions += 1;
        chosen.sort_unstable();
        let line = DraftLine { menu_item_id: dish.id, quantity: 1, note, modifier_ids: Some(chosen) };
        let same = |known: &&mut DraftLine| DraftLine { quantity: 1, ..(**known).clone() } == line;
        match self.items.iter_mut().find(same) {
            Some(known) => known.quantity += 1,
            None => self.items.push(line),
        }
    }

    fn add_bundle(&mut self, prng: &mut Prng, bundle: &Bundle) {
        let mut draw = |(count, of): &(usize, Vec<i64>)| -> Vec<i64> {
            (0..*count).filter_map(|_| prng.one_of(of).copied()).collect()
        };
        let (drink_item_ids, side_item_ids) = (draw(&bundle.drinks), draw(&bundle.sides));
        self.sum += bundle.price;
        self.portions += i64::try_from(drink_item_ids.len() + side_item_ids.len()).unwrap_or(1);
        self.combos.push(DraftCombo { combo_id: bundle.id, quantity: 1, drink_item_ids, side_item_ids });
    }
}
