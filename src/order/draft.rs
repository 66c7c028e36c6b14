//! What a device sends as an order, before it is one.

use serde::{Deserialize, Serialize};

use super::{DiscountTerms, PaymentMethod, Source, Tender};
use crate::{
    Moment, Outcome, Refusal,
    menu::text_fault,
    refusal::{Fault, Problem},
};

/// The most lines of an order.
pub const MOST_LINES: usize = 200;
/// The most bundles of an order.
pub const MOST_COMBOS: usize = 50;
/// The most of one bundle, and the most drinks or sides of one.
pub const MOST_OF_COMBO: u32 = 20;
/// The most choices of a line.
pub const MOST_MODIFIERS: usize = 50;
/// The most of one item on a line.
pub const MOST_QUANTITY: u32 = 100;
/// The longest note, in characters.
pub const LONGEST_NOTE: u32 = 200;

/// An order as a device sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The UUID that the device gave it: sent twice, it is one order.
    pub client_id: Option<String>,
    /// Where it is eaten.
    pub source: Source,
    /// Pay now; otherwise later.
    pub auto_pay: bool,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// How the money is handed over.
    #[serde(default)]
    pub tender: Tender,
    /// What is wanted.
    pub items: Vec<DraftLine>,
    /// Which bundles are wanted.
    #[serde(default)]
    pub combos: Vec<DraftCombo>,
    /// What is taken off.
    #[serde(default)]
    pub discount: Option<DiscountTerms>,
    /// Keep it at the counter: not paid, and not sent to the kitchen.
    #[serde(default)]
    pub held: bool,
    /// The table, 1-20 characters.
    pub table_no: Option<String>,
    /// For whom, 1-80 characters.
    pub customer_name: Option<String>,
    /// Their phone, 1-30 characters.
    #[serde(default)]
    pub customer_phone: Option<String>,
    /// When it is wanted.
    #[serde(default)]
    pub due_at: Option<Moment>,
}

/// A line as a device sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// Which item.
    pub menu_item_id: i64,
    /// How many, 1-100.
    pub quantity: u32,
    /// The cook's words, 200 characters at most; blank is none.
    pub note: Option<String>,
    /// What is chosen on it; absent where the client knows nothing of choices.
    #[serde(default)]
    pub modifier_ids: Option<Vec<i64>>,
}

/// A bundle as a device sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftCombo {
    /// Which bundle.
    pub combo_id: i64,
    /// How many, 1-20.
    pub quantity: u32,
    /// The drinks of each, 20 at most.
    pub drink_item_ids: Vec<i64>,
    /// The sides of each, 20 at most.
    pub side_item_ids: Vec<i64>,
}

impl DraftLine {
    /// What is wrong with the fields of a line at that way.
    pub(super) fn faults(&self, way: &str) -> Vec<Fault> {
        let at = |field: &str| format!("{way}.{field}");
        let mut faults = Vec::new();
        if self.quantity < 1 {
            faults.push(Fault::body(&at("quantity"), Problem::BelowMinimum(1)));
        }
        if self.quantity > MOST_QUANTITY {
            faults.push(Fault::body(&at("quantity"), Problem::AboveMaximum(i64::from(MOST_QUANTITY))));
        }
        faults.extend(self.note.as_ref().and_then(|n| text_fault(&at("note"), n, 0, LONGEST_NOTE)));
        if self.modifier_ids.as_ref().is_some_and(|ids| ids.len() > MOST_MODIFIERS) {
            faults.push(Fault::body(&at("modifier_ids"), Problem::TooLong(50)));
        }
        faults
    }
}

impl DraftCombo {
    fn faults(&self, way: &str) -> Vec<Fault> {
        let at = |field: &str| format!("{way}.{field}");
        let mut faults = Vec::new();
        if self.quantity < 1 {
            faults.push(Fault::body(&at("quantity"), Problem::BelowMinimum(1)));
        }
        if self.quantity > MOST_OF_COMBO {
            faults.push(Fault::body(&at("quantity"), Problem::AboveMaximum(i64::from(MOST_OF_COMBO))));
        }
        for (field, ids) in [("drink_item_ids", &self.drink_item_ids), ("side_item_ids", &self.side_item_ids)]
        {
            if ids.len() > MOST_OF_COMBO as usize {
                faults.push(Fault::body(&at(field), Problem::TooLong(MOST_OF_COMBO)));
            }
        }
        faults
    }
}

/// What is wrong with a list of lines.
pub(super) fn line_faults(items: &[DraftLine]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if items.len() > MOST_LINES {
        faults.push(Fault::body("items", Problem::TooLong(200)));
    }
    faults.extend(items.iter().enumerate().flat_map(|(index, line)| line.faults(&format!("items.{index}"))));
    faults
}

impl Draft {
    /// Checks the ranges of the fields; every fault is named.
    pub fn check(&self) -> Outcome<()> {
        let mut faults = Vec::new();
        if self.items.is_empty() && self.combos.is_empty() {
            faults.push(Fault::body("items", Problem::Empty));
        }
        faults.extend(line_faults(&self.items));
        if self.combos.len() > MOST_COMBOS {
            faults.push(Fault::body("combos", Problem::TooLong(50)));
        }
        let combos = self.combos.iter().enumerate();
        faults.extend(combos.flat_map(|(index, combo)| combo.faults(&format!("combos.{index}"))));
        faults.extend(self.tender.faults());
        faults.extend(self.discount.iter().flat_map(|terms| terms.faults("discount")));
        faults.extend(self.table_no.as_ref().and_then(|t| text_fault("table_no", t, 0, 20)));
        faults.extend(self.customer_name.as_ref().and_then(|t| text_fault("customer_name", t, 0, 80)));
        faults.extend(self.customer_phone.as_ref().and_then(|t| text_fault("customer_phone", t, 0, 30)));
        if self.client_id.as_ref().is_some_and(|id| uuid::Uuid::try_parse(id).is_err()) {
            faults.push(Fault::body("client_id", Problem::NotAUuid));
        }
        if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
    }
}

/// A text without blanks around it; blank is none.
pub(super) fn trimmed(text: Option<&String>) -> Option<String> {
    text.map(|t| t.trim()).filter(|t| !t.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(items: Vec<DraftLine>) -> Draft {
        Draft {
            client_id: None,
            source: Source::Takeout,
            auto_pay: true,
            payment_method: PaymentMethod::Cash,
            tender: Tender::default(),
            items,
            combos: vec![],
            discount: None,
            held: false,
            table_no: None,
            customer_name: None,
            customer_phone: None,
            due_at: None,
        }
    }

    fn line(quantity: u32, note: &str) -> DraftLine {
        DraftLine { menu_item_id: 1, quantity, note: Some(note.into()), modifier_ids: None }
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        let Err(Refusal::Invalid(faults)) =
            draft(vec![line(0, ""), line(101, &"長".repeat(201)), line(1, "a\0")]).check()
        else {
            unreachable!("it is refused")
        };
        let places: Vec<String> = faults.iter().map(|f| f.loc.join(".")).collect();
        assert_eq!(
            places,
            ["body.items.0.quantity", "body.items.1.quantity", "body.items.1.note", "body.items.2.note"]
        );
    }

    #[test]
    fn an_empty_order_is_none() {
        assert!(draft(vec![]).check().is_err());
        assert!(draft(vec![line(1, ""); 201]).check().is_err());
        assert!(draft(vec![line(100, &"長".repeat(200)); 200]).check().is_ok());
        assert!(Draft { client_id: Some("x".into()), ..draft(vec![line(1, "")]) }.check().is_err());
    }
}
