//! The menu over HTTP: combos, categories, stations, choices, and what is sold out.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    http::{Answer, Site},
};

crate::on_both!(
    a_combo_is_made_changed_and_listed,
    what_a_combo_refuses,
    what_a_combo_may_not_say,
    categories_and_stations,
    items_stand_in_sections,
    choices_belong_to_groups_and_groups_to_items,
    what_a_group_refuses,
    a_choice_that_was_sold_can_be_taken_away,
    sold_out_until_the_day_ends,
    wrong_fields_are_named,
    a_repeated_post_is_answered_and_not_done_again,
);

struct Shop {
    site: Site,
    owner: String,
}

impl Shop {
    async fn open(backend: Backend) -> Self {
        let site = Site::demo(backend).await;
        let owner = site.token(Role::Owner).await;
        Self { site, owner }
    }

    async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let body = (!body.is_null()).then_some(body);
        self.site.call(method, path, Some(&self.owner), body).await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.call("GET", path, Value::Null).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.body
    }

    async fn done(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.call(method, path, body).await;
        // A mark that something is sold out makes nothing.
        let status = if method == "POST" && !path.ends_with("/sold-out") { 201 } else { 200 };
        assert_eq!(answer.status, status, "{method} {path}: {answer:?}");
        answer.body
    }

    async fn audited(&self, action: &str) -> i64 {
        let sql = format!(
            "SELECT COUNT(*) FROM audit_logs WHERE action = '{action}' AND actor_username = 'owner1'"
        );
        self.site.shop.number(&sql).await
    }

    async fn id(&self, item: &str) -> i64 {
        self.site.shop.item(item).await
    }
}

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

/// The rows that a refused request must leave alone.
const ROWS: &str = "SELECT (SELECT COUNT(*) FROM combo_rules) + (SELECT COUNT(*) FROM combo_drinks) \
     + (SELECT COUNT(*) FROM combo_sides) + (SELECT COUNT(*) FROM menu_categories) + (SELECT COUNT(*) FROM stations) \
     + (SELECT COUNT(*) FROM modifier_groups) + (SELECT COUNT(*) FROM modifiers) + (SELECT COUNT(*) FROM recipe_lines) \
     + (SELECT COUNT(*) FROM item_modifier_groups) + (SELECT COUNT(*) FROM menu_items) + (SELECT COUNT(*) FROM events) \
     + (SELECT COUNT(*) FROM audit_logs) + (SELECT COUNT(*) FROM idempotency_keys)";

