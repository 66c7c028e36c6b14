//! Who did what.

use axum::Json;
use sunnyside::{audit::Entry, identity::Action, service::audit};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Answer, describe::open_to, params::Params};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(logs))
}

/// Who did what, the newest first
#[utoipa::path(
    get,
    path = "/api/audit/logs",
    tag = "audit",
    params(("limit" = Option<i64>, Query, description = "How many at most (default: 200); brought into 1-1000")),
    responses(
        (status = 200, description = "The newest lines, newest first", body = Vec<Entry>),
    ),
    extensions(("x-roles" = json!(open_to(Action::AuditRead))))
)]
async fn logs(signed: Signed, params: Params) -> Answer<Vec<Entry>> {
    let context = signed.may(Action::AuditRead)?;
    let limit = params.clamped("limit", 200, 1, 1000)?;
    Ok(Json(audit::entries(&context, limit.unsigned_abs()).await?))
}
