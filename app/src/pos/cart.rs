//! The order in hand: what was tapped, priced by the same rule that the server uses. Plain data, no browser.

use serde::{Deserialize, Serialize};
use sunnyside::{
    Money,
    menu::Tile,
    order::{DiscountTerms, Draft, DraftCombo, DraftLine, PaymentMethod, Source, Tender, line_total},
};

use super::orders::{amend::Amending, for_whom::ForWhom, held::TakenUp};

/// The most of one item on a line (the rule of `order::Draft`).
pub const MOST_QUANTITY: u32 = 100;
/// The most of one bundle (the rule of `order::Draft`).
pub const MOST_OF_COMBO: u32 = 20;
/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 200;

/// A choice on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// What it adds to the price of one.
    pub price_delta: Money,
}

/// A line of the order in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// Which line; stays the same while others come and go.
    pub key: u32,
    /// The item.
    pub item_id: i64,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// The price of one without its choices.
    pub price: Money,
    /// How many, 1 to 100.
    pub quantity: u32,
    /// The cook's words.
    pub note: String,
    /// What is chosen on it; none where the item has nothing to choose.
    #[serde(default)]
    pub choices: Option<Vec<Chosen>>,
}

/// An item in a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The item.
    pub item_id: i64,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// What it would cost by itself.
    pub price: Money,
}

/// A bundle of the order in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartCombo {
    /// Which line; bundles and lines count together.
    pub key: u32,
    /// Which bundle.
    pub combo_id: i64,
    /// Its name.
    pub name: String,
    /// The price of one.
    pub price: Money,
    /// How many, 1 to 20.
    pub quantity: u32,
    /// The drinks of each.
    pub drinks: Vec<Part>,
    /// The sides of each.
    pub sides: Vec<Part>,
}

/// What one comes to with its choices; never below nothing.
pub fn unit_price(price: Money, deltas: impl Iterator<Item = Money>) -> Money {
    (price + deltas.sum::<Money>()).max(Money::ZERO)
}

impl CartLine {
    /// What one comes to.
    pub fn unit_price(&self) -> Money {
        unit_price(self.price, self.choices.iter().flatten().map(|choice| choice.price_delta))
    }

    /// What the line comes to.
    pub fn total(&self) -> Money {
        line_total(self.unit_price(), self.quantity)
    }

    /// The ids of what is chosen.
    pub fn choice_ids(&self) -> Option<Vec<i64>> {
        self.choices.as_ref().map(|choices| choices.iter().map(|choice| choice.id).collect())
    }

    /// Whether it is the same thing, so that both can stand on one line.
    fn is_same(&self, other: &Self) -> bool {
        self.item_id == other.item_id
            && self.note == other.note
            && self.price == other.price
            && self.choice_ids() == other.choice_ids()
    }
}

impl CartCombo {
    /// Its drinks, then its sides.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.drinks.iter().chain(&self.sides)
    }

    /// What the line comes to.
    pub fn total(&self) -> Money {
        line_total(self.price, self.quantity)
    }

    fn is_same(&self, other: &Self) -> bool {
        let ids = |of: &[Part]| of.iter().map(|part| part.item_id).collect::<Vec<_>>();
        self.combo_id == other.combo_id
            && self.price == other.price
            && ids(&self.drinks) == ids(&other.drinks)
            && ids(&self.sides) == ids(&other.sides)
    }
}

/// What was taken out, so that it can be put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A line, and where it stood.
    Line(usize, CartLine),
    /// A bundle, and where it stood.
    Combo(usize, CartCombo),
    /// Everything.
    All(Box<Cart>),
}

