//! Orders: taking, paying, moving on, and the public list of what is being made.

use axum::{Json, http::StatusCode};
use sunnyside::{
    identity::Action,
    order::{Draft, DraftLine, Order, OrderStatus, PaymentMethod, PickupRow, Source},
    refusal::Problem,
    service::order,
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer, Created,
    body::{Body, Fields, count, flag, integer, text, word},
    created,
    describe::open_to,
    error::{ErrorBody, Refused},
    params::{Id, Params},
};
use crate::{
    App,
    session::{Anyone, Signed},
};

/// The most combos of an order.
const MOST_COMBOS: usize = 50;
/// The most of one combo, and the most drinks or sides of one.
const MOST_OF_COMBO: u32 = 20;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(pickup_board))
        .routes(routes!(fetch))
        .routes(routes!(pay))
        .routes(routes!(set_status))
}

/// A new order: at least one line, or one combo.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct OrderIn {
    /// Where it is eaten (default: takeout).
    source: Option<Source>,
    /// Pay now; otherwise later.
    #[schema(default = true)]
    auto_pay: Option<bool>,
    /// How it is paid (default: cash).
    payment_method: Option<PaymentMethod>,
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
}

/// A line of a new order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct LineIn {
    /// Which item.
    menu_item_id: i64,
    /// How many.
    #[schema(minimum = 1, maximum = 100)]
    quantity: u32,
    /// The cook's words; blank is none.
    #[schema(max_length = 200, example = "去蔥")]
    note: Option<String>,
}

/// A bundle of a new order.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct ComboIn {
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
struct PayIn {
    /// Without it the order's own method.
    payment_method: Option<PaymentMethod>,
}

/// Where an order goes.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct StatusIn {
    /// Its next status.
    status: OrderStatus,
}

/// Orders, the newest first
#[utoipa::path(
    get,
    path = "/api/orders",
    tag = "orders",
    params(
        ("status" = Option<OrderStatus>, Query, description = "Only those with this status"),
        ("limit" = Option<i64>, Query, description = "How many at most (default: 100); brought into 1-500"),
    ),
    responses((status = 200, description = "The orders", body = [Order])),
    extensions(("x-roles" = json!(open_to(Action::OrderRead))))
)]
async fn list(Signed(context): Signed, params: Params) -> Answer<Vec<Order>> {
    let status = params.word("status", OrderStatus::ALL, OrderStatus::as_str)?;
    Ok(Json(order::list(&context, status, params.clamped("limit", 100, 1, 500)?).await?))
}

/// An order
#[utoipa::path(
    get,
    path = "/api/orders/{id}",
    tag = "orders",
    params(("id" = i64, Path, description = "The order")),
    responses(
        (status = 200, description = "The order", body = Order),
        (status = 404, description = "No such order", body = ErrorBody, example = json!({"detail": "Order not found"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderRead))))
)]
async fn fetch(Signed(context): Signed, Id(id): Id) -> Answer<Order> {
    Ok(Json(order::fetch(&context, id).await?))
}

/// What is being made and what waits, the newest first
///
/// For the public: no items, no amounts, no names.
#[utoipa::path(
    get,
    path = "/api/orders/pickup-board",
    tag = "orders",
    params(
        ("minutes" = Option<i64>, Query, description = "Taken within so many minutes (default: 180); brought into 10-720"),
        ("limit" = Option<i64>, Query, description = "How many at most (default: 100); brought into 1-300"),
    ),
    responses((status = 200, description = "Orders that are preparing, ready or completed", body = [PickupRow])),
    extensions(("x-roles" = json!(["anyone"])))
)]
async fn pickup_board(Anyone(context): Anyone, params: Params) -> Answer<Vec<PickupRow>> {
    let (minutes, limit) = (params.clamped("minutes", 180, 10, 720)?, params.clamped("limit", 100, 1, 300)?);
    Ok(Json(order::pickup_rows(&context, minutes, limit).await?))
}

fn method(f: &Fields<'_>) -> Option<PaymentMethod> {
    f.may("payment_method", word(PaymentMethod::ALL, PaymentMethod::as_str))
}

fn line(f: &Fields<'_>) -> Option<DraftLine> {
    let (menu_item_id, quantity) = (f.need("menu_item_id", integer), f.need("quantity", count(100)));
    let note = f.may("note", text);
    Some(DraftLine { menu_item_id: menu_item_id?, quantity: quantity?, note })
}

