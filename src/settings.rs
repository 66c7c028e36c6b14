//! What an owner can set.

use serde::{Deserialize, Serialize};

use crate::Money;

/// How the shop works, as its owner set it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Settings {
    /// The shop's name, 1-80 characters.
    pub shop_name: String,
    /// Its time zone, by its IANA name: `Asia/Taipei`.
    pub zone: String,
    /// The hour at which its business day begins, 0-23.
    pub day_start_hour: u8,
    /// The smallest coin that prices are shared out in: NT$1.
    pub smallest_coin: Money,
    /// After how many minutes a ticket is due and late, by status.
    pub age_limits: AgeLimits,
    /// Up to so many percent staff may take off by themselves, 0-100.
    pub discount_limit_percent: u32,
    /// Whether an order is refused for which the stock does not suffice. Otherwise it takes what is there.
    pub shortage_blocks_sale: bool,
    /// What stands at the foot of a receipt, 500 characters at most.
    pub receipt_text: String,
}

/// Minutes after which a ticket is due and late, by its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AgeLimits {
    /// Before the kitchen begins.
    pub pending: AgeLimit,
    /// While it is made.
    pub preparing: AgeLimit,
    /// While it waits to be collected.
    pub ready: AgeLimit,
}

/// When a ticket needs a look, and when it is too late. Whole minutes, 1-240, `warn` not above `late`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AgeLimit {
    /// Due after so many minutes.
    pub warn: u32,
    /// Late after so many minutes.
    pub late: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let limit = |warn, late| AgeLimit { warn, late };
        Self {
            shop_name: "晨光早餐".to_owned(),
            zone: "Asia/Taipei".to_owned(),
            day_start_hour: 3,
            smallest_coin: Money(100),
            // What is in use in such kitchens.
            age_limits: AgeLimits { pending: limit(8, 12), preparing: limit(15, 22), ready: limit(5, 10) },
            discount_limit_percent: 10,
            shortage_blocks_sale: true,
            receipt_text: String::new(),
        }
    }
}
