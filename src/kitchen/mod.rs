//! The kitchen's board as a pure reducer: a snapshot and every event after it give the next snapshot.

pub mod shown;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    Moment,
    event::{Event, Happening, TicketLine},
    order::{Order, OrderStatus, PaymentStatus, Source},
    stock::LowStock,
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
    /// What is to be made.
    pub lines: Vec<TicketLine>,
    /// The event that touched it last; older ones do nothing.
    pub seq: i64,
}

impl From<&Order> for Ticket {
    fn from(order: &Order) -> Self {
        Self {
            order_id: order.id,
            order_number: order.order_number.clone(),
            call_number: order.call_number.clone(),
            source: order.source,
            status: order.status,
            payment_status: order.payment_status,
            table_no: order.table_no.clone(),
            customer_name: order.customer_name.clone(),
            due_at: order.due_at,
            created_at: order.sent_at.unwrap_or(order.created_at),
            status_since: order.status_since(),
            lines: order.items.iter().map(TicketLine::from).collect(),
            seq: order.seq,
        }
    }
}

impl Ticket {
    /// Whether it waits until the kitchen begins: nobody is at it yet, and it is wanted later.
    pub fn waits(&self, lead_minutes: u32, now: Moment) -> bool {
        self.status == OrderStatus::Pending && waits(self.due_at, lead_minutes, now)
    }

    /// Since when it waits in its status; what is wanted later, since the kitchen can begin.
    pub fn since(&self, lead_minutes: u32) -> Moment {
        match self.due_at {
            Some(due) if self.status == OrderStatus::Pending => {
                self.status_since.max(begins_at(due, lead_minutes))
            }
            _ => self.status_since,
        }
    }
}

/// Everything on the kitchen's wall at `seq`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The last event that is in it.
    pub seq: i64,
    /// Unfinished tickets by order id.
    pub tickets: BTreeMap<i64, Ticket>,
    /// What runs low.
    pub low_stock: Vec<LowStock>,
}

impl Board {
    /// The board of these unfinished orders at `seq`.
    pub fn of(seq: i64, orders: &[Order], low_stock: Vec<LowStock>) -> Self {
        let tickets = orders
            .iter()
            .filter(|o| o.status.is_live() && !o.held)
            .map(|o| (o.id, Ticket::from(o)))
            .collect();
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
        match &event.what {
            Happening::OrderCreated { lines, .. } => {
                let ticket = Ticket {
                    order_id: order.order_id,
                    order_number: order.order_number.clone(),
                    call_number: order.call_number.clone(),
                    source: order.source,
                    status: order.status,
                    payment_status: order.payment_status,
                    table_no: order.table_no.clone(),
                    customer_name: order.customer_name.clone(),
                    due_at: order.due_at,
                    created_at: event.at,
                    status_since: event.at,
                    lines: lines.clone(),
                    seq: event.seq,
                };
                self.tickets.insert(order.order_id, ticket);
            }
            Happening::OrderStatusChanged { .. } if !order.status.is_live() => {
                self.tickets.remove(&order.order_id);
            }
            what => {
                // One that is held has no ticket yet.
                let Some(ticket) = self.tickets.get_mut(&order.order_id) else { return };
                ticket.payment_status = order.payment_status;
                ticket.seq = event.seq;
                if let Happening::OrderAmended { lines, .. } = what {
                    ticket.lines.clone_from(lines);
                }
                if order.status != ticket.status {
                    ticket.status = order.status;
                    ticket.status_since = event.at;
                }
            }
        }
    }

    /// The tickets of a lane, oldest first.
    pub fn lane(&self, status: OrderStatus) -> Vec<&Ticket> {
        self.tickets.values().filter(|ticket| ticket.status == status).collect()
    }

