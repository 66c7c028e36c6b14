//! What a manager approved for somebody else. Only a hash of the token is kept.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "approvals")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub token_hash: String,
    pub deed: String,
    /// `order:5`, `draft:<uuid>` or `shop`.
    pub subject: String,
    pub asked_by_user_id: i64,
    pub approved_by_user_id: i64,
    pub approved_by_username: String,
    pub approved_by_role: String,
    pub created_at: i64,
    pub expires_at: i64,
    pub used_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
