//! What the kitchen knows of an order: which station makes a line, what is made already, what comes first, and what it
//! has not acknowledged yet.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{add_columns, drop_columns};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Few orders have a notice, and the wall asks for them among all there ever were.
const NOTICES: &str = "orders_store_id_kitchen_notice_idx";
/// What was collected last, for the recall.
const COMPLETED: &str = "orders_store_id_completed_at_idx";

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
            .col("last_seq")
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
        manager.create_index(index).await
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
