//! Who may call what: every route and server function that there is, and every role. A route without a row fails, and
//! so does a row without a route.

use std::collections::BTreeSet;

use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};
use sunnyside::identity::Role::{self, Kitchen, Manager, Owner, Staff};

use crate::support::{Backend, http::Site};

crate::on_both!(
    every_endpoint_and_role,
    every_server_function_and_role,
    without_sign_in_everybody_is_the_owner,
);

const EVERYBODY: &[Role] = &[Staff, Kitchen, Manager, Owner];

/// Routes that ask for no sign-in.
const PUBLIC: &[(&str, &str)] = &[
    ("POST", "/api/auth/login"),
    ("GET", "/api/orders/pickup-board"),
    ("GET", "/api/config/public"),
    ("GET", "/health"),
    ("GET", "/openapi.json"),
];

/// What ends the session that it is called with.
const ENDS_SESSION: &[&str] = &["/api/auth/logout", "/fn/sign_out"];

/// Method, path, who. Bodies are empty, so that who may gets past the door and no further.
const TABLE: &[(&str, &str, &[Role])] = &[
    ("GET", "/api/auth/me", EVERYBODY),
    ("POST", "/api/auth/logout", EVERYBODY),
    ("GET", "/api/auth/users", &[Owner]),
    ("POST", "/api/auth/users", &[Owner]),
    ("PUT", "/api/auth/users/1", &[Owner]),
    ("POST", "/api/auth/password", EVERYBODY),
    ("POST", "/api/auth/pin", EVERYBODY),
    ("POST", "/api/auth/approvals", &[Staff, Manager, Owner]),
    ("GET", "/api/audit/logs", &[Manager, Owner]),
    ("GET", "/api/menu/items", EVERYBODY),
    ("POST", "/api/menu/items", &[Manager, Owner]),
    ("PUT", "/api/menu/items/1", &[Manager, Owner]),
    ("GET", "/api/menu/items/1/recipe", &[Manager, Owner]),
    ("PUT", "/api/menu/items/1/recipe", &[Manager, Owner]),
    ("PUT", "/api/menu/items/1/modifier-groups", &[Manager, Owner]),
    ("POST", "/api/menu/items/1/sold-out", EVERYBODY),
    ("GET", "/api/menu/combos", EVERYBODY),
    ("GET", "/api/menu/combos/1", EVERYBODY),
    ("POST", "/api/menu/combos", &[Manager, Owner]),
    ("PUT", "/api/menu/combos/1", &[Manager, Owner]),
    ("GET", "/api/menu/categories", EVERYBODY),
    ("POST", "/api/menu/categories", &[Manager, Owner]),
    ("PUT", "/api/menu/categories/1", &[Manager, Owner]),
    ("GET", "/api/menu/stations", EVERYBODY),
    ("POST", "/api/menu/stations", &[Manager, Owner]),
    ("PUT", "/api/menu/stations/1", &[Manager, Owner]),
    ("GET", "/api/menu/modifier-groups", EVERYBODY),
    ("GET", "/api/menu/modifier-groups/1", EVERYBODY),
    ("POST", "/api/menu/modifier-groups", &[Manager, Owner]),
    ("PUT", "/api/menu/modifier-groups/1", &[Manager, Owner]),
    ("GET", "/api/inventory/ingredients", &[Manager, Owner]),
    ("POST", "/api/inventory/ingredients", &[Manager, Owner]),
    ("PUT", "/api/inventory/ingredients/1", &[Manager, Owner]),
    ("GET", "/api/inventory/low-stock", &[Kitchen, Manager, Owner]),
    ("GET", "/api/inventory/movements", &[Manager, Owner]),
    ("POST", "/api/inventory/movements", &[Manager, Owner]),
    ("GET", "/api/inventory/counts", &[Manager, Owner]),
    ("POST", "/api/inventory/counts", &[Manager, Owner]),
    ("GET", "/api/shift/current", &[Manager, Owner]),
    ("GET", "/api/shift/history", &[Manager, Owner]),
    ("POST", "/api/shift/open", &[Manager, Owner]),
    ("POST", "/api/shift/cash-moves", &[Manager, Owner]),
    ("GET", "/api/shift/cash-moves", &[Manager, Owner]),
    ("POST", "/api/shift/close", &[Manager, Owner]),
    ("GET", "/api/settings", &[Manager, Owner]),
    ("PUT", "/api/settings", &[Owner]),
    ("GET", "/api/orders", EVERYBODY),
    ("GET", "/api/orders/1", EVERYBODY),
    ("POST", "/api/orders", &[Staff, Manager, Owner]),
    ("POST", "/api/orders/1/pay", &[Staff, Manager, Owner]),
    ("POST", "/api/orders/1/amend", &[Staff, Manager, Owner]),
    ("POST", "/api/orders/1/refund", &[Manager, Owner]),
    ("POST", "/api/orders/1/discount", &[Staff, Manager, Owner]),
    ("POST", "/api/orders/1/send", &[Staff, Manager, Owner]),
    ("POST", "/api/orders/1/refund-handed", &[Staff, Manager, Owner]),
    ("POST", "/api/orders/1/status", &[Kitchen, Manager, Owner]),
    ("POST", "/api/orders/1/print", &[Staff, Manager, Owner]),
    ("GET", "/api/printers", &[Manager, Owner]),
    ("POST", "/api/printers", &[Manager, Owner]),
    ("PUT", "/api/printers/1", &[Manager, Owner]),
    ("POST", "/api/printers/1/test", &[Manager, Owner]),
    ("GET", "/api/print-jobs", &[Staff, Manager, Owner]),
    ("POST", "/api/print-jobs/1/retry", &[Staff, Manager, Owner]),
    ("GET", "/api/analytics/overview", &[Manager, Owner]),
    ("GET", "/api/analytics/hourly", &[Manager, Owner]),
    ("GET", "/api/analytics/items", &[Manager, Owner]),
    ("GET", "/api/analytics/payments", &[Manager, Owner]),
    ("GET", "/api/analytics/prep-times", &[Manager, Owner]),
];

