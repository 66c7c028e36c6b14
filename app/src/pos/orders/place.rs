//! Where an order is, as the counter knows it: plain data, no browser.

use std::time::Duration;

use sunnyside::{Moment, kitchen::shown::Displays, order::OrderStatus};

use crate::{clock::ShopClock, i18n::t_string, pos::today::Row, words::I18n};

/// An order that no display has shown for so long is worth a word.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Where an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Kept at the counter.
    Held,
    /// Stored and sent; no display has shown it yet.
    Stored,
    /// No display has shown it for so many seconds.
    Unseen(i64),
    /// The kitchen has it on a display.
    Seen,
    /// The kitchen has it, and begins later.
    Later(Moment),
    /// It is being made.
    Preparing,
    /// It waits to be collected.
    Ready,
    /// It was collected.
    Collected,
    /// It was called off.
    Cancelled,
}

impl Place {
    /// The word in `data-place` and for the style.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Stored => "stored",
            Self::Unseen(_) => "unseen",
            Self::Seen => "seen",
            Self::Later(_) => "later",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Collected => "collected",
            Self::Cancelled => "cancelled",
        }
    }

    /// The sign beside the word, so that colour is never alone.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Held => "‖",
            Self::Stored => "↑",
            Self::Unseen(_) => "◷",
            Self::Seen => "◉",
            Self::Later(_) => "◔",
            Self::Preparing => "◐",
            Self::Ready => "●",
            Self::Collected => "✓",
            Self::Cancelled => "✕",
        }
    }
}

/// Where an order is, given what the displays have shown. `lead_minutes` before it is wanted the kitchen begins.
pub fn place(row: &Row, displays: &Displays, lead_minutes: u32, now: Moment) -> Place {
    match row.status {
        OrderStatus::Cancelled => return Place::Cancelled,
        OrderStatus::Completed => return Place::Collected,
        OrderStatus::Ready => return Place::Ready,
        OrderStatus::Preparing => return Place::Preparing,
        OrderStatus::Pending => {}
    }
    let Some((seq, since)) = row.to_see.filter(|_| !row.held) else { return Place::Held };
    if displays.seen() < seq {
        let seconds = now.seconds_since(since);
        return if seconds < PATIENCE.as_secs().cast_signed() {
            Place::Stored
        } else {
            Place::Unseen(seconds)
        };
    }
    match row.due_at {
        Some(due) if sunnyside::kitchen::waits(Some(due), lead_minutes, now) => Place::Later(due),
        _ => Place::Seen,
    }
}

/// The word for it.
pub fn text(i18n: I18n, clock: ShopClock, place: Place) -> String {
    match place {
        Place::Held => t_string!(i18n, orders.place_held).to_string(),
        Place::Stored => t_string!(i18n, orders.place_stored).to_string(),
        Place::Unseen(seconds) => t_string!(i18n, orders.place_unseen, seconds = seconds).to_string(),
        Place::Seen => t_string!(i18n, orders.place_seen).to_string(),
        Place::Later(due) => t_string!(i18n, orders.place_later, due = clock.time_of_day(due)).to_string(),
        Place::Preparing => t_string!(i18n, orders.place_preparing).to_string(),
        Place::Ready => t_string!(i18n, orders.place_ready).to_string(),
        Place::Collected => t_string!(i18n, orders.place_collected).to_string(),
        Place::Cancelled => t_string!(i18n, orders.place_cancelled).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use sunnyside::{
        kitchen::shown::Shown,
        order::{PaymentStatus, Source},
    };

    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::default().plus_seconds(seconds)
    }

    fn row() -> Row {
        Row {
            order_id: 1,
            call_number: "042".into(),
            order_number: "20261123-0042".into(),
            source: Source::Takeout,
            table_no: None,
            status: OrderStatus::Pending,
            payment_status: PaymentStatus::Paid,
            total: sunnyside::Money(100),
            created_at: at(0),
            lines: vec![],
            customer_name: None,
            customer_phone: None,
            due_at: None,
            held: false,
            to_see: Some((7, at(0))),
            seq: 9,
        }
    }

    fn displays(seq: i64) -> Displays {
        let mut displays = Displays::default();
        displays.apply(Shown { display: "廚房 1".into(), seq, at: at(0) });
        displays
    }

    #[test]
    fn an_order_is_stored_then_seen_or_missed() {
        let none = Displays::default();
        assert_eq!(place(&row(), &none, 15, at(9)), Place::Stored);
        assert_eq!(place(&row(), &none, 15, at(12)), Place::Unseen(12));
        assert_eq!(place(&row(), &displays(6), 15, at(12)), Place::Unseen(12), "it has not shown this one");
        assert_eq!(place(&row(), &displays(7), 15, at(600)), Place::Seen);
    }

    #[test]
    fn what_is_wanted_later_waits_until_the_kitchen_begins() {
        let later = Row { due_at: Some(at(1800)), ..row() };
        assert_eq!(place(&later, &displays(7), 15, at(0)), Place::Later(at(1800)));
        assert_eq!(place(&later, &displays(7), 15, at(900)), Place::Seen);
        assert_eq!(place(&later, &displays(6), 15, at(20)), Place::Unseen(20));
    }

    #[test]
    fn what_the_kitchen_does_with_it_counts_more_than_what_was_shown() {
        let of = |status| place(&Row { status, ..row() }, &Displays::default(), 15, at(600));
        assert_eq!(of(OrderStatus::Preparing), Place::Preparing);
        assert_eq!(of(OrderStatus::Ready), Place::Ready);
        assert_eq!(of(OrderStatus::Completed), Place::Collected);
        assert_eq!(of(OrderStatus::Cancelled), Place::Cancelled);
        let held = Row { held: true, to_see: None, ..row() };
        assert_eq!(place(&held, &displays(9), 15, at(600)), Place::Held);
    }
}
