//! Discounts over HTTP.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, money},
};

crate::on_both!(
    something_is_taken_off_the_sum,
    an_unpaid_order_gets_a_discount,
    more_than_the_limit_takes_a_manager,
    what_a_discount_may_not_say,
);

fn percent(share: i64) -> Value {
    json!({"percent": share, "reason": "熟客"})
}

fn amount(off: i64) -> Value {
    json!({"amount": off, "reason": "熟客"})
}

async fn something_is_taken_off_the_sum(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    // 70 and 3 × 25.
    let body = |discount: Value| {
        let till = &till;
        async move {
            let combos = [till.set_of(combo, "薯條", 1).await];
            json!({"items": [till.line("薯餅", 3).await], "combos": combos, "discount": discount})
        }
    };
    for (discount, off, total) in [
        (amount(13), json!(13), json!(132)),
        (json!({"amount": 0.5, "reason": "熟客"}), json!(0.5), json!(144.5)),
        (percent(10), json!(15), json!(130)),
        (json!({"percent": 7.5, "reason": "熟客"}), json!(11), json!(134)),
        (Value::Null, json!(0), json!(145)),
    ] {
        let order = till.take(body(discount.clone()).await).await;
        assert_eq!((&order["discount"], &order["total_amount"]), (&off, &total), "{discount}");
        assert_eq!(money(&order), json!([["sale", "cash", total]]));
        assert_eq!(till.order(&order).await, order);
        let lines = order["items"].as_array().unwrap().iter();
        assert_eq!(lines.map(|line| line["line_total"].as_i64().unwrap()).sum::<i64>(), 145);
    }
    // An amendment reckons a share anew, and keeps an amount as far as who amends may take it off.
    for (role, discount, total) in
        [(Role::Staff, percent(10), 45), (Role::Staff, amount(13), 45), (Role::Manager, amount(13), 37)]
    {
        let mut body = body(discount).await;
        body["auto_pay"] = json!(false);
        let order = till.take(body).await;
        let wanted = json!({"items": [till.line("薯餅", 2).await]});
        let answer = till.act(role, &order, "amend", wanted).await;
        assert_eq!(answer["order"]["total_amount"], total, "{role:?}");
    }
}

async fn an_unpaid_order_gets_a_discount(backend: Backend) {
    let till = Till::open(backend).await;
    let order = till.take(json!({"items": [till.line("薯餅", 4).await], "auto_pay": false})).await;
    let after = till.act(Role::Staff, &order, "discount", percent(10)).await;
    assert_eq!((&after["discount"], &after["total_amount"]), (&json!(10), &json!(90)));
    assert_eq!(after["discount_terms"]["reason"], "熟客");
    assert_eq!((till.order(&order).await, till.audited(&order, "order.discount").await), (after.clone(), 1));
    let before = till.traces().await;
    assert_eq!(till.act(Role::Staff, &order, "discount", percent(10)).await, after);
    assert_eq!(till.traces().await, before, "what changes nothing leaves no trace");
    let after = till.act(Role::Staff, &order, "discount", amount(5)).await;
    assert_eq!(
        (&after["discount"], &after["total_amount"]),
        (&json!(5), &json!(95)),
        "one takes the other's place"
    );
    let after = till.act(Role::Staff, &order, "discount", amount(0)).await;
    assert_eq!((&after["discount"], &after["total_amount"]), (&json!(0), &json!(100)));
    assert!(after["discount_terms"].is_null());
    till.act(Role::Staff, &order, "discount", amount(7)).await;
    let paid = till.act(Role::Staff, &order, "pay", Value::Null).await;
    assert_eq!(money(&paid), json!([["sale", "cash", 93]]));
    till.refused(Role::Owner, &order, "discount", amount(1), 409).await;
    let gone = till.take(json!({"items": [till.line("薯餅", 4).await], "auto_pay": false})).await;
    till.refused(Role::Kitchen, &gone, "discount", amount(1), 403).await;
    till.act(Role::Kitchen, &gone, "status", json!({"status": "cancelled"})).await;
    till.refused(Role::Owner, &gone, "discount", amount(1), 409).await;
    let nowhere = till.refused(Role::Owner, &json!({"id": 987_654}), "discount", amount(1), 404).await;
    assert_eq!(nowhere, "Order not found");
}

async fn more_than_the_limit_takes_a_manager(backend: Backend) {
    let till = Till::open(backend).await;
    let items = json!([till.line("薯餅", 4).await]);
    let order = till.take(json!({"items": items, "auto_pay": false})).await;
    for discount in [percent(11), amount(11), amount(100)] {
        let body = json!({"items": items, "discount": discount});
        let detail = till.turned_away(Role::Staff, "/api/orders", body, 403).await;
        assert_eq!(detail, "Permission denied");
        assert_eq!(till.refused(Role::Staff, &order, "discount", discount, 403).await, "Permission denied");
    }
    till.act(Role::Staff, &order, "discount", amount(10)).await;
    for (role, discount, total) in
        [(Role::Manager, percent(11), 89), (Role::Owner, amount(60), 40), (Role::Manager, percent(100), 0)]
    {
        assert_eq!(till.act(role, &order, "discount", discount.clone()).await["total_amount"], total);
        let body = json!({"items": items, "discount": discount});
        let made = till.ask(role, "POST", "/api/orders", body).await;
        assert_eq!((made.status.as_u16(), &made.body["total_amount"]), (201, &json!(total)));
    }
    // Nothing is taken off beyond the sum.
    assert_eq!(till.act(Role::Manager, &order, "discount", amount(500)).await["discount"], 100);
    let free = till.act(Role::Staff, &order, "pay", Value::Null).await;
    assert_eq!((&free["payment_status"], money(&free)), (&json!("paid"), json!([])));
    till.set("PUT", "/api/settings", json!({"discount_limit_percent": 60})).await;
    let order = till.take(json!({"items": items, "discount": percent(60)})).await;
    assert_eq!(order["total_amount"], 40);
}

async fn what_a_discount_may_not_say(backend: Backend) {
    let till = Till::open(backend).await;
    let order = till.take(json!({"items": [till.line("薯餅", 4).await], "auto_pay": false})).await;
    let path = format!("/api/orders/{}/discount", order["id"]);
    for (discount, place) in [
        (json!({"amount": 5}), "reason"),
        (json!({"amount": 5, "reason": ""}), "reason"),
        (json!({"amount": 5, "reason": "  "}), "reason"),
        (json!({"amount": 5, "reason": "x".repeat(201)}), "reason"),
        (json!({"reason": "熟客"}), "amount"),
        (json!({"amount": -1, "reason": "熟客"}), "amount"),
        (json!({"amount": "5", "reason": "熟客"}), "amount"),
        (percent(101), "percent"),
        (percent(-1), "percent"),
        (json!({"amount": 5, "percent": 5, "reason": "熟客"}), "percent"),
    ] {
        let body = json!({"items": [till.line("薯餅", 4).await], "discount": discount});
        till.named("/api/orders", body, &format!("discount.{place}")).await;
        till.named(&path, discount, place).await;
    }
}
