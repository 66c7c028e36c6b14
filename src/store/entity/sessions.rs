//! Who is signed in; a token without a live row here is worth nothing.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// A UUID, the token's `sid`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub store_id: i64,
    pub user_id: i64,
    pub device_id: Option<i64>,
    /// Browser sessions slide, up to `absolute_expires_at`.
    pub is_browser: bool,
    pub created_at: i64,
    pub expires_at: i64,
    pub absolute_expires_at: i64,
    pub revoked_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
