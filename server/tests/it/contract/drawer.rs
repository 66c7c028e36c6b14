//! What a shift adds up to: exactly its payments and the cash that went by hand.

use serde_json::{Value, json};
use sunnyside::pickup::PublicEvent;

use super::shift::Counter;
use crate::support::Backend;

crate::on_both!(
    it_counts_exactly_its_payments,
    a_refund_counts_where_it_is_given,
    cash_goes_by_hand,
    payments_and_the_closing_agree,
    the_screens_are_told,
);

/// Some fields of an object.
fn some<const N: usize>(object: &Value, fields: [&str; N]) -> [String; N] {
    fields.map(|field| object[field].to_string())
}

async fn it_counts_exactly_its_payments(backend: Backend) {
    let counter = Counter::new(backend).await;
    counter.sell(1, "cash").await;
    let late = counter.post(
        "/api/orders",
        json!({"auto_pay": false, "items": [{"menu_item_id": counter.item, "quantity": 3}]}),
    );
    let late = late.await.body["id"].as_i64().unwrap();
    counter.open(json!(1000)).await;
    counter.sell(2, "cash").await;
    counter.sell(1, "line_pay").await;
    counter.sell(1, "easycard").await;
    let gone = counter.sell(4, "cash").await;
    counter.post(&format!("/api/orders/{late}/pay"), json!({})).await;
    let unpaid = json!({"auto_pay": false, "items": [{"menu_item_id": counter.item, "quantity": 9}]});
    counter.post("/api/orders", unpaid).await;
    counter.cancel(gone).await;
    let figures = [
        "expected_cash",
        "paid_order_count",
        "total_revenue",
        "cash_revenue",
        "non_cash_revenue",
        "refund_amount",
    ];
    // Cash: 2 + 4 + 3 items of 65 and 4 given back; two of 65 by other means.
    let want = ["1325", "5", "715", "585", "130", "260"];
    let live = counter.get("/api/shift/current").await;
    assert_eq!(some(&live, figures), want, "live, the refund not taken off the revenue");
    let closed = counter.close(json!(1300)).await;
    assert_eq!(some(&closed, figures), want);
    assert_eq!(closed["cash_difference"], -25);
    counter.sell(7, "cash").await;
    let history = counter.get("/api/shift/history").await;
    assert_eq!(history, json!([closed]), "what comes later is none of its");
    // Where nothing is open a payment belongs to no shift.
    assert_eq!(counter.site.shop.number("SELECT COUNT(*) FROM payments WHERE shift_id IS NULL").await, 2);
}

async fn a_refund_counts_where_it_is_given(backend: Backend) {
    let counter = Counter::new(backend).await;
    counter.open(json!(100)).await;
    let (cash, card) = (counter.sell(1, "cash").await, counter.sell(2, "credit_card").await);
    let first = counter.close(json!(165)).await;
    counter.open(json!(500)).await;
    counter.cancel(cash).await;
    counter.cancel(card).await;
    let second = counter.get("/api/shift/current").await;
    assert_eq!(
        some(&second, ["expected_cash", "paid_order_count", "total_revenue", "refund_amount"]),
        ["435", "0", "0", "195"],
        "only the cash leaves the drawer"
    );
    let history = counter.get("/api/shift/history").await;
    assert_eq!(history, json!([second, first]), "the first is as it was");
}

