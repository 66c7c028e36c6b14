//! What the counter changed of a ticket and the kitchen has not acknowledged yet.

use serde::{Deserialize, Serialize};

use crate::order::{Diff, DiffLine};

/// What was called off and nobody acknowledged leaves the wall after so many seconds: a shop without a kitchen display
/// acknowledges none.
pub const NOTICE_SECONDS: i64 = 24 * 3600;

/// What the kitchen has to acknowledge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// Other lines than the kitchen has seen.
    Changed(Diff),
    /// It was called off.
    Cancelled,
}

impl Notice {
    /// The notice after one more change: two changes are told as one, from what the kitchen saw to what is now. None
    /// where nothing is left of them.
    pub fn after(before: Option<&Self>, diff: &Diff) -> Option<Self> {
        let joined = match before {
            Some(Self::Changed(first)) => join(first, diff),
            Some(Self::Cancelled) => return Some(Self::Cancelled),
            None => diff.clone(),
        };
        (!joined.is_empty()).then_some(Self::Changed(joined))
    }
}

/// Two changes as one: from what there was before the first to what there is after the second.
fn join(first: &Diff, second: &Diff) -> Diff {
    let steps = steps(first).chain(steps(second)).map(|(line, counts)| {
        let key = (line.menu_item_name.clone(), line.note.clone(), line.modifiers.clone());
        (key, line, counts)
    });
    Diff::of(steps, |(before, _), (_, after)| (before, after))
}

/// What a difference says: how many there were and how many there are.
fn steps(diff: &Diff) -> impl Iterator<Item = (DiffLine, (u32, u32))> {
    let added = diff.added.iter().map(|line| (line.clone(), (0, line.quantity)));
    let removed = diff.removed.iter().map(|line| (line.clone(), (line.quantity, 0)));
    let changed = diff.quantity_changed.iter().map(|change| {
        let line = DiffLine {
            menu_item_name: change.menu_item_name.clone(),
            quantity: change.after_quantity,
            note: change.note.clone(),
            modifiers: change.modifiers.clone(),
        };
        (line, (change.before_quantity, change.after_quantity))
    });
    added.chain(removed).chain(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::QuantityChange;

    fn line(name: &str, quantity: u32) -> DiffLine {
        DiffLine { menu_item_name: name.into(), quantity, note: None, modifiers: vec![] }
    }

    fn change(name: &str, before_quantity: u32, after_quantity: u32) -> QuantityChange {
        QuantityChange {
            menu_item_name: name.into(),
            before_quantity,
            after_quantity,
            note: None,
            modifiers: vec![],
        }
    }

    fn diff(added: Vec<DiffLine>, removed: Vec<DiffLine>, quantity_changed: Vec<QuantityChange>) -> Diff {
        Diff { added, removed, quantity_changed }
    }

    #[test]
    fn two_changes_are_told_as_one() {
        let first = diff(vec![line("蛋餅", 2)], vec![line("紅茶", 1)], vec![change("蘿蔔糕", 1, 3)]);
        let once = Notice::after(None, &first);
        assert_eq!(once, Some(Notice::Changed(first)));
        let second = diff(vec![line("紅茶", 1)], vec![line("蛋餅", 2)], vec![change("蘿蔔糕", 3, 2)]);
        let twice = Notice::after(once.as_ref(), &second);
        assert_eq!(
            twice,
            Some(Notice::Changed(diff(vec![], vec![], vec![change("蘿蔔糕", 1, 2)]))),
            "what came and left again is none of the kitchen's concern"
        );
        let back = diff(vec![], vec![], vec![change("蘿蔔糕", 2, 1)]);
        assert_eq!(Notice::after(twice.as_ref(), &back), None, "nothing is left to acknowledge");
    }

    #[test]
    fn what_grew_twice_is_told_from_the_first_to_the_last() {
        let first = diff(vec![line("蛋餅", 1)], vec![], vec![]);
        let once = Notice::after(None, &first);
        let more = diff(vec![], vec![], vec![change("蛋餅", 1, 4)]);
        let twice = Notice::after(once.as_ref(), &more);
        assert_eq!(twice, Some(Notice::Changed(diff(vec![line("蛋餅", 4)], vec![], vec![]))));
        assert_eq!(Notice::after(Some(&Notice::Cancelled), &more), Some(Notice::Cancelled));
    }
}
