//! How money is handed over and back, over HTTP: change, parts, what is there although the books say otherwise, and
//! what is still to be handed back.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, money},
};

crate::on_both!(
    what_was_handed_over_is_kept,
    an_order_is_paid_in_parts,
    parts_go_back_by_what_they_paid,
    what_is_there_is_sold,
    money_of_a_cancelled_order_is_handed_back,
    an_amount_off_shrinks_with_the_order,
);

async fn what_was_handed_over_is_kept(backend: Backend) {
    let till = Till::open(backend).await;
    let items = json!([till.line("薯餅", 2).await]);
    let order = till.take(json!({"items": items, "tendered": 100})).await;
    assert_eq!(order["payments"][0]["tendered"], 100);
    assert_eq!(till.order(&order).await, order);
    let card = till.take(json!({"items": items, "tendered": 100, "payment_method": "credit_card"})).await;
    assert_eq!(card["payments"][0].get("tendered"), None, "a card gives no change");
    let body = json!({"items": items, "tendered": 49});
    let detail = till.turned_away(Role::Staff, "/api/orders", body, 400).await;
    assert_eq!(detail, "Less was handed over than it is to pay");
    till.named("/api/orders", json!({"items": items, "tendered": -1}), "tendered").await;
    till.named("/api/orders", json!({"items": items, "tendered": "1"}), "tendered").await;
}

async fn an_order_is_paid_in_parts(backend: Backend) {
    let till = Till::open(backend).await;
    let items = json!([till.line("薯餅", 4).await]);
    let parts = json!([
        {"method": "line_pay", "amount": 30},
        {"method": "cash", "amount": 70, "tendered": 500},
    ]);
    let order = till.take(json!({"items": items, "payments": parts, "payment_method": "other"})).await;
    assert_eq!(money(&order), json!([["sale", "line_pay", 30], ["sale", "cash", 70]]));
    assert_eq!((&order["payment_method"], &order["payments"][1]["tendered"]), (&json!("cash"), &json!(500)));
    assert_eq!(till.order(&order).await, order);
    let later = till.take(json!({"items": items, "auto_pay": false})).await;
    for (parts, status) in [
        (json!([{"method": "cash", "amount": 99}]), 400),
        (json!([{"method": "cash", "amount": 60}, {"method": "line_pay", "amount": 50}]), 400),
        (
            json!([{"method": "cash", "amount": 50, "tendered": 40}, {"method": "line_pay", "amount": 50}]),
            400,
        ),
        (json!([{"method": "cash", "amount": 100}, {"method": "line_pay", "amount": 0}]), 422),
        (json!([{"method": "gold", "amount": 100}]), 422),
        (json!(vec![json!({"method": "cash", "amount": 10}); 6]), 422),
    ] {
        till.refused(Role::Staff, &later, "pay", json!({"payments": parts}), status).await;
    }
    let paid = till.act(Role::Staff, &later, "pay", json!({"payments": parts})).await;
    assert_eq!(money(&paid), money(&order));
}

async fn parts_go_back_by_what_they_paid(backend: Backend) {
    let till = Till::open(backend).await;
    let body = json!({"items": [till.line("薯餅", 4).await], "payments": [
        {"method": "cash", "amount": 60}, {"method": "line_pay", "amount": 40},
    ]});
    let order = till.take(body.clone()).await;
    let line = &order["items"][0]["id"];
    let back = |quantity: u32, method: Value| json!({"lines": [{"line_id": line, "quantity": quantity}], "reason": "涼了", "payment_method": method});
    let detail = till.refused(Role::Manager, &order, "refund", back(2, json!("line_pay")), 409).await;
    assert_eq!(detail, "More than was paid by that method");
    till.refused(Role::Manager, &order, "refund", back(1, json!("easycard")), 409).await;
    till.act(Role::Manager, &order, "refund", back(1, json!("line_pay"))).await;
    // Without a method its own gives what it has, then the other.
    let all = till.act(Role::Manager, &order, "refund", back(3, Value::Null)).await;
    let want = json!([
        ["sale", "cash", 60],
        ["sale", "line_pay", 40],
        ["refund", "line_pay", 25],
        ["refund", "cash", 60],
        ["refund", "line_pay", 15]
    ]);
    assert_eq!((money(&all), &all["payment_status"]), (want, &json!("refunded")));
    let gone = till.take(body).await;
    let gone = till.act(Role::Manager, &gone, "status", json!({"status": "cancelled"})).await;
    let want = json!([
        ["sale", "cash", 60],
        ["sale", "line_pay", 40],
        ["refund", "cash", 60],
        ["refund", "line_pay", 40]
    ]);
    assert_eq!(money(&gone), want);
}

