//! What was ordered, and how far it has come.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    /// Made on the device, so that a double tap is one order.
    pub client_id: String,
    pub order_number: String,
    pub call_number: String,
    pub business_day: String,
    pub source: String,
    pub status: String,
    pub payment_status: String,
    pub payment_method: String,
    pub total_amount: i64,
    pub discount: i64,
    pub discount_reason: Option<String>,
    /// The discount as it was asked for: an amount …
    pub discount_amount: Option<i64>,
    /// … or a share, in hundredths of a percent.
    pub discount_percent: Option<i64>,
    pub table_no: Option<String>,
    pub customer_name: Option<String>,
    pub customer_phone: Option<String>,
    pub note: Option<String>,
    pub due_at: Option<i64>,
    pub held: bool,
    /// Money of a cancelled order is still to be handed back.
    pub refund_due: bool,
    /// The menu the device priced it by.
    pub menu_version: Option<i64>,
    pub created_by: Option<i64>,
    pub created_at: i64,
    pub paid_at: Option<i64>,
    pub preparing_at: Option<i64>,
    pub ready_at: Option<i64>,
    pub completed_at: Option<i64>,
    pub cancelled_at: Option<i64>,
    /// When the kitchen got it; none while it is held.
    pub sent_at: Option<i64>,
    /// The newest event about it: a ticket ignores older ones.
    pub last_seq: i64,
    /// What the kitchen has not acknowledged yet, as JSON.
    pub kitchen_notice: Option<String>,
    /// Since when it comes first.
    pub priority_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
