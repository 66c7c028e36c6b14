//! What the days were, over HTTP.

use serde_json::{Value, json};

use crate::support::{Backend, http::Site};

crate::on_both!(
    the_overview,
    a_toast_at_0740_belongs_to_that_day,
    what_is_undone_counts_on_its_orders_day,
    the_days_that_are_asked_for,
    what_is_no_range_is_refused,
    averages_are_rounded_half_up,
    five_items_at_most,
    the_hours,
    the_items,
    the_payments,
    the_preparation_times,
    a_shop_that_sold_nothing,
);

const REPORTS: [&str; 5] = ["overview", "hourly", "items", "payments", "prep-times"];

/// A shop in which everybody is the owner, so that no session ends while the clock jumps.
async fn shop(backend: Backend) -> Site {
    Site::with(backend, &[("AUTH_DISABLED", "true")]).await
}

async fn report(site: &Site, path: &str) -> Value {
    let answer = site.call("GET", &format!("/api/analytics/{path}"), None, None).await;
    assert_eq!(answer.status, 200, "{path}: {answer:?}");
    answer.body
}

async fn place(site: &Site, body: Value) -> i64 {
    let made = site.call("POST", "/api/orders", None, Some(body)).await;
    assert_eq!(made.status, 201, "{made:?}");
    made.body["id"].as_i64().unwrap()
}

/// An order of these items, paid in cash.
async fn sell(site: &Site, items: &[(&str, u32)]) -> i64 {
    sell_by(site, "cash", items).await
}

async fn sell_by(site: &Site, method: &str, items: &[(&str, u32)]) -> i64 {
    place(site, json!({"payment_method": method, "items": lines(site, items).await})).await
}

async fn lines(site: &Site, items: &[(&str, u32)]) -> Vec<Value> {
    let mut lines = Vec::new();
    for (name, quantity) in items {
        lines.push(json!({"menu_item_id": site.shop.item(name).await, "quantity": quantity}));
    }
    lines
}

async fn set_status(site: &Site, id: i64, status: &str) {
    let path = format!("/api/orders/{id}/status");
    let moved = site.call("POST", &path, None, Some(json!({"status": status}))).await;
    assert_eq!(moved.status, 200, "{moved:?}");
}

/// Two orders on Monday the 23rd at 07:40, one that is not paid, one that is cancelled the day after, and one on the
/// night of Tuesday the 24th, at 02:30 by the clock of the 25th. Three are sold: 90, 75 and 100, which cost 60.
async fn two_days(site: &Site) {
    sell(site, &[("火腿蛋吐司", 2)]).await;
    sell_by(site, "line_pay", &[("薯餅", 1), ("薯餅", 2)]).await;
    let waiting = json!({"auto_pay": false, "items": lines(site, &[("荷包蛋", 9)]).await});
    place(site, waiting).await;
    site.shop.clock.set("2026-11-23T00:10:00Z");
    let undone = sell(site, &[("起司蛋餅", 1)]).await;
    site.shop.clock.set("2026-11-24T18:30:00Z");
    sell(site, &[("中紅茶", 5)]).await;
    set_status(site, undone, "cancelled").await;
}

/// What the demo's stock is worth.
const STOCK: i64 = 18_333;

async fn the_overview(backend: Backend) {
    let site = shop(backend).await;
    let worth = report(&site, "overview").await["inventory_value"].clone();
    assert_eq!(worth, json!(STOCK));
    two_days(&site).await;
    let bacon = site.shop.number("SELECT id FROM ingredients WHERE name = '培根'").await;
    let path = format!("/api/inventory/ingredients/{bacon}");
    let low = site.call("PUT", &path, None, Some(json!({"reorder_level": 150}))).await;
    assert_eq!(low.status, 200, "{low:?}");
    let mut found = report(&site, "overview").await;
    // Ids are the database's own.
    for item in found["top_items"].as_array_mut().unwrap() {
        let item = item.as_object_mut().unwrap();
        assert!(item.remove("menu_item_id").is_some_and(|id| id.is_i64()));
        item.remove("menu_item_name_en");
    }
    assert_eq!(
        found,
        json!({
            "start_date": "2026-11-18",
            "end_date": "2026-11-24",
            "total_revenue": 265,
            "total_orders": 3,
            "average_ticket": 88.33,
            "inventory_value": STOCK - 60,
            "food_cost": 60,
            "margin": 205,
            "food_cost_percent": 22.64,
            "top_items": [
                {"menu_item_name": "中紅茶", "quantity": 5, "revenue": 100},
                {"menu_item_name": "薯餅", "quantity": 3, "revenue": 75},
                {"menu_item_name": "火腿蛋吐司", "quantity": 2, "revenue": 90},
            ],
            "low_stock": [
                {"ingredient_name": "培根", "current_stock": 150, "reorder_level": 150, "unit": "片"},
            ],
            "daily_sales": [
                {"day": "2026-11-23", "revenue": 165, "orders": 2},
                {"day": "2026-11-24", "revenue": 100, "orders": 1},
            ],
        })
    );
    let list = site.call("GET", "/api/inventory/low-stock", None, None).await;
    assert_eq!(found["low_stock"], list.body);
}

