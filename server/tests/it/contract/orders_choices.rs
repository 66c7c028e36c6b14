//! What is chosen on the lines of an order, and what cannot be ordered, over HTTP.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, lines},
};

crate::on_both!(
    choices_cost_and_use_what_they_say,
    what_cannot_be_chosen,
    what_is_sold_out_or_unknown_is_refused,
    who_it_is_for_comes_back,
);

/// 薯條 (40) with extras (0-2: 加蛋 +15 with an egg, 加起司 +10, 去鹽) and a size (1: 小 by default, 大 +20); the ids.
async fn menu(till: &Till) -> (i64, [i64; 5]) {
    let (fries, egg) = (till.item("薯條").await, till.ingredient("雞蛋").await);
    let egg = json!([{"ingredient_id": egg, "quantity": 1}]);
    let extras = json!({"name": "加料", "max_choices": 2, "modifiers": [
        {"name": "加蛋", "price_delta": 15, "recipe": egg}, {"name": "加起司", "price_delta": 10}, {"name": "去鹽"},
    ]});
    let size = json!({"name": "大小", "min_choices": 1, "max_choices": 1, "modifiers": [
        {"name": "小", "is_default": true}, {"name": "大", "price_delta": 20},
    ]});
    let extras = till.set("POST", "/api/menu/modifier-groups", extras).await;
    let size = till.set("POST", "/api/menu/modifier-groups", size).await;
    let groups = json!({"group_ids": [extras["id"], size["id"]]});
    till.set("PUT", &format!("/api/menu/items/{fries}/modifier-groups"), groups).await;
    let id = |group: &Value, at: usize| group["modifiers"][at]["id"].as_i64().unwrap();
    (fries, [id(&extras, 0), id(&extras, 1), id(&extras, 2), id(&size, 0), id(&size, 1)])
}