async fn cash_goes_by_hand(backend: Backend) {
    let counter = Counter::new(backend).await;
    let path = "/api/shift/cash-moves";
    let draft = json!({"direction": "in", "amount": 500, "reason": "找零"});
    let refused = counter.post(path, draft.clone()).await;
    assert_eq!((refused.status.as_u16(), &refused.body["detail"]), (409, &json!("No shift is open")));
    assert_eq!(counter.get(path).await, json!([]));
    let shift = counter.open(json!(1000)).await;
    let put_in = counter.post(path, draft).await;
    assert_eq!(put_in.status, 201, "{put_in:?}");
    let me = counter.get("/api/auth/me").await;
    assert_eq!(
        put_in.body,
        json!({
            "id": put_in.body["id"], "shift_id": shift["id"], "direction": "in", "amount": 500, "reason": "找零",
            "created_by_user_id": me["id"], "created_by_username": "manager1",
            "created_at": "2026-11-22T23:40:00.000000Z",
        })
    );
    let taken = counter.post(path, json!({"direction": "out", "amount": 120.5, "reason": "買冰塊"})).await;
    assert_eq!(counter.get(path).await, json!([taken.body, put_in.body]), "newest first");
    assert_eq!(counter.get("/api/shift/current").await["expected_cash"], json!(1379.5));
    let audited = format!(
        "SELECT COUNT(*) FROM audit_logs WHERE action = 'shift.cash_move' AND entity_type = 'shift_session' AND entity_id = '{}'",
        shift["id"]
    );
    assert_eq!(counter.site.shop.number(&audited).await, 2);
    let closed = counter.close(json!(1379.5)).await;
    assert_eq!(some(&closed, ["expected_cash", "cash_difference", "total_revenue"]), ["1379.5", "0", "0"]);
    assert_eq!(counter.get(path).await, json!([]), "of the open shift alone");
    counter.open(json!(0)).await;
    assert_eq!(counter.get("/api/shift/current").await["expected_cash"], 0, "the next begins anew");
}

/// Orders come in while somebody closes: what the closing says is what belongs to it, to the cent.
async fn payments_and_the_closing_agree(backend: Backend) {
    let counter = Counter::new(backend).await;
    counter.open(json!(0)).await;
    let sales = futures::future::join_all((0..20).map(|_| counter.sell(1, "cash")));
    let (_, closed) = tokio::join!(sales, counter.close(json!(0)));
    let id = &closed["id"];
    let sum = format!("SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payments WHERE shift_id = {id}");
    let count = format!("SELECT COUNT(DISTINCT order_id) FROM payments WHERE shift_id = {id}");
    let (sum, count) = (counter.site.shop.number(&sum).await, counter.site.shop.number(&count).await);
    assert_eq!(sum, count * 6500);
    assert_eq!(closed["total_revenue"].to_string(), (sum / 100).to_string());
    assert_eq!(closed["paid_order_count"], count);
    assert_eq!(counter.site.shop.number("SELECT COUNT(*) FROM payments").await, 20);
    assert_eq!(counter.get("/api/shift/history").await, json!([closed]));
}

async fn the_screens_are_told(backend: Backend) {
    let counter = Counter::new(backend).await;
    let id = counter.open(json!(0)).await["id"].clone();
    counter.sell(1, "cash").await;
    let move_in = json!({"direction": "in", "amount": 5, "reason": "找零"});
    counter.post("/api/shift/cash-moves", move_in).await;
    counter.close(json!(70)).await;
    let log = counter.site.shop.store.events_after(0, 10).await.unwrap();
    assert_eq!(log.len(), 3, "cash that goes by hand is no news for a screen");
    let frame = |at: usize| serde_json::from_str::<Value>(&log[at].text).unwrap();
    let at = "2026-11-22T23:40:00.000000Z";
    assert_eq!(
        frame(0),
        json!({
            "seq": 1, "at": at, "event": "shift_opened", "shift_id": id, "shift_name": "早班",
            "opened_by": "manager1", "opened_at": at,
        })
    );
    assert_eq!(
        frame(2),
        json!({
            "seq": 3, "at": at, "event": "shift_closed", "shift_id": id, "shift_name": "早班",
            "closed_by": "manager1", "closed_at": at, "total_revenue": 65,
        })
    );
    for (seq, logged) in [(1, &log[0]), (3, &log[2])] {
        let public = serde_json::to_value(PublicEvent::from(&logged.event)).unwrap();
        assert_eq!(public, json!({"seq": seq}), "the public learns nothing of it");
    }
}