/// The server functions, and who may call them; without roles anybody may.
const FUNCTIONS: &[(&str, Option<&[Role]>)] = &[
    ("viewer", None),
    ("sign_in", None),
    ("sign_out", None),
    ("pickup_board", None),
    ("pickup_wait", None),
    // They ask for a paired device in the place of a session.
    ("people_here", None),
    ("sign_in_here", None),
    ("setup", Some(&[Owner])),
    ("device_pair", Some(&[Owner])),
    ("device_revoke", Some(&[Owner])),
    ("pin_set", Some(&[Owner])),
    ("session_keep", Some(EVERYBODY)),
    ("overview", Some(EVERYBODY)),
    ("counter", Some(EVERYBODY)),
    ("counter_menu", Some(EVERYBODY)),
    ("counter_left", Some(EVERYBODY)),
    ("item_sold_out", Some(EVERYBODY)),
    ("kitchen_board", Some(EVERYBODY)),
    ("kitchen_start", Some(EVERYBODY)),
    ("kitchen_collected", Some(EVERYBODY)),
    ("kitchen_pace", Some(EVERYBODY)),
    ("kitchen_ask", Some(&[Kitchen, Manager, Owner])),
    ("approvers", Some(&[Staff, Manager, Owner])),
    ("approve", Some(&[Staff, Manager, Owner])),
    ("order_take_up", Some(&[Staff, Manager, Owner])),
    ("order_fetch", Some(EVERYBODY)),
    ("refund_amount", Some(&[Staff, Manager, Owner])),
    ("order_amend_try", Some(&[Staff, Manager, Owner])),
    ("order_amend", Some(&[Staff, Manager, Owner])),
    ("order_cancel", Some(&[Staff, Manager, Owner])),
    ("order_refund", Some(&[Manager, Owner])),
    ("order_place", Some(&[Staff, Manager, Owner])),
    ("order_pay", Some(&[Staff, Manager, Owner])),
    ("refund_handed", Some(&[Staff, Manager, Owner])),
    ("desk", Some(EVERYBODY)),
    ("order_discount", Some(&[Staff, Manager, Owner])),
    ("shift_open", Some(&[Manager, Owner])),
    ("shift_cash", Some(&[Manager, Owner])),
    ("shift_close", Some(&[Manager, Owner])),
    ("order_status", Some(&[Kitchen, Manager, Owner])),
    ("paper", Some(EVERYBODY)),
    ("prints_stuck", Some(&[Staff, Manager, Owner])),
    ("print_again", Some(&[Staff, Manager, Owner])),
    ("prints_retry", Some(&[Staff, Manager, Owner])),
    ("printers", Some(&[Manager, Owner])),
    ("printer_save", Some(&[Manager, Owner])),
    ("printer_try", Some(&[Manager, Owner])),
    ("kitchen_setup", Some(&[Manager, Owner])),
    ("displays", Some(EVERYBODY)),
    ("station_save", Some(&[Manager, Owner])),
    ("stations_order", Some(&[Manager, Owner])),
    ("routes_save", Some(&[Manager, Owner])),
    ("kitchen_settings", Some(&[Owner])),
];

