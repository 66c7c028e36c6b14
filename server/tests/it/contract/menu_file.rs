//! A menu file, into the database and through the API of a running shop.

use std::path::PathBuf;

use serde_json::{Value, json};
use server::{cli::ImportMenu, import_menu};
use sunnyside::{identity::Role, service};

use crate::support::{
    Backend, TestShop,
    http::{Site, config},
};

crate::on_both!(
    the_real_file_comes_in_once,
    the_real_file_comes_in_through_the_api,
    a_broken_file_changes_nothing,
    what_exists_is_updated_and_nothing_is_lost,
);

/// The shop's real menu, which is not part of the project: it lies beside it, or the test has nothing to look at.
fn real_file() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/menu_202602.json");
    if !path.exists() {
        eprintln!("skipped: {} is not here", path.display());
        return None;
    }
    Some(path)
}

fn wanted(file: PathBuf) -> ImportMenu {
    ImportMenu { file, dry_run: false, base_url: None, username: None, password: None }
}

/// The configuration of a command line beside the shop's server.
fn beside(shop: &TestShop) -> server::Config {
    config(&[("DATABASE_URL", &shop.config.database_url)])
}

/// Everything that an import could touch, by the number of its rows and of the audit's.
async fn rows(shop: &TestShop) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in ["menu_items", "menu_categories", "combo_rules", "combo_drinks", "combo_sides", "audit_logs"]
    {
        counts.push(shop.number(&format!("SELECT COUNT(*) FROM {table}")).await);
    }
    counts
}

async fn is_the_real_menu(shop: &TestShop) {
    let tagged = shop.number("SELECT COUNT(*) FROM menu_items WHERE name LIKE '[%'").await;
    let placed = "SELECT COUNT(*) FROM menu_items i JOIN menu_categories c ON c.id = i.category_id WHERE i.name LIKE '[' || c.name || '] %'";
    assert_eq!((tagged, shop.number(placed).await), (56, 56), "each tag is a category");
    let staff = shop.as_role(Role::Staff).await;
    let counter = service::menu::counter(&staff).await.unwrap();
    assert_eq!(counter.tiles.iter().filter(|tile| tile.name.starts_with('[')).count(), 0);
    let combos = service::combo::list(&staff, true).await.unwrap();
    let seen: Vec<_> = combos
        .iter()
        .map(|c| {
            let counts = (c.drink_choice_count, c.side_choice_count);
            (c.code.as_str(), counts, c.eligible_drinks.len(), c.side_options.len())
        })
        .collect();
    assert_eq!(seen, [("SET60", (1, 1), 5, 7), ("SET95", (1, 2), 5, 7)]);
}

async fn the_real_file_comes_in_once(backend: Backend) {
    let Some(file) = real_file() else { return };
    let shop = TestShop::demo(backend).await;
    let before = rows(&shop).await;
    let rehearsal = ImportMenu { dry_run: true, ..wanted(file.clone()) };
    import_menu(&beside(&shop), rehearsal).await.unwrap();
    assert_eq!(rows(&shop).await, before, "a dry run writes nothing");
    import_menu(&beside(&shop), wanted(file.clone())).await.unwrap();
    let after = rows(&shop).await;
    let grown: Vec<i64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
    assert_eq!(grown, [75, 11, 2, 10, 14, 75 + 11 + 2]);
    is_the_real_menu(&shop).await;
    import_menu(&beside(&shop), wanted(file)).await.unwrap();
    assert_eq!(rows(&shop).await, after, "a second run changes nothing");
}

async fn the_real_file_comes_in_through_the_api(backend: Backend) {
    let Some(file) = real_file() else { return };
    let site = Site::demo(backend).await;
    let running = server::start(config(&[("PORT", "0")]), site.shop.store.clone()).await.unwrap();
    let through = |dry_run| ImportMenu {
        file: file.clone(),
        dry_run,
        base_url: Some(format!("http://{}/", running.addr)),
        username: Some("manager1".into()),
        password: Some("manager1234".into()),
    };
    // Signing in leaves its own line in the audit.
    let signed_in = |rows: Vec<i64>| rows[..5].to_vec();
    let before = signed_in(rows(&site.shop).await);
    import_menu(&beside(&site.shop), through(true)).await.unwrap();
    assert_eq!(signed_in(rows(&site.shop).await), before, "a dry run writes nothing");
    import_menu(&beside(&site.shop), through(false)).await.unwrap();
    let after = rows(&site.shop).await;
    is_the_real_menu(&site.shop).await;
    let made = "SELECT COUNT(*) FROM audit_logs WHERE action IN ('menu.create', 'menu.combo.create') AND actor_username = 'manager1'";
    assert_eq!(site.shop.number(made).await, 77);
    import_menu(&beside(&site.shop), through(false)).await.unwrap();
    let again = rows(&site.shop).await;
    assert_eq!(signed_in(again.clone()), signed_in(after.clone()), "a second run changes nothing");
    assert_eq!(again[5], after[5] + 1, "but for the sign-in");
    let wrong = ImportMenu { password: Some("nonsense".into()), ..through(false) };
    let refused = import_menu(&beside(&site.shop), wrong).await.unwrap_err();
    assert!(refused.contains("401: Invalid username or password"), "{refused}");
    running.shutdown().await.unwrap();
}

fn written(folder: &tempfile::TempDir, file: &Value) -> PathBuf {
    let path = folder.path().join("menu.json");
    std::fs::write(&path, file.to_string()).unwrap();
    path
}

