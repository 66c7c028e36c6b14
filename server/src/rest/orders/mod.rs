//! Orders: taking, paying, moving on, and the public list of what is being made.

mod described;

use axum::{Json, extract::State};
use sunnyside::{
    approval::Deed,
    identity::Action,
    order::{
        Amended, DiscountTerms, Draft, DraftCombo, DraftLine, Order, OrderStatus, Part, PayDraft,
        PaymentMethod, PickupRow, RefundDraft, RefundLine, Source, Tender,
    },
    service::order,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use described::{AmendIn, DiscountIn, OrderIn, PayIn, RefundIn, StatusIn};

use super::{
    Answer, Created, Kept,
    body::{Body, Fields, count, flag, integer, moment, money, percent, text, word},
    created,
    describe::open_to,
    error::ErrorBody,
    params::{Id, Params},
};
use crate::{
    App,
    session::{Anyone, Signed},
};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(pickup_board))
        .routes(routes!(fetch))
        .routes(routes!(pay))
        .routes(routes!(refund_handed))
        .routes(routes!(amend))
        .routes(routes!(refund))
        .routes(routes!(discount))
        .routes(routes!(send))
        .routes(routes!(set_status))
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
async fn list(State(app): State<App>, signed: Signed, params: Params) -> Kept {
    let context = signed.may(Action::OrderRead)?;
    let status = params.word("status", OrderStatus::ALL, OrderStatus::as_str)?;
    let limit = params.clamped("limit", 100, 1, 500)?;
    let asked = format!("orders {status:?} {limit}");
    app.remembered().answer(&context, asked, order::list(&context, status, limit)).await
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
    let modifier_ids = f.is_given("modifier_ids").then(|| f.ids("modifier_ids", 50));
    Some(DraftLine { menu_item_id: menu_item_id?, quantity: quantity?, note, modifier_ids })
}

fn combo(f: &Fields<'_>) -> Option<DraftCombo> {
    let (combo_id, quantity) = (f.need("combo_id", integer), f.may("quantity", count(20)));
    let drink_item_ids = f.ids("drink_item_ids", 20);
    let side_item_ids = f.ids("side_item_ids", 20);
    Some(DraftCombo { combo_id: combo_id?, quantity: quantity.unwrap_or(1), drink_item_ids, side_item_ids })
}

fn terms(f: &Fields<'_>) -> Option<DiscountTerms> {
    let (amount, share) = (f.may("amount", money), f.may("percent", percent));
    Some(DiscountTerms { amount, percent: share, reason: f.need("reason", text)? })
}

fn part(f: &Fields<'_>) -> Option<Part> {
    let method = f.need("method", word(PaymentMethod::ALL, PaymentMethod::as_str));
    let (amount, tendered) = (f.need("amount", money), f.may("tendered", money));
    Some(Part { method: method?, amount: amount?, tendered })
}

fn tender(f: &Fields<'_>) -> Tender {
    Tender {
        parts: f.list("payments", part),
        tendered: f.may("tendered", money),
        found: f.may("found", flag).unwrap_or(false),
    }
}

fn draft(f: &Fields<'_>) -> Option<Draft> {
    let draft = Draft {
        client_id: f.may("client_id", text),
        source: f.may("source", word(Source::ALL, Source::as_str)).unwrap_or(Source::Takeout),
        auto_pay: f.may("auto_pay", flag).unwrap_or(true),
        payment_method: method(f).unwrap_or(PaymentMethod::Cash),
        tender: tender(f),
        items: f.list("items", line),
        combos: f.list("combos", combo),
        discount: f.object("discount", terms),
        held: f.may("held", flag).unwrap_or(false),
        table_no: f.may("table_no", text),
        customer_name: f.may("customer_name", text),
        customer_phone: f.may("customer_phone", text),
        due_at: f.may("due_at", moment),
    };
    Some(draft)
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
    extensions(("x-roles" = json!(open_to(Action::OrderTake))), ("x-approval" = json!(Deed::Discount)))
)]
async fn create(signed: Signed, body: Body) -> Created<Order> {
    let context = signed.may(Action::OrderTake)?;
    created(order::create(&context, body.object(draft)?, body.key()?).await?)
}

/// Give an order other lines
///
/// Units that are on the order already keep their price; a paid order is settled at once by its method.
#[utoipa::path(
    post,
    path = "/api/orders/{id}/amend",
    tag = "orders",
    params(("id" = i64, Path, description = "The order")),
    request_body(content = AmendIn, example = json!({"items": [{"menu_item_id": 1, "quantity": 3}]})),
    responses(
        (status = 200, description = "The order as it is now, and what changed", body = Amended),
        (status = 404, description = "No such order", body = ErrorBody, example = json!({"detail": "Order not found"})),
        (status = 400, description = "An item that cannot be added"),
        (status = 409, description = "It is completed, cancelled or refunded, or there is not enough in stock",
            body = ErrorBody, example = json!({"detail": "Completed or cancelled orders cannot be amended"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderTake))))
)]
async fn amend(signed: Signed, Id(id): Id, body: Body) -> Answer<Amended> {
    let context = signed.may(Action::OrderTake)?;
    let items = body.object(|f| Some(f.list("items", line)))?;
    Ok(Json(order::amend(&context, id, items, body.key()?).await?))
}

