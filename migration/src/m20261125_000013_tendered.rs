//! What was handed over for a payment, and whether money of a cancelled order is still to be handed back.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{add_columns, drop_columns};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_columns(manager, "payments", vec![big_integer_null("tendered")]).await?;
        add_columns(manager, "orders", vec![boolean("refund_due").default(false).take()]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_columns(manager, "orders", &["refund_due"]).await?;
        drop_columns(manager, "payments", &["tendered"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
