//! The order in hand: what was tapped, priced by the same rule that the server uses. Plain data, no browser.

use sunnyside::{
    Money,
    menu::Tile,
    order::{DiscountTerms, Draft, DraftLine, PaymentMethod, Source, Tender, line_total},
};

/// The most of one item on a line (the rule of `order::Draft`).
pub const MOST_QUANTITY: u32 = 100;
/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 200;

/// A line of the order in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartLine {
    /// Which line; stays the same while others come and go.
    pub key: u32,
    /// The item.
    pub item_id: i64,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// The price of one.
    pub price: Money,
    /// How many, 1 to 100.
    pub quantity: u32,
    /// The cook's words.
    pub note: String,
}

impl CartLine {
    /// What the line comes to.
    pub fn total(&self) -> Money {
        line_total(self.price, self.quantity)
    }
}

/// The order in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cart {
    /// The id that this device gave the order when it was begun; empty while there is nothing in it.
    pub client_id: String,
    /// What was tapped.
    pub lines: Vec<CartLine>,
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
    next_key: u32,
}

impl Default for Cart {
    fn default() -> Self {
        Self {
            client_id: String::new(),
            lines: Vec::new(),
            source: Source::Takeout,
            table_no: String::new(),
            method: PaymentMethod::Cash,
            tender: Tender::default(),
            discount: None,
            pay_later: false,
            unsure: false,
            next_key: 0,
        }
    }
}

impl Cart {
    /// One more of an item: on the line that has it without a note, or on a new one. `fresh_id` is asked once an
    /// order.
    pub fn add(&mut self, tile: &Tile, fresh_id: impl FnOnce() -> String) {
        if self.unsure {
            return;
        }
        if self.client_id.is_empty() {
            self.client_id = fresh_id();
        }
        if let Some(line) = self.lines.iter_mut().find(|line| line.item_id == tile.id && line.note.is_empty())
        {
            line.quantity = (line.quantity + 1).min(MOST_QUANTITY);
            return;
        }
        self.next_key += 1;
        self.lines.push(CartLine {
            key: self.next_key,
            item_id: tile.id,
            name: tile.name.clone(),
            name_en: tile.name_en.clone(),
            price: tile.price,
            quantity: 1,
            note: String::new(),
        });
    }

    /// One more or one less of a line; at none of it the line goes.
    pub fn step(&mut self, key: u32, up: bool) {
        if self.unsure {
            return;
        }
        if let Some(line) = self.lines.iter_mut().find(|line| line.key == key) {
            line.quantity = if up { (line.quantity + 1).min(MOST_QUANTITY) } else { line.quantity - 1 };
        }
        self.lines.retain(|line| line.quantity > 0);
    }

    /// Takes a line out.
    pub fn remove(&mut self, key: u32) {
        if !self.unsure {
            self.lines.retain(|line| line.key != key);
        }
    }

    /// Writes a line's note.
    pub fn set_note(&mut self, key: u32, note: &str) {
        if self.unsure {
            return;
        }
        if let Some(line) = self.lines.iter_mut().find(|line| line.key == key) {
            line.note = note.chars().filter(|c| !c.is_control()).take(LONGEST_NOTE).collect();
        }
    }

    /// Adds one of the usual words to a line's note, or takes it out where it is there.
    pub fn toggle_word(&mut self, key: u32, word: &str) {
        if let Some(line) = self.lines.iter().find(|line| line.key == key) {
            let note = toggled(&line.note, word);
            self.set_note(key, &note);
        }
    }

    /// How many pieces.
    pub fn pieces(&self) -> u32 {
        self.lines.iter().map(|line| line.quantity).sum()
    }

    /// How many of an item, over all lines.
    pub fn count_of(&self, item_id: i64) -> u32 {
        self.lines.iter().filter(|line| line.item_id == item_id).map(|line| line.quantity).sum()
    }

    /// What it comes to.
    pub fn total(&self) -> Money {
        self.lines.iter().map(CartLine::total).sum()
    }

    /// What is to be paid after the discount, which is rounded to this coin.
    pub fn due(&self, coin: Money) -> Money {
        let sum = self.total();
        sum - self.discount.as_ref().map_or(Money::ZERO, |terms| terms.of(sum, coin))
    }

    /// What is sent to the server; the same cart is the same order however often it is sent.
    pub fn draft(&self) -> Draft {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Draft {
            client_id: Some(self.client_id.clone()),
            source: self.source,
            auto_pay: !self.pay_later,
            payment_method: self.method,
            tender: self.tender.clone(),
            items: self
                .lines
                .iter()
                .map(|line| DraftLine {
                    menu_item_id: line.item_id,
                    quantity: line.quantity,
                    note: text(&line.note),
                    modifier_ids: None,
                })
                .collect(),
            table_no: text(&self.table_no).filter(|_| self.source == Source::DineIn),
            customer_name: None,
            combos: vec![],
            discount: self.discount.clone(),
            held: false,
            customer_phone: None,
            due_at: None,
        }
    }
}

/// A note with a word more, or without it where it has it.
fn toggled(note: &str, word: &str) -> String {
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
        }
    }

    fn cart(taps: &[i64]) -> Cart {
        let mut cart = Cart::default();
        for id in taps {
            cart.add(&tile(*id, 4550), || "id-1".into());
        }
        cart
    }

    #[test]
    fn tapping_twice_is_two_of_one_line_and_one_order() {
        let mut ids = 0;
        let mut cart = Cart::default();
        for _ in 0..3 {
            cart.add(&tile(1, 4500), || {
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
        cart.add(&tile(1, 4550), String::new);
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

    #[test]
    fn what_may_have_arrived_goes_out_again_unchanged() {
        let mut cart = cart(&[1, 2]);
        let before = cart.draft();
        cart.unsure = true;
        let key = cart.lines[0].key;
        cart.add(&tile(3, 100), || "id-2".into());
        cart.step(key, true);
        cart.remove(key);
        cart.set_note(key, "x");
        cart.toggle_word(key, "y");
        assert_eq!(cart.draft(), before);
    }
}
