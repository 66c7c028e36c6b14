//! Money taken and given back.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub order_id: i64,
    pub kind: String,
    pub method: String,
    /// Without a sign: `kind` gives the direction.
    pub amount: i64,
    /// What was handed over in cash; none where it was exactly the amount.
    pub tendered: Option<i64>,
    /// The shift that was open at that moment.
    pub shift_id: Option<i64>,
    pub client_id: Option<String>,
    pub created_by: Option<i64>,
    pub created_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
