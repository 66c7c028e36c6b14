//! The audit over HTTP.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{Backend, http::Site};

crate::on_both!(
    a_line_of_the_audit,
    newest_first_and_no_more_than_asked,
    before_and_after,
    who_acted_for_nobody
);

async fn logs(site: &Site, token: Option<&str>, query: &str) -> Vec<Value> {
    let answer = site.call("GET", &format!("/api/audit/logs{query}"), token, None).await;
    assert_eq!(answer.status, 200, "{query}: {answer:?}");
    answer.body.as_array().unwrap().clone()
}

async fn a_line_of_the_audit(backend: Backend) {
    let site = Site::with(backend, &[("TRUST_PROXY_HEADERS", "true")]).await;
    let manager = site.token(Role::Manager).await;
    let body = json!({"name": "新品", "price": 30.5}).to_string();
    let from = [("x-forwarded-for", "198.51.100.1, 192.0.2.7")];
    let made = site.send("POST", "/api/menu/items", Some(&manager), Some(&body), &from).await;
    assert_eq!(made.status, 201);
    let line = logs(&site, Some(&manager), "?limit=1").await.remove(0);
    let mut fields: Vec<&String> = line.as_object().unwrap().keys().collect();
    fields.sort();
    let contract = [
        "action",
        "actor_role",
        "actor_user_id",
        "actor_username",
        "address",
        "auth_disabled",
        "created_at",
        "entity_id",
        "entity_type",
        "id",
        "payload",
        "seq",
    ];
    assert_eq!(fields, contract);
    assert!(line["id"].is_i64() && line["actor_user_id"].is_i64() && line["seq"].is_i64());
    assert_eq!((&line["actor_username"], &line["actor_role"]), (&json!("manager1"), &json!("manager")));
    assert_eq!((&line["action"], &line["entity_type"]), (&json!("menu.create"), &json!("menu_item")));
    assert_eq!(line["entity_id"], made.body["id"].to_string(), "a string");
    assert_eq!((&line["payload"]["after"]["name"], &line["address"]), (&json!("新品"), &json!("192.0.2.7")));
    assert_eq!(line["payload"]["after"]["price"].to_string(), "30.5");
    assert_eq!(
        (&line["created_at"], &line["auth_disabled"]),
        (&json!("2026-11-22T23:40:00.000000Z"), &json!(false))
    );
}

async fn newest_first_and_no_more_than_asked(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    for price in 1..=220 {
        let body = json!({"price": price});
        assert_eq!(site.call("PUT", "/api/menu/items/1", Some(&owner), Some(body)).await.status, 200);
    }
    let lines = logs(&site, Some(&owner), "").await;
    assert_eq!(lines.len(), 200);
    let seqs: Vec<i64> = lines.iter().map(|line| line["seq"].as_i64().unwrap()).collect();
    assert!(seqs.windows(2).all(|pair| pair[0] == pair[1] + 1), "newest first, also within one moment");
    assert_eq!(lines[0]["payload"]["after"]["price"].to_string(), "220");
    for (limit, count) in [("5", 5), ("0", 1), ("-3", 1), ("99999", 221)] {
        assert_eq!(logs(&site, Some(&owner), &format!("?limit={limit}")).await.len(), count, "{limit}");
    }
    assert_eq!(site.call("GET", "/api/audit/logs?limit=x", Some(&owner), None).await.status, 422);
}

/// Method, path, body, the action, whether there was something before.
async fn before_and_after(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    for (method, path, body, action, had_before) in [
        ("POST", "/api/menu/items", json!({"name": "新品", "price": 30}), "menu.create", false),
        ("PUT", "/api/menu/items/1", json!({"price": 31}), "menu.update", true),
        (
            "PUT",
            "/api/menu/items/1/recipe",
            json!([{"ingredient_id": 1, "quantity": 2.5}]),
            "menu.recipe.replace",
            true,
        ),
        (
            "POST",
            "/api/inventory/ingredients",
            json!({"name": "新料", "unit": "g"}),
            "inventory.ingredient.create",
            false,
        ),
        (
            "PUT",
            "/api/inventory/ingredients/1",
            json!({"reorder_level": 3.5}),
            "inventory.ingredient.update",
            true,
        ),
        (
            "POST",
            "/api/auth/users",
            json!({"username": "x", "password": "soy-milk-1", "role": "staff"}),
            "user.create",
            false,
        ),
        ("PUT", "/api/auth/users/1", json!({"is_active": false}), "user.update", true),
    ] {
        let done = site.call(method, path, Some(&owner), Some(body)).await;
        assert!(done.status.is_success(), "{method} {path}: {done:?}");
        let line = logs(&site, Some(&owner), "?limit=1").await.remove(0);
        assert_eq!((&line["action"], &line["actor_username"]), (&json!(action), &json!("owner1")));
        let payload = &line["payload"];
        assert!(!payload["after"].is_null(), "{action}: {payload}");
        assert_eq!(!payload["before"].is_null(), had_before, "{action}: {payload}");
        assert_ne!(payload["before"], payload["after"], "{action}");
    }
}

async fn who_acted_for_nobody(backend: Backend) {
    let site = Site::with(backend, &[("AUTH_DISABLED", "true")]).await;
    let made = site.call("PUT", "/api/menu/items/1", None, Some(json!({"price": 31}))).await;
    assert_eq!(made.status, 200);
    let line = logs(&site, None, "").await.remove(0);
    assert_eq!((&line["auth_disabled"], &line["actor_username"]), (&json!(true), &json!("owner1")));
}
