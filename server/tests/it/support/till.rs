//! The counter, the kitchen and the office of one demo shop, over HTTP.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use sunnyside::identity::Role;

use super::{
    Backend,
    http::{Answer, Site},
};

/// What a refused request, or one that has nothing to do, must leave alone.
const TRACES: [&str; 10] = [
    "SELECT COUNT(*) FROM orders",
    "SELECT COUNT(*) FROM order_lines",
    "SELECT COUNT(*) FROM order_line_usage",
    "SELECT COUNT(*) FROM payments",
    "SELECT COUNT(*) FROM refunds",
    "SELECT COUNT(*) FROM stock_movements",
    "SELECT COUNT(*) FROM events",
    "SELECT COUNT(*) FROM audit_logs",
    "SELECT CAST(COALESCE(SUM(on_hand), 0) AS BIGINT) FROM ingredients",
    "SELECT CAST(COALESCE(SUM(total_amount + last_seq), 0) AS BIGINT) FROM orders",
];

/// A demo shop and one of each role, who ask.
pub struct Till {
    pub site: Site,
    tokens: BTreeMap<&'static str, String>,
}

impl Till {
    /// The demo, everybody signed in.
    pub async fn open(backend: Backend) -> Self {
        let site = Site::demo(backend).await;
        let mut tokens = BTreeMap::new();
        for role in Role::ALL {
            tokens.insert(role.as_str(), site.token(role).await);
        }
        Self { site, tokens }
    }

    /// What somebody is answered; `null` is no body.
    pub async fn ask(&self, role: Role, method: &str, path: &str, body: Value) -> Answer {
        let body = (!body.is_null()).then_some(body);
        self.site.call(method, path, Some(&self.tokens[role.as_str()]), body).await
    }

    /// What somebody is answered who sends a key along.
    pub async fn keyed(&self, role: Role, path: &str, body: &Value, key: &str) -> Answer {
        let text = (!body.is_null()).then(|| body.to_string());
        let token = Some(self.tokens[role.as_str()].as_str());
        self.site.send("POST", path, token, text.as_deref(), &[("idempotency-key", key)]).await
    }

    /// An order that staff takes.
    pub async fn take(&self, body: Value) -> Value {
        let answer = self.ask(Role::Staff, "POST", "/api/orders", body.clone()).await;
        assert_eq!(answer.status, 201, "{body}: {answer:?}");
        answer.body
    }

    /// What the owner changed.
    pub async fn set(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.ask(Role::Owner, method, path, body.clone()).await;
        assert!(answer.status.is_success(), "{method} {path} {body}: {answer:?}");
        answer.body
    }

    /// What comes of something that is done with an order.
    pub async fn act(&self, role: Role, order: &Value, what: &str, body: Value) -> Value {
        let path = format!("/api/orders/{}/{what}", order["id"]);
        let answer = self.ask(role, "POST", &path, body.clone()).await;
        assert_eq!(answer.status, 200, "{path} {body}: {answer:?}");
        answer.body
    }

    /// Something that is done with an order is refused with this status, and changes nothing; gives the `detail`.
    pub async fn refused(&self, role: Role, order: &Value, what: &str, body: Value, status: u16) -> Value {
        self.turned_away(role, &format!("/api/orders/{}/{what}", order["id"]), body, status).await
    }

    /// A POST is refused with this status, and changes nothing; gives the `detail`.
    pub async fn turned_away(&self, role: Role, path: &str, body: Value, status: u16) -> Value {
        let before = self.traces().await;
        let answer = self.ask(role, "POST", path, body.clone()).await;
        assert_eq!(answer.status, status, "{path} {body}: {answer:?}");
        assert_eq!(self.traces().await, before, "{path} {body}: a refused request changes nothing");
        answer.body["detail"].clone()
    }

    /// A POST is 422 and names this place, and changes nothing.
    pub async fn named(&self, path: &str, body: Value, place: &str) {
        let detail = self.turned_away(Role::Owner, path, body.clone(), 422).await;
        let faults = detail.as_array().unwrap_or_else(|| panic!("{body}: {detail}"));
        let loc = |fault: &Value| {
            let parts = fault["loc"].as_array().unwrap().iter();
            parts.map(|part| part.as_str().unwrap().to_owned()).collect::<Vec<_>>().join(".")
        };
        assert!(faults.iter().any(|fault| loc(fault) == format!("body.{place}")), "{body}: {detail}");
    }

    /// The order as it is read.
    pub async fn order(&self, order: &Value) -> Value {
        let answer = self.ask(Role::Staff, "GET", &format!("/api/orders/{}", order["id"]), Value::Null).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body
    }

    /// The id of an item.
    pub async fn item(&self, name: &str) -> i64 {
        self.site.shop.item(name).await
    }

    /// What is on hand of an ingredient is set, in its whole units.
    pub async fn stock(&self, ingredient: &str, quantity: i64) {
        let id = self.ingredient(ingredient).await;
        let path = format!("/api/inventory/ingredients/{id}");
        self.set("PUT", &path, json!({"current_stock": quantity})).await;
    }

