//! Whether the shop is open, and what a client has to know before anybody signs in.

use axum::{Json, extract::State, routing::get};
use serde::Serialize;
use sunnyside::service::shop;
use utoipa_axum::router::OpenApiRouter;

use super::Answer;
use crate::App;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().route("/health", get(health)).route("/api/config/public", get(public))
}

/// The answer of `/health`.
#[derive(Serialize)]
struct Health {
    status: &'static str,
    version: &'static str,
    /// The newest committed event.
    head: i64,
}

async fn health(State(app): State<App>) -> Answer<Health> {
    let head = shop::health(app.store()).await?;
    Ok(Json(Health { status: "ok", version: env!("CARGO_PKG_VERSION"), head }))
}

/// The answer of `/api/config/public`.
#[derive(Serialize)]
struct Public {
    env: &'static str,
    auth_disabled: bool,
}

async fn public(State(app): State<App>) -> Json<Public> {
    let config = app.config();
    Json(Public { env: config.environment.as_str(), auth_disabled: config.auth_disabled })
}
