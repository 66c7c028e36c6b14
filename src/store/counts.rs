//! Counts of the shelves.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    STORE, Store,
    entity::{stock_count_lines, stock_counts},
};
use crate::{
    Moment, Money, Outcome, Quantity, UnitCost,
    stock::{StockCount, StockCountLine},
};

impl Store {
    /// The newest counts with their lines.
    pub(crate) async fn stock_counts(&self, limit: u64) -> Outcome<Vec<StockCount>> {
        let tx = self.snapshot().await?;
        let counts = stock_counts::Entity::find()
            .filter(stock_counts::Column::StoreId.eq(STORE))
            .order_by_desc(stock_counts::Column::Id)
            .limit(limit)
            .all(&tx)
            .await?;
        let mut lines: BTreeMap<i64, Vec<StockCountLine>> = BTreeMap::new();
        let rows = stock_count_lines::Entity::find()
            .filter(stock_count_lines::Column::CountId.is_in(counts.iter().map(|count| count.id)))
            .order_by_asc(stock_count_lines::Column::Position)
            .all(&tx)
            .await?;
        tx.commit().await?;
        for row in rows {
            lines.entry(row.count_id).or_default().push(StockCountLine {
                ingredient_id: row.ingredient_id,
                ingredient_name: row.ingredient_name,
                unit: row.unit,
                expected: Quantity(row.expected),
                counted: Quantity(row.counted),
                difference: Quantity(row.counted - row.expected),
                cost: Money(row.cost),
                unit_cost: UnitCost(row.unit_cost),
            });
        }
        Ok(counts
            .into_iter()
            .map(|row| StockCount {
                id: row.id,
                created_at: Moment(row.created_at),
                notes: row.notes,
                lines: lines.remove(&row.id).unwrap_or_default(),
                total_cost: Money(row.total_cost),
            })
            .collect())
    }
}
