//! What the recipe of a line took at the sale, for cancelling and amending.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_line_usage")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub order_id: i64,
    pub order_line_id: i64,
    pub ingredient_id: i64,
    /// Of the whole line.
    pub quantity: i64,
    pub unit_cost: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
