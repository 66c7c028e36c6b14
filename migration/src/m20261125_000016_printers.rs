//! Printers, and the papers that wait for them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{NewTable, between, drop_all, not_negative, one_of};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::of_store("printers")
            .col(text("name"))
            .col(text("host"))
            .col(between(integer("port"), 1, 65_535))
            .col(integer("width"))
            .col(one_of(text("language"), &["zh-TW", "en"]))
            .col(one_of(text("receipts"), &["on_payment", "on_demand"]))
            .col(one_of(text("tickets"), &["none", "all", "stations"]))
            // Ids with commas between them: they are read and written together with the printer only.
            .col(text("station_ids"))
            .col(boolean("is_active"))
            .col(not_negative(big_integer("position")))
            .unique(&["store_id", "name"])
            .create(manager)
            .await?;

        NewTable::of_store("print_jobs")
            .col(big_integer("printer_id"))
            .col(one_of(text("kind"), &["receipt", "kitchen"]))
            .col(big_integer_null("order_id"))
            .col(one_of(text("change"), &["new", "changed", "void"]))
            .col(boolean("is_copy"))
            .col(big_integer_null("event_seq"))
            .col(one_of(text("status"), &["queued", "printing", "done", "failed"]))
            .col(not_negative(integer("tries")))
            .col(text_null("last_error"))
            .col(big_integer("not_before"))
            .col(big_integer("created_at"))
            .col(big_integer_null("finished_at"))
            .col(text_null("owner"))
            .references("printer_id", "printers")
            .references("order_id", "orders")
            // An event never prints twice on a printer.
            .unique_where(&["printer_id", "kind", "event_seq"], Expr::col("event_seq").is_not_null())
            .index(&["store_id", "status"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["print_jobs", "printers"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
