//! The days at a glance.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Flow, Range, SoldItem, divided, percent, rounded};
use crate::{
    Money, Percent, UnitCost,
    clock::BusinessDay,
    stock::{Ingredient, LowStock},
};

/// How many items are named.
const TOP: usize = 5;

/// Money of a day's orders, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayTaking {
    /// The orders' day.
    pub day: BusinessDay,
    /// The money.
    pub flow: Flow,
}

/// How many paid orders a day has, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The orders' day.
    pub day: BusinessDay,
    /// How many.
    pub orders: i64,
}

/// The days at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = AnalyticsOverview))]
pub struct Overview {
    /// The first day.
    pub start_date: BusinessDay,
    /// The last day.
    pub end_date: BusinessDay,
    /// What the orders of these days brought, refunds taken off.
    pub total_revenue: Money,
    /// How many of them are paid.
    pub total_orders: i64,
    /// Revenue by order.
    pub average_ticket: Money,
    /// What is in stock now, at its present cost.
    pub inventory_value: Money,
    /// What the sold items took out of stock, at the cost of their sale.
    pub food_cost: Money,
    /// Revenue less food cost.
    pub margin: Money,
    /// Food cost as a share of the revenue; none without revenue.
    pub food_cost_percent: Option<Percent>,
    /// What was sold most, five items at most.
    pub top_items: Vec<TopItem>,
    /// What runs low now.
    pub low_stock: Vec<LowStock>,
    /// The days that had sales, the first one first.
    pub daily_sales: Vec<Day>,
}

/// An item that was sold much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TopItem {
    /// Row id.
    pub menu_item_id: i64,
    /// Its name now.
    pub menu_item_name: String,
    /// Its English name now.
    pub menu_item_name_en: Option<String>,
    /// How many were sold.
    pub quantity: i64,
    /// What they brought.
    pub revenue: Money,
}

/// A day that had sales.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = AnalyticsDay))]
pub struct Day {
    /// The shop's day.
    pub day: BusinessDay,
    /// What its orders brought, refunds taken off.
    pub revenue: Money,
    /// How many of them are paid.
    pub orders: i64,
}

/// Puts the days together.
pub fn overview(
    range: &Range,
    takings: &[DayTaking],
    counts: &[DayCount],
    sold: Vec<SoldItem>,
    stock: &[Ingredient],
) -> Overview {
    let mut days: BTreeMap<&BusinessDay, (Money, i64)> = BTreeMap::new();
    for taking in takings {
        days.entry(&taking.day).or_default().0 += taking.flow.net();
    }
    for count in counts {
        days.entry(&count.day).or_default().1 += count.orders;
    }
    // A day on which every sale was undone had none.
    days.retain(|_, day| *day != (Money::ZERO, 0));
    let total_revenue = days.values().map(|(revenue, _)| *revenue).sum();
    let total_orders = days.values().map(|(_, orders)| orders).sum();
    let food_cost = rounded(sold.iter().map(|item| item.sales.cost).sum::<UnitCost>());
    let daily_sales =
        days.into_iter().map(|(day, (revenue, orders))| Day { day: day.clone(), revenue, orders });
    Overview {
        start_date: range.start.clone(),
        end_date: range.end.clone(),
        total_revenue,
        total_orders,
        average_ticket: Money(divided(total_revenue.0.into(), total_orders.into())),
        inventory_value: value_of(stock),
        food_cost,
        margin: total_revenue - food_cost,
        food_cost_percent: percent(food_cost, total_revenue),
        top_items: top(sold),
        low_stock: stock.iter().filter(|i| i.is_low()).map(LowStock::from).collect(),
        daily_sales: daily_sales.collect(),
    }
}

/// What all of it costs, rounded once at the end.
fn value_of(stock: &[Ingredient]) -> Money {
    let exact = |i: &Ingredient| i128::from(i.current_stock.0) * i128::from(i.cost_per_unit.0);
    // Thousandths times millionths are 10^-9; money is kept in 10^-2.
    Money(divided(stock.iter().map(exact).sum(), 10_000_000))
}

