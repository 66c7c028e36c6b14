//! What was counted, and what the ledger had expected.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stock_count_lines")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub count_id: i64,
    pub position: i32,
    pub ingredient_id: i64,
    pub ingredient_name: String,
    pub unit: String,
    pub expected: i64,
    pub counted: i64,
    pub unit_cost: i64,
    /// What the difference is worth, signed.
    pub cost: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
