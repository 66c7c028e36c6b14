//! Today's orders at the counter as a reducer: a snapshot and every event after it. Plain data, no browser.

use std::collections::BTreeMap;

use sunnyside::{
    Moment, Money,
    event::{Event, Happening, TicketLine},
    order::{Order, OrderStatus, PaymentStatus, Source},
};

/// An order in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The order's row id.
    pub order_id: i64,
    /// `042`.
    pub call_number: String,
    /// `20261123-0042`.
    pub order_number: String,
    /// Where it is eaten.
    pub source: Source,
    /// The table.
    pub table_no: Option<String>,
    /// Where it is on its way.
    pub status: OrderStatus,
    /// Whether the money came.
    pub payment_status: PaymentStatus,
    /// What it comes to.
    pub total: Money,
    /// When it was taken.
    pub created_at: Moment,
    /// What it is made of.
    pub lines: Vec<TicketLine>,
    /// For whom.
    pub customer_name: Option<String>,
    /// Their phone; events do not carry it.
    pub customer_phone: Option<String>,
    /// When it is wanted.
    pub due_at: Option<Moment>,
    /// Kept at the counter.
    pub held: bool,
    /// The event that the kitchen has to see of it, and when that was; none while it is held.
    pub to_see: Option<(i64, Moment)>,
    /// The event that touched it last.
    pub seq: i64,
}

impl From<&Order> for Row {
    fn from(order: &Order) -> Self {
        Self {
            order_id: order.id,
            call_number: order.call_number.clone(),
            order_number: order.order_number.clone(),
            source: order.source,
            table_no: order.table_no.clone(),
            status: order.status,
            payment_status: order.payment_status,
            total: order.total_amount,
            created_at: order.created_at,
            lines: order.items.iter().map(TicketLine::from).collect(),
            customer_name: order.customer_name.clone(),
            customer_phone: order.customer_phone.clone(),
            due_at: order.due_at,
            held: order.held,
            to_see: order.sent_at.filter(|_| !order.held).map(|at| (order.seq, at)),
            seq: order.seq,
        }
    }
}

impl Row {
    /// Whether money can still be taken for it.
    pub fn is_payable(&self) -> bool {
        self.payment_status == PaymentStatus::Unpaid && self.status != OrderStatus::Cancelled
    }

    /// Whether the counter keeps it.
    pub fn is_held(&self) -> bool {
        self.held && self.status.is_live()
    }

    /// The business day in the order's number.
    fn day(&self) -> &str {
        day_of(&self.order_number)
    }
}

fn day_of(order_number: &str) -> &str {
    order_number.split_once('-').map_or("", |(day, _)| day)
}

/// Today's orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Today {
    /// By row id.
    pub rows: BTreeMap<i64, Row>,
}

impl Today {
    /// The list of these orders.
    pub fn of(orders: &[Order]) -> Self {
        Self { rows: orders.iter().map(|order| (order.id, Row::from(order))).collect() }
    }

    /// Takes an order in as the server answered it; one that is known better already stays as it is.
    pub fn learn(&mut self, order: &Order) {
        if self.rows.get(&order.id).is_none_or(|row| row.seq < order.seq) {
            self.insert(Row::from(order));
        }
    }

    /// Takes in whose order it is; a newer event may have been there since.
    pub fn learn_phone(&mut self, order: &Order) {
        if let Some(row) = self.rows.get_mut(&order.id) {
            row.customer_phone.clone_from(&order.customer_phone);
        }
    }

    /// Takes an event in.
    pub fn apply(&mut self, event: &Event) {
        let Some(order) = event.what.order() else { return };
        let known = self.rows.get(&order.order_id);
        if known.is_some_and(|row| row.seq >= event.seq) {
            return;
        }
        match &event.what {
            Happening::OrderCreated { total_amount, lines, .. }
            | Happening::OrderHeld { total_amount, lines, .. } => {
                let held = matches!(event.what, Happening::OrderHeld { .. });
                let row = Row {
                    order_id: order.order_id,
                    call_number: order.call_number.clone(),
                    order_number: order.order_number.clone(),
                    source: order.source,
                    table_no: order.table_no.clone(),
                    status: order.status,
                    payment_status: order.payment_status,
                    total: *total_amount,
                    created_at: known.map_or(event.at, |row| row.created_at),
                    lines: lines.clone(),
                    customer_name: order.customer_name.clone(),
                    customer_phone: known.and_then(|row| row.customer_phone.clone()),
                    due_at: order.due_at,
                    held,
                    to_see: (!held).then_some((event.seq, event.at)),
                    seq: event.seq,
                };
                self.insert(row);
            }
            what => {
                let Some(row) = self.rows.get_mut(&order.order_id) else { return };
                row.status = order.status;
                row.payment_status = order.payment_status;
                row.seq = event.seq;
                if let Happening::OrderAmended { total_amount, lines, .. } = what {
                    row.total = *total_amount;
                    row.lines.clone_from(lines);
                    row.to_see = row.to_see.map(|_| (event.seq, event.at));
                }
                if let Happening::OrderDiscounted { total_amount, .. } = what {
                    row.total = *total_amount;
                }
            }
        }
    }

    /// The first order of a new day ends the old one's list; a screen may stay open over night.
    fn insert(&mut self, row: Row) {
        if self.rows.values().next_back().is_some_and(|last| last.day() < row.day()) {
            self.rows.clear();
        }
        self.rows.insert(row.order_id, row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::{event::OrderRef, order::PaymentMethod};

    fn reference(id: i64, day: &str, status: OrderStatus, payment_status: PaymentStatus) -> OrderRef {
        OrderRef {
            order_id: id,
            order_number: format!("{day}-{id:04}"),
            call_number: format!("{id:03}"),
            source: Source::Takeout,
            status,
            payment_status,
            table_no: None,
            customer_name: None,
            due_at: None,
        }
    }

    fn created(seq: i64, id: i64, day: &str) -> Event {
        let order = reference(id, day, OrderStatus::Pending, PaymentStatus::Unpaid);
        let what =
            Happening::OrderCreated { order, total_amount: Money(4500), lines: vec![], low_stock: vec![] };
        Event { seq, at: Moment(seq), what }
    }

    fn paid(seq: i64, id: i64, day: &str) -> Event {
        let order = reference(id, day, OrderStatus::Pending, PaymentStatus::Paid);
        let (payment_method, total_amount) = (PaymentMethod::Cash, Money(4500));
        Event {
            seq,
            at: Moment(seq),
            what: Happening::OrderPaid { order, payment_method, total_amount, low_stock: vec![] },
        }
    }

    #[test]
    fn an_order_comes_and_is_paid() {
        let mut today = Today::default();
        today.apply(&created(1, 5, "20261123"));
        assert!(today.rows[&5].is_payable());
        today.apply(&paid(2, 5, "20261123"));
        assert!(!today.rows[&5].is_payable());
        today.apply(&created(1, 5, "20261123"));
        assert!(!today.rows[&5].is_payable(), "an older event does nothing");
    }

    #[test]
    fn the_first_order_of_a_day_begins_a_new_list() {
        let mut today = Today::default();
        today.apply(&created(1, 5, "20261123"));
        today.apply(&created(2, 6, "20261123"));
        assert_eq!(today.rows.keys().copied().collect::<Vec<_>>(), [5, 6]);
        today.apply(&created(3, 7, "20261124"));
        assert_eq!(today.rows.keys().copied().collect::<Vec<_>>(), [7]);
        today.apply(&paid(4, 6, "20261123"));
        assert_eq!(today.rows.len(), 1, "yesterday's are not brought back");
    }
}
