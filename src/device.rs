//! The devices of the shop: a tablet that its owner paired may let people in by their PIN.

use serde::{Deserialize, Serialize};

use crate::{Moment, Outcome, Refusal, menu::text_fault};

/// The longest name of a device.
pub const LONGEST_NAME: u32 = 40;
/// A device that shows up is noted at most so often, in seconds.
pub const SEEN_SECONDS: i64 = 60;

/// A paired device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Row id.
    pub id: i64,
    /// `櫃台 1` and the like.
    pub name: String,
    /// When it was paired.
    pub created_at: Moment,
    /// When it last showed up.
    pub last_seen_at: Option<Moment>,
}

/// Checks the name of a device.
///
/// # Errors
/// `Invalid`.
pub fn check_name(name: &str) -> Outcome<()> {
    text_fault("name", name, 1, LONGEST_NAME).map_or(Ok(()), |fault| Err(Refusal::Invalid(vec![fault])))
}
