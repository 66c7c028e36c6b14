//! What happened, who did it, and what was answered.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::table::{NewTable, drop_all};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::bare("events")
            .store()
            .col(big_integer("seq"))
            .col(text("name"))
            .col(big_integer_null("order_id"))
            .col(text("body"))
            .col(big_integer("created_at"))
            .key(&["store_id", "seq"])
            .create(manager)
            .await?;

        NewTable::of_store("audit_logs")
            .col(big_integer("seq"))
            .col(big_integer_null("actor_user_id"))
            .col(text("actor_username"))
            .col(text("actor_role"))
            .col(boolean("auth_disabled"))
            .col(text_null("address"))
            .col(text("action"))
            .col(text("entity_type"))
            .col(text("entity_id"))
            .col(text("payload"))
            .col(text("prev_hash"))
            .col(text("hash"))
            .col(big_integer("created_at"))
            .references("actor_user_id", "users")
            .unique(&["store_id", "seq"])
            .create(manager)
            .await?;
        let connection = manager.get_connection();
        for statement in append_only(manager.get_database_backend()) {
            connection.execute_unprepared(statement).await?;
        }

        NewTable::bare("idempotency_keys")
            .store()
            .col(big_integer("user_id"))
            .col(text("method"))
            .col(text("path"))
            .col(text("key"))
            .col(text("body_hash"))
            .col(text("answer"))
            .col(big_integer("created_at"))
            .key(&["store_id", "user_id", "method", "path", "key"])
            .references("user_id", "users")
            .index(&["store_id", "created_at"])
            .create(manager)
            .await?;

        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in append_only_no_more(manager.get_database_backend()) {
            connection.execute_unprepared(statement).await?;
        }
        drop_all(manager, &["idempotency_keys", "audit_logs", "events"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// An audit line that can be altered proves nothing, so the database itself refuses.
fn append_only(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            // "or replace": a function outlives the tables where a schema is emptied table by table.
            "CREATE OR REPLACE FUNCTION audit_logs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'audit_logs is append-only'; END $$",
            "CREATE TRIGGER audit_logs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_logs \
             FOR EACH STATEMENT EXECUTE FUNCTION audit_logs_refuse_change()",
        ],
        _ => &[
            "CREATE TRIGGER audit_logs_no_update BEFORE UPDATE ON audit_logs \
             BEGIN SELECT RAISE(ABORT, 'audit_logs is append-only'); END",
            "CREATE TRIGGER audit_logs_no_delete BEFORE DELETE ON audit_logs \
             BEGIN SELECT RAISE(ABORT, 'audit_logs is append-only'); END",
        ],
    }
}

fn append_only_no_more(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => {
            &["DROP TRIGGER audit_logs_append_only ON audit_logs", "DROP FUNCTION audit_logs_refuse_change()"]
        }
        _ => &["DROP TRIGGER audit_logs_no_update", "DROP TRIGGER audit_logs_no_delete"],
    }
}
