//! `cargo xtask test`: every part is run whatever became of the others, and all is counted.

use crate::count::Count;
use crate::postgres::Postgres;
use crate::redis::Redis;
use crate::step::{Doing, Failure, Outcome, command, note, run, say, seconds, shown, step};
use crate::suite::{self, NATIVE, Program};
use crate::toolchain::{self, Toolchain, WASM};
use crate::{place, release, schemathesis, system};
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// A kind of test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// rustfmt.
    Format,
    /// clippy on both halves.
    Clippy,
    /// The pure rules, as the browser has them.
    Rules,
    /// Everything with a database.
    Services,
    /// The HTTP contract.
    Contract,
    /// Chromium over the release.
    Browser,
}

/// All parts in the order in which they run, with what they are.
pub const PARTS: [(Part, &str, &str); 6] = [
    (Part::Format, "format", "cargo fmt --check over all crates"),
    (Part::Clippy, "clippy", "clippy with -D warnings: server half, xtask, WASM half"),
    (Part::Rules, "rules", "the rules without a database, and xtask's own tests"),
    (Part::Services, "services", "stores, services and server on SQLite, PostgreSQL and Redis"),
    (Part::Contract, "contract", "the HTTP contract (contract::… of server/tests/it), and schemathesis"),
    (Part::Browser, "browser", "Playwright in Chromium over the release in dist/"),
];

/// The part with this name.
pub fn part(name: &str) -> Option<Part> {
    PARTS.iter().find(|(_, known, _)| *known == name).map(|(part, ..)| *part)
}

/// Runs these parts (all, if there are none) and answers whether everything held.
/// `filter` goes to the test programs.
pub fn test(parts: &[Part], filter: &[String]) -> bool {
    let start = Instant::now();
    let mut run = Run { filter, toolchain: None, ran: HashSet::new(), programs: None, databases: None };
    let mut table = Vec::new();
    for (part, name, about) in PARTS {
        if !parts.is_empty() && !parts.contains(&part) {
            continue;
        }
        say(&format!("\n### {name}: {about}"));
        let begun = Instant::now();
        let count = run.part(part).unwrap_or_else(|cause| {
            say(&format!("    {name} could not run: {cause}"));
            Count::one(false)
        });
        table.push((name, count, begun.elapsed()));
        if part == Part::Contract {
            // The browser's tests need the memory more.
            run.databases = None;
        }
    }
    // Ends the databases before the last lines.
    drop(run);
    let mut sum = Count::default();
    say("");
    for (name, count, time) in table {
        let skipped = if count.skipped == 0 { String::new() } else { format!(", {} skipped", count.skipped) };
        say(&format!(
            "{name:<9} {} passed, {} failed{skipped} in {}",
            count.passed,
            count.failed,
            seconds(time)
        ));
        sum += count;
    }
    say(&format!("all in {}", seconds(start.elapsed())));
    say(&format!("{} passed, {} failed", sum.passed, sum.failed));
    sum.failed == 0
}

/// What the parts share, made when the first one needs it.
struct Run<'a> {
    filter: &'a [String],
    toolchain: Option<Toolchain>,
    /// Tests of `sunnyside` that already ran without a database; they are not run and counted twice.
    ran: HashSet<String>,
    programs: Option<Vec<Program>>,
    databases: Option<(Postgres, Redis)>,
}

