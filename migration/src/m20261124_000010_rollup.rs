//! What was sold of each item on each day, kept with the sales, so that a report need not read them all.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{NewTable, drop_all};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No check that the sums are not negative: PostgreSQL would apply it to what is added, too.
        NewTable::bare("daily_item_sales")
            .store()
            .col(text("business_day"))
            .col(big_integer("menu_item_id"))
            .col(big_integer("quantity"))
            .col(big_integer("revenue"))
            .col(big_integer("cost"))
            .key(&["store_id", "business_day", "menu_item_id"])
            .references("menu_item_id", "menu_items")
            .create(manager)
            .await?;

        // What was sold before: orders had no discounts and no refunds of single lines then.
        manager
            .get_connection()
            .execute_unprepared(
                "INSERT INTO daily_item_sales (store_id, business_day, menu_item_id, quantity, revenue, cost) \
                 SELECT o.store_id, o.business_day, l.menu_item_id, SUM(l.quantity), SUM(l.line_total), SUM(l.cost) \
                 FROM orders o JOIN order_lines l ON l.order_id = o.id \
                 WHERE o.paid_at IS NOT NULL AND o.status <> 'cancelled' \
                 GROUP BY o.store_id, o.business_day, l.menu_item_id",
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["daily_item_sales"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
