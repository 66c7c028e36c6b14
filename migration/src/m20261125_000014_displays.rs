//! Which event each display of the kitchen has shown, and when it was heard of last.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{NewTable, drop_all, not_negative};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::bare("displays")
            .store()
            .col(text("name"))
            .col(not_negative(big_integer("last_seq")))
            .col(big_integer("seen_at"))
            .key(&["store_id", "name"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["displays"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
