//! Cancelling orders over HTTP: what was taken goes back, and what is left of the money.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, money},
};

crate::on_both!(
    a_paid_order_gives_back_what_was_taken,
    after_an_amendment_and_another_recipe,
    after_refunds,
    an_unpaid_order_gives_nothing_back,
    who_may_not_and_when,
);

async fn cancel(till: &Till, order: &Value) -> Value {
    till.act(Role::Kitchen, order, "status", json!({"status": "cancelled"})).await
}

async fn a_paid_order_gives_back_what_was_taken(backend: Backend) {
    let till = Till::open(backend).await;
    let body = json!({"items": [till.line("火腿蛋餅", 2).await], "payment_method": "easycard"});
    let order = till.take(body).await;
    till.act(Role::Kitchen, &order, "status", json!({"status": "preparing"})).await;
    let after = cancel(&till, &order).await;
    assert_eq!((&after["status"], &after["payment_status"]), (&json!("cancelled"), &json!("refunded")));
    assert_eq!(money(&after), json!([["sale", "easycard", 90], ["refund", "easycard", 90]]));
    let moved = json!([["adjustment", "雞蛋", 2], ["adjustment", "蛋餅皮", 2], ["adjustment", "火腿", 4]]);
    assert_eq!(till.moved(&order, "CANCEL").await, moved);
    for (name, opening) in [("雞蛋", 360), ("蛋餅皮", 200), ("火腿", 160)] {
        assert_eq!(till.site.shop.on_hand(name).await, opening * 1000, "{name}");
    }
    assert_eq!(till.order(&order).await, after);
    let (names, event) = till.events(&order).await;
    assert_eq!(names, ["order_created", "order_status_changed", "order_status_changed"]);
    assert_eq!((&event["status"], &event["payment_status"]), (&json!("cancelled"), &json!("refunded")));
    assert_eq!(till.audited(&order, "order.status.change").await, 2);
    let before = till.traces().await;
    assert_eq!(cancel(&till, &order).await, after, "the status that it has");
    assert_eq!(till.traces().await, before);
    let overview = till.ask(Role::Owner, "GET", "/api/analytics/overview", Value::Null).await.body;
    assert_eq!((&overview["total_revenue"], &overview["total_orders"]), (&json!(0), &json!(0)));
}

async fn after_an_amendment_and_another_recipe(backend: Backend) {
    let till = Till::open(backend).await;
    let order = till.take(json!({"items": [till.line("荷包蛋", 2).await, till.line("薯條", 1).await]})).await;
    let (item, egg) = (till.item("荷包蛋").await, till.ingredient("雞蛋").await);
    let recipe = |quantity: u32| json!([{"ingredient_id": egg, "quantity": quantity}]);
    let path = format!("/api/menu/items/{item}/recipe");
    till.set("PUT", &path, recipe(3)).await;
    // Two by the old recipe and two by the new one.
    let wanted = json!({"items": [till.line("荷包蛋", 4).await]});
    till.act(Role::Staff, &order, "amend", wanted).await;
    assert_eq!(till.site.shop.on_hand("雞蛋").await, (360 - 2 - 6) * 1000);
    till.set("PUT", &path, recipe(7)).await;
    let after = cancel(&till, &order).await;
    assert_eq!(till.moved(&order, "CANCEL").await, json!([["adjustment", "雞蛋", 8]]));
    assert_eq!(till.site.shop.on_hand("雞蛋").await, 360_000);
    assert_eq!(till.site.shop.on_hand("薯條").await, 8_000_000);
    assert_eq!(money(&after), json!([["sale", "cash", 70], ["refund", "cash", 10], ["refund", "cash", 60]]));
}

async fn after_refunds(backend: Backend) {
    let till = Till::open(backend).await;
    for (restock, left) in [(true, 2), (false, 3)] {
        let order = till.take(json!({"items": [till.line("薯餅", 3).await]})).await;
        let line = &order["items"][0]["id"];
        let body = json!({"lines": [{"line_id": line, "quantity": 1, "restock": restock}], "reason": "做錯"});
        till.act(Role::Manager, &order, "refund", body).await;
        let after = cancel(&till, &order).await;
        assert_eq!(after["payment_status"], "refunded");
        assert_eq!(
            money(&after),
            json!([["sale", "cash", 75], ["refund", "cash", 25], ["refund", "cash", 50]])
        );
        assert_eq!(till.moved(&order, "CANCEL").await, json!([["adjustment", "薯餅", left]]));
        assert_eq!(till.site.shop.on_hand("薯餅").await, 120_000, "restocked: {restock}");
    }
    // Of which everything was refunded: no money moves any more.
    let order = till.take(json!({"items": [till.line("薯餅", 1).await]})).await;
    let line = &order["items"][0]["id"];
    let all = json!({"lines": [{"line_id": line, "quantity": 1, "restock": true}], "reason": "做錯"});
    till.act(Role::Manager, &order, "refund", all).await;
    let after = cancel(&till, &order).await;
    assert_eq!(money(&after), json!([["sale", "cash", 25], ["refund", "cash", 25]]));
    assert_eq!(till.moved(&order, "CANCEL").await, json!([]));
    assert_eq!(after["payment_status"], "refunded");
    // What another method gave back is not given back again.
    let order = till.take(json!({"items": [till.line("薯餅", 2).await]})).await;
    let line = &order["items"][0]["id"];
    let body = json!({
        "lines": [{"line_id": line, "quantity": 1, "restock": false}], "reason": "做錯", "payment_method": "line_pay",
    });
    till.act(Role::Manager, &order, "refund", body).await;
    let after = cancel(&till, &order).await;
    assert_eq!(
        money(&after),
        json!([["sale", "cash", 50], ["refund", "line_pay", 25], ["refund", "cash", 25]])
    );
}

async fn an_unpaid_order_gives_nothing_back(backend: Backend) {
    let till = Till::open(backend).await;
    let order = till.take(json!({"items": [till.line("薯餅", 2).await], "auto_pay": false})).await;
    let after = cancel(&till, &order).await;
    assert_eq!((&after["status"], &after["payment_status"]), (&json!("cancelled"), &json!("unpaid")));
    assert_eq!((money(&after), till.moved(&order, "CANCEL").await), (json!([]), json!([])));
}

async fn who_may_not_and_when(backend: Backend) {
    let till = Till::open(backend).await;
    let order = till.take(json!({"items": [till.line("薯餅", 2).await]})).await;
    let cancelled = json!({"status": "cancelled"});
    let detail = till.refused(Role::Staff, &order, "status", cancelled.clone(), 403).await;
    assert_eq!(detail, "Permission denied");
    let nowhere =
        till.refused(Role::Manager, &json!({"id": 987_654}), "status", cancelled.clone(), 404).await;
    assert_eq!(nowhere, "Order not found");
    till.refused(Role::Kitchen, &order, "status", json!({"status": "ready"}), 400).await;
    till.refused(Role::Kitchen, &order, "status", json!({"status": "completed"}), 400).await;
    for status in ["preparing", "ready"] {
        till.act(Role::Kitchen, &order, "status", json!({"status": status})).await;
    }
    till.refused(Role::Manager, &order, "status", cancelled.clone(), 400).await;
    till.act(Role::Kitchen, &order, "status", json!({"status": "completed"})).await;
    till.refused(Role::Manager, &order, "status", cancelled, 400).await;
    let gone = till.take(json!({"items": [till.line("薯餅", 2).await]})).await;
    cancel(&till, &gone).await;
    for status in ["pending", "preparing", "ready", "completed"] {
        till.refused(Role::Manager, &gone, "status", json!({"status": status}), 400).await;
    }
}
