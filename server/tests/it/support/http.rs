//! The contract from outside: requests to the whole router, as a client sends them.

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use serde_json::{Value, json};
use sunnyside::identity::Role;
use tower::ServiceExt;

use super::{Backend, TestShop};

/// What renders a page spawns tasks, and of two runtimes that render at once one may get the other's: it takes them
/// along when its test ends, and the other page waits for ever. The shop itself has one runtime.
static RENDERING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// A shop that answers HTTP.
pub struct Site {
    pub shop: TestShop,
    pub router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

/// A configuration with these variables, sign-in switched on.
pub fn config(vars: &[(&str, &str)]) -> server::Config {
    let usual = [("AUTH_DISABLED", "false"), ("SECRET_KEY", "a-secret-of-the-tests-0123456789abcdef")];
    let vars = usual.iter().chain(vars).map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    server::Config::from_vars(&vars).unwrap()
}

impl Site {
    /// The demo's shop.
    pub async fn demo(backend: Backend) -> Self {
        Self::with(backend, &[]).await
    }

    /// The demo's shop, with these variables.
    pub async fn with(backend: Backend, vars: &[(&str, &str)]) -> Self {
        let shop = TestShop::demo(backend).await;
        let app = server::App::new(config(vars), shop.store.clone()).unwrap();
        Self { router: server::router(app), shop }
    }

    /// A token of a role's demo account.
    pub async fn token(&self, role: Role) -> String {
        let name = format!("{}1", role.as_str());
        let body = json!({"username": name, "password": format!("{name}234")});
        let answer = self.call("POST", "/api/auth/login", None, Some(body)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body["access_token"].as_str().unwrap().to_owned()
    }

    /// A request with a JSON body.
    pub async fn call(&self, method: &str, path: &str, token: Option<&str>, body: Option<Value>) -> Answer {
        let text = body.map(|b| b.to_string());
        self.send(method, path, token, text.as_deref(), &[]).await
    }

    /// A request with any body and more headers.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&str>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let (status, headers, bytes) = self.bytes(method, path, token, body, headers).await;
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Answer { status, headers, body }
    }

    /// The same, answered to the letter.
    pub async fn text(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&str>,
        headers: &[(&str, &str)],
    ) -> (StatusCode, String) {
        let (status, _, bytes) = self.bytes(method, path, token, body, headers).await;
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    async fn bytes(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&str>,
        headers: &[(&str, &str)],
    ) -> (StatusCode, HeaderMap, Bytes) {
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
        request = request.header(header::HOST, "shop.test");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if let Some(body) = body {
            let length = body.len();
            request = request.header(header::CONTENT_TYPE, "application/json");
            request = request.header(header::CONTENT_LENGTH, length);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.map_or_else(Body::empty, |b| Body::from(b.to_owned()))).unwrap();
        let is_rendered = !path.starts_with("/api/") && path != "/health";
        let _alone = if is_rendered { Some(RENDERING.lock().await) } else { None };
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, to_bytes(response.into_body(), 10_000_000).await.unwrap())
    }
}
