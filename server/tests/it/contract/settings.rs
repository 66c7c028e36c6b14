//! How the shop is set: read, changed, and followed by every instance.

use serde_json::{Value, json};
use sunnyside::{
    identity::Role,
    service::settings,
    settings::{Settings, SettingsPatch},
    store::Store,
};

use crate::support::{
    Backend, context,
    http::{Answer, Site},
    until,
};

crate::on_both!(
    what_is_set_is_read_again,
    what_is_not_named_stays,
    the_same_again_leaves_no_trace,
    out_of_range_is_named_and_changes_nothing,
    the_day_follows_the_settings,
    pages_show_the_name,
    every_instance_follows,
);

const PATH: &str = "/api/settings";
const AUDITED: &str = "SELECT COUNT(*) FROM audit_logs WHERE action = 'settings.update'";

async fn put(site: &Site, token: &str, body: Value) -> Answer {
    site.call("PUT", PATH, Some(token), Some(body)).await
}

async fn get(site: &Site, token: &str) -> Value {
    let answer = site.call("GET", PATH, Some(token), None).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

fn usual() -> Value {
    json!({
        "shop_name": "晨光早餐", "zone": "Asia/Taipei", "day_start_hour": 3, "smallest_coin": 1,
        "age_limits": {
            "pending": {"warn": 8, "late": 12}, "preparing": {"warn": 15, "late": 22}, "ready": {"warn": 5, "late": 10},
        },
        "discount_limit_percent": 10, "shortage_blocks_sale": true, "receipt_text": "", "lead_minutes": 15,
        "lock_minutes": 5, "pickup_minutes": 20, "pickup_speak": false, "quiet_from": 0, "quiet_to": 0,
        "wall_theme": "dark", "wall_language": "none", "wall_size_percent": 100, "kitchen_volume": 70,
        "kitchen_keys": {
            "bump": "Enter", "recall": "r", "priority": "p", "acknowledge": "a", "previous_page": "PageUp",
            "next_page": "PageDown",
        },
    })
}

async fn what_is_set_is_read_again(backend: Backend) {
    let site = Site::demo(backend).await;
    let (owner, manager) = (site.token(Role::Owner).await, site.token(Role::Manager).await);
    assert_eq!(get(&site, &owner).await, usual());
    let changed = json!({
        "shop_name": "日出早餐", "zone": "Asia/Tokyo", "day_start_hour": 0, "smallest_coin": 0.5,
        "age_limits": {
            "pending": {"warn": 1, "late": 2}, "preparing": {"warn": 3, "late": 3}, "ready": {"warn": 239, "late": 240},
        },
        "discount_limit_percent": 100, "shortage_blocks_sale": false, "receipt_text": "謝謝光臨\n明天見",
        "lead_minutes": 0, "lock_minutes": 0, "pickup_minutes": 1, "pickup_speak": true, "quiet_from": 23,
        "quiet_to": 5, "wall_theme": "contrast", "wall_language": "zh-TW", "wall_size_percent": 75,
        "kitchen_volume": 100,
        "kitchen_keys": {
            "bump": "b", "recall": "z", "priority": "F2", "acknowledge": "Enter", "previous_page": "-",
            "next_page": "+",
        },
    });
    let answer = put(&site, &owner, changed.clone()).await;
    assert_eq!((answer.status.as_u16(), &answer.body), (200, &changed), "{answer:?}");
    assert_eq!(get(&site, &manager).await, changed);
    let again = Store::open(site.shop.config.clone()).await.unwrap();
    assert_eq!(serde_json::to_value(&again.profile().settings).unwrap(), changed, "also after a restart");
    let denied = put(&site, &manager, json!({"shop_name": "店長的店"})).await;
    assert_eq!(denied.status, 403);
    let audited = format!(
        "{AUDITED} AND entity_type = 'settings' AND entity_id = '1' AND actor_username = 'owner1' \
         AND payload LIKE '%\"after\":{{%日出早餐%\"before\":{{%晨光早餐%'"
    );
    assert_eq!(site.shop.number(&audited).await, 1);
    assert_eq!(site.shop.number(AUDITED).await, 1);
    assert_eq!(site.shop.number("SELECT COUNT(*) FROM events").await, 0);
}

async fn what_is_not_named_stays(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let mut want = usual();
    for (body, pointer, value) in [
        (json!({"shop_name": "日出", "zone": null}), "/shop_name", json!("日出")),
        (json!({"age_limits": {"ready": {"late": 30}}}), "/age_limits/ready/late", json!(30)),
        (
            json!({"age_limits": {"pending": {"warn": 9}, "ready": null}}),
            "/age_limits/pending/warn",
            json!(9),
        ),
        (json!({"receipt_text": "謝謝", "age_limits": null}), "/receipt_text", json!("謝謝")),
        (json!({"day_start_hour": 5}), "/day_start_hour", json!(5)),
        (json!({"kitchen_keys": {"bump": "b", "recall": null}}), "/kitchen_keys/bump", json!("b")),
        (json!({"wall_language": "en"}), "/wall_language", json!("en")),
        (json!({"wall_language": "none"}), "/wall_language", json!("none")),
    ] {
        *want.pointer_mut(pointer).unwrap() = value;
        assert_eq!(put(&site, &owner, body).await.body, want);
        assert_eq!(get(&site, &owner).await, want);
    }
}

async fn the_same_again_leaves_no_trace(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let trace = "SELECT (SELECT COUNT(*) FROM audit_logs) + (SELECT COUNT(*) FROM settings) \
         + (SELECT settings_version FROM stores)";
    let before = site.shop.number(trace).await;
    for body in [json!({}), usual(), json!({"zone": "asia/taipei"}), json!({"smallest_coin": 1.004})] {
        let answer = put(&site, &owner, body).await;
        assert_eq!((answer.status.as_u16(), answer.body), (200, usual()));
    }
    assert_eq!(site.shop.number(trace).await, before);
    put(&site, &owner, json!({"receipt_text": "謝謝"})).await;
    assert_eq!(site.shop.number("SELECT COUNT(*) FROM settings").await, 1, "one row for what was set");
    assert_eq!(site.shop.number("SELECT settings_version FROM stores").await, 1);
}

async fn out_of_range_is_named_and_changes_nothing(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let limit = |warn: i64, late: i64| json!({"age_limits": {"ready": {"warn": warn, "late": late}}});
    for (body, place) in [
        (json!({"shop_name": ""}), "shop_name"),
        (json!({"shop_name": "   "}), "shop_name"),
        (json!({"shop_name": "日".repeat(81)}), "shop_name"),
        (json!({"shop_name": 5}), "shop_name"),
        (json!({"zone": "Asia/Atlantis"}), "zone"),
        (json!({"zone": ""}), "zone"),
        (json!({"day_start_hour": 24}), "day_start_hour"),
        (json!({"day_start_hour": -1}), "day_start_hour"),
        (json!({"day_start_hour": 1.5}), "day_start_hour"),
        (json!({"smallest_coin": 0}), "smallest_coin"),
        (json!({"smallest_coin": 2}), "smallest_coin"),
        (json!({"smallest_coin": "1"}), "smallest_coin"),
        (json!({"age_limits": 5}), "age_limits"),
        (json!({"age_limits": {"pending": 5}}), "age_limits.pending"),
        (limit(0, 5), "age_limits.ready.warn"),
        (limit(5, 241), "age_limits.ready.late"),
        (limit(6, 5), "age_limits.ready.warn"),
        (json!({"age_limits": {"ready": {"warn": 11}}}), "age_limits.ready.warn"),
        (json!({"discount_limit_percent": 101}), "discount_limit_percent"),
        (json!({"discount_limit_percent": -1}), "discount_limit_percent"),
        (json!({"discount_limit_percent": 9_999_999_999_i64}), "discount_limit_percent"),
        (json!({"shortage_blocks_sale": "no"}), "shortage_blocks_sale"),
        (json!({"lead_minutes": 241}), "lead_minutes"),
        (json!({"lead_minutes": -1}), "lead_minutes"),
        (json!({"pickup_minutes": 0}), "pickup_minutes"),
        (json!({"pickup_speak": 1}), "pickup_speak"),
        (json!({"quiet_from": 24}), "quiet_from"),
        (json!({"quiet_to": "5"}), "quiet_to"),
        (json!({"wall_theme": "kitchen"}), "wall_theme"),
        (json!({"wall_language": "fr"}), "wall_language"),
        (json!({"wall_size_percent": 74}), "wall_size_percent"),
        (json!({"kitchen_volume": 101}), "kitchen_volume"),
        (json!({"kitchen_keys": "Enter"}), "kitchen_keys"),
        (json!({"kitchen_keys": {"bump": ""}}), "kitchen_keys.bump"),
        (json!({"kitchen_keys": {"bump": 5}}), "kitchen_keys.bump"),
        (json!({"kitchen_keys": {"bump": "1"}}), "kitchen_keys.bump"),
        (json!({"kitchen_keys": {"next_page": "R"}}), "kitchen_keys.next_page"),
        (json!({"receipt_text": "x".repeat(501)}), "receipt_text"),
        (json!({"lock_minutes": 241}), "lock_minutes"),
        (json!({"receipt_text": "a\u{0}"}), "receipt_text"),
        (json!([]), ""),
    ] {
        let answer = put(&site, &owner, body.clone()).await;
        assert_eq!(answer.status, 422, "{body}: {answer:?}");
        let loc = answer.body["detail"][0]["loc"].as_array().unwrap();
        let found: Vec<&str> = loc[1..].iter().filter_map(Value::as_str).collect();
        assert_eq!(found.join("."), place, "{body}");
    }
    assert_eq!(get(&site, &owner).await, usual());
    assert_eq!(site.shop.number(AUDITED).await, 0);
}

/// It is 07:40 in Taipei, 08:40 in Tokyo, 23:40 of the day before in London.
async fn the_day_follows_the_settings(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let order = async || {
        let body = json!({"auto_pay": false, "items": [{"menu_item_id": 1, "quantity": 1}]});
        let made = site.call("POST", "/api/orders", Some(&owner), Some(body)).await;
        made.body["order_number"].as_str().unwrap().to_owned()
    };
    assert_eq!(order().await, "20261123-0001");
    for (settings, number) in [
        (json!({"day_start_hour": 8}), "20261122-0002"),
        (json!({"zone": "Asia/Tokyo"}), "20261123-0003"),
        (json!({"zone": "Europe/London"}), "20261122-0004"),
        (json!({"day_start_hour": 3, "zone": "Asia/Taipei"}), "20261123-0005"),
    ] {
        assert_eq!(put(&site, &owner, settings.clone()).await.status, 200);
        // 0001 and so on are still called, so their numbers are passed over on every day.
        assert_eq!(order().await, number, "{settings}");
    }
}

async fn pages_show_the_name(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    put(&site, &owner, json!({"shop_name": "日出早餐"})).await;
    for path in ["/login", "/pickup"] {
        let page = site.call("GET", path, None, None).await;
        let text = page.body.as_str().unwrap();
        assert!(text.contains("日出早餐") && !text.contains("晨光早餐"), "{path}");
    }
}

async fn every_instance_follows(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    let other = site.shop.second_instance().await;
    assert_eq!(other.profile().settings, Settings::default());
    put(&site, &owner, json!({"shop_name": "日出", "day_start_hour": 8})).await;
    assert_eq!(site.shop.store.profile().settings.shop_name, "日出", "here at once");
    assert_eq!(site.shop.store.profile().day_of(site.shop.store.now()).0, "2026-11-22");
    until("the other instance knows", || async { other.profile().settings.shop_name == "日出" }).await;
    assert_eq!(other.profile().day_of(other.now()).0, "2026-11-22");
    // A decision never asks what an instance remembers: it sees what the head row's version says.
    put(&site, &owner, json!({"receipt_text": "謝謝"})).await;
    let there = context(&other, Role::Owner).await;
    let patch = SettingsPatch { receipt_text: Some("謝謝".into()), ..SettingsPatch::default() };
    let same = settings::update(&there, patch).await.unwrap();
    assert_eq!((same.receipt_text.as_str(), same.shop_name.as_str()), ("謝謝", "日出"));
    assert_eq!(site.shop.number(AUDITED).await, 2, "what is the same already leaves no trace");
    let patch = SettingsPatch { shop_name: Some("日落".into()), ..SettingsPatch::default() };
    settings::update(&there, patch).await.unwrap();
    assert_eq!(get(&site, &owner).await["shop_name"], "日落", "a reader of the settings asks the database");
}
