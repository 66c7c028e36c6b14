//! What of an order was given back, and why.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refunds")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub order_id: i64,
    pub order_line_id: Option<i64>,
    pub payment_id: Option<i64>,
    pub quantity: Option<i32>,
    pub amount: i64,
    pub restock: bool,
    pub reason: Option<String>,
    pub shift_id: Option<i64>,
    pub created_by: Option<i64>,
    pub created_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
