//! The cash drawer: shifts, and cash that goes by hand.

use axum::Json;
use sunnyside::{
    Money,
    approval::Deed,
    identity::Action,
    service::shift,
    shift::{CashDraft, CashMove, CloseDraft, Direction, OpenDraft, Shift},
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer, Created,
    body::{Body, Fields, money, text, word},
    created,
    describe::open_to,
    params::Params,
    schema,
};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(current))
        .routes(routes!(history))
        .routes(routes!(open))
        .routes(routes!(close))
        .routes(routes!(cash_moves, move_cash))
}

/// A new shift.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct OpenIn {
    #[schema(min_length = 1, max_length = 40, pattern = r"\S")]
    shift_name: String,
    #[schema(schema_with = schema::opening_cash, required = false)]
    opening_cash: Option<Money>,
    #[schema(max_length = 200)]
    notes: Option<String>,
}

/// The end of a shift.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct CloseIn {
    #[schema(schema_with = schema::cash)]
    actual_cash: Money,
    #[schema(max_length = 200)]
    notes: Option<String>,
}

/// Cash that goes by hand.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct CashMoveIn {
    direction: Direction,
    #[schema(schema_with = schema::price)]
    amount: Money,
    #[schema(min_length = 1, max_length = 200, pattern = r"\S")]
    reason: String,
}

fn opening(f: &Fields<'_>) -> Option<OpenDraft> {
    let shift_name = f.need("shift_name", text);
    let opening_cash = f.may("opening_cash", money).unwrap_or(Money::ZERO);
    let notes = f.may("notes", text);
    Some(OpenDraft { shift_name: shift_name?, opening_cash, notes })
}

fn closing(f: &Fields<'_>) -> Option<CloseDraft> {
    let (actual_cash, notes) = (f.need("actual_cash", money), f.may("notes", text));
    Some(CloseDraft { actual_cash: actual_cash?, notes })
}

fn cash(f: &Fields<'_>) -> Option<CashDraft> {
    let direction = f.need("direction", word(Direction::ALL, Direction::as_str));
    let (amount, reason) = (f.need("amount", money), f.need("reason", text));
    Some(CashDraft { direction: direction?, amount: amount?, reason: reason? })
}

/// The shift that is open, with live figures, or `null`.
#[utoipa::path(
    get,
    path = "/api/shift/current",
    tag = "shift",
    responses(
        (status = 200, description = "The open shift with live figures, or `null`", body = Option<Shift>),
    ),
    extensions(("x-roles" = json!(open_to(Action::ShiftManage))))
)]
async fn current(Signed(context): Signed) -> Answer<Option<Shift>> {
    Ok(Json(shift::current(&context).await?))
}

/// The newest shifts first.
#[utoipa::path(
    get,
    path = "/api/shift/history",
    tag = "shift",
    params(("limit" = Option<i64>, Query, description = "How many at most (default: 30); brought into 1-120")),
    responses(
        (status = 200, description = "The shifts", body = Vec<Shift>),
    ),
    extensions(("x-roles" = json!(open_to(Action::ShiftManage))))
)]
async fn history(signed: Signed, params: Params) -> Answer<Vec<Shift>> {
    let context = signed.may(Action::ShiftManage)?;
    Ok(Json(shift::history(&context, params.clamped("limit", 30, 1, 120)?).await?))
}

/// Begins a shift.
#[utoipa::path(
    post,
    path = "/api/shift/open",
    tag = "shift",
    request_body = OpenIn,
    responses(
        (status = 201, description = "The shift", body = Shift),
        (status = 409, description = "A shift is open"),
    ),
    extensions(("x-roles" = json!(open_to(Action::ShiftManage))), ("x-approval" = json!(Deed::Shift)))
)]
async fn open(signed: Signed, body: Body) -> Created<Shift> {
    let context = signed.may_if_approved(Deed::Shift)?;
    created(shift::open(&context, body.object(opening)?, body.key()?).await?)
}

/// Ends the shift that is open.
#[utoipa::path(
    post,
    path = "/api/shift/close",
    tag = "shift",
    request_body = CloseIn,
    responses(
        (status = 200, description = "The shift", body = Shift),
        (status = 409, description = "No shift is open"),
    ),
    extensions(("x-roles" = json!(open_to(Action::ShiftManage))), ("x-approval" = json!(Deed::Shift)))
)]
async fn close(signed: Signed, body: Body) -> Answer<Shift> {
    let context = signed.may_if_approved(Deed::Shift)?;
    Ok(Json(shift::close(&context, body.object(closing)?, body.key()?).await?))
}

/// The cash moves of the shift that is open, newest first.
#[utoipa::path(
    get,
    path = "/api/shift/cash-moves",
    tag = "shift",
    responses(
        (status = 200, description = "The moves", body = Vec<CashMove>),
    ),
    extensions(("x-roles" = json!(open_to(Action::ShiftManage))))
)]
async fn cash_moves(Signed(context): Signed) -> Answer<Vec<CashMove>> {
    Ok(Json(shift::cash_moves(&context).await?))
}

/// Puts cash into the drawer or takes it out.
#[utoipa::path(
    post,
    path = "/api/shift/cash-moves",
    tag = "shift",
    request_body = CashMoveIn,
    responses(
        (status = 201, description = "The move", body = CashMove),
        (status = 409, description = "No shift is open"),
    ),
    extensions(("x-roles" = json!(open_to(Action::ShiftManage))), ("x-approval" = json!(Deed::Shift)))
)]
async fn move_cash(signed: Signed, body: Body) -> Created<CashMove> {
    let context = signed.may_if_approved(Deed::Shift)?;
    created(shift::move_cash(&context, body.object(cash)?, body.key()?).await?)
}
