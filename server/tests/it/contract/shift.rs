//! Shifts of the contract: opened once, closed once, listed newest first.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    http::{Answer, Site},
};

crate::on_both!(
    a_shift_is_opened_and_closed,
    only_one_is_open_and_none_is_closed_twice,
    history_is_newest_first,
    bad_fields_are_named_and_change_nothing,
    the_same_key_opens_once,
);

const FIELDS: [&str; 18] = [
    "actual_cash",
    "cash_difference",
    "cash_revenue",
    "closed_at",
    "closed_by_user_id",
    "closed_by_username",
    "expected_cash",
    "id",
    "non_cash_revenue",
    "notes",
    "opened_at",
    "opened_by_user_id",
    "opened_by_username",
    "opening_cash",
    "paid_order_count",
    "refund_amount",
    "shift_name",
    "status",
];

/// A shop with an item at NT$65 that takes nothing out of stock, and its manager.
pub(super) struct Counter {
    pub site: Site,
    pub token: String,
    pub item: i64,
}

impl Counter {
    pub async fn new(backend: Backend) -> Self {
        let site = Site::demo(backend).await;
        let token = site.token(Role::Manager).await;
        let body = json!({"name": "新品", "price": 65});
        let made = site.call("POST", "/api/menu/items", Some(&token), Some(body)).await;
        Self { site, token, item: made.body["id"].as_i64().unwrap() }
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.site.call("POST", path, Some(&self.token), Some(body)).await
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.site.call("GET", path, Some(&self.token), None).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.body
    }

    pub async fn open(&self, cash: Value) -> Value {
        let answer = self.post("/api/shift/open", json!({"shift_name": "早班", "opening_cash": cash})).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.body
    }

