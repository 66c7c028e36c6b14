//! What the payments and cash moves of a shift add up to.

use crate::{
    Money,
    order::{PaymentKind, PaymentMethod},
    shift::Direction,
};

/// The sums of a shift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Orders that have a sale in it.
    pub paid_orders: i64,
    /// Sales in cash.
    pub cash_sales: Money,
    /// Sales by other means.
    pub other_sales: Money,
    /// Refunds in cash.
    pub cash_refunds: Money,
    /// Refunds by other means.
    pub other_refunds: Money,
    /// Cash put in by hand.
    pub cash_in: Money,
    /// Cash taken out by hand.
    pub cash_out: Money,
}

impl Tally {
    /// Adds money that came or went for orders.
    pub fn add_payments(&mut self, kind: PaymentKind, method: PaymentMethod, amount: Money) {
        let sum = match (kind, method) {
            (PaymentKind::Sale, PaymentMethod::Cash) => &mut self.cash_sales,
            (PaymentKind::Sale, _) => &mut self.other_sales,
            (PaymentKind::Refund, PaymentMethod::Cash) => &mut self.cash_refunds,
            (PaymentKind::Refund, _) => &mut self.other_refunds,
        };
        *sum += amount;
    }

    /// Adds cash that went by hand.
    pub fn add_cash(&mut self, direction: Direction, amount: Money) {
        let sum = match direction {
            Direction::In => &mut self.cash_in,
            Direction::Out => &mut self.cash_out,
        };
        *sum += amount;
    }

    /// What should be in a drawer that began with so much.
    pub fn expected_cash(&self, opening_cash: Money) -> Money {
        opening_cash + self.cash_sales - self.cash_refunds + self.cash_in - self.cash_out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_money_has_its_own_sum() {
        let mut tally = Tally::default();
        for (amount, method) in (1..).zip(PaymentMethod::ALL) {
            tally.add_payments(PaymentKind::Sale, *method, Money(amount * 100));
            tally.add_payments(PaymentKind::Refund, *method, Money(amount));
        }
        tally.add_cash(Direction::In, Money(7));
        tally.add_cash(Direction::Out, Money(5));
        tally.add_cash(Direction::Out, Money(6));
        let others = 2 + 3 + 4 + 5;
        assert_eq!((tally.cash_sales, tally.other_sales), (Money(100), Money(others * 100)));
        assert_eq!((tally.cash_refunds, tally.other_refunds), (Money(1), Money(others)));
        assert_eq!((tally.cash_in, tally.cash_out), (Money(7), Money(11)));
        assert_eq!(tally.expected_cash(Money(1_000)), Money(1_000 + 100 - 1 + 7 - 11));
    }
}
