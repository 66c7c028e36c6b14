//! Printers.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "printers")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub name: String,
    pub host: String,
    pub port: i32,
    /// Millimetres.
    pub width: i32,
    pub language: String,
    pub receipts: String,
    pub tickets: String,
    /// `1,2`.
    pub station_ids: String,
    pub is_active: bool,
    pub position: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
