//! `import-menu`: brings a menu file into the database, or through the API into a running shop.

mod api;

use std::path::Path;

use sunnyside::{
    Refusal,
    menu::import::{FileFault, MenuFile, Report, ReportLine, Thing, read},
    service::{Context, menu_file},
};

use crate::{
    Config,
    cli::ImportMenu,
    open_store,
    rest::error::{detail, file_message},
};

/// Imports a file and tells what that changes.
///
/// # Errors
/// What is wrong, with the places in the file; then nothing was applied. Through the API: which step failed, those
/// before it stand.
pub async fn import_menu(config: &Config, wanted: ImportMenu) -> Result<(), String> {
    let file = load(&wanted.file)?;
    let is_rehearsal = wanted.dry_run;
    let report = match api::Login::of(&wanted) {
        Some(login) => {
            let work = tokio::task::spawn_blocking(move || api::import(&login, &file, is_rehearsal));
            work.await.map_err(|error| format!("the import was cut off: {error}"))??
        }
        None => {
            let context = Context::of_program(open_store(config).await?);
            let done = if is_rehearsal {
                menu_file::rehearse(&context, &file).await
            } else {
                menu_file::import(&context, file).await
            };
            let report = done.map_err(|refusal| refused(&refusal))?;
            report.lines.iter().for_each(|line| println!("{}", told(line, is_rehearsal)));
            report
        }
    };
    println!("{}", summary(&report, is_rehearsal));
    Ok(())
}

fn load(path: &Path) -> Result<MenuFile, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    // Some editors put a mark before the text.
    let (file, faults) = read(text.trim_start_matches('\u{feff}'));
    if faults.is_empty() { Ok(file) } else { Err(unfit(&faults)) }
}

fn unfit(faults: &[FileFault]) -> String {
    let line = |fault: &FileFault| {
        let place = if fault.place.is_empty() { "the file" } else { &fault.place };
        format!("\n  {place}: {}", file_message(&fault.problem))
    };
    format!(
        "the file cannot be imported; nothing of it was applied.{}",
        faults.iter().map(line).collect::<String>()
    )
}

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::BadMenuFile(faults) => unfit(faults),
        other => format!("the import was refused: {}", detail(other)),
    }
}

/// One line of what is done.
fn told(line: &ReportLine, is_rehearsal: bool) -> String {
    let thing = match line.thing {
        Thing::Category => "category",
        Thing::Item => "item",
        Thing::Rule => "rule",
    };
    let (verb, fields) = match (line.fields.is_empty(), is_rehearsal) {
        (true, true) => ("would create", String::new()),
        (true, false) => ("created", String::new()),
        (false, true) => ("would change", format!(" ({})", line.fields.join(", "))),
        (false, false) => ("changed", format!(" ({})", line.fields.join(", "))),
    };
    format!("{verb} {thing} {}{fields}", line.name)
}

fn summary(report: &Report, is_rehearsal: bool) -> String {
    let counted = |thing, name: &str, same: usize| {
        let (created, changed) = report.counts(thing);
        format!("{name}: {created} new, {changed} changed, {same} as they are.")
    };
    let (categories, _) = report.counts(Thing::Category);
    let end = if is_rehearsal { " This was a dry run: nothing was written." } else { "" };
    format!(
        "{} {} Categories: {categories} new.{end}",
        counted(Thing::Item, "Items", report.same_items),
        counted(Thing::Rule, "Rules", report.same_rules),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told() {
        let line = |thing, name: &str, fields: &[&str]| ReportLine {
            thing,
            name: name.into(),
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        };
        let report = Report {
            lines: vec![
                line(Thing::Item, "紅茶", &[]),
                line(Thing::Rule, "SET60", &["name", "bundle_price"]),
            ],
            same_items: 74,
            same_rules: 1,
        };
        assert_eq!(told(&report.lines[0], false), "created item 紅茶");
        assert_eq!(told(&report.lines[1], true), "would change rule SET60 (name, bundle_price)");
        assert_eq!(
            summary(&report, true),
            "Items: 1 new, 0 changed, 74 as they are. Rules: 0 new, 1 changed, 1 as they are. \
             Categories: 0 new. This was a dry run: nothing was written."
        );
    }

    #[test]
    fn a_broken_file_is_named_place_by_place() {
        let (_, faults) = read(r#"{"menu_items": [{"name": "a", "price": 0}], "combo_rules": 1}"#);
        assert_eq!(
            unfit(&faults),
            "the file cannot be imported; nothing of it was applied.\n  \
             combo_rules: should be a list\n  \
             menu_items[0].price: should be greater than 0"
        );
    }
}
