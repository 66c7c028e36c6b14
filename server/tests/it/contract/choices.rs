//! Choices over HTTP: groups of them, and the items that have them.

use serde_json::{Value, json};

use crate::support::{Backend, office::Shop};

crate::on_both!(
    choices_belong_to_groups_and_groups_to_items,
    what_a_group_refuses,
    a_choice_that_was_sold_can_be_taken_away
);

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
    let medium = &size["modifiers"][0]["id"];
    let order = json!({"items": [{"menu_item_id": item, "quantity": 1, "modifier_ids": [medium]}]});
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
    shop.refuses(&[
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
    ])
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
