//! The board.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Notice, Ticket};
use crate::{
    Moment,
    event::{Event, Happening, TicketState},
    order::Order,
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
        Self { seq, tickets, low_stock }
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
            ticket = ticket.moved(order.status, event.at);
        }
        self.put(ticket);
    }

    fn put(&mut self, ticket: Ticket) {
        if ticket.is_shown() {
            self.tickets.insert(ticket.order_id, ticket);
        } else {
            self.tickets.remove(&ticket.order_id);
        }
    }

    /// Takes away what is over by now: a screen that follows for days has no more than one that begins.
    pub fn let_go(&mut self, now: Moment) {
        self.tickets.retain(|_, ticket| !ticket.is_over(now));
    }

    /// The tickets that wait until they are begun, those that are wanted first at the front.
    pub fn later(&self, lead_minutes: u32, now: Moment) -> Vec<&Ticket> {
        let mut later: Vec<&Ticket> =
            self.tickets.values().filter(|ticket| ticket.waits(lead_minutes, now)).collect();
        later.sort_by_key(|ticket| (ticket.due_at, ticket.order_id));
        later
    }
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
