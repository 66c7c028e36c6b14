//! schemathesis: requests made from the description of the API, valid and invalid, and every answer held against it.

use crate::count::Count;
use crate::shop::Shop;
use crate::step::{Failure, Outcome, command, note, read, run, step, stream};
use crate::{place, system};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The versions that are installed; hypothesis makes the data, so the seed means nothing without its version.
const VERSION: &str = "4.32.5";
const PACKAGES: [&str; 2] = ["schemathesis==4.32.5", "hypothesis==6.170.17"];

/// The least that has to be tried.
const LEAST: u64 = 2_000;
/// With it a person asks for more than that.
const CASES: &str = "SUNNYSIDE_SCHEMATHESIS_CASES";
/// The same data at every run.
const SEED: &str = "20261124";
/// The most time for 2,000 cases, in seconds; more cases have more.
const LONGEST: u64 = 900;

/// What ends or changes the session that it is called with: it is tried where nobody signs in.
const OF_SESSIONS: [&str; 4] =
    ["/api/auth/logout", "/api/auth/password", "/api/auth/users", "/api/auth/users/{id}"];

const ORDER: &str = r#"{"auto_pay":false,"items":[{"menu_item_id":1,"quantity":1}]}"#;

/// Runs it over the shop's program: one test.
pub fn check(program: &Path, root: &Path) -> Outcome<Count> {
    let tool = ready()?;
    let wanted = std::env::var(CASES).ok().and_then(|text| text.parse().ok()).unwrap_or(LEAST).max(LEAST);
    step("schemathesis", &format!("at least {wanted} requests made from /openapi.json"), || {
        let mut cases = 0;
        let mut held = true;
        for with_sign_in in [true, false] {
            let shop = Shop::open(program, with_sign_in)?;
            // So that small ids are those of something.
            for _ in 0..5 {
                shop.ask("POST", "/api/orders", Some(ORDER))?;
            }
            let described = paths(&shop.ask("GET", "/openapi.json", None)?);
            let mut command = schemathesis(&shop, &tool, root, wanted, described.len());
            let known = OF_SESSIONS.iter().filter(|path| described.iter().any(|known| known == *path));
            let option = if with_sign_in { "--exclude-path" } else { "--include-path" };
            known.for_each(|path| {
                command.args([option, path]);
            });
            if !with_sign_in {
                // A token is not asked for where nobody signs in.
                command.args(["--exclude-checks", "ignored_auth,missing_required_header"]);
                command.args(["--generation-with-security-parameters", "false"]);
            }
            let mut made = None;
            let status = stream(&mut command, |line| made = generated(line).or(made))?;
            held &= status.success();
            cases += made.unwrap_or_default();
            if !status.success() {
                note(&format!("the shop's last words: {}", shop.last_words()));
            }
        }
        note(&format!("{cases} cases"));
        if cases < wanted {
            note(&format!("that is less than the {wanted} that were wanted"));
        }
        Ok(Count::one(held && cases >= wanted))
    })
}

/// The program, in a Python environment of its own; installs it if it is missing.
fn ready() -> Outcome<PathBuf> {
    let home = place::cache()?.join("tools").join(format!("schemathesis-{VERSION}"));
    let program = home.join("bin/schemathesis");
    if answers(&program) {
        return Ok(program);
    }
    ensure_python()?;
    let _held = place::hold(&place::cache()?)?;
    step("pip install schemathesis", &format!("it is not in {}", home.display()), || {
        // Its scripts name their place, so it is made where it stays; one that was cut off does not answer.
        place::remove(&home)?;
        run(command("python3").args(["-m", "venv"]).arg(&home))?;
        let mut pip = command(home.join("bin/pip"));
        run(pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES))
    })?;
    if answers(&program) {
        return Ok(program);
    }
    Err(Failure::new(format!("{} was installed, but does not say that it is {VERSION}", program.display())))
}

fn answers(program: &Path) -> bool {
    read(command(program).arg("--version")).is_ok_and(|said| said.contains(VERSION))
}

fn ensure_python() -> Outcome<()> {
    let can = || read(command("python3").args(["-c", "import ensurepip, venv"])).is_ok();
    if can() {
        return Ok(());
    }
    system::install(
        &["python3", "python3-venv"],
        "schemathesis is a Python program with an environment of its own",
    )?;
    if can() { Ok(()) } else { Err(Failure::new("Missing: python3 with its modules venv and ensurepip")) }
}

/// The command over that shop.
fn schemathesis(shop: &Shop, program: &Path, root: &Path, wanted: u64, routes: usize) -> Command {
    let longest = (LONGEST * wanted / LEAST).to_string();
    // Its own option for time is no limit: it goes on until that time is over.
    let mut schemathesis = command("timeout");
    schemathesis.arg(longest).arg(program);
    // Its own files go where the shop's go.
    schemathesis
        .current_dir(shop.folder())
        .arg("--config-file")
        .arg(root.join("server/tests/schemathesis.toml"));
    schemathesis.args(["run", &format!("http://127.0.0.1:{}/openapi.json", shop.port)]);
    let routes = u64::try_from(routes).unwrap_or(1).max(1);
    let examples = (wanted / routes).max(20).to_string();
    schemathesis.args(["--checks", "all", "--seed", SEED, "--max-examples", &examples]);
    schemathesis.args(["--generation-database", "none", "--no-color"]);
    schemathesis.args(["--continue-on-failure", "--request-timeout", "30"]);
    if let Some(token) = &shop.token {
        schemathesis.args(["--header", &format!("Authorization: Bearer {token}")]);
    }
    schemathesis
}

/// The paths of a description that is written with sorted keys, one on a line.
fn paths(document: &str) -> Vec<String> {
    let path = |line: &str| Some(line.strip_prefix("    \"/")?.strip_suffix("\": {")?.to_owned());
    document.lines().filter_map(path).map(|path| format!("/{path}")).collect()
}

/// How many cases were made, from a line such as `  3,105 generated, 3,105 passed`.
fn generated(line: &str) -> Option<u64> {
    let (before, _) = line.split_once(" generated")?;
    let digits: String = before.rsplit(' ').next()?.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_cases_is_read() {
        assert_eq!(generated("  3105 generated, 3105 passed"), Some(3105));
        assert_eq!(generated("Test cases: 12,345 generated"), Some(12_345));
        assert_eq!(generated("nothing was generated"), None);
    }

    #[test]
    fn paths_are_read_from_the_description() {
        let document =
            "{\n  \"paths\": {\n    \"/api/orders/{id}\": {\n      \"get\": {\n        \"/no\": {\n";
        assert_eq!(paths(document), ["/api/orders/{id}"]);
    }
}
