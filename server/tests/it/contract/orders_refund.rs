//! Refunds over HTTP: money and stock that go back, and what is refused.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, money},
};

crate::on_both!(
    a_part_goes_back_then_the_rest,
    what_cannot_be_refunded,
    units_of_a_bundle_add_up,
    units_of_a_discounted_order_add_up,
);

fn refund(line: &Value, quantity: u32, restock: bool) -> Value {
    json!({"lines": [{"line_id": line["id"], "quantity": quantity, "restock": restock}], "reason": "做錯"})
}

async fn a_part_goes_back_then_the_rest(backend: Backend) {
    let till = Till::open(backend).await;
    let order = till.take(json!({"items": [till.line("薯餅", 3).await, till.line("薯條", 1).await]})).await;
    let (brown, fries) = (&order["items"][0], &order["items"][1]);
    let on_hand = till.site.shop.on_hand("薯餅").await;
    till.site.shop.clock.advance_seconds(60);
    let after = till.act(Role::Manager, &order, "refund", refund(brown, 1, true)).await;
    let sale = json!({"kind": "sale", "method": "cash", "amount": 115, "at": "2026-11-22T23:40:00.000000Z"});
    let back = json!({"kind": "refund", "method": "cash", "amount": 25, "at": "2026-11-22T23:41:00.000000Z"});
    assert_eq!(after["payments"], json!([sale, back]));
    assert_eq!((&after["payment_status"], &after["status"]), (&json!("paid"), &json!("pending")));
    assert_eq!(after["items"][0]["refunded_quantity"], 1);
    assert_eq!(till.moved(&order, "REFUND").await, json!([["adjustment", "薯餅", 1]]));
    assert_eq!(till.site.shop.on_hand("薯餅").await, on_hand + 1000);
    assert_eq!(till.order(&order).await, after);
    let (names, event) = till.events(&order).await;
    assert_eq!(names, ["order_created", "order_refunded"]);
    assert_eq!(event["payment_status"], "paid");
    assert_eq!(till.audited(&order, "order.refund").await, 1);
    // By another method, and what it used is lost; that nothing goes back into stock is the default.
    let mut other = refund(brown, 1, false);
    other["payment_method"] = json!("line_pay");
    other["lines"][0].as_object_mut().unwrap().remove("restock");
    let after = till.act(Role::Manager, &order, "refund", other).await;
    assert_eq!(
        money(&after),
        json!([["sale", "cash", 115], ["refund", "cash", 25], ["refund", "line_pay", 25]])
    );
    assert_eq!(till.site.shop.on_hand("薯餅").await, on_hand + 1000);
    for quantity in [2, 3, 20_000] {
        let body = refund(brown, quantity, true);
        assert!(till.refused(Role::Manager, &order, "refund", body, 409).await.is_string());
    }
    // Neither is a line refunded twice by being named twice.
    let twice = json!({"lines": [
        {"line_id": fries["id"], "quantity": 1}, {"line_id": fries["id"], "quantity": 1},
    ], "reason": "做錯"});
    till.refused(Role::Manager, &order, "refund", twice, 409).await;
    let rest = json!({"lines": [
        {"line_id": fries["id"], "quantity": 1, "restock": true}, {"line_id": brown["id"], "quantity": 1},
    ], "reason": "客人不要了"});
    let after = till.act(Role::Owner, &order, "refund", rest).await;
    assert_eq!((&after["payment_status"], &after["status"]), (&json!("refunded"), &json!("pending")));
    assert_eq!(money(&after)[3], json!(["refund", "cash", 65]), "all units together give back what was paid");
    assert_eq!(till.site.shop.on_hand("薯條").await, 8_000_000);
    assert_eq!(till.events(&order).await.1["payment_status"], "refunded");
    till.refused(Role::Manager, &order, "refund", refund(brown, 1, false), 409).await;
    // A paid order that is refunded is not paid again.
    let before = till.traces().await;
    assert_eq!(till.act(Role::Staff, &order, "pay", Value::Null).await, after);
    assert_eq!(till.traces().await, before);
}

async fn what_cannot_be_refunded(backend: Backend) {
    let till = Till::open(backend).await;
    let items = json!([till.line("薯餅", 2).await]);
    let unpaid = till.take(json!({"items": items, "auto_pay": false})).await;
    let order = till.take(json!({"items": items})).await;
    let (line, foreign) = (&order["items"][0], &unpaid["items"][0]);
    till.refused(Role::Manager, &unpaid, "refund", refund(foreign, 1, false), 409).await;
    for role in [Role::Staff, Role::Kitchen] {
        let detail = till.refused(role, &order, "refund", refund(line, 1, false), 403).await;
        assert_eq!(detail, "Permission denied");
    }
    let nowhere =
        till.refused(Role::Manager, &json!({"id": 987_654}), "refund", refund(line, 1, false), 404).await;
    assert_eq!(nowhere, "Order not found");
    for line in [foreign, &json!({"id": 987_654})] {
        assert!(till.refused(Role::Manager, &order, "refund", refund(line, 1, false), 400).await.is_string());
    }
    let path = format!("/api/orders/{}/refund", order["id"]);
    let with = |field: &str, value: Value| {
        let mut body = refund(line, 1, false);
        body[field] = value;
        body
    };
    let entry = |quantity: Value| json!([{"line_id": line["id"], "quantity": quantity}]);
    for (body, place) in [
        (json!({"reason": "x"}), "lines"),
        (with("lines", json!([])), "lines"),
        (with("lines", entry(json!(0))), "lines.0.quantity"),
        (with("lines", entry(json!(1.5))), "lines.0.quantity"),
        (with("lines", json!([{"quantity": 1}])), "lines.0.line_id"),
        (with("lines", json!([{"line_id": 1, "quantity": 1, "restock": 1}])), "lines.0.restock"),
        (with("reason", Value::Null), "reason"),
        (with("reason", json!(" ")), "reason"),
        (with("reason", json!("x".repeat(201))), "reason"),
        (with("payment_method", json!("gold")), "payment_method"),
    ] {
        till.named(&path, body, place).await;
    }
    till.act(Role::Manager, &order, "status", json!({"status": "cancelled"})).await;
    till.refused(Role::Manager, &order, "refund", refund(line, 1, false), 409).await;
    // What was collected can be refunded.
    let order = till.take(json!({"items": items})).await;
    for status in ["preparing", "ready", "completed"] {
        till.act(Role::Kitchen, &order, "status", json!({"status": status})).await;
    }
    let after = till.act(Role::Manager, &order, "refund", refund(&order["items"][0], 2, false)).await;
    assert_eq!((&after["payment_status"], &after["status"]), (&json!("refunded"), &json!("completed")));
}

