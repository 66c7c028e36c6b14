//! Combos on orders over HTTP.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, lines},
};

crate::on_both!(
    a_bundles_price_is_shared_out_over_its_lines,
    combos_and_items_on_one_order,
    what_is_wrong_with_a_bundle,
    what_a_bundle_may_not_say,
);

const NOTE: &str = "[COMBO:SET]";

async fn a_bundles_price_is_shared_out_over_its_lines(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    let before = till.site.shop.on_hand("紅茶").await;
    // 70 over 20, 25 and 40: 16.47, 20.59 and 32.94.
    let one = till.take(json!({"combos": [till.set_of(combo, "薯條", 1).await]})).await;
    let want = json!([["中紅茶", 1, 16, 16, NOTE], ["薯餅", 1, 21, 21, NOTE], ["薯條", 1, 33, 33, NOTE],]);
    assert_eq!((lines(&one), &one["total_amount"]), (want, &json!(70)), "one line for each chosen item");
    let used = json!([["usage", "薯餅", -1], ["usage", "薯條", -120], ["usage", "紅茶", -350]]);
    assert_eq!(till.moved(&one, "ORDER").await, used, "stock goes by the chosen items' recipes");
    assert_eq!(till.site.shop.on_hand("紅茶").await, before - 350_000);
    // 210 over 60, 75 and 120: 49.41, 61.76 and 98.82; the price of one is a rounded share.
    let three = till.take(json!({"combos": [till.set_of(combo, "薯條", 3).await]})).await;
    let want =
        json!([["中紅茶", 3, 16.33, 49, NOTE], ["薯餅", 3, 20.67, 62, NOTE], ["薯條", 3, 33, 99, NOTE],]);
    assert_eq!((lines(&three), &three["total_amount"]), (want, &json!(210)));
    let used = json!([["usage", "薯餅", -3], ["usage", "薯條", -360], ["usage", "紅茶", -1050]]);
    assert_eq!(till.moved(&three, "ORDER").await, used);
    // A price with cents is shared out in cents: 1658.82, 2073.53 and 3317.65.
    till.set("PUT", &format!("/api/menu/combos/{combo}"), json!({"bundle_price": 70.5})).await;
    let cents = till.take(json!({"combos": [till.set_of(combo, "薯條", 1).await]})).await;
    let totals: Vec<&Value> =
        cents["items"].as_array().unwrap().iter().map(|line| &line["line_total"]).collect();
    assert_eq!(json!(totals), json!([16.59, 20.73, 33.18]));
    assert_eq!(cents["total_amount"], json!(70.5));
    assert_eq!(lines(&till.order(&three).await), lines(&three), "what was sold stays as it was");
}

async fn combos_and_items_on_one_order(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    // Any item does as a side, a drink too, and the same one twice; the quantity is 1 where none is given.
    let (milk, tea) = (till.item("大冰奶").await, till.item("中紅茶").await);
    let odd = json!({"combo_id": combo, "drink_item_ids": [milk], "side_item_ids": [tea, tea]});
    let order = till
        .take(json!({
            "items": [till.noted("原味蛋餅", 2, "去蔥").await],
            "combos": [odd, till.set_of(combo, "薯條", 2).await],
        }))
        .await;
    // 70 over 50, 20 and 20: 38.89, 15.56 and 15.56; 140 over 40, 50 and 80: 32.94, 41.18 and 65.88.
    let want = json!([
        ["原味蛋餅", 2, 35, 70, "去蔥"],
        ["大冰奶", 1, 39, 39, NOTE],
        ["中紅茶", 1, 16, 16, NOTE],
        ["中紅茶", 1, 15, 15, NOTE],
        ["中紅茶", 2, 16.5, 33, NOTE],
        ["薯餅", 2, 20.5, 41, NOTE],
        ["薯條", 2, 33, 66, NOTE],
    ]);
    assert_eq!((lines(&order), &order["total_amount"]), (want, &json!(280)));
    assert_eq!(lines(&till.order(&order).await), lines(&order), "and it is read as it was answered");
    // A bundle whose list of drinks is empty takes any.
    let open = json!({"code": "open", "name": "任選", "bundle_price": 30});
    let open = till.set("POST", "/api/menu/combos", open).await;
    let fries = till.item("薯條").await;
    let order = till.take(json!({"combos": [{"combo_id": open["id"], "drink_item_ids": [fries]}]})).await;
    assert_eq!(lines(&order), json!([["薯條", 1, 30, 30, "[COMBO:OPEN]"]]));
}