async fn a_toast_at_0740_belongs_to_that_day(backend: Backend) {
    let site = shop(backend).await;
    site.shop.clock.set("2026-11-22T23:40:00Z");
    sell(&site, &[("火腿蛋吐司", 1)]).await;
    let today = report(&site, "overview?start_date=2026-11-23&end_date=2026-11-23").await;
    assert_eq!(today["daily_sales"], json!([{"day": "2026-11-23", "revenue": 45, "orders": 1}]));
    let yesterday = report(&site, "overview?start_date=2026-11-22&end_date=2026-11-22").await;
    assert_eq!((&yesterday["daily_sales"], &yesterday["total_orders"]), (&json!([]), &json!(0)));
    assert_eq!((&yesterday["top_items"], &yesterday["food_cost"]), (&json!([]), &json!(0)));
    assert_eq!(report(&site, "hourly").await["hours"], json!([{"hour": 7, "revenue": 45, "orders": 1}]));
}

async fn what_is_undone_counts_on_its_orders_day(backend: Backend) {
    let site = shop(backend).await;
    let (kept, undone) =
        (sell(&site, &[("薯餅", 2)]).await, sell(&site, &[("薯餅", 1), ("荷包蛋", 1)]).await);
    let days = || report(&site, "overview?start_date=2026-11-20&end_date=2026-11-30");
    assert_eq!(days().await["daily_sales"], json!([{"day": "2026-11-23", "revenue": 90, "orders": 2}]));
    // Two days later it is called off: nothing happens on the 25th.
    site.shop.clock.set("2026-11-25T00:00:00Z");
    set_status(&site, undone, "cancelled").await;
    let found = days().await;
    assert_eq!(found["daily_sales"], json!([{"day": "2026-11-23", "revenue": 50, "orders": 1}]));
    assert_eq!((&found["total_revenue"], &found["total_orders"]), (&json!(50), &json!(1)));
    assert_eq!(found["top_items"].as_array().map(Vec::len), Some(1), "no eggs were sold: {found}");
    assert_eq!(found["food_cost"], json!(11));
    let payments = report(&site, "payments?start_date=2026-11-23&end_date=2026-11-23").await;
    assert_eq!((&payments["sales"], &payments["refunds"]), (&json!(90), &json!(40)));
    assert_eq!(report(&site, "payments?start_date=2026-11-24").await["methods"], json!([]));
    // Where every sale of a day was undone, the day had none.
    set_status(&site, kept, "cancelled").await;
    let found = days().await;
    assert_eq!((&found["daily_sales"], &found["average_ticket"]), (&json!([]), &json!(0)));
    assert_eq!(report(&site, "items?start_date=2026-11-23").await["items"], json!([]));
    assert_eq!(report(&site, "hourly?start_date=2026-11-23").await["hours"], json!([]));
}

async fn the_days_that_are_asked_for(backend: Backend) {
    let site = shop(backend).await;
    for moment in
        ["2026-11-16T23:40:00Z", "2026-11-17T23:40:00Z", "2026-11-23T18:59:59Z", "2026-11-23T19:00:00Z"]
    {
        site.shop.clock.set(moment);
        sell(&site, &[("薯餅", 1)]).await;
    }
    // It is 03:00 on the 24th: the day has just begun.
    for (query, start, end, days) in [
        ("", "2026-11-18", "2026-11-24", vec!["2026-11-18", "2026-11-23", "2026-11-24"]),
        ("?end_date=2026-11-23", "2026-11-17", "2026-11-23", vec!["2026-11-17", "2026-11-18", "2026-11-23"]),
        ("?start_date=2026-11-23", "2026-11-23", "2026-11-24", vec!["2026-11-23", "2026-11-24"]),
        ("?start_date=2026-11-18&end_date=2026-11-18", "2026-11-18", "2026-11-18", vec!["2026-11-18"]),
        ("?start_date=2026-11-19&end_date=2026-11-22", "2026-11-19", "2026-11-22", vec![]),
        (
            "?start_date=&end_date=",
            "2026-11-18",
            "2026-11-24",
            vec!["2026-11-18", "2026-11-23", "2026-11-24"],
        ),
    ] {
        for name in REPORTS {
            let found = report(&site, &format!("{name}{query}")).await;
            assert_eq!(
                (&found["start_date"], &found["end_date"]),
                (&json!(start), &json!(end)),
                "{name}{query}"
            );
        }
        let found = report(&site, &format!("overview{query}")).await;
        let found_days: Vec<&Value> =
            found["daily_sales"].as_array().unwrap().iter().map(|day| &day["day"]).collect();
        assert_eq!(found_days, days, "{query}");
        assert_eq!(found["total_orders"], json!(days.len()), "{query}");
        // One hash brown each, whichever report counts them.
        let items = report(&site, &format!("items{query}")).await;
        assert_eq!(items["revenue"], json!(25 * days.len()), "{query}");
        assert_eq!(report(&site, &format!("payments{query}")).await["net"], items["revenue"], "{query}");
        let hours = report(&site, &format!("hourly{query}")).await;
        let orders: i64 =
            hours["hours"].as_array().unwrap().iter().map(|h| h["orders"].as_i64().unwrap()).sum();
        assert_eq!(usize::try_from(orders).unwrap(), days.len(), "{query}");
    }
}

