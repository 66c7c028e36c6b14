//! What the days were.

use axum::Json;
use sunnyside::{
    identity::Action,
    report::{Hourly, Items, Overview, Payments, PrepTimes},
    service::report::{self, Days},
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, describe::open_to, params::Params};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(overview))
        .routes(routes!(hourly))
        .routes(routes!(items))
        .routes(routes!(payments))
        .routes(routes!(prep_times))
}

/// The days that a report covers, as the description names them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes; `days` reads")]
struct DaysIn {
    /// The first business day; 6 days before the last where it is absent.
    #[param(format = Date)]
    start_date: Option<String>,
    /// The last business day; today where it is absent.
    #[param(format = Date)]
    end_date: Option<String>,
}

fn days(params: &Params) -> Days {
    let text = |name| params.text(name).map(str::to_owned);
    Days { start_date: text("start_date"), end_date: text("end_date") }
}

/// Revenue, orders, the best items, stock and what runs low.
#[utoipa::path(
    get, path = "/api/analytics/overview", tag = "analytics", params(DaysIn),
    responses(
        (status = 200, description = "The days at a glance", body = Overview),
        (status = 400, description = "No date, or the start lies after the end"),
    ),
    extensions(("x-roles" = json!(open_to(Action::ReportRead))))
)]
async fn overview(signed: Signed, params: Params) -> Answer<Overview> {
    let context = signed.may(Action::ReportRead)?;
    Ok(Json(report::overview(&context, days(&params)).await?))
}

/// When the orders came: by hour, and by weekday and hour.
#[utoipa::path(
    get, path = "/api/analytics/hourly", tag = "analytics", params(DaysIn),
    responses(
        (status = 200, description = "Revenue and orders by the hour in which they were taken", body = Hourly),
        (status = 400, description = "No date, the start lies after the end, or more than 366 days"),
    ),
    extensions(("x-roles" = json!(open_to(Action::ReportRead))))
)]
async fn hourly(signed: Signed, params: Params) -> Answer<Hourly> {
    let context = signed.may(Action::ReportRead)?;
    Ok(Json(report::hourly(&context, days(&params)).await?))
}

/// What each item brought and cost.
#[utoipa::path(
    get, path = "/api/analytics/items", tag = "analytics", params(DaysIn),
    responses(
        (status = 200, description = "The items that were sold, the one that brought most first", body = Items),
        (status = 400, description = "No date, the start lies after the end, or more than 366 days"),
    ),
    extensions(("x-roles" = json!(open_to(Action::ReportRead))))
)]
async fn items(signed: Signed, params: Params) -> Answer<Items> {
    let context = signed.may(Action::ReportRead)?;
    Ok(Json(report::items(&context, days(&params)).await?))
}

/// How the money came and went.
#[utoipa::path(
    get, path = "/api/analytics/payments", tag = "analytics", params(DaysIn),
    responses(
        (status = 200, description = "Sales and refunds by method", body = Payments),
        (status = 400, description = "No date, the start lies after the end, or more than 366 days"),
    ),
    extensions(("x-roles" = json!(open_to(Action::ReportRead))))
)]
async fn payments(signed: Signed, params: Params) -> Answer<Payments> {
    let context = signed.may(Action::ReportRead)?;
    Ok(Json(report::payments(&context, days(&params)).await?))
}

/// How long the kitchen took.
#[utoipa::path(
    get, path = "/api/analytics/prep-times", tag = "analytics", params(DaysIn),
    responses(
        (status = 200, description = "Percentiles of the seconds until an order was ready", body = PrepTimes),
        (status = 400, description = "No date, the start lies after the end, or more than 366 days"),
    ),
    extensions(("x-roles" = json!(open_to(Action::ReportRead))))
)]
async fn prep_times(signed: Signed, params: Params) -> Answer<PrepTimes> {
    let context = signed.may(Action::ReportRead)?;
    Ok(Json(report::prep_times(&context, days(&params)).await?))
}