/// What each server function is called with.
fn arguments(name: &str) -> Value {
    match name {
        "sign_in" => json!({"username": "nobody", "password": "nonsense", "next": null}),
        "sign_in_here" => json!({"username": "nobody", "secret": "1470", "by_pin": true}),
        "device_pair" => json!({"name": ""}),
        "device_revoke" => json!({"id": 987_654}),
        "pin_set" => json!({"user_id": 987_654, "pin": null}),
        "approvers" => json!({"deed": "refund"}),
        "approve" => json!({
            "asked": {"deed": "refund", "subject": {"order": 987_654}},
            "username": "nobody", "secret": "1470", "by_pin": true,
        }),
        "order_take_up" => json!({"order_id": 987_654, "seq": 1, "grant": null, "draft": {
            "client_id": null, "source": "takeout", "auto_pay": false, "payment_method": "cash",
            "items": [], "table_no": null, "customer_name": null,
        }}),
        "refund_amount" => json!({"order_id": 987_654, "lines": []}),
        "order_amend_try" => json!({"order_id": 987_654, "items": []}),
        "order_amend" => json!({"order_id": 987_654, "seq": 1, "items": []}),
        "order_fetch" => json!({"order_id": 987_654}),
        "kitchen_pace" => json!({"station": null}),
        "kitchen_ask" => json!({"order_id": 987_654, "command": {"prioritise": {"first": true}}}),
        "order_cancel" => json!({"order_id": 987_654, "reason": "x", "grant": null}),
        "order_refund" => json!({"order_id": 987_654, "grant": null, "draft": {
            "lines": [{"line_id": 1, "quantity": 1, "restock": false}], "reason": "x", "payment_method": null,
        }}),
        "order_place" => json!({"draft": {
            "client_id": null, "source": "takeout", "auto_pay": false, "payment_method": "cash",
            "items": [], "table_no": null, "customer_name": null,
        }, "grant": null}),
        "item_sold_out" => json!({"item_id": 987_654, "sold_out": true}),
        "order_pay" => json!({"order_id": 987_654, "draft": {}}),
        "refund_handed" => json!({"order_id": 987_654}),
        "order_discount" => {
            json!({"order_id": 987_654, "terms": {"amount": 5, "percent": null, "reason": "x"}})
        }
        "shift_open" => json!({"draft": {"shift_name": "", "opening_cash": 0, "notes": null}}),
        "shift_cash" => json!({"draft": {"direction": "in", "amount": 0, "reason": ""}}),
        "shift_close" => json!({"draft": {"actual_cash": -1, "notes": null}}),
        "order_status" => json!({"order_id": 987_654, "to": "ready"}),
        "paper" => json!({
            "order_id": 987_654, "kind": "receipt", "language": "en", "width": 80, "is_copy": false,
        }),
        "print_again" => json!({"order_id": 987_654, "kind": "kitchen"}),
        "prints_retry" => json!({"job_ids": [], "printer_id": null}),
        "printer_save" => json!({"id": 987_654, "draft": {
            "name": "x", "host": "127.0.0.1", "port": 9100, "width": 80, "language": "en",
            "receipts": "on_demand", "tickets": "none", "station_ids": [], "is_active": true,
        }}),
        "printer_try" => json!({"id": 987_654}),
        "station_save" => json!({"id": null, "name": "", "name_en": "", "position": 0}),
        "stations_order" => json!({"ids": []}),
        "routes_save" => json!({"categories": [], "items": []}),
        "kitchen_settings" => json!({"patch": {}}),
        _ => json!({}),
    }
}