async fn what_is_no_range_is_refused(backend: Backend) {
    let site = shop(backend).await;
    for name in REPORTS {
        for (query, detail) in [
            ("start_date=yesterday", "start_date should be a date such as 2026-11-23"),
            ("start_date=2026-02-30", "start_date should be a date such as 2026-11-23"),
            ("start_date=20261123", "start_date should be a date such as 2026-11-23"),
            ("end_date=2026-11-23T00:00:00Z", "end_date should be a date such as 2026-11-23"),
            ("start_date=2026-11-01&end_date=%00", "end_date should be a date such as 2026-11-23"),
            ("start_date=2026-11-02&end_date=2026-11-01", "start_date should not be after end_date"),
            ("start_date=2026-11-24", "start_date should not be after end_date"),
        ] {
            let answer = site.call("GET", &format!("/api/analytics/{name}?{query}"), None, None).await;
            assert_eq!(answer.status, 400, "{name}?{query}: {answer:?}");
            assert_eq!(answer.body, json!({"detail": detail}), "{name}?{query}");
        }
        let year = |start: &str| format!("/api/analytics/{name}?start_date={start}&end_date=2024-12-31");
        assert_eq!(site.call("GET", &year("2024-01-01"), None, None).await.status, 200, "{name}");
        let long = site.call("GET", &year("2023-12-31"), None, None).await;
        if name == "overview" {
            assert_eq!(long.status, 200, "the contract knows no limit: {long:?}");
        } else {
            assert_eq!(long.status, 400, "{name}: {long:?}");
            assert_eq!(long.body, json!({"detail": "A report covers at most 366 days"}));
        }
    }
}

async fn averages_are_rounded_half_up(backend: Backend) {
    let site = shop(backend).await;
    for (name, price) in [("甲", json!(10.01)), ("乙", json!(10))] {
        let made =
            site.call("POST", "/api/menu/items", None, Some(json!({"name": name, "price": price}))).await;
        assert_eq!(made.status, 201, "{made:?}");
        sell(&site, &[(name, 1)]).await;
    }
    let found = report(&site, "overview").await;
    assert_eq!(found["total_revenue"].to_string(), "20.01");
    assert_eq!(found["average_ticket"].to_string(), "10.01", "10.005");
    assert_eq!((&found["food_cost"], &found["food_cost_percent"]), (&json!(0), &json!(0)));
}

