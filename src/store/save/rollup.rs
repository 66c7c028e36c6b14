//! What was sold of each item on each day, brought up to date with the orders of the batch.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveValue::Set,
    DatabaseTransaction, DbErr, ExprTrait,
    sea_query::{Alias, Expr, OnConflict},
};

use super::{
    super::{STORE, entity::daily_item_sales, writer::Decided},
    insert,
};
use crate::{report::rollup::moved, write::State};

/// Adds what the batch's orders count for now and takes off what they counted for before.
pub(super) async fn rows(
    tx: &DatabaseTransaction,
    before: &State,
    after: &State,
    decided: &[Decided<'_>],
) -> Result<(), DbErr> {
    use daily_item_sales::Column::{BusinessDay, Cost, MenuItemId, Quantity, Revenue, StoreId};
    let touched: BTreeSet<i64> = decided
        .iter()
        .flat_map(|(_, c, _)| c.new_orders.iter().chain(&c.altered_orders))
        .map(|order| order.id)
        .collect();
    let orders = touched.iter().filter_map(|id| Some((before.orders.get(id), after.orders.get(id)?)));
    let rows = moved(orders).into_iter().map(|((day, item), sales)| daily_item_sales::ActiveModel {
        store_id: Set(STORE),
        business_day: Set(day.0),
        menu_item_id: Set(item),
        quantity: Set(sales.quantity),
        revenue: Set(sales.revenue.0),
        cost: Set(sales.cost.0),
    });
    let mut add = OnConflict::columns([StoreId, BusinessDay, MenuItemId]);
    for column in [Quantity, Revenue, Cost] {
        let kept = Expr::col((daily_item_sales::Entity, column));
        add.value(column, kept.add(Expr::col((Alias::new("excluded"), column))));
    }
    insert(tx, rows.collect(), Some(add)).await
}
