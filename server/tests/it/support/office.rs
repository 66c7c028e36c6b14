//! The owner at the office, over HTTP.

use serde_json::Value;
use sunnyside::identity::Role;

use super::{
    Backend,
    http::{Answer, Site},
};

/// The rows that a refused request must leave alone.
const ROWS: &str = "SELECT (SELECT COUNT(*) FROM combo_rules) + (SELECT COUNT(*) FROM combo_drinks) \
     + (SELECT COUNT(*) FROM combo_sides) + (SELECT COUNT(*) FROM menu_categories) + (SELECT COUNT(*) FROM stations) \
     + (SELECT COUNT(*) FROM modifier_groups) + (SELECT COUNT(*) FROM modifiers) + (SELECT COUNT(*) FROM recipe_lines) \
     + (SELECT COUNT(*) FROM item_modifier_groups) + (SELECT COUNT(*) FROM menu_items) + (SELECT COUNT(*) FROM events) \
     + (SELECT COUNT(*) FROM audit_logs) + (SELECT COUNT(*) FROM idempotency_keys)";

/// A demo shop and its owner, who asks.
pub struct Shop {
    pub site: Site,
    pub owner: String,
}

impl Shop {
    /// The demo, its owner signed in.
    pub async fn open(backend: Backend) -> Self {
        let site = Site::demo(backend).await;
        let owner = site.token(Role::Owner).await;
        Self { site, owner }
    }

    /// What the owner is answered.
    pub async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        let body = (!body.is_null()).then_some(body);
        self.site.call(method, path, Some(&self.owner), body).await
    }

    /// What the owner reads.
    pub async fn get(&self, path: &str) -> Value {
        let answer = self.call("GET", path, Value::Null).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.body
    }

    /// What the owner is answered where it is done.
    pub async fn done(&self, method: &str, path: &str, body: Value) -> Value {
        let answer = self.call(method, path, body).await;
        // A mark that something is sold out makes nothing.
        let status = if method == "POST" && !path.ends_with("/sold-out") { 201 } else { 200 };
        assert_eq!(answer.status, status, "{method} {path}: {answer:?}");
        answer.body
    }

    /// How often the owner did this by the audit.
    pub async fn audited(&self, action: &str) -> i64 {
        let sql = format!(
            "SELECT COUNT(*) FROM audit_logs WHERE action = '{action}' AND actor_username = 'owner1'"
        );
        self.site.shop.number(&sql).await
    }

    /// The id of an item.
    pub async fn id(&self, item: &str) -> i64 {
        self.site.shop.item(item).await
    }

    /// Each is refused with this status and these words, and changes nothing.
    pub async fn refuses(&self, cases: &[(&str, &str, Value, u16, &str)]) {
        let rows = self.site.shop.number(ROWS).await;
        for (method, path, body, status, detail) in cases {
            let answer = self.call(method, path, body.clone()).await;
            assert_eq!(answer.status, *status, "{method} {path} {body}: {answer:?}");
            assert_eq!(answer.body["detail"], *detail, "{method} {path} {body}");
        }
        assert_eq!(self.site.shop.number(ROWS).await, rows, "a refused request changes nothing");
    }

    /// Each is 422 and names this place, and changes nothing.
    pub async fn names(&self, cases: &[(&str, &str, Value, &str)]) {
        let rows = self.site.shop.number(ROWS).await;
        for (method, path, body, place) in cases {
            let answer = self.call(method, path, body.clone()).await;
            assert_eq!(answer.status, 422, "{method} {path} {body}: {answer:?}");
            let faults = answer.body["detail"].as_array().unwrap();
            let loc = |fault: &Value| {
                let parts = fault["loc"].as_array().unwrap().iter();
                parts.map(|part| part.as_str().unwrap().to_owned()).collect::<Vec<_>>().join(".")
            };
            assert!(faults.iter().any(|f| loc(f) == format!("body.{place}")), "{body}: {answer:?}");
            assert!(faults.iter().all(|fault| fault["msg"].as_str().is_some_and(|msg| !msg.is_empty())));
        }
        assert_eq!(self.site.shop.number(ROWS).await, rows, "a refused request changes nothing");
    }
}
