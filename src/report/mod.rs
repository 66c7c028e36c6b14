//! What the days were: sums over what was sold, paid and used. The store reads sums, the arithmetic is here.

mod hourly;
mod items;
mod overview;
mod payments;
mod prep;
mod range;
pub mod rollup;

use serde::{Deserialize, Serialize};

use crate::{Money, Percent, UnitCost, order::PaymentKind};

pub use hourly::{Hour, HourOfWeek, Hourly, OrderCount, Taking, hourly};
pub use items::{ItemSales, Items, SoldItem, items};
pub use overview::{Day, DayCount, DayTaking, Overview, TopItem, overview};
pub use payments::{MethodTaking, MethodTotal, Payments, payments};
pub use prep::{HourTimes, ItemPreps, ItemTimes, Percentiles, PrepTimes, Preps, percentiles_of, prep_times};
pub use range::{MOST_DAYS, Range};

/// Seconds of the quarters that moments are gathered in: every zone's clock is ahead of UTC by a whole number of them.
pub const QUARTER: i64 = 900;

/// A sum of money that came or went, as it is read: the kind gives the direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Which way.
    pub kind: PaymentKind,
    /// How much.
    pub amount: Money,
}

impl Flow {
    /// What it adds to the takings; a refund takes from them.
    pub fn net(self) -> Money {
        match self.kind {
            PaymentKind::Sale => self.amount,
            PaymentKind::Refund => -self.amount,
        }
    }
}

/// Divides, rounded half up; 0 where there is nothing to divide by.
fn divided(by_parts: i128, parts: i128) -> i64 {
    if parts <= 0 {
        return 0;
    }
    i64::try_from((2 * by_parts + parts).div_euclid(2 * parts)).unwrap_or(i64::MAX)
}

/// A cost in whole hundredths.
fn rounded(cost: UnitCost) -> Money {
    Money(divided(i128::from(cost.0), 10_000))
}

/// How much of the whole a part is. `None` where there is no whole.
fn percent(part: Money, whole: Money) -> Option<Percent> {
    (whole > Money::ZERO).then(|| Percent(divided(i128::from(part.0) * 10_000, whole.0.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_up() {
        for (what, parts, want) in [(5, 2, 3), (-5, 2, -2), (1, 3, 0), (2, 3, 1), (7, 0, 0), (-1, 3, 0)] {
            assert_eq!(divided(what, parts), want, "{what} / {parts}");
        }
        assert_eq!(rounded(UnitCost(1_005_000)), Money(101));
        assert_eq!(rounded(UnitCost(1_004_999)), Money(100));
        assert_eq!(percent(Money(1), Money(3)), Some(Percent(3333)));
        assert_eq!(percent(Money(2), Money(3)), Some(Percent(6667)));
        assert_eq!(percent(Money(2), Money(0)), None);
    }
}