async fn refuses(shop: &Shop, cases: &[(&str, &str, Value, u16, &str)]) {
    let rows = shop.site.shop.number(ROWS).await;
    for (method, path, body, status, detail) in cases {
        let answer = shop.call(method, path, body.clone()).await;
        assert_eq!(answer.status, *status, "{method} {path} {body}: {answer:?}");
        assert_eq!(answer.body["detail"], *detail, "{method} {path} {body}");
    }
    assert_eq!(shop.site.shop.number(ROWS).await, rows, "a refused request changes nothing");
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
    refuses(
        &shop,
        &[
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

async fn names(shop: &Shop, cases: &[(&str, &str, Value, &str)]) {
    let rows = shop.site.shop.number(ROWS).await;
    for (method, path, body, place) in cases {
        let answer = shop.call(method, path, body.clone()).await;
        assert_eq!(answer.status, 422, "{method} {path} {body}: {answer:?}");
        let faults = answer.body["detail"].as_array().unwrap();
        let loc = |fault: &Value| {
            let parts = fault["loc"].as_array().unwrap().iter();
            parts.map(|part| part.as_str().unwrap().to_owned()).collect::<Vec<_>>().join(".")
        };
        assert!(faults.iter().any(|f| loc(f) == format!("body.{place}")), "{body}: {answer:?}");
        assert!(faults.iter().all(|fault| fault["msg"].as_str().is_some_and(|msg| !msg.is_empty())));
    }
    assert_eq!(shop.site.shop.number(ROWS).await, rows, "a refused request changes nothing");
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
    names(&shop, &all).await;
}

async fn categories_and_stations(backend: Backend) {
    let shop = Shop::open(backend).await;
    for (path, noun, action) in [
        ("/api/menu/categories", "Category", "menu.category"),
        ("/api/menu/stations", "Station", "menu.station"),
    ] {
        let before = shop.get(path).await.as_array().unwrap().len();
        let made =
            shop.done("POST", path, json!({"name": "煎台", "name_en": "Griddle", "position": 50})).await;
        let id = made["id"].as_i64().unwrap();
        assert_eq!(made, json!({"id": id, "name": "煎台", "name_en": "Griddle", "position": 50}));
        let last = shop.done("POST", path, json!({"name": "吧台", "position": 49})).await;
        let listed = shop.get(path).await;
        assert_eq!(listed.as_array().unwrap()[before..], [last, made], "by their places");
        let one = format!("{path}/{id}");
        let changed = shop.done("PUT", &one, json!({"name_en": null, "name": "鐵板"})).await;
        assert_eq!(changed, json!({"id": id, "name": "鐵板", "name_en": null, "position": 50}));
        assert_eq!(shop.done("PUT", &one, json!({"name": "鐵板"})).await, changed);
        assert_eq!(shop.audited(&format!("{action}.create")).await, 2);
        assert_eq!(shop.audited(&format!("{action}.update")).await, 1);
        let (taken, missing) = (format!("{noun} name already exists"), format!("{noun} not found"));
        let stranger = format!("{path}/987654");
        refuses(
            &shop,
            &[
                ("POST", path, json!({"name": "吧台"}), 409, &taken),
                ("PUT", &one, json!({"name": "吧台"}), 409, &taken),
                ("PUT", &stranger, json!({"name": "x"}), 404, &missing),
            ],
        )
        .await;
    }
}

async fn items_stand_in_sections(backend: Backend) {
    let shop = Shop::open(backend).await;
    let category = shop.done("POST", "/api/menu/categories", json!({"name": "丼飯"})).await["id"].clone();
    let station = shop.done("POST", "/api/menu/stations", json!({"name": "飯台"})).await["id"].clone();
    let draft = json!({
        "name": "[RICE] 牛丼", "price": 95, "name_en": "Gyudon", "category_id": category, "station_id": station,
        "position": 3,
    });
    let made = shop.done("POST", "/api/menu/items", draft).await;
    let id = made["id"].as_i64().unwrap();
    let want = json!({
        "id": id, "name": "[RICE] 牛丼", "price": 95, "is_active": true, "name_en": "Gyudon",
        "category_id": category, "station_id": station, "sold_out": false, "modifier_group_ids": [], "position": 3,
    });
    assert_eq!(made, want);
    let one = format!("/api/menu/items/{id}");
    assert_eq!(shop.done("PUT", &one, json!({"price": 95})).await, want, "nothing else is touched");
    let cleared = json!({"name_en": null, "category_id": null, "station_id": null, "position": 0});
    let changed = shop.done("PUT", &one, cleared).await;
    for field in ["name_en", "category_id", "station_id"] {
        assert_eq!(changed[field], Value::Null, "{field}");
    }
    let listed = shop.get("/api/menu/items").await;
    assert_eq!(listed.as_array().unwrap().last(), Some(&changed));
    let new = |field: &str| json!({"name": "新品", "price": 5, field: 987_654});
    refuses(
        &shop,
        &[
            ("POST", "/api/menu/items", new("category_id"), 400, "Category 987654 does not exist"),
            ("POST", "/api/menu/items", new("station_id"), 400, "Station 987654 does not exist"),
            ("PUT", &one, json!({"category_id": 987_654}), 400, "Category 987654 does not exist"),
            ("PUT", &one, json!({"station_id": 987_654}), 400, "Station 987654 does not exist"),
        ],
    )
    .await;
}

async fn choices_belong_to_groups_and_groups_to_items(backend: Backend) {
    let shop = Shop::open(backend).await;
    let all = "/api/menu/modifier-groups";
    let egg = json!({
        "name": "加蛋", "name_en": "Egg", "price_delta": 15, "recipe": [{"ingredient_id": 1, "quantity": 1}],
    });
    let draft = json!({
        "name": "加料", "name_en": "Extras", "max_choices": 3, "position": 2,
        "modifiers": [egg, {"name": "去蔥", "price_delta": -0.5, "is_default": true}],
    });
    let made = shop.done("POST", all, draft).await;
    let id = made["id"].as_i64().unwrap();
    let (first, second) = (&made["modifiers"][0]["id"], &made["modifiers"][1]["id"]);
    let want = json!({
        "id": id, "name": "加料", "name_en": "Extras", "min_choices": 0, "max_choices": 3, "position": 2,
        "modifiers": [
            {"id": first, "name": "加蛋", "name_en": "Egg", "price_delta": 15, "is_default": false, "is_active": true,
             "recipe": [{"ingredient_id": 1, "quantity": 1}]},
            {"id": second, "name": "去蔥", "name_en": null, "price_delta": -0.5, "is_default": true, "is_active": true,
             "recipe": []},
        ],
    });
    assert_eq!(made, want);
    let one = format!("{all}/{id}");
    assert_eq!(shop.get(&one).await, want);
    assert_eq!(shop.done("PUT", &one, json!({"name": "加料"})).await, want);
    assert_eq!(shop.audited("menu.modifier_group.update").await, 0);
    // A row that is named keeps its id, whatever its place; one that is not named is not offered any more.
    let rewritten =
        json!({"modifiers": [{"name": "加起司", "price_delta": 10}, {"id": first, "name": "加蛋"}]});
    let changed = shop.done("PUT", &one, rewritten).await;
    let kept = &changed["modifiers"][1];
    assert_eq!((&kept["id"], &kept["price_delta"], &kept["recipe"]), (first, &json!(0), &json!([])));
    let fresh = changed["modifiers"][0]["id"].as_i64().unwrap();
    assert!(fresh > second.as_i64().unwrap(), "an id is not given twice");
    assert_eq!(shop.get(&one).await, changed);
    assert_eq!(shop.audited("menu.modifier_group.update").await, 1);
    let size = json!({"name": "大小", "min_choices": 1, "modifiers": [{"name": "中杯"}, {"name": "大杯"}]});
    let size = shop.done("POST", all, size).await;
    assert_eq!(shop.get(all).await, json!([size, changed]), "by their places");
    let item = shop.id("原味蛋餅").await;
    let of_item = format!("/api/menu/items/{item}/modifier-groups");
    let ids = json!([id, size["id"]]);
    let attached = shop.done("PUT", &of_item, json!({"group_ids": ids})).await;
    assert_eq!(attached["modifier_group_ids"], ids);
    let listed = shop.get("/api/menu/items").await;
    let listed = listed.as_array().unwrap().iter().find(|listed| listed["id"] == item).unwrap().clone();
    assert_eq!(listed, attached);
    shop.done("PUT", &of_item, json!({"group_ids": ids})).await;
    assert_eq!(shop.audited("menu.modifier_groups.replace").await, 1);
    // What is written of the item itself leaves its groups alone, and its groups can be changed while it has them.
    let renamed = shop.done("PUT", &format!("/api/menu/items/{item}"), json!({"price": 36})).await;
    assert_eq!(renamed["modifier_group_ids"], ids);
    shop.done("PUT", &one, json!({"max_choices": 2})).await;
    let order = json!({"items": [{"menu_item_id": item, "quantity": 1}]});
    let order = shop.done("POST", "/api/orders", order).await;
    assert_eq!(order["status"], "pending");
    let other = shop.done("PUT", &of_item, json!({"group_ids": [size["id"]]})).await;
    assert_eq!(other["modifier_group_ids"], json!([size["id"]]));
    let none = shop.done("PUT", &of_item, json!({"group_ids": []})).await;
    assert_eq!(none["modifier_group_ids"], json!([]));
}

async fn what_a_group_refuses(backend: Backend) {
    let shop = Shop::open(backend).await;
    let all = "/api/menu/modifier-groups";
    let made = shop.done("POST", all, json!({"name": "加料", "modifiers": [{"name": "加蛋"}]})).await;
    let other = shop.done("POST", all, json!({"name": "甜度", "modifiers": [{"name": "半糖"}]})).await;
    let (own, foreign) = (&made["modifiers"][0]["id"], &other["modifiers"][0]["id"]);
    let one = format!("{all}/{}", made["id"]);
    let group = |modifiers: Value| json!({"name": "新", "modifiers": modifiers});
    let default = |name: &str| json!({"name": name, "is_default": true});
    let of_item = "/api/menu/items/1/modifier-groups";
    let line = |id: i64| json!({"ingredient_id": id, "quantity": 1});
    refuses(
        &shop,
        &[
            ("GET", "/api/menu/modifier-groups/987654", Value::Null, 404, "Modifier group not found"),
            ("PUT", "/api/menu/modifier-groups/987654", json!({}), 404, "Modifier group not found"),
            (
                "POST",
                all,
                group(json!([default("a"), default("b")])),
                400,
                "2 choices are defaults, but only 1 may be chosen",
            ),
            (
                "POST",
                all,
                group(json!([{"id": own, "name": "a"}])),
                400,
                &format!("Modifier {own} does not exist"),
            ),
            (
                "PUT",
                &one,
                json!({"modifiers": [{"id": foreign, "name": "a"}]}),
                400,
                &format!("Modifier {foreign} does not exist"),
            ),
            (
                "PUT",
                &one,
                json!({"modifiers": [{"id": own, "name": "a"}, {"id": own, "name": "b"}]}),
                400,
                &format!("Modifier {own} is given twice"),
            ),
            (
                "POST",
                all,
                group(json!([{"name": "a", "recipe": [line(987_654)]}])),
                400,
                "Ingredient 987654 does not exist",
            ),
            (
                "POST",
                all,
                group(json!([{"name": "a", "recipe": [line(1), line(1)]}])),
                400,
                "Ingredient 1 is given twice",
            ),
            (
                "PUT",
                "/api/menu/items/987654/modifier-groups",
                json!({"group_ids": []}),
                404,
                "Menu item not found",
            ),
            ("PUT", of_item, json!({"group_ids": [987_654]}), 400, "Modifier group 987654 does not exist"),
            (
                "PUT",
                of_item,
                json!({"group_ids": [made["id"], made["id"]]}),
                400,
                &format!("Modifier group {} is given twice", made["id"]),
            ),
        ],
    )
    .await;
}

async fn a_choice_that_was_sold_can_be_taken_away(backend: Backend) {
    let shop = Shop::open(backend).await;
    let all = "/api/menu/modifier-groups";
    let made = shop.done("POST", all, json!({"name": "加料", "modifiers": [{"name": "加蛋"}]})).await;
    let order = json!({"items": [{"menu_item_id": 1, "quantity": 1}]});
    let order = shop.done("POST", "/api/orders", order).await;
    // A line that was sold with this choice.
    let db = shop.site.shop.raw().await;
    let sold = format!(
        "INSERT INTO order_line_modifiers (store_id, order_line_id, modifier_id, name, price_delta) VALUES (1, {}, {}, '加蛋', 1500)",
        order["items"][0]["id"], made["modifiers"][0]["id"]
    );
    sea_orm::ConnectionTrait::execute_unprepared(&db, &sold).await.unwrap();
    let changed = shop.done("PUT", &format!("{all}/{}", made["id"]), json!({"modifiers": []})).await;
    assert_eq!(changed["modifiers"], json!([]));
    let left = shop.site.shop.number("SELECT COUNT(*) FROM order_line_modifiers").await;
    assert_eq!(left, 1, "what was sold is history");
}

async fn sold_out_until_the_day_ends(backend: Backend) {
    let shop = Shop::open(backend).await;
    let kitchen = shop.site.token(Role::Kitchen).await;
    let id = shop.id("薯條").await;
    let path = format!("/api/menu/items/{id}/sold-out");
    let marked = shop.site.send("POST", &path, Some(&kitchen), None, &[]).await;
    assert_eq!((marked.status.as_u16(), &marked.body["sold_out"]), (200, &json!(true)), "{marked:?}");
    let seen = async || {
        let items = shop.get("/api/menu/items").await;
        items.as_array().unwrap().iter().find(|item| item["id"] == id).unwrap()["sold_out"].clone()
    };
    assert_eq!(seen().await, json!(true));
    let again = shop.done("POST", &path, json!({"sold_out": true})).await;
    assert_eq!(again["sold_out"], true);
    let events = shop.site.shop.store.events_after(0, 10).await.unwrap();
    let texts: Vec<&str> = events.iter().map(|logged| logged.text.as_str()).collect();
    assert_eq!(texts.len(), 1, "what is so already is no news: {texts:?}");
    let event: Value = serde_json::from_str(texts[0]).unwrap();
    for (field, value) in [
        ("seq", json!(1)),
        ("event", json!("menu_item_sold_out")),
        ("item_id", json!(id)),
        ("name", json!("薯條")),
        ("sold_out", json!(true)),
    ] {
        assert_eq!(event[field], value, "{field}");
    }
    // A change of the item does not bring it back; the counter shows it as sold out.
    let priced = shop.done("PUT", &format!("/api/menu/items/{id}"), json!({"price": 41})).await;
    assert_eq!(priced["sold_out"], true);
    let staff = shop.site.shop.as_role(Role::Staff).await;
    let counter = sunnyside::service::menu::counter(&staff).await.unwrap();
    let portions = |id: i64| counter.tiles.iter().find(|tile| tile.id == id).unwrap().portions;
    assert_eq!(portions(id), Some(0));
    assert_ne!(portions(shop.id("薯餅").await), Some(0));
    let back = shop.done("POST", &path, json!({"sold_out": false})).await;
    assert_eq!((&back["sold_out"], seen().await), (&json!(false), json!(false)));
    assert_eq!(
        shop.site.shop.number("SELECT COUNT(*) FROM audit_logs WHERE action = 'menu.sold_out'").await,
        2
    );
    // The next business day begins at three, and everything is there again.
    shop.done("POST", &path, Value::Null).await;
    shop.site.shop.clock.set("2026-11-23T18:59:59Z");
    let owner = shop.site.token(Role::Owner).await;
    let shop = Shop { owner, ..shop };
    let seen = async || {
        let items = shop.get("/api/menu/items").await;
        items.as_array().unwrap().iter().find(|item| item["id"] == id).unwrap()["sold_out"].clone()
    };
    assert_eq!(seen().await, json!(true));
    shop.site.shop.clock.set("2026-11-23T19:00:00Z");
    assert_eq!(seen().await, json!(false));
    let missing = shop.call("POST", "/api/menu/items/987654/sold-out", Value::Null).await;
    assert_eq!((missing.status.as_u16(), &missing.body["detail"]), (404, &json!("Menu item not found")));
}

async fn wrong_fields_are_named(backend: Backend) {
    let shop = Shop::open(backend).await;
    let groups = "/api/menu/modifier-groups";
    let group = |field: &str, value: Value| {
        let mut body = json!({"name": "加料"});
        body[field] = value;
        body
    };
    let made = shop.done("POST", groups, group("min_choices", json!(1))).await;
    let one = format!("{groups}/{}", made["id"]);
    let long = "長".repeat(81);
    let modifier = |field: &str, value: Value| {
        let mut body = json!({"name": "加蛋"});
        body[field] = value;
        json!({"name": "加料", "modifiers": [body]})
    };
    let many: Vec<Value> = (0..51).map(|n| json!({"name": n.to_string()})).collect();
    let ids: Vec<i64> = (0..51).collect();
    let mut cases = vec![
        ("POST", groups, group("name", Value::Null), "name"),
        ("POST", groups, group("name", json!(long)), "name"),
        ("POST", groups, group("name_en", json!("")), "name_en"),
        ("POST", groups, group("min_choices", json!(-1)), "min_choices"),
        ("POST", groups, group("min_choices", json!(2)), "min_choices"),
        ("POST", groups, group("max_choices", json!(0)), "max_choices"),
        ("POST", groups, group("max_choices", json!(21)), "max_choices"),
        ("POST", groups, group("position", json!(-1)), "position"),
        ("POST", groups, group("modifiers", json!({})), "modifiers"),
        ("POST", groups, group("modifiers", json!(many)), "modifiers"),
        ("POST", groups, modifier("name", json!(" ")), "modifiers.0.name"),
        ("POST", groups, modifier("price_delta", json!(10_000_000)), "modifiers.0.price_delta"),
        ("POST", groups, modifier("price_delta", json!("5")), "modifiers.0.price_delta"),
        ("POST", groups, modifier("is_default", json!(1)), "modifiers.0.is_default"),
        (
            "POST",
            groups,
            modifier("recipe", json!([{"ingredient_id": 1, "quantity": 0}])),
            "modifiers.0.recipe.0.quantity",
        ),
        // The group has at most one, and the least is one already.
        ("PUT", &one, json!({"min_choices": 2}), "min_choices"),
        ("PUT", &one, json!({"max_choices": 0}), "max_choices"),
        ("PUT", &one, json!({"modifiers": [{}]}), "modifiers.0.name"),
        ("PUT", "/api/menu/items/1/modifier-groups", json!({}), "group_ids"),
        ("PUT", "/api/menu/items/1/modifier-groups", json!({"group_ids": "1"}), "group_ids"),
        ("PUT", "/api/menu/items/1/modifier-groups", json!({"group_ids": ["1"]}), "group_ids.0"),
        ("PUT", "/api/menu/items/1/modifier-groups", json!({"group_ids": ids}), "group_ids"),
        ("POST", "/api/menu/items/1/sold-out", json!({"sold_out": "yes"}), "sold_out"),
        ("POST", "/api/menu/items", json!({"name": "a", "price": 1, "name_en": ""}), "name_en"),
        ("POST", "/api/menu/items", json!({"name": "a", "price": 1, "category_id": "1"}), "category_id"),
        ("PUT", "/api/menu/items/1", json!({"station_id": 1.5}), "station_id"),
        ("PUT", "/api/menu/items/1", json!({"position": 10_000}), "position"),
    ];
    for path in ["/api/menu/categories", "/api/menu/stations"] {
        cases.push(("POST", path, json!({}), "name"));
        cases.push(("POST", path, json!({"name": "  "}), "name"));
        cases.push(("POST", path, json!({"name": long}), "name"));
        cases.push(("POST", path, json!({"name": "a", "name_en": 1}), "name_en"));
        cases.push(("POST", path, json!({"name": "a", "position": 10_000}), "position"));
    }
    cases.push(("PUT", "/api/menu/categories/1", json!({"name": ""}), "name"));
    names(&shop, &cases).await;
    for path in ["/api/menu/combos/x", "/api/menu/modifier-groups/x", "/api/menu/combos?active_only=2"] {
        assert_eq!(shop.call("GET", path, Value::Null).await.status, 422, "{path}");
    }
}

async fn a_repeated_post_is_answered_and_not_done_again(backend: Backend) {
    let shop = Shop::open(backend).await;
    for (path, body, other, status) in [
        (
            "/api/menu/combos",
            r#"{"code":"A","name":"a","bundle_price":60}"#,
            r#"{"code":"B","name":"a","bundle_price":60}"#,
            201,
        ),
        ("/api/menu/categories", r#"{"name":"新"}"#, r#"{"name":"舊"}"#, 201),
        ("/api/menu/stations", r#"{"name":"新"}"#, r#"{"name":"舊"}"#, 201),
        ("/api/menu/modifier-groups", r#"{"name":"新"}"#, r#"{"name":"舊"}"#, 201),
        ("/api/menu/items/1/sold-out", r#"{"sold_out":true}"#, r#"{"sold_out":false}"#, 200),
    ] {
        let send = async |body: &str| {
            shop.site.send("POST", path, Some(&shop.owner), Some(body), &[("idempotency-key", "k")]).await
        };
        let (first, twin) = (send(body).await, send(body).await);
        assert_eq!((first.status.as_u16(), twin.status.as_u16()), (status, status), "{path}: {twin:?}");
        assert_eq!(first.body, twin.body, "{path}");
        assert_eq!(send(other).await.status, 422, "{path}");
    }
    assert_eq!(shop.site.shop.number("SELECT COUNT(*) FROM modifier_groups").await, 1);
}
