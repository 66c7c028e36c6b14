//! The cash drawer from opening to counting.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shifts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub shift_name: String,
    pub status: String,
    pub opening_cash: i64,
    pub actual_cash: Option<i64>,
    pub notes: Option<String>,
    pub opened_by: i64,
    pub closed_by: Option<i64>,
    pub opened_at: i64,
    pub closed_at: Option<i64>,
    /// What they were called then.
    pub opened_by_username: Option<String>,
    pub closed_by_username: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