/// Reads a combo. None is sold yet, so nothing but its shape is looked at.
fn combo(f: &Fields<'_>) -> Option<i64> {
    let _ = f.may("quantity", count(MOST_OF_COMBO));
    let _ = (f.ids("drink_item_ids", MOST_OF_COMBO as usize), f.ids("side_item_ids", MOST_OF_COMBO as usize));
    f.need("combo_id", integer)
}

/// An order, and the combos that it names.
fn draft(f: &Fields<'_>) -> Option<(Draft, Vec<i64>)> {
    let draft = Draft {
        client_id: f.may("client_id", text),
        source: f.may("source", word(Source::ALL, Source::as_str)).unwrap_or(Source::Takeout),
        auto_pay: f.may("auto_pay", flag).unwrap_or(true),
        payment_method: method(f).unwrap_or(PaymentMethod::Cash),
        items: f.list("items", line),
        table_no: f.may("table_no", text),
        customer_name: f.may("customer_name", text),
    };
    let combos = f.list("combos", combo);
    if combos.len() > MOST_COMBOS {
        f.fault("combos", Problem::TooLong(50));
    }
    Some((draft, combos))
}

/// Take an order
///
/// It is paid at once, unless `auto_pay` is false; then its ingredients leave the stock with its payment.
#[utoipa::path(
    post,
    path = "/api/orders",
    tag = "orders",
    request_body(content = OrderIn, example = json!(
        {"source": "dine_in", "payment_method": "cash", "items": [{"menu_item_id": 1, "quantity": 2, "note": "去蔥"}]}
    )),
    responses(
        (status = 201, description = "The new order", body = Order),
        (status = 400, description = "An item that does not exist or is not sold, or a bundle that is not put together right",
            body = ErrorBody, example = json!({"detail": "Menu item 7 does not exist"})),
        (status = 409, description = "Not enough in stock; every short ingredient and only those", body = ErrorBody, example = json!(
            {"detail": {"message": "Insufficient inventory", "shortages": [
                {"ingredient_name": "雞蛋", "current_stock": 1, "required": 2, "unit": "顆"},
            ]}}
        )),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderTake))))
)]
async fn create(signed: Signed, body: Body) -> Created<Order> {
    let context = signed.may(Action::OrderTake)?;
    let (draft, combos) = body.object(draft)?;
    if !combos.is_empty() {
        // What is wrong with the rest of the order is told first; that it may have no items is no fault here.
        draft.check().or_else(|refusal| if draft.items.is_empty() { Ok(()) } else { Err(refusal) })?;
        return Err(Refused::plain(StatusCode::BAD_REQUEST, "Combo not found"));
    }
    created(order::create(&context, draft, body.key()?).await?)
}

/// Take an order's payment
///
/// Paying a paid order changes nothing and answers with the order.
#[utoipa::path(
    post,
    path = "/api/orders/{id}/pay",
    tag = "orders",
    params(("id" = i64, Path, description = "The order")),
    request_body(content = Option<PayIn>, example = json!({"payment_method": "line_pay"})),
    responses(
        (status = 200, description = "The order as it is now", body = Order),
        (status = 404, description = "No such order", body = ErrorBody, example = json!({"detail": "Order not found"})),
        (status = 409, description = "It is cancelled, or there is not enough in stock",
            body = ErrorBody, example = json!({"detail": "Cancelled orders cannot be paid"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderTake))))
)]
async fn pay(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderTake)?;
    let method = body.object_or(None, |f| Some(method(f)))?;
    Ok(Json(order::pay(&context, id, method, body.key()?).await?))
}

/// Move an order on
///
/// From pending to preparing, ready and completed; from pending or preparing to cancelled. The status that it has already
/// is answered with the order, and nothing happens.
#[utoipa::path(
    post,
    path = "/api/orders/{id}/status",
    tag = "orders",
    params(("id" = i64, Path, description = "The order")),
    request_body(content = StatusIn, example = json!({"status": "preparing"})),
    responses(
        (status = 200, description = "The order as it is now", body = Order),
        (status = 400, description = "There is no such step",
            body = ErrorBody, example = json!({"detail": "An order that is ready cannot become pending"})),
        (status = 404, description = "No such order", body = ErrorBody, example = json!({"detail": "Order not found"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderMove))))
)]
async fn set_status(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderMove)?;
    let status = body.object(|f| f.need("status", word(OrderStatus::ALL, OrderStatus::as_str)))?;
    Ok(Json(order::set_status(&context, id, status, body.key()?).await?))
}