impl Run<'_> {
    fn part(&mut self, part: Part) -> Outcome<Count> {
        match part {
            Part::Format => Ok(format()),
            Part::Clippy => self.clippy(),
            Part::Rules => self.rules(),
            Part::Services => self.services(),
            Part::Contract => self.contract(),
            Part::Browser => self.browser(),
        }
    }

    fn toolchain(&mut self) -> Outcome<&Toolchain> {
        if self.toolchain.is_none() {
            let toolchain = Toolchain::ready()?;
            // Holding it once makes sure that nothing of another checkout passes for ours.
            drop(place::hold(&toolchain.target()?)?);
            self.toolchain = Some(toolchain);
        }
        self.toolchain.as_ref().ok_or_else(|| Failure::new("there is no toolchain"))
    }

    fn clippy(&mut self) -> Outcome<Count> {
        let toolchain = self.toolchain()?;
        let lint = |what: &str, why: &str, arguments: &[&str]| -> Outcome<Count> {
            let mut cargo = toolchain.command("cargo")?;
            cargo.arg("clippy").args(arguments).args(["--", "-D", "warnings"]);
            Ok(check(what, why, &mut cargo))
        };
        let native = [&NATIVE[..], &["--all-targets"]].concat();
        let wasm = ["-p", "frontend", "-p", "app", "--features", "app/hydrate", "--target", WASM];
        let mut sum = lint("clippy, server half", "tests and all", &native)?;
        sum +=
            lint("clippy, xtask", "it has no dependency on the others", &["-p", "xtask", "--all-targets"])?;
        sum += lint("clippy, WASM half", "the browser compiles other lines of app", &wasm)?;
        Ok(sum)
    }

    fn rules(&mut self) -> Outcome<Count> {
        let filter = self.filter;
        let mut ran = HashSet::new();
        let toolchain = self.toolchain()?;
        let test = |package: &str, ran: &mut HashSet<String>| -> Outcome<Count> {
            let mut cargo = toolchain.command("cargo")?;
            cargo.args(["test", "-p", package, "--"]).args(filter);
            note(&format!("$ {}", shown(&cargo)));
            suite::count(&mut cargo, ran)
        };
        let why = "as the browser has them: without the feature ssr";
        let mut sum = step("the rules", why, || test("sunnyside", &mut ran))?;
        sum += step("xtask", "what it reads and counts", || test("xtask", &mut HashSet::new()))?;
        self.ran = ran;
        Ok(sum)
    }

    /// All Rust tests but the rules and the contract: what has no other place runs here, so that none is forgotten.
    fn services(&mut self) -> Outcome<Count> {
        self.prepare()?;
        let ran = std::mem::take(&mut self.ran);
        self.programs(|package, name| {
            let ran_before = package == "sunnyside" && ran.contains(name);
            !ran_before && !of_contract(name)
        })
    }

    fn contract(&mut self) -> Outcome<Count> {
        self.prepare()?;
        let mut sum = self.programs(|_, name| of_contract(name))?;
        if self.wanted("contract::schemathesis") {
            let target = self.toolchain()?.target()?;
            let _held = place::hold(&target)?;
            // It was built with the tests that start it.
            sum += schemathesis::check(&target.join("debug/sunnyside"), &place::root())?;
        }
        Ok(sum)
    }

    /// Whether the caller's filter lets a test of this name through.
    fn wanted(&self, name: &str) -> bool {
        let mut words = self.filter.iter().filter(|word| !word.starts_with('-')).peekable();
        words.peek().is_none() || words.any(|word| name.contains(word.as_str()))
    }

    /// Compiles the tests and starts the databases, once.
    fn prepare(&mut self) -> Outcome<()> {
        if self.programs.is_none() {
            let toolchain = self.toolchain()?;
            let _held = place::hold(&toolchain.target()?)?;
            let why = "server, services, stores and pages, with one set of features";
            self.programs = Some(step("compiling the tests", why, || suite::compile(toolchain))?);
        }
        if self.databases.is_none() {
            self.databases = Some((Postgres::start()?, Redis::start()?));
        }
        Ok(())
    }

    /// Runs those tests of all programs that `chosen` (asked with crate and name) and the caller's filter let through.
    fn programs(&self, chosen: impl Fn(&str, &str) -> bool) -> Outcome<Count> {
        let (Some(programs), Some((postgres, redis))) = (&self.programs, &self.databases) else {
            return Err(Failure::new("the tests were not prepared"));
        };
        let target = self.toolchain.as_ref().map(Toolchain::target).transpose()?;
        // Tests start the shop's own program, which has the same name for every checkout.
        let _held = target.map(|target| place::hold(&target)).transpose()?;
        let flags: Vec<_> = self.filter.iter().filter(|word| word.starts_with('-')).collect();
        let mut sum = Count::default();
        for program in programs {
            let all = program.names()?;
            let names: Vec<_> =
                all.iter().filter(|name| chosen(&program.package, name) && self.wanted(name)).collect();
            if names.is_empty() {
                continue;
            }
            let mut command = program.command();
            command.env("SUNNYSIDE_TEST_POSTGRES", postgres.url()).env("SUNNYSIDE_TEST_REDIS", redis.url());
            command.args(&flags);
            if names.len() < all.len() {
                command.arg("--exact").args(&names);
            }
            let why = format!("{} of its {} tests", names.len(), all.len());
            sum += step(&program.title(), &why, || suite::count(&mut command, &mut HashSet::new()))?;
        }
        Ok(sum)
    }

    fn browser(&mut self) -> Outcome<Count> {
        system::ensure_node()?;
        let chromium = system::ensure_chromium()?;
        let dist = release::ready(false)?;
        let end2end = place::root().join("end2end");
        install_packages(&end2end)?;
        let mut playwright = command(end2end.join("node_modules/.bin/playwright"));
        playwright.arg("test").args(self.filter).current_dir(&end2end);
        playwright.env("SUNNYSIDE_DIST", &dist).env("CHROMIUM", chromium);
        let menu = place::root().join("../shared/data/menu_202602.json");
        if let Ok(menu) = menu.canonicalize() {
            playwright.env("SUNNYSIDE_MENU", menu);
        }
        step("Playwright", "the shop as its people see it", || suite::browser(&end2end, &mut playwright))
    }
}

/// Whether a test of this name belongs to the part `contract`.
fn of_contract(name: &str) -> bool {
    name.starts_with("contract::") || name.contains("::contract::")
}

/// A command that holds or does not.
fn check(what: &str, why: &str, command: &mut Command) -> Count {
    let held = step(what, why, || run(command));
    if let Err(cause) = &held {
        note(&cause.to_string());
    }
    Count::one(held.is_ok())
}

/// rustfmt of whichever toolchain has it: Debian's packages do not.
fn format() -> Count {
    if let Err(cause) = toolchain::ensure_rustfmt() {
        note(&cause.to_string());
        return Count::one(false);
    }
    let mut cargo = command("cargo");
    cargo.args(["fmt", "--all", "--check"]).current_dir(place::root());
    check("cargo fmt --check", "one way to write, so that changes show only what changed", &mut cargo)
}

/// `npm ci`, unless what is there came from the same lock file.
fn install_packages(end2end: &Path) -> Outcome<()> {
    let lock =
        fs::read_to_string(end2end.join("package-lock.json")).doing("reading end2end/package-lock.json")?;
    let stamp = end2end.join("node_modules/.sunnyside-lock");
    if fs::read_to_string(&stamp).is_ok_and(|text| text == lock) {
        return Ok(());
    }
    step("npm ci in end2end", "Playwright and axe are missing or of another version", || {
        let mut npm = command("npm");
        npm.args(["ci", "--no-fund", "--no-audit"])
            .current_dir(end2end)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        run(&mut npm)?;
        fs::write(&stamp, &lock).doing("writing the stamp of node_modules")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_by_name() {
        assert_eq!(part("rules"), Some(Part::Rules));
        assert_eq!(part("rule"), None);
    }
}
