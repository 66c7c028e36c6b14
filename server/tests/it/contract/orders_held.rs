//! Orders that the counter keeps for a while, over HTTP.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, money},
};

crate::on_both!(a_held_order_waits_until_it_is_sent, paying_sends_it_too, what_a_held_order_allows);

async fn hold(till: &Till) -> Value {
    till.take(json!({"items": [till.line("薯餅", 2).await], "held": true, "table_no": "5"})).await
}

/// Whether the kitchen sees an order.
async fn is_on_board(till: &Till, order: &Value) -> bool {
    let board = till.ask(Role::Kitchen, "POST", "/fn/kitchen_board", json!({})).await;
    assert_eq!(board.status, 200, "{board:?}");
    board.body.to_string().contains(order["order_number"].as_str().unwrap())
}

async fn a_held_order_waits_until_it_is_sent(backend: Backend) {
    let till = Till::open(backend).await;
    let order = hold(&till).await;
    assert_eq!((&order["held"], &order["status"]), (&json!(true), &json!("pending")));
    assert_eq!((&order["payment_status"], money(&order)), (&json!("unpaid"), json!([])));
    assert_eq!(till.moved(&order, "ORDER").await, json!([]));
    assert!(!is_on_board(&till, &order).await);
    assert!(
        !till.events(&order).await.0.contains(&"order_created".to_owned()),
        "the kitchen hears nothing of it"
    );
    till.site.shop.clock.advance_seconds(60);
    let sent = till.act(Role::Staff, &order, "send", Value::Null).await;
    assert_eq!((&sent["held"], &sent["sent_at"]), (&json!(false), &json!("2026-11-22T23:41:00.000000Z")));
    assert_eq!(sent["payment_status"], "unpaid");
    assert!(is_on_board(&till, &order).await);
    let (names, event) = till.events(&order).await;
    assert_eq!(names.iter().filter(|name| *name == "order_created").count(), 1);
    assert_eq!((&event["event"], &event["total_amount"]), (&json!("order_created"), &json!(50)));
    assert_eq!((&event["order_number"], event["low_stock"].is_array()), (&order["order_number"], true));
    assert_eq!(till.order(&order).await, sent);
    // Again: 200, and nothing happens; nor to one that was never held.
    let before = till.traces().await;
    assert_eq!(till.act(Role::Staff, &order, "send", json!({})).await, sent);
    assert_eq!(till.traces().await, before);
    let plain = till.take(json!({"items": [till.line("薯餅", 1).await]})).await;
    assert_eq!(till.act(Role::Staff, &plain, "send", Value::Null).await, plain);
    till.act(Role::Kitchen, &order, "status", json!({"status": "preparing"})).await;
}

async fn paying_sends_it_too(backend: Backend) {
    let till = Till::open(backend).await;
    let order = hold(&till).await;
    let paid = till.act(Role::Staff, &order, "pay", json!({"payment_method": "line_pay"})).await;
    assert_eq!((&paid["held"], &paid["payment_status"]), (&json!(false), &json!("paid")));
    assert_eq!(money(&paid), json!([["sale", "line_pay", 50]]));
    assert_eq!(till.moved(&order, "ORDER").await, json!([["usage", "薯餅", -2]]));
    assert!(is_on_board(&till, &order).await);
    let (_, event) = till.events(&order).await;
    assert_eq!((&event["event"], &event["payment_status"]), (&json!("order_created"), &json!("paid")));
    // Not while there is too little in stock: it stays at the counter.
    let order = hold(&till).await;
    till.stock("薯餅", 1).await;
    till.refused(Role::Staff, &order, "pay", Value::Null, 409).await;
    assert!(!is_on_board(&till, &order).await);
    assert_eq!(till.order(&order).await, order);
}

async fn what_a_held_order_allows(backend: Backend) {
    let till = Till::open(backend).await;
    let order = hold(&till).await;
    till.refused(Role::Kitchen, &order, "status", json!({"status": "preparing"}), 409).await;
    till.refused(Role::Kitchen, &order, "send", Value::Null, 403).await;
    let nowhere = till.refused(Role::Staff, &json!({"id": 987_654}), "send", Value::Null, 404).await;
    assert_eq!(nowhere, "Order not found");
    // It can be amended and discounted, and is still the counter's.
    let wanted = json!({"items": [till.line("薯餅", 4).await]});
    let answer = till.act(Role::Staff, &order, "amend", wanted).await;
    assert_eq!((&answer["order"]["total_amount"], &answer["order"]["held"]), (&json!(100), &json!(true)));
    till.act(Role::Staff, &order, "discount", json!({"amount": 10, "reason": "熟客"})).await;
    assert!(!is_on_board(&till, &order).await);
    assert_eq!(till.act(Role::Staff, &order, "send", Value::Null).await["total_amount"], 90);
    // Or called off, and then it is neither sent nor paid.
    let gone = hold(&till).await;
    let after = till.act(Role::Manager, &gone, "status", json!({"status": "cancelled"})).await;
    assert_eq!(after["payment_status"], "unpaid");
    till.refused(Role::Staff, &gone, "send", Value::Null, 409).await;
    till.refused(Role::Staff, &gone, "pay", Value::Null, 409).await;
    assert!(!is_on_board(&till, &gone).await);
    let listed = till.ask(Role::Staff, "GET", "/api/orders", Value::Null).await;
    assert_eq!(listed.body.as_array().unwrap().len(), 2);
}
