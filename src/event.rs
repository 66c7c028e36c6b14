//! What happened, as the log keeps it and as the sockets send it: one flat JSON object with `seq` and `event`.

mod ticket;

use serde::{Deserialize, Serialize};

use crate::{
    Moment, Money,
    order::{Diff, OrderStatus, PaymentMethod, PaymentStatus, Source},
    stock::LowStock,
};

pub use ticket::{TicketChoice, TicketLine, TicketState, Use};

/// An event of a store: `seq` grows by one, in the order of the commits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the store's log.
    pub seq: i64,
    /// When it was committed.
    pub at: Moment,
    /// What happened.
    #[serde(flatten)]
    pub what: Happening,
}

/// What an event says of the order that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRef {
    /// Row id.
    pub order_id: i64,
    /// `20261123-0042`.
    pub order_number: String,
    /// `042`.
    pub call_number: String,
    /// Where it is eaten.
    pub source: Source,
    /// Where it is on its way, after the event.
    pub status: OrderStatus,
    /// Whether the money came, after the event.
    pub payment_status: PaymentStatus,
    /// The table.
    pub table_no: Option<String>,
    /// For whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<String>,
    /// When it is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Moment>,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Happening {
    /// An order was taken.
    OrderCreated {
        /// Which.
        #[serde(flatten)]
        order: OrderRef,
        /// What it comes to.
        total_amount: Money,
        /// What it is made of.
        lines: Vec<TicketLine>,
        /// What runs low now.
        low_stock: Vec<LowStock>,
    },
    /// An order was paid.
    OrderPaid {
        /// Which.
        #[serde(flatten)]
        order: OrderRef,
        /// How.
        payment_method: PaymentMethod,
        /// How much.
        total_amount: Money,
        /// What runs low now.
        low_stock: Vec<LowStock>,
    },
    /// An order moved on.
    OrderStatusChanged {
        /// Which.
        #[serde(flatten)]
        order: OrderRef,
        /// Where it was before.
        previous_status: OrderStatus,
        /// What runs low now, where cancelling gave something back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        low_stock: Option<Vec<LowStock>>,
        /// The ticket as it is now, where more than the status is another one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ticket: Option<TicketState>,
    },
    /// The kitchen did something with a ticket that leaves its status as it is: it made a line, put the order first or
    /// acknowledged a change.
    OrderTicketChanged {
        /// Which.
        #[serde(flatten)]
        order: OrderRef,
        /// The ticket as it is now.
        ticket: TicketState,
    },
    /// An order was taken that the counter keeps for now; the kitchen hears of it when it is sent, as `OrderCreated`.
    OrderHeld {
        /// Which.
        #[serde(flatten)]
        order: OrderRef,
        /// What it comes to.
        total_amount: Money,
        /// What it is made of.
        lines: Vec<TicketLine>,
    },
    /// An order has other lines now.
    OrderAmended {
        /// Which.
        #[serde(flatten)]
        order: OrderRef,
        /// What it comes to now.
        total_amount: Money,
        /// What it is made of now.
        lines: Vec<TicketLine>,
        /// What changed.
        diff: Diff,
        /// What runs low now.
        low_stock: Vec<LowStock>,
    },
    /// An order comes to less, or to the full price again.
    OrderDiscounted {
        /// Which.
        #[serde(flatten)]
        order: OrderRef,
        /// What it comes to now.
        total_amount: Money,
    },
    /// Money went back for lines of an order.
    OrderRefunded {
        /// Which.
        #[serde(flatten)]
        order: OrderRef,
        /// How much went back.
        refund_amount: Money,
        /// What runs low now, where something went back into stock.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        low_stock: Option<Vec<LowStock>>,
    },
    /// The money of a cancelled order was handed back.
    OrderRefundHanded {
        /// Which.
        #[serde(flatten)]
        order: OrderRef,
    },
    /// Something runs low, or does no more, without an order behind it.
    LowStockChanged {
        /// What runs low now.
        low_stock: Vec<LowStock>,
    },
    /// An item is sold out until the business day ends, or it is there again.
    MenuItemSoldOut {
        /// Which.
        item_id: i64,
        /// Its name.
        name: String,
        /// Sold out, or there again.
        sold_out: bool,
    },
    /// The cash drawer was opened.
    ShiftOpened {
        /// Which shift.
        shift_id: i64,
        /// What it is called.
        shift_name: String,
        /// Who opened it.
        opened_by: String,
        /// When.
        opened_at: Moment,
    },
    /// The cash drawer was counted.
    ShiftClosed {
        /// Which shift.
        shift_id: i64,
        /// What it is called.
        shift_name: String,
        /// Who closed it.
        closed_by: String,
        /// When.
        closed_at: Moment,
        /// The sales that were taken in it.
        total_revenue: Money,
    },
}

