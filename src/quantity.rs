//! Amounts of an ingredient, and what one unit of it costs.

use crate::{Money, decimal::decimal_newtype};

decimal_newtype!(
    /// An amount of an ingredient in thousandths of its unit.
    Quantity,
    3
);

decimal_newtype!(
    /// What one unit of an ingredient costs, in millionths of NT$.
    UnitCost,
    6
);

impl Quantity {
    /// So many times this amount. `None` where it does not fit.
    pub fn times(self, count: u32) -> Option<Self> {
        self.0.checked_mul(i64::from(count)).map(Self)
    }
}

impl UnitCost {
    /// What so much costs, in millionths of NT$, rounded half up. `None` where it does not fit.
    pub fn of(self, quantity: Quantity) -> Option<UnitCost> {
        let exact = i128::from(self.0) * i128::from(quantity.0);
        let rounded = (exact + 500 * exact.signum()) / 1000;
        i64::try_from(rounded).ok().map(UnitCost)
    }

    /// What so much comes to in money, rounded half away from zero once. `None` where it does not fit.
    pub fn amount_for(self, quantity: Quantity) -> Option<Money> {
        // Millionths times thousandths; a hundredth has 10^7 of those.
        let exact = i128::from(self.0) * i128::from(quantity.0);
        let rounded = (exact + 5_000_000 * exact.signum()) / 10_000_000;
        i64::try_from(rounded).ok().map(Money)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_price_times_quantity() {
        // 1.5 eggs at NT$5.25 are NT$7.875.
        assert_eq!(UnitCost(5_250_000).of(Quantity(1_500)), Some(UnitCost(7_875_000)));
        assert_eq!(UnitCost(1).of(Quantity(500)), Some(UnitCost(1)), "half a millionth rounds up");
        assert_eq!(UnitCost(i64::MAX).of(Quantity(i64::MAX)), None);
    }

    #[test]
    fn an_amount_is_rounded_once_and_keeps_its_sign() {
        for (cost, quantity, amount) in [
            (5_250_000, 1_500, 788),
            (5_250_000, -1_500, -788),
            (4_999, 1_000, 0),
            (9_999_999, 0, 0),
            // 0.0049995: with a first rounding to six decimals it would come to a hundredth.
            (3_333, 1_500, 0),
            (3_334, 1_500, 1),
        ] {
            assert_eq!(
                UnitCost(cost).amount_for(Quantity(quantity)),
                Some(Money(amount)),
                "{cost} {quantity}"
            );
        }
        assert_eq!(UnitCost(i64::MAX).amount_for(Quantity(i64::MAX)), None);
    }
}
