//! What the kitchen does with an order beyond moving it on.

use serde::{Deserialize, Serialize};

use super::Notice;
use crate::order::OrderStatus;

/// A completed order can be recalled for so many minutes, as is usual in kitchens (50 or 60).
pub const RECALL_MINUTES: i64 = 60;
/// So many of them are offered.
pub const MOST_RECALLED: u64 = 50;

/// Something that a kitchen display asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KitchenCommand {
    /// These lines are made, or they are not after all. With the first one the order is begun, with the last one it is
    /// ready.
    Bump {
        /// Row ids of the order's lines.
        lines: Vec<i64>,
        /// Made, or not.
        done: bool,
    },
    /// One step back from this status; from another one nothing happens, so that pressing twice is pressing once.
    Recall {
        /// The status that the display shows.
        from: OrderStatus,
    },
    /// It comes first, or in its turn again.
    Prioritise {
        /// First, or not.
        first: bool,
    },
    /// The kitchen has seen this; what came since stays.
    Acknowledge {
        /// What it has seen.
        notice: Notice,
    },
    /// It cannot be made.
    CallOff {
        /// Why, 1-200 characters.
        reason: String,
    },
}
