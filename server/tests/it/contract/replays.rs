//! One request, sent a thousand times: `Idempotency-Key` under load.

use std::sync::Arc;

use serde_json::json;
use sunnyside::{Quantity, identity::Role};

use crate::support::{Backend, http::Site};

crate::on_both!(a_thousand_replays_are_one_order);

/// How many send it at the same time.
const TASKS: usize = 8;
/// How often each sends it.
const TIMES: usize = 125;

async fn a_thousand_replays_are_one_order(backend: Backend) {
    let site = Arc::new(Site::demo(backend).await);
    let staff = site.token(Role::Staff).await;
    let item = site.shop.item("薯餅").await;
    let on_hand = site.shop.on_hand("薯餅").await;
    let body = json!({"auto_pay": true, "items": [{"menu_item_id": item, "quantity": 2, "note": "微焦"}]})
        .to_string();
    // Nobody has sent it before: the first one and some of the others arrive together.
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let (site, staff, body) = (site.clone(), staff.clone(), body.clone());
            tokio::spawn(async move {
                let mut answers = Vec::with_capacity(TIMES);
                for _ in 0..TIMES {
                    let key = [("idempotency-key", "one and the same")];
                    answers.push(site.text("POST", "/api/orders", Some(&staff), Some(&body), &key).await);
                }
                answers
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.extend(task.await.unwrap());
    }
    assert_eq!(answers.len(), 1_000);
    let (_, first) = &answers[0];
    for (status, text) in &answers {
        assert_eq!((status.as_u16(), text), (201, first));
    }
    let order: serde_json::Value = serde_json::from_str(first).unwrap();
    assert_eq!((&order["payment_status"], &order["items"][0]["quantity"]), (&json!("paid"), &json!(2)));
    let counts = [
        ("orders", "SELECT COUNT(*) FROM orders"),
        ("payments", "SELECT COUNT(*) FROM payments"),
        ("usage", "SELECT COUNT(*) FROM stock_movements WHERE order_id IS NOT NULL"),
        ("events", "SELECT COUNT(*) FROM events"),
        ("audit", "SELECT COUNT(*) FROM audit_logs WHERE action = 'order.create'"),
        ("keys", "SELECT COUNT(*) FROM idempotency_keys"),
    ];
    for (what, sql) in counts {
        assert_eq!(site.shop.number(sql).await, 1, "{what}");
    }
    assert_eq!(site.shop.on_hand("薯餅").await, on_hand - Quantity::whole(2).0);
}