/// Refunds an order unit by unit; gives what each brought, in hundredths, and the order as it is then.
async fn unit_by_unit(till: &Till, order: &Value) -> (Vec<i64>, Value) {
    let mut last = order.clone();
    for line in order["items"].as_array().unwrap() {
        let refunded = line["refunded_quantity"].as_u64().unwrap();
        for _ in refunded..line["quantity"].as_u64().unwrap() {
            assert_eq!(last["payment_status"], "paid");
            last = till.act(Role::Manager, order, "refund", refund(line, 1, true)).await;
        }
    }
    let sql = format!("SELECT amount FROM payments WHERE kind = 'refund' AND order_id = {}", order["id"]);
    let db = till.site.shop.raw().await;
    let statement = sea_orm::Statement::from_string(sea_orm::ConnectionTrait::get_database_backend(&db), sql);
    let rows = sea_orm::ConnectionTrait::query_all_raw(&db, statement).await.unwrap();
    db.close().await.unwrap();
    (rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect(), last)
}

async fn units_of_a_bundle_add_up(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    let order = till.take(json!({"combos": [till.set_of(combo, "薯條", 3).await]})).await;
    let (amounts, after) = unit_by_unit(&till, &order).await;
    assert_eq!((amounts.len(), amounts.iter().sum::<i64>()), (9, 21_000), "{amounts:?}");
    assert_eq!(after["payment_status"], "refunded");
    for (name, opening) in [("薯餅", 120), ("薯條", 8000), ("紅茶", 30_000)] {
        assert_eq!(till.site.shop.on_hand(name).await, opening * 1000, "{name}");
    }
}

async fn units_of_a_discounted_order_add_up(backend: Backend) {
    let till = Till::open(backend).await;
    for discount in [json!({"amount": 7, "reason": "熟客"}), json!({"percent": 9.5, "reason": "熟客"})] {
        let body = json!({
            "items": [till.line("薯餅", 3).await, till.line("薯條", 1).await, till.line("荷包蛋", 2).await],
            "discount": discount,
        });
        let order = till.take(body).await;
        let paid = order["total_amount"].as_i64().unwrap() * 100;
        let (amounts, after) = unit_by_unit(&till, &order).await;
        assert_eq!(amounts.iter().sum::<i64>(), paid, "{amounts:?}");
        assert_eq!(after["payment_status"], "refunded");
    }
    // A unit is refunded first, then its line bears another share of the discount: still all goes back, and no more.
    for (brown, fries, off, amended) in [(3, 2, 14, [5, 1].as_slice()), (1, 1, 6, &[5])] {
        let items = [till.line("薯餅", brown).await, till.line("薯條", fries).await];
        let discount = json!({"amount": off, "reason": "熟客"});
        let order = till.take(json!({"items": items, "discount": discount})).await;
        till.act(Role::Manager, &order, "refund", refund(&order["items"][0], 1, false)).await;
        for fries in amended {
            let wanted = [till.line("薯餅", brown).await, till.line("薯條", *fries).await];
            till.act(Role::Staff, &order, "amend", json!({"items": wanted})).await;
        }
        let amended = till.order(&order).await;
        unit_by_unit(&till, &amended).await;
        let left = format!(
            "SELECT CAST(SUM(CASE kind WHEN 'sale' THEN amount ELSE -amount END) AS BIGINT) FROM payments WHERE order_id = {}",
            order["id"]
        );
        assert_eq!(till.site.shop.number(&left).await, 0);
    }
    // An amendment does not give back what was given back already: of 205, 23 are, and it would be 200.
    let items = [till.line("薯餅", 1).await, till.line("薯條", 5).await];
    let order = json!({"items": items, "discount": {"amount": 20, "reason": "熟客"}});
    let order = till.take(order).await;
    till.act(Role::Manager, &order, "refund", refund(&order["items"][0], 1, false)).await;
    let wanted = json!({"items": [till.line("薯餅", 1).await]});
    till.refused(Role::Staff, &order, "amend", wanted, 409).await;
    // Nor can refunded units leave an order.
    let wanted = json!({"items": [till.line("薯條", 5).await]});
    till.refused(Role::Staff, &order, "amend", wanted, 409).await;
}