    /// The tickets of a lane that are to be made now, in the order in which they came to the kitchen.
    pub fn lane_at(&self, status: OrderStatus, lead_minutes: u32, now: Moment) -> Vec<&Ticket> {
        let mut lane = self.lane(status);
        lane.retain(|ticket| !ticket.waits(lead_minutes, now));
        lane.sort_by_key(|ticket| (ticket.since(lead_minutes), ticket.order_id));
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

/// Whether an order waits to be begun: it is wanted at `due`, and the kitchen begins `lead_minutes` before that.
pub fn waits(due: Option<Moment>, lead_minutes: u32, now: Moment) -> bool {
    due.is_some_and(|due| now < begins_at(due, lead_minutes))
}

/// When the kitchen begins with what is wanted at `due`.
pub const fn begins_at(due: Moment, lead_minutes: u32) -> Moment {
    due.plus_seconds(-60 * lead_minutes as i64)
}

/// How long a ticket has waited in its status, as the wall shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// In time.
    Fresh,
    /// Worth a look.
    Due,
    /// Too long.
    Late,
}

/// Minutes after which a ticket is due and late, by status: 8/12 pending, 15/22 preparing, 5/10 ready (what is in
/// use in such kitchens).
pub const fn age_limits(status: OrderStatus) -> Option<(i64, i64)> {
    match status {
        OrderStatus::Pending => Some((8, 12)),
        OrderStatus::Preparing => Some((15, 22)),
        OrderStatus::Ready => Some((5, 10)),
        OrderStatus::Completed | OrderStatus::Cancelled => None,
    }
}

/// The age of a ticket that has been in its status for so many seconds.
pub fn age(status: OrderStatus, seconds: i64) -> Age {
    match age_limits(status) {
        Some((_, late)) if seconds >= late * 60 => Age::Late,
        Some((due, _)) if seconds >= due * 60 => Age::Due,
        _ => Age::Fresh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Money, event::tests::order_ref};

    fn event(seq: i64, what: Happening) -> Event {
        Event { seq, at: Moment(seq), what }
    }

    fn created(seq: i64, id: i64) -> Event {
        let order = order_ref(id, OrderStatus::Pending);
        event(
            seq,
            Happening::OrderCreated { order, total_amount: Money(1), lines: vec![], low_stock: vec![] },
        )
    }

    fn moved(seq: i64, id: i64, from: OrderStatus, to: OrderStatus) -> Event {
        event(
            seq,
            Happening::OrderStatusChanged {
                order: order_ref(id, to),
                previous_status: from,
                low_stock: None,
            },
        )
    }

    #[test]
    fn a_ticket_comes_moves_and_goes() {
        let mut board = Board::default();
        board.apply(&created(1, 10));
        board.apply(&moved(2, 10, OrderStatus::Pending, OrderStatus::Preparing));
        assert_eq!(board.lane(OrderStatus::Preparing).len(), 1);
        assert_eq!(board.tickets[&10].status_since, Moment(2));
        board.apply(&created(2, 11));
        assert_eq!(board.tickets.len(), 1, "an event that is not newer does nothing");
        board.apply(&moved(3, 10, OrderStatus::Preparing, OrderStatus::Cancelled));
        assert!(board.tickets.is_empty());
        assert_eq!(board.seq, 3);
    }

    #[test]
    fn what_is_wanted_later_waits_beside_the_lane_until_the_kitchen_begins() {
        let mut board = Board::default();
        let at = |seconds| Moment::default().plus_seconds(seconds);
        let mut later = |seq, id, due_at| {
            let mut event = created(seq, id);
            if let Happening::OrderCreated { order, .. } = &mut event.what {
                order.due_at = due_at;
            }
            board.apply(&event);
        };
        later(1, 10, Some(at(3600)));
        later(2, 11, None);
        later(3, 12, Some(at(1800)));
        let ids = |tickets: Vec<&Ticket>| tickets.iter().map(|t| t.order_id).collect::<Vec<_>>();
        assert_eq!(ids(board.later(15, at(0))), [12, 10], "the one that is wanted first at the front");
        assert_eq!(ids(board.lane_at(OrderStatus::Pending, 15, at(0))), [11]);
        assert_eq!(ids(board.lane_at(OrderStatus::Pending, 15, at(900))), [11, 12], "it queues up behind");
        assert_eq!(board.tickets[&12].since(15), at(900), "its age counts from then on");
        assert_eq!(ids(board.later(60, at(0))), Vec::<i64>::new(), "an hour before, all are the kitchen's");
        board.apply(&moved(4, 10, OrderStatus::Pending, OrderStatus::Preparing));
        assert_eq!(ids(board.later(15, at(0))), [12], "who begins earlier has it in the lane");
    }

    #[test]
    fn ages_follow_the_limits() {
        let minutes = |status, m: i64| age(status, m * 60);
        assert_eq!(minutes(OrderStatus::Pending, 7), Age::Fresh);
        assert_eq!(minutes(OrderStatus::Pending, 8), Age::Due);
        assert_eq!(minutes(OrderStatus::Preparing, 22), Age::Late);
        assert_eq!(minutes(OrderStatus::Ready, 5), Age::Due);
        assert_eq!(minutes(OrderStatus::Completed, 500), Age::Fresh);
    }
}
