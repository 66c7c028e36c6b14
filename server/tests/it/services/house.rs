//! The shape of the house.

use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn offenders(folders: &[&str], words: &[&str], spared: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    folders.iter().for_each(|folder| sources(&root.join(folder), &mut found));
    assert!(found.len() > 10, "the sources are where this test looks for them");
    found
        .into_iter()
        .filter(|path| !spared.iter().any(|s| path.components().any(|c| c.as_os_str() == *s)))
        .filter(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            words.iter().any(|word| text.contains(word))
        })
        .map(|path| path.display().to_string())
        .collect()
}

#[test]
fn only_the_store_and_the_migrations_know_the_database() {
    assert_eq!(
        offenders(
            &["src", "app/src", "server/src"],
            &["sea_orm::", "use sea_orm", "sqlx::", "use sqlx"],
            &["store"]
        ),
        Vec::<String>::new()
    );
}

#[test]
fn transactions_are_opened_in_the_store_alone() {
    let words = ["begin_with", "TransactionTrait", "DatabaseTransaction"];
    assert_eq!(offenders(&["src/service", "app/src", "server/src"], &words, &[]), Vec::<String>::new());
}

#[test]
fn rules_never_read_a_clock() {
    let words = ["SystemTime", "Instant::now", "Timestamp::now()", "Utc::now"];
    let found = offenders(&["src"], &words, &["store", "service"]);
    let found: Vec<_> = found.iter().filter(|path| !path.ends_with("clock.rs")).collect();
    assert_eq!(found, Vec::<&String>::new());
}

#[test]
fn no_rest_route_is_left_out_of_the_description() {
    let words = [".route(", ".route_service(", ".nest(", ".fallback("];
    assert_eq!(offenders(&["server/src/rest"], &words, &[]), Vec::<String>::new(), "use .routes(routes!(…))");
}
