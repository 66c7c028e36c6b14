//! Who may ask from where, how much, and what no answer tells.

use serde_json::json;
use sunnyside::identity::Role;
use tokio_tungstenite::{connect_async, tungstenite::client::IntoClientRequest};

use super::sockets::{listening, next};
use crate::support::{
    Backend,
    http::{Answer, Site},
};

crate::on_both!(
    a_preflight_of_an_allowed_origin,
    another_origin_learns_nothing,
    what_is_too_large_is_413,
    no_answer_names_the_server,
    a_cookie_writes_for_our_own_pages_only,
    the_cookie_is_out_of_reach,
    a_socket_asks_where_a_cookie_comes_from,
);

const OFFICE: &str = "https://office.example";

async fn office(backend: Backend) -> Site {
    Site::with(backend, &[("CORS_ORIGINS", "https://office.example, http://10.0.0.2:3000")]).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

fn cors_headers(answer: &Answer) -> Vec<&str> {
    let names = answer.headers.keys().map(|name| name.as_str());
    names.filter(|name| name.starts_with("access-control-")).collect()
}

async fn preflight(site: &Site, path: &str, method: &str, origin: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", method),
        ("access-control-request-headers", "authorization,content-type,idempotency-key"),
    ];
    site.send("OPTIONS", path, None, None, &headers).await
}

async fn a_preflight_of_an_allowed_origin(backend: Backend) {
    let site = office(backend).await;
    for (path, method) in [
        ("/api/orders", "POST"),
        ("/api/menu/items/1", "PUT"),
        ("/api/auth/login", "POST"),
        ("/health", "GET"),
    ] {
        for origin in [OFFICE, "http://10.0.0.2:3000"] {
            let answer = preflight(&site, path, method, origin).await;
            assert!(answer.status.is_success(), "{path}: {answer:?}");
            assert_eq!(header(&answer, "access-control-allow-origin"), origin);
            assert_eq!(header(&answer, "access-control-allow-credentials"), "true");
            assert!(header(&answer, "access-control-allow-methods").contains(method), "{answer:?}");
            let allowed = header(&answer, "access-control-allow-headers").to_ascii_lowercase();
            for name in ["authorization", "content-type", "idempotency-key"] {
                assert!(allowed.contains(name), "{allowed}");
            }
        }
    }
    let staff = site.token(Role::Staff).await;
    let orders = site.send("GET", "/api/orders", Some(&staff), None, &[("origin", OFFICE)]).await;
    assert_eq!((orders.status.as_u16(), header(&orders, "access-control-allow-origin")), (200, OFFICE));
    let refused = site.send("GET", "/api/orders", None, None, &[("origin", OFFICE)]).await;
    assert_eq!((refused.status.as_u16(), header(&refused, "access-control-allow-origin")), (401, OFFICE));
}

async fn another_origin_learns_nothing(backend: Backend) {
    let (open, closed) = (office(backend).await, Site::demo(backend).await);
    let strangers =
        ["https://evil.example", "https://office.example.evil.example", "http://office.example", "null"];
    for (site, origins) in [(&open, &strangers[..]), (&closed, &[OFFICE, "null"][..])] {
        let staff = site.token(Role::Staff).await;
        for origin in origins {
            let before = preflight(site, "/api/orders", "POST", origin).await;
            assert_eq!(cors_headers(&before), Vec::<&str>::new(), "{origin}");
            // A bearer is no cookie: the request is served, but no foreign page may read the answer.
            let listed = site.send("GET", "/api/orders", Some(&staff), None, &[("origin", origin)]).await;
            assert_eq!((listed.status.as_u16(), cors_headers(&listed)), (200, vec![]), "{origin}");
        }
    }
}

async fn what_is_too_large_is_413(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let large = format!(r#"{{"name":"{}","price":1}}"#, "x".repeat(1024 * 1024));
    // A client says how much it sends; who does not is cut off where the body is read.
    let length = large.len().to_string();
    for (path, headers) in [
        ("/api/menu/items", vec![]),
        ("/api/auth/login", vec![("content-length", length.as_str())]),
        ("/fn/sign_in", vec![("origin", "http://shop.test"), ("content-length", length.as_str())]),
    ] {
        let answer = site.send("POST", path, Some(&owner), Some(&large), &headers).await;
        assert_eq!(answer.status, 413, "{path}: {:?}", answer.headers);
        if path.starts_with("/api/") {
            assert!(answer.body["detail"].is_string(), "{path}: {answer:?}");
        }
        assert!(answer.headers.contains_key("x-content-type-options"), "{path}");
    }
    assert_eq!(site.call("GET", "/api/auth/me", Some(&owner), None).await.status, 200);
}

async fn no_answer_names_the_server(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let asked = [
        ("GET", "/health", 200),
        ("GET", "/login", 200),
        ("GET", "/api/orders/1", 404),
        ("GET", "/api/nothing", 404),
        ("DELETE", "/api/orders", 405),
        ("POST", "/api/orders", 422),
        ("GET", "/pos", 200),
        ("GET", "/pkg/none.js", 404),
    ];
    for (method, path, status) in asked {
        let answer = site.send(method, path, Some(&owner), None, &[]).await;
        assert_eq!(answer.status, status, "{method} {path}");
        for name in ["server", "x-powered-by", "via"] {
            assert!(!answer.headers.contains_key(name), "{path}: {name}");
        }
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&answer, "x-frame-options"), "DENY", "{path}");
        assert_eq!(header(&answer, "referrer-policy"), "same-origin", "{path}");
        let policy = header(&answer, "content-security-policy");
        for part in ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        if path.starts_with("/api/") {
            assert_eq!(header(&answer, "cache-control"), "no-store", "{path}");
        }
    }
}

