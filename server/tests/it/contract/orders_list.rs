//! Orders as they are read over HTTP, their steps, and the shift that their money counts for.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{Backend, till::Till};

crate::on_both!(
    the_newest_come_first,
    the_public_sees_what_is_made,
    there_are_these_steps_and_no_others,
    money_counts_for_the_shift_that_is_open,
);

async fn ids(till: &Till, path: &str) -> Vec<i64> {
    let answer = till.ask(Role::Kitchen, "GET", path, Value::Null).await;
    assert_eq!(answer.status, 200, "{path}: {answer:?}");
    answer.body.as_array().unwrap().iter().map(|order| order["id"].as_i64().unwrap()).collect()
}

async fn move_to(till: &Till, order: &Value, status: &str) -> Value {
    till.act(Role::Kitchen, order, "status", json!({"status": status})).await
}

async fn the_newest_come_first(backend: Backend) {
    let till = Till::open(backend).await;
    // The clock stands: all within one microsecond.
    let (mut taken, mut last) = (Vec::new(), Value::Null);
    for _ in 0..3 {
        last = till.take(json!({"items": [till.line("薯餅", 1).await]})).await;
        taken.insert(0, last["id"].as_i64().unwrap());
    }
    assert_eq!(ids(&till, "/api/orders").await, taken);
    assert_eq!(ids(&till, "/api/orders?limit=2").await, taken[..2]);
    assert_eq!(ids(&till, "/api/orders?limit=0").await, taken[..1]);
    move_to(&till, &last, "preparing").await;
    assert_eq!(ids(&till, "/api/orders?status=preparing").await, taken[..1]);
    assert_eq!(ids(&till, "/api/orders?status=pending&limit=500").await, taken[1..]);
    let nowhere = till.ask(Role::Staff, "GET", "/api/orders/987654", Value::Null).await;
    assert_eq!((nowhere.status.as_u16(), &nowhere.body["detail"]), (404, &json!("Order not found")));
    let nobody = till.site.call("GET", "/api/orders", None, None).await;
    assert_eq!(nobody.status, 401);
}

async fn the_public_sees_what_is_made(backend: Backend) {
    let till = Till::open(backend).await;
    let mut orders = Vec::new();
    for steps in [
        &[][..],
        &["preparing"],
        &["preparing", "ready"],
        &["preparing", "ready", "completed"],
        &["cancelled"],
    ] {
        let order =
            till.take(json!({"items": [till.line("薯餅", 1).await], "customer_name": "王小姐"})).await;
        for step in steps {
            move_to(&till, &order, step).await;
        }
        orders.push(order["id"].as_i64().unwrap());
    }
    let shown = vec![orders[3], orders[2], orders[1]];
    assert_eq!(ids(&till, "/api/orders/pickup-board").await, shown, "the newest first");
    assert_eq!(ids(&till, "/api/orders/pickup-board?limit=1").await, shown[..1]);
    let board = till.site.call("GET", "/api/orders/pickup-board", None, None).await;
    assert!(!board.body.to_string().contains("王小姐"), "no names: {board:?}");
    till.site.shop.clock.advance_seconds(60 * 181);
    assert_eq!(ids(&till, "/api/orders/pickup-board").await, [0; 0]);
    assert_eq!(ids(&till, "/api/orders/pickup-board?minutes=182").await, shown);
}

async fn there_are_these_steps_and_no_others(backend: Backend) {
    let till = Till::open(backend).await;
    let all = ["pending", "preparing", "ready", "completed", "cancelled"];
    for (way, next) in [
        (&[][..], &["preparing", "cancelled"][..]),
        (&["preparing"], &["ready", "cancelled"]),
        (&["preparing", "ready"], &["completed"]),
        (&["preparing", "ready", "completed"], &[]),
        (&["cancelled"], &[]),
    ] {
        for to in all {
            let order = till.take(json!({"items": [till.line("薯餅", 1).await], "auto_pay": false})).await;
            let mut now = order;
            for step in way {
                now = move_to(&till, &now, step).await;
            }
            if next.contains(&to) {
                assert_eq!(move_to(&till, &now, to).await["status"], to);
            } else if now["status"] == to {
                let before = till.traces().await;
                assert_eq!(move_to(&till, &now, to).await, now, "the status it has");
                assert_eq!(till.traces().await, before, "nothing happens");
            } else {
                let detail = till.refused(Role::Kitchen, &now, "status", json!({"status": to}), 400).await;
                assert!(detail.is_string(), "{way:?} {to}: {detail}");
            }
        }
    }
}

async fn money_counts_for_the_shift_that_is_open(backend: Backend) {
    let till = Till::open(backend).await;
    till.set("POST", "/api/shift/open", json!({"shift_name": "早班", "opening_cash": 100})).await;
    let order = till.take(json!({"items": [till.line("薯餅", 2).await]})).await;
    let early = till.set("POST", "/api/shift/close", json!({"actual_cash": 150})).await;
    till.set("POST", "/api/shift/open", json!({"shift_name": "午班"})).await;
    let wanted = json!({"items": [till.line("薯餅", 2).await, till.line("薯條", 1).await]});
    till.act(Role::Staff, &order, "amend", wanted).await;
    let line = &order["items"][0]["id"];
    let refund = json!({"lines": [{"line_id": line, "quantity": 1}], "reason": "做錯"});
    till.act(Role::Manager, &order, "refund", refund).await;
    let sums = |shift: &Value| {
        let fields = ["total_revenue", "cash_revenue", "non_cash_revenue", "refund_amount", "expected_cash"];
        fields.map(|field| shift[field].as_i64().unwrap())
    };
    let current = till.ask(Role::Owner, "GET", "/api/shift/current", Value::Null).await.body;
    assert_eq!(sums(&current), [40, 40, 0, 25, 15]);
    move_to(&till, &order, "cancelled").await;
    let current = till.ask(Role::Owner, "GET", "/api/shift/current", Value::Null).await.body;
    assert_eq!(sums(&current), [40, 40, 0, 90, -50], "what is left goes back out of this drawer");
    let history = till.ask(Role::Owner, "GET", "/api/shift/history", Value::Null).await.body;
    let kept = history.as_array().unwrap().iter().find(|shift| shift["id"] == early["id"]).unwrap();
    assert_eq!((sums(kept), sums(&early)), ([50, 50, 0, 0, 150], [50, 50, 0, 0, 150]));
}
