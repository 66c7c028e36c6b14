//! The description of the API. Each handler says what is its own; what holds of every route is said here, once.

use serde_json::{Map, Value, json};
use sunnyside::identity::{Action, Role};
use utoipa::OpenApi;

use super::error::ErrorBody;

/// In place of roles: the route asks for no sign-in.
const ANYONE: &str = "anyone";

/// The roles that may do a thing, for a handler's `x-roles`.
pub fn open_to(action: Action) -> Vec<Role> {
    let every = [Role::Staff, Role::Kitchen, Role::Manager, Role::Owner];
    every.into_iter().filter(|role| action.is_open_to(*role)).collect()
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sunnyside",
        version = env!("CARGO_PKG_VERSION"),
        license(name = "MIT", identifier = "MIT"),
        description = "The point of sale of a breakfast shop.\n\n\
            Sign in with `POST /api/auth/login` and send the token as `Authorization: Bearer <token>`; a browser's \
            session cookie does as well.\n\n\
            **Numbers** are JSON numbers, never strings. Decimals beyond those that are kept (money 2, quantities 3, \
            unit costs 6) are rounded half up. **Times** are RFC 3339 in UTC with microseconds. **Texts** have no NUL \
            character. Fields that are not named here are ignored; in a body `null` is the same as absent, except where \
            it says that it clears.\n\n\
            **Refusals** have the body `{\"detail\": …}` and change nothing. A `limit` or `minutes` outside its range is \
            brought into it.\n\n\
            **`Idempotency-Key`**: sent again by the same user with the same body, a POST gives its first answer again \
            and does nothing.\n\n\
            Live events are at `/ws/events` and, for the public board, at `/ws/pickup` (WebSocket)."
    ),
    components(schemas(ErrorBody)),
    tags(
        (name = "auth", description = "Signing in and out, and who works here"),
        (name = "menu", description = "What is sold"),
        (name = "orders", description = "From the counter to the pickup board"),
        (name = "inventory", description = "What is in stock, and why it moved"),
        (name = "shift", description = "The cash drawer"),
        (name = "analytics", description = "What the days were"),
        (name = "printing", description = "Receipt printers and what waits for them"),
        (name = "settings", description = "How the shop is set"),
        (name = "audit", description = "Who did what"),
        (name = "shop", description = "The program itself"),
    )
)]
struct Base;

/// What the handlers' descriptions are added to.
pub fn base() -> utoipa::openapi::OpenApi {
    Base::openapi()
}

/// The finished description, as text with sorted keys: a change of it is read line by line.
pub fn finish(described: &utoipa::openapi::OpenApi) -> String {
    let mut document = serde_json::to_value(described).unwrap_or_default();
    document["components"]["securitySchemes"] = json!({
        "bearer": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "The `access_token` of `POST /api/auth/login`.",
        },
    });
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            if let Some(operation) = operation.as_object_mut() {
                complete(method, path, operation);
            }
        }
    }
    let mut text = serde_json::to_string_pretty(&sorted(document)).unwrap_or_default();
    text.push('\n');
    text
}

/// Adds what holds of every route of its kind.
fn complete(method: &str, path: &str, operation: &mut Map<String, Value>) {
    // A function's name says enough only within its file.
    let place = path.trim_start_matches("/api").replace(['/', '-'], "_").replace(['{', '}'], "");
    operation.insert("operationId".to_owned(), json!(format!("{method}{place}")));

    let roles: Vec<String> = operation
        .get("x-roles")
        .and_then(Value::as_array)
        .map(|roles| roles.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        .unwrap_or_default();
    let is_public = roles == [ANYONE];
    let who = if is_public { "Open to anyone.".to_owned() } else { format!("Roles: {}.", roles.join(", ")) };
    let said = operation.get("description").and_then(Value::as_str).unwrap_or_default();
    let description = if said.is_empty() { who } else { format!("{said}\n\n{who}") };
    operation.insert("description".to_owned(), json!(description));
    operation.insert("security".to_owned(), if is_public { json!([]) } else { json!([{ "bearer": [] }]) });

    let has_body = operation.contains_key("requestBody");
    let has_key = method == "post" && !path.starts_with("/api/auth/");
    approval(operation);
    parameters(operation, has_key);
    let has_input = has_body || operation.contains_key("parameters");
    let standard = [
        ("400", has_body, "Well formed, but not allowed"),
        ("401", !is_public, "No token, or one that is malformed, expired or revoked"),
        ("403", !is_public || method != "get", "The role may not do this, or a foreign page asks for it"),
        ("413", has_body, "The body is larger than 1 MiB"),
        ("422", has_input, "Something is missing, of the wrong type or out of range; `detail` lists it all"),
        ("503", true, "The database or the queue cannot take it now"),
    ];
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let Some(responses) = responses.as_object_mut() else { return };
    for (status, holds, description) in standard {
        if holds && !responses.contains_key(status) {
            responses.insert(status.to_owned(), json!({ "description": description }));
        }
    }
    for (status, response) in responses.iter_mut().filter(|(status, _)| status.as_str() >= "400") {
        if response.get("content").is_none() {
            let schema = json!({ "$ref": "#/components/schemas/ErrorBody" });
            response["content"] = json!({ "application/json": { "schema": schema } });
        }
        if ["429", "503"].contains(&status.as_str()) {
            let seconds = json!({ "type": "integer", "minimum": 1 });
            response["headers"] =
                json!({ "Retry-After": { "description": "After so many seconds", "schema": seconds } });
        }
    }
}

/// What somebody who may can approve takes the header of an approval.
fn approval(operation: &mut Map<String, Value>) {
    let Some(deed) = operation.get("x-approval").and_then(Value::as_str) else { return };
    let parameter = json!({
        "name": "X-Approval", "in": "header", "required": false,
        "description": format!(
            "The token of `POST /api/auth/approvals` for `{deed}`: it lets other roles than those above, or more than \
             the limit, once."
        ),
        "schema": { "type": "string" },
    });
    let all = operation.entry("parameters").or_insert_with(|| json!([]));
    all.as_array_mut().into_iter().for_each(|all| all.push(parameter.clone()));
}

fn parameters(operation: &mut Map<String, Value>, has_key: bool) {
    let mut all = operation.get("parameters").and_then(Value::as_array).map_or_else(Vec::new, Clone::clone);
    for parameter in &mut all {
        // What is optional behind the question mark is left out; the word `null` is none of its values.
        if let Some(kinds) = parameter["schema"]["type"].as_array() {
            let kind = kinds.iter().find(|kind| *kind != "null").cloned();
            parameter["schema"]["type"] = kind.unwrap_or_default();
        }
        if parameter["in"] == "query" {
            as_read(parameter);
        }
    }
    if has_key && !all.iter().any(|parameter| parameter["name"] == "Idempotency-Key") {
        all.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Makes a retry safe: the same key and body give the first answer again, for 7 days. \
                            With another body the key is refused.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 255 },
        }));
    }
    if !all.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(all));
    }
}

