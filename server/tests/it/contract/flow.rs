//! An order's way over HTTP, and what every answer carries.

use serde_json::json;
use sunnyside::identity::Role;

use crate::support::{Backend, http::Site};

crate::on_both!(an_orders_way, menu_and_stock, every_answer_carries_its_headers, pages_and_their_doors);

async fn an_orders_way(backend: Backend) {
    let site = Site::demo(backend).await;
    let (staff, kitchen) = (site.token(Role::Staff).await, site.token(Role::Kitchen).await);
    let body = json!({
        "source": "dine_in", "auto_pay": false, "payment_method": "line_pay",
        "items": [{"menu_item_id": 2, "quantity": 2, "note": "去蔥"}],
    });
    let made = site.call("POST", "/api/orders", Some(&staff), Some(body)).await;
    assert_eq!(made.status, 201, "{made:?}");
    let order = &made.body;
    assert_eq!(order["order_number"], "20261123-0001");
    assert_eq!((&order["status"], &order["payment_status"]), (&json!("pending"), &json!("unpaid")));
    assert_eq!(order["total_amount"].to_string(), "90", "a whole amount has no decimals");
    assert_eq!((&order["paid_at"], &order["completed_at"]), (&json!(null), &json!(null)));
    assert_eq!(order["created_at"], "2026-11-22T23:40:00.000000Z");
    let line = &order["items"][0];
    for field in ["id", "menu_item_id", "menu_item_name", "quantity", "unit_price", "line_total", "note"] {
        assert!(!line[field].is_null(), "{field}: {line}");
    }
    let id = order["id"].as_i64().unwrap();
    let paid = site.send("POST", &format!("/api/orders/{id}/pay"), Some(&staff), None, &[]).await;
    assert_eq!((paid.status.as_u16(), &paid.body["payment_method"]), (200, &json!("line_pay")));
    assert_eq!(paid.body["payments"][0]["kind"], "sale");
    for status in ["preparing", "ready", "completed"] {
        let path = format!("/api/orders/{id}/status");
        let moved = site.call("POST", &path, Some(&kitchen), Some(json!({"status": status}))).await;
        assert_eq!((moved.status.as_u16(), &moved.body["status"]), (200, &json!(status)));
        let board = site.call("GET", "/api/orders/pickup-board", None, None).await;
        let row = &board.body[0];
        assert_eq!(row["status"], status);
        let mut fields: Vec<&String> = row.as_object().unwrap().keys().collect();
        fields.sort();
        let public = [
            "call_number",
            "completed_at",
            "created_at",
            "id",
            "order_number",
            "payment_status",
            "source",
            "status",
        ];
        assert_eq!(fields, public, "no items, no amounts, no names");
    }
    let back = site
        .call("POST", &format!("/api/orders/{id}/status"), Some(&kitchen), Some(json!({"status": "ready"})))
        .await;
    assert_eq!(back.status, 400);
    let listed = site.call("GET", "/api/orders?status=completed", Some(&staff), None).await;
    assert_eq!(listed.body[0]["id"], id);
    // Not enough: every short ingredient and only those.
    let many = json!({"items": [{"menu_item_id": 2, "quantity": 100}, {"menu_item_id": 2, "quantity": 100}]});
    let short = site.call("POST", "/api/orders", Some(&staff), Some(many)).await;
    assert_eq!(
        (short.status.as_u16(), &short.body["detail"]["message"]),
        (409, &json!("Insufficient inventory"))
    );
    assert_eq!(
        short.body["detail"]["shortages"][0],
        json!({"ingredient_name": "蛋餅皮", "current_stock": 198, "required": 200, "unit": "張"})
    );
}

