//! The shops, each with its head row.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stores")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub zone: String,
    pub day_start_hour: i32,
    /// Changes when the event log is begun anew: a screen with another epoch loads afresh.
    pub epoch: String,
    /// The newest event.
    pub event_seq: i64,
    pub business_day: String,
    /// Of `business_day`.
    pub last_call_number: i32,
    /// The newest line of the audit chain.
    pub audit_seq: i64,
    /// Its hash, which the next line takes up.
    pub audit_hash: String,
    pub created_at: i64,
    /// Grows with every change of the settings, name, zone and beginning of the day included.
    pub settings_version: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
