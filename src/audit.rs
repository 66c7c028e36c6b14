//! The audit as it is read: who did what, to what, from where.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Moment;

/// A line of the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Entry {
    /// Row id.
    pub id: i64,
    /// Who did it; none where the program itself did (its command line).
    pub actor_user_id: Option<i64>,
    /// The name they had.
    pub actor_username: String,
    /// The role they had.
    pub actor_role: String,
    /// `order.create` and the like.
    pub action: String,
    /// `order` and the like.
    pub entity_type: String,
    /// Which one, as text.
    pub entity_id: String,
    /// What changed: before and after.
    pub payload: Value,
    /// When it was committed.
    pub created_at: Moment,
    /// The client's address.
    pub address: Option<String>,
    /// Nobody had signed in, since `AUTH_DISABLED` was set.
    pub auth_disabled: bool,
    /// Its place in the chain.
    pub seq: i64,
}

/// What is wrong with a line of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is not there.
    Missing,
    /// It stands where no line should be: its place is taken, or it follows the last one.
    Surplus,
    /// It does not take up the hash of the line before.
    Unlinked,
    /// Its own hash is not the hash of what it says.
    Altered,
    /// It is not the line that the shop's head row ends with.
    NotTheEnd,
}

/// What the chain looks like from its first line to its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every line fits; how many there are.
    Whole(i64),
    /// The first line that does not fit, and why.
    Broken(i64, Flaw),
}
