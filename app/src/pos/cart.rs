//! The order in hand: what was tapped, priced by the same rule that the server uses. Plain data, no browser.

mod line;

use serde::{Deserialize, Serialize};
use sunnyside::{
    Money,
    menu::Tile,
    order::{DiscountTerms, Draft, DraftCombo, DraftLine, PaymentMethod, Source, Tender},
};

pub use line::{CartCombo, CartLine, Chosen, Part, unit_price};

use super::orders::{amend::Amending, for_whom::ForWhom, held::TakenUp};

/// The most of one item on a line (the rule of `order::Draft`).
pub const MOST_QUANTITY: u32 = 100;
/// The most of one bundle (the rule of `order::Draft`).
pub const MOST_OF_COMBO: u32 = 20;
/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 200;

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
mod tests;
