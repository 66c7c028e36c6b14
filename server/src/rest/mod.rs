//! The HTTP API: one file a noun, each handler a translation.

mod analytics;
mod approvals;
mod audit;
mod auth;
mod body;
mod canonical;
mod choices;
mod combos;
mod describe;
pub mod error;
mod health;
mod inventory;
mod menu;
mod orders;
pub mod params;
mod printers;
pub mod remember;
mod schema;
mod sections;

use std::sync::LazyLock;
mod settings;
mod shift;
mod users;

use std::time::Duration;

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::map_response,
    response::Response,
};
use tower_http::cors::CorsLayer;
use utoipa_axum::router::OpenApiRouter;

use crate::App;
use error::Refused;

/// The most that a request may carry.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// How long a browser may remember what another origin's page may do.
const PREFLIGHT: Duration = Duration::from_secs(600);

/// What a handler answers.
pub type Answer<T> = Result<Json<T>, Refused>;
/// What a handler answers that made something.
pub type Created<T> = Result<(StatusCode, Json<T>), Refused>;

/// What a handler answers that is kept until something changes.
pub type Kept = Result<Response, Refused>;

/// An answer of 201.
fn created<T>(thing: T) -> Created<T> {
    Ok((StatusCode::CREATED, Json(thing)))
}

/// The routes, and what each says of itself.
fn described() -> (Router<App>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(describe::base())
        .merge(audit::router())
        .merge(auth::router())
        .merge(approvals::router())
        .merge(users::router())
        .merge(menu::router())
        .merge(combos::router())
        .merge(choices::router())
        .merge(sections::router())
        .merge(inventory::router())
        .merge(orders::router())
        .merge(printers::router())
        .merge(shift::router())
        .merge(settings::router())
        .merge(analytics::router())
        .merge(health::router())
        .split_for_parts()
}

/// The description of the whole API (OpenAPI), as JSON.
pub fn document() -> &'static str {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| describe::finish(&described().1));
    &DOCUMENT
}

/// All of the API.
pub fn router(app: &App) -> Router<App> {
    let (api, _) = described();
    let api = api
        .method_not_allowed_fallback(async || {
            Refused::plain(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
        })
        .layer(DefaultBodyLimit::max(LARGEST_BODY));
    match cors(&app.config().cors_origins) {
        Some(cors) => api.layer(cors).layer(map_response(only_for_the_allowed)),
        None => api,
    }
}

/// Lets pages of these origins use the API, with the cookie too.
fn cors(origins: &[String]) -> Option<CorsLayer> {
    let allowed: Vec<HeaderValue> = origins.iter().filter_map(|origin| origin.parse().ok()).collect();
    let layer = CorsLayer::new()
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .max_age(PREFLIGHT)
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("idempotency-key"),
            HeaderName::from_static(crate::session::APPROVAL),
        ])
        .expose_headers([header::RETRY_AFTER, HeaderName::from_static("x-request-id")]);
    (!allowed.is_empty()).then(|| layer.allow_origin(allowed))
}

/// An origin that is not allowed learns nothing: the layer leaves out only the header that names the origin.
async fn only_for_the_allowed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    if !headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        for name in [
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            header::ACCESS_CONTROL_ALLOW_METHODS,
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            header::ACCESS_CONTROL_MAX_AGE,
        ] {
            headers.remove(name);
        }
    }
    response
}
