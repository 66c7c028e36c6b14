//! Bad input gets a clear error and changes nothing.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{Backend, http::Site};

crate::on_both!(
    a_field_that_is_wrong_is_422_and_named,
    what_is_well_formed_but_not_allowed,
    limits_are_clamped_and_words_checked,
    idempotency_over_http,
    sign_in_is_refused_alike,
);

/// Method, path, body as text, the place that is complained about.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("POST", "/api/auth/approvals", "{}", "body.action"),
    (
        "POST",
        "/api/auth/approvals",
        r#"{"action":"refund","username":"manager1","pin":"1470"}"#,
        "body.order_id",
    ),
    ("POST", "/api/auth/approvals", r#"{"action":"shift","username":"manager1"}"#, "body.pin"),
    ("POST", "/api/auth/pin", r#"{"current_password":"owner1234","pin":"1234"}"#, "body.pin"),
    ("PUT", "/api/auth/users/1", r#"{"pin":"12a4"}"#, "body.pin"),
    ("POST", "/api/orders", "{", "body"),
    ("POST", "/api/orders", "[]", "body"),
    ("POST", "/api/orders", "{}", "body.items"),
    ("POST", "/api/orders", r#"{"items":[]}"#, "body.items"),
    ("POST", "/api/orders", r#"{"items":"x"}"#, "body.items"),
    ("POST", "/api/orders", r#"{"items":[{}]}"#, "body.items.0.menu_item_id"),
    ("POST", "/api/orders", r#"{"items":[{"menu_item_id":"1","quantity":1}]}"#, "body.items.0.menu_item_id"),
    ("POST", "/api/orders", r#"{"items":[{"menu_item_id":1,"quantity":0}]}"#, "body.items.0.quantity"),
    ("POST", "/api/orders", r#"{"items":[{"menu_item_id":1,"quantity":101}]}"#, "body.items.0.quantity"),
    ("POST", "/api/orders", r#"{"items":[{"menu_item_id":1,"quantity":1.5}]}"#, "body.items.0.quantity"),
    (
        "POST",
        "/api/orders",
        r#"{"items":[{"menu_item_id":1,"quantity":99999999999999999999}]}"#,
        "body.items.0.quantity",
    ),
    (
        "POST",
        "/api/orders",
        r#"{"items":[{"menu_item_id":1,"quantity":1,"note":"a\u0000b"}]}"#,
        "body.items.0.note",
    ),
    ("POST", "/api/orders", r#"{"items":[{"menu_item_id":1,"quantity":1}],"source":"table"}"#, "body.source"),
    (
        "POST",
        "/api/orders",
        r#"{"items":[{"menu_item_id":1,"quantity":1}],"payment_method":"gold"}"#,
        "body.payment_method",
    ),
    (
        "POST",
        "/api/orders",
        r#"{"items":[{"menu_item_id":1,"quantity":1}],"auto_pay":"yes"}"#,
        "body.auto_pay",
    ),
    ("POST", "/api/orders/1/status", "{}", "body.status"),
    ("POST", "/api/orders/1/status", r#"{"status":"eaten"}"#, "body.status"),
    ("POST", "/api/orders/1/pay", r#"{"payment_method":"gold"}"#, "body.payment_method"),
    ("POST", "/api/menu/items", r#"{"price":1}"#, "body.name"),
    ("POST", "/api/menu/items", r#"{"name":"","price":1}"#, "body.name"),
    ("POST", "/api/menu/items", r#"{"name":"a"}"#, "body.price"),
    ("POST", "/api/menu/items", r#"{"name":"a","price":"65"}"#, "body.price"),
    ("POST", "/api/menu/items", r#"{"name":"a","price":0}"#, "body.price"),
    ("POST", "/api/menu/items", r#"{"name":"a","price":0.004}"#, "body.price"),
    ("POST", "/api/menu/items", r#"{"name":"a","price":10000000}"#, "body.price"),
    ("POST", "/api/menu/items", r#"{"name":"a","price":1e400}"#, "body.price"),
    ("PUT", "/api/menu/items/1", r#"{"price":-1}"#, "body.price"),
    ("PUT", "/api/menu/items/1/recipe", r#"[{"ingredient_id":1,"quantity":0}]"#, "body.0.quantity"),
    ("PUT", "/api/menu/items/1/recipe", r#"[{"ingredient_id":1}]"#, "body.0.quantity"),
    ("POST", "/api/inventory/ingredients", r#"{"unit":"g"}"#, "body.name"),
    ("POST", "/api/inventory/ingredients", r#"{"name":"a"}"#, "body.unit"),
    (
        "POST",
        "/api/inventory/ingredients",
        r#"{"name":"a","unit":"g","reorder_level":-1}"#,
        "body.reorder_level",
    ),
    ("POST", "/api/printers", r#"{"host":"127.0.0.1"}"#, "body.name"),
    ("POST", "/api/printers", r#"{"name":"a","host":"8.8.8.8"}"#, "body.host"),
    ("POST", "/api/printers", r#"{"name":"a","host":"127.0.0.1","port":0}"#, "body.port"),
    ("POST", "/api/printers", r#"{"name":"a","host":"127.0.0.1","width":70}"#, "body.width"),
    ("PUT", "/api/printers/1", r#"{"name":"a","host":"127.0.0.1","language":"fr"}"#, "body.language"),
    ("POST", "/api/orders/1/print", r#"{"kind":"menu"}"#, "body.kind"),
    ("POST", "/api/print-jobs/1/retry", r#"{"printer_id":"x"}"#, "body.printer_id"),
    ("POST", "/api/auth/login", r#"{"username":"owner1"}"#, "body.password"),
    ("POST", "/api/auth/login", r#"{"username":1,"password":"x"}"#, "body.username"),
];

const ROWS: &str = "SELECT (SELECT COUNT(*) FROM orders) + (SELECT COUNT(*) FROM events) + (SELECT COUNT(*) FROM stock_movements) \
     + (SELECT COUNT(*) FROM menu_items) + (SELECT COUNT(*) FROM ingredients) + (SELECT COUNT(*) FROM audit_logs) \
     + (SELECT COUNT(*) FROM idempotency_keys)";

async fn a_field_that_is_wrong_is_422_and_named(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let rows = site.shop.number(ROWS).await;
    for (method, path, body, place) in WRONG {
        let answer = site.send(method, path, Some(&owner), Some(body), &[("idempotency-key", "k")]).await;
        assert_eq!(answer.status, 422, "{method} {path} {body}: {answer:?}");
        let faults = answer.body["detail"].as_array().unwrap_or_else(|| panic!("{body}: {answer:?}"));
        let places: Vec<String> = faults.iter().map(|fault| joined(&fault["loc"])).collect();
        assert!(places.iter().any(|p| p == place), "{method} {path} {body}: {places:?}");
        assert!(faults.iter().all(|fault| fault["msg"].as_str().is_some_and(|msg| !msg.is_empty())));
    }
    for path in [
        "/api/orders/x",
        "/api/orders/99999999999999999999",
        "/api/orders?limit=x",
        "/api/orders?status=eaten",
    ] {
        assert_eq!(site.call("GET", path, Some(&owner), None).await.status, 422, "{path}");
    }
    assert_eq!(site.shop.number(ROWS).await, rows, "a refused request changes nothing");
}

fn joined(loc: &Value) -> String {
    let parts = loc.as_array().unwrap();
    parts
        .iter()
        .map(|p| p.as_str().map_or_else(|| p.to_string(), str::to_owned))
        .collect::<Vec<_>>()
        .join(".")
}

async fn what_is_well_formed_but_not_allowed(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let rows = site.shop.number(ROWS).await;
    let order = |id: i64| json!({"items": [{"menu_item_id": id, "quantity": 1}]});
    for (method, path, body, status) in [
        ("POST", "/api/orders", order(987_654), 400),
        ("POST", "/api/orders", json!({"combos": [{"combo_id": 9}]}), 400),
        ("GET", "/api/orders/987654", json!(null), 404),
        ("POST", "/api/orders/987654/pay", json!({}), 404),
        ("POST", "/api/orders/987654/status", json!({"status": "ready"}), 404),
        ("PUT", "/api/menu/items/987654", json!({"price": 5}), 404),
        ("GET", "/api/menu/items/987654/recipe", json!(null), 404),
        ("PUT", "/api/menu/items/1", json!({"name": "起司蛋餅"}), 409),
        ("POST", "/api/menu/items", json!({"name": "原味蛋餅", "price": 5}), 409),
        ("PUT", "/api/menu/items/1/recipe", json!([{"ingredient_id": 987_654, "quantity": 1}]), 400),
        (
            "PUT",
            "/api/menu/items/1/recipe",
            json!([{"ingredient_id": 1, "quantity": 1}, {"ingredient_id": 1, "quantity": 2}]),
            400,
        ),
        ("POST", "/api/inventory/ingredients", json!({"name": "雞蛋", "unit": "顆"}), 409),
        ("PUT", "/api/inventory/ingredients/987654", json!({"unit": "g"}), 404),
        ("PUT", "/api/inventory/ingredients/1", json!({"current_stock": -1}), 400),
        ("GET", "/api/nothing/here", json!(null), 404),
        ("DELETE", "/api/orders", json!(null), 405),
    ] {
        let body = (!body.is_null()).then_some(body);
        let answer = site.call(method, path, Some(&owner), body.clone()).await;
        assert_eq!(answer.status, status, "{method} {path} {body:?}: {answer:?}");
        assert!(answer.body["detail"].is_string(), "{method} {path}: {answer:?}");
    }
    assert_eq!(site.shop.number(ROWS).await, rows);
}

async fn limits_are_clamped_and_words_checked(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    for path in [
        "/api/orders?limit=0",
        "/api/orders?limit=-5",
        "/api/orders?limit=100000",
        "/api/orders?status=ready",
        "/api/inventory/movements?limit=9999",
        "/api/orders/pickup-board?minutes=1&limit=9999",
    ] {
        assert_eq!(site.call("GET", path, Some(&owner), None).await.status, 200, "{path}");
    }
    let few = site.call("GET", "/api/inventory/movements?limit=0", Some(&owner), None).await;
    assert_eq!(few.body.as_array().unwrap().len(), 1);
}

async fn idempotency_over_http(backend: Backend) {
    let site = Site::demo(backend).await;
    let staff = site.token(Role::Staff).await;
    let post = |body: &'static str, key: &'static str| {
        let (site, staff) = (&site, &staff);
        async move { site.send("POST", "/api/orders", Some(staff), Some(body), &[("idempotency-key", key)]).await }
    };
    let body = r#"{"items":[{"menu_item_id":1,"quantity":2}],"source":"dine_in"}"#;
    let same = r#"{ "source":"dine_in", "items":[{"quantity":2.0,"menu_item_id":1}] }"#;
    let (first, twin) = tokio::join!(post(body, "k"), post(same, "k"));
    assert_eq!((first.status.as_u16(), twin.status.as_u16()), (201, 201));
    assert_eq!(first.body, twin.body, "compared as JSON");
    let other = post(r#"{"items":[{"menu_item_id":1,"quantity":3}],"source":"dine_in"}"#, "k").await;
    assert_eq!(other.status, 422);
    let long: &'static str = Box::leak("k".repeat(256).into_boxed_str());
    assert_eq!(post(body, long).await.status, 422);
    assert_eq!(site.shop.number("SELECT COUNT(*) FROM orders").await, 1);
}

async fn sign_in_is_refused_alike(backend: Backend) {
    let site = Site::demo(backend).await;
    let login = |name: &str, password: &str| {
        let body = json!({"username": name, "password": password});
        let site = &site;
        async move { site.call("POST", "/api/auth/login", None, Some(body)).await }
    };
    for (name, password) in [("owner1", "nonsense"), ("nobody", "owner1234")] {
        let answer = login(name, password).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body),
            (401, &json!({"detail": "Invalid username or password"}))
        );
    }
    for _ in 0..9 {
        assert_eq!(login("owner1", "nonsense").await.status, 401);
    }
    let eleventh = login("OWNER1", "owner1234").await;
    assert_eq!(eleventh.status, 429);
    assert_eq!(eleventh.body["detail"], "Too many login attempts. Please try again later.");
    assert!(eleventh.headers.contains_key("retry-after"));
    assert_eq!(login("staff1", "staff1234").await.status, 200);
}
