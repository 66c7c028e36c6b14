//! The pages: rendered by `app`, with their files, and the way to the sign-in.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::{
    config::{LeptosOptions, get_configuration},
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list_with_exclusions_and_ssg_and_context};
use sunnyside::service::Context;
use tower::ServiceExt;
use tower_http::{limit::RequestBodyLimitLayer, services::ServeDir};

use crate::{
    App,
    config::Environment,
    layers,
    rest::{self, LARGEST_BODY, error::Refused},
    session::Caller,
};

/// The pages that anybody may see; the way to them needs no session.
const PUBLIC_PAGES: [&str; 2] = ["/login", "/pickup"];

/// Where the pages' files are: where cargo-leptos says while it watches, otherwise beside the program, so that it runs
/// from any folder with an empty environment.
///
/// # Errors
/// A sentence where cargo-leptos' variables cannot be read.
pub fn options() -> Result<LeptosOptions, String> {
    if std::env::var_os("LEPTOS_OUTPUT_NAME").is_some() {
        let found = get_configuration(None).map_err(|error| format!("LEPTOS_*: {error}"))?;
        return Ok(found.leptos_options);
    }
    let program =
        std::env::current_exe().map_err(|error| format!("the program's folder cannot be found: {error}"))?;
    let folder = program.parent().unwrap_or_else(|| Path::new("."));
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    Ok(LeptosOptions::builder()
        .output_name("sunnyside")
        .site_root(path("site"))
        .site_pkg_dir("pkg")
        .env(leptos::config::Env::PROD)
        .hash_file(path("hash.txt").into())
        .hash_files(folder.join("hash.txt").is_file())
        .build())
}

/// The pages, their server functions and their files.
pub fn router(app: &App) -> Router<App> {
    let context = {
        let app = app.clone();
        move || provide(&app)
    };
    let shell = {
        let options = app.options().clone();
        move || app::shell(options.clone())
    };
    let (listings, _) =
        generate_route_list_with_exclusions_and_ssg_and_context(app::App, None, context.clone());
    let private: BTreeSet<String> = listings
        .iter()
        .map(|page| page.path().to_owned())
        .filter(|path| !PUBLIC_PAGES.contains(&path.as_str()))
        .collect();
    let private = Arc::new(private);
    let missing = leptos_axum::render_app_async_with_context(context.clone(), shell.clone());
    Router::new()
        .leptos_routes_with_context(app, listings, context, shell)
        .layer(from_fn(move |request, next| guard(Arc::clone(&private), request, next)))
        .route("/pkg/{*path}", get(asset))
        .fallback(async move |State(app): State<App>, request: Request| match other(&app, request).await {
            Ok(response) => response,
            Err(request) => {
                let mut response = missing(request).await;
                if response.status() == StatusCode::OK {
                    *response.status_mut() = StatusCode::NOT_FOUND;
                }
                response
            }
        })
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
}

/// What pages and server functions find in their context: who calls, and what the page has to know of the site.
fn provide(app: &App) {
    let caller = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Caller>().cloned());
    let is_secure = caller.as_ref().is_some_and(|caller| caller.is_secure);
    let context = caller.map_or_else(|| Context::public(app.store().clone()), |caller| caller.context);
    // Only a page that is rendered has a nonce; a server function's answer has no scripts.
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) {
        let cache = if context.actor.is_some() { "no-store" } else { "no-cache" };
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if let Ok(policy) = layers::policy(Some(&nonce), app.options()).parse() {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    } else {
        provide_context(app::StatusOf(rest::error::status));
    }
    provide_context(context);
    provide_context(app::SessionCookie { secure: is_secure });
    provide_context(app::SiteFacts {
        is_development: app.config().environment == Environment::Development,
        auth_disabled: app.config().auth_disabled,
    });
}

