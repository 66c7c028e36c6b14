//! The description of the API: what it says, where it is found, and that a change of it is seen.

use serde_json::Value;

use crate::support::{Backend, http::Site};

crate::on_both!(the_description_is_served, the_viewer_is_served);

/// Set, it makes this test write the file anew.
const UPDATE: &str = "UPDATE_OPENAPI";

fn document() -> Value {
    serde_json::from_str(server::document()).unwrap()
}

/// Every operation, with a name for messages.
fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(move |(method, op)| (format!("{method} {path}"), op))
        })
        .collect()
}

#[test]
fn the_description_is_the_one_that_was_read() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, server::document()).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let mut lines = kept.lines().zip(server::document().lines()).zip(1..);
    let differs = lines.find(|((kept, now), _)| kept != now);
    assert!(
        kept == server::document(),
        "docs/openapi.json is not what the code says (first difference: {differs:?}). If the change is meant, renew it \
         with `{UPDATE}=1 cargo test -p server --test it contract::document` and read its diff."
    );
}

#[test]
fn every_operation_says_what_it_does() {
    let document = document();
    let operations = operations(&document);
    let known: Vec<&Value> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    for (name, operation) in &operations {
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{name} has no summary");
        let tags = operation["tags"].as_array().unwrap();
        assert!(tags.len() == 1 && known.contains(&&tags[0]), "{name}: {tags:?} is none of {known:?}");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{name} never succeeds");
        for (status, response) in responses {
            assert!(response["description"].as_str().is_some_and(|text| !text.is_empty()), "{name} {status}");
            let content = response.get("content").is_some();
            assert_eq!(content, status != "204", "{name} {status}: a schema where there is a body");
        }
    }
    let mut ids: Vec<&str> = operations.iter().map(|(_, op)| op["operationId"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), operations.len(), "each operation has an id of its own");
}

#[test]
fn every_reference_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|field| references(field, found));
            }
            Value::Array(entries) => entries.iter().for_each(|entry| references(entry, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 20, "there are references");
    for reference in found {
        let place = document.pointer(reference.trim_start_matches('#'));
        assert!(place.is_some_and(Value::is_object), "{reference}");
    }
}

async fn the_description_is_served(backend: Backend) {
    let site = Site::demo(backend).await;
    let answer = site.call("GET", "/openapi.json", None, None).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.body, document());
}

async fn the_viewer_is_served(backend: Backend) {
    let site = Site::demo(backend).await;
    let page = site.call("GET", "/docs", None, None).await;
    assert_eq!(page.status, 200);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self';"), "no inline script: {policy}");
    let text = page.body.as_str().unwrap();
    let files = text.split('"').filter(|part| part.starts_with("/docs/"));
    let mut count = 0;
    for file in files {
        let answer = site.call("GET", file, None, None).await;
        assert_eq!(answer.status, 200, "{file}");
        assert!(answer.headers.contains_key("content-security-policy"), "{file}");
        count += 1;
    }
    assert!(count >= 4, "{text}");
    let slash = site.call("GET", "/docs/", None, None).await;
    assert_eq!((slash.status.as_u16(), slash.headers["location"].to_str().unwrap()), (308, "/docs"));
    assert_eq!(site.call("GET", "/docs/nothing.js", None, None).await.status, 404);
}
