//! What is picked for a bundle, and which bundle the order could have. Plain data, no browser.

use sunnyside::{
    Money,
    menu::{Combo, Piece, Suggestion, Tile, suggest},
    order::line_total,
};

use super::{
    book::Book,
    cart::{Cart, CartCombo, CartLine, MOST_OF_COMBO, Part},
    choice,
};

/// The most parts that a picker lists where a bundle takes any item.
const MOST_LISTED: usize = 60;

/// Which half of a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// Its drinks.
    Drinks,
    /// Its sides.
    Sides,
}

/// A bundle that is being picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picking {
    /// Which.
    pub combo: Combo,
    /// How many.
    pub quantity: u32,
    /// Its drinks so far.
    pub drinks: Vec<Part>,
    /// Its sides so far.
    pub sides: Vec<Part>,
    /// The line that it changes; none where it is new.
    pub line: Option<u32>,
}

/// Something that can be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// What goes into the bundle; none where the office has not said yet which item it is.
    pub part: Option<Part>,
}

/// A tile as a part.
fn part(tile: &Tile) -> Part {
    Part { item_id: tile.id, name: tile.name.clone(), name_en: tile.name_en.clone(), price: tile.price }
}

impl Picking {
    /// A new one.
    pub fn new(combo: Combo) -> Self {
        Self { combo, quantity: 1, drinks: vec![], sides: vec![], line: None }
    }

    /// One that is in the order already.
    pub fn again(combo: Combo, line: &CartCombo) -> Self {
        Self {
            combo,
            quantity: line.quantity,
            drinks: line.drinks.clone(),
            sides: line.sides.clone(),
            line: Some(line.key),
        }
    }

    /// How many a half has to have.
    pub fn wanted(&self, half: Half) -> u32 {
        match half {
            Half::Drinks => self.combo.drink_choice_count,
            Half::Sides => self.combo.side_choice_count,
        }
    }

    /// What was picked for a half.
    pub fn picked(&self, half: Half) -> &Vec<Part> {
        match half {
            Half::Drinks => &self.drinks,
            Half::Sides => &self.sides,
        }
    }

    /// How many a half still lacks.
    pub fn lacking(&self, half: Half) -> u32 {
        self.wanted(half).saturating_sub(u32::try_from(self.picked(half).len()).unwrap_or(u32::MAX))
    }

    /// Whether nothing lacks.
    pub fn is_complete(&self) -> bool {
        self.lacking(Half::Drinks) + self.lacking(Half::Sides) == 0
    }

    /// How many of an item were picked for a half.
    pub fn count(&self, half: Half, item_id: i64) -> usize {
        self.picked(half).iter().filter(|part| part.item_id == item_id).count()
    }

    /// A tap on something: one more of it while there is room; where the half is full it takes the place of the last
    /// one, and where it is the only thing in a full half it is given up.
    pub fn tap(&mut self, half: Half, part: Part) {
        let (wanted, count) = (self.wanted(half) as usize, self.count(half, part.item_id));
        let list = match half {
            Half::Drinks => &mut self.drinks,
            Half::Sides => &mut self.sides,
        };
        if list.len() < wanted {
            list.push(part);
        } else if count > 0 {
            list.retain(|own| own.item_id != part.item_id);
        } else {
            list.pop();
            list.push(part);
        }
    }

    /// One more or one less, 1 at least.
    pub fn step(&mut self, up: bool) {
        self.quantity = (if up { self.quantity + 1 } else { self.quantity - 1 }).clamp(1, MOST_OF_COMBO);
    }

    /// What it comes to.
    pub fn total(&self) -> Money {
        line_total(self.combo.bundle_price, self.quantity)
    }

    /// How much cheaper it is than what was picked; nothing while something lacks.
    pub fn saved(&self) -> Money {
        let parts: Money = self.drinks.iter().chain(&self.sides).map(|part| part.price).sum();
        let saved = line_total(parts - self.combo.bundle_price, self.quantity);
        if self.is_complete() { saved.max(Money::ZERO) } else { Money::ZERO }
    }

    /// The line that it becomes.
    pub fn line(&self) -> CartCombo {
        CartCombo {
            key: self.line.unwrap_or(0),
            combo_id: self.combo.id,
            name: self.combo.name.clone(),
            price: self.combo.bundle_price,
            quantity: self.quantity,
            drinks: self.drinks.clone(),
            sides: self.sides.clone(),
        }
    }
}

/// What a half offers.
pub fn offers(book: &Book, combo: &Combo, half: Half) -> Vec<Offer> {
    let of_tile = |tile: &Tile| Offer {
        name: tile.name.clone(),
        name_en: tile.name_en.clone(),
        part: Some(part(tile)),
    };
    let any = || book.menu.tiles.iter().take(MOST_LISTED).map(of_tile).collect();
    match half {
        Half::Drinks if combo.eligible_drinks.is_empty() => any(),
        Half::Drinks => {
            let tiles = combo.eligible_drinks.iter().filter_map(|drink| book.tile(drink.menu_item_id));
            tiles.map(of_tile).collect()
        }
        Half::Sides if combo.side_options.is_empty() => any(),
        Half::Sides => {
            let side = |side: &sunnyside::menu::ComboSide| {
                let tile = side.single_item().and_then(|id| book.tile(id));
                Offer {
                    name: side.name.clone(),
                    name_en: tile.and_then(|tile| tile.name_en.clone()),
                    part: tile.map(part),
                }
            };
            combo.side_options.iter().map(side).collect()
        }
    }
}

