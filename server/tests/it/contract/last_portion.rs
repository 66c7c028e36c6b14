//! Everybody wants the last portion.

use std::sync::Arc;

use serde_json::json;
use sunnyside::{Quantity, identity::Role};

use crate::support::{Backend, http::Site};

crate::on_both!(sixty_four_at_once_for_the_last_portion);

/// How many want it.
const CLIENTS: usize = 64;

async fn sixty_four_at_once_for_the_last_portion(backend: Backend) {
    let site = Arc::new(Site::demo(backend).await);
    let (staff, manager) = (site.token(Role::Staff).await, site.token(Role::Manager).await);
    let item = site.shop.item("薯餅").await;
    let id = site.shop.number("SELECT id FROM ingredients WHERE name = '薯餅'").await;
    let path = format!("/api/inventory/ingredients/{id}");
    let set = site.call("PUT", &path, Some(&manager), Some(json!({"current_stock": 1}))).await;
    assert_eq!((set.status.as_u16(), set.body["current_stock"].to_string()), (200, "1".to_owned()));
    let events = site.shop.number("SELECT COUNT(*) FROM events").await;
    let body = json!({"auto_pay": true, "items": [{"menu_item_id": item, "quantity": 1}]});
    let tasks: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (site, staff, body) = (site.clone(), staff.clone(), body.clone());
            tokio::spawn(async move { site.call("POST", "/api/orders", Some(&staff), Some(body)).await })
        })
        .collect();
    let (mut sold, mut refused) = (0, 0);
    for task in tasks {
        let answer = task.await.unwrap();
        if answer.status == 201 {
            sold += 1;
            continue;
        }
        let short = json!([{"ingredient_name": "薯餅", "current_stock": 0, "required": 1, "unit": "片"}]);
        assert_eq!((answer.status.as_u16(), &answer.body["detail"]["shortages"]), (409, &short));
        refused += 1;
    }
    assert_eq!((sold, refused), (1, CLIENTS - 1));
    assert_eq!(site.shop.on_hand("薯餅").await, 0);
    let counts = [
        ("orders", "SELECT COUNT(*) FROM orders", 1),
        ("payments", "SELECT COUNT(*) FROM payments", 1),
        ("usage", "SELECT COUNT(*) FROM stock_movements WHERE order_id IS NOT NULL", 1),
        ("events", "SELECT COUNT(*) FROM events", events + 1),
    ];
    for (what, sql, count) in counts {
        assert_eq!(site.shop.number(sql).await, count, "{what}");
    }
    let taken =
        format!("SELECT -quantity FROM stock_movements WHERE order_id IS NOT NULL AND ingredient_id = {id}");
    assert_eq!(site.shop.number(&taken).await, Quantity::whole(1).0);
}
