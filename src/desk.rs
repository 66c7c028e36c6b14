//! What a counter has to know of the shop's money: the drawer, what is to be handed back, and how far discounts go.

use serde::{Deserialize, Serialize};

use crate::{
    Moment, Money,
    order::{Order, PaymentMethod},
};

/// What a counter has to know of the shop's money.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// What discounts are rounded to.
    pub smallest_coin: Money,
    /// What staff may take off by themselves, in percent.
    pub discount_limit_percent: u32,
    /// The shift that is open.
    pub shift: Option<OpenShift>,
    /// Money of cancelled orders that nobody handed back yet, oldest first.
    pub refunds: Vec<RefundDue>,
}

/// The shift that is open; its figures are the office's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenShift {
    /// What it is called.
    pub name: String,
    /// Since when.
    pub opened_at: Moment,
    /// Who opened it.
    pub opened_by: String,
}

/// Money that is to be handed back for a cancelled order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundDue {
    /// Its row id.
    pub order_id: i64,
    /// Its call number.
    pub call_number: String,
    /// For whom, where that is known.
    pub customer_name: Option<String>,
    /// How much, by which method.
    pub back: Vec<(PaymentMethod, Money)>,
}

impl From<&Order> for RefundDue {
    fn from(order: &Order) -> Self {
        Self {
            order_id: order.id,
            call_number: order.call_number.clone(),
            customer_name: order.customer_name.clone(),
            back: order.payments_back().iter().map(|payment| (payment.method, payment.amount)).collect(),
        }
    }
}
