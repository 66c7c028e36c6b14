//! Money in hundredths of a New Taiwan dollar.

use crate::decimal::decimal_newtype;

decimal_newtype!(
    /// An amount in hundredths of NT$; on the wire a JSON number such as `65` or `65.5`.
    Money,
    2
);

decimal_newtype!(
    /// A share in hundredths of a percent; on the wire a JSON number such as `10` or `12.5`.
    Percent,
    2
);

impl Money {
    /// The highest price that is kept: 9,999,999.99 (the contract's bound).
    pub const HIGHEST_PRICE: Self = Self(999_999_999);

    /// So many times this amount. `None` where it does not fit.
    pub fn times(self, count: u32) -> Option<Self> {
        self.0.checked_mul(i64::from(count)).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_amounts_have_no_decimals_on_the_wire() {
        let json = serde_json::to_string(&[Money(6500), Money(6550), Money(-5)]).unwrap_or_default();
        assert_eq!(json, "[65,65.5,-0.05]");
        assert_eq!(
            serde_json::from_str::<Vec<Money>>("[65,65.5,-0.05]").ok(),
            Some(vec![Money(6500), Money(6550), Money(-5)])
        );
        assert!(serde_json::from_str::<Money>("\"65\"").is_err(), "a string is no number");
    }

    #[test]
    fn survives_a_value_on_the_way() {
        let value = serde_json::to_value(Money(6550)).unwrap_or_default();
        assert_eq!(serde_json::from_value::<Money>(value).ok(), Some(Money(6550)));
    }
}
