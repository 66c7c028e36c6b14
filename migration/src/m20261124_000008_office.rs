//! Counting the shelves, cash that goes by hand, and settings that readers can follow.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{NewTable, drop_all, not_negative, one_of, or, positive};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::of_store("stock_counts")
            .col(text_null("notes"))
            .col(big_integer("total_cost"))
            .col(big_integer_null("created_by"))
            .col(big_integer("created_at"))
            .references("created_by", "users")
            .index(&["store_id", "id"])
            .create(manager)
            .await?;

        // Name, unit and cost are those of the moment, as history never changes.
        NewTable::of_store("stock_count_lines")
            .col(big_integer("count_id"))
            .col(integer("position"))
            .col(big_integer("ingredient_id"))
            .col(text("ingredient_name"))
            .col(text("unit"))
            .col(big_integer("expected"))
            .col(not_negative(big_integer("counted")))
            .col(not_negative(big_integer("unit_cost")))
            .col(big_integer("cost"))
            .references("count_id", "stock_counts")
            .references("ingredient_id", "ingredients")
            .unique(&["count_id", "ingredient_id"])
            .create(manager)
            .await?;

        NewTable::of_store("cash_moves")
            .col(big_integer("shift_id"))
            .col(one_of(text("direction"), &["in", "out"]))
            .col(positive(big_integer("amount")))
            .col(text("reason"))
            .col(big_integer("created_by"))
            .col(text("created_by_username"))
            .col(big_integer("created_at"))
            .references("shift_id", "shifts")
            .references("created_by", "users")
            .index(&["shift_id"])
            .create(manager)
            .await?;

        // What somebody was called then. SQLite adds one column a statement.
        add(manager, "shifts", text_null("opened_by_username")).await?;
        add(manager, "shifts", text_null("closed_by_username")).await?;
        add(manager, "stores", or(not_negative(big_integer("settings_version")), 0)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            ("stores", "settings_version"),
            ("shifts", "closed_by_username"),
            ("shifts", "opened_by_username"),
        ] {
            manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
        }
        drop_all(manager, &["cash_moves", "stock_count_lines", "stock_counts"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).take()).await
}
