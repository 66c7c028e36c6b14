//! Amending orders over HTTP: what changed, what it costs, what is refused.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, lines, money, plain},
};

crate::on_both!(
    what_was_added_removed_and_changed,
    no_change_leaves_no_trace,
    what_cannot_be_amended,
    units_that_stay_keep_their_price,
    units_that_stay_keep_their_choices,
    a_paid_order_is_settled_at_once,
    only_the_increase_may_be_short,
    a_counter_sees_the_difference_before_it_sends_it,
);

async fn amend(till: &Till, order: &Value, items: &[Value]) -> Value {
    till.act(Role::Staff, order, "amend", json!({"items": items})).await
}

async fn what_was_added_removed_and_changed(backend: Backend) {
    let till = Till::open(backend).await;
    let items = [
        till.noted("原味蛋餅", 2, "去蔥").await,
        till.line("薯餅", 1).await,
        till.line("大冰奶", 1).await,
        till.line("荷包蛋", 1).await,
    ];
    let order = till.take(json!({"items": items, "auto_pay": false})).await;
    let wanted = [
        till.noted("原味蛋餅", 3, " 去蔥 ").await,
        till.noted("大冰奶", 1, "少冰").await,
        till.line("荷包蛋", 1).await,
        till.line("薯條", 1).await,
    ];
    let answer = amend(&till, &order, &wanted).await;
    let entry = |name: &str, note: Value| json!({"menu_item_name": name, "quantity": 1, "note": note});
    let want = json!({
        "added": [entry("大冰奶", json!("少冰")), entry("薯條", Value::Null)],
        "removed": [entry("薯餅", Value::Null), entry("大冰奶", Value::Null)],
        "quantity_changed": [{
            "menu_item_name": "原味蛋餅", "before_quantity": 2, "after_quantity": 3, "note": "去蔥",
        }],
    });
    assert_eq!(plain(&answer["diff"]), want, "a changed note is a removal and an addition");
    let after = &answer["order"];
    assert_eq!(after["total_amount"], 105 + 50 + 15 + 40);
    let mut sold = lines(after).as_array().unwrap().clone();
    sold.sort_by_key(ToString::to_string);
    let mut all = vec![
        json!(["原味蛋餅", 3, 35, 105, "去蔥"]),
        json!(["大冰奶", 1, 50, 50, "少冰"]),
        json!(["荷包蛋", 1, 15, 15, null]),
        json!(["薯條", 1, 40, 40, null]),
    ];
    all.sort_by_key(ToString::to_string);
    assert_eq!(sold, all);
    assert_eq!(till.order(&order).await, *after);
    // An unpaid order: no money and no stock moves.
    assert_eq!((money(after), &after["payment_status"]), (json!([]), &json!("unpaid")));
    assert_eq!(till.moved(&order, "AMEND").await, json!([]));
    let (names, event) = till.events(&order).await;
    assert_eq!(names, ["order_created", "order_amended"]);
    assert_eq!((plain(&event["diff"]), event["low_stock"].is_array()), (want, true));
    assert_eq!((&event["order_number"], &event["status"]), (&order["order_number"], &json!("pending")));
    assert_eq!(till.audited(&order, "order.amend").await, 1);
    // The payment then takes what is on it now.
    till.act(Role::Staff, &order, "pay", Value::Null).await;
    let used = json!([
        ["usage", "雞蛋", -4],
        ["usage", "蛋餅皮", -3],
        ["usage", "薯條", -120],
        ["usage", "紅茶", -350],
        ["usage", "鮮奶", -150]
    ]);
    assert_eq!(till.moved(&order, "ORDER").await, used);
}

async fn no_change_leaves_no_trace(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    let items = [till.noted("原味蛋餅", 2, "去蔥").await, till.line("薯餅", 2).await];
    for auto_pay in [false, true] {
        let combos = [till.set_of(combo, "薯條", 1).await];
        let order = till.take(json!({"items": items, "combos": combos, "auto_pay": auto_pay})).await;
        let before = till.traces().await;
        // In another order, and one line in two.
        let wanted = [
            till.noted("薯條", 1, "[COMBO:SET]").await,
            till.line("薯餅", 1).await,
            till.noted("薯餅", 1, "[COMBO:SET]").await,
            till.noted("中紅茶", 1, "[COMBO:SET]").await,
            till.noted("原味蛋餅", 2, "去蔥").await,
            till.line("薯餅", 1).await,
        ];
        let answer = amend(&till, &order, &wanted).await;
        assert_eq!(answer["diff"], json!({"added": [], "removed": [], "quantity_changed": []}));
        assert_eq!(answer["order"], order);
        assert_eq!(till.traces().await, before, "no event, no audit line");
    }
}

