//! What an order line knows of its bundle, how a discount was asked for, and when the kitchen got an order.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{add_columns, drop_columns};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        add_columns(
            manager,
            "orders",
            vec![
                big_integer_null("discount_amount"),
                big_integer_null("discount_percent"),
                big_integer_null("sent_at"),
            ],
        )
        .await?;
        // The kitchen had what was taken before there was anything to hold.
        let sent = Query::update().table("orders").value("sent_at", Expr::col("created_at")).to_owned();
        manager.execute(sent).await?;
        add_columns(manager, "order_lines", vec![big_integer_null("list_price"), integer_null("combo_group")])
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_columns(manager, "order_lines", &["combo_group", "list_price"]).await?;
        drop_columns(manager, "orders", &["sent_at", "discount_percent", "discount_amount"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
