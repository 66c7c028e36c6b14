//! What is around every request: an id, a line in the log, the security headers, a time limit, compression.

use std::{any::Any, time::Duration};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use leptos::config::LeptosOptions;
use tokio::time::{Instant, timeout};
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};
use uuid::Uuid;

use crate::{App, rest::error::Refused, session::ActorName};

/// How long a request may take; a socket is none.
const LONGEST_REQUEST: Duration = Duration::from_secs(30);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Puts the layers around the routes; the last one here is the first that a request meets.
pub fn around(app: &App, routes: Router<App>) -> Router<App> {
    routes
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(|request, next| in_time(LONGEST_REQUEST, request, next)))
        // A page is made for one reader at once; there is no time to squeeze it well.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(app.clone(), headers))
        .layer(from_fn(told))
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    // The panic's own words are in the log already, by the hook.
    Refused::plain(StatusCode::INTERNAL_SERVER_ERROR, "Internal server error").into_response()
}

async fn in_time(limit: Duration, request: Request, next: Next) -> Response {
    match timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refused::from(sunnyside::Refusal::Busy(5)).into_response(),
    }
}

/// What a page may load: our own files, the inline scripts of this answer, and WebAssembly.
pub fn policy(nonce: Option<&str>, options: &LeptosOptions) -> String {
    let nonce = nonce.map(|nonce| format!(" 'nonce-{nonce}'")).unwrap_or_default();
    // While cargo-leptos watches, the page listens to it on another port.
    let watch = match std::env::var_os("LEPTOS_WATCH") {
        Some(_) => format!(" ws://127.0.0.1:{0} ws://localhost:{0}", options.reload_port),
        None => String::new(),
    };
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{nonce}; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'{watch}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// The headers that every answer carries.
async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_data = ["/api/", "/fn/", "/health"].iter().any(|prefix| path.starts_with(prefix));
    let is_api = path.starts_with("/api/");
    let mut response = next.run(request).await;
    // A limit that tower-http holds answers in plain text; the API speaks JSON.
    if is_api && response.status() == StatusCode::PAYLOAD_TOO_LARGE && !is_json(&response) {
        response =
            Refused::plain(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 1 MiB").into_response();
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY)
        && let Ok(policy) = policy(None, app.options()).parse()
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if is_data {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

fn is_json(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

/// One line in the log for each request, under an id that the answer carries too. Neither query nor headers are
/// written: a token may stand in them.
async fn told(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = Uuid::new_v4().simple().to_string();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let mut response = next.run(request).await;
    let actor = response.extensions().get::<ActorName>().map(|actor| actor.0.clone());
    let status = response.status().as_u16();
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let (route, actor) = (route.as_deref().unwrap_or("-"), actor.as_deref().unwrap_or("-"));
    if status >= 500 {
        tracing::warn!(target: "sunnyside::http", id, %method, route, status, duration_ms, actor, "request");
    } else {
        tracing::info!(target: "sunnyside::http", id, %method, route, status, duration_ms, actor, "request");
    }
    if let Ok(value) = id.parse() {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn a_request_that_takes_too_long_is_told_when_to_come_again() {
        let slow = axum::routing::get(async || std::future::pending::<()>().await);
        let router: Router = Router::new()
            .route("/", slow)
            .layer(from_fn(|request, next| in_time(Duration::ZERO, request, next)));
        let answer = router.oneshot(Request::new(axum::body::Body::empty())).await.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers().contains_key(header::RETRY_AFTER) && is_json(&answer));
    }

    #[test]
    fn nothing_inline_runs_without_the_nonce() {
        let options = LeptosOptions::builder().output_name("sunnyside").build();
        let page = policy(Some("abc"), &options);
        assert!(page.contains("script-src 'self' 'wasm-unsafe-eval' 'nonce-abc';"));
        assert!(!page.contains("unsafe-inline") && !policy(None, &options).contains("nonce"));
    }
}
