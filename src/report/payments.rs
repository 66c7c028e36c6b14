//! How the money came and went.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Flow, Range};
use crate::{
    Money,
    clock::BusinessDay,
    order::{PaymentKind, PaymentMethod},
};

/// Money that came or went by a method, as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodTaking {
    /// How.
    pub method: PaymentMethod,
    /// The money.
    pub flow: Flow,
    /// In how many payments.
    pub count: i64,
}

/// How the money came and went for the orders of some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = AnalyticsPayments))]
pub struct Payments {
    /// The first day.
    pub start_date: BusinessDay,
    /// The last day.
    pub end_date: BusinessDay,
    /// What came, by all methods.
    pub sales: Money,
    /// What went back.
    pub refunds: Money,
    /// What stayed.
    pub net: Money,
    /// The methods that were used.
    pub methods: Vec<MethodTotal>,
}

/// What came and went by a method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MethodTotal {
    /// How.
    pub method: PaymentMethod,
    /// What came.
    pub sales: Money,
    /// What went back.
    pub refunds: Money,
    /// What stayed.
    pub net: Money,
    /// How often money came.
    pub count: i64,
    /// How often money went back.
    pub refund_count: i64,
}

/// Puts the methods in order.
pub fn payments(range: &Range, takings: &[MethodTaking]) -> Payments {
    let mut methods: BTreeMap<PaymentMethod, MethodTotal> = BTreeMap::new();
    for taking in takings {
        let total = methods.entry(taking.method).or_insert_with(|| MethodTotal {
            method: taking.method,
            sales: Money::ZERO,
            refunds: Money::ZERO,
            net: Money::ZERO,
            count: 0,
            refund_count: 0,
        });
        let (amount, count) = match taking.flow.kind {
            PaymentKind::Sale => (&mut total.sales, &mut total.count),
            PaymentKind::Refund => (&mut total.refunds, &mut total.refund_count),
        };
        *amount += taking.flow.amount;
        *count += taking.count;
        total.net += taking.flow.net();
    }
    let sum = |of: fn(&MethodTotal) -> Money| methods.values().map(of).sum();
    Payments {
        start_date: range.start.clone(),
        end_date: range.end.clone(),
        sales: sum(|total| total.sales),
        refunds: sum(|total| total.refunds),
        net: sum(|total| total.net),
        methods: methods.into_values().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Outcome;

    #[test]
    fn each_method_has_its_sales_and_refunds() -> Outcome<()> {
        use PaymentKind::{Refund, Sale};
        let range = Range::of(None, None, &BusinessDay("2026-11-23".into()))?;
        let taking = |method, kind, amount, count| MethodTaking {
            method,
            flow: Flow { kind, amount: Money(amount) },
            count,
        };
        let found = payments(
            &range,
            &[
                taking(PaymentMethod::LinePay, Sale, 700, 1),
                taking(PaymentMethod::Cash, Refund, 300, 1),
                taking(PaymentMethod::Cash, Sale, 1_000, 4),
            ],
        );
        let rows: Vec<_> = found
            .methods
            .iter()
            .map(|m| (m.method.as_str(), m.sales.0, m.refunds.0, m.net.0, m.count, m.refund_count))
            .collect();
        assert_eq!(rows, [("cash", 1_000, 300, 700, 4, 1), ("line_pay", 700, 0, 700, 1, 0)]);
        assert_eq!((found.sales, found.refunds, found.net), (Money(1_700), Money(300), Money(1_400)));
        Ok(())
    }
}
