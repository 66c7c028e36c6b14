//! The drinks a bundle may have.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "combo_drinks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub combo_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub menu_item_id: i64,
    pub store_id: i64,
    pub position: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
