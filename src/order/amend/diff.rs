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

    /// What these steps come to. Each tells of a line how many there were and how many there are; steps of the same key
    /// are joined in their order, and the first one names it.
    pub(crate) fn of<K: Ord + Clone>(
        steps: impl IntoIterator<Item = (K, DiffLine, Counts)>,
        join: impl Fn(Counts, Counts) -> Counts,
    ) -> Self {
        let mut order: Vec<K> = Vec::new();
        let mut counts: BTreeMap<K, (DiffLine, Counts)> = BTreeMap::new();
        for (key, line, step) in steps {
            let known = counts.get_mut(&key);
            if let Some((_, known)) = known {
                *known = join(*known, step);
            } else {
                order.push(key.clone());
                counts.insert(key, (line, step));
            }
        }
        let mut diff = Self::default();
        for (line, (before, after)) in order.iter().filter_map(|key| counts.remove(key)) {
            match (before, after) {
                (0, quantity) if quantity > 0 => diff.added.push(DiffLine { quantity, ..line }),
                (quantity, 0) if quantity > 0 => diff.removed.push(DiffLine { quantity, ..line }),
                (before, after) if before != after => diff.quantity_changed.push(line.changed(before, after)),
                _ => {}
            }
        }
        diff
    }
}

/// How many there were, and how many there are.
pub(crate) type Counts = (u32, u32);

impl DiffLine {
    fn changed(self, before_quantity: u32, after_quantity: u32) -> QuantityChange {
        let Self { menu_item_name, note, modifiers, .. } = self;
        QuantityChange { menu_item_name, before_quantity, after_quantity, note, modifiers }
    }
}

impl From<&Line> for DiffLine {
    fn from(line: &Line) -> Self {
        Self {
            menu_item_name: line.menu_item_name.clone(),
            quantity: line.quantity,
            note: line.note.clone(),
            modifiers: line.modifiers.iter().map(|modifier| modifier.name.clone()).collect(),
        }
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
    let step = |line, counts| (key(line), DiffLine::from(line), counts);
    let old = old.iter().map(|line| step(line, (line.quantity, 0)));
    let new = new.iter().map(|line| step(line, (0, line.quantity)));
    Diff::of(old.chain(new), |(before, after), (was, is)| (before + was, after + is))
}
