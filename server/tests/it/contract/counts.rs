//! Counting the shelves: what differs becomes an adjustment.

use serde_json::{Value, json};

use super::inventory::{COUNTS, Desk, INGREDIENTS, MOVEMENTS, ROWS};
use crate::support::Backend;

crate::on_both!(
    a_count_sets_the_stock_right,
    a_count_that_cannot_be_is_refused_and_changes_nothing,
    counts_are_listed_newest_first,
);

async fn a_count_sets_the_stock_right(backend: Backend) {
    let desk = Desk::new(backend).await;
    let found = desk.ingredient("辣椒", json!(10), json!(5.25)).await;
    let missing = desk.ingredient("香菜", json!(4.5), json!(3.333_333)).await;
    let same = desk.ingredient("芝麻", json!(3), json!(9)).await;
    let body = json!({"notes": "月底", "lines": [
        {"ingredient_id": missing, "counted": 3},
        {"ingredient_id": same, "counted": 3},
        {"ingredient_id": found, "counted": 10.5},
    ]});
    let made = desk.send("POST", COUNTS, body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.body["id"].as_i64().unwrap();
    let line = |id: i64, name: &str, numbers: [Value; 4]| {
        let [expected, counted, difference, cost] = numbers;
        json!({
            "ingredient_id": id, "ingredient_name": name, "unit": "g", "expected": expected, "counted": counted,
            "difference": difference, "cost": cost,
        })
    };
    // −1.5 × 3.333333 = −5.00, 0.5 × 5.25 = 2.63.
    let want = json!({
        "id": id, "created_at": "2026-11-22T23:40:00.000000Z", "notes": "月底", "total_cost": -2.37,
        "lines": [
            line(missing, "香菜", [json!(4.5), json!(3), json!(-1.5), json!(-5)]),
            line(same, "芝麻", [json!(3), json!(3), json!(0), json!(0)]),
            line(found, "辣椒", [json!(10), json!(10.5), json!(0.5), json!(2.63)]),
        ],
    });
    assert_eq!(made.body, want);
    for (ingredient, stock) in [(missing, json!(3)), (same, json!(3)), (found, json!(10.5))] {
        assert_eq!(desk.shown(ingredient).await["current_stock"], stock);
    }
    let movements = desk.get(&format!("{MOVEMENTS}?limit=2")).await;
    for (movement, quantity) in movements.as_array().unwrap().iter().zip([json!(0.5), json!(-1.5)]) {
        assert_eq!(movement["movement_type"], "adjustment");
        assert_eq!(
            [&movement["reference"], &movement["quantity"]],
            [&json!(format!("COUNT:{id}")), &quantity]
        );
    }
    let reference = format!("SELECT COUNT(*) FROM stock_movements WHERE reference = 'COUNT:{id}'");
    assert_eq!(desk.site.shop.number(&reference).await, 2, "what did not differ did not move");
    let audited = format!(
        "SELECT COUNT(*) FROM audit_logs WHERE action = 'inventory.count.create' AND entity_type = 'stock_count' AND entity_id = '{id}'"
    );
    assert_eq!(desk.site.shop.number(&audited).await, 1);
    // Names and costs stay those of the count.
    desk.send("PUT", &format!("{INGREDIENTS}/{found}"), json!({"name": "朝天椒", "cost_per_unit": 99})).await;
    assert_eq!(desk.get(COUNTS).await, json!([want]));
}

async fn a_count_that_cannot_be_is_refused_and_changes_nothing(backend: Backend) {
    let desk = Desk::new(backend).await;
    let id = desk.ingredient("辣椒", json!(10), json!(2)).await;
    let rows = desk.site.shop.number(ROWS).await;
    let one = |counted: Value| json!({"ingredient_id": id, "counted": counted});
    let many: Vec<Value> = (1..=501).map(|id| json!({"ingredient_id": id, "counted": 1})).collect();
    for (body, loc) in [
        (json!({}), json!(["body", "lines"])),
        (json!({"lines": []}), json!(["body", "lines"])),
        (json!({"lines": {}}), json!(["body", "lines"])),
        (json!({"lines": many}), json!(["body", "lines"])),
        (json!({"lines": [{"counted": 1}]}), json!(["body", "lines", "0", "ingredient_id"])),
        (json!({"lines": [{"ingredient_id": id}]}), json!(["body", "lines", "0", "counted"])),
        (json!({"lines": [one(json!(-1))]}), json!(["body", "lines", "0", "counted"])),
        (json!({"lines": [one(json!(1)), one(json!("1"))]}), json!(["body", "lines", "1", "counted"])),
        (json!({"lines": [one(json!(10_000_000))]}), json!(["body", "lines", "0", "counted"])),
        (json!({"lines": [one(json!(1))], "notes": "x".repeat(201)}), json!(["body", "notes"])),
    ] {
        let answer = desk.send("POST", COUNTS, body.clone()).await;
        assert_eq!(answer.status, 422, "{body:.80}: {answer:?}");
        assert_eq!(answer.body["detail"][0]["loc"], loc);
    }
    for (lines, detail) in [
        (json!([one(json!(1)), one(json!(2))]), format!("Ingredient {id} is given twice")),
        (
            json!([one(json!(1)), {"ingredient_id": 987_654, "counted": 1}]),
            "Ingredient 987654 does not exist".to_owned(),
        ),
    ] {
        let answer = desk.send("POST", COUNTS, json!({"lines": lines})).await;
        assert_eq!((answer.status.as_u16(), &answer.body["detail"]), (400, &json!(detail)));
    }
    assert_eq!(desk.site.shop.number(ROWS).await, rows);
}

async fn counts_are_listed_newest_first(backend: Backend) {
    let desk = Desk::new(backend).await;
    let id = desk.ingredient("辣椒", json!(10), json!(2)).await;
    assert_eq!(desk.get(COUNTS).await, json!([]));
    let mut made = Vec::new();
    for counted in [9, 8, 7] {
        let body = json!({"lines": [{"ingredient_id": id, "counted": counted}]});
        made.insert(0, desk.send("POST", COUNTS, body).await.body);
    }
    assert_eq!(desk.get(COUNTS).await, json!(made));
    assert_eq!(desk.get(&format!("{COUNTS}?limit=2")).await, json!(made[..2]));
    assert_eq!(desk.get(&format!("{COUNTS}?limit=0")).await, json!(made[..1]), "brought into its range");
    assert_eq!(desk.get(&format!("{COUNTS}?limit=9999")).await, json!(made));
    let wrong = desk.site.call("GET", &format!("{COUNTS}?limit=x"), Some(&desk.token), None).await;
    assert_eq!(wrong.status, 422);
}
