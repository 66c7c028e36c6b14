//! `/docs`: the description of the API to read and to try. The files are within the program; nothing comes from
//! elsewhere.

use std::sync::{Arc, LazyLock};

use axum::{
    Router,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use utoipa_swagger_ui::Config;

use crate::App;

/// What the page may load: its own files. The viewer brings pictures along as `data:`, and writes `style=` into what it
/// draws; scripts run from files alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const PAGE: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sunnyside API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/index.css">
<link rel="icon" type="image/png" sizes="32x32" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>This page needs scripts; the description itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"#;

/// Opens the viewer. The validator would be another site's.
const START: &str = r##"SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  validatorUrl: null,
});
"##;

pub fn router() -> Router<App> {
    Router::new().route("/docs", get(page)).route("/docs/{file}", get(file))
}

fn answer(kind: &str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    if let Ok(kind) = kind.parse() {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

async fn page() -> Response {
    answer("text/html; charset=utf-8", PAGE)
}

async fn file(Path(name): Path<String>) -> Response {
    static CONFIG: LazyLock<Arc<Config<'static>>> = LazyLock::new(|| Arc::new(Config::from("/openapi.json")));
    if name == "start.js" {
        return answer("text/javascript; charset=utf-8", START);
    }
    // The viewer's own page starts with its own scripts; ours is `/docs`.
    let found =
        if name.ends_with(".html") { Ok(None) } else { utoipa_swagger_ui::serve(&name, CONFIG.clone()) };
    match found {
        Ok(Some(file)) => answer(&file.content_type, file.bytes.into_owned()),
        _ => (StatusCode::NOT_FOUND, "Not Found").into_response(),
    }
}
