//! What an amendment changed, as the kitchen and the counter are told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::order::Line;

/// What an amendment changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Diff {
    /// What came to the order.
    pub added: Vec<DiffLine>,
    /// What left it.
    pub removed: Vec<DiffLine>,
    /// What is more or less than before.
    pub quantity_changed: Vec<QuantityChange>,
}

/// What came or left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DiffLine {
    /// The item's name.
    pub menu_item_name: String,
    /// How many.
    pub quantity: u32,
    /// The cook's words.
    pub note: Option<String>,
    /// The names of its choices.
    #[serde(default)]
    pub modifiers: Vec<String>,
}

/// What is more or less than before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct QuantityChange {
    /// The item's name.
    pub menu_item_name: String,
    /// How many there were.
    pub before_quantity: u32,
    /// How many there are.
    pub after_quantity: u32,
    /// The cook's words.
    pub note: Option<String>,
    /// The names of its choices.
    #[serde(default)]
    pub modifiers: Vec<String>,
}

impl Diff {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What makes lines the same: item, note and choices.
type Key = (i64, Option<String>, Vec<i64>);

pub(super) fn key(line: &Line) -> Key {
    let mut choices: Vec<i64> = line.modifiers.iter().map(|m| m.modifier_id).collect();
    choices.sort_unstable();
    (line.menu_item_id, line.note.clone(), choices)
}

/// What is more, less or other in the new lines.
pub(super) fn difference(old: &[Line], new: &[Line]) -> Diff {
    let mut order: Vec<Key> = Vec::new();
    let mut counts: BTreeMap<Key, (u32, u32, &Line)> = BTreeMap::new();
    for (line, is_new) in old.iter().map(|l| (l, false)).chain(new.iter().map(|l| (l, true))) {
        let key = key(line);
        let (before, after, _) = counts.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            (0, 0, line)
        });
        *if is_new { after } else { before } += line.quantity;
    }
    let mut diff = Diff::default();
    for (before, after, line) in order.iter().filter_map(|key| counts.get(key)).copied() {
        let menu_item_name = line.menu_item_name.clone();
        let (note, modifiers) = (line.note.clone(), line.modifiers.iter().map(|m| m.name.clone()).collect());
        match (before, after) {
            (0, quantity) => diff.added.push(DiffLine { menu_item_name, quantity, note, modifiers }),
            (quantity, 0) => diff.removed.push(DiffLine { menu_item_name, quantity, note, modifiers }),
            (before_quantity, after_quantity) if before != after => {
                diff.quantity_changed.push(QuantityChange {
                    menu_item_name,
                    before_quantity,
                    after_quantity,
                    note,
                    modifiers,
                });
            }
            _ => {}
        }
    }
    diff
}
