//! Who may call what: a table of every endpoint and role.

use serde_json::json;
use sunnyside::identity::Role::{self, Kitchen, Manager, Owner, Staff};

use crate::support::{Backend, http::Site};

crate::on_both!(every_endpoint_and_role, without_sign_in_everybody_is_the_owner);

/// Method, path, who. Bodies are empty, so that who may gets past the door and no further.
const TABLE: &[(&str, &str, &[Role])] = &[
    ("GET", "/api/auth/me", &[Staff, Kitchen, Manager, Owner]),
    ("GET", "/api/menu/items", &[Staff, Kitchen, Manager, Owner]),
    ("POST", "/api/menu/items", &[Manager, Owner]),
    ("PUT", "/api/menu/items/1", &[Manager, Owner]),
    ("GET", "/api/menu/items/1/recipe", &[Manager, Owner]),
    ("PUT", "/api/menu/items/1/recipe", &[Manager, Owner]),
    ("GET", "/api/inventory/ingredients", &[Manager, Owner]),
    ("POST", "/api/inventory/ingredients", &[Manager, Owner]),
    ("PUT", "/api/inventory/ingredients/1", &[Manager, Owner]),
    ("GET", "/api/inventory/low-stock", &[Kitchen, Manager, Owner]),
    ("GET", "/api/inventory/movements", &[Manager, Owner]),
    ("GET", "/api/orders", &[Staff, Kitchen, Manager, Owner]),
    ("GET", "/api/orders/1", &[Staff, Kitchen, Manager, Owner]),
    ("POST", "/api/orders", &[Staff, Manager, Owner]),
    ("POST", "/api/orders/1/pay", &[Staff, Manager, Owner]),
    ("POST", "/api/orders/1/status", &[Kitchen, Manager, Owner]),
    ("GET", "/api/analytics/overview", &[Manager, Owner]),
    ("GET", "/api/analytics/hourly", &[Manager, Owner]),
    ("GET", "/api/analytics/items", &[Manager, Owner]),
    ("GET", "/api/analytics/payments", &[Manager, Owner]),
    ("GET", "/api/analytics/prep-times", &[Manager, Owner]),
];

/// A body that is well formed for each writing endpoint.
fn body(method: &str, path: &str) -> Option<serde_json::Value> {
    (method != "GET").then(|| match path {
        "/api/menu/items" => json!({"name": "新品", "price": 30}),
        "/api/menu/items/1/recipe" => json!([]),
        "/api/inventory/ingredients" => json!({"name": "新料", "unit": "g"}),
        "/api/orders" => json!({"items": [{"menu_item_id": 1, "quantity": 1}]}),
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
    for role in Role::ALL {
        let token = site.token(role).await;
        for (method, path, allowed) in TABLE {
            let answer = site.call(method, path, Some(&token), body(method, path)).await;
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
