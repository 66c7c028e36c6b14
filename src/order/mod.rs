//! An order: what it is made of, the status machine, and the decisions that change it.

mod allocate;
mod amend;
mod build;
mod discount;
mod draft;
mod kitchen;
mod matching;
mod number;
mod place;
mod price;
mod refund;
mod settle;
mod stock;
mod tender;
mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Moment, Money, Percent, Quantity, UnitCost, clock::BusinessDay, event::OrderRef, kitchen::Notice,
};

pub use allocate::allocate;
pub use amend::{Amended, Amendment, Diff, DiffLine, QuantityChange, Trial, amend};
pub use discount::{discount_shares, set_discount};
pub use draft::{Draft, DraftCombo, DraftLine};
pub use kitchen::kitchen;
pub use number::next_call;
pub use place::{place, take_up};
pub use price::{line_total, requirements, total};
pub use refund::{Refund, RefundDraft, RefundLine, refund, refund_amount};
pub use settle::{acknowledge_refund, cancel, pay, send, set_status};
pub use tender::{Part, PayDraft, Tender};
pub use words::{OrderStatus, PaymentKind, PaymentMethod, PaymentStatus, Source};

/// A line of an order, as it was sold: later changes of the menu do not touch it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Line {
    /// Row id.
    pub id: i64,
    /// The item it was.
    pub menu_item_id: i64,
    /// Its name at the sale.
    pub menu_item_name: String,
    /// Its English name at the sale.
    pub menu_item_name_en: Option<String>,
    /// How many.
    pub quantity: u32,
    /// The price of one at the sale.
    pub unit_price: Money,
    /// What the line comes to.
    pub line_total: Money,
    /// The cook's words: 去蔥.
    pub note: Option<String>,
    /// What was chosen on it.
    pub modifiers: Vec<LineModifier>,
    /// How many of it were refunded.
    pub refunded_quantity: u32,
    /// The bundle that it was sold in, where it was. Not on the wire: there the note tells it.
    #[serde(skip)]
    pub combo: Option<LineCombo>,
    /// What one would have cost outside of a bundle, choices included. Not on the wire.
    #[serde(skip)]
    pub list_price: Money,
    /// What was refunded for it. Not on the wire.
    #[serde(skip)]
    pub refunded_amount: Money,
    /// How many of the refunded ones went back into stock. Not on the wire.
    #[serde(skip)]
    pub restocked_quantity: u32,
    /// What the whole line takes out of stock, by the recipe at the sale. Not on the wire.
    #[serde(skip)]
    pub usage: Vec<Usage>,
    /// The station that makes it, as it was routed at the sale. Not on the wire.
    #[serde(skip)]
    pub station_id: Option<i64>,
    /// When the kitchen had made it. Not on the wire.
    #[serde(skip)]
    pub bumped_at: Option<Moment>,
}

/// A choice on a line, as it was at the sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LineModifier {
    /// The choice it was.
    pub modifier_id: i64,
    /// Its name at the sale.
    pub name: String,
    /// Its English name at the sale.
    pub name_en: Option<String>,
    /// What it added to the price of one.
    pub price_delta: Money,
}

/// The bundle that a line was sold in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineCombo {
    /// The bundle's code at the sale.
    pub code: String,
    /// Lines of one bundle share this number within their order.
    pub group: i32,
}

/// What a line takes of an ingredient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Which ingredient.
    pub ingredient_id: i64,
    /// How much, for the whole line.
    pub quantity: Quantity,
    /// What a unit cost at the sale.
    pub unit_cost: UnitCost,
}

/// Money that came or went for an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Payment {
    /// Which way.
    pub kind: PaymentKind,
    /// How.
    pub method: PaymentMethod,
    /// How much, above 0.
    pub amount: Money,
    /// What was handed over in cash, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tendered: Option<Money>,
    /// When.
    pub at: Moment,
    /// The shift that was open then; not on the wire.
    #[serde(skip)]
    pub shift_id: Option<i64>,
}