async fn what_cannot_be_amended(backend: Backend) {
    let till = Till::open(backend).await;
    let one = json!({"items": [till.line("薯餅", 1).await]});
    let two = json!({"items": [till.line("薯餅", 2).await]});
    let over = "Completed or cancelled orders cannot be amended";
    let cancelled = till.take(one.clone()).await;
    till.act(Role::Kitchen, &cancelled, "status", json!({"status": "cancelled"})).await;
    let completed = till.take(one.clone()).await;
    for status in ["preparing", "ready", "completed"] {
        assert_eq!(
            till.act(Role::Kitchen, &completed, "status", json!({"status": status})).await["status"],
            status
        );
        if status == "ready" {
            amend(&till, &completed, &[till.line("薯餅", 3).await]).await;
        }
    }
    for order in [&cancelled, &completed] {
        assert_eq!(till.refused(Role::Staff, order, "amend", two.clone(), 409).await, over);
        assert_eq!(
            till.refused(Role::Staff, order, "amend", one.clone(), 409).await,
            over,
            "even without a change"
        );
    }
    let order = till.take(one.clone()).await;
    till.refused(Role::Kitchen, &order, "amend", two.clone(), 403).await;
    let nowhere = till.refused(Role::Staff, &json!({"id": 987_654}), "amend", two.clone(), 404).await;
    assert_eq!(nowhere, "Order not found");
    let gone = till.item("雞塊").await;
    till.set("PUT", &format!("/api/menu/items/{gone}"), json!({"is_active": false})).await;
    let sold_out = till.item("薯條").await;
    till.set("POST", &format!("/api/menu/items/{sold_out}/sold-out"), json!({"sold_out": true})).await;
    for id in [gone, sold_out, 987_654] {
        let body = json!({"items": [{"menu_item_id": id, "quantity": 1}]});
        assert!(till.refused(Role::Staff, &order, "amend", body, 400).await.is_string());
    }
    let path = format!("/api/orders/{}/amend", order["id"]);
    for (body, place) in [
        (json!({}), "items"),
        (json!({"items": []}), "items"),
        (json!({"items": vec![one["items"][0].clone(); 201]}), "items"),
        (json!({"items": [till.line("薯餅", 0).await]}), "items.0.quantity"),
        (json!({"items": [till.line("薯餅", 101).await]}), "items.0.quantity"),
        (json!({"items": [till.noted("薯餅", 1, &"x".repeat(201)).await]}), "items.0.note"),
    ] {
        till.named(&path, body, place).await;
    }
    let all = json!({"lines": [{"line_id": order["items"][0]["id"], "quantity": 1}], "reason": "做錯"});
    till.act(Role::Manager, &order, "refund", all).await;
    till.refused(Role::Staff, &order, "amend", two, 409).await;
}

