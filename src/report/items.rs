//! What each item brought.

use serde::{Deserialize, Serialize};

use super::{Range, percent, rollup::Sales, rounded};
use crate::{Money, Percent, clock::BusinessDay};

/// What was sold of an item in some days, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoldItem {
    /// Row id.
    pub menu_item_id: i64,
    /// Its name now.
    pub menu_item_name: String,
    /// Its English name now.
    pub menu_item_name_en: Option<String>,
    /// How many, what they brought and what they cost.
    pub sales: Sales,
}

/// What each item brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = AnalyticsItems))]
pub struct Items {
    /// The first day.
    pub start_date: BusinessDay,
    /// The last day.
    pub end_date: BusinessDay,
    /// What all items brought, discounts and refunds taken off.
    pub revenue: Money,
    /// What they took out of stock, at the cost of their sale.
    pub cost: Money,
    /// Revenue less cost.
    pub margin: Money,
    /// The item that brought most comes first.
    pub items: Vec<ItemSales>,
}

/// What an item brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ItemSales {
    /// Row id.
    pub menu_item_id: i64,
    /// Its name now.
    pub menu_item_name: String,
    /// Its English name now.
    pub menu_item_name_en: Option<String>,
    /// How many were sold, less those that were refunded.
    pub quantity: i64,
    /// What they brought, discounts and refunds taken off.
    pub revenue: Money,
    /// What they took out of stock, at the cost of their sale.
    pub cost: Money,
    /// Revenue less cost.
    pub margin: Money,
    /// Its part of the revenue of all, in percent.
    pub share: Percent,
}

/// Puts the items in order.
pub fn items(range: &Range, mut sold: Vec<SoldItem>) -> Items {
    sold.sort_by_key(|item| {
        (std::cmp::Reverse((item.sales.revenue, item.sales.quantity)), item.menu_item_id)
    });
    let revenue: Money = sold.iter().map(|item| item.sales.revenue).sum();
    let cost = rounded(sold.iter().map(|item| item.sales.cost).sum());
    let one = |item: SoldItem| {
        let cost = rounded(item.sales.cost);
        ItemSales {
            menu_item_id: item.menu_item_id,
            menu_item_name: item.menu_item_name,
            menu_item_name_en: item.menu_item_name_en,
            quantity: item.sales.quantity,
            revenue: item.sales.revenue,
            cost,
            margin: item.sales.revenue - cost,
            share: percent(item.sales.revenue, revenue).unwrap_or_default(),
        }
    };
    Items {
        start_date: range.start.clone(),
        end_date: range.end.clone(),
        revenue,
        cost,
        margin: revenue - cost,
        items: sold.into_iter().map(one).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Outcome, UnitCost};

    fn item(id: i64, quantity: i64, revenue: i64, cost: i64) -> SoldItem {
        SoldItem {
            menu_item_id: id,
            menu_item_name: format!("item {id}"),
            menu_item_name_en: None,
            sales: Sales { quantity, revenue: Money(revenue), cost: UnitCost(cost) },
        }
    }

    #[test]
    fn what_brought_most_comes_first_with_its_share() -> Outcome<()> {
        let range = Range::of(None, None, &BusinessDay("2026-11-23".into()))?;
        // The costs are 1.005, 0.005 and 0: each is rounded for itself, and the sum is not the sum of the rounded.
        let found =
            items(&range, vec![item(1, 1, 1_000, 1_005_000), item(2, 3, 2_000, 5_000), item(3, 0, 0, 0)]);
        let rows: Vec<_> = found
            .items
            .iter()
            .map(|i| (i.menu_item_id, i.quantity, i.revenue.0, i.cost.0, i.margin.0, i.share.0))
            .collect();
        assert_eq!(
            rows,
            [(2, 3, 2_000, 1, 1_999, 6_667), (1, 1, 1_000, 101, 899, 3_333), (3, 0, 0, 0, 0, 0),]
        );
        assert_eq!((found.revenue, found.cost, found.margin), (Money(3_000), Money(101), Money(2_899)));
        let nothing = items(&range, vec![item(1, 0, 0, 7_000_000)]);
        assert_eq!((nothing.items[0].share, nothing.items[0].margin), (Percent::ZERO, Money(-700)));
        Ok(())
    }
}
