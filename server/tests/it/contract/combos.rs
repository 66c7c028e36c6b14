//! Combos over HTTP.

use serde_json::{Value, json};

use crate::support::{Backend, office::Shop};

crate::on_both!(a_combo_is_made_changed_and_listed, what_a_combo_refuses, what_a_combo_may_not_say);

async fn a_combo_is_made_changed_and_listed(backend: Backend) {
    let shop = Shop::open(backend).await;
    let (tea, milk, fries) = (shop.id("中紅茶").await, shop.id("大冰奶").await, shop.id("薯條").await);
    let made = shop
        .done(
            "POST",
            "/api/menu/combos",
            json!({
                "code": " set60 ", "name": "60元套餐", "bundle_price": 60.005, "max_drink_price": 35,
                "side_choice_count": 1, "raw_rule_text": "飲品加點心",
                "eligible_drink_item_ids": [milk, tea],
                "side_options": [
                    {"code": "b ", "name": "薯條", "items": [{"menu_item_id": fries, "quantity": 2}]},
                    {"code": "A", "name": "薯餅"},
                ],
            }),
        )
        .await;
    let id = made["id"].as_i64().unwrap();
    let want = json!({
        "id": id, "code": "SET60", "name": "60元套餐", "bundle_price": 60.01, "max_drink_price": 35,
        "drink_choice_count": 1, "side_choice_count": 1, "raw_rule_text": "飲品加點心", "is_active": true,
        "eligible_drinks": [
            {"menu_item_id": milk, "menu_item_name": "大冰奶"},
            {"menu_item_id": tea, "menu_item_name": "中紅茶"},
        ],
        "side_options": [
            {"code": "B", "name": "薯條", "items": [{"menu_item_id": fries, "quantity": 2}]},
            {"code": "A", "name": "薯餅", "items": []},
        ],
    });
    assert_eq!(made, want, "both lists in the order given");
    let path = format!("/api/menu/combos/{id}");
    assert_eq!(shop.get(&path).await, want);
    assert_eq!(shop.get("/api/menu/combos").await, json!([want]));
    // What is absent or null stays; null clears the two fields that may be empty.
    let changed = shop
        .done(
            "PUT",
            &path,
            json!({"bundle_price": 65, "name": null, "max_drink_price": null, "raw_rule_text": null}),
        )
        .await;
    let mut want = want;
    want["bundle_price"] = json!(65);
    want["max_drink_price"] = Value::Null;
    want["raw_rule_text"] = Value::Null;
    assert_eq!(changed, want);
    assert_eq!(shop.get(&path).await, want);
    let again = shop.done("PUT", &path, json!({"code": "set60", "bundle_price": 65.0})).await;
    assert_eq!(again, want);
    assert_eq!(shop.audited("menu.combo.create").await, 1);
    assert_eq!(shop.audited("menu.combo.update").await, 1, "a change that changes nothing leaves no trace");
    // Lists are replaced as a whole.
    let lists = json!({"eligible_drink_item_ids": [tea], "side_options": [{"code": "A", "name": "薯餅"}]});
    let changed = shop.done("PUT", &path, lists).await;
    assert_eq!(changed["eligible_drinks"], json!([{"menu_item_id": tea, "menu_item_name": "中紅茶"}]));
    assert_eq!(changed["side_options"], json!([{"code": "A", "name": "薯餅", "items": []}]));
    assert_eq!(shop.get(&path).await, changed);
    let cleared = json!({"side_choice_count": 0, "side_options": [], "eligible_drink_item_ids": [], "is_active": false});
    let changed = shop.done("PUT", &path, cleared).await;
    assert_eq!((&changed["eligible_drinks"], &changed["side_options"]), (&json!([]), &json!([])));
    assert_eq!(shop.get("/api/menu/combos?active_only=true").await, json!([]));
    assert_eq!(shop.get("/api/menu/combos?active_only=false").await, json!([changed]));
    let plain =
        shop.done("POST", "/api/menu/combos", json!({"code": "p", "name": "單點", "bundle_price": 10})).await;
    assert_eq!((&plain["drink_choice_count"], &plain["side_choice_count"]), (&json!(1), &json!(0)));
}