fn names(line: &Value) -> Vec<&str> {
    line["modifiers"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

async fn choices_cost_and_use_what_they_say(backend: Backend) {
    let till = Till::open(backend).await;
    let (fries, [egg, _, _, _, large]) = menu(&till).await;
    let chosen = json!({"menu_item_id": fries, "quantity": 2, "modifier_ids": [large, egg]});
    let order = till.take(json!({"items": [chosen], "auto_pay": false})).await;
    assert_eq!(lines(&order), json!([["薯條", 2, 75, 150, null]]));
    assert_eq!(names(&order["items"][0]), ["加蛋", "大"]);
    assert_eq!(order["items"][0]["modifiers"][0]["price_delta"], 15);
    assert_eq!((&order["total_amount"], &till.order(&order).await["items"]), (&json!(150), &order["items"]));
    // What a choice costs and uses is that of the sale.
    let groups = till.ask(Role::Owner, "GET", "/api/menu/modifier-groups", Value::Null).await.body;
    let extras = groups.as_array().unwrap().iter().find(|group| group["name"] == "加料").unwrap();
    let dearer = json!({"modifiers": [{"id": egg, "name": "加蛋", "price_delta": 99}]});
    till.set("PUT", &format!("/api/menu/modifier-groups/{}", extras["id"]), dearer).await;
    let paid = till.act(Role::Staff, &order, "pay", Value::Null).await;
    assert_eq!((&paid["total_amount"], lines(&paid)), (&json!(150), lines(&order)));
    let used = json!([["usage", "雞蛋", -2], ["usage", "薯條", -240]]);
    assert_eq!(till.moved(&order, "ORDER").await, used);
    // Who says nothing of choices gets the defaults.
    let plain = till.take(json!({"items": [{"menu_item_id": fries, "quantity": 1}]})).await;
    assert_eq!(lines(&plain), json!([["薯條", 1, 40, 40, null]]));
    assert_eq!(names(&plain["items"][0]), ["小"]);
    let null = json!({"items": [{"menu_item_id": fries, "quantity": 1, "modifier_ids": null}]});
    assert_eq!(names(&till.take(null).await["items"][0]), ["小"]);
}

async fn what_cannot_be_chosen(backend: Backend) {
    let till = Till::open(backend).await;
    let (fries, [egg, cheese, unsalted, small, large]) = menu(&till).await;
    let sweet = json!({"name": "甜度", "modifiers": [{"name": "半糖"}]});
    let sweet = till.set("POST", "/api/menu/modifier-groups", sweet).await;
    let foreign = sweet["modifiers"][0]["id"].as_i64().unwrap();
    let order = |ids: Value| json!({"items": [{"menu_item_id": fries, "quantity": 1, "modifier_ids": ids}]});
    for (ids, why) in [
        (json!([]), "no size"),
        (json!([egg]), "no size, but an extra"),
        (json!([small, large]), "two sizes"),
        (json!([small, egg, cheese, unsalted]), "three extras"),
        (json!([small, foreign]), "a choice of another item"),
        (json!([small, 987_654]), "a choice that does not exist"),
        (json!([small, egg, egg]), "a choice twice"),
    ] {
        let detail = till.turned_away(Role::Staff, "/api/orders", order(ids), 400).await;
        assert!(detail.is_string(), "{why}: {detail}");
    }
    till.take(order(json!([small, egg, cheese]))).await;
    let group = till.ask(Role::Owner, "GET", "/api/menu/modifier-groups", Value::Null).await.body;
    let extras = group.as_array().unwrap().iter().find(|group| group["name"] == "加料").unwrap();
    let off = json!({"modifiers": [{"id": egg, "name": "加蛋", "is_active": false}]});
    till.set("PUT", &format!("/api/menu/modifier-groups/{}", extras["id"]), off).await;
    for ids in [json!([small, egg]), json!([small, cheese])] {
        till.turned_away(Role::Staff, "/api/orders", order(ids), 400).await;
    }
    till.named("/api/orders", order(json!(vec![egg; 51])), "items.0.modifier_ids").await;
    till.named("/api/orders", order(json!("x")), "items.0.modifier_ids").await;
    till.named("/api/orders", order(json!([1.5])), "items.0.modifier_ids.0").await;
}

async fn what_is_sold_out_or_unknown_is_refused(backend: Backend) {
    let till = Till::open(backend).await;
    let fries = till.item("薯條").await;
    let order = json!({"items": [till.line("薯餅", 1).await, till.line("薯條", 1).await]});
    let mark = format!("/api/menu/items/{fries}/sold-out");
    till.set("POST", &mark, json!({"sold_out": true})).await;
    till.turned_away(Role::Staff, "/api/orders", order.clone(), 400).await;
    till.set("POST", &mark, json!({"sold_out": false})).await;
    let item = format!("/api/menu/items/{fries}");
    till.set("PUT", &item, json!({"is_active": false})).await;
    till.turned_away(Role::Staff, "/api/orders", order.clone(), 400).await;
    till.set("PUT", &item, json!({"is_active": true})).await;
    till.take(order).await;
    let unknown = json!({"items": [{"menu_item_id": 987_654, "quantity": 1}]});
    till.turned_away(Role::Staff, "/api/orders", unknown, 400).await;
    let one = till.line("薯條", 1).await;
    for (body, place) in [
        (json!({"items": vec![one.clone(); 201]}), "items"),
        (json!({"items": [till.line("薯條", 0).await]}), "items.0.quantity"),
        (json!({"items": [one, till.line("薯條", 101).await]}), "items.1.quantity"),
        (json!({"items": [till.noted("薯條", 1, &"長".repeat(201)).await]}), "items.0.note"),
    ] {
        till.named("/api/orders", body, place).await;
    }
    let most =
        json!({"items": vec![till.noted("薯條", 100, &"長".repeat(200)).await; 200], "auto_pay": false});
    assert_eq!(till.take(most).await["total_amount"], 800_000);
}

async fn who_it_is_for_comes_back(backend: Backend) {
    let till = Till::open(backend).await;
    let order = |more: Value, line: &Value| {
        let mut body = json!({"items": [line]});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let line = till.line("薯條", 1).await;
    let told = json!({
        "source": "delivery", "payment_method": "easycard", "table_no": "外3", "customer_name": "王小姐",
        "customer_phone": "0912-345678", "due_at": "2026-11-23T09:30:00+08:00",
    });
    let made = till.take(order(told.clone(), &line)).await;
    for field in ["source", "payment_method", "table_no", "customer_name", "customer_phone"] {
        assert_eq!(made[field], told[field], "{field}");
    }
    assert_eq!(made["due_at"], "2026-11-23T01:30:00.000000Z");
    assert_eq!(till.order(&made).await, made);
    let plain = till.take(order(json!({"customer_name": "  "}), &line)).await;
    assert_eq!((&plain["source"], &plain["payment_method"]), (&json!("takeout"), &json!("cash")));
    for field in ["table_no", "customer_name", "customer_phone", "due_at"] {
        assert!(plain[field].is_null(), "{field}");
    }
    for (field, bad) in [
        ("table_no", json!("x".repeat(21))),
        ("customer_name", json!("x".repeat(81))),
        ("customer_phone", json!("1".repeat(31))),
        ("due_at", json!("tomorrow")),
        ("due_at", json!(7)),
        ("held", json!("yes")),
        ("client_id", json!("x")),
    ] {
        till.named("/api/orders", order(json!({field: bad}), &line), field).await;
    }
}
