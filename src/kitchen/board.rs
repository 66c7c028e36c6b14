//! The board.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{MOST_NOTICES, Notice, Ticket};
use crate::{
    Moment,
    event::{Event, Happening, TicketState},
    order::{Order, OrderStatus},
    stock::LowStock,
};

/// Everything on the kitchen's wall at `seq`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The last event that is in it.
    pub seq: i64,
    /// Unfinished tickets by order id, and those that the kitchen has to acknowledge.
    pub tickets: BTreeMap<i64, Ticket>,
    /// What runs low.
    pub low_stock: Vec<LowStock>,
}

impl Board {
    /// The board of these orders at `seq`.
    pub fn of(seq: i64, orders: &[Order], low_stock: Vec<LowStock>) -> Self {
        let on_the_way = orders.iter().filter(|order| !order.held);
        let tickets =
            on_the_way.map(Ticket::from).filter(Ticket::is_shown).map(|t| (t.order_id, t)).collect();
        let mut board = Self { seq, tickets, low_stock };
        board.forget();
        board
    }

    /// Takes an event in. One that is not newer than the board does nothing.
    pub fn apply(&mut self, event: &Event) {
        if event.seq <= self.seq {
            return;
        }
        self.seq = event.seq;
        if let Some(low_stock) = event.what.low_stock() {
            self.low_stock = low_stock.to_vec();
        }
        let Some(order) = event.what.order() else { return };
        let told = match &event.what {
            Happening::OrderCreated { lines, .. } => Some(TicketState::new(lines.clone(), event.at)),
            Happening::OrderTicketChanged { ticket, .. }
            | Happening::OrderStatusChanged { ticket: Some(ticket), .. } => Some(ticket.clone()),
            _ => None,
        };
        if let Some(state) = told {
            self.put(Ticket::of(order, state, event.seq));
            return;
        }
        // One that is held has no ticket yet.
        let Some(mut ticket) = self.tickets.remove(&order.order_id) else { return };
        ticket.payment_status = order.payment_status;
        ticket.seq = event.seq;
        if let Happening::OrderAmended { lines, diff, .. } = &event.what {
            ticket.lines.clone_from(lines);
            ticket.notice = Notice::after(ticket.notice.as_ref(), diff);
        }
        if order.status != ticket.status {
            ticket.status = order.status;
            ticket.status_since = event.at;
            match order.status {
                OrderStatus::Ready => ticket.lines.iter_mut().for_each(|line| line.done = true),
                OrderStatus::Completed => ticket.notice = None,
                OrderStatus::Cancelled => ticket.notice = Some(Notice::Cancelled),
                OrderStatus::Pending | OrderStatus::Preparing => {}
            }
        }
        self.put(ticket);
    }

    fn put(&mut self, ticket: Ticket) {
        if ticket.is_shown() {
            self.tickets.insert(ticket.order_id, ticket);
        } else {
            self.tickets.remove(&ticket.order_id);
        }
        self.forget();
    }

    /// Takes the oldest of too many that were called off and that nobody acknowledged.
    fn forget(&mut self) {
        let called_off = self.tickets.values().filter(|ticket| !ticket.status.is_live());
        let mut seqs: Vec<i64> = called_off.map(|ticket| ticket.seq).collect();
        if seqs.len() <= MOST_NOTICES {
            return;
        }
        seqs.sort_unstable();
        let oldest = seqs.len() - MOST_NOTICES;
        let first_kept = seqs.get(oldest).copied().unwrap_or(0);
        self.tickets.retain(|_, ticket| ticket.status.is_live() || ticket.seq >= first_kept);
    }

    /// The tickets of a lane, oldest first.
    pub fn lane(&self, status: OrderStatus) -> Vec<&Ticket> {
        self.tickets.values().filter(|ticket| ticket.status == status).collect()
    }

    /// The tickets of a lane that are to be made now: first what was prioritised, then in the order in which they came
    /// to the kitchen.
    pub fn lane_at(&self, status: OrderStatus, lead_minutes: u32, now: Moment) -> Vec<&Ticket> {
        let mut lane = self.lane(status);
        lane.retain(|ticket| !ticket.waits(lead_minutes, now));
        lane.sort_by_key(|ticket| {
            let first = ticket.priority_at;
            (first.is_none(), first, ticket.since(lead_minutes), ticket.order_id)
        });
        lane
    }

    /// The tickets that wait until they are begun, those that are wanted first at the front.
    pub fn later(&self, lead_minutes: u32, now: Moment) -> Vec<&Ticket> {
        let mut later: Vec<&Ticket> =
            self.tickets.values().filter(|ticket| ticket.waits(lead_minutes, now)).collect();
        later.sort_by_key(|ticket| (ticket.due_at, ticket.order_id));
        later
    }

    /// The call numbers on it.
    pub fn calls(&self) -> BTreeSet<&str> {
        self.tickets.values().map(|ticket| ticket.call_number.as_str()).collect()
    }
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
