//! What a manager approved for somebody else: once, for a short while, for one thing.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{NewTable, drop_all, one_of};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::of_store("approvals")
            .col(text("token_hash"))
            .col(one_of(text("deed"), &["discount", "refund", "cancel", "shift", "found"]))
            .col(text("subject"))
            .col(big_integer("asked_by_user_id"))
            .col(big_integer("approved_by_user_id"))
            .col(text("approved_by_username"))
            .col(text("approved_by_role"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("used_at"))
            .references("asked_by_user_id", "users")
            .references("approved_by_user_id", "users")
            .unique(&["token_hash"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["approvals"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
