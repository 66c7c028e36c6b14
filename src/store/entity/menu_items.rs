//! What is sold.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "menu_items")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub category_id: Option<i64>,
    pub station_id: Option<i64>,
    pub name: String,
    pub name_en: Option<String>,
    pub price: i64,
    pub is_active: bool,
    /// Sold out on this business day; the next day it is back by itself.
    pub sold_out_day: Option<String>,
    pub position: i32,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