/// A discount as it was asked for: an amount, or a share of the sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DiscountTerms {
    /// So much; none where a share is meant.
    pub amount: Option<Money>,
    /// So many percent of the sum of the lines, with two decimals; none where an amount is meant.
    pub percent: Option<Percent>,
    /// Why.
    pub reason: String,
}

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Order {
    /// Row id; grows in the order of the commits.
    pub id: i64,
    /// Unique and sortable: `20261123-0042`.
    pub order_number: String,
    /// What the board calls: `042`.
    pub call_number: String,
    /// Where it is eaten.
    pub source: Source,
    /// Where it is on its way.
    pub status: OrderStatus,
    /// Whether the money came.
    pub payment_status: PaymentStatus,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// What it comes to.
    pub total_amount: Money,
    /// What is taken off the sum of the lines.
    pub discount: Money,
    /// How the discount was asked for, where there is one.
    pub discount_terms: Option<DiscountTerms>,
    /// Kept at the counter: not paid yet and not sent to the kitchen.
    pub held: bool,
    /// It was cancelled after it was paid, and nobody said yet that the money was handed back.
    #[serde(default)]
    pub refund_due: bool,
    /// When the kitchen got it; none while it is held.
    pub sent_at: Option<Moment>,
    /// When it was taken.
    pub created_at: Moment,
    /// When the money came.
    pub paid_at: Option<Moment>,
    /// When the kitchen began.
    pub preparing_at: Option<Moment>,
    /// When it was ready.
    pub ready_at: Option<Moment>,
    /// When it was collected.
    pub completed_at: Option<Moment>,
    /// When it was called off.
    pub cancelled_at: Option<Moment>,
    /// The table.
    pub table_no: Option<String>,
    /// For whom.
    pub customer_name: Option<String>,
    /// The phone of whom it is for.
    pub customer_phone: Option<String>,
    /// When it is wanted.
    pub due_at: Option<Moment>,
    /// The id that the device gave it (UUID).
    pub client_id: String,
    /// The shop's day that it counts for.
    pub business_day: BusinessDay,
    /// The event that touched it last.
    pub seq: i64,
    /// Its lines.
    pub items: Vec<Line>,
    /// Its money.
    pub payments: Vec<Payment>,
    /// What the ledger says was taken for it and not given back, by ingredient. Not on the wire.
    #[serde(skip)]
    pub taken: BTreeMap<i64, Quantity>,
    /// Who took it. Not on the wire.
    #[serde(skip)]
    pub created_by: Option<i64>,
    /// What the kitchen has not acknowledged yet. Not on the wire.
    #[serde(skip)]
    pub notice: Option<Notice>,
    /// Since when it comes first. Not on the wire.
    #[serde(skip)]
    pub priority_at: Option<Moment>,
}

impl Order {
    /// What an event says of the order.
    pub fn reference(&self) -> OrderRef {
        OrderRef {
            order_id: self.id,
            order_number: self.order_number.clone(),
            call_number: self.call_number.clone(),
            source: self.source,
            status: self.status,
            payment_status: self.payment_status,
            table_no: self.table_no.clone(),
            customer_name: self.customer_name.clone(),
            due_at: self.due_at,
        }
    }

    /// When the present status began.
    pub fn status_since(&self) -> Moment {
        let at = match self.status {
            OrderStatus::Pending => None,
            OrderStatus::Preparing => self.preparing_at,
            OrderStatus::Ready => self.ready_at,
            OrderStatus::Completed => self.completed_at,
            OrderStatus::Cancelled => self.cancelled_at,
        };
        at.or(self.sent_at).unwrap_or(self.created_at)
    }
}

/// A row of the public pickup list: no items, no amounts, no names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PickupRow {
    /// Row id.
    pub id: i64,
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
    /// When it was taken.
    pub created_at: Moment,
    /// When it was collected.
    pub completed_at: Option<Moment>,
}
