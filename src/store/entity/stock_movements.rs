//! The ledger: stock is what its rows add up to.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stock_movements")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub ingredient_id: i64,
    pub movement_type: String,
    /// Signed: what was taken is negative.
    pub quantity: i64,
    pub unit_cost: Option<i64>,
    pub reference: Option<String>,
    pub notes: Option<String>,
    pub order_id: Option<i64>,
    pub user_id: Option<i64>,
    pub created_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
