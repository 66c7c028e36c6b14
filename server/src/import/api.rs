//! The import through the API of a running shop: the same plan, one request a step.

use std::time::Duration;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use sunnyside::menu::{
    ComboDraft, ComboPatch, ItemPatch,
    import::{MenuFile, Names, Ready, Report, Shop, Step, plan},
};
use ureq::{Agent, Body, http::Response};

use super::{told, unfit};
use crate::cli::ImportMenu;

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Which shop, and as whom.
pub struct Login {
    base_url: String,
    username: String,
    password: String,
}

impl Login {
    /// The login that the command line gives, where it gives one.
    pub fn of(wanted: &ImportMenu) -> Option<Self> {
        Some(Self {
            base_url: wanted.base_url.clone()?,
            username: wanted.username.clone().unwrap_or_default(),
            password: wanted.password.clone().unwrap_or_default(),
        })
    }
}

/// Brings a file in, or says what that would change.
pub fn import(login: &Login, file: &MenuFile, is_rehearsal: bool) -> Result<Report, String> {
    let api = Api::sign_in(login)?;
    let shop = Shop {
        items: api.list("/api/menu/items?active_only=false")?,
        categories: api.list("/api/menu/categories")?,
        combos: api.list("/api/menu/combos?active_only=false")?,
    };
    let plan = plan(file, &shop).map_err(|faults| unfit(&faults))?;
    let mut names = Names::from(&shop);
    for (index, step) in plan.steps.iter().enumerate() {
        if !is_rehearsal {
            api.carry_out(step, &mut names).map_err(|cause| {
                format!(
                    "{}: {cause}. What was done before it stands; the import can be run again.",
                    step.line().name
                )
            })?;
        }
        println!("[{}/{}] {}", index + 1, plan.steps.len(), told(&step.line(), is_rehearsal));
    }
    Ok(plan.report())
}

struct Api {
    agent: Agent,
    base_url: String,
    token: String,
}

impl Api {
    fn sign_in(login: &Login) -> Result<Self, String> {
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .build()
            .new_agent();
        let base_url = login.base_url.trim_end_matches('/').to_owned();
        let mut api = Self { agent, base_url, token: String::new() };
        let body = json!({"username": login.username, "password": login.password});
        let signed = api.write("POST", "/api/auth/login", &body)?;
        api.token = signed["access_token"].as_str().unwrap_or_default().to_owned();
        Ok(api)
    }

    fn list<T: DeserializeOwned>(&self, path: &str) -> Result<Vec<T>, String> {
        let request = self.agent.get(self.url(path)).header("authorization", self.bearer());
        let answer = answer(request.call(), path)?;
        serde_json::from_value(answer).map_err(|error| format!("{path} answers something else: {error}"))
    }

    fn write(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let url = self.url(path);
        let request = if method == "PUT" { self.agent.put(url) } else { self.agent.post(url) };
        let request = request.header("authorization", self.bearer()).content_type("application/json");
        answer(request.send(body.to_string()), path)
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    /// Does one step, and learns the id of what is new.
    fn carry_out(&self, step: &Step, names: &mut Names) -> Result<(), String> {
        let ready = step.ready(names).ok_or_else(|| "a name in it has no id yet".to_owned())?;
        let (method, path, body) = request(&ready);
        let made = self.write(method, &path, &body)?;
        let learned = match &ready {
            Ready::NewCategory(_) => Some(&mut names.categories),
            Ready::NewItem(_) => Some(&mut names.items),
            _ => None,
        };
        if let (Some(known), Some(name), Some(id)) = (learned, made["name"].as_str(), made["id"].as_i64()) {
            known.insert(name.to_owned(), id);
        }
        Ok(())
    }
}

fn answer(sent: Result<Response<Body>, ureq::Error>, path: &str) -> Result<Value, String> {
    let mut response = sent.map_err(|error| format!("the shop cannot be reached ({path}): {error}"))?;
    let status = response.status();
    let text = response.body_mut().read_to_string().map_err(|error| format!("{path} broke off: {error}"))?;
    let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
    if status.is_success() {
        return Ok(body);
    }
    let told = match &body["detail"] {
        Value::String(detail) => detail.clone(),
        Value::Null => "no reason is given".to_owned(),
        other => other.to_string(),
    };
    Err(format!("{path} answers {}: {told}", status.as_u16()))
}

/// Only what a step sets; what it leaves alone is absent.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn set<T: Serialize>(mut self, name: &str, value: Option<T>) -> Self {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), json!(value));
        }
        self
    }
}

fn request(ready: &Ready) -> (&'static str, String, Value) {
    match ready {
        Ready::NewCategory(draft) => {
            let body = json!({"name": draft.name, "position": draft.position});
            ("POST", "/api/menu/categories".to_owned(), body)
        }
        Ready::NewItem(draft) => {
            let body = json!({
                "name": draft.name, "price": draft.price, "is_active": draft.is_active,
                "category_id": draft.category_id,
            });
            ("POST", "/api/menu/items".to_owned(), body)
        }
        Ready::ChangeItem(id, patch) => ("PUT", format!("/api/menu/items/{id}"), item_body(patch)),
        Ready::NewCombo(draft) => ("POST", "/api/menu/combos".to_owned(), new_combo_body(draft)),
        Ready::ChangeCombo(id, patch) => ("PUT", format!("/api/menu/combos/{id}"), combo_body(patch)),
    }
}

fn item_body(patch: &ItemPatch) -> Value {
    let fields = Fields::default()
        .set("price", patch.price)
        .set("is_active", patch.is_active)
        .set("category_id", patch.category_id);
    Value::Object(fields.0)
}

fn new_combo_body(draft: &ComboDraft) -> Value {
    json!({
        "code": draft.code, "name": draft.name, "bundle_price": draft.bundle_price,
        "max_drink_price": draft.max_drink_price, "drink_choice_count": draft.drink_choice_count,
        "side_choice_count": draft.side_choice_count, "raw_rule_text": draft.raw_rule_text,
        "is_active": draft.is_active, "eligible_drink_item_ids": draft.eligible_drink_item_ids,
        "side_options": draft.side_options,
    })
}

fn combo_body(patch: &ComboPatch) -> Value {
    let fields = Fields::default()
        .set("name", patch.name.as_ref())
        .set("bundle_price", patch.bundle_price)
        .set("max_drink_price", patch.max_drink_price)
        .set("drink_choice_count", patch.drink_choice_count)
        .set("side_choice_count", patch.side_choice_count)
        .set("raw_rule_text", patch.raw_rule_text.as_ref())
        .set("is_active", patch.is_active)
        .set("eligible_drink_item_ids", patch.eligible_drink_item_ids.as_ref())
        .set("side_options", patch.side_options.as_ref());
    Value::Object(fields.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::Money;

    #[test]
    fn a_change_sends_only_what_differs_and_null_clears() {
        let patch = ComboPatch {
            bundle_price: Some(Money(6550)),
            max_drink_price: Some(None),
            ..ComboPatch::default()
        };
        let (method, path, body) = request(&Ready::ChangeCombo(5, Box::new(patch)));
        assert_eq!((method, path.as_str()), ("PUT", "/api/menu/combos/5"));
        assert_eq!(body.to_string(), r#"{"bundle_price":65.5,"max_drink_price":null}"#);
    }
}
