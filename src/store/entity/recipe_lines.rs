//! What one unit of an item, or one choice, takes out of stock.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recipe_lines")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    /// Either this or `modifier_id`.
    pub menu_item_id: Option<i64>,
    pub modifier_id: Option<i64>,
    pub ingredient_id: i64,
    pub quantity: i64,
    pub position: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