/// Sends who is not signed in to the sign-in, where the page needs it.
async fn guard(private: Arc<BTreeSet<String>>, request: Request, next: Next) -> Response {
    let is_private =
        request.extensions().get::<MatchedPath>().is_some_and(|path| private.contains(path.as_str()));
    let Some(caller) = request.extensions().get::<Caller>().filter(|_| is_private) else {
        return next.run(request).await;
    };
    if let Some(trouble) = caller.trouble() {
        return Refused::from(trouble.clone()).into_response();
    }
    if caller.context.actor.is_some() {
        return next.run(request).await;
    }
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let to = format!("/login?next={}", encoded(wanted));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to.as_str()), (header::CACHE_CONTROL, "no-store")])
        .into_response()
}

/// A text as a value behind the question mark.
fn encoded(text: &str) -> String {
    let mut to = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                to.push(char::from(byte))
            }
            _ => to.push_str(&format!("%{byte:02X}")),
        }
    }
    to
}

async fn asset(State(app): State<App>, request: Request) -> Response {
    let is_forever = app.options().hash_files && has_hash(request.uri().path());
    let mut response = file(&app, request).await;
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        let cache = if is_forever { "public, max-age=31536000, immutable" } else { "no-cache" };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    }
    response
}

/// Whether a file's name tells its content: `sunnyside.3oGV3GwqXyNyhkhFcDFxSA.wasm`.
fn has_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split('.').skip(1).any(|part| part.len() >= 16)
}

/// A file of the site, with its brotli or gzip form where there is one.
async fn file(app: &App, request: Request) -> Response {
    let files = ServeDir::new(&*app.options().site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    match files.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

/// Everything that no route knows: files, paths with a slash too many, what programs ask in vain. What is left is
/// given back, to be told in the pages' own words.
async fn other(app: &App, request: Request) -> Result<Response, Request> {
    let path = request.uri().path();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_of_programs = ["/api", "/fn", "/ws"]
        .iter()
        .any(|prefix| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    if !is_read || is_of_programs {
        return Ok(Refused::plain(StatusCode::NOT_FOUND, "Not Found").into_response());
    }
    if let Some(to) = without_slash(request.uri()) {
        return Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response());
    }
    let looks_like_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let (parts, body) = request.into_parts();
    let mut found = file(app, Request::from_parts(parts.clone(), Body::empty())).await;
    if found.status() != StatusCode::NOT_FOUND {
        found.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
        return Ok(found);
    }
    if looks_like_file {
        return Ok((StatusCode::NOT_FOUND, "Not Found").into_response());
    }
    Err(Request::from_parts(parts, body))
}

/// The address without slashes at the end of its path, where there are any. The path keeps one slash in front: two
/// would be another site to a browser.
fn without_slash(uri: &Uri) -> Option<String> {
    let path = uri.path();
    if path.len() < 2 || !path.ends_with('/') {
        return None;
    }
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("/{}{query}", path.trim_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_at_the_end_is_dropped_and_leads_nowhere_else() {
        for (given, to) in [
            ("/pos/", Some("/pos")),
            ("/pos/?a=1&b=%2F", Some("/pos?a=1&b=%2F")),
            ("/pos//", Some("/pos")),
            ("//evil.example/", Some("/evil.example")),
            ("//", Some("/")),
            ("/", None),
            ("/pos", None),
            ("/pos?next=/", None),
        ] {
            assert_eq!(without_slash(&given.parse().unwrap()).as_deref(), to, "{given}");
        }
    }

    #[test]
    fn where_one_wanted_to_go_survives_as_a_value() {
        assert_eq!(encoded("/pos?table=5&a=é#x"), "/pos%3Ftable%3D5%26a%3D%C3%A9%23x");
    }

    #[test]
    fn only_a_name_with_a_hash_is_cached_for_ever() {
        assert!(has_hash("/pkg/sunnyside.3oGV3GwqXyNyhkhFcDFxSA.wasm"));
        assert!(!has_hash("/pkg/sunnyside.wasm"));
        assert!(!has_hash("/pkg/snippets/leptos-0123456789abcdef/inline0.js"));
    }
}
