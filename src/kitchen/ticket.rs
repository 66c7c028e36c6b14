//! A ticket on the wall.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{KitchenCommand, NOTICE_SECONDS, Notice, arrived, waits};
use crate::{
    Moment,
    event::{OrderRef, TicketLine, TicketState},
    order::{Order, OrderStatus, PaymentStatus, Source},
};

/// A ticket on the wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The order's row id.
    pub order_id: i64,
    /// `20261123-0042`.
    pub order_number: String,
    /// `042`.
    pub call_number: String,
    /// Where it is eaten.
    pub source: Source,
    /// Where it is on its way.
    pub status: OrderStatus,
    /// Whether the money came.
    pub payment_status: PaymentStatus,
    /// The table.
    pub table_no: Option<String>,
    /// For whom.
    pub customer_name: Option<String>,
    /// When it is wanted.
    pub due_at: Option<Moment>,
    /// When it was taken.
    pub created_at: Moment,
    /// When its present status began.
    pub status_since: Moment,
    /// Since when it comes first.
    pub priority_at: Option<Moment>,
    /// What the kitchen has not acknowledged yet.
    pub notice: Option<Notice>,
    /// What is to be made.
    pub lines: Vec<TicketLine>,
    /// The event that touched it last; older ones do nothing.
    pub seq: i64,
}

impl From<&Order> for Ticket {
    fn from(order: &Order) -> Self {
        Self::of(&order.reference(), TicketState::from(order), order.seq)
    }
}

/// What a station has of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The station; none for lines that no station makes.
    pub station_id: Option<i64>,
    /// How many lines are its.
    pub lines: usize,
    /// How many of them it has made.
    pub done: usize,
}

impl Part {
    /// Whether the station has made all of it.
    pub const fn is_done(self) -> bool {
        self.done == self.lines
    }
}

impl Ticket {
    /// The ticket of an order as an event tells it.
    pub(super) fn of(order: &OrderRef, state: TicketState, seq: i64) -> Self {
        Self {
            order_id: order.order_id,
            order_number: order.order_number.clone(),
            call_number: order.call_number.clone(),
            source: order.source,
            status: order.status,
            payment_status: order.payment_status,
            table_no: order.table_no.clone(),
            customer_name: order.customer_name.clone(),
            due_at: order.due_at,
            created_at: state.sent_at,
            status_since: state.since,
            priority_at: state.priority_at,
            notice: state.notice,
            lines: state.lines,
            seq,
        }
    }

    /// Whether it has a place on the wall: somebody works on it or waits for it, or the kitchen has to acknowledge it.
    pub const fn is_shown(&self) -> bool {
        self.status.is_live() || self.notice.is_some()
    }

    /// Whether it was called off so long ago that nobody has to acknowledge it any more: a shop without a kitchen display
    /// acknowledges nothing.
    pub fn is_over(&self, now: Moment) -> bool {
        !self.status.is_live() && self.status_since.plus_seconds(NOTICE_SECONDS) <= now
    }

    /// Whether the kitchen has made all of it.
    pub fn is_made(&self) -> bool {
        self.lines.iter().all(|line| line.done)
    }

    /// Whether it was ready and got more lines since, of which some are still to be made.
    pub fn has_more(&self) -> bool {
        self.status == OrderStatus::Ready && !self.is_made()
    }

    /// Whether it waits until the kitchen begins: nobody is at it yet, and it is wanted later.
    pub fn waits(&self, lead_minutes: u32, now: Moment) -> bool {
        self.status == OrderStatus::Pending && waits(self.due_at, lead_minutes, now)
    }

    /// Since when it waits in its status; what is wanted later, since the kitchen can begin.
    pub fn since(&self, lead_minutes: u32) -> Moment {
        let due = self.due_at.filter(|_| self.status == OrderStatus::Pending);
        arrived(self.status_since, due, lead_minutes)
    }

    /// Its place among the others, as a key to sort by: first what was put first, then by when the kitchen could begin.
    pub fn turn(&self, lead_minutes: u32) -> (bool, Option<Moment>, Moment, i64) {
        let arrived = arrived(self.created_at, self.due_at, lead_minutes);
        (self.priority_at.is_none(), self.priority_at, arrived, self.order_id)
    }

    /// How it will look once the server has done this at `now`: what a screen shows until it hears of it.
    #[must_use]
    pub fn after(&self, command: &KitchenCommand, now: Moment) -> Self {
        let mut ticket = self.clone();
        match command {
            KitchenCommand::Bump { lines, done } => {
                for line in ticket.lines.iter_mut().filter(|line| lines.contains(&line.line_id)) {
                    line.done = *done;
                }
                if *done && ticket.status == OrderStatus::Pending {
                    ticket = ticket.moved(OrderStatus::Preparing, now);
                }
                return if *done { ticket.finished(now) } else { ticket };
            }
            KitchenCommand::Recall { from } => {
                if *from != OrderStatus::Completed {
                    ticket.lines.iter_mut().for_each(|line| line.done = false);
                }
                let back = match from {
                    OrderStatus::Completed => OrderStatus::Ready,
                    OrderStatus::Ready => OrderStatus::Preparing,
                    _ => OrderStatus::Pending,
                };
                return ticket.moved(back, now);
            }
            KitchenCommand::Prioritise { first } => ticket.priority_at = first.then_some(now),
            KitchenCommand::Acknowledge { .. } => {
                ticket.notice = None;
                return ticket.finished(now);
            }
            KitchenCommand::CallOff { .. } => return ticket.moved(OrderStatus::Cancelled, now),
        }
        ticket
    }

    /// Ready, where it was begun and nothing of it is left to make.
    fn finished(self, now: Moment) -> Self {
        let is_finished = self.status == OrderStatus::Preparing && self.is_made();
        if is_finished { self.moved(OrderStatus::Ready, now) } else { self }
    }

    /// How it will look in another status.
    #[must_use]
    pub fn moved(mut self, to: OrderStatus, now: Moment) -> Self {
        match to {
            OrderStatus::Ready => self.lines.iter_mut().for_each(|line| line.done = true),
            OrderStatus::Completed => self.notice = None,
            OrderStatus::Cancelled => self.notice = Some(Notice::Cancelled),
            OrderStatus::Pending | OrderStatus::Preparing => {}
        }
        (self.status, self.status_since) = (to, now);
        self
    }

    /// Its lines that a station makes, or all of them for who sees to the whole order.
    pub fn lines_of(&self, station: Option<i64>) -> impl Iterator<Item = &TicketLine> {
        self.lines.iter().filter(move |line| station.is_none() || line.station_id == station)
    }

    /// Whether anything of it is still to be made: by this station, or at all until it is ready.
    pub fn is_to_make(&self, station: Option<i64>) -> bool {
        let is_begun_or_waits = matches!(self.status, OrderStatus::Pending | OrderStatus::Preparing);
        (is_begun_or_waits || self.has_more())
            && (station.is_none() || self.lines_of(station).any(|line| !line.done))
    }

    /// What each station has of it, and what no station makes last.
    pub fn parts(&self) -> Vec<Part> {
        let mut stations: Vec<Option<i64>> =
            self.lines.iter().map(|line| line.station_id).collect::<BTreeSet<_>>().into_iter().collect();
        stations.sort_by_key(|station| (station.is_none(), *station));
        let part = |station_id| {
            let lines = || self.lines.iter().filter(move |line| line.station_id == station_id);
            Part { station_id, lines: lines().count(), done: lines().filter(|line| line.done).count() }
        };
        stations.into_iter().map(part).collect()
    }
}
