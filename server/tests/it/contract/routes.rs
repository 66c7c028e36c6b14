//! Which station makes what, over HTTP: a category says it, and an item otherwise.

use serde_json::{Value, json};
use sunnyside::{identity::Role, service};

use crate::support::{Backend, TestShop, office::Shop};

crate::on_both!(
    a_category_has_a_station,
    items_follow_their_category,
    the_demo_has_stations,
    the_page_saves_what_is_picked,
    the_page_shows_what_one_may_change
);

async fn a_category_has_a_station(backend: Backend) {
    let shop = Shop::open(backend).await;
    let station = shop.done("POST", "/api/menu/stations", json!({"name": "煎台"})).await["id"].clone();
    let path = "/api/menu/categories";
    for plain in shop.get(path).await.as_array().unwrap() {
        assert_eq!(plain.get("station_id"), None, "without a route the answer is what it was: {plain}");
    }
    let made = shop.done("POST", path, json!({"name": "丼飯", "position": 90, "station_id": station})).await;
    let id = made["id"].as_i64().unwrap();
    let want = json!({"id": id, "name": "丼飯", "name_en": null, "position": 90, "station_id": station});
    assert_eq!(made, want);
    assert_eq!(shop.get(path).await.as_array().unwrap().last(), Some(&want));
    let one = format!("{path}/{id}");
    let renamed = shop.done("PUT", &one, json!({"name": "飯"})).await;
    assert_eq!(renamed["station_id"], station, "a patch leaves what it does not name");
    let cleared = shop.done("PUT", &one, json!({"station_id": null})).await;
    assert_eq!(cleared, json!({"id": id, "name": "飯", "name_en": null, "position": 90}));
    shop.done("PUT", &one, json!({"station_id": station})).await;
    let unknown = "Station 987654 does not exist";
    shop.refuses(&[
        ("POST", path, json!({"name": "新", "station_id": 987_654}), 400, unknown),
        ("PUT", &one, json!({"station_id": 987_654}), 400, unknown),
    ])
    .await;
    shop.names(&[
        ("POST", path, json!({"name": "新", "station_id": "1"}), "station_id"),
        ("PUT", &one, json!({"station_id": 1.5}), "station_id"),
    ])
    .await;
    assert_eq!(shop.audited("menu.category.update").await, 3);
}

async fn items_follow_their_category(backend: Backend) {
    let shop = Shop::open(backend).await;
    let station = async |name: &str| {
        shop.done("POST", "/api/menu/stations", json!({"name": name})).await["id"].as_i64().unwrap()
    };
    let (grill, drinks) = (station("煎台").await, station("飲料台").await);
    let categories = shop.get("/api/menu/categories").await;
    let crepes = categories.as_array().unwrap().iter().find(|c| c["name"] == "蛋餅").unwrap()["id"].clone();
    let owner = shop.site.shop.as_role(Role::Owner).await;
    let item = shop.id("原味蛋餅").await;
    let route = async || {
        let items = service::menu::items(&owner, true).await.unwrap();
        items.iter().find(|known| known.id == item).unwrap().route
    };
    assert_eq!(route().await, None);
    let category = format!("/api/menu/categories/{crepes}");
    let one = format!("/api/menu/items/{item}");
    shop.done("PUT", &category, json!({"station_id": grill})).await;
    assert_eq!(route().await, Some(grill));
    let own = shop.done("PUT", &one, json!({"station_id": drinks})).await;
    assert_eq!((&own["station_id"], own.get("route")), (&json!(drinks), None), "the answer is what it was");
    assert_eq!(route().await, Some(drinks));
    shop.done("PUT", &one, json!({"station_id": null})).await;
    assert_eq!(route().await, Some(grill));
    shop.done("PUT", &one, json!({"category_id": null})).await;
    assert_eq!(route().await, None);
    let draft = json!({"name": "新蛋餅", "price": 40, "category_id": crepes});
    let made = shop.done("POST", "/api/menu/items", draft).await;
    assert_eq!(made["station_id"], Value::Null);
    let items = service::menu::items(&owner, true).await.unwrap();
    assert_eq!(items.last().unwrap().route, Some(grill));
}