/// The order in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cart {
    /// The id that this device gave the order when it was begun; empty while there is nothing in it.
    pub client_id: String,
    /// What was tapped.
    pub lines: Vec<CartLine>,
    /// The bundles.
    pub combos: Vec<CartCombo>,
    /// Where it is eaten.
    pub source: Source,
    /// The table, for those who eat in.
    pub table_no: String,
    /// How it is paid.
    pub method: PaymentMethod,
    /// How the money is handed over.
    pub tender: Tender,
    /// What is taken off.
    pub discount: Option<DiscountTerms>,
    /// Whether the money comes later.
    pub pay_later: bool,
    /// It was sent and nobody knows whether it arrived: it must go out again just as it is, since the server may
    /// have it already and would answer with what it has.
    pub unsure: bool,
    /// It is sent to be held.
    pub holding: bool,
    /// The held order that it was taken up from.
    pub taken_up: Option<TakenUp>,
    /// The order that was sent before and is to have these lines.
    pub amending: Option<Amending>,
    /// For whom it is, and when it is wanted.
    pub for_whom: ForWhom,
    next_key: u32,
}

impl Default for Cart {
    fn default() -> Self {
        Self {
            client_id: String::new(),
            lines: Vec::new(),
            combos: Vec::new(),
            source: Source::Takeout,
            table_no: String::new(),
            method: PaymentMethod::Cash,
            tender: Tender::default(),
            discount: None,
            pay_later: false,
            unsure: false,
            holding: false,
            taken_up: None,
            amending: None,
            for_whom: ForWhom::default(),
            next_key: 0,
        }
    }
}

impl Cart {
    /// An order that was given this id.
    pub fn begun(client_id: String) -> Self {
        Self { client_id, ..Self::default() }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.combos.is_empty()
    }

    /// One more of an item with these choices. `fresh_id` is asked once an order. The line that has it.
    pub fn add(
        &mut self,
        tile: &Tile,
        choices: Option<Vec<Chosen>>,
        fresh_id: impl FnOnce() -> String,
    ) -> Option<u32> {
        let line = CartLine {
            key: 0,
            item_id: tile.id,
            name: tile.name.clone(),
            name_en: tile.name_en.clone(),
            price: tile.price,
            quantity: 1,
            note: String::new(),
            choices,
        };
        self.put(line, fresh_id)
    }

    /// Puts a line in: on the one that has the same, or as a new one. The line that has it.
    pub fn put(&mut self, line: CartLine, fresh_id: impl FnOnce() -> String) -> Option<u32> {
        if self.unsure {
            return None;
        }
        if self.client_id.is_empty() {
            self.client_id = fresh_id();
        }
        if let Some(same) = self.lines.iter_mut().find(|own| own.is_same(&line)) {
            same.quantity = (same.quantity + line.quantity).min(MOST_QUANTITY);
            return Some(same.key);
        }
        self.next_key += 1;
        self.lines.push(CartLine { key: self.next_key, ..line });
        Some(self.next_key)
    }

    /// Puts a bundle in, likewise.
    pub fn put_combo(&mut self, combo: CartCombo, fresh_id: impl FnOnce() -> String) -> Option<u32> {
        if self.unsure {
            return None;
        }
        if self.client_id.is_empty() {
            self.client_id = fresh_id();
        }
        if let Some(same) = self.combos.iter_mut().find(|own| own.is_same(&combo)) {
            same.quantity = (same.quantity + combo.quantity).min(MOST_OF_COMBO);
            return Some(same.key);
        }
        self.next_key += 1;
        self.combos.push(CartCombo { key: self.next_key, ..combo });
        Some(self.next_key)
    }

    /// Changes a line in its place.
    pub fn change(&mut self, key: u32, change: impl FnOnce(&mut CartLine)) {
        if self.unsure {
            return;
        }
        if let Some(line) = self.lines.iter_mut().find(|line| line.key == key) {
            change(line);
            line.quantity = line.quantity.clamp(1, MOST_QUANTITY);
        }
    }