/// Describes a parameter behind the question mark as `Params` reads it: empty it is as good as absent, a limit is brought
/// into its range however many digits it has, and yes and no have more than one word.
fn as_read(parameter: &mut Value) {
    parameter["allowEmptyValue"] = json!(true);
    let Some(schema) = parameter["schema"].as_object_mut() else { return };
    match schema.get("type").and_then(Value::as_str) {
        Some("integer") => {
            schema.remove("format");
        }
        Some("boolean") => {
            schema.remove("type");
            let words = json!({ "type": "string", "enum": ["1", "0", "yes", "no", "on", "off"] });
            schema.insert("anyOf".to_owned(), json!([{ "type": "boolean" }, words]));
        }
        _ => {}
    }
}

/// The same with the keys of all objects in order: whether the map keeps them so is up to a feature that any crate may
/// switch on.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().map(|(name, field)| (name, sorted(field))).collect();
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(fields.into_iter().collect())
        }
        Value::Array(entries) => Value::Array(entries.into_iter().map(sorted).collect()),
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roles_of_an_action_are_in_the_contracts_order() {
        assert_eq!(open_to(Action::OrderMove), [Role::Kitchen, Role::Manager, Role::Owner]);
    }

    #[test]
    fn what_holds_of_every_route_is_added() {
        let mut operation = json!({
            "x-roles": ["manager"],
            "requestBody": {},
            "responses": { "201": { "description": "made" }, "409": { "description": "taken" } },
        });
        if let Some(operation) = operation.as_object_mut() {
            complete("post", "/api/menu/items/{id}", operation);
        }
        assert_eq!(operation["operationId"], "post_menu_items_id");
        assert_eq!(operation["description"], "Roles: manager.");
        assert_eq!(operation["parameters"][0]["name"], "Idempotency-Key");
        let responses = operation["responses"].as_object().unwrap();
        let statuses: Vec<&String> = responses.keys().collect();
        assert_eq!(statuses, ["201", "400", "401", "403", "409", "413", "422", "503"]);
        assert!(responses["201"].get("content").is_none());
        assert!(responses["409"]["content"]["application/json"]["schema"].is_object());
        assert!(responses["503"]["headers"].get("Retry-After").is_some());
    }

    #[test]
    fn parameters_are_described_as_they_are_read() {
        let mut operation = json!({
            "x-roles": ["manager"],
            "parameters": [
                { "name": "id", "in": "path", "schema": { "type": "integer", "format": "int64" } },
                { "name": "limit", "in": "query", "schema": { "type": ["integer", "null"], "format": "int64" } },
                { "name": "active_only", "in": "query", "schema": { "type": ["boolean", "null"] } },
            ],
        });
        if let Some(operation) = operation.as_object_mut() {
            complete("get", "/api/menu/items/{id}", operation);
        }
        let parameters = &operation["parameters"];
        assert_eq!(parameters[0]["schema"], json!({ "type": "integer", "format": "int64" }));
        assert_eq!(parameters[1]["schema"], json!({ "type": "integer" }));
        assert_eq!(parameters[1]["allowEmptyValue"], true);
        assert_eq!(parameters[2]["schema"]["anyOf"][0], json!({ "type": "boolean" }));
    }

    #[test]
    fn a_public_route_asks_for_no_token() {
        let mut operation = json!({ "x-roles": ["anyone"], "description": "Said.", "responses": {} });
        if let Some(operation) = operation.as_object_mut() {
            complete("get", "/health", operation);
        }
        assert_eq!(operation["security"], json!([]));
        assert_eq!(operation["description"], "Said.\n\nOpen to anyone.");
        assert!(operation["responses"].get("401").is_none());
    }
}