fn rule(code: &str, drinks: &[&str]) -> Value {
    json!({
        "code": code, "name": "套餐", "bundle_price": 60, "raw_rule_text": "一飲一點",
        "drink_rule": {"max_price": 35, "eligible_drinks": drinks},
        "side_rule": {"choice_count": 1, "options": [{"code": "A", "name": "薯餅"}]},
    })
}

async fn a_broken_file_changes_nothing(backend: Backend) {
    let site = Site::demo(backend).await;
    let shop = &site.shop;
    let running = server::start(config(&[("PORT", "0")]), shop.store.clone()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let before = rows(shop).await;
    let sound = json!([{"name": "新品", "price": 50, "is_active": true}]);
    for (file, places) in [
        (
            json!({"menu_items": sound, "combo_rules": [rule("A", &["中紅茶"]), rule("B", &["中紅茶", "大紅茶", "沒有的", "新品"])]}),
            vec!["combo_rules[1].drink_rule.eligible_drinks[2]: names `沒有的`"],
        ),
        (
            json!({"menu_items": [{"name": "甲", "price": 0}, {"name": "乙", "price": "5"}], "combo_rules": []}),
            vec!["menu_items[0].price: should be greater than 0", "menu_items[1].price: should be a number"],
        ),
        (
            json!({"menu_items": sound, "combo_rules": [rule("a", &[]), rule("A ", &[])]}),
            vec!["combo_rules[1].code: repeats `A`"],
        ),
        (json!([]), vec!["the file: should be an object"]),
    ] {
        let direct = wanted(written(&folder, &file));
        let through = ImportMenu {
            base_url: Some(format!("http://{}", running.addr)),
            username: Some("owner1".into()),
            password: Some("owner1234".into()),
            ..wanted(written(&folder, &file))
        };
        for wanted in [direct, through] {
            let refused = import_menu(&beside(shop), wanted).await.unwrap_err();
            assert!(refused.contains("nothing of it was applied"), "{refused}");
            for place in &places {
                assert!(refused.contains(place), "{place}: {refused}");
            }
        }
    }
    let after = rows(shop).await;
    assert_eq!(after[..5], before[..5]);
    let missing = import_menu(&beside(shop), wanted(folder.path().join("no.json"))).await.unwrap_err();
    assert!(missing.contains("no.json cannot be read"), "{missing}");
    running.shutdown().await.unwrap();
}

async fn what_exists_is_updated_and_nothing_is_lost(backend: Backend) {
    let site = Site::demo(backend).await;
    let shop = &site.shop;
    let folder = tempfile::tempdir().unwrap();
    let owner = site.token(Role::Owner).await;
    let fries = shop.item("薯條").await;
    let combo = json!({
        "code": "A", "name": "舊名", "bundle_price": 50, "side_choice_count": 1,
        "side_options": [{"code": "a", "name": "舊薯餅", "items": [{"menu_item_id": fries, "quantity": 1}]}],
    });
    let made = site.call("POST", "/api/menu/combos", Some(&owner), Some(combo)).await;
    assert_eq!(made.status, 201, "{made:?}");
    let plain = json!({"name": "[TOAST] 奶酥厚片", "price": 35});
    let toast = site.call("POST", "/api/menu/items", Some(&owner), Some(plain)).await;
    assert_eq!(toast.status, 201, "{toast:?}");
    let file = json!({
        "menu_items": [
            {"name": "薯條", "price": 45, "is_active": true},
            {"name": "拿鐵", "price": 60, "is_active": false},
            {"name": "[TOAST] 奶酥厚片", "price": 35},
            {"name": "[TOAST] 花生醬厚片", "price": 35},
        ],
        "combo_rules": [rule("a", &["中紅茶"])],
    });
    let before = rows(shop).await;
    import_menu(&beside(shop), wanted(written(&folder, &file))).await.unwrap();
    let after = rows(shop).await;
    let grown: Vec<i64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
    // One item and one category are new; three items and the rule changed.
    assert_eq!(grown, [1, 1, 0, 1, 0, 6]);
    let items = site.call("GET", "/api/menu/items?active_only=false", Some(&owner), None).await.body;
    let item = |name: &str| items.as_array().unwrap().iter().find(|i| i["name"] == name).unwrap().clone();
    assert_eq!(item("薯條")["price"], 45);
    assert!(item("薯條")["category_id"].is_number(), "it stays where it stood");
    assert_eq!((&item("拿鐵")["price"], &item("拿鐵")["is_active"]), (&json!(60), &json!(false)));
    let category = &item("[TOAST] 花生醬厚片")["category_id"];
    assert!(category.is_number());
    assert_eq!(&item("[TOAST] 奶酥厚片")["category_id"], category);
    let recipe = site.call("GET", &format!("/api/menu/items/{fries}/recipe"), Some(&owner), None).await;
    assert_eq!(recipe.body.as_array().unwrap().len(), 1, "what the file does not speak of stays");
    let path = format!("/api/menu/combos/{}", made.body["id"]);
    let combo = site.call("GET", &path, Some(&owner), None).await.body;
    assert_eq!((&combo["name"], &combo["bundle_price"]), (&json!("套餐"), &json!(60)));
    assert_eq!(
        combo["side_options"],
        json!([{"code": "A", "name": "薯餅", "items": [{"menu_item_id": fries, "quantity": 1}]}])
    );
    import_menu(&beside(shop), wanted(written(&folder, &file))).await.unwrap();
    assert_eq!(rows(shop).await, after);
}