/// Whether a line can go into a bundle: a bundle's items have no note, and the choices that stand by themselves.
fn is_plain(line: &CartLine, book: &Book) -> bool {
    let usual = || {
        let groups = book.tile(line.item_id).map(|tile| book.groups_of(tile)).unwrap_or_default();
        choice::usual(&groups, &sunnyside::menu::Left::default())
    };
    line.note.trim().is_empty()
        && line
            .choice_ids()
            .is_none_or(|ids| ids.into_iter().collect::<std::collections::BTreeSet<_>>() == usual())
}

/// The bundle that would make the order cheaper, and the lines that its parts are taken from.
pub fn suggestion(cart: &Cart, book: &Book) -> Option<(Suggestion, Vec<u32>)> {
    if cart.unsure || cart.lines.is_empty() || book.menu.combos.is_empty() {
        return None;
    }
    let plain: Vec<&CartLine> = cart.lines.iter().filter(|line| is_plain(line, book)).collect();
    let pieces: Vec<Piece> = plain
        .iter()
        .map(|line| Piece { item_id: line.item_id, price: line.unit_price(), quantity: line.quantity })
        .collect();
    let found = suggest(&book.menu.combos, &pieces)?;
    let taken = found.drinks.iter().chain(&found.sides);
    let keys = taken.filter_map(|(piece, _)| plain.get(*piece)).map(|line| line.key).collect();
    Some((found, keys))
}

/// The bundle of a suggestion.
pub fn made_of(found: &Suggestion, book: &Book) -> Option<CartCombo> {
    let combo = book.combo(found.combo_id)?;
    let parts = |of: &[(usize, i64)]| -> Option<Vec<Part>> {
        of.iter().map(|(_, id)| book.tile(*id).map(part)).collect()
    };
    Some(CartCombo {
        key: 0,
        combo_id: combo.id,
        name: combo.name.clone(),
        price: combo.bundle_price,
        quantity: 1,
        drinks: parts(&found.drinks)?,
        sides: parts(&found.sides)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::menu::{ComboDrink, ComboSide, CounterMenu, SideItem};

    fn combo(sides: u32) -> Combo {
        let side = |id: i64| ComboSide {
            code: id.to_string(),
            name: format!("side {id}"),
            items: vec![SideItem { menu_item_id: id, quantity: 1 }],
        };
        Combo {
            id: 7,
            code: "SET60".into(),
            name: "60元套餐".into(),
            bundle_price: Money(6000),
            max_drink_price: None,
            drink_choice_count: 1,
            side_choice_count: sides,
            raw_rule_text: None,
            is_active: true,
            eligible_drinks: vec![ComboDrink { menu_item_id: 1, menu_item_name: String::new() }],
            side_options: vec![
                side(2),
                side(3),
                ComboSide { code: "X".into(), name: "無".into(), items: vec![] },
            ],
        }
    }

    fn book() -> Book {
        let tile = |id: i64, price| Tile {
            id,
            category_id: None,
            name: format!("item {id}"),
            name_en: None,
            price: Money(price),
            portions: None,
            groups: vec![],
        };
        let tiles = vec![tile(1, 3500), tile(2, 2500), tile(3, 4500)];
        Book::of(CounterMenu { count: 3, tiles, combos: vec![combo(1)], ..CounterMenu::default() })
    }

    #[test]
    fn a_picker_says_what_lacks_and_what_is_saved() {
        let book = book();
        let mut picking = Picking::new(combo(2));
        let offers = |half| offers(&book, &combo(2), half);
        assert_eq!(offers(Half::Drinks).len(), 1);
        assert!(offers(Half::Sides)[2].part.is_none(), "nobody has said which item it is");
        let side = |at: usize| offers(Half::Sides)[at].part.clone().expect("it is an item");
        picking.tap(Half::Drinks, offers(Half::Drinks)[0].part.clone().expect("it is an item"));
        picking.tap(Half::Sides, side(0));
        assert_eq!(
            (picking.lacking(Half::Sides), picking.is_complete(), picking.saved()),
            (1, false, Money::ZERO)
        );
        picking.tap(Half::Sides, side(1));
        assert_eq!((picking.is_complete(), picking.saved()), (true, Money(3500 + 2500 + 4500 - 6000)));
        picking.tap(Half::Sides, side(0));
        assert_eq!(picking.lacking(Half::Sides), 1, "a tap on what is picked gives it up");
    }

    #[test]
    fn one_tap_makes_the_bundle_and_the_order_cheaper() {
        let book = book();
        let mut cart = Cart::default();
        for id in [1, 1, 3] {
            cart.add(book.tile(id).expect("it is on the menu"), None, String::new);
        }
        let (pieces, total) = (cart.pieces(), cart.total());
        let (found, keys) = suggestion(&cart, &book).expect("35 + 45 is more than 60");
        cart.bundle(made_of(&found, &book).expect("it is on the menu"), &keys);
        assert_eq!((cart.pieces(), cart.total()), (pieces, total - found.saved));
        assert_eq!(suggestion(&cart, &book), None);
    }

    #[test]
    fn what_has_a_note_is_no_part_of_a_bundle() {
        let book = book();
        let mut cart = Cart::default();
        let key = cart.add(book.tile(1).expect("it is there"), None, String::new).expect("it is in");
        cart.add(book.tile(3).expect("it is there"), None, String::new);
        cart.set_note(key, "去冰");
        assert_eq!(suggestion(&cart, &book), None);
    }
}