    /// Changes a bundle in its place.
    pub fn change_combo(&mut self, key: u32, change: impl FnOnce(&mut CartCombo)) {
        if self.unsure {
            return;
        }
        if let Some(combo) = self.combos.iter_mut().find(|combo| combo.key == key) {
            change(combo);
            combo.quantity = combo.quantity.clamp(1, MOST_OF_COMBO);
        }
    }

    /// So many of a line or bundle, 1 at least.
    pub fn set_quantity(&mut self, key: u32, quantity: u32) {
        self.change(key, |line| line.quantity = quantity);
        self.change_combo(key, |combo| combo.quantity = quantity);
    }

    /// How many of a line or bundle there are; 0 where it is gone.
    pub fn quantity_of(&self, key: u32) -> u32 {
        let line = self.lines.iter().find(|line| line.key == key).map(|line| line.quantity);
        line.or_else(|| self.combos.iter().find(|combo| combo.key == key).map(|combo| combo.quantity))
            .unwrap_or(0)
    }

    /// One more or one less of a line or bundle; at none of it the line goes, and comes back from what is returned.
    pub fn step(&mut self, key: u32, up: bool) -> Option<Taken> {
        match (self.quantity_of(key), up) {
            (0, _) => None,
            (1, false) => self.remove(key),
            (quantity, up) => {
                self.set_quantity(key, if up { quantity + 1 } else { quantity - 1 });
                None
            }
        }
    }

    /// Takes a line or bundle out.
    pub fn remove(&mut self, key: u32) -> Option<Taken> {
        if self.unsure {
            return None;
        }
        if let Some(index) = self.lines.iter().position(|line| line.key == key) {
            return Some(Taken::Line(index, self.lines.remove(index)));
        }
        let index = self.combos.iter().position(|combo| combo.key == key)?;
        Some(Taken::Combo(index, self.combos.remove(index)))
    }

    /// Puts back what was taken out. A whole order comes back only where no other was begun since.
    pub fn put_back(&mut self, taken: Taken, fresh_id: impl FnOnce() -> String) {
        if self.unsure {
            return;
        }
        match taken {
            Taken::All(cart) if self.is_empty() => *self = *cart,
            Taken::All(_) => {}
            Taken::Line(index, line) => {
                if self.client_id.is_empty() {
                    self.client_id = fresh_id();
                }
                // Where a new order was begun since, another line may have the key.
                self.next_key = self.next_key.max(line.key);
                let key = if self.quantity_of(line.key) > 0 { self.next_key + 1 } else { line.key };
                self.next_key = self.next_key.max(key);
                self.lines.insert(index.min(self.lines.len()), CartLine { key, ..line });
            }
            Taken::Combo(index, combo) => {
                if self.client_id.is_empty() {
                    self.client_id = fresh_id();
                }
                self.next_key = self.next_key.max(combo.key);
                let key = if self.quantity_of(combo.key) > 0 { self.next_key + 1 } else { combo.key };
                self.next_key = self.next_key.max(key);
                self.combos.insert(index.min(self.combos.len()), CartCombo { key, ..combo });
            }
        }
    }

    /// Makes a bundle of units that are in the order: one of each of these lines goes into it.
    pub fn bundle(&mut self, combo: CartCombo, from: &[u32]) -> Option<u32> {
        if self.unsure {
            return None;
        }
        for key in from {
            drop(self.step(*key, false));
        }
        self.put_combo(combo, String::new)
    }

    /// Writes a line's note.
    pub fn set_note(&mut self, key: u32, note: &str) {
        self.change(key, |line| line.note = clean(note));
    }

    /// Adds one of the usual words to a line's note, or takes it out where it is there.
    pub fn toggle_word(&mut self, key: u32, word: &str) {
        self.change(key, |line| line.note = clean(&toggled(&line.note, word)));
    }

    /// How many pieces; a bundle is as many as it has parts.
    pub fn pieces(&self) -> u32 {
        let parts = |combo: &CartCombo| u32::try_from(combo.parts().count()).unwrap_or(0) * combo.quantity;
        self.lines.iter().map(|line| line.quantity).sum::<u32>() + self.combos.iter().map(parts).sum::<u32>()
    }