/// The items that were sold most; among equals the one that brought more.
fn top(mut sold: Vec<SoldItem>) -> Vec<TopItem> {
    sold.retain(|item| item.sales.quantity > 0);
    sold.sort_by_key(|item| {
        (std::cmp::Reverse((item.sales.quantity, item.sales.revenue)), item.menu_item_id)
    });
    sold.truncate(TOP);
    let named = |item: SoldItem| TopItem {
        menu_item_id: item.menu_item_id,
        menu_item_name: item.menu_item_name,
        menu_item_name_en: item.menu_item_name_en,
        quantity: item.sales.quantity,
        revenue: item.sales.revenue,
    };
    sold.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Outcome, Quantity, order::PaymentKind, report::rollup::Sales};

    fn taking(day: &str, kind: PaymentKind, amount: i64) -> DayTaking {
        DayTaking { day: BusinessDay(day.into()), flow: Flow { kind, amount: Money(amount) } }
    }

    fn count(day: &str, orders: i64) -> DayCount {
        DayCount { day: BusinessDay(day.into()), orders }
    }

    fn item(id: i64, quantity: i64, revenue: i64, cost: i64) -> SoldItem {
        SoldItem {
            menu_item_id: id,
            menu_item_name: format!("item {id}"),
            menu_item_name_en: None,
            sales: Sales { quantity, revenue: Money(revenue), cost: UnitCost(cost) },
        }
    }

    fn ingredient(id: i64, stock: i64, level: i64, cost: i64) -> Ingredient {
        Ingredient {
            id,
            name: format!("ingredient {id}"),
            unit: "g".into(),
            current_stock: Quantity(stock),
            reorder_level: Quantity(level),
            cost_per_unit: UnitCost(cost),
        }
    }

    fn week() -> Outcome<Range> {
        Range::of(Some("2026-11-17"), Some("2026-11-23"), &BusinessDay::default())
    }

    #[test]
    fn the_days_are_summed_and_refunds_taken_off() -> Outcome<()> {
        use PaymentKind::{Refund, Sale};
        let takings = [
            taking("2026-11-22", Sale, 10_000),
            taking("2026-11-20", Sale, 5_000),
            taking("2026-11-22", Refund, 2_500),
            taking("2026-11-21", Sale, 3_000),
            taking("2026-11-21", Refund, 3_000),
        ];
        // A day with a free order only has sales; one whose sales were undone has none.
        let counts = [count("2026-11-23", 1), count("2026-11-22", 2), count("2026-11-20", 1)];
        let sold = vec![item(1, 2, 5_000, 10_004_999), item(2, 1, 7_500, 20_000_001)];
        let found = overview(&week()?, &takings, &counts, sold, &[]);
        let days: Vec<_> =
            found.daily_sales.iter().map(|d| (d.day.0.as_str(), d.revenue.0, d.orders)).collect();
        assert_eq!(days, [("2026-11-20", 5_000, 1), ("2026-11-22", 7_500, 2), ("2026-11-23", 0, 1)]);
        assert_eq!((found.total_revenue, found.total_orders), (Money(12_500), 4));
        assert_eq!(found.average_ticket, Money(3_125));
        assert_eq!((found.food_cost, found.margin), (Money(3_001), Money(9_499)), "30.005 is rounded up");
        assert_eq!(found.food_cost_percent, Some(Percent(2_401)));
        Ok(())
    }

    #[test]
    fn averages_are_rounded_half_up_and_nothing_is_divided_by_nothing() -> Outcome<()> {
        let sale = [taking("2026-11-22", PaymentKind::Sale, 1_001)];
        let found = overview(&week()?, &sale, &[count("2026-11-22", 2)], vec![], &[]);
        assert_eq!(found.average_ticket, Money(501));
        let none = overview(&week()?, &[], &[], vec![item(1, 0, 0, 5_000_000)], &[]);
        assert_eq!((none.average_ticket, none.food_cost_percent), (Money::ZERO, None));
        assert_eq!((none.food_cost, none.margin), (Money(500), Money(-500)), "refunded, and not put back");
        assert!(none.daily_sales.is_empty() && none.top_items.is_empty());
        Ok(())
    }

    #[test]
    fn five_by_quantity_then_by_revenue() -> Outcome<()> {
        let sold = vec![
            item(1, 3, 100, 0),
            item(2, 9, 100, 0),
            item(3, 3, 300, 0),
            item(4, 0, 0, 1),
            item(5, 3, 100, 0),
            item(6, 1, 900, 0),
            item(7, 4, 100, 0),
        ];
        let found = overview(&week()?, &[], &[], sold, &[]);
        let ids: Vec<i64> = found.top_items.iter().map(|item| item.menu_item_id).collect();
        assert_eq!(ids, [2, 7, 3, 1, 5]);
        Ok(())
    }

    #[test]
    fn stock_is_valued_exactly_and_rounded_once() -> Outcome<()> {
        // 0.0015, 0.0015 and 0.002: each of them alone would be nothing.
        let few =
            [ingredient(1, 1, 0, 1_500_000), ingredient(2, 1, 5, 1_500_000), ingredient(3, 2, 2, 1_000_000)];
        let found = overview(&week()?, &[], &[], vec![], &few);
        assert_eq!(found.inventory_value, Money(1), "0.005");
        let low: Vec<&str> = found.low_stock.iter().map(|l| l.ingredient_name.as_str()).collect();
        assert_eq!(low, ["ingredient 2", "ingredient 3"]);
        Ok(())
    }
}
