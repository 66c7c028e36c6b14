//! Amounts of an ingredient, and what one unit of it costs.

use crate::decimal::decimal_newtype;

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
}