async fn five_items_at_most(backend: Backend) {
    let site = shop(backend).await;
    sell(&site, &[("薯餅", 1), ("荷包蛋", 3), ("中紅茶", 3), ("大冰奶", 2), ("熱豆漿", 2), ("冰豆漿", 4)])
        .await;
    let found = report(&site, "overview").await;
    let names: Vec<&str> = found["top_items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["menu_item_name"].as_str().unwrap())
        .collect();
    // Three eggs are 45, three teas 60; two milk teas are 100, two hot soy milks 50.
    assert_eq!(names, ["冰豆漿", "中紅茶", "荷包蛋", "大冰奶", "熱豆漿"]);
}

async fn the_hours(backend: Backend) {
    let site = shop(backend).await;
    two_days(&site).await;
    assert_eq!(
        report(&site, "hourly").await,
        json!({
            "start_date": "2026-11-18",
            "end_date": "2026-11-24",
            "hours": [
                {"hour": 2, "revenue": 100, "orders": 1},
                {"hour": 7, "revenue": 165, "orders": 2},
            ],
            "weekdays": [
                {"weekday": 1, "hour": 7, "revenue": 165, "orders": 2},
                {"weekday": 2, "hour": 2, "revenue": 100, "orders": 1},
            ],
        })
    );
}

async fn the_items(backend: Backend) {
    let site = shop(backend).await;
    two_days(&site).await;
    // A new name is the item's from now on, for what was sold before as well.
    let toast = site.shop.item("火腿蛋吐司").await;
    let named =
        site.call("PUT", &format!("/api/menu/items/{toast}"), None, Some(json!({"name": "火腿吐司"}))).await;
    assert_eq!(named.status, 200, "{named:?}");
    let (tea, potato) = (site.shop.item("中紅茶").await, site.shop.item("薯餅").await);
    let item = |id: i64, name: &str, name_en: &str, quantity: i64| json!({"menu_item_id": id, "menu_item_name": name, "menu_item_name_en": name_en, "quantity": quantity});
    let with = |mut item: Value, revenue: Value, cost: Value, margin: Value, share: Value| {
        item["revenue"] = revenue;
        item["cost"] = cost;
        item["margin"] = margin;
        item["share"] = share;
        item
    };
    assert_eq!(
        report(&site, "items").await,
        json!({
            "start_date": "2026-11-18",
            "end_date": "2026-11-24",
            "revenue": 265,
            "cost": 60,
            "margin": 205,
            "items": [
                with(item(tea, "中紅茶", "Black tea (M)", 5), json!(100), json!(17.5), json!(82.5), json!(37.74)),
                with(item(toast, "火腿吐司", "Ham and egg toast", 2), json!(90), json!(26), json!(64), json!(33.96)),
                with(item(potato, "薯餅", "Hash brown", 3), json!(75), json!(16.5), json!(58.5), json!(28.3)),
            ],
        })
    );
}

async fn the_payments(backend: Backend) {
    let site = shop(backend).await;
    two_days(&site).await;
    assert_eq!(
        report(&site, "payments").await,
        json!({
            "start_date": "2026-11-18",
            "end_date": "2026-11-24",
            "sales": 310,
            "refunds": 45,
            "net": 265,
            "methods": [
                {"method": "cash", "sales": 235, "refunds": 45, "net": 190, "count": 3, "refund_count": 1},
                {"method": "line_pay", "sales": 75, "refunds": 0, "net": 75, "count": 1, "refund_count": 0},
            ],
        })
    );
}

async fn the_preparation_times(backend: Backend) {
    let site = shop(backend).await;
    // An item that stands on two lines of an order is counted once.
    let made = [
        (sell(&site, &[("薯餅", 1)]).await, 61),
        (sell(&site, &[("薯餅", 1), ("荷包蛋", 1), ("薯餅", 2)]).await, 60),
    ];
    let undone = sell(&site, &[("大冰奶", 1)]).await;
    for (id, seconds) in made {
        set_status(&site, id, "preparing").await;
        site.shop.clock.advance_seconds(seconds);
        set_status(&site, id, "ready").await;
    }
    set_status(&site, undone, "cancelled").await;
    site.shop.clock.set("2026-11-23T00:05:00Z");
    let late = sell(&site, &[("荷包蛋", 1)]).await;
    set_status(&site, late, "preparing").await;
    site.shop.clock.set("2026-11-23T00:08:00.900Z");
    set_status(&site, late, "ready").await;
    set_status(&site, late, "completed").await;
    sell(&site, &[("中紅茶", 1)]).await;
    let (potato, egg) = (site.shop.item("薯餅").await, site.shop.item("荷包蛋").await);
    assert_eq!(
        report(&site, "prep-times").await,
        json!({
            "start_date": "2026-11-17",
            "end_date": "2026-11-23",
            "orders": 3,
            "seconds": {"p50": 121, "p90": 180, "p99": 180},
            "items": [
                {
                    "menu_item_id": egg, "menu_item_name": "荷包蛋", "menu_item_name_en": "Fried egg", "orders": 2,
                    "seconds": {"p50": 121, "p90": 180, "p99": 180},
                },
                {
                    "menu_item_id": potato, "menu_item_name": "薯餅", "menu_item_name_en": "Hash brown", "orders": 2,
                    "seconds": {"p50": 61, "p90": 121, "p99": 121},
                },
            ],
            "hours": [
                {"hour": 7, "orders": 2, "seconds": {"p50": 61, "p90": 121, "p99": 121}},
                {"hour": 8, "orders": 1, "seconds": {"p50": 180, "p90": 180, "p99": 180}},
            ],
        })
    );
}

async fn a_shop_that_sold_nothing(backend: Backend) {
    let site = shop(backend).await;
    let found = report(&site, "overview").await;
    for name in ["total_revenue", "total_orders", "average_ticket", "food_cost", "margin"] {
        assert_eq!(found[name], json!(0), "{name}");
    }
    for name in ["top_items", "low_stock", "daily_sales"] {
        assert_eq!(found[name], json!([]), "{name}");
    }
    assert!(found["food_cost_percent"].is_null());
    let times = report(&site, "prep-times").await;
    assert_eq!((&times["orders"], &times["seconds"], &times["hours"]), (&json!(0), &json!(null), &json!([])));
}
