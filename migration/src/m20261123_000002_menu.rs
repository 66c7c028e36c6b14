//! What is sold: items with their choices, and bundles.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{NewTable, between, drop_all, not_negative};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["menu_categories", "stations"] {
            NewTable::of_store(name)
                .col(text("name"))
                .col(text_null("name_en"))
                .col(integer("position"))
                .unique(&["store_id", "name"])
                .create(manager)
                .await?;
        }

        NewTable::of_store("menu_items")
            .col(big_integer_null("category_id"))
            .col(big_integer_null("station_id"))
            .col(text("name"))
            .col(text_null("name_en"))
            .col(not_negative(big_integer("price")))
            .col(boolean("is_active"))
            .col(text_null("sold_out_day"))
            .col(integer("position"))
            .col(big_integer("version"))
            .col(big_integer("created_at"))
            .col(big_integer("updated_at"))
            .references("category_id", "menu_categories")
            .references("station_id", "stations")
            .unique(&["store_id", "name"])
            .create(manager)
            .await?;

        NewTable::of_store("modifier_groups")
            .col(text("name"))
            .col(text_null("name_en"))
            .col(not_negative(integer("min_choices")))
            .col(integer("max_choices"))
            .col(integer("position"))
            .check(Expr::col("max_choices").gte(Expr::col("min_choices")))
            .index(&["store_id"])
            .create(manager)
            .await?;

        // A choice may make an item cheaper, so its price has no lower bound of its own.
        NewTable::of_store("modifiers")
            .col(big_integer("group_id"))
            .col(text("name"))
            .col(text_null("name_en"))
            .col(big_integer("price_delta"))
            .col(boolean("is_default"))
            .col(boolean("is_active"))
            .col(integer("position"))
            .references("group_id", "modifier_groups")
            .index(&["store_id"])
            .index(&["group_id"])
            .create(manager)
            .await?;

        NewTable::bare("item_modifier_groups")
            .col(big_integer("menu_item_id"))
            .col(big_integer("group_id"))
            .store()
            .col(integer("position"))
            .key(&["menu_item_id", "group_id"])
            .references("menu_item_id", "menu_items")
            .references("group_id", "modifier_groups")
            .index(&["store_id"])
            .index(&["group_id"])
            .create(manager)
            .await?;

        NewTable::of_store("combo_rules")
            .col(text("code"))
            .col(text("name"))
            .col(not_negative(big_integer("bundle_price")))
            .col(not_negative(big_integer_null("max_drink_price")))
            .col(between(integer("drink_choice_count"), 0, 20))
            .col(between(integer("side_choice_count"), 0, 20))
            .col(text_null("raw_rule_text"))
            .col(boolean("is_active"))
            .col(big_integer("version"))
            .unique(&["store_id", "code"])
            .create(manager)
            .await?;

        NewTable::bare("combo_drinks")
            .col(big_integer("combo_id"))
            .col(big_integer("menu_item_id"))
            .store()
            .col(integer("position"))
            .key(&["combo_id", "menu_item_id"])
            .references("combo_id", "combo_rules")
            .references("menu_item_id", "menu_items")
            .index(&["store_id"])
            .create(manager)
            .await?;

        NewTable::of_store("combo_sides")
            .col(big_integer("combo_id"))
            .col(text("code"))
            .col(text("name"))
            .col(text_null("items"))
            .col(integer("position"))
            .references("combo_id", "combo_rules")
            .unique(&["combo_id", "code"])
            .index(&["store_id"])
            .create(manager)
            .await?;

        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(
            manager,
            &[
                "combo_sides",
                "combo_drinks",
                "combo_rules",
                "item_modifier_groups",
                "modifiers",
                "modifier_groups",
                "menu_items",
                "stations",
                "menu_categories",
            ],
        )
        .await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
