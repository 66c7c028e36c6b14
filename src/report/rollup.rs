//! What an order adds to the sales of its day, item by item: the rule behind `daily_item_sales`.

use std::collections::BTreeMap;

use crate::{
    Money, UnitCost,
    clock::BusinessDay,
    order::{Line, Order, OrderStatus, allocate},
};

/// What is counted of a line's cost at most, NT$1,000,000,000: sums over many lines stay far below overflow.
const HIGHEST_COST: i128 = 1_000_000_000_000_000;

/// What discounts are shared out in, as where lines are refunded.
const SHARE_COIN: Money = Money(100);

/// What was sold of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sales {
    /// How many, less those that were refunded.
    pub quantity: i64,
    /// What they brought, less discounts and refunds.
    pub revenue: Money,
    /// What they took out of stock, at the cost of the sale.
    pub cost: UnitCost,
}

impl Sales {
    fn add(&mut self, other: Self, sign: i64) {
        self.quantity += sign * other.quantity;
        self.revenue += Money(sign * other.revenue.0);
        self.cost += UnitCost(sign * other.cost.0);
    }
}

/// What an order counts for, by item. It counts once it is paid and until it is cancelled.
pub fn sales_of(order: &Order) -> BTreeMap<i64, Sales> {
    let mut sales: BTreeMap<i64, Sales> = BTreeMap::new();
    if order.paid_at.is_none() || order.status == OrderStatus::Cancelled {
        return sales;
    }
    let weights: Vec<i64> = order.items.iter().map(|line| line.line_total.0).collect();
    let discounts = allocate(order.discount, &weights, SHARE_COIN);
    for (line, discount) in order.items.iter().zip(discounts) {
        let sold = Sales {
            quantity: i64::from(line.quantity) - i64::from(line.refunded_quantity),
            revenue: line.line_total - discount - line.refunded_amount,
            cost: cost_of(line),
        };
        sales.entry(line.menu_item_id).or_default().add(sold, 1);
    }
    sales
}

/// What a line took out of stock and did not give back.
fn cost_of(line: &Line) -> UnitCost {
    let exact = |usage: &crate::order::Usage| {
        usage.unit_cost.of(usage.quantity).map_or(HIGHEST_COST, |cost| i128::from(cost.0))
    };
    let whole = line.usage.iter().map(exact).sum::<i128>().min(HIGHEST_COST);
    let given_back = match line.quantity {
        0 => 0,
        quantity => whole * i128::from(line.restocked_quantity) / i128::from(quantity),
    };
    UnitCost(i64::try_from(whole - given_back).unwrap_or(0))
}

/// What orders add to the sales of each day and item when they become what they are now; before, they may not have
/// been there. What stays as it was is left out.
pub fn moved<'a>(
    orders: impl Iterator<Item = (Option<&'a Order>, &'a Order)>,
) -> BTreeMap<(BusinessDay, i64), Sales> {
    let mut moved: BTreeMap<(BusinessDay, i64), Sales> = BTreeMap::new();
    for (before, after) in orders {
        for (order, sign) in before.map(|order| (order, -1)).into_iter().chain([(after, 1)]) {
            for (item, sales) in sales_of(order) {
                moved.entry((order.business_day.clone(), item)).or_default().add(sales, sign);
            }
        }
    }
    moved.retain(|_, sales| *sales != Sales::default());
    moved
}

#[cfg(test)]
#[path = "rollup_tests.rs"]
pub(crate) mod tests;