async fn what_is_there_is_sold(backend: Backend) {
    let till = Till::open(backend).await;
    till.stock("薯餅", 1).await;
    let items = json!([till.line("薯餅", 3).await]);
    let body = json!({"items": items, "found": true});
    assert_eq!(till.turned_away(Role::Staff, "/api/orders", body.clone(), 403).await, "Permission denied");
    let sold = till.ask(Role::Manager, "POST", "/api/orders", body).await;
    assert_eq!(sold.status, 201, "{sold:?}");
    assert_eq!(till.moved(&sold.body, "FOUND").await, json!([["adjustment", "薯餅", 2]]));
    assert_eq!(till.moved(&sold.body, "ORDER").await, json!([["usage", "薯餅", -3]]));
    assert_eq!((till.site.shop.on_hand("薯餅").await, till.audited(&sold.body, "order.found").await), (0, 1));
    // Cancelling gives back what was taken, found or not.
    till.act(Role::Manager, &sold.body, "status", json!({"status": "cancelled"})).await;
    assert_eq!(till.moved(&sold.body, "CANCEL").await, json!([["adjustment", "薯餅", 3]]));
    till.stock("薯餅", 0).await;
    // What the kitchen has begun is there: no leave is needed.
    let made = till.take(json!({"items": items, "auto_pay": false})).await;
    till.refused(Role::Staff, &made, "pay", json!({"found": true}), 403).await;
    till.act(Role::Kitchen, &made, "status", json!({"status": "preparing"})).await;
    till.refused(Role::Staff, &made, "pay", json!({}), 409).await;
    let paid = till.act(Role::Staff, &made, "pay", json!({"found": true})).await;
    assert_eq!((&paid["payment_status"], till.site.shop.on_hand("薯餅").await), (&json!("paid"), 0));
    // With enough on hand nothing is entered.
    till.stock("薯餅", 9).await;
    let usual = till.take(json!({"items": items, "found": true})).await;
    assert_eq!(till.moved(&usual, "FOUND").await, json!([]));
}

async fn money_of_a_cancelled_order_is_handed_back(backend: Backend) {
    let till = Till::open(backend).await;
    let items = json!([till.line("薯餅", 2).await]);
    let unpaid = till.take(json!({"items": items, "auto_pay": false})).await;
    let unpaid = till.act(Role::Kitchen, &unpaid, "status", json!({"status": "cancelled"})).await;
    assert_eq!(unpaid["refund_due"], false, "nothing came in");
    let order = till.take(json!({"items": items})).await;
    assert_eq!(order["refund_due"], false);
    let gone = till.act(Role::Manager, &order, "status", json!({"status": "cancelled"})).await;
    assert_eq!((&gone["refund_due"], &till.order(&order).await["refund_due"]), (&json!(true), &json!(true)));
    till.refused(Role::Kitchen, &order, "refund-handed", json!({}), 403).await;
    let done = till.act(Role::Staff, &order, "refund-handed", Value::Null).await;
    assert_eq!((&done["refund_due"], money(&done)), (&json!(false), money(&gone)));
    assert_eq!(till.events(&order).await.0.last().map(String::as_str), Some("order_refund_handed"));
    assert_eq!(till.audited(&order, "order.refund.handed").await, 1);
    let before = till.traces().await;
    assert_eq!(till.act(Role::Staff, &order, "refund-handed", Value::Null).await, done);
    assert_eq!(till.traces().await, before, "said twice it is said once");
}

async fn an_amount_off_shrinks_with_the_order(backend: Backend) {
    let till = Till::open(backend).await;
    let discount = json!({"amount": 25, "reason": "熟客"});
    let body = json!({"items": [till.line("薯餅", 10).await], "discount": discount, "auto_pay": false});
    let one = json!({"items": [till.line("薯餅", 1).await]});
    // 25 off 250 is within the limit of 10 percent; off 25 it would be everything.
    for (role, discount) in [(Role::Staff, 2), (Role::Manager, 25)] {
        let order = till.take(body.clone()).await;
        let amended = till.act(role, &order, "amend", one.clone()).await;
        assert_eq!(amended["order"]["discount"], discount, "{role:?}");
        assert_eq!(amended["order"]["total_amount"], 25 - discount);
    }
}
