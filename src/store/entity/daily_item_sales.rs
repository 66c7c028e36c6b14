//! What was sold of each item on each day: sums, kept with the sales.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "daily_item_sales")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub store_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub business_day: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub menu_item_id: i64,
    /// Whole units, less those that were refunded.
    pub quantity: i64,
    /// Less discounts and refunds.
    pub revenue: i64,
    /// At the cost of the sale, in millionths.
    pub cost: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