    /// The id of an ingredient.
    pub async fn ingredient(&self, name: &str) -> i64 {
        self.site.shop.number(&format!("SELECT id FROM ingredients WHERE name = '{name}'")).await
    }

    /// Counts of everything that an order can leave.
    pub async fn traces(&self) -> Vec<i64> {
        let sql = format!("SELECT {}", TRACES.map(|one| format!("({one})")).join(", "));
        let db = self.site.shop.raw().await;
        let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
        let row = row.unwrap().unwrap();
        let traces = (0..TRACES.len()).map(|i| row.try_get_by_index(i).unwrap()).collect();
        db.close().await.unwrap();
        traces
    }

    /// What moved under a reference of an order: type, ingredient, quantity; by ingredient.
    pub async fn moved(&self, order: &Value, prefix: &str) -> Value {
        let reference = format!("{prefix}:{}", order["order_number"].as_str().unwrap());
        let movements = self.ask(Role::Owner, "GET", "/api/inventory/movements?limit=500", Value::Null).await;
        let names = self.ask(Role::Owner, "GET", "/api/inventory/ingredients", Value::Null).await;
        let name = |id: &Value| {
            let mut all = names.body.as_array().unwrap().iter();
            all.find(|one| one["id"] == *id).unwrap()["name"].clone()
        };
        let mut own: Vec<&Value> = movements.body.as_array().unwrap().iter().collect();
        own.retain(|one| one["reference"] == reference);
        own.sort_by_key(|one| (one["ingredient_id"].as_i64(), one["id"].as_i64()));
        own.iter()
            .map(|one| json!([one["movement_type"], name(&one["ingredient_id"]), one["quantity"]]))
            .collect()
    }

    /// The names of the events about an order, and the body of the last.
    pub async fn events(&self, order: &Value) -> (Vec<String>, Value) {
        let sql = format!("SELECT name, body FROM events WHERE order_id = {} ORDER BY seq", order["id"]);
        let db = self.site.shop.raw().await;
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
        db.close().await.unwrap();
        let names = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
        let body: String = rows.last().unwrap().try_get_by_index(1).unwrap();
        (names, serde_json::from_str(&body).unwrap())
    }

    /// How often the audit has an action of an order.
    pub async fn audited(&self, order: &Value, action: &str) -> i64 {
        let sql = format!(
            "SELECT COUNT(*) FROM audit_logs WHERE action = '{action}' AND entity_type = 'order' AND entity_id = '{}'",
            order["id"]
        );
        self.site.shop.number(&sql).await
    }

    /// A bundle for 70 of a drink (中紅茶 20 or 大冰奶 50) and two sides.
    pub async fn combo(&self) -> i64 {
        let drinks = [self.item("中紅茶").await, self.item("大冰奶").await];
        let body = json!({
            "code": "SET", "name": "套餐", "bundle_price": 70, "eligible_drink_item_ids": drinks,
            "side_choice_count": 2,
        });
        self.set("POST", "/api/menu/combos", body).await["id"].as_i64().unwrap()
    }

    /// A combo of an order: 中紅茶 with 薯餅 and that side.
    pub async fn set_of(&self, combo: i64, side: &str, quantity: u32) -> Value {
        let (tea, brown) = (self.item("中紅茶").await, self.item("薯餅").await);
        let sides = [brown, self.item(side).await];
        json!({"combo_id": combo, "quantity": quantity, "drink_item_ids": [tea], "side_item_ids": sides})
    }

    /// A line to order.
    pub async fn line(&self, name: &str, quantity: u32) -> Value {
        json!({"menu_item_id": self.item(name).await, "quantity": quantity})
    }

    /// A line to order, with a note.
    pub async fn noted(&self, name: &str, quantity: u32, note: &str) -> Value {
        json!({"menu_item_id": self.item(name).await, "quantity": quantity, "note": note})
    }
}

/// The lines of an order: name, quantity, unit price, total, note.
pub fn lines(order: &Value) -> Value {
    let fields = ["menu_item_name", "quantity", "unit_price", "line_total", "note"];
    let lines = order["items"].as_array().unwrap().iter();
    lines.map(|line| fields.iter().map(|field| line[field].clone()).collect::<Value>()).collect()
}

/// The money of an order: kind, method, amount.
pub fn money(order: &Value) -> Value {
    let payments = order["payments"].as_array().unwrap().iter();
    payments.map(|one| json!([one["kind"], one["method"], one["amount"]])).collect()
}

/// What an amendment changed, without what is said beyond the contract.
pub fn plain(diff: &Value) -> Value {
    let mut diff = diff.clone();
    for list in diff.as_object_mut().unwrap().values_mut() {
        for entry in list.as_array_mut().unwrap() {
            entry.as_object_mut().unwrap().remove("modifiers");
        }
    }
    diff
}