    pub async fn close(&self, cash: Value) -> Value {
        let answer = self.post("/api/shift/close", json!({"actual_cash": cash})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    }

    /// Sells so many; gives the order's id.
    pub async fn sell(&self, quantity: u32, method: &str) -> i64 {
        let items = json!([{"menu_item_id": self.item, "quantity": quantity}]);
        let made = self.post("/api/orders", json!({"items": items, "payment_method": method})).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["id"].as_i64().unwrap()
    }

    pub async fn cancel(&self, order: i64) {
        let path = format!("/api/orders/{order}/status");
        assert_eq!(self.post(&path, json!({"status": "cancelled"})).await.status, 200);
    }
}

async fn a_shift_is_opened_and_closed(backend: Backend) {
    let counter = Counter::new(backend).await;
    assert_eq!(counter.get("/api/shift/current").await, json!(null));
    let body = json!({"shift_name": "早班", "opening_cash": 2000.005, "notes": "開店"});
    let opened = counter.post("/api/shift/open", body).await;
    assert_eq!(opened.status, 201, "{opened:?}");
    let id = opened.body["id"].as_i64().unwrap();
    let mut fields: Vec<&str> = FIELDS.to_vec();
    fields.push("total_revenue");
    assert_eq!(opened.body.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>(), fields);
    let me = counter.get("/api/auth/me").await;
    let open = json!({
        "id": id, "shift_name": "早班", "status": "open", "opening_cash": 2000.01, "expected_cash": 2000.01,
        "actual_cash": null, "cash_difference": null, "paid_order_count": 0, "total_revenue": 0, "cash_revenue": 0,
        "non_cash_revenue": 0, "refund_amount": 0, "opened_by_user_id": me["id"], "opened_by_username": "manager1",
        "closed_by_user_id": null, "closed_by_username": null, "notes": "開店",
        "opened_at": "2026-11-22T23:40:00.000000Z", "closed_at": null,
    });
    assert_eq!(opened.body, open);
    assert_eq!(counter.get("/api/shift/current").await, open);

    counter.site.shop.clock.advance_seconds(3600);
    let owner = counter.site.token(Role::Owner).await;
    let body = json!({"actual_cash": 1999.5});
    let closed = counter.site.call("POST", "/api/shift/close", Some(&owner), Some(body)).await;
    assert_eq!(closed.status, 200, "{closed:?}");
    let by = counter.site.call("GET", "/api/auth/me", Some(&owner), None).await.body;
    let mut want = open;
    for (field, value) in [
        ("status", json!("closed")),
        ("actual_cash", json!(1999.5)),
        ("cash_difference", json!(-0.51)),
        ("closed_by_user_id", by["id"].clone()),
        ("closed_by_username", json!("owner1")),
        ("closed_at", json!("2026-11-23T00:40:00.000000Z")),
    ] {
        want[field] = value;
    }
    assert_eq!(closed.body, want, "no notes given, those of the opening stay");
    assert_eq!(counter.get("/api/shift/history").await, json!([want]));
    assert_eq!(counter.get("/api/shift/current").await, json!(null));
    for (action, username) in [("shift.open", "manager1"), ("shift.close", "owner1")] {
        let audited = format!(
            "SELECT COUNT(*) FROM audit_logs WHERE action = '{action}' AND entity_type = 'shift_session' \
             AND entity_id = '{id}' AND actor_username = '{username}'"
        );
        assert_eq!(counter.site.shop.number(&audited).await, 1, "{action}");
    }
    counter.open(json!(0)).await;
    let noted = counter.post("/api/shift/close", json!({"actual_cash": 0, "notes": "收店"})).await;
    assert_eq!(noted.body["notes"], "收店");
}

async fn only_one_is_open_and_none_is_closed_twice(backend: Backend) {
    let counter = Counter::new(backend).await;
    let closing = json!({"actual_cash": 0});
    let none = counter.post("/api/shift/close", closing.clone()).await;
    assert_eq!((none.status.as_u16(), &none.body["detail"]), (409, &json!("No shift is open")));
    let body = || json!({"shift_name": "早班"});
    let (a, b) =
        tokio::join!(counter.post("/api/shift/open", body()), counter.post("/api/shift/open", body()));
    let mut codes = [a.status.as_u16(), b.status.as_u16()];
    codes.sort_unstable();
    assert_eq!(codes, [201, 409]);
    let refused = if a.status == 409 { a } else { b };
    assert_eq!(refused.body["detail"], "A shift is already open");
    let (a, b) = tokio::join!(
        counter.post("/api/shift/close", closing.clone()),
        counter.post("/api/shift/close", closing)
    );
    let mut codes = [a.status.as_u16(), b.status.as_u16()];
    codes.sort_unstable();
    assert_eq!(codes, [200, 409]);
    assert_eq!(counter.site.shop.number("SELECT COUNT(*) FROM shifts").await, 1);
    assert_eq!(counter.site.shop.number("SELECT COUNT(*) FROM events").await, 2);
}

async fn history_is_newest_first(backend: Backend) {
    let counter = Counter::new(backend).await;
    let mut shifts = Vec::new();
    for cash in 1..=32 {
        counter.open(json!(cash)).await;
        shifts.insert(0, counter.close(json!(cash)).await);
    }
    shifts.insert(0, counter.open(json!(33)).await);
    let history = async |query: &str| counter.get(&format!("/api/shift/history{query}")).await;
    assert_eq!(history("").await, json!(shifts[..30]), "30 unless told, the open one among them");
    assert_eq!(history("?limit=2").await, json!(shifts[..2]));
    assert_eq!(history("?limit=0").await, json!(shifts[..1]), "brought into its range");
    assert_eq!(history("?limit=9999").await, json!(shifts));
    let wrong = counter.site.call("GET", "/api/shift/history?limit=x", Some(&counter.token), None).await;
    assert_eq!(wrong.status, 422);
}

async fn bad_fields_are_named_and_change_nothing(backend: Backend) {
    let counter = Counter::new(backend).await;
    let rows = "SELECT (SELECT COUNT(*) FROM shifts) + (SELECT COUNT(*) FROM cash_moves) \
         + (SELECT COUNT(*) FROM audit_logs) + (SELECT COUNT(*) FROM events)";
    let before = counter.site.shop.number(rows).await;
    let long = |length| "x".repeat(length);
    for (path, body, place) in [
        ("open", json!({}), "shift_name"),
        ("open", json!({"shift_name": ""}), "shift_name"),
        ("open", json!({"shift_name": "  "}), "shift_name"),
        ("open", json!({"shift_name": long(41)}), "shift_name"),
        ("open", json!({"shift_name": "a", "opening_cash": -1}), "opening_cash"),
        ("open", json!({"shift_name": "a", "opening_cash": 10_000_000}), "opening_cash"),
        ("open", json!({"shift_name": "a", "opening_cash": "5"}), "opening_cash"),
        ("open", json!({"shift_name": "a", "notes": long(201)}), "notes"),
        ("close", json!({}), "actual_cash"),
        ("close", json!({"actual_cash": -0.01}), "actual_cash"),
        ("close", json!({"actual_cash": "5"}), "actual_cash"),
        ("close", json!({"actual_cash": 1, "notes": long(201)}), "notes"),
        ("cash-moves", json!({"amount": 1, "reason": "a"}), "direction"),
        ("cash-moves", json!({"direction": "up", "amount": 1, "reason": "a"}), "direction"),
        ("cash-moves", json!({"direction": "in", "reason": "a"}), "amount"),
        ("cash-moves", json!({"direction": "in", "amount": 0, "reason": "a"}), "amount"),
        ("cash-moves", json!({"direction": "in", "amount": 0.004, "reason": "a"}), "amount"),
        ("cash-moves", json!({"direction": "out", "amount": -1, "reason": "a"}), "amount"),
        ("cash-moves", json!({"direction": "out", "amount": 1}), "reason"),
        ("cash-moves", json!({"direction": "out", "amount": 1, "reason": ""}), "reason"),
        ("cash-moves", json!({"direction": "out", "amount": 1, "reason": long(201)}), "reason"),
    ] {
        let answer = counter.post(&format!("/api/shift/{path}"), body.clone()).await;
        assert_eq!(answer.status, 422, "{path} {body}: {answer:?}");
        assert_eq!(answer.body["detail"][0]["loc"], json!(["body", place]), "{path} {body}");
    }
    assert_eq!(counter.site.shop.number(rows).await, before);
    let longest = json!({"shift_name": "早".repeat(40), "notes": long(200)});
    assert_eq!(counter.post("/api/shift/open", longest).await.status, 201);
}

async fn the_same_key_opens_once(backend: Backend) {
    let counter = Counter::new(backend).await;
    for (path, body) in [
        ("open", json!({"shift_name": "早班"})),
        ("cash-moves", json!({"direction": "in", "amount": 5, "reason": "找零"})),
        ("close", json!({"actual_cash": 5})),
    ] {
        let path = format!("/api/shift/{path}");
        let text = body.to_string();
        let send = || {
            counter.site.send("POST", &path, Some(&counter.token), Some(&text), &[("idempotency-key", "k")])
        };
        let (first, again) = (send().await, send().await);
        assert!(first.status.is_success(), "{path}: {first:?}");
        assert_eq!((first.status, &first.body), (again.status, &again.body), "{path}");
    }
    assert_eq!(counter.site.shop.number("SELECT COUNT(*) FROM cash_moves").await, 1);
}
