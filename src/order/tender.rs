//! How the money for an order is handed over: by one method or in parts, and what was given in cash.

use serde::{Deserialize, Serialize};

use super::PaymentMethod;
use crate::{
    Money, Outcome, Refusal,
    refusal::{Fault, Problem},
};

/// The most parts of a payment.
pub const MOST_PARTS: usize = 5;

/// A part of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How.
    pub method: PaymentMethod,
    /// How much of the order it pays, above 0.
    pub amount: Money,
    /// What was handed over, where it is cash; at least the amount. Absent: exactly that.
    #[serde(default)]
    pub tendered: Option<Money>,
}

/// How the money is handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tender {
    /// The parts, 5 at most, that add up to the order exactly; none where one method pays it all.
    pub parts: Vec<Part>,
    /// What was handed over where one method pays it all and that is cash. Absent: exactly the sum.
    pub tendered: Option<Money>,
    /// What the books say is missing is there all the same: the sale enters it and goes on.
    pub found: bool,
}

/// What comes in for an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PayDraft {
    /// The method; absent means the order's own.
    pub payment_method: Option<PaymentMethod>,
    /// How it is handed over.
    pub tender: Tender,
}

impl From<Option<PaymentMethod>> for PayDraft {
    fn from(payment_method: Option<PaymentMethod>) -> Self {
        Self { payment_method, tender: Tender::default() }
    }
}

impl PayDraft {
    /// Checks the ranges of the fields; every fault is named.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        let faults = self.tender.faults();
        if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
    }
}

impl Tender {
    /// What is wrong with the fields.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> =
            self.tendered.and_then(|given| given_fault("tendered", given)).into_iter().collect();
        if self.parts.len() > MOST_PARTS {
            faults.push(Fault::body("payments", Problem::TooLong(5)));
        }
        for (index, part) in self.parts.iter().enumerate() {
            let at = |field: &str| format!("payments.{index}.{field}");
            if part.amount <= Money::ZERO {
                faults.push(Fault::body(&at("amount"), Problem::NotPositive));
            }
            if part.amount > Money::HIGHEST_PRICE {
                faults.push(Fault::body(&at("amount"), Problem::TooLarge));
            }
            faults.extend(part.tendered.and_then(|given| given_fault(&at("tendered"), given)));
        }
        faults
    }

    /// The parts that pay this sum, the only one by `method` where none are named. What is handed over is kept of cash
    /// alone.
    ///
    /// # Errors
    /// `PaymentsMismatch` where the parts do not add up to the sum, `TooLittleTendered` where less cash was handed over
    /// than it is to pay.
    pub(super) fn settled(&self, method: PaymentMethod, sum: Money) -> Outcome<Vec<Part>> {
        let mut parts = self.parts.clone();
        if parts.is_empty() {
            parts.push(Part { method, amount: sum, tendered: self.tendered });
        }
        if parts.iter().map(|part| part.amount).sum::<Money>() != sum {
            return Err(Refusal::PaymentsMismatch);
        }
        for part in &mut parts {
            part.tendered = part.tendered.filter(|_| part.method == PaymentMethod::Cash);
            if part.tendered.is_some_and(|given| given < part.amount) {
                return Err(Refusal::TooLittleTendered);
            }
        }
        Ok(parts)
    }
}

/// The method of an order that is paid by these parts: that of the largest one, the first among equals.
pub(super) fn leading(parts: &[Part]) -> Option<PaymentMethod> {
    let largest = parts.iter().map(|part| part.amount).max()?;
    parts.iter().find(|part| part.amount == largest).map(|part| part.method)
}

fn given_fault(way: &str, given: Money) -> Option<Fault> {
    if given < Money::ZERO {
        Some(Fault::body(way, Problem::BelowMinimum(0)))
    } else {
        (given > Money::HIGHEST_PRICE).then(|| Fault::body(way, Problem::TooLarge))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PaymentMethod::{Cash, CreditCard, LinePay};

    fn part(method: PaymentMethod, amount: i64, tendered: Option<i64>) -> Part {
        Part { method, amount: Money(amount), tendered: tendered.map(Money) }
    }

    fn tender(parts: &[Part]) -> Tender {
        Tender { parts: parts.to_vec(), ..Tender::default() }
    }

    #[test]
    fn one_method_pays_it_all_where_no_parts_are_named() {
        let given = Tender { tendered: Some(Money(50_000)), ..Tender::default() };
        assert_eq!(given.settled(Cash, Money(29_500)), Ok(vec![part(Cash, 29_500, Some(50_000))]));
        assert_eq!(
            given.settled(LinePay, Money(29_500)),
            Ok(vec![part(LinePay, 29_500, None)]),
            "no change of a card"
        );
        assert_eq!(given.settled(Cash, Money(50_001)), Err(Refusal::TooLittleTendered));
    }

    #[test]
    fn parts_add_up_exactly_or_are_refused() {
        let parts = [part(Cash, 10_000, Some(20_000)), part(LinePay, 19_500, None)];
        assert_eq!(tender(&parts).settled(Cash, Money(29_500)), Ok(parts.to_vec()));
        for sum in [29_499, 29_501, 0] {
            assert_eq!(tender(&parts).settled(Cash, Money(sum)), Err(Refusal::PaymentsMismatch), "{sum}");
        }
        let short = [part(Cash, 10_000, Some(9_900)), part(LinePay, 19_500, None)];
        assert_eq!(tender(&short).settled(Cash, Money(29_500)), Err(Refusal::TooLittleTendered));
    }

    #[test]
    fn the_largest_part_names_the_method_of_the_order() {
        assert_eq!(leading(&[part(Cash, 1, None), part(LinePay, 2, None)]), Some(LinePay));
        assert_eq!(leading(&[part(Cash, 2, None), part(CreditCard, 2, None)]), Some(Cash));
        assert_eq!(leading(&[]), None);
    }

    #[test]
    fn each_field_has_its_range() {
        let places = |tender: &Tender| {
            tender.faults().iter().map(|fault| fault.loc[1..].join(".")).collect::<Vec<_>>()
        };
        assert!(places(&tender(&[part(Cash, 1, Some(0))])).is_empty());
        assert_eq!(
            places(&tender(&[part(Cash, 0, None), part(Cash, -5, Some(-1))])),
            ["payments.0.amount", "payments.1.amount", "payments.1.tendered"]
        );
        assert_eq!(places(&tender(&vec![part(Cash, 1, None); 6])), ["payments"]);
        assert_eq!(places(&Tender { tendered: Some(Money(-1)), ..Tender::default() }), ["tendered"]);
    }
}
