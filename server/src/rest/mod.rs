//! The HTTP API: one file a noun, each handler a translation.

mod analytics;
mod auth;
mod body;
mod canonical;
pub mod error;
mod health;
mod inventory;
mod menu;
mod orders;
pub mod params;

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
};
use tower_http::cors::CorsLayer;
use utoipa_axum::router::OpenApiRouter;

use crate::App;
use error::Refused;

/// The most that a request may carry.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// What a handler answers.
pub type Answer<T> = Result<Json<T>, Refused>;
/// What a handler answers that made something.
pub type Created<T> = Result<(StatusCode, Json<T>), Refused>;

/// An answer of 201.
fn created<T>(thing: T) -> Created<T> {
    Ok((StatusCode::CREATED, Json(thing)))
}

/// All of the API, and its description.
pub fn router(app: &App) -> Router<App> {
    let (api, _description) = OpenApiRouter::new()
        .merge(auth::router())
        .merge(menu::router())
        .merge(inventory::router())
        .merge(orders::router())
        .merge(analytics::router())
        .merge(health::router())
        .split_for_parts();
    let api = api
        .method_not_allowed_fallback(async || {
            Refused::plain(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
        })
        .layer(DefaultBodyLimit::max(LARGEST_BODY));
    match cors(&app.config().cors_origins) {
        Some(cors) => api.layer(cors),
        None => api,
    }
}

/// Lets pages of these origins use the API, with the cookie too.
fn cors(origins: &[String]) -> Option<CorsLayer> {
    let allowed: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    let layer = CorsLayer::new()
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers([header::RETRY_AFTER, HeaderName::from_static("x-request-id")]);
    (!allowed.is_empty()).then(|| layer.allow_origin(allowed))
}