async fn what_is_wrong_with_a_bundle(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    let off = json!({"code": "OFF", "name": "停售", "bundle_price": 70, "is_active": false});
    let off = till.set("POST", "/api/menu/combos", off).await["id"].as_i64().unwrap();
    let (tea, milk, latte) = (till.item("中紅茶").await, till.item("大冰奶").await, till.item("拿鐵").await);
    let (fries, gone, sold_out) = (till.item("薯條").await, till.item("雞塊").await, till.item("薯餅").await);
    till.set("PUT", &format!("/api/menu/items/{gone}"), json!({"is_active": false})).await;
    till.set("POST", &format!("/api/menu/items/{sold_out}/sold-out"), json!({"sold_out": true})).await;
    till.set("PUT", &format!("/api/menu/items/{milk}"), json!({"is_active": false})).await;
    let set = |id: i64, drinks: &[i64], sides: &[i64]| json!({"combos": [{"combo_id": id, "drink_item_ids": drinks, "side_item_ids": sides}]});
    for (body, why) in [
        (set(987_654, &[tea], &[fries, fries]), "an unknown combo"),
        (set(off, &[tea], &[]), "an inactive combo"),
        (set(combo, &[], &[fries, fries]), "no drink"),
        (set(combo, &[tea, tea], &[fries, fries]), "a drink too many"),
        (set(combo, &[tea], &[fries]), "a side too few"),
        (set(combo, &[tea], &[fries; 3]), "a side too many"),
        (set(combo, &[latte], &[fries, fries]), "a drink that is not eligible"),
        (set(combo, &[milk], &[fries, fries]), "a drink that is not sold at present"),
        (set(combo, &[tea], &[fries, gone]), "a side that is not sold at present"),
        (set(combo, &[tea], &[fries, sold_out]), "a side that is sold out"),
        (set(combo, &[tea], &[fries, 987_654]), "a side that does not exist"),
        (json!({"combos": [{"combo_id": combo}]}), "a bundle without its lists"),
    ] {
        let detail = till.turned_away(Role::Staff, "/api/orders", body, 400).await;
        assert!(detail.is_string(), "{why}: {detail}");
    }
    // The whole order is refused, whatever else is right on it.
    let mut body = set(combo, &[tea], &[fries]);
    body["items"] = json!([{"menu_item_id": fries, "quantity": 1}]);
    till.turned_away(Role::Staff, "/api/orders", body, 400).await;
    till.take(set(combo, &[tea], &[fries, fries])).await;
}

async fn what_a_bundle_may_not_say(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    let set = till.set_of(combo, "薯條", 1).await;
    let with = |field: &str, value: Value| {
        let mut set = set.clone();
        set[field] = value;
        json!({"combos": [set], "auto_pay": false})
    };
    for (body, place) in [
        (json!({}), "items"),
        (json!({"items": [], "combos": []}), "items"),
        (json!({"combos": vec![set.clone(); 51]}), "combos"),
        (json!({"combos": 1}), "combos"),
        (with("quantity", json!(0)), "combos.0.quantity"),
        (with("quantity", json!(21)), "combos.0.quantity"),
        (with("quantity", json!("1")), "combos.0.quantity"),
        (with("drink_item_ids", json!(vec![1; 21])), "combos.0.drink_item_ids"),
        (with("side_item_ids", json!(vec![1; 21])), "combos.0.side_item_ids"),
        (with("side_item_ids", json!(["1"])), "combos.0.side_item_ids.0"),
        (with("combo_id", Value::Null), "combos.0.combo_id"),
    ] {
        till.named("/api/orders", body, place).await;
    }
    let most = till.take(with("quantity", json!(20))).await;
    assert_eq!(most["total_amount"], 1400);
    let most = till.take(json!({"combos": vec![set; 50], "auto_pay": false})).await;
    assert_eq!((&most["total_amount"], most["items"].as_array().unwrap().len()), (&json!(3500), 150));
}
