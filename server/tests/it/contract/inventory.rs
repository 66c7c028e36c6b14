//! The inventory of the contract: ingredients, what runs low, and movements by hand.

use serde_json::{Value, json};
use sunnyside::identity::Role;

use crate::support::{
    Backend,
    http::{Answer, Site},
};

crate::on_both!(
    ingredients_are_listed_made_and_changed,
    low_is_at_or_below_the_level,
    purchase_and_adjustment_add_and_waste_takes,
    a_cost_that_is_given_becomes_the_ingredients,
    a_movement_that_cannot_be_is_refused_and_changes_nothing,
    the_same_key_moves_once,
);

pub(super) const INGREDIENTS: &str = "/api/inventory/ingredients";
pub(super) const MOVEMENTS: &str = "/api/inventory/movements";
pub(super) const COUNTS: &str = "/api/inventory/counts";

/// Everything that a refused request must leave alone.
pub(super) const ROWS: &str = "SELECT (SELECT COUNT(*) FROM stock_movements) + (SELECT COUNT(*) FROM audit_logs) \
     + (SELECT COUNT(*) FROM stock_counts) + (SELECT COUNT(*) FROM stock_count_lines) \
     + (SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM ingredients)";

/// A shop and its manager.
pub(super) struct Desk {
    pub site: Site,
    pub token: String,
}

impl Desk {
    pub async fn new(backend: Backend) -> Self {
        let site = Site::demo(backend).await;
        let token = site.token(Role::Manager).await;
        Self { site, token }
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.site.call("GET", path, Some(&self.token), None).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.body
    }

    pub async fn send(&self, method: &str, path: &str, body: Value) -> Answer {
        self.site.call(method, path, Some(&self.token), Some(body)).await
    }

    /// A new ingredient with so much in stock.
    pub async fn ingredient(&self, name: &str, stock: Value, cost: Value) -> i64 {
        let body = json!({"name": name, "unit": "g", "current_stock": stock, "cost_per_unit": cost});
        let made = self.send("POST", INGREDIENTS, body).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["id"].as_i64().unwrap()
    }

