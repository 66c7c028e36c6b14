//! Which bundle could be made of what is wanted anyway, so that it comes cheaper.

use super::Combo;
use crate::Money;

/// So many of an item that could go into a bundle: without a note, and with the choices that stand by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The item.
    pub item_id: i64,
    /// What one costs now.
    pub price: Money,
    /// How many.
    pub quantity: u32,
}

/// A bundle that can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Which.
    pub combo_id: i64,
    /// Its drinks, with the pieces that they are taken from.
    pub drinks: Vec<(usize, i64)>,
    /// Its sides, likewise.
    pub sides: Vec<(usize, i64)>,
    /// How much cheaper it is than its parts; above 0.
    pub saved: Money,
}

/// What a single unit could be in a bundle.
#[derive(Clone, Copy)]
struct Unit {
    piece: usize,
    item_id: i64,
    price: Money,
    as_drink: bool,
    as_side: bool,
}

impl Combo {
    /// Whether an item may be one of its drinks.
    pub fn takes_as_drink(&self, item_id: i64) -> bool {
        self.eligible_drinks.is_empty()
            || self.eligible_drinks.iter().any(|drink| drink.menu_item_id == item_id)
    }

    /// Whether an item is one of its sides. A side that stands for several pieces cannot be sold as one.
    pub fn takes_as_side(&self, item_id: i64) -> bool {
        self.side_options.is_empty()
            || self.side_options.iter().any(|side| side.single_item() == Some(item_id))
    }

    /// Whether it has parts at all.
    pub fn has_parts(&self) -> bool {
        self.drink_choice_count + self.side_choice_count > 0
    }
}

impl super::ComboSide {
    /// The item that it is, where it is one piece of one item.
    pub fn single_item(&self) -> Option<i64> {
        match self.items.as_slice() {
            [item] if item.quantity == 1 => Some(item.menu_item_id),
            _ => None,
        }
    }
}

/// The bundle that saves most; of equal ones the first. None where no bundle comes cheaper than its parts.
pub fn suggest(combos: &[Combo], pieces: &[Piece]) -> Option<Suggestion> {
    let mut best: Option<Suggestion> = None;
    for combo in combos.iter().filter(|combo| combo.is_active && combo.has_parts()) {
        let found = dearest(combo, pieces);
        best = match (best, found) {
            (Some(best), Some(found)) if found.saved > best.saved => Some(found),
            (None, found) => found,
            (best, _) => best,
        };
    }
    best
}

