//! What is in stock, and what each item takes of it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{NewTable, drop_all, not_negative, positive};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The last of three fences around the stock: the decision and the statement that writes it come first.
        NewTable::of_store("ingredients")
            .col(text("name"))
            .col(text("unit"))
            .col(not_negative(big_integer("on_hand")))
            .col(big_integer("reorder_level"))
            .col(big_integer_null("par_level"))
            .col(not_negative(big_integer("cost_per_unit")))
            .col(big_integer("version"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .unique(&["store_id", "name"])
            .create(manager)
            .await?;

        // Of an item or of a choice, never of both. Nulls are distinct, so each unique index sees only its own kind.
        NewTable::of_store("recipe_lines")
            .col(big_integer_null("menu_item_id"))
            .col(big_integer_null("modifier_id"))
            .col(big_integer("ingredient_id"))
            .col(positive(big_integer("quantity")))
            .col(integer("position"))
            .references("menu_item_id", "menu_items")
            .references("modifier_id", "modifiers")
            .references("ingredient_id", "ingredients")
            .check(Expr::col("menu_item_id").is_null().ne(Expr::col("modifier_id").is_null()))
            .unique(&["menu_item_id", "ingredient_id"])
            .unique(&["modifier_id", "ingredient_id"])
            .index(&["store_id"])
            .create(manager)
            .await?;

        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &["recipe_lines", "ingredients"]).await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
