//! Who did what, in a chain of hashes; the database refuses to alter it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_logs")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub seq: i64,
    pub actor_user_id: Option<i64>,
    pub actor_username: String,
    pub actor_role: String,
    pub auth_disabled: bool,
    pub address: Option<String>,
    pub action: String,
    pub entity_type: String,
    pub entity_id: String,
    /// Canonical JSON, since it is hashed.
    pub payload: String,
    pub prev_hash: String,
    pub hash: String,
    pub created_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
