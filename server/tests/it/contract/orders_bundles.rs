//! Amending orders with combos over HTTP: a bundle keeps its price where all its lines are kept.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    till::{Till, lines, money, plain},
};

crate::on_both!(
    a_bundle_that_is_kept_keeps_its_price,
    a_bundle_that_is_broken_loses_it,
    the_bundle_of_which_all_is_kept_is_found,
    typed_in_it_is_plain_text,
);

const NOTE: &str = "[COMBO:SET]";

async fn amend(till: &Till, order: &Value, items: &[Value]) -> Value {
    till.act(Role::Staff, order, "amend", json!({"items": items})).await
}

/// So many of each of a bundle's items.
async fn bundled(till: &Till, counts: [(&str, u32); 3]) -> Vec<Value> {
    let mut items = Vec::new();
    for (name, quantity) in counts.into_iter().filter(|(_, quantity)| *quantity > 0) {
        items.push(till.noted(name, quantity, NOTE).await);
    }
    items
}

async fn a_bundle_that_is_kept_keeps_its_price(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    let order = till.take(json!({"combos": [till.set_of(combo, "薯條", 2).await]})).await;
    till.set("PUT", &format!("/api/menu/combos/{combo}"), json!({"bundle_price": 99, "is_active": false}))
        .await;
    let mut wanted = bundled(&till, [("中紅茶", 2), ("薯餅", 2), ("薯條", 2)]).await;
    wanted.push(till.line("荷包蛋", 1).await);
    let answer = amend(&till, &order, &wanted).await;
    let mut want = lines(&order).as_array().unwrap().clone();
    want.push(json!(["荷包蛋", 1, 15, 15, null]));
    assert_eq!((lines(&answer["order"]), &answer["order"]["total_amount"]), (json!(want), &json!(155)));
    // One bundle less: the price of one goes.
    let wanted = bundled(&till, [("中紅茶", 1), ("薯餅", 1), ("薯條", 1)]).await;
    let answer = amend(&till, &order, &wanted).await;
    let want = json!([["中紅茶", 1, 16, 16, NOTE], ["薯餅", 1, 21, 21, NOTE], ["薯條", 1, 33, 33, NOTE]]);
    assert_eq!((lines(&answer["order"]), &answer["order"]["total_amount"]), (want, &json!(70)));
    let want = json!([["sale", "cash", 140], ["sale", "cash", 15], ["refund", "cash", 85]]);
    assert_eq!(money(&answer["order"]), want);
}

async fn a_bundle_that_is_broken_loses_it(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    let order = till.take(json!({"combos": [till.set_of(combo, "薯條", 2).await]})).await;
    let wanted = bundled(&till, [("中紅茶", 2), ("薯餅", 2), ("薯條", 1)]).await;
    let answer = amend(&till, &order, &wanted).await;
    assert_eq!(answer["order"]["total_amount"], 70 + 20 + 25, "one bundle is whole, one is broken");
    let want = json!({"added": [], "removed": [], "quantity_changed": [
        {"menu_item_name": "薯條", "before_quantity": 2, "after_quantity": 1, "note": NOTE},
    ]});
    assert_eq!(plain(&answer["diff"]), want);
    assert_eq!(till.moved(&order, "AMEND").await, json!([["adjustment", "薯條", 120]]));
    let wanted = bundled(&till, [("中紅茶", 2), ("薯餅", 2), ("薯條", 0)]).await;
    let answer = amend(&till, &order, &wanted).await;
    assert_eq!(answer["order"]["total_amount"], 40 + 50, "the menu's price");
    let sum: i64 =
        answer["order"]["items"].as_array().unwrap().iter().map(|l| l["line_total"].as_i64().unwrap()).sum();
    assert_eq!(sum, 90);
    assert_eq!(
        money(&answer["order"]),
        json!([["sale", "cash", 140], ["refund", "cash", 25], ["refund", "cash", 25]])
    );
    // What comes back to it is no bundle any more.
    let wanted = bundled(&till, [("中紅茶", 2), ("薯餅", 2), ("薯條", 2)]).await;
    assert_eq!(amend(&till, &order, &wanted).await["order"]["total_amount"], 90 + 80);
    let paid = till.order(&order).await;
    till.act(Role::Manager, &order, "status", json!({"status": "cancelled"})).await;
    assert_eq!(paid["payment_status"], "paid");
    for (name, opening) in [("薯餅", 120), ("薯條", 8000), ("紅茶", 30_000)] {
        assert_eq!(till.site.shop.on_hand(name).await, opening * 1000, "{name}");
    }
}

async fn the_bundle_of_which_all_is_kept_is_found(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    let combos = [till.set_of(combo, "薯條", 1).await, till.set_of(combo, "雞塊", 1).await];
    for gone in ["薯條", "雞塊"] {
        let order = till.take(json!({"combos": combos})).await;
        assert_eq!(order["total_amount"], 140);
        let stays = if gone == "薯條" { "雞塊" } else { "薯條" };
        let wanted = bundled(&till, [("中紅茶", 1), ("薯餅", 1), (stays, 1)]).await;
        let answer = amend(&till, &order, &wanted).await;
        assert_eq!(answer["order"]["total_amount"], 70, "without {gone}");
        let wanted = bundled(&till, [("中紅茶", 1), ("薯餅", 1), (stays, 1)]).await;
        assert_eq!(amend(&till, &order, &wanted).await["order"], answer["order"]);
        // Two drinks and two 薯餅, but one bundle's other side is gone: the other one is still whole.
        let order = till.take(json!({"combos": combos})).await;
        let wanted = bundled(&till, [("中紅茶", 2), ("薯餅", 2), (stays, 1)]).await;
        assert_eq!(amend(&till, &order, &wanted).await["order"]["total_amount"], 70 + 20 + 25);
    }
}

async fn typed_in_it_is_plain_text(backend: Backend) {
    let till = Till::open(backend).await;
    let combo = till.combo().await;
    let order =
        till.take(json!({"items": bundled(&till, [("中紅茶", 1), ("薯餅", 1), ("薯條", 1)]).await})).await;
    assert_eq!(order["total_amount"], 85);
    let wanted = bundled(&till, [("中紅茶", 1), ("薯餅", 2), ("薯條", 1)]).await;
    assert_eq!(amend(&till, &order, &wanted).await["order"]["total_amount"], 110);
    // Nor does an amendment make a bundle larger.
    let order = till.take(json!({"combos": [till.set_of(combo, "薯條", 1).await]})).await;
    let wanted = bundled(&till, [("中紅茶", 2), ("薯餅", 2), ("薯條", 2)]).await;
    assert_eq!(amend(&till, &order, &wanted).await["order"]["total_amount"], 70 + 85);
}
