//! What the kitchen knows of an order: which station makes a line, what is made already, what comes first, and what it
//! has not acknowledged yet.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{add_columns, drop_columns};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Few orders have a notice, and the wall asks for those that were called off lately among all there ever were.
const NOTICES: &str = "orders_store_id_cancelled_at_idx";
/// What was collected last, for the recall.
const COMPLETED: &str = "orders_store_id_completed_at_idx";

/// What the kitchen works on now is made where the menu says now: a line did not keep that before.
const STATIONS: &str = "UPDATE order_lines SET station_id = (\
     SELECT COALESCE(i.station_id, c.station_id) \
     FROM menu_items i LEFT JOIN menu_categories c ON c.id = i.category_id WHERE i.id = order_lines.menu_item_id) \
     WHERE order_id IN (SELECT id FROM orders WHERE status IN ('pending', 'preparing', 'ready'))";
/// What is ready or collected was made: otherwise its tickets would ask for it once more.
const MADE: &str = "UPDATE order_lines SET bumped_at = (\
     SELECT COALESCE(o.ready_at, o.completed_at, o.created_at) FROM orders o WHERE o.id = order_lines.order_id) \
     WHERE order_id IN (SELECT id FROM orders WHERE status IN ('ready', 'completed'))";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let lines = vec![big_integer_null("station_id"), big_integer_null("bumped_at")];
        add_columns(manager, "order_lines", lines).await?;
        let orders = vec![text_null("kitchen_notice"), big_integer_null("priority_at")];
        add_columns(manager, "orders", orders).await?;
        let index = Index::create()
            .name(NOTICES)
            .table("orders")
            .col("store_id")
            .col("cancelled_at")
            .and_where(Expr::col("kitchen_notice").is_not_null())
            .take();
        manager.create_index(index).await?;
        let index = Index::create()
            .name(COMPLETED)
            .table("orders")
            .col("store_id")
            .col("completed_at")
            .and_where(Expr::col("completed_at").is_not_null())
            .take();
        manager.create_index(index).await?;
        for statement in [STATIONS, MADE] {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [COMPLETED, NOTICES] {
            manager.drop_index(Index::drop().name(name).table("orders").to_owned()).await?;
        }
        drop_columns(manager, "orders", &["priority_at", "kitchen_notice"]).await?;
        drop_columns(manager, "order_lines", &["bumped_at", "station_id"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
