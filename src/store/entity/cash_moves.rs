//! Cash that went into the drawer or out of it by hand.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cash_moves")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub shift_id: i64,
    pub direction: String,
    /// Without a sign: `direction` gives it.
    pub amount: i64,
    pub reason: String,
    pub created_by: i64,
    /// What they were called then.
    pub created_by_username: String,
    pub created_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
