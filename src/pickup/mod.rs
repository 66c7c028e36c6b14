//! The public board: which numbers are being made and which are ready. No names, no amounts, no items.

pub mod call;
mod wait;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Moment,
    event::{Event, Happening},
    order::{OrderStatus, Source},
};

pub use wait::{FEWEST_ORDERS, wait_minutes};

/// What the public is told of an event; all but `seq` is absent where the board does not show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicEvent {
    /// Its place in the store's log.
    pub seq: i64,
    /// What the board shows of it.
    #[serde(flatten)]
    pub shown: Option<Shown>,
}

/// What the board shows of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The event's name.
    pub event: String,
    /// `042`.
    pub call_number: String,
    /// Where it is on its way now.
    pub status: OrderStatus,
    /// Where it is eaten.
    pub source: Source,
    /// Since when.
    pub at: Moment,
}

impl PublicEvent {
    /// Reads one, by way of a `Value` as events do.
    ///
    /// # Errors
    /// Where the text is no such frame.
    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_value(serde_json::from_str(text)?)
    }
}

impl From<&Event> for PublicEvent {
    fn from(event: &Event) -> Self {
        let shown = match &event.what {
            Happening::OrderStatusChanged { order, previous_status, ticket, .. }
                if is_shown(order.status) || is_shown(*previous_status) =>
            {
                Some(Shown {
                    event: event.what.name().to_owned(),
                    call_number: order.call_number.clone(),
                    status: order.status,
                    source: order.source,
                    // What was recalled has been in its status for longer.
                    at: ticket.as_ref().map_or(event.at, |ticket| ticket.since),
                })
            }
            _ => None,
        };
        Self { seq: event.seq, shown }
    }
}

const fn is_shown(status: OrderStatus) -> bool {
    matches!(status, OrderStatus::Preparing | OrderStatus::Ready)
}

/// A number on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// `042`.
    pub call_number: String,
    /// Preparing or ready.
    pub status: OrderStatus,
    /// Where it is eaten.
    pub source: Source,
    /// Since when.
    pub since: Moment,
}

/// The public board at `seq`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The last event that is in it.
    pub seq: i64,
    /// Its numbers.
    pub entries: BTreeMap<String, Entry>,
}

impl Board {
    /// The board at `seq` of these numbers, as far as it shows them.
    pub fn of(seq: i64, entries: impl IntoIterator<Item = Entry>) -> Self {
        let shown = entries.into_iter().filter(|entry| is_shown(entry.status));
        Self { seq, entries: shown.map(|entry| (entry.call_number.clone(), entry)).collect() }
    }

    /// Takes an event in. One that is not newer than the board does nothing.
    pub fn apply(&mut self, event: &PublicEvent) {
        if event.seq <= self.seq {
            return;
        }
        self.seq = event.seq;
        let Some(shown) = &event.shown else { return };
        if is_shown(shown.status) {
            let entry = Entry {
                call_number: shown.call_number.clone(),
                status: shown.status,
                source: shown.source,
                since: shown.at,
            };
            self.entries.insert(shown.call_number.clone(), entry);
        } else {
            self.entries.remove(&shown.call_number);
        }
    }

    /// The numbers of a status; the newest first.
    pub fn numbers(&self, status: OrderStatus) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.entries.values().filter(|entry| entry.status == status).collect();
        entries.sort_by(|a, b| (b.since, &b.call_number).cmp(&(a.since, &a.call_number)));
        entries
    }

    /// The numbers that are to be collected, the newest first. One that nobody came for leaves after so many minutes:
    /// the order is ready still, the board has room again.
    pub fn ready(&self, minutes: u32, now: Moment) -> Vec<&Entry> {
        let mut entries = self.numbers(OrderStatus::Ready);
        entries.retain(|entry| now < entry.since.plus_seconds(60 * i64::from(minutes)));
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::tests::order_ref;

    fn step(seq: i64, from: OrderStatus, to: OrderStatus) -> Event {
        Event {
            seq,
            at: Moment(seq),
            what: Happening::OrderStatusChanged {
                order: order_ref(9, to),
                previous_status: from,
                low_stock: None,
                ticket: None,
            },
        }
    }

    #[test]
    fn the_public_sees_numbers_and_nothing_else() {
        let event = PublicEvent::from(&step(4, OrderStatus::Pending, OrderStatus::Preparing));
        let text = serde_json::to_string(&event).unwrap_or_default();
        assert_eq!(
            text,
            r#"{"seq":4,"event":"order_status_changed","call_number":"009","status":"preparing","source":"dine_in","at":"1970-01-01T00:00:00.000004Z"}"#
        );
        assert_eq!(PublicEvent::from_text(&text).ok(), Some(event));
        let hidden = PublicEvent::from(&step(5, OrderStatus::Pending, OrderStatus::Cancelled));
        assert_eq!(serde_json::to_string(&hidden).unwrap_or_default(), r#"{"seq":5}"#);
        assert_eq!(PublicEvent::from_text(r#"{"seq":5}"#).ok(), Some(hidden));
    }

    #[test]
    fn a_number_comes_becomes_ready_and_goes() {
        use OrderStatus::{Completed, Pending, Preparing, Ready};
        let mut board = Board::default();
        board.apply(&(&step(1, Pending, Preparing)).into());
        board.apply(&(&step(2, Preparing, Ready)).into());
        assert_eq!(board.numbers(Ready).len(), 1);
        board.apply(&(&step(3, Ready, Completed)).into());
        assert!(board.entries.is_empty() && board.seq == 3);
    }

    #[test]
    fn a_ready_number_leaves_after_the_minutes_that_are_set() {
        use OrderStatus::{Pending, Preparing, Ready};
        let mut board = Board::default();
        board.apply(&(&step(1, Pending, Preparing)).into());
        let minute = |minute: i64| Moment(2).plus_seconds(60 * minute);
        assert!(board.ready(20, minute(0)).is_empty(), "it is not ready yet");
        board.apply(&(&step(2, Preparing, Ready)).into());
        for (minutes, now, shown) in [(20, 0, 1), (20, 19, 1), (20, 20, 0), (21, 20, 1), (1, 1, 0)] {
            assert_eq!(board.ready(minutes, minute(now)).len(), shown, "{minutes} {now}");
        }
        assert_eq!(board.numbers(Ready).len(), 1, "the board itself keeps it");
    }
}
