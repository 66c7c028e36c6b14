//! Papers that wait for a printer, and those that are printed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "print_jobs")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub printer_id: i64,
    pub kind: String,
    pub order_id: Option<i64>,
    pub change: String,
    pub is_copy: bool,
    pub event_seq: Option<i64>,
    pub status: String,
    pub tries: i32,
    pub last_error: Option<String>,
    pub not_before: i64,
    pub created_at: i64,
    pub finished_at: Option<i64>,
    pub owner: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
