//! What a device sends as an order, before it is one.

use serde::{Deserialize, Serialize};

use super::{PaymentMethod, Source};
use crate::{
    Outcome, Refusal,
    menu::text_fault,
    refusal::{Fault, Problem},
};

/// The most lines of an order.
pub const MOST_LINES: usize = 200;
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
    /// What is wanted.
    pub items: Vec<DraftLine>,
    /// The table, 1-20 characters.
    pub table_no: Option<String>,
    /// For whom, 1-80 characters.
    pub customer_name: Option<String>,
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
}

impl Draft {
    /// Checks the ranges of the fields; every fault is named.
    pub fn check(&self) -> Outcome<()> {
        let mut faults = Vec::new();
        if self.items.is_empty() {
            faults.push(Fault::body("items", Problem::Empty));
        }
        if self.items.len() > MOST_LINES {
            faults.push(Fault::body("items", Problem::TooLong(200)));
        }
        for (index, line) in self.items.iter().enumerate() {
            let way = |field: &str| format!("items.{index}.{field}");
            if line.quantity < 1 {
                faults.push(Fault::body(&way("quantity"), Problem::BelowMinimum(1)));
            }
            if line.quantity > MOST_QUANTITY {
                faults.push(Fault::body(&way("quantity"), Problem::AboveMaximum(i64::from(MOST_QUANTITY))));
            }
            faults.extend(line.note.as_ref().and_then(|n| text_fault(&way("note"), n, 0, LONGEST_NOTE)));
        }
        faults.extend(self.table_no.as_ref().and_then(|t| text_fault("table_no", t, 0, 20)));
        faults.extend(self.customer_name.as_ref().and_then(|t| text_fault("customer_name", t, 0, 80)));
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
            items,
            table_no: None,
            customer_name: None,
        }
    }

    fn line(quantity: u32, note: &str) -> DraftLine {
        DraftLine { menu_item_id: 1, quantity, note: Some(note.into()) }
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