/// The routes of the description: method, path with its `{id}`, `x-roles`.
fn described() -> Vec<(String, String, Vec<String>)> {
    let document: Value = serde_json::from_str(server::document()).unwrap();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let roles =
                operation["x-roles"].as_array().unwrap_or_else(|| panic!("{method} {path} has no x-roles"));
            let roles = roles.iter().map(|role| role.as_str().unwrap().to_owned()).collect();
            routes.push((method.to_uppercase(), path.clone(), roles));
        }
    }
    routes
}

/// Whether a row's path is one of a route: `/api/orders/1` is one of `/api/orders/{id}`.
fn is_of(route: &str, path: &str) -> bool {
    let fits = |(part, given): (&str, &str)| {
        part == given || (part.starts_with('{') && given.bytes().all(|b| b.is_ascii_digit()))
    };
    route.split('/').count() == path.split('/').count() && route.split('/').zip(path.split('/')).all(fits)
}

#[test]
fn every_route_has_a_row_and_every_row_a_route() {
    let routes = described();
    let public = PUBLIC.iter().map(|(method, path)| (*method, *path, BTreeSet::from(["anyone"])));
    let signed = TABLE
        .iter()
        .map(|(method, path, roles)| (*method, *path, roles.iter().map(|role| role.as_str()).collect()));
    let rows: Vec<(&str, &str, BTreeSet<&str>)> = public.chain(signed).collect();
    for (method, route, roles) in &routes {
        let of: Vec<_> = rows.iter().filter(|(m, path, _)| m == method && is_of(route, path)).collect();
        assert_eq!(of.len(), 1, "{method} {route} should have one row in TABLE or PUBLIC");
        let roles: BTreeSet<&str> = roles.iter().map(String::as_str).collect();
        assert_eq!(of[0].2, roles, "{method} {route}: the table's roles and the description's");
    }
    for (method, path, _) in &rows {
        let known = routes.iter().any(|(m, route, _)| m == method && is_of(route, path));
        assert!(known, "{method} {path} has a row, but there is no such route in the description");
    }
}

#[test]
fn every_server_function_has_a_row_and_every_row_a_function() {
    let registered: BTreeSet<String> =
        server_fn_paths().map(|(path, _)| path.trim_start_matches("/fn/").to_owned()).collect();
    let rows: BTreeSet<String> = FUNCTIONS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(rows, registered, "the table's names and those that are registered");
}

/// A body that is well formed for each writing endpoint.
fn body(method: &str, path: &str) -> Option<Value> {
    (method != "GET").then(|| match path {
        "/api/menu/items" => json!({"name": "新品", "price": 30}),
        "/api/menu/items/1/recipe" => json!([]),
        "/api/menu/items/1/modifier-groups" => json!({"group_ids": []}),
        "/api/menu/items/1/sold-out" => json!({"sold_out": false}),
        "/api/menu/combos" => json!({"code": "X", "name": "套餐", "bundle_price": 60}),
        "/api/menu/categories" | "/api/menu/stations" | "/api/menu/modifier-groups" => {
            json!({"name": "新的"})
        }
        "/api/inventory/ingredients" => json!({"name": "新料", "unit": "g"}),
        "/api/inventory/movements" => json!({"ingredient_id": 1, "movement_type": "purchase", "quantity": 1}),
        "/api/inventory/counts" => json!({"lines": [{"ingredient_id": 1, "counted": 5}]}),
        "/api/shift/open" => json!({"shift_name": "早班"}),
        "/api/shift/cash-moves" => json!({"direction": "in", "amount": 5, "reason": "找零"}),
        "/api/shift/close" => json!({"actual_cash": 5}),
        "/api/orders" => json!({"items": [{"menu_item_id": 1, "quantity": 1}]}),
        "/api/printers" => json!({"name": "出單機", "host": "127.0.0.1"}),
        "/api/orders/1/status" => json!({"status": "preparing"}),
        _ => json!({}),
    })
}

