//! One choice of a group.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "modifiers")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub group_id: i64,
    pub name: String,
    pub name_en: Option<String>,
    /// May be negative.
    pub price_delta: i64,
    pub is_default: bool,
    pub is_active: bool,
    pub position: i32,
    /// Not in the group any more.
    pub removed: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
