//! The shops, their settings, and who and what may sign in.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{NewTable, between, drop_all, not_negative, one_of, or};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // With the head row: event sequence, day, last call number and the end of the audit chain.
        NewTable::bare("stores")
            .col(big_pk_auto("id"))
            .col(text("name"))
            .col(text("zone"))
            .col(between(integer("day_start_hour"), 0, 23))
            .col(text("epoch"))
            .col(or(not_negative(big_integer("event_seq")), 0))
            .col(text("business_day"))
            .col(or(not_negative(integer("last_call_number")), 0))
            .col(or(not_negative(big_integer("audit_seq")), 0))
            .col(text("audit_hash"))
            .col(big_integer("created_at"))
            .create(manager)
            .await?;

        NewTable::bare("settings")
            .store()
            .col(text("key"))
            .col(text("value"))
            .col(big_integer("version"))
            .key(&["store_id", "key"])
            .create(manager)
            .await?;

        NewTable::of_store("users")
            .col(text("username"))
            .col(text("password_hash"))
            .col(one_of(text("role"), &["staff", "kitchen", "manager", "owner"]))
            .col(boolean("is_active"))
            .col(text_null("pin_hash"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .unique(&["store_id", "username"])
            .create(manager)
            .await?;

        NewTable::of_store("devices")
            .col(text("name"))
            .col(text("kind"))
            .col(text_null("token_hash"))
            .col(big_integer("created_at"))
            .col(big_integer_null("last_seen_at"))
            .col(big_integer_null("last_seq"))
            .col(big_integer_null("revoked_at"))
            .index(&["store_id"])
            .create(manager)
            .await?;

        NewTable::bare("sessions")
            .col(text("id").primary_key().take())
            .store()
            .col(big_integer("user_id"))
            .col(big_integer_null("device_id"))
            .col(boolean("is_browser"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer("absolute_expires_at"))
            .col(big_integer_null("revoked_at"))
            .references("user_id", "users")
            .references("device_id", "devices")
            .index(&["user_id"])
            .create(manager)
            .await?;

        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["sessions", "devices", "users", "settings", "stores"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
