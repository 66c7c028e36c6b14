//! The decisions on the shop's devices.

use serde_json::json;

use super::{Audit, Changes, State};
use crate::{Moment, Outcome, Refusal, device::check_name};

/// What can be done to a device.
#[derive(Clone, Debug)]
pub enum DeviceCommand {
    /// Pair one: its name, and the SHA-256 of its token.
    Pair(String, String),
    /// End one, and the sessions that began on it: its id and its name.
    Revoke(i64, String),
    /// It showed up.
    Seen(i64),
}

/// A device that is paired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDevice {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// SHA-256 of its token, in hex.
    pub token_hash: String,
}

fn audit(action: &'static str, id: i64, name: &str) -> Vec<Audit> {
    vec![Audit { action, entity_type: "device", entity_id: id.to_string(), payload: json!({"name": name}) }]
}

impl DeviceCommand {
    /// How many ids it needs.
    pub(super) const fn new_devices(&self) -> usize {
        if matches!(self, Self::Pair(..)) { 1 } else { 0 }
    }

    pub(super) fn decide(&self, state: &State, now: Moment) -> Outcome<Changes> {
        let nothing = Changes::answering(&());
        match self {
            Self::Pair(name, hash) => {
                check_name(name)?;
                let id = state.ids.devices.front().copied().ok_or(Refusal::Internal)?;
                let new = NewDevice { id, name: name.trim().to_owned(), token_hash: hash.clone() };
                Ok(Changes { audit: audit("device.pair", id, &new.name), new_devices: vec![new], ..nothing })
            }
            Self::Revoke(id, name) => Ok(Changes {
                audit: audit("device.revoke", *id, name),
                revoked_devices: vec![*id],
                ..nothing
            }),
            Self::Seen(id) => Ok(Changes { seen_devices: vec![(*id, now)], ..nothing }),
        }
    }
}