async fn every_endpoint_and_role(backend: Backend) {
    let site = Site::demo(backend).await;
    for (method, path, _) in TABLE {
        let nobody = site.call(method, path, None, body(method, path)).await;
        assert_eq!(nobody.status, 401, "{method} {path}");
        assert_eq!(nobody.body["detail"], "Missing bearer token");
        for bad in ["x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
            let refused = site.call(method, path, Some(bad), body(method, path)).await;
            assert_eq!(refused.status, 401, "{method} {path} {bad}");
            assert_eq!(refused.body["detail"], "Invalid or expired token");
        }
    }
    for (method, path) in PUBLIC {
        let nobody = site.call(method, path, None, body(method, path)).await;
        assert!(![401, 403].contains(&nobody.status.as_u16()), "{method} {path}: {nobody:?}");
        assert!(nobody.status.as_u16() < 500, "{method} {path}: {nobody:?}");
    }
    for role in Role::ALL {
        let token = site.token(role).await;
        for (method, path) in PUBLIC {
            let answer = site.call(method, path, Some(&token), body(method, path)).await;
            assert!(![401, 403].contains(&answer.status.as_u16()), "{role:?} {method} {path}: {answer:?}");
        }
        for (method, path, allowed) in TABLE {
            let own = if ENDS_SESSION.contains(path) { &site.token(role).await } else { &token };
            let answer = site.call(method, path, Some(own), body(method, path)).await;
            let is_allowed = allowed.contains(&role);
            assert_eq!(answer.status == 403, !is_allowed, "{role:?} {method} {path}: {answer:?}");
            assert_ne!(answer.status, 401);
            assert!(answer.status.as_u16() < 500, "{role:?} {method} {path}: {answer:?}");
            if !is_allowed {
                assert_eq!(answer.body["detail"], "Permission denied");
            }
        }
    }
}

async fn every_server_function_and_role(backend: Backend) {
    let site = Site::demo(backend).await;
    let mut callers = vec![(None, None)];
    for role in Role::ALL {
        callers.push((Some(role), Some(site.token(role).await)));
    }
    for (role, token) in &callers {
        for (name, allowed) in FUNCTIONS {
            let path = format!("/fn/{name}");
            let own = match role {
                Some(role) if ENDS_SESSION.contains(&path.as_str()) => Some(site.token(*role).await),
                _ => token.clone(),
            };
            let answer = site.call("POST", &path, own.as_deref(), Some(arguments(name))).await;
            let refusal = &answer.body["Refused"];
            match (allowed, role) {
                (Some(_), None) => assert_eq!(refusal, "no_token", "{name}: {answer:?}"),
                (Some(roles), Some(role)) if !roles.contains(role) => {
                    assert_eq!(refusal, "denied", "{role:?} {name}: {answer:?}");
                }
                _ => {
                    let turned_away = ["no_token", "bad_token", "denied", "internal"];
                    assert!(!turned_away.iter().any(|word| refusal == word), "{role:?} {name}: {answer:?}");
                    // Otherwise the arguments above are not the function's, and the row shows nothing.
                    assert_ne!(answer.body, "Server", "{role:?} {name}: {answer:?}");
                }
            }
        }
    }
}

async fn without_sign_in_everybody_is_the_owner(backend: Backend) {
    let site = Site::with(backend, &[("AUTH_DISABLED", "true")]).await;
    let me = site.call("GET", "/api/auth/me", None, None).await;
    assert_eq!((me.status.as_u16(), &me.body["role"]), (200, &json!("owner")));
    let config = site.call("GET", "/api/config/public", None, None).await;
    assert_eq!(config.body, json!({"env": "development", "auth_disabled": true}));
    let order = site.call("POST", "/api/orders", None, body("POST", "/api/orders")).await;
    assert_eq!(order.status, 201);
    // A foreign page must not order in the shop's name.
    let text = body("POST", "/api/orders").unwrap().to_string();
    let foreign =
        site.send("POST", "/api/orders", None, Some(&text), &[("origin", "http://evil.test")]).await;
    assert_eq!(foreign.status, 403);
}
