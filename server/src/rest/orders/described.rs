//! What the requests about orders carry, for the description.

use sunnyside::{
    Moment, Money, Percent,
    order::{OrderStatus, PaymentMethod, Source},
};
use utoipa::ToSchema;

use super::super::schema;

/// A new order: at least one line, or one combo.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct OrderIn {
    /// Where it is eaten (default: takeout).
    source: Option<Source>,
    /// Pay now; otherwise later.
    #[schema(default = true)]
    auto_pay: Option<bool>,
    /// How it is paid (default: cash).
    payment_method: Option<PaymentMethod>,
    /// The parts that it is paid in, where that is more than one; together exactly the sum.
    #[schema(max_items = 5)]
    payments: Option<Vec<PartIn>>,
    #[schema(schema_with = schema::discount, required = false)]
    tendered: Option<Money>,
    /// What the books say is missing is there all the same: the sale enters it and goes on. Takes a manager.
    #[schema(default = false)]
    found: Option<bool>,
    /// What is wanted.
    #[schema(max_items = 200)]
    items: Option<Vec<LineIn>>,
    /// Bundles.
    #[schema(max_items = 50)]
    combos: Option<Vec<ComboIn>>,
    /// The UUID that the device gave the order: sent twice, it is one order.
    #[schema(format = "uuid")]
    client_id: Option<String>,
    /// The table.
    #[schema(max_length = 20)]
    table_no: Option<String>,
    /// For whom.
    #[schema(max_length = 80)]
    customer_name: Option<String>,
    /// Their phone.
    #[schema(max_length = 30)]
    customer_phone: Option<String>,
    /// When it is wanted.
    due_at: Option<Moment>,
    /// Keep it at the counter: it is not paid and not sent to the kitchen.
    #[schema(default = false)]
    held: Option<bool>,
    /// What is taken off; staff may take off so much as the settings say.
    discount: Option<DiscountIn>,
}

/// A line of a new order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct LineIn {
    /// Which item.
    menu_item_id: i64,
    /// How many.
    #[schema(minimum = 1, maximum = 100)]
    quantity: u32,
    /// The cook's words; blank is none.
    #[schema(max_length = 200, example = "去蔥")]
    note: Option<String>,
    /// What is chosen on it; absent, the item's defaults are.
    #[schema(max_items = 50)]
    modifier_ids: Option<Vec<i64>>,
}

/// A discount: either an amount or a share.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct DiscountIn {
    #[schema(schema_with = schema::discount, required = false)]
    amount: Option<Money>,
    #[schema(schema_with = schema::percent, required = false)]
    percent: Option<Percent>,
    /// Why.
    #[schema(min_length = 1, max_length = 200, pattern = r"\S")]
    reason: String,
}

/// The lines that an order should have.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct AmendIn {
    /// All of them, also those that stay.
    #[schema(min_items = 1, max_items = 200)]
    items: Vec<LineIn>,
}

/// What is refunded.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct RefundIn {
    /// Which lines.
    #[schema(min_items = 1, max_items = 200)]
    lines: Vec<RefundLineIn>,
    /// Why.
    #[schema(min_length = 1, max_length = 200, pattern = r"\S")]
    reason: String,
    /// How the money goes back; without it the order's own method (and the others, as far as each holds something, where
    /// the order was paid in parts).
    payment_method: Option<PaymentMethod>,
}

/// So many of a line.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct RefundLineIn {
    /// The line's id.
    line_id: i64,
    /// How many of it.
    #[schema(minimum = 1, maximum = 20000)]
    quantity: u32,
    /// Whether what they used goes back into stock.
    #[schema(default = false)]
    restock: Option<bool>,
}

/// A bundle of a new order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct ComboIn {
    /// Which bundle.
    combo_id: i64,
    /// How many.
    #[schema(minimum = 1, maximum = 20, default = 1)]
    quantity: Option<u32>,
    /// The drinks that were chosen.
    #[schema(max_items = 20)]
    drink_item_ids: Option<Vec<i64>>,
    /// The items that were chosen as sides.
    #[schema(max_items = 20)]
    side_item_ids: Option<Vec<i64>>,
}

/// How an order is paid.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct PayIn {
    /// Without it the order's own method.
    payment_method: Option<PaymentMethod>,
    /// The parts that it is paid in, where that is more than one; together exactly the sum.
    #[schema(max_items = 5)]
    payments: Option<Vec<PartIn>>,
    #[schema(schema_with = schema::discount, required = false)]
    tendered: Option<Money>,
    /// What the books say is missing is there all the same: the sale enters it and goes on. Takes a manager, unless the
    /// kitchen has begun.
    #[schema(default = false)]
    found: Option<bool>,
}

/// A part of a payment.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct PartIn {
    /// How.
    method: PaymentMethod,
    #[schema(schema_with = schema::price)]
    amount: Money,
    #[schema(schema_with = schema::discount, required = false)]
    tendered: Option<Money>,
}

/// Where an order goes.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
pub(super) struct StatusIn {
    /// Its next status.
    status: OrderStatus,
}