async fn menu_and_stock(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let made = site
        .call(
            "POST",
            "/api/menu/items",
            Some(&owner),
            Some(json!({"name": "[RICE] 滷肉飯", "price": 65.505})),
        )
        .await;
    assert_eq!(
        (made.status.as_u16(), made.body["price"].to_string()),
        (201, "65.51".to_owned()),
        "rounded half up"
    );
    let id = made.body["id"].as_i64().unwrap();
    let recipe = json!([{"ingredient_id": 3, "quantity": 1.5}, {"ingredient_id": 1, "quantity": 0.0005}]);
    let put = site.call("PUT", &format!("/api/menu/items/{id}/recipe"), Some(&owner), Some(recipe)).await;
    assert_eq!(put.status, 200, "{put:?}");
    let got = site.call("GET", &format!("/api/menu/items/{id}/recipe"), Some(&owner), None).await;
    assert_eq!(got.body, put.body);
    let quantities: Vec<String> =
        got.body.as_array().unwrap().iter().map(|l| l["quantity"].to_string()).collect();
    assert_eq!(quantities, ["1.5", "0.001"], "in the order given");
    let off = site
        .call(
            "PUT",
            &format!("/api/menu/items/{id}"),
            Some(&owner),
            Some(json!({"is_active": false, "name": null})),
        )
        .await;
    assert_eq!((&off.body["is_active"], &off.body["name"]), (&json!(false), &json!("[RICE] 滷肉飯")));
    let active = site.call("GET", "/api/menu/items", Some(&owner), None).await;
    assert!(active.body.as_array().unwrap().iter().all(|i| i["id"] != id));
    let all = site.call("GET", "/api/menu/items?active_only=false", Some(&owner), None).await;
    assert!(all.body.as_array().unwrap().iter().any(|i| i["id"] == id));

    let new = json!({"name": "辣椒", "unit": "g", "current_stock": 5.5, "reorder_level": 6, "cost_per_unit": 0.0000015});
    let made = site.call("POST", "/api/inventory/ingredients", Some(&owner), Some(new)).await;
    assert_eq!((made.status.as_u16(), made.body["cost_per_unit"].to_string()), (201, "0.000002".to_owned()));
    let id = made.body["id"].as_i64().unwrap();
    let movements = site.call("GET", "/api/inventory/movements?limit=1", Some(&owner), None).await;
    assert_eq!(
        (&movements.body[0]["reference"], movements.body[0]["quantity"].to_string()),
        (&json!("OPENING"), "5.5".to_owned())
    );
    let low = site.call("GET", "/api/inventory/low-stock", Some(&owner), None).await;
    assert!(low.body.as_array().unwrap().iter().any(|l| l["ingredient_name"] == "辣椒"));
    site.call(
        "PUT",
        &format!("/api/inventory/ingredients/{id}"),
        Some(&owner),
        Some(json!({"current_stock": 2})),
    )
    .await;
    let movements = site.call("GET", "/api/inventory/movements?limit=1", Some(&owner), None).await;
    assert_eq!(
        (&movements.body[0]["reference"], movements.body[0]["quantity"].to_string()),
        (&json!("MANUAL_OVERRIDE"), "-3.5".to_owned())
    );
}

async fn every_answer_carries_its_headers(backend: Backend) {
    let site = Site::demo(backend).await;
    for path in ["/health", "/api/orders", "/login", "/nothing", "/api/nothing"] {
        let answer = site.call("GET", path, None, None).await;
        for name in
            ["x-content-type-options", "x-frame-options", "referrer-policy", "content-security-policy"]
        {
            assert!(answer.headers.contains_key(name), "{path}: {name}");
        }
        assert!(!answer.headers.contains_key("server"), "{path}");
    }
    let health = site.call("GET", "/health", None, None).await;
    assert_eq!((health.status.as_u16(), &health.body["status"]), (200, &json!("ok")));
}

async fn pages_and_their_doors(backend: Backend) {
    let site = Site::demo(backend).await;
    for path in ["/", "/pos", "/kds"] {
        let answer = site.call("GET", path, None, None).await;
        assert!(answer.status.is_redirection(), "{path}: {}", answer.status);
        let to = answer.headers["location"].to_str().unwrap();
        assert!(to.starts_with("/login?next="), "{path}: {to}");
    }
    for path in ["/login", "/pickup"] {
        assert_eq!(site.call("GET", path, None, None).await.status, 200, "{path}");
    }
    let slash = site.call("GET", "/pos/", None, None).await;
    assert_eq!((slash.status.as_u16(), slash.headers["location"].to_str().unwrap()), (308, "/pos"));
    assert_eq!(site.call("GET", "/no/such/page", None, None).await.status.as_u16() / 100, 4);
}
