//! Bundles at a price of their own.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "combo_rules")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub code: String,
    pub name: String,
    pub bundle_price: i64,
    /// Information; it is not enforced.
    pub max_drink_price: Option<i64>,
    pub drink_choice_count: i32,
    pub side_choice_count: i32,
    pub raw_rule_text: Option<String>,
    pub is_active: bool,
    pub version: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