async fn units_that_stay_keep_their_price(backend: Backend) {
    let till = Till::open(backend).await;
    let order = till.take(json!({"items": [till.line("荷包蛋", 3).await]})).await;
    let (item, egg) = (till.item("荷包蛋").await, till.ingredient("雞蛋").await);
    let path = format!("/api/menu/items/{item}");
    till.set("PUT", &path, json!({"price": 20, "is_active": false, "name": "大荷包蛋"})).await;
    let recipe = json!([{"ingredient_id": egg, "quantity": 2}]);
    till.set("PUT", &format!("{path}/recipe"), recipe).await;
    // Fewer, though it is not sold any more; more of it cannot be added.
    let unit = |quantity: u32| json!({"menu_item_id": item, "quantity": quantity});
    let answer = amend(&till, &order, &[unit(2)]).await;
    assert_eq!(lines(&answer["order"]), json!([["荷包蛋", 2, 15, 30, null]]));
    assert_eq!(till.moved(&order, "AMEND").await, json!([["adjustment", "雞蛋", 1]]));
    till.refused(Role::Staff, &order, "amend", json!({"items": [unit(3)]}), 400).await;
    till.set("PUT", &path, json!({"is_active": true})).await;
    let answer = amend(&till, &order, &[unit(4)]).await;
    assert_eq!(answer["order"]["total_amount"], 2 * 15 + 2 * 20, "added units take today's price");
    let changed = &answer["diff"]["quantity_changed"][0];
    assert_eq!((&changed["before_quantity"], &changed["after_quantity"]), (&json!(2), &json!(4)));
    let moved = json!([["adjustment", "雞蛋", 1], ["usage", "雞蛋", -4]]);
    let mut found = till.moved(&order, "AMEND").await.as_array().unwrap().clone();
    found.sort_by_key(ToString::to_string);
    assert_eq!(json!(found), moved, "and today's recipe");
    assert_eq!(
        money(&answer["order"]),
        json!([["sale", "cash", 45], ["refund", "cash", 15], ["sale", "cash", 40]])
    );
}