fn refund_line(f: &Fields<'_>) -> Option<RefundLine> {
    let (line_id, quantity) = (f.need("line_id", integer), f.need("quantity", count(20_000)));
    let restock = f.may("restock", flag).unwrap_or(false);
    Some(RefundLine { line_id: line_id?, quantity: quantity?, restock })
}

/// Refund lines of a paid order
#[utoipa::path(
    post,
    path = "/api/orders/{id}/refund",
    tag = "orders",
    params(("id" = i64, Path, description = "The order")),
    request_body(content = RefundIn, example = json!({"lines": [{"line_id": 1, "quantity": 1, "restock": false}], "reason": "做錯"})),
    responses(
        (status = 200, description = "The order as it is now", body = Order),
        (status = 404, description = "No such order", body = ErrorBody, example = json!({"detail": "Order not found"})),
        (status = 400, description = "A line that the order does not have"),
        (status = 409, description = "More than was sold or already refunded, or the order is not paid",
            body = ErrorBody, example = json!({"detail": "The order is not paid"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderRefund))), ("x-approval" = json!(Deed::Refund)))
)]
async fn refund(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may_if_approved(Deed::Refund)?;
    let draft = body.object(|f| {
        let (lines, reason) = (f.list("lines", refund_line), f.need("reason", text));
        let payment_method = method(f);
        Some(RefundDraft { lines, reason: reason?, payment_method })
    })?;
    Ok(Json(order::refund(&context, id, draft, body.key()?).await?))
}

/// Take something off an unpaid order
///
/// An amount of 0 ends a discount. What is above the limit of the settings takes a manager.
#[utoipa::path(
    post,
    path = "/api/orders/{id}/discount",
    tag = "orders",
    params(("id" = i64, Path, description = "The order")),
    request_body(content = DiscountIn, example = json!({"percent": 10, "reason": "熟客"})),
    responses(
        (status = 200, description = "The order as it is now", body = Order),
        (status = 404, description = "No such order", body = ErrorBody, example = json!({"detail": "Order not found"})),
        (status = 409, description = "It is paid, completed or cancelled",
            body = ErrorBody, example = json!({"detail": "Paid, completed or cancelled orders keep their price"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderTake))), ("x-approval" = json!(Deed::Discount)))
)]
async fn discount(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderTake)?;
    Ok(Json(order::discount(&context, id, body.object(terms)?, body.key()?).await?))
}

/// Send an order to the kitchen that was held
///
/// One that is there already stays as it is.
#[utoipa::path(
    post,
    path = "/api/orders/{id}/send",
    tag = "orders",
    params(("id" = i64, Path, description = "The order")),
    responses(
        (status = 200, description = "The order as it is now", body = Order),
        (status = 404, description = "No such order", body = ErrorBody, example = json!({"detail": "Order not found"})),
        (status = 409, description = "It is cancelled",
            body = ErrorBody, example = json!({"detail": "Cancelled orders cannot be paid"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderTake))))
)]
async fn send(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderTake)?;
    Ok(Json(order::send(&context, id, body.key()?).await?))
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
    let read = |f: &Fields<'_>| Some(PayDraft { payment_method: method(f), tender: tender(f) });
    let draft = body.object_or(PayDraft::default(), read)?;
    Ok(Json(order::pay(&context, id, draft, body.key()?).await?))
}

/// Note that the money of a cancelled order was handed back
///
/// Said again it changes nothing.
#[utoipa::path(
    post,
    path = "/api/orders/{id}/refund-handed",
    tag = "orders",
    params(("id" = i64, Path, description = "The order")),
    responses(
        (status = 200, description = "The order as it is now", body = Order),
        (status = 404, description = "No such order", body = ErrorBody, example = json!({"detail": "Order not found"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderTake))))
)]
async fn refund_handed(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderTake)?;
    Ok(Json(order::acknowledge_refund(&context, id, body.key()?).await?))
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
        (status = 409, description = "It is held",
            body = ErrorBody, example = json!({"detail": "The order is held; send it first"})),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderMove))))
)]
async fn set_status(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderMove)?;
    let status = body.object(|f| f.need("status", word(OrderStatus::ALL, OrderStatus::as_str)))?;
    Ok(Json(order::set_status(&context, id, status, body.key()?).await?))
}