/// The bundle with its dearest parts, where that saves something. Going from the dearest unit down and taking each that
/// leaves room is best: what fits into places for drinks, sides or either is a matroid.
fn dearest(combo: &Combo, pieces: &[Piece]) -> Option<Suggestion> {
    let (drinks, sides) = (combo.drink_choice_count as usize, combo.side_choice_count as usize);
    let mut units: Vec<Unit> = pieces
        .iter()
        .enumerate()
        .flat_map(|(piece, of)| {
            let unit = Unit {
                piece,
                item_id: of.item_id,
                price: of.price,
                as_drink: drinks > 0 && combo.takes_as_drink(of.item_id),
                as_side: sides > 0 && combo.takes_as_side(of.item_id),
            };
            std::iter::repeat_n(unit, (of.quantity as usize).min(drinks + sides))
        })
        .filter(|unit| unit.as_drink || unit.as_side)
        .collect();
    units.sort_by_key(|unit| std::cmp::Reverse(unit.price));
    let (mut only_drinks, mut only_sides, mut either) = (Vec::new(), Vec::new(), Vec::new());
    for unit in units {
        let taken = only_drinks.len() + only_sides.len() + either.len();
        if taken == drinks + sides {
            break;
        }
        let (list, room) = match (unit.as_drink, unit.as_side) {
            (true, true) => (&mut either, usize::MAX),
            (true, false) => (&mut only_drinks, drinks),
            _ => (&mut only_sides, sides),
        };
        if list.len() < room {
            list.push(unit);
        }
    }
    let mut chosen_drinks = only_drinks;
    let mut chosen_sides = only_sides;
    for unit in either {
        if chosen_drinks.len() < drinks { chosen_drinks.push(unit) } else { chosen_sides.push(unit) }
    }
    if (chosen_drinks.len(), chosen_sides.len()) != (drinks, sides) {
        return None;
    }
    let parts: Money = chosen_drinks.iter().chain(&chosen_sides).map(|unit| unit.price).sum();
    let saved = parts - combo.bundle_price;
    let named = |units: Vec<Unit>| units.into_iter().map(|unit| (unit.piece, unit.item_id)).collect();
    (saved > Money::ZERO).then(|| Suggestion {
        combo_id: combo.id,
        drinks: named(chosen_drinks),
        sides: named(chosen_sides),
        saved,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::menu::{ComboDrink, ComboSide, SideItem};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn combo(id: i64, price: i64, counts: (u32, u32), drinks: &[i64], sides: &[i64]) -> Combo {
        let drink = |id: &i64| ComboDrink { menu_item_id: *id, menu_item_name: String::new() };
        let side = |id: &i64| ComboSide {
            code: id.to_string(),
            name: String::new(),
            items: vec![SideItem { menu_item_id: *id, quantity: 1 }],
        };
        Combo {
            id,
            code: id.to_string(),
            name: String::new(),
            bundle_price: Money(price),
            max_drink_price: None,
            drink_choice_count: counts.0,
            side_choice_count: counts.1,
            raw_rule_text: None,
            is_active: true,
            eligible_drinks: drinks.iter().map(drink).collect(),
            side_options: sides.iter().map(side).collect(),
        }
    }

    fn piece(item_id: i64, price: i64, quantity: u32) -> Piece {
        Piece { item_id, price: Money(price), quantity }
    }

    #[test]
    fn the_dearest_parts_go_in_and_only_where_it_saves() {
        let set = [combo(1, 6000, (1, 1), &[1, 2], &[3, 4])];
        let found =
            suggest(&set, &[piece(1, 2000, 1), piece(2, 3500, 1), piece(3, 2500, 1), piece(4, 4500, 1)]);
        let expected =
            Suggestion { combo_id: 1, drinks: vec![(1, 2)], sides: vec![(3, 4)], saved: Money(2000) };
        assert_eq!(found, Some(expected));
        assert_eq!(suggest(&set, &[piece(1, 2000, 1), piece(3, 2500, 1)]), None, "45 for 60 saves nothing");
        assert_eq!(suggest(&set, &[piece(2, 9000, 5)]), None, "a drink alone is no bundle");
    }

    #[test]
    fn what_may_be_either_fills_what_is_left() {
        let set = [combo(1, 100, (1, 1), &[1, 2], &[2, 3])];
        let found = suggest(&set, &[piece(2, 5000, 1), piece(1, 4000, 1)]).expect("there is one");
        assert_eq!((found.drinks, found.sides), (vec![(1, 1)], vec![(0, 2)]));
        let open = [combo(2, 100, (1, 2), &[], &[])];
        assert!(suggest(&open, &[piece(9, 500, 3)]).is_some(), "empty lists leave the choice open");
    }

    #[test]
    fn the_bundle_that_saves_most_wins() {
        let sets = [combo(1, 6000, (1, 1), &[1], &[3]), combo(2, 9500, (1, 2), &[1], &[3, 4])];
        let found =
            suggest(&sets, &[piece(1, 3500, 1), piece(3, 4500, 1), piece(4, 4500, 1)]).expect("there is one");
        assert_eq!((found.combo_id, found.saved), (2, Money(3000)));
    }

    proptest! {
        #[test]
        fn a_bundle_never_makes_it_dearer_and_takes_only_what_is_there(
            pieces in proptest::collection::vec((1_i64..8, 100_i64..9000, 1_u32..4), 0..8),
            price in 100_i64..20_000, counts in (0_u32..4, 0_u32..4),
            drinks in proptest::collection::vec(1_i64..8, 0..4), sides in proptest::collection::vec(1_i64..8, 0..4),
        ) {
            let pieces: Vec<Piece> = pieces.iter().map(|(id, price, n)| piece(*id, *price, *n)).collect();
            let combo = combo(1, price, counts, &drinks, &sides);
            if let Some(found) = suggest(std::slice::from_ref(&combo), &pieces) {
                prop_assert!(found.saved > Money::ZERO);
                prop_assert_eq!(found.drinks.len(), counts.0 as usize);
                prop_assert_eq!(found.sides.len(), counts.1 as usize);
                prop_assert!(found.drinks.iter().all(|(_, id)| combo.takes_as_drink(*id)));
                prop_assert!(found.sides.iter().all(|(_, id)| combo.takes_as_side(*id)));
                let mut taken: BTreeMap<usize, u32> = BTreeMap::new();
                let mut parts = Money::ZERO;
                for (index, id) in found.drinks.iter().chain(&found.sides) {
                    prop_assert_eq!(pieces[*index].item_id, *id);
                    *taken.entry(*index).or_default() += 1;
                    parts += pieces[*index].price;
                }
                prop_assert!(taken.iter().all(|(index, n)| pieces[*index].quantity >= *n));
                prop_assert_eq!(parts - combo.bundle_price, found.saved);
            }
        }
    }
}
