//! The cash drawer: shifts, and cash that goes by hand.

use axum::Json;
use sunnyside::{
    Money,
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
    params::Params,
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
    #[schema(min_length = 1, max_length = 40)]
    shift_name: String,
    /// 0 or more; 0 where it is absent.
    opening_cash: Option<Money>,
    #[schema(max_length = 200)]
    notes: Option<String>,
}

/// The end of a shift.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct CloseIn {
    /// What was counted in the drawer, 0 or more.
    actual_cash: Money,
    #[schema(max_length = 200)]
    notes: Option<String>,
}

/// Cash that goes by hand.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct CashMoveIn {
    direction: Direction,
    /// Above 0.
    amount: Money,
    #[schema(min_length = 1, max_length = 200)]
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
        (status = 200, body = Option<Shift>),
        (status = 401, description = "Nobody is signed in"),
        (status = 403, description = "The role may not"),
        (status = 503, description = "Busy"),
    )
)]
async fn current(Signed(context): Signed) -> Answer<Option<Shift>> {
    Ok(Json(shift::current(&context).await?))
}

/// The newest shifts first.
#[utoipa::path(
    get,
    path = "/api/shift/history",
    tag = "shift",
    params(("limit" = Option<i64>, Query, description = "1-120, 30 unless told")),
    responses(
        (status = 200, body = Vec<Shift>),
        (status = 401, description = "Nobody is signed in"),
        (status = 403, description = "The role may not"),
        (status = 422, description = "A parameter is wrong"),
        (status = 503, description = "Busy"),
    )
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
        (status = 201, body = Shift),
        (status = 401, description = "Nobody is signed in"),
        (status = 403, description = "The role may not"),
        (status = 409, description = "A shift is open"),
        (status = 422, description = "A field is wrong"),
        (status = 503, description = "Busy"),
    )
)]
async fn open(signed: Signed, body: Body) -> Created<Shift> {
    let context = signed.may(Action::ShiftManage)?;
    created(shift::open(&context, body.object(opening)?, body.key()?).await?)
}

/// Ends the shift that is open.
#[utoipa::path(
    post,
    path = "/api/shift/close",
    tag = "shift",
    request_body = CloseIn,
    responses(
        (status = 200, body = Shift),
        (status = 401, description = "Nobody is signed in"),
        (status = 403, description = "The role may not"),
        (status = 409, description = "No shift is open"),
        (status = 422, description = "A field is wrong"),
        (status = 503, description = "Busy"),
    )
)]
async fn close(signed: Signed, body: Body) -> Answer<Shift> {
    let context = signed.may(Action::ShiftManage)?;
    Ok(Json(shift::close(&context, body.object(closing)?, body.key()?).await?))
}

/// The cash moves of the shift that is open, newest first.
#[utoipa::path(
    get,
    path = "/api/shift/cash-moves",
    tag = "shift",
    responses(
        (status = 200, body = Vec<CashMove>),
        (status = 401, description = "Nobody is signed in"),
        (status = 403, description = "The role may not"),
        (status = 503, description = "Busy"),
    )
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
        (status = 201, body = CashMove),
        (status = 401, description = "Nobody is signed in"),
        (status = 403, description = "The role may not"),
        (status = 409, description = "No shift is open"),
        (status = 422, description = "A field is wrong"),
        (status = 503, description = "Busy"),
    )
)]
async fn move_cash(signed: Signed, body: Body) -> Created<CashMove> {
    let context = signed.may(Action::ShiftManage)?;
    created(shift::move_cash(&context, body.object(cash)?, body.key()?).await?)
}
