//! Orders: taking, paying, moving on, and the public list of what is being made.

use axum::{
    Json,
    http::StatusCode,
    routing::{get, post},
};
use sunnyside::{
    identity::Action,
    order::{Draft, DraftLine, Order, OrderStatus, PaymentMethod, PickupRow, Source},
    refusal::Problem,
    service::order,
};
use utoipa_axum::router::OpenApiRouter;

use super::{
    Answer, Created,
    body::{Body, Fields, count, flag, integer, text, word},
    created,
    error::Refused,
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
        .route("/api/orders", get(list).post(create))
        .route("/api/orders/pickup-board", get(pickup_board))
        .route("/api/orders/{id}", get(fetch))
        .route("/api/orders/{id}/pay", post(pay))
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
