//! Orders that the counter keeps for a while, over HTTP.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, money},
};

crate::on_both!(
    a_held_order_waits_until_it_is_sent,
    paying_sends_it_too,
    what_a_held_order_allows,
    of_two_counters_that_take_one_up_the_first_sells_it,
    a_counter_calls_off_what_is_unpaid_and_asks_for_what_is_paid,
    an_order_of_which_only_refunded_units_stay_is_refunded,
);

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

/// A draft as a counter sends it.
fn draft(client_id: &str, item: i64, quantity: u32, more: Value) -> Value {
    let mut draft = json!({
        "client_id": client_id, "source": "dine_in", "auto_pay": true, "payment_method": "cash",
        "items": [{"menu_item_id": item, "quantity": quantity, "note": null}], "table_no": "7",
        "customer_name": "王小姐",
    });
    draft.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    draft
}

async fn of_two_counters_that_take_one_up_the_first_sells_it(backend: Backend) {
    let till = Till::open(backend).await;
    let held = hold(&till).await;
    let item = till.item("薯餅").await;
    let (one, two, three) = (
        "019aa5d0-0000-7000-8000-000000000001",
        "019aa5d0-0000-7000-8000-000000000002",
        "019aa5d0-0000-7000-8000-000000000003",
    );
    let take_up = async |seq: &Value, draft: Value| {
        let body = json!({"order_id": held["id"], "seq": seq, "draft": draft, "grant": null});
        till.ask(Role::Staff, "POST", "/fn/order_take_up", body).await
    };
    // Held again with other lines: it keeps its numbers, and who knew it before is too late.
    let again =
        take_up(&held["seq"], draft(three, item, 3, json!({"held": true, "auto_pay": false}))).await.body;
    assert_eq!((&again["id"], &again["call_number"]), (&held["id"], &held["call_number"]), "{again}");
    assert_eq!(
        (&again["held"], &again["total_amount"], &again["table_no"]),
        (&json!(true), &json!(75), &json!("7"))
    );
    assert_eq!(till.order(&held).await["customer_name"], "王小姐");
    let before = till.traces().await;
    let late = take_up(&held["seq"], draft(two, item, 1, json!({}))).await;
    assert_eq!(late.body["Refused"], "held_elsewhere", "{late:?}");
    assert_eq!(till.traces().await, before, "a refused request changes nothing");
    assert!(!is_on_board(&till, &held).await);
    // Two sell it: the first one has it, and sent again it has the same answer.
    let sold =
        take_up(&again["seq"], draft(one, item, 2, json!({"due_at": "2026-11-23T00:30:00Z"}))).await.body;
    assert_eq!(
        (&sold["payment_status"], &sold["held"], &sold["total_amount"]),
        (&json!("paid"), &json!(false), &json!(50))
    );
    let after = till.traces().await;
    let second = take_up(&again["seq"], draft(two, item, 2, json!({}))).await;
    assert_eq!(second.body["Refused"], "held_elsewhere", "{second:?}");
    let repeated =
        take_up(&again["seq"], draft(one, item, 2, json!({"due_at": "2026-11-23T00:30:00Z"}))).await.body;
    assert_eq!(repeated, sold);
    assert_eq!(till.traces().await, after);
    assert!(is_on_board(&till, &held).await);
    assert_eq!(money(&till.order(&held).await), json!([["sale", "cash", 50]]));
    assert_eq!(till.moved(&held, "ORDER").await, json!([["usage", "薯餅", -2]]));
    assert_eq!(till.audited(&held, "order.take_up").await, 2);
    let (names, event) = till.events(&held).await;
    assert_eq!(names, ["order_held", "order_held", "order_created"]);
    assert_eq!((&event["customer_name"], &event["table_no"]), (&json!("王小姐"), &json!("7")));
    assert_eq!(event["due_at"], "2026-11-23T00:30:00.000000Z");
}

async fn a_counter_calls_off_what_is_unpaid_and_asks_for_what_is_paid(backend: Backend) {
    let till = Till::open(backend).await;
    let line = till.line("薯餅", 2).await;
    let unpaid = till.take(json!({"items": [line], "auto_pay": false})).await;
    let paid = till.take(json!({"items": [till.line("薯餅", 2).await]})).await;
    let cancel = async |role: Role, order: &Value, reason: &str| {
        let body = json!({"order_id": order["id"], "reason": reason, "grant": null});
        till.ask(role, "POST", "/fn/order_cancel", body).await.body
    };
    assert!(!cancel(Role::Staff, &unpaid, " ").await["Refused"]["invalid"].is_null());
    assert_eq!(cancel(Role::Kitchen, &unpaid, "x").await["Refused"], "denied");
    let gone = cancel(Role::Staff, &unpaid, "客人取消").await;
    assert_eq!(gone["status"], "cancelled", "{gone}");
    assert_eq!(cancel(Role::Staff, &paid, "客人取消").await["Refused"], "denied");
    let gone = cancel(Role::Manager, &paid, "客人取消").await;
    assert_eq!((&gone["status"], &gone["payment_status"]), (&json!("cancelled"), &json!("refunded")));
    let log = till.ask(Role::Owner, "GET", "/api/audit/logs?limit=1", Value::Null).await;
    assert_eq!(log.body[0]["payload"]["reason"], "客人取消", "{log:?}");
}

async fn an_order_of_which_only_refunded_units_stay_is_refunded(backend: Backend) {
    let till = Till::open(backend).await;
    let order = till.take(json!({"items": [till.line("薯餅", 3).await]})).await;
    let lines = json!([{"line_id": order["items"][0]["id"], "quantity": 1, "restock": false}]);
    let asked = till
        .ask(Role::Staff, "POST", "/fn/refund_amount", json!({"order_id": order["id"], "lines": lines}))
        .await;
    assert_eq!(asked.body, json!(25), "the amount is known before");
    till.act(Role::Manager, &order, "refund", json!({"lines": lines, "reason": "做錯了"})).await;
    let wanted = json!({"items": [till.line("薯餅", 1).await]});
    let after = till.act(Role::Staff, &order, "amend", wanted).await["order"].clone();
    assert_eq!((&after["payment_status"], &after["total_amount"]), (&json!("refunded"), &json!(25)));
    let back: i64 = after["payments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let amount = one["amount"].as_i64().unwrap();
            if one["kind"] == "refund" { -amount } else { amount }
        })
        .sum();
    assert_eq!(back, 0, "nothing is left of the money");
    assert_eq!(till.order(&order).await, after);
}