async fn the_demo_has_stations(backend: Backend) {
    let shop = TestShop::empty(backend).await;
    service::shop::seed_demo(&shop.store).await.unwrap();
    assert_eq!(shop.number("SELECT COUNT(*) FROM stations").await, 3);
    let owner = shop.as_role(Role::Owner).await;
    let items = service::menu::items(&owner, true).await.unwrap();
    assert!(items.iter().all(|item| item.route.is_some()), "every station has something to make");
    let own: Vec<&str> =
        items.iter().filter(|item| item.station_id.is_some()).map(|item| item.name.as_str()).collect();
    assert_eq!(own, ["熱狗蛋沙拉"]);
}

async fn the_page_saves_what_is_picked(backend: Backend) {
    let shop = Shop::open(backend).await;
    let ask = async |name: &str, body: Value| shop.call("POST", &format!("/fn/{name}"), body).await;
    let mut ids = Vec::new();
    for (name, position) in [("煎台", 0), ("飲料台", 1)] {
        let body = json!({"id": null, "name": format!(" {name} "), "name_en": "", "position": position});
        let made = ask("station_save", body).await;
        assert_eq!(
            (made.status.as_u16(), &made.body["name"], &made.body["name_en"]),
            (200, &json!(name), &Value::Null)
        );
        ids.push(made.body["id"].as_i64().unwrap());
    }
    let moved = ask("stations_order", json!({"ids": [ids[1], ids[0]]})).await;
    assert_eq!([&moved.body[0]["id"], &moved.body[1]["id"]], [&json!(ids[1]), &json!(ids[0])]);
    let renamed =
        ask("station_save", json!({"id": ids[0], "name": "鐵板", "name_en": "Griddle", "position": 9})).await;
    assert_eq!((&renamed.body["name_en"], &renamed.body["position"]), (&json!("Griddle"), &json!(1)));
    let before = ask("kitchen_setup", json!({})).await;
    let (category, dish) = (&before.body["categories"][0]["id"], &before.body["dishes"][0]["id"]);
    let saved =
        ask("routes_save", json!({"categories": [[category, ids[0]]], "items": [[dish, ids[1]]]})).await;
    assert_eq!(saved.status, 200, "{saved:?}");
    let after = ask("kitchen_setup", json!({})).await;
    assert_eq!(after.body["categories"][0]["station_id"], ids[0]);
    assert_eq!(after.body["dishes"][0]["station_id"], ids[1]);
    let cleared =
        ask("routes_save", json!({"categories": [[category, null]], "items": [[dish, null]]})).await;
    assert_eq!(cleared.status, 200, "{cleared:?}");
    assert_eq!(ask("kitchen_setup", json!({})).await.body, before.body, "and back again");
    let unknown = ask("routes_save", json!({"categories": [[category, 987_654]], "items": []})).await;
    assert_eq!(unknown.body["Refused"], json!({"unknown": ["station", 987_654]}));
    let low = json!({"patch": {"ready": {"warn": 0, "late": null}}});
    let refused = ask("kitchen_settings", low).await;
    assert_eq!(refused.body["Refused"]["invalid"][0]["loc"], json!(["body", "age_limits", "ready", "warn"]));
}

async fn the_page_shows_what_one_may_change(backend: Backend) {
    let shop = Shop::open(backend).await;
    shop.done("POST", "/api/menu/stations", json!({"name": "煎台", "name_en": "Griddle"})).await;
    for (role, sees, changes) in [
        (Role::Owner, true, true),
        (Role::Manager, true, false),
        (Role::Staff, false, false),
        (Role::Kitchen, false, false),
    ] {
        let token = shop.site.token(role).await;
        let (status, page) = shop.site.text("GET", "/setup/kitchen", Some(&token), None, &[]).await;
        assert_eq!(status, 200);
        let has = |testid: &str| page.contains(&format!("data-testid=\"{testid}\""));
        for testid in ["stations", "routes", "times", "displays"] {
            assert_eq!(has(testid), sees, "{role:?} {testid}");
        }
        assert_eq!(has("times-save"), changes, "{role:?}");
    }
    for (language, title, station) in [("zh-TW", "廚房設定", "煎台"), ("en", "Kitchen setup", "Griddle")]
    {
        let headers = [("accept-language", language)];
        let (_, page) = shop.site.text("GET", "/setup/kitchen", Some(&shop.owner), None, &headers).await;
        assert!(page.contains(title) && page.contains(&format!(">{station}<")), "{language}: {page}");
        let (_, page) = shop.site.text("GET", "/", Some(&shop.owner), None, &headers).await;
        assert!(page.contains("href=\"/setup/kitchen\""), "{language}");
    }
}
