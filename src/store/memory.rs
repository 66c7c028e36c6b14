//! What the writer remembers from one batch of orders to the next, so that it need not be read again: the menu and the
//! stock that were asked for. The head row says whether somebody else wrote in between; then all is forgotten.

use super::{entity::stores, ids::Next};
use crate::{clock::BusinessDay, write::State};

/// What a batch of orders left behind.
#[derive(Default)]
pub(super) struct Memory {
    /// Items, groups, bundles, ingredients, the open shift and the numbers that hang on, as they are now.
    pub(super) state: State,
    /// Ids that no row has yet.
    pub(super) next_ids: Next,
    seen: Seen,
}

/// How far the shop's data had come: each change by anybody moves one of these on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen {
    events: i64,
    audit: i64,
    settings: i64,
}

impl Memory {
    /// What is kept of a state after a batch of orders. `audit_seq` is the newest line of the audit with the batch.
    pub(super) fn of(state: State, head: &stores::Model, audit_seq: i64, next_ids: Next) -> Self {
        let seen = Seen { events: state.event_seq, audit: audit_seq, settings: head.settings_version };
        // Orders, keys and ids are each batch's own.
        let state = State {
            day: state.day,
            items: state.items,
            item_names: state.item_names,
            combos: state.combos,
            groups: state.groups,
            ingredients: state.ingredients,
            ingredient_names: state.ingredient_names,
            open_shift: state.open_shift,
            live_calls: state.live_calls,
            ..State::default()
        };
        Self { state, next_ids, seen }
    }

    /// Whether it is still so: nobody wrote since, and it is the same day (sold out holds for one, and so do the
    /// numbers of other days).
    pub(super) fn holds(&self, head: &stores::Model, today: &BusinessDay) -> bool {
        let now = Seen { events: head.event_seq, audit: head.audit_seq, settings: head.settings_version };
        self.seen == now && self.state.day.business_day == *today
    }
}