async fn what_a_combo_refuses(backend: Backend) {
    let shop = Shop::open(backend).await;
    let (tea, milk) = (shop.id("中紅茶").await, shop.id("大冰奶").await);
    let off = shop.id("拿鐵").await;
    shop.done("PUT", &format!("/api/menu/items/{off}"), json!({"is_active": false})).await;
    let combo = |more: Value| {
        let mut body = json!({"code": "NEW", "name": "新套餐", "bundle_price": 60});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let first = combo(json!({
        "code": "A", "eligible_drink_item_ids": [tea, milk], "drink_choice_count": 2,
        "side_options": [{"code": "A", "name": "薯餅"}],
    }));
    let id = shop.done("POST", "/api/menu/combos", first).await["id"].as_i64().unwrap();
    shop.done("POST", "/api/menu/combos", combo(json!({"code": "B"}))).await;
    let (all, one) = ("/api/menu/combos", format!("/api/menu/combos/{id}"));
    let side = |code: &str| json!({"code": code, "name": "薯餅"});
    shop.refuses(&[
            ("GET", "/api/menu/combos/987654", Value::Null, 404, "Combo not found"),
            ("PUT", "/api/menu/combos/987654", json!({}), 404, "Combo not found"),
            ("POST", all, combo(json!({"code": " a "})), 409, "Combo code already exists"),
            ("PUT", &one, json!({"code": "b"}), 409, "Combo code already exists"),
            ("POST", all, combo(json!({"code": "  "})), 400, "A code cannot be blank"),
            ("PUT", &one, json!({"code": " "}), 400, "A code cannot be blank"),
            (
                "POST",
                all,
                combo(json!({"eligible_drink_item_ids": [tea], "drink_choice_count": 2})),
                400,
                "2 are to be chosen, but the list has 1",
            ),
            (
                "POST",
                all,
                combo(json!({"side_options": [side("a")], "side_choice_count": 2})),
                400,
                "2 are to be chosen, but the list has 1",
            ),
            // A count and a list that came at different times have to fit each other too.
            ("PUT", &one, json!({"drink_choice_count": 3}), 400, "3 are to be chosen, but the list has 2"),
            (
                "PUT",
                &one,
                json!({"eligible_drink_item_ids": [tea]}),
                400,
                "2 are to be chosen, but the list has 1",
            ),
            (
                "POST",
                all,
                combo(json!({"eligible_drink_item_ids": [tea, 987_654]})),
                400,
                "Menu item 987654 does not exist",
            ),
            (
                "POST",
                all,
                combo(json!({"eligible_drink_item_ids": [off]})),
                400,
                &format!("Menu item {off} is not sold at present"),
            ),
            (
                "POST",
                all,
                combo(json!({"eligible_drink_item_ids": [tea, milk, tea]})),
                400,
                &format!("Menu item {tea} is given twice"),
            ),
            (
                "PUT",
                &one,
                json!({"eligible_drink_item_ids": [tea, off]}),
                400,
                &format!("Menu item {off} is not sold at present"),
            ),
            (
                "POST",
                all,
                combo(json!({"side_options": [side("a"), side(" A ")]})),
                400,
                "Side code A is given twice",
            ),
            (
                "PUT",
                &one,
                json!({"side_options": [{"code": "x", "name": "x", "items": [{"menu_item_id": 987_654, "quantity": 1}]}]}),
                400,
                "Menu item 987654 does not exist",
            ),
        ],
    )
    .await;
    // A drink that is not sold any more since stays where the body does not name the drinks.
    shop.done("PUT", &format!("/api/menu/items/{milk}"), json!({"is_active": false})).await;
    let kept = shop.done("PUT", &one, json!({"bundle_price": 70})).await;
    assert_eq!(kept["eligible_drinks"][1]["menu_item_id"], milk);
    let open = combo(json!({"code": "OPEN", "drink_choice_count": 20, "side_choice_count": 20}));
    shop.done("POST", all, open).await;
}

async fn what_a_combo_may_not_say(backend: Backend) {
    let shop = Shop::open(backend).await;
    let combo = |field: &str, value: Value| {
        let mut body = json!({"code": "A", "name": "套餐", "bundle_price": 60});
        body[field] = value;
        body
    };
    let made = shop.done("POST", "/api/menu/combos", combo("code", json!("Z".repeat(40)))).await;
    let one = format!("/api/menu/combos/{}", made["id"]);
    let ids: Vec<i64> = (1..=101).collect();
    let many: Vec<Value> = ids.iter().map(|n| json!({"code": n.to_string(), "name": "x"})).collect();
    let sides = |side: Value| json!([side]);
    let cases = [
        ("code", Value::Null, "code"),
        ("code", json!(""), "code"),
        ("code", json!(7), "code"),
        ("code", json!("x".repeat(41)), "code"),
        ("code", json!("a\u{0}"), "code"),
        ("name", Value::Null, "name"),
        ("name", json!(" "), "name"),
        ("bundle_price", Value::Null, "bundle_price"),
        ("bundle_price", json!(0), "bundle_price"),
        ("bundle_price", json!(0.004), "bundle_price"),
        ("bundle_price", json!("60"), "bundle_price"),
        ("bundle_price", json!(10_000_000), "bundle_price"),
        ("max_drink_price", json!(-1), "max_drink_price"),
        ("max_drink_price", json!("x"), "max_drink_price"),
        ("drink_choice_count", json!(21), "drink_choice_count"),
        ("drink_choice_count", json!(-1), "drink_choice_count"),
        ("drink_choice_count", json!(1.5), "drink_choice_count"),
        ("side_choice_count", json!(21), "side_choice_count"),
        ("raw_rule_text", json!("字".repeat(301)), "raw_rule_text"),
        ("is_active", json!("yes"), "is_active"),
        ("eligible_drink_item_ids", json!(ids), "eligible_drink_item_ids"),
        ("eligible_drink_item_ids", json!(["1"]), "eligible_drink_item_ids.0"),
        ("eligible_drink_item_ids", json!(1), "eligible_drink_item_ids"),
        ("side_options", json!(many), "side_options"),
        ("side_options", json!({}), "side_options"),
        ("side_options", sides(json!({"name": "x"})), "side_options.0.code"),
        ("side_options", sides(json!({"code": "", "name": "x"})), "side_options.0.code"),
        ("side_options", sides(json!({"code": "x".repeat(21), "name": "x"})), "side_options.0.code"),
        ("side_options", sides(json!({"code": "x", "name": "x".repeat(121)})), "side_options.0.name"),
        (
            "side_options",
            sides(json!({"code": "x", "name": "x", "items": [{"menu_item_id": 1, "quantity": 0}]})),
            "side_options.0.items.0.quantity",
        ),
    ];
    let mut all = Vec::new();
    for (field, value, place) in cases {
        all.push(("POST", "/api/menu/combos", combo(field, value.clone()), place));
        if !value.is_null() {
            all.push(("PUT", one.as_str(), json!({field: value}), place));
        }
    }
    shop.names(&all).await;
}
