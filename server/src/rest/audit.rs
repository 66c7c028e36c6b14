//! Who did what.

use axum::Json;
use sunnyside::{audit::Entry, identity::Action, service::audit};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, params::Params};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(logs))
}

#[utoipa::path(
    get,
    path = "/api/audit/logs",
    tag = "audit",
    params(("limit" = Option<i64>, Query, description = "1-1000, 200 without it; clamped")),
    responses(
        (status = 200, description = "The newest lines, newest first", body = Vec<Entry>),
        (status = 401, description = "Nobody is signed in"),
        (status = 403, description = "Neither manager nor owner"),
        (status = 422, description = "The limit is no number"),
        (status = 503, description = "The database does not answer"),
    )
)]
async fn logs(signed: Signed, params: Params) -> Answer<Vec<Entry>> {
    let context = signed.may(Action::AuditRead)?;
    let limit = params.clamped("limit", 200, 1, 1000)?;
    Ok(Json(audit::entries(&context, limit.unsigned_abs()).await?))
}