async fn units_that_stay_keep_their_choices(backend: Backend) {
    let till = Till::open(backend).await;
    let group = json!({"name": "甜度", "modifiers": [{"name": "半糖", "price_delta": 5}, {"name": "無糖"}]});
    let group = till.set("POST", "/api/menu/modifier-groups", group).await;
    let (half, none) = (&group["modifiers"][0]["id"], &group["modifiers"][1]["id"]);
    let tea = till.item("中紅茶").await;
    let of = json!({"group_ids": [group["id"]]});
    till.set("PUT", &format!("/api/menu/items/{tea}/modifier-groups"), of).await;
    let line = |quantity: u32, choices: Value| json!({"menu_item_id": tea, "quantity": quantity, "modifier_ids": choices});
    let order = till.take(json!({"items": [line(1, json!([half]))], "auto_pay": false})).await;
    // Who says nothing of choices means the units that are there, with their choices.
    let silent = json!({"menu_item_id": tea, "quantity": 1});
    let answer = amend(&till, &order, &[silent]).await;
    assert_eq!((&answer["order"], &answer["diff"]["removed"]), (&order, &json!([])));
    // Other choices are a removal and an addition.
    let answer = amend(&till, &order, &[line(2, json!([none]))]).await;
    assert_eq!(
        (&answer["diff"]["added"][0]["quantity"], &answer["diff"]["removed"][0]["quantity"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(lines(&answer["order"]), json!([["中紅茶", 2, 20, 40, null]]));
    till.refused(Role::Staff, &order, "amend", json!({"items": [line(1, json!([half, none]))]}), 400).await;
}

async fn a_paid_order_is_settled_at_once(backend: Backend) {
    let till = Till::open(backend).await;
    let body = json!({"items": [till.line("薯餅", 2).await], "payment_method": "line_pay"});
    let order = till.take(body).await;
    let wanted = [till.line("薯餅", 1).await, till.line("薯條", 1).await];
    let answer = amend(&till, &order, &wanted).await;
    let after = &answer["order"];
    assert_eq!(
        (money(after), &after["payment_status"]),
        (json!([["sale", "line_pay", 50], ["sale", "line_pay", 15]]), &json!("paid"))
    );
    let moved = json!([["adjustment", "薯餅", 1], ["usage", "薯條", -120]]);
    assert_eq!(till.moved(&order, "AMEND").await, moved);
    let answer = amend(&till, &order, &[till.line("薯餅", 1).await]).await;
    let want = json!([["sale", "line_pay", 50], ["sale", "line_pay", 15], ["refund", "line_pay", 40]]);
    assert_eq!((money(&answer["order"]), &answer["order"]["payment_status"]), (want, &json!("paid")));
    assert_eq!(answer["order"]["paid_at"], order["paid_at"]);
    // The same price, and what both use stays where it is.
    let order = till.take(json!({"items": [till.line("火腿蛋餅", 2).await]})).await;
    let answer = amend(&till, &order, &[till.line("起司蛋餅", 2).await]).await;
    assert_eq!(money(&answer["order"]), json!([["sale", "cash", 90]]), "no row says that no money moved");
    let moved = json!([["usage", "起司片", -2], ["adjustment", "火腿", 4]]);
    assert_eq!(till.moved(&order, "AMEND").await, moved);
}

async fn only_the_increase_may_be_short(backend: Backend) {
    let till = Till::open(backend).await;
    let order = till.take(json!({"items": [till.line("薯餅", 5).await, till.line("薯條", 1).await]})).await;
    let unpaid = till.take(json!({"items": [till.line("薯餅", 1).await], "auto_pay": false})).await;
    till.stock("薯餅", 1).await;
    let wanted = json!({"items": [till.line("薯餅", 7).await, till.line("薯條", 1).await]});
    let detail = till.refused(Role::Staff, &order, "amend", wanted, 409).await;
    let want = json!({"message": "Insufficient inventory", "shortages": [
        {"ingredient_name": "薯餅", "current_stock": 1, "required": 2, "unit": "片"},
    ]});
    assert_eq!(detail, want);
    assert_eq!(till.order(&order).await, order);
    let wanted = [till.line("薯餅", 6).await, till.line("薯條", 1).await];
    amend(&till, &order, &wanted).await;
    assert_eq!(till.site.shop.on_hand("薯餅").await, 0);
    let more = amend(&till, &unpaid, &[till.line("薯餅", 9).await]).await;
    assert_eq!(more["order"]["total_amount"], 225, "what is not paid takes nothing yet");
}

async fn a_counter_sees_the_difference_before_it_sends_it(backend: Backend) {
    let till = Till::open(backend).await;
    let order = till.take(json!({"items": [till.line("薯餅", 2).await]})).await;
    let ask = async |what: &str, items: Value, seq: Option<&Value>| {
        let mut body = json!({"order_id": order["id"], "items": items});
        if let Some(seq) = seq {
            body["seq"] = seq.clone();
        }
        till.ask(Role::Staff, "POST", &format!("/fn/{what}"), body).await.body
    };
    let (more, less) = (json!([till.line("薯餅", 3).await]), json!([till.line("薯餅", 1).await]));
    let before = till.traces().await;
    let paid = |trial: &Value| {
        let amounts = trial["after"]["order"]["payments"].as_array().unwrap().iter();
        amounts.map(|p| (p["kind"].clone(), p["amount"].clone())).collect::<Vec<_>>()
    };
    let trial = ask("order_amend_try", more.clone(), None).await;
    assert_eq!(trial["after"]["order"]["total_amount"], 75, "{trial}");
    assert_eq!(paid(&trial), [(json!("sale"), json!(50)), (json!("sale"), json!(25))]);
    let trial = ask("order_amend_try", less.clone(), None).await;
    assert_eq!(paid(&trial), [(json!("sale"), json!(50)), (json!("refund"), json!(25))]);
    assert_eq!(till.traces().await, before, "a trial changes nothing");
    assert_eq!(till.order(&order).await, order);
    // What was seen is what is done, or it is refused: meanwhile the kitchen began.
    till.act(Role::Kitchen, &order, "status", json!({"status": "preparing"})).await;
    let began = till.traces().await;
    let late = ask("order_amend", less.clone(), Some(&trial["before"]["seq"])).await;
    assert_eq!(late["Refused"], "order_moved_on", "{late}");
    assert_eq!(till.traces().await, began);
    let trial = ask("order_amend_try", less.clone(), None).await;
    let after = ask("order_amend", less.clone(), Some(&trial["before"]["seq"])).await;
    assert_eq!(after["total_amount"], 25, "{after}");
    assert_eq!(money(&after), json!([["sale", "cash", 50], ["refund", "cash", 25]]));
    // The answer was lost and it is sent again: there is nothing left to change.
    let again = ask("order_amend_try", less, None).await;
    assert_eq!(plain(&again["after"]["diff"]), json!({"added": [], "removed": [], "quantity_changed": []}));
    assert_eq!(
        till.refused(Role::Kitchen, &order, "amend", json!({"items": more}), 403).await,
        "Permission denied"
    );
}
