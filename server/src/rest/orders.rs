//! Orders: taking, paying, moving on, and the public list of what is being made.

use axum::{
    Json,
    routing::{get, post},
};
use sunnyside::{
    identity::Action,
    order::{
        Amended, DiscountTerms, Draft, DraftCombo, DraftLine, Order, OrderStatus, PaymentMethod, PickupRow,
        RefundDraft, RefundLine, Source,
    },
    service::order,
};
use utoipa_axum::router::OpenApiRouter;

use super::{
    Answer, Created,
    body::{Body, Fields, count, flag, integer, moment, money, percent, text, word},
    created,
    params::{Id, Params},
};
use crate::{
    App,
    session::{Anyone, Signed},
};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .route("/api/orders", get(list).post(create))
        .route("/api/orders/pickup-board", get(pickup_board))
        .route("/api/orders/{id}", get(fetch))
        .route("/api/orders/{id}/pay", post(pay))
        .route("/api/orders/{id}/amend", post(amend))
        .route("/api/orders/{id}/refund", post(refund))
        .route("/api/orders/{id}/discount", post(discount))
        .route("/api/orders/{id}/send", post(send))
        .route("/api/orders/{id}/status", post(set_status))
}

async fn list(Signed(context): Signed, params: Params) -> Answer<Vec<Order>> {
    let status = params.word("status", OrderStatus::ALL, OrderStatus::as_str)?;
    Ok(Json(order::list(&context, status, params.clamped("limit", 100, 1, 500)?).await?))
}

async fn fetch(Signed(context): Signed, Id(id): Id) -> Answer<Order> {
    Ok(Json(order::fetch(&context, id).await?))
}

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

fn draft(f: &Fields<'_>) -> Option<Draft> {
    let draft = Draft {
        client_id: f.may("client_id", text),
        source: f.may("source", word(Source::ALL, Source::as_str)).unwrap_or(Source::Takeout),
        auto_pay: f.may("auto_pay", flag).unwrap_or(true),
        payment_method: method(f).unwrap_or(PaymentMethod::Cash),
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

async fn create(signed: Signed, body: Body) -> Created<Order> {
    let context = signed.may(Action::OrderTake)?;
    created(order::create(&context, body.object(draft)?, body.key()?).await?)
}

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

async fn refund(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderRefund)?;
    let draft = body.object(|f| {
        let (lines, reason) = (f.list("lines", refund_line), f.need("reason", text));
        let payment_method = method(f);
        Some(RefundDraft { lines, reason: reason?, payment_method })
    })?;
    Ok(Json(order::refund(&context, id, draft, body.key()?).await?))
}

async fn discount(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderTake)?;
    Ok(Json(order::discount(&context, id, body.object(terms)?, body.key()?).await?))
}

async fn send(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderTake)?;
    Ok(Json(order::send(&context, id, body.key()?).await?))
}

async fn pay(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderTake)?;
    let method = body.object_or(None, |f| Some(method(f)))?;
    Ok(Json(order::pay(&context, id, method, body.key()?).await?))
}

async fn set_status(signed: Signed, Id(id): Id, body: Body) -> Answer<Order> {
    let context = signed.may(Action::OrderMove)?;
    let status = body.object(|f| f.need("status", word(OrderStatus::ALL, OrderStatus::as_str)))?;
    Ok(Json(order::set_status(&context, id, status, body.key()?).await?))
}
