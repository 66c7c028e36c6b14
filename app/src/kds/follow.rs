//! The board as a screen has it: as the server told it, and with what was asked for already done.

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;
use sunnyside::{
    Moment,
    event::Event,
    kitchen::{Board, Ticket},
    menu::Station,
};

use super::api as calls;
use crate::{
    api,
    clock::ShopClock,
    live::{self, Feed, Live},
    session::{Viewer, use_session},
};

/// A ticket as the wall shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The ticket.
    pub ticket: Arc<Ticket>,
    /// Which request it is shown after: the server was asked and has not said so yet. 0 where it is as the server told.
    pub ahead: u64,
}

impl Shown {
    fn of(ticket: &Ticket) -> Self {
        Self { ticket: Arc::new(ticket.clone()), ahead: 0 }
    }

    /// What makes it another card.
    pub fn key(&self) -> (i64, i64, u64) {
        (self.ticket.order_id, self.ticket.seq, self.ahead)
    }
}

/// A ticket as it will be once the server has done what was asked.
#[derive(Clone)]
pub struct Ahead {
    /// Which request it is, from 1: what becomes of an older one does not touch it.
    pub number: u64,
    /// The event after which it was asked; any newer one is the truth.
    pub base: i64,
    /// How it will be.
    pub ticket: Arc<Ticket>,
}

/// Keeps a board up to date.
pub(super) fn follow(
    viewer: &Viewer,
    board: Board,
    clock: ShopClock,
    display: RwSignal<String>,
) -> (RwSignal<Board>, Live) {
    let session = use_session();
    let start = live::Start {
        feed: Feed::Events,
        seq: board.seq,
        epoch: viewer.epoch.clone(),
        clock,
        session,
        display: Some(display.into()),
        displays: None,
    };
    let board = RwSignal::new(board);
    let apply = move |text: &str| {
        if let Ok(event) = Event::from_text(text) {
            board.update(|board| {
                board.apply(&event);
                board.let_go(clock.exact());
            });
        }
    };
    let reload = move || async move {
        let fresh =
            api::in_time(calls::kitchen_board()).await.map_err(|error| session.notice(&error)).ok()?;
        let seq = fresh.seq;
        board.set(fresh);
        Some(seq)
    };
    (board, live::connect(start, apply, reload))
}

/// The wall as it is, with what was asked for already done.
pub(super) fn shown(before: &[Shown], board: &Board, ahead: &BTreeMap<i64, Ahead>) -> Vec<Shown> {
    let one = |ticket: &Ticket| match ahead.get(&ticket.order_id) {
        Some(ahead) if ahead.base == ticket.seq => {
            Shown { ticket: Arc::clone(&ahead.ticket), ahead: ahead.number }
        }
        // What no event touched since is the same, and is not copied.
        _ => match before.binary_search_by_key(&ticket.order_id, |shown| shown.ticket.order_id) {
            Ok(place) if before.get(place).is_some_and(|s| s.ahead == 0 && s.ticket.seq == ticket.seq) => {
                before.get(place).cloned().unwrap_or_else(|| Shown::of(ticket))
            }
            _ => Shown::of(ticket),
        },
    };
    board.tickets.values().map(one).filter(|shown| shown.ticket.is_shown()).collect()
}

/// So many hours around the time at which it is wanted an order belongs to the day, whenever it was taken.
const WANTED_HOURS: i64 = 12;

/// Whether a ticket is of this day: its number begins with it, or it is wanted about now.
pub(super) fn is_of(ticket: &Ticket, compact_day: &str, now: impl FnOnce() -> Moment) -> bool {
    is_of_day(&ticket.order_number, ticket.due_at, compact_day, now)
}

fn is_of_day(number: &str, due: Option<Moment>, compact_day: &str, now: impl FnOnce() -> Moment) -> bool {
    let is_wanted = |due: Moment| {
        let now = now();
        now.seconds_since(due).max(due.seconds_since(now)) <= WANTED_HOURS * 3600
    };
    number.starts_with(compact_day) || due.is_some_and(is_wanted)
}

/// The station that is meant: by its id or one of its names, in small letters or not.
pub(super) fn station_of(stations: &[Station], asked: &str) -> Option<i64> {
    let asked = asked.trim().to_lowercase();
    let is_meant = |station: &&Station| {
        station.id.to_string() == asked
            || station.name.to_lowercase() == asked
            || station.name_en.as_ref().is_some_and(|name| name.to_lowercase() == asked)
    };
    stations.iter().find(is_meant).map(|station| station.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_about_now_is_of_today_whenever_it_was_taken() {
        let now = Moment(1_764_200_000_000_000);
        let is_of = |number: &str, hours: Option<i64>| {
            is_of_day(number, hours.map(|hours| now.plus_seconds(hours * 3600)), "20261127", || now)
        };
        assert!(is_of("20261127-0001", None) && is_of("20261127-0001", Some(30)));
        assert!(!is_of("20261126-0001", None) && !is_of("20261126-0001", Some(-13)));
        assert!(is_of("20261126-0001", Some(-12)) && is_of("20261126-0001", Some(12)));
    }
}
