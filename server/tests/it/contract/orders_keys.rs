//! Repeated requests about orders over HTTP: with a key, the same answer again, and nothing twice.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{Backend, till::Till};

crate::on_both!(
    a_key_gives_the_first_answer_again,
    a_key_is_of_one_path_and_person,
    a_refusal_is_decided_anew
);

async fn a_key_gives_the_first_answer_again(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    let place = json!({
        "items": [till.line("薯餅", 2).await], "combos": [till.set_of(combo, "薯條", 1).await], "held": true,
    });
    let made = till.keyed(Role::Manager, "/api/orders", &place, "place").await;
    assert_eq!(made.status, 201, "{made:?}");
    let line = &made.body["items"][0]["id"];
    let more = json!({"items": [till.line("薯餅", 3).await, till.line("薯條", 1).await]});
    let mut other_place = place.clone();
    other_place["held"] = json!(false);
    let of = |what: &str| format!("/api/orders/{}/{what}", made.body["id"]);
    let discount = |off: i64| json!({"amount": off, "reason": "熟客"});
    let refund =
        |quantity: i64| json!({"lines": [{"line_id": line, "quantity": quantity}], "reason": "做錯"});
    let steps = [
        ("/api/orders".to_owned(), place.clone(), other_place, 201),
        (of("discount"), discount(5), discount(6), 200),
        (of("send"), Value::Null, json!({}), 200),
        (of("pay"), json!({"payment_method": "line_pay"}), json!({"payment_method": "cash"}), 200),
        (of("amend"), more, json!({"items": [till.line("薯餅", 3).await]}), 200),
        (of("refund"), refund(1), refund(2), 200),
        (of("status"), json!({"status": "preparing"}), json!({"status": "cancelled"}), 200),
    ];
    for (path, body, other, status) in &steps {
        let key = if path == "/api/orders" { "place" } else { "step" };
        let first = till.keyed(Role::Manager, path, body, key).await;
        assert_eq!(first.status, *status, "{path}: {first:?}");
        let before = till.traces().await;
        let again = till.keyed(Role::Manager, path, body, key).await;
        assert_eq!((again.status, &again.body), (first.status, &first.body), "{path}");
        assert_eq!(till.traces().await, before, "{path}: nothing twice");
        let changed = till.keyed(Role::Manager, path, other, key).await;
        assert_eq!(changed.status, 422, "{path}: {changed:?}");
        assert_eq!(till.traces().await, before, "{path}: another body changes nothing");
    }
    // Long after, the first answer is still the one that is given.
    let first = till.keyed(Role::Manager, "/api/orders", &place, "place").await;
    assert_eq!(first.body, made.body);
    assert_eq!(till.site.shop.number("SELECT COUNT(*) FROM orders").await, 1);
}

async fn a_key_is_of_one_path_and_person(backend: Backend) {
    let till = Till::open(backend).await;
    let body = json!({"items": [till.line("薯餅", 1).await], "auto_pay": false});
    let first = till.keyed(Role::Staff, "/api/orders", &body, "k").await;
    let other = till.keyed(Role::Owner, "/api/orders", &body, "k").await;
    assert_ne!(first.body["id"], other.body["id"], "another person's key is another key");
    for order in [&first.body, &other.body] {
        let path = format!("/api/orders/{}/pay", order["id"]);
        let paid = till.keyed(Role::Staff, &path, &Value::Null, "k").await;
        assert_eq!((&paid.body["id"], &paid.body["payment_status"]), (&order["id"], &json!("paid")));
    }
    for key in ["", &"k".repeat(256)] {
        assert_eq!(till.keyed(Role::Staff, "/api/orders", &body, key).await.status, 422, "{}", key.len());
    }
    assert_eq!(till.keyed(Role::Staff, "/api/orders", &body, &"k".repeat(255)).await.status, 201);
}

async fn a_refusal_is_decided_anew(backend: Backend) {
    let till = Till::open(backend).await;
    till.stock("薯餅", 1).await;
    let body = json!({"items": [till.line("薯餅", 2).await]});
    assert_eq!(till.keyed(Role::Staff, "/api/orders", &body, "k").await.status, 409);
    till.stock("薯餅", 2).await;
    assert_eq!(till.keyed(Role::Staff, "/api/orders", &body, "k").await.status, 201);
    let unknown = json!({"items": [{"menu_item_id": 987_654, "quantity": 1}]});
    assert_eq!(till.keyed(Role::Staff, "/api/orders", &unknown, "other").await.status, 400);
    let right = json!({"items": [till.line("薯條", 1).await]});
    assert_eq!(till.keyed(Role::Staff, "/api/orders", &right, "other").await.status, 201, "it was not kept");
}
