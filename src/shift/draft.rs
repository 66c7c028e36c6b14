//! What is asked of the drawer, and the ranges of its fields.

use serde::{Deserialize, Serialize};

use super::Direction;
use crate::{
    Money, Outcome, Refusal,
    menu::text_fault,
    refusal::{Fault, Problem},
};

/// What a new shift begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDraft {
    /// 1-40 characters: 早班.
    pub shift_name: String,
    /// What is in the drawer, 0 or more.
    pub opening_cash: Money,
    /// Free words, 200 characters at most.
    pub notes: Option<String>,
}

/// What a shift ends with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseDraft {
    /// What was counted in the drawer, 0 or more.
    pub actual_cash: Money,
    /// Free words, 200 characters at most; they take the place of those from the opening.
    pub notes: Option<String>,
}

/// Cash that goes by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashDraft {
    /// Which way.
    pub direction: Direction,
    /// How much, above 0.
    pub amount: Money,
    /// Why, 1-200 characters.
    pub reason: String,
}

impl OpenDraft {
    /// Checks the ranges of the fields.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        told([
            text_fault("shift_name", &self.shift_name, 1, 40),
            in_drawer("opening_cash", self.opening_cash),
            self.notes.as_ref().and_then(|notes| text_fault("notes", notes, 0, 200)),
        ])
    }
}

impl CloseDraft {
    /// Checks the ranges of the fields.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        told([
            in_drawer("actual_cash", self.actual_cash),
            self.notes.as_ref().and_then(|notes| text_fault("notes", notes, 0, 200)),
        ])
    }
}

impl CashDraft {
    /// Checks the ranges of the fields.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        let none = (self.amount <= Money::ZERO).then(|| Fault::body("amount", Problem::NotPositive));
        told([none.or_else(|| in_drawer("amount", self.amount)), text_fault("reason", &self.reason, 1, 200)])
    }
}

fn in_drawer(way: &str, amount: Money) -> Option<Fault> {
    let problem = if amount < Money::ZERO {
        Problem::BelowMinimum(0)
    } else if amount > Money::HIGHEST_PRICE {
        Problem::TooLarge
    } else {
        return None;
    };
    Some(Fault::body(way, problem))
}

fn told<const N: usize>(faults: [Option<Fault>; N]) -> Outcome<()> {
    let faults: Vec<Fault> = faults.into_iter().flatten().collect();
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(outcome: Outcome<()>) -> Vec<String> {
        match outcome {
            Ok(()) => vec![],
            Err(Refusal::Invalid(faults)) => faults.into_iter().map(|f| f.loc[1].clone()).collect(),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_field_has_its_range() {
        let open = |name: &str, cash, notes: &str| {
            let draft =
                OpenDraft { shift_name: name.into(), opening_cash: Money(cash), notes: Some(notes.into()) };
            places(draft.check())
        };
        assert!(open(&"早".repeat(40), 0, &"x".repeat(200)).is_empty());
        assert_eq!(open("", -1, &"x".repeat(201)), ["shift_name", "opening_cash", "notes"]);
        assert_eq!(open(&"早".repeat(41), 1_000_000_000, ""), ["shift_name", "opening_cash"]);
        let close =
            |cash, notes: Option<String>| places(CloseDraft { actual_cash: Money(cash), notes }.check());
        assert!(close(0, None).is_empty());
        assert_eq!(close(-1, Some("x".repeat(201))), ["actual_cash", "notes"]);
        let cash = |amount, reason: &str| {
            let draft = CashDraft { direction: Direction::In, amount: Money(amount), reason: reason.into() };
            places(draft.check())
        };
        assert!(cash(1, &"x".repeat(200)).is_empty());
        assert_eq!(cash(0, ""), ["amount", "reason"]);
        assert_eq!(cash(-1, &"x".repeat(201)), ["amount", "reason"]);
        assert_eq!(cash(1_000_000_000, "a"), ["amount"]);
    }
}
