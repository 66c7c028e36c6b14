//! Whether the shop is open, and what a client has to know before anybody signs in.

use axum::{
    Json,
    extract::State,
    http::{HeaderName, HeaderValue, header},
};
use serde::Serialize;
use sunnyside::service::shop;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Answer;
use crate::App;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(public)).routes(routes!(document))
}

/// How the shop is.
#[derive(Serialize, ToSchema)]
struct Health {
    /// Always `ok`; otherwise the answer is 503.
    #[schema(example = "ok")]
    status: &'static str,
    /// The program's version.
    version: &'static str,
    /// The newest committed event.
    head: i64,
}

/// Whether the shop is open
#[utoipa::path(
    get,
    path = "/health",
    tag = "shop",
    responses(
        (status = 200, description = "It is", body = Health),
        (status = 503, description = "The database does not answer"),
    ),
    extensions(("x-roles" = json!(["anyone"])))
)]
async fn health(State(app): State<App>) -> Answer<Health> {
    let head = shop::health(app.store()).await?;
    Ok(Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), head }))
}

/// What a client has to know before anybody signs in.
#[derive(Serialize, ToSchema)]
struct Public {
    /// `development` or `production`.
    #[schema(example = "production")]
    env: &'static str,
    /// Nobody signs in: every call acts as the first active user.
    auth_disabled: bool,
}

/// What a client has to know first
#[utoipa::path(
    get,
    path = "/api/config/public",
    tag = "shop",
    responses((status = 200, description = "How the shop runs", body = Public)),
    extensions(("x-roles" = json!(["anyone"])))
)]
async fn public(State(app): State<App>) -> Json<Public> {
    let config = app.config();
    Json(Public { env: config.environment.as_str(), auth_disabled: config.auth_disabled })
}

/// This description
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "shop",
    responses((status = 200, description = "The whole API, as OpenAPI 3.1", body = serde_json::Value,
        content_type = "application/json")),
    extensions(("x-roles" = json!(["anyone"])))
)]
async fn document() -> ([(HeaderName, HeaderValue); 2], &'static str) {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (headers, super::document())
}