    /// An ingredient as the list shows it.
    pub async fn shown(&self, id: i64) -> Value {
        let all = self.get(INGREDIENTS).await;
        all.as_array().unwrap().iter().find(|i| i["id"] == id).unwrap().clone()
    }
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

async fn ingredients_are_listed_made_and_changed(backend: Backend) {
    let desk = Desk::new(backend).await;
    let made = desk.send("POST", INGREDIENTS, json!({"name": "海苔", "unit": "張"})).await;
    assert_eq!(made.status, 201);
    let id = made.body["id"].as_i64().unwrap();
    let want = json!({
        "id": id, "name": "海苔", "unit": "張", "current_stock": 0, "reorder_level": 0, "cost_per_unit": 0,
    });
    assert_eq!(made.body, want);
    assert_eq!(desk.shown(id).await, want);
    let all = desk.get(INGREDIENTS).await;
    let ids: Vec<i64> = all.as_array().unwrap().iter().map(|i| i["id"].as_i64().unwrap()).collect();
    assert!(ids.is_sorted(), "by id");
    assert!(
        desk.get(&format!("{MOVEMENTS}?limit=1")).await[0]["ingredient_id"] != id,
        "no stock, no movement"
    );

    let path = format!("{INGREDIENTS}/{id}");
    let put = desk.send("PUT", &path, json!({"current_stock": 7.5, "unit": null, "reorder_level": 2})).await;
    assert_eq!((put.status.as_u16(), &put.body["unit"]), (200, &json!("張")), "null leaves it as it is");
    let movement = &desk.get(&format!("{MOVEMENTS}?limit=1")).await[0];
    assert_eq!(
        [&movement["movement_type"], &movement["reference"], &movement["quantity"]],
        [&json!("adjustment"), &json!("MANUAL_OVERRIDE"), &json!(7.5)]
    );
    let taken = desk.send("PUT", &path, json!({"name": "雞蛋"})).await;
    assert_eq!(
        (taken.status.as_u16(), &taken.body["detail"]),
        (409, &json!("Ingredient name already exists"))
    );
    let negative = desk.send("PUT", &path, json!({"current_stock": -0.001})).await;
    assert_eq!(negative.status, 400);
    assert_eq!(desk.send("PUT", &format!("{INGREDIENTS}/987654"), json!({})).await.status, 404);

    let opened = desk.ingredient("香菜", json!(0.0005), json!(1)).await;
    let movement = &desk.get(&format!("{MOVEMENTS}?limit=1")).await[0];
    assert_eq!(
        [&movement["ingredient_id"], &movement["reference"], &movement["quantity"]],
        [&json!(opened), &json!("OPENING"), &json!(0.001)],
        "rounded half up"
    );
}

async fn low_is_at_or_below_the_level(backend: Backend) {
    let desk = Desk::new(backend).await;
    let id = desk.ingredient("辣椒", json!(6), json!(1)).await;
    let kitchen = desk.site.token(Role::Kitchen).await;
    for (level, is_low) in [(5, false), (6, true), (7, true)] {
        desk.send("PUT", &format!("{INGREDIENTS}/{id}"), json!({"reorder_level": level})).await;
        let low = desk.site.call("GET", "/api/inventory/low-stock", Some(&kitchen), None).await;
        let row = low.body.as_array().unwrap().iter().find(|row| row["ingredient_name"] == "辣椒").cloned();
        let want =
            json!({"ingredient_name": "辣椒", "current_stock": 6, "reorder_level": level, "unit": "g"});
        assert_eq!(row, is_low.then_some(want));
    }
}

async fn purchase_and_adjustment_add_and_waste_takes(backend: Backend) {
    let desk = Desk::new(backend).await;
    let id = desk.ingredient("辣椒", json!(10), json!(2)).await;
    for (movement_type, quantity, signed, stock) in [
        ("purchase", "2.5", "2.5", "12.5"),
        ("waste", "0.5004", "-0.5", "12"),
        ("adjustment", "1", "1", "13"),
    ] {
        let body = format!(
            r#"{{"ingredient_id":{id},"movement_type":"{movement_type}","quantity":{quantity},"reference":"單號 7","notes":"晨"}}"#
        );
        let made = desk.site.send("POST", MOVEMENTS, Some(&desk.token), Some(&body), &[]).await;
        assert_eq!(made.status, 201, "{made:?}");
        assert_eq!(
            keys(&made.body),
            [
                "created_at",
                "id",
                "ingredient_id",
                "movement_type",
                "notes",
                "quantity",
                "reference",
                "unit_cost"
            ]
        );
        assert_eq!(made.body["quantity"].to_string(), signed);
        assert_eq!(
            [&made.body["ingredient_id"], &made.body["movement_type"], &made.body["unit_cost"]],
            [&json!(id), &json!(movement_type), &json!(null)]
        );
        assert_eq!([&made.body["reference"], &made.body["notes"]], [&json!("單號 7"), &json!("晨")]);
        assert_eq!(made.body["created_at"], "2026-11-22T23:40:00.000000Z");
        assert_eq!(desk.shown(id).await["current_stock"].to_string(), stock);
        assert_eq!(desk.get(&format!("{MOVEMENTS}?limit=1")).await[0], made.body, "newest first");
        let audited = format!(
            "SELECT COUNT(*) FROM audit_logs WHERE action = 'inventory.movement.create' AND entity_type = 'stock_movement' \
             AND entity_id = '{}' AND actor_username = 'manager1'",
            made.body["id"]
        );
        assert_eq!(desk.site.shop.number(&audited).await, 1);
    }
    let all = desk.get(&format!("{MOVEMENTS}?limit=3")).await;
    let types: Vec<&Value> = all.as_array().unwrap().iter().map(|m| &m["movement_type"]).collect();
    assert_eq!(types, ["adjustment", "waste", "purchase"]);
    // An order's movement after those by hand: ids go on where they were.
    let order = json!({"items": [{"menu_item_id": 1, "quantity": 1}]});
    assert_eq!(desk.send("POST", "/api/orders", order).await.status, 201);
    assert_eq!(desk.get(&format!("{MOVEMENTS}?limit=1")).await[0]["movement_type"], "usage");
    let by_hand = json!({"ingredient_id": id, "movement_type": "waste", "quantity": 13});
    let last = desk.send("POST", MOVEMENTS, by_hand).await;
    assert_eq!(desk.get(&format!("{MOVEMENTS}?limit=1")).await[0], last.body);
    assert_eq!(desk.shown(id).await["current_stock"], 0, "down to nothing is allowed");
}

async fn a_cost_that_is_given_becomes_the_ingredients(backend: Backend) {
    let desk = Desk::new(backend).await;
    let id = desk.ingredient("辣椒", json!(10), json!(2)).await;
    let body =
        json!({"ingredient_id": id, "movement_type": "purchase", "quantity": 1, "unit_cost": 2.345678});
    let made = desk.send("POST", MOVEMENTS, body).await;
    assert_eq!((made.status.as_u16(), &made.body["unit_cost"]), (201, &json!(2.345678)));
    let shown = desk.shown(id).await;
    assert_eq!([&shown["cost_per_unit"], &shown["current_stock"]], [&json!(2.345678), &json!(11)]);
    let plain = json!({"ingredient_id": id, "movement_type": "purchase", "quantity": 1, "unit_cost": null});
    desk.send("POST", MOVEMENTS, plain).await;
    assert_eq!(desk.shown(id).await["cost_per_unit"], json!(2.345678), "none given, none changed");
}

async fn a_movement_that_cannot_be_is_refused_and_changes_nothing(backend: Backend) {
    let desk = Desk::new(backend).await;
    let id = desk.ingredient("辣椒", json!(10), json!(2)).await;
    let rows = desk.site.shop.number(ROWS).await;
    let draft = |change: Value| {
        let mut body = json!({"ingredient_id": id, "movement_type": "purchase", "quantity": 1});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        body
    };
    let long = |length| "x".repeat(length);
    for (change, place) in [
        (json!({"ingredient_id": null}), "ingredient_id"),
        (json!({"ingredient_id": "1"}), "ingredient_id"),
        (json!({"movement_type": null}), "movement_type"),
        (json!({"movement_type": "theft"}), "movement_type"),
        (json!({"quantity": null}), "quantity"),
        (json!({"quantity": "1"}), "quantity"),
        (json!({"quantity": 0}), "quantity"),
        (json!({"quantity": -1}), "quantity"),
        (json!({"quantity": 0.0004}), "quantity"),
        (json!({"quantity": 10_000_000}), "quantity"),
        // Above what is kept only together with what is there.
        (json!({"quantity": 9_999_999.999}), "quantity"),
        (json!({"unit_cost": -0.01}), "unit_cost"),
        (json!({"unit_cost": 10_000_000}), "unit_cost"),
        (json!({"reference": long(121)}), "reference"),
        (json!({"notes": long(201)}), "notes"),
        (json!({"notes": 7}), "notes"),
        (json!({"notes": "a\u{0}"}), "notes"),
    ] {
        let answer = desk.send("POST", MOVEMENTS, draft(change.clone())).await;
        assert_eq!(answer.status, 422, "{change}: {answer:?}");
        assert_eq!(answer.body["detail"][0]["loc"], json!(["body", place]), "{change}");
    }
    let usage = desk.send("POST", MOVEMENTS, draft(json!({"movement_type": "usage"}))).await;
    assert_eq!((usage.status.as_u16(), usage.body["detail"].is_string()), (400, true));
    let unknown = desk.send("POST", MOVEMENTS, draft(json!({"ingredient_id": 987_654}))).await;
    assert_eq!((unknown.status.as_u16(), &unknown.body["detail"]), (404, &json!("Ingredient not found")));
    let short =
        desk.send("POST", MOVEMENTS, draft(json!({"movement_type": "waste", "quantity": 10.001}))).await;
    assert_eq!(short.status, 409);
    assert_eq!(
        short.body["detail"],
        json!({"message": "Insufficient inventory", "shortages": [
            {"ingredient_name": "辣椒", "current_stock": 10, "required": 10.001, "unit": "g"},
        ]})
    );
    assert_eq!(desk.site.shop.number(ROWS).await, rows);
    let longest = json!({"reference": long(120), "notes": long(200)});
    assert_eq!(desk.send("POST", MOVEMENTS, draft(longest)).await.status, 201);
}

async fn the_same_key_moves_once(backend: Backend) {
    let desk = Desk::new(backend).await;
    let id = desk.ingredient("辣椒", json!(10), json!(2)).await;
    let body = json!({"ingredient_id": id, "movement_type": "purchase", "quantity": 1}).to_string();
    let count = json!({"lines": [{"ingredient_id": id, "counted": 4}]}).to_string();
    for (path, body) in [(MOVEMENTS, &body), (COUNTS, &count)] {
        let send =
            || desk.site.send("POST", path, Some(&desk.token), Some(body), &[("idempotency-key", "k")]);
        let (first, again) = (send().await, send().await);
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201));
        assert_eq!(first.body, again.body);
    }
    assert_eq!(desk.shown(id).await["current_stock"], 4);
    assert_eq!(desk.site.shop.number("SELECT COUNT(*) FROM stock_counts").await, 1);
    let moved = format!("SELECT COUNT(*) FROM stock_movements WHERE ingredient_id = {id}");
    assert_eq!(desk.site.shop.number(&moved).await, 3, "opening, purchase, count");
}