impl Happening {
    /// The event's name on the wire.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::OrderCreated { .. } => "order_created",
            Self::OrderPaid { .. } => "order_paid",
            Self::OrderStatusChanged { .. } => "order_status_changed",
            Self::OrderTicketChanged { .. } => "order_ticket_changed",
            Self::OrderHeld { .. } => "order_held",
            Self::OrderAmended { .. } => "order_amended",
            Self::OrderDiscounted { .. } => "order_discounted",
            Self::OrderRefunded { .. } => "order_refunded",
            Self::OrderRefundHanded { .. } => "order_refund_handed",
            Self::LowStockChanged { .. } => "low_stock_changed",
            Self::MenuItemSoldOut { .. } => "menu_item_sold_out",
            Self::ShiftOpened { .. } => "shift_opened",
            Self::ShiftClosed { .. } => "shift_closed",
        }
    }

    /// The order that it is about, where it is about one.
    pub const fn order(&self) -> Option<&OrderRef> {
        match self {
            Self::OrderCreated { order, .. }
            | Self::OrderHeld { order, .. }
            | Self::OrderPaid { order, .. }
            | Self::OrderAmended { order, .. }
            | Self::OrderDiscounted { order, .. }
            | Self::OrderRefunded { order, .. }
            | Self::OrderRefundHanded { order }
            | Self::OrderTicketChanged { order, .. }
            | Self::OrderStatusChanged { order, .. } => Some(order),
            Self::LowStockChanged { .. }
            | Self::MenuItemSoldOut { .. }
            | Self::ShiftOpened { .. }
            | Self::ShiftClosed { .. } => None,
        }
    }

    /// What runs low after it, where it tells.
    pub fn low_stock(&self) -> Option<&[LowStock]> {
        match self {
            Self::OrderCreated { low_stock, .. }
            | Self::OrderPaid { low_stock, .. }
            | Self::OrderAmended { low_stock, .. }
            | Self::LowStockChanged { low_stock } => Some(low_stock),
            Self::OrderStatusChanged { low_stock, .. } | Self::OrderRefunded { low_stock, .. } => {
                low_stock.as_deref()
            }
            _ => None,
        }
    }
}

impl Event {
    /// The text that the log keeps and the sockets send.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads an event. It goes by way of a `Value`, since a tagged enum cannot take numbers of arbitrary precision
    /// straight from text.
    ///
    /// # Errors
    /// Where the text is none of our events.
    pub fn from_text(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_value(serde_json::from_str(text)?)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::Quantity;

    pub(crate) fn order_ref(id: i64, status: OrderStatus) -> OrderRef {
        OrderRef {
            order_id: id,
            order_number: format!("20261123-{id:04}"),
            call_number: format!("{id:03}"),
            source: Source::DineIn,
            status,
            payment_status: PaymentStatus::Paid,
            table_no: Some("5".into()),
            customer_name: None,
            due_at: None,
        }
    }

    #[test]
    fn an_event_is_one_flat_object_and_is_read_again() {
        let event = Event {
            seq: 7,
            at: Moment(1_764_000_000_000_001),
            what: Happening::OrderCreated {
                order: order_ref(3, OrderStatus::Pending),
                total_amount: Money(6550),
                lines: vec![TicketLine {
                    line_id: 1,
                    station_id: None,
                    done: false,
                    uses: vec![],
                    quantity: 2,
                    name: "蛋餅".into(),
                    name_en: None,
                    note: Some("去蔥".into()),
                    choices: vec![],
                }],
                low_stock: vec![LowStock {
                    ingredient_name: "蛋".into(),
                    current_stock: Quantity(1),
                    reorder_level: Quantity(12_345),
                    unit: "顆".into(),
                }],
            },
        };
        let text = event.to_text();
        assert!(
            text.starts_with(
                r#"{"seq":7,"at":"2025-11-24T16:00:00.000001Z","event":"order_created","order_id":3,"#
            ),
            "{text}"
        );
        assert!(
            text.contains(r#""total_amount":65.5,"#) && text.contains(r#""current_stock":0.001"#),
            "{text}"
        );
        assert_eq!(Event::from_text(&text).ok(), Some(event));
    }
}