    /// How many of an item, over all lines and bundles.
    pub fn count_of(&self, item_id: i64) -> u32 {
        let lines = self.lines.iter().filter(|line| line.item_id == item_id).map(|line| line.quantity);
        let parts =
            self.combos.iter().flat_map(|combo| combo.parts().map(|part| (part.item_id, combo.quantity)));
        lines.sum::<u32>() + parts.filter(|(id, _)| *id == item_id).map(|(_, count)| count).sum::<u32>()
    }

    /// How many of a bundle.
    pub fn count_of_combo(&self, combo_id: i64) -> u32 {
        self.combos.iter().filter(|combo| combo.combo_id == combo_id).map(|combo| combo.quantity).sum()
    }

    /// What it comes to.
    pub fn total(&self) -> Money {
        let combos: Money = self.combos.iter().map(CartCombo::total).sum();
        self.lines.iter().map(CartLine::total).sum::<Money>() + combos
    }

    /// What is to be paid after the discount, which is rounded to this coin.
    pub fn due(&self, coin: Money) -> Money {
        let sum = self.total();
        sum - self.discount.as_ref().map_or(Money::ZERO, |terms| terms.of(sum, coin))
    }

    /// What is sent to the server; the same cart is the same order however often it is sent.
    pub fn draft(&self) -> Draft {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let ids = |parts: &[Part]| parts.iter().map(|part| part.item_id).collect();
        Draft {
            client_id: Some(self.client_id.clone()),
            source: self.source,
            auto_pay: !self.pay_later && !self.holding,
            payment_method: self.method,
            tender: self.tender.clone(),
            items: self
                .lines
                .iter()
                .map(|line| DraftLine {
                    menu_item_id: line.item_id,
                    quantity: line.quantity,
                    note: text(&line.note),
                    modifier_ids: line.choice_ids(),
                })
                .collect(),
            table_no: text(&self.table_no).filter(|_| self.source == Source::DineIn),
            customer_name: text(&self.for_whom.name),
            combos: self
                .combos
                .iter()
                .map(|combo| DraftCombo {
                    combo_id: combo.combo_id,
                    quantity: combo.quantity,
                    drink_item_ids: ids(&combo.drinks),
                    side_item_ids: ids(&combo.sides),
                })
                .collect(),
            discount: self.discount.clone(),
            held: self.holding,
            customer_phone: text(&self.for_whom.phone),
            due_at: self.for_whom.due_at,
        }
    }
}

/// A note without control characters, and no longer than the server takes.
pub fn clean(note: &str) -> String {
    note.chars().filter(|c| !c.is_control()).take(LONGEST_NOTE).collect()
}

