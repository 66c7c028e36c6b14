//! What was sold, paid, given back and taken out of stock.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{NewTable, drop_all, not_negative, one_of, or, positive};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let payment_methods = ["cash", "line_pay", "credit_card", "easycard", "other"];

        NewTable::of_store("shifts")
            .col(text("shift_name"))
            .col(one_of(text("status"), &["open", "closed"]))
            .col(not_negative(big_integer("opening_cash")))
            .col(not_negative(big_integer_null("actual_cash")))
            .col(text_null("notes"))
            .col(big_integer("opened_by"))
            .col(big_integer_null("closed_by"))
            .col(big_integer("opened_at"))
            .col(big_integer_null("closed_at"))
            .references("opened_by", "users")
            .references("closed_by", "users")
            .unique_where(&["store_id"], Expr::col("status").eq("open"))
            .index(&["store_id", "id"])
            .create(manager)
            .await?;

        NewTable::of_store("orders")
            .col(text("client_id"))
            .col(text("order_number"))
            .col(text("call_number"))
            .col(text("business_day"))
            .col(one_of(text("source"), &["dine_in", "takeout", "delivery"]))
            .col(one_of(text("status"), &["pending", "preparing", "ready", "completed", "cancelled"]))
            .col(one_of(text("payment_status"), &["unpaid", "paid", "refunded"]))
            .col(one_of(text("payment_method"), &payment_methods))
            .col(not_negative(big_integer("total_amount")))
            .col(or(not_negative(big_integer("discount")), 0))
            .col(text_null("discount_reason"))
            .col(text_null("table_no"))
            .col(text_null("customer_name"))
            .col(text_null("customer_phone"))
            .col(text_null("note"))
            .col(big_integer_null("due_at"))
            .col(boolean("held"))
            .col(big_integer_null("menu_version"))
            .col(big_integer_null("created_by"))
            .col(big_integer("created_at"))
            .col(big_integer_null("paid_at"))
            .col(big_integer_null("preparing_at"))
            .col(big_integer_null("ready_at"))
            .col(big_integer_null("completed_at"))
            .col(big_integer_null("cancelled_at"))
            .col(big_integer("last_seq"))
            .references("created_by", "users")
            .unique(&["store_id", "client_id"])
            .unique(&["store_id", "order_number"])
            .index(&["store_id", "id"])
            .index(&["store_id", "business_day", "status"])
            // Not a partial index: SQLite would not use one for a query whose words are bound parameters.
            .index(&["store_id", "status"])
            .create(manager)
            .await?;

        NewTable::of_store("order_lines")
            .col(big_integer("order_id"))
            .col(integer("position"))
            .col(big_integer("menu_item_id"))
            .col(text("menu_item_name"))
            .col(text_null("menu_item_name_en"))
            .col(positive(integer("quantity")))
            .col(not_negative(big_integer("unit_price")))
            .col(not_negative(big_integer("line_total")))
            .col(not_negative(big_integer("cost")))
            .col(text_null("note"))
            .col(text_null("combo_code"))
            .references("order_id", "orders")
            .references("menu_item_id", "menu_items")
            .index(&["order_id"])
            .create(manager)
            .await?;

        NewTable::of_store("order_line_modifiers")
            .col(big_integer("order_line_id"))
            .col(big_integer("modifier_id"))
            .col(text("name"))
            .col(text_null("name_en"))
            .col(big_integer("price_delta"))
            .references("order_line_id", "order_lines")
            .references("modifier_id", "modifiers")
            .index(&["order_line_id"])
            .create(manager)
            .await?;

        // What the recipe of the moment of sale took, so that undoing never asks today's recipe.
        NewTable::of_store("order_line_usage")
            .col(big_integer("order_id"))
            .col(big_integer("order_line_id"))
            .col(big_integer("ingredient_id"))
            .col(positive(big_integer("quantity")))
            .col(not_negative(big_integer("unit_cost")))
            .references("order_id", "orders")
            .references("order_line_id", "order_lines")
            .references("ingredient_id", "ingredients")
            .index(&["order_id"])
            .index(&["order_line_id"])
            .create(manager)
            .await?;

        // The kind gives the direction; the amount has no sign.
        NewTable::of_store("payments")
            .col(big_integer("order_id"))
            .col(one_of(text("kind"), &["sale", "refund"]))
            .col(one_of(text("method"), &payment_methods))
            .col(not_negative(big_integer("amount")))
            .col(big_integer_null("shift_id"))
            .col(text_null("client_id"))
            .col(big_integer_null("created_by"))
            .col(big_integer("created_at"))
            .references("order_id", "orders")
            .references("shift_id", "shifts")
            .references("created_by", "users")
            .unique(&["store_id", "client_id"])
            .index(&["order_id"])
            .index(&["shift_id"])
            .index(&["store_id", "created_at"])
            .create(manager)
            .await?;

        NewTable::of_store("refunds")
            .col(big_integer("order_id"))
            .col(big_integer_null("order_line_id"))
            .col(big_integer_null("payment_id"))
            .col(positive(integer_null("quantity")))
            .col(not_negative(big_integer("amount")))
            .col(boolean("restock"))
            .col(text_null("reason"))
            .col(big_integer_null("shift_id"))
            .col(big_integer_null("created_by"))
            .col(big_integer("created_at"))
            .references("order_id", "orders")
            .references("order_line_id", "order_lines")
            .references("payment_id", "payments")
            .references("shift_id", "shifts")
            .references("created_by", "users")
            .index(&["order_id"])
            .create(manager)
            .await?;

        // The ledger stands here and not with the ingredients, since its rows refer to orders.
        NewTable::of_store("stock_movements")
            .col(big_integer("ingredient_id"))
            .col(one_of(text("movement_type"), &["purchase", "usage", "waste", "adjustment"]))
            .col(big_integer("quantity").check(Expr::col("quantity").ne(0)).take())
            .col(not_negative(big_integer_null("unit_cost")))
            .col(text_null("reference"))
            .col(text_null("notes"))
            .col(big_integer_null("order_id"))
            .col(big_integer_null("user_id"))
            .col(big_integer("created_at"))
            .references("ingredient_id", "ingredients")
            .references("order_id", "orders")
            .references("user_id", "users")
            .index(&["store_id", "id"])
            .index(&["ingredient_id", "id"])
            .index(&["order_id"])
            .create(manager)
            .await?;

        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(
            manager,
            &[
                "stock_movements",
                "refunds",
                "payments",
                "order_line_usage",
                "order_line_modifiers",
                "order_lines",
                "orders",
                "shifts",
            ],
        )
        .await
    }

    // SQLite would otherwise keep half a step where one statement fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
