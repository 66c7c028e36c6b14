//! The menu over HTTP: categories, stations, items in them, and what is sold out.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{Backend, office::Shop};

crate::on_both!(
    categories_and_stations,
    items_stand_in_sections,
    sold_out_until_the_day_ends,
    wrong_fields_are_named,
    a_repeated_post_is_answered_and_not_done_again
);

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
        shop.refuses(&[
            ("POST", path, json!({"name": "吧台"}), 409, &taken),
            ("PUT", &one, json!({"name": "吧台"}), 409, &taken),
            ("PUT", &stranger, json!({"name": "x"}), 404, &missing),
        ])
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
    shop.refuses(&[
        ("POST", "/api/menu/items", new("category_id"), 400, "Category 987654 does not exist"),
        ("POST", "/api/menu/items", new("station_id"), 400, "Station 987654 does not exist"),
        ("PUT", &one, json!({"category_id": 987_654}), 400, "Category 987654 does not exist"),
        ("PUT", &one, json!({"station_id": 987_654}), 400, "Station 987654 does not exist"),
    ])
    .await;
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
    shop.names(&cases).await;
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