/// A note with a word more, or without it where it has it.
pub fn toggled(note: &str, word: &str) -> String {
    let mut words: Vec<&str> = note.split('、').map(str::trim).filter(|part| !part.is_empty()).collect();
    match words.iter().position(|part| *part == word) {
        Some(index) => drop(words.remove(index)),
        None => words.push(word),
    }
    words.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(id: i64, price: i64) -> Tile {
        Tile {
            id,
            category_id: None,
            name: format!("item {id}"),
            name_en: None,
            price: Money(price),
            portions: None,
            groups: vec![],
        }
    }

    fn cart(taps: &[i64]) -> Cart {
        let mut cart = Cart::default();
        for id in taps {
            cart.add(&tile(*id, 4550), None, || "id-1".into());
        }
        cart
    }

    #[test]
    fn tapping_twice_is_two_of_one_line_and_one_order() {
        let mut ids = 0;
        let mut cart = Cart::default();
        for _ in 0..3 {
            cart.add(&tile(1, 4500), None, || {
                ids += 1;
                "id".into()
            });
        }
        assert_eq!((cart.lines.len(), cart.pieces(), ids), (1, 3, 1));
        assert_eq!(cart.total(), Money(13_500));
    }

    #[test]
    fn a_note_belongs_to_what_it_was_written_for() {
        let mut cart = cart(&[1, 1]);
        cart.set_note(cart.lines[0].key, "去蔥");
        cart.add(&tile(1, 4550), None, String::new);
        assert_eq!(
            cart.lines.iter().map(|l| (l.quantity, l.note.as_str())).collect::<Vec<_>>(),
            [(2, "去蔥"), (1, "")]
        );
        assert_eq!(cart.count_of(1), 3, "the badge counts both");
    }

    #[test]
    fn stepping_below_one_takes_the_line_out_and_above_the_most_does_nothing() {
        let mut cart = cart(&[1, 2]);
        let (first, second) = (cart.lines[0].key, cart.lines[1].key);
        cart.step(first, false);
        assert_eq!(cart.lines.len(), 1);
        for _ in 0..200 {
            cart.step(second, true);
        }
        assert_eq!(cart.pieces(), MOST_QUANTITY);
        cart.remove(second);
        assert!(cart.lines.is_empty());
    }

    #[test]
    fn the_total_is_exact_to_the_cent() {
        let cart = cart(&[1, 1, 1, 2]);
        assert_eq!(cart.total(), Money(18_200), "4 × 45.50");
    }

    #[test]
    fn usual_words_are_added_and_taken_out_again() {
        assert_eq!(toggled("", "去蔥"), "去蔥");
        assert_eq!(toggled("去蔥", "加辣"), "去蔥、加辣");
        assert_eq!(toggled("去蔥、加辣", "去蔥"), "加辣");
        assert_eq!(toggled("蛋全熟", "少冰"), "蛋全熟、少冰");
    }

    #[test]
    fn a_note_has_no_control_characters_and_an_end() {
        let mut cart = cart(&[1]);
        let key = cart.lines[0].key;
        cart.set_note(key, &format!("a\0\n{}", "長".repeat(500)));
        assert_eq!(cart.lines[0].note.chars().count(), LONGEST_NOTE);
        cart.client_id = "019aa5d0-0000-7000-8000-000000000001".into();
        assert_eq!(cart.draft().check(), Ok(()));
    }

    #[test]
    fn the_draft_names_a_table_only_for_those_who_eat_in() {
        let mut cart = cart(&[1]);
        cart.table_no = " 5 ".into();
        assert_eq!(cart.draft().table_no, None);
        cart.source = Source::DineIn;
        cart.pay_later = true;
        let draft = cart.draft();
        assert_eq!((draft.table_no.as_deref(), draft.auto_pay), (Some("5"), false));
        assert_eq!(draft.client_id.as_deref(), Some("id-1"));
    }

    fn chosen(id: i64, delta: i64) -> Chosen {
        Chosen { id, name: format!("choice {id}"), name_en: None, price_delta: Money(delta) }
    }

    fn part(item_id: i64, price: i64) -> Part {
        Part { item_id, name: String::new(), name_en: None, price: Money(price) }
    }

    fn bundle() -> CartCombo {
        CartCombo {
            key: 0,
            combo_id: 7,
            name: "60元套餐".into(),
            price: Money(6000),
            quantity: 1,
            drinks: vec![part(1, 3500)],
            sides: vec![part(2, 4500)],
        }
    }

    #[test]
    fn choices_make_another_line_and_another_price() {
        let mut cart = Cart::default();
        cart.add(&tile(1, 4500), Some(vec![]), String::new);
        cart.add(&tile(1, 4500), Some(vec![chosen(5, 1500)]), String::new);
        cart.add(&tile(1, 4500), Some(vec![chosen(5, 1500)]), String::new);
        let totals: Vec<i64> = cart.lines.iter().map(|line| line.total().0).collect();
        assert_eq!(totals, [4500, 12_000]);
        let sent: Vec<Option<Vec<i64>>> = cart.draft().items.into_iter().map(|l| l.modifier_ids).collect();
        assert_eq!(sent, [Some(vec![]), Some(vec![5])]);
        cart.add(&tile(2, 1000), Some(vec![chosen(6, -2000)]), String::new);
        assert_eq!(cart.lines[2].total(), Money::ZERO, "nothing is cheaper than nothing");
    }

    #[test]
    fn what_was_taken_out_comes_back_to_its_place() {
        let mut cart = cart(&[1, 2, 3]);
        let before = cart.clone();
        let taken = cart.remove(before.lines[1].key).expect("it was there");
        assert_eq!(cart.lines.len(), 2);
        cart.put_back(taken, String::new);
        assert_eq!(cart, before);
        let mut other = Cart::default();
        other.put_back(Taken::All(Box::new(before.clone())), String::new);
        assert_eq!(other, before);
        let mut begun = super::tests::cart(&[9]);
        begun.put_back(Taken::All(Box::new(before)), String::new);
        assert_eq!(begun.lines.len(), 1, "another order was begun since");
    }

    #[test]
    fn a_line_that_comes_back_to_another_order_gets_a_key_of_its_own() {
        let mut cart = cart(&[1]);
        let taken = cart.remove(cart.lines[0].key).expect("it was there");
        let mut next = super::tests::cart(&[2]);
        next.put_back(taken, String::new);
        assert_ne!(next.lines[0].key, next.lines[1].key);
    }

    #[test]
    fn a_bundle_takes_its_parts_out_of_the_lines_and_keeps_the_pieces() {
        let mut cart = cart(&[1, 1, 2]);
        let keys: Vec<u32> = cart.lines.iter().map(|line| line.key).collect();
        let pieces = cart.pieces();
        cart.bundle(bundle(), &keys);
        assert_eq!(cart.pieces(), pieces);
        assert_eq!((cart.count_of(1), cart.count_of(2), cart.lines.len()), (2, 1, 1));
        assert_eq!(cart.total(), Money(4550 + 6000));
        let draft = cart.draft();
        assert_eq!((draft.combos[0].combo_id, &draft.combos[0].side_item_ids[..]), (7, &[2][..]));
    }

    #[test]
    fn the_same_bundle_again_is_two_of_it_and_it_can_be_taken_out() {
        let mut cart = Cart::default();
        let key = cart.put_combo(bundle(), || "id".into()).expect("it is in");
        cart.put_combo(bundle(), String::new);
        assert_eq!((cart.combos.len(), cart.pieces(), cart.total()), (1, 4, Money(12_000)));
        cart.step(key, false);
        let taken = cart.step(key, false).expect("it goes");
        assert!(cart.is_empty());
        cart.put_back(taken, String::new);
        assert_eq!(cart.combos.len(), 1);
    }

    #[test]
    fn it_is_the_same_after_it_was_kept_as_text() {
        let mut cart = cart(&[1, 2]);
        cart.put_combo(bundle(), String::new);
        cart.add(&tile(3, 100), Some(vec![chosen(5, 1500)]), String::new);
        let text = serde_json::to_string(&cart).expect("it is plain data");
        assert_eq!(serde_json::from_str::<Cart>(&text).expect("it was written so"), cart);
        assert_eq!(serde_json::from_str::<Cart>("{}").expect("everything has a default"), Cart::default());
    }

    #[test]
    fn what_may_have_arrived_goes_out_again_unchanged() {
        let mut cart = cart(&[1, 2]);
        let before = cart.draft();
        cart.unsure = true;
        let key = cart.lines[0].key;
        cart.add(&tile(3, 100), None, || "id-2".into());
        cart.step(key, true);
        cart.remove(key);
        cart.set_note(key, "x");
        cart.toggle_word(key, "y");
        assert_eq!(cart.draft(), before);
    }
}
