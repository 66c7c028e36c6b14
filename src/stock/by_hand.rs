//! Movements that somebody enters: goods that came, goods thrown away, stock set right.

use serde::{Deserialize, Serialize};

use super::{HIGHEST_QUANTITY, HIGHEST_UNIT_COST, MovementType};
use crate::{
    Outcome, Quantity, Refusal, UnitCost,
    menu::text_fault,
    refusal::{Fault, Problem},
};

/// A movement as it is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementDraft {
    /// What moved.
    pub ingredient_id: i64,
    /// Why: bought and set right add, thrown away takes.
    pub movement_type: MovementType,
    /// How much, above 0; the type gives the direction.
    pub quantity: Quantity,
    /// What a unit costs from now on, where it is said.
    pub unit_cost: Option<UnitCost>,
    /// A delivery note's number and the like, 120 characters at most.
    pub reference: Option<String>,
    /// Free words, 200 characters at most.
    pub notes: Option<String>,
}

impl MovementDraft {
    /// Checks the ranges of the fields, and that it is no usage.
    ///
    /// # Errors
    /// `Invalid`, `UsageByHand`.
    pub fn check(&self) -> Outcome<()> {
        let mut faults: Vec<Fault> = Vec::new();
        if self.quantity <= Quantity::ZERO {
            faults.push(Fault::body("quantity", Problem::NotPositive));
        } else if self.quantity > HIGHEST_QUANTITY {
            faults.push(Fault::body("quantity", Problem::TooLarge));
        }
        match self.unit_cost {
            Some(cost) if cost < UnitCost::ZERO => {
                faults.push(Fault::body("unit_cost", Problem::BelowMinimum(0)));
            }
            Some(cost) if cost > HIGHEST_UNIT_COST => {
                faults.push(Fault::body("unit_cost", Problem::TooLarge))
            }
            _ => {}
        }
        let texts = [("reference", &self.reference, 120), ("notes", &self.notes, 200)];
        faults
            .extend(texts.iter().filter_map(|(way, text, most)| text_fault(way, text.as_deref()?, 0, *most)));
        if !faults.is_empty() {
            return Err(Refusal::Invalid(faults));
        }
        if self.movement_type == MovementType::Usage { Err(Refusal::UsageByHand) } else { Ok(()) }
    }

    /// How much comes (positive) or goes (negative).
    pub fn signed(&self) -> Quantity {
        match self.movement_type {
            MovementType::Purchase | MovementType::Adjustment => self.quantity,
            MovementType::Waste | MovementType::Usage => -self.quantity,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> MovementDraft {
        MovementDraft {
            ingredient_id: 1,
            movement_type: MovementType::Purchase,
            quantity: Quantity(1),
            unit_cost: Some(UnitCost::ZERO),
            reference: Some("單".repeat(120)),
            notes: Some("記".repeat(200)),
        }
    }

    #[test]
    fn the_type_gives_the_direction() {
        for (movement_type, signed) in
            [(MovementType::Purchase, 1), (MovementType::Adjustment, 1), (MovementType::Waste, -1)]
        {
            let draft = MovementDraft { movement_type, ..draft() };
            assert_eq!((draft.check(), draft.signed()), (Ok(()), Quantity(signed)));
        }
        let usage = MovementDraft { movement_type: MovementType::Usage, ..draft() };
        assert_eq!(usage.check(), Err(Refusal::UsageByHand));
    }

    #[test]
    fn every_field_has_its_range() {
        let long = |length| Some("x".repeat(length));
        for (way, bad) in [
            ("quantity", MovementDraft { quantity: Quantity(0), ..draft() }),
            ("quantity", MovementDraft { quantity: Quantity(-1), ..draft() }),
            ("quantity", MovementDraft { quantity: HIGHEST_QUANTITY + Quantity(1), ..draft() }),
            ("unit_cost", MovementDraft { unit_cost: Some(UnitCost(-1)), ..draft() }),
            ("unit_cost", MovementDraft { unit_cost: Some(HIGHEST_UNIT_COST + UnitCost(1)), ..draft() }),
            ("reference", MovementDraft { reference: long(121), ..draft() }),
            ("notes", MovementDraft { notes: long(201), ..draft() }),
            ("notes", MovementDraft { notes: Some("\0".into()), ..draft() }),
        ] {
            match bad.check() {
                Err(Refusal::Invalid(faults)) => assert_eq!(faults[0].loc.join("."), format!("body.{way}")),
                other => panic!("{way}: {other:?}"),
            }
        }
    }
}