async fn a_cookie_writes_for_our_own_pages_only(backend: Backend) {
    let site = office(backend).await;
    let token = site.token(Role::Staff).await;
    let cookie = format!("sunnyside_session={token}");
    let body = json!({"items": [{"menu_item_id": 1, "quantity": 1}]}).to_string();
    for (more, status) in [
        (vec![("origin", "http://shop.test")], 201),
        (vec![("origin", OFFICE)], 201),
        (vec![("sec-fetch-site", "same-origin")], 201),
        (vec![], 201),
        (vec![("origin", "https://evil.example")], 403),
        (vec![("origin", "null")], 403),
        (vec![("origin", "http://shop.test:8080")], 403),
        (vec![("sec-fetch-site", "cross-site")], 403),
        (vec![("sec-fetch-site", "same-site")], 403),
    ] {
        let headers = [vec![("cookie", cookie.as_str())], more.clone()].concat();
        let answer = site.send("POST", "/api/orders", None, Some(&body), &headers).await;
        assert_eq!(answer.status, status, "{more:?}: {answer:?}");
    }
    let foreign = [("origin", "https://evil.example")];
    let bearer = site.send("POST", "/api/orders", Some(&token), Some(&body), &foreign).await;
    assert_eq!(bearer.status, 201, "a bearer needs no origin");
}

async fn the_cookie_is_out_of_reach(backend: Backend) {
    let site = Site::with(backend, &[("TRUST_PROXY_HEADERS", "true")]).await;
    let body = json!({"username": "staff1", "password": "staff1234", "next": null}).to_string();
    let own = ("origin", "http://shop.test");
    for (headers, begins, is_secure) in [
        (vec![own], "sunnyside_session=", false),
        (vec![own, ("x-forwarded-proto", "https")], "__Host-sunnyside_session=", true),
    ] {
        let answer = site.send("POST", "/fn/sign_in", None, Some(&body), &headers).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let cookie = header(&answer, "set-cookie");
        assert!(cookie.starts_with(begins), "{cookie}");
        let parts: Vec<&str> = cookie.split(';').map(str::trim).collect();
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(parts.contains(&part), "{part}: {cookie}");
        }
        assert_eq!(parts.contains(&"Secure"), is_secure, "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    let foreign = [("origin", "https://evil.example")];
    let answer = site.send("POST", "/fn/sign_in", None, Some(&body), &foreign).await;
    assert_eq!(answer.status, 403, "nobody else signs this browser in");
}

async fn a_socket_asks_where_a_cookie_comes_from(backend: Backend) {
    let site = office(backend).await;
    let base = listening(site.router.clone()).await;
    let host = base.strip_prefix("ws://").unwrap();
    let token = site.token(Role::Kitchen).await;
    let open = |query: String, headers: Vec<(&'static str, String)>| {
        let address = format!("{base}/ws/events{query}");
        async move {
            let mut request = address.into_client_request().unwrap();
            for (name, value) in headers {
                request.headers_mut().insert(name, value.parse().unwrap());
            }
            connect_async(request).await
        }
    };
    let cookie = ("cookie", format!("sunnyside_session={token}"));
    for (origin, is_open) in [
        (format!("http://{host}"), true),
        (OFFICE.to_owned(), true),
        ("https://evil.example".to_owned(), false),
        ("null".to_owned(), false),
    ] {
        let opened = open(String::new(), vec![cookie.clone(), ("origin", origin.clone())]).await;
        assert_eq!(opened.is_ok(), is_open, "{origin}");
    }
    let foreign = vec![("origin", "https://evil.example".to_owned())];
    let (mut socket, _) = open(format!("?token={token}"), foreign).await.expect("a token needs no origin");
    assert_eq!(next(&mut socket).await["event"], "connected");
}
