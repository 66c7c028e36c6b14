//! Paying orders over HTTP: methods, payments, and stock that does not suffice.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, money},
};

crate::on_both!(
    an_order_is_paid_once,
    what_cannot_be_paid,
    every_short_ingredient_and_only_those,
    exactly_enough_is_enough,
);

async fn an_order_is_paid_once(backend: Backend) {
    let till = Till::open(backend).await;
    let order =
        json!({"items": [till.line("薯餅", 2).await], "auto_pay": false, "payment_method": "line_pay"});
    let own = till.take(order.clone()).await;
    assert_eq!((&own["payment_status"], &own["payments"]), (&json!("unpaid"), &json!([])));
    assert_eq!((&own["paid_at"], till.moved(&own, "ORDER").await), (&Value::Null, json!([])));
    till.site.shop.clock.advance_seconds(60);
    let paid = till.act(Role::Staff, &own, "pay", Value::Null).await;
    let at = "2026-11-22T23:41:00.000000Z";
    assert_eq!(paid["payments"], json!([{"kind": "sale", "method": "line_pay", "amount": 50, "at": at}]));
    assert_eq!((&paid["payment_status"], &paid["paid_at"]), (&json!("paid"), &json!(at)));
    assert_eq!((&paid["status"], &paid["payment_method"]), (&json!("pending"), &json!("line_pay")));
    assert_eq!(till.moved(&own, "ORDER").await, json!([["usage", "薯餅", -2]]));
    assert_eq!(till.order(&own).await, paid);
    let (names, event) = till.events(&own).await;
    assert_eq!(names, ["order_created", "order_paid"]);
    assert_eq!((&event["payment_status"], event["low_stock"].is_array()), (&json!("paid"), true));
    assert_eq!(till.audited(&own, "order.pay").await, 1);
    // Again, also by another method: 200, and nothing changes.
    let before = till.traces().await;
    for body in [Value::Null, json!({}), json!({"payment_method": "cash"}), json!({"payment_method": null})] {
        assert_eq!(till.act(Role::Staff, &own, "pay", body).await, paid);
    }
    assert_eq!(till.traces().await, before);
    let other = till.take(order).await;
    let other = till.act(Role::Manager, &other, "pay", json!({"payment_method": "credit_card"})).await;
    assert_eq!(money(&other), json!([["sale", "credit_card", 50]]));
    assert_eq!(other["payment_method"], "credit_card");
    let at_once = till.take(json!({"items": [till.line("薯餅", 1).await], "payment_method": "other"})).await;
    assert_eq!(
        (money(&at_once), &at_once["payment_status"]),
        (json!([["sale", "other", 25]]), &json!("paid"))
    );
    assert_eq!(till.events(&at_once).await.0, ["order_created"]);
}

async fn what_cannot_be_paid(backend: Backend) {
    let till = Till::open(backend).await;
    let order = json!({"items": [till.line("薯餅", 2).await], "auto_pay": false});
    let order = till.take(order).await;
    till.refused(Role::Kitchen, &order, "pay", json!({}), 403).await;
    till.refused(Role::Staff, &order, "pay", json!({"payment_method": "gold"}), 422).await;
    let detail = till.refused(Role::Staff, &json!({"id": 987_654}), "pay", json!({}), 404).await;
    assert_eq!(detail, "Order not found");
    till.act(Role::Kitchen, &order, "status", json!({"status": "cancelled"})).await;
    let detail = till.refused(Role::Staff, &order, "pay", json!({}), 409).await;
    assert_eq!(detail, "Cancelled orders cannot be paid");
}

async fn every_short_ingredient_and_only_those(backend: Backend) {
    let till = Till::open(backend).await;
    let items = [till.line("火腿蛋餅", 2).await, till.line("荷包蛋", 1).await];
    let unpaid = till.take(json!({"items": items, "auto_pay": false})).await;
    till.stock("蛋餅皮", 1).await;
    till.stock("雞蛋", 2).await;
    let want = json!({"message": "Insufficient inventory", "shortages": [
        {"ingredient_name": "雞蛋", "current_stock": 2, "required": 3, "unit": "顆"},
        {"ingredient_name": "蛋餅皮", "current_stock": 1, "required": 2, "unit": "張"},
    ]});
    assert_eq!(till.turned_away(Role::Staff, "/api/orders", json!({"items": items}), 409).await, want);
    assert_eq!(till.refused(Role::Staff, &unpaid, "pay", json!({}), 409).await, want);
    assert_eq!(till.order(&unpaid).await, unpaid);
    // A bundle's lines need stock like any other.
    let combo = till.combo().await;
    till.stock("薯餅", 1).await;
    let bundles = json!({"combos": [till.set_of(combo, "薯條", 2).await]});
    let detail = till.turned_away(Role::Staff, "/api/orders", bundles, 409).await;
    let short = json!([{"ingredient_name": "薯餅", "current_stock": 1, "required": 2, "unit": "片"}]);
    assert_eq!(detail["shortages"], short);
}

async fn exactly_enough_is_enough(backend: Backend) {
    let till = Till::open(backend).await;
    till.stock("薯餅", 3).await;
    let order = till.take(json!({"items": [till.line("薯餅", 1).await, till.line("薯餅", 2).await]})).await;
    assert_eq!((&order["payment_status"], till.site.shop.on_hand("薯餅").await), (&json!("paid"), 0));
    assert_eq!(till.moved(&order, "ORDER").await, json!([["usage", "薯餅", -3]]));
    let more = json!({"items": [till.line("薯餅", 1).await]});
    let detail = till.turned_away(Role::Staff, "/api/orders", more, 409).await;
    assert_eq!(
        (&detail["shortages"][0]["current_stock"], &detail["shortages"][0]["required"]),
        (&json!(0), &json!(1))
    );
}
