//! The tests written in Rust: compiled with cargo, run one program after the other, counted.

use crate::count::{Count, json_text, rust_name, rust_summary};
use crate::place;
use crate::step::{Doing, Failure, Outcome, command, note, read, say, scan, shown, stream};
use crate::toolchain::Toolchain;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// The crates of the server's half. They are always built together: alone, each would ask for other features of
/// the same dependencies, and those would be compiled again for each.
pub const NATIVE: [&str; 8] = ["-p", "sunnyside", "-p", "app", "-p", "migration", "-p", "server"];

/// A compiled test program.
pub struct Program {
    /// The crate that it belongs to, for example `server`.
    pub package: String,
    /// Its name in the crate: the library's, or that of a file in tests/.
    pub target: String,
    file: PathBuf,
    folder: PathBuf,
}

/// Compiles all tests of the server's half.
pub fn compile(toolchain: &Toolchain) -> Outcome<Vec<Program>> {
    let mut cargo = toolchain.command("cargo")?;
    cargo.arg("test").args(NATIVE).args(["--no-run", "--message-format=json-render-diagnostics"]);
    note(&format!("$ {}", shown(&cargo)));
    let mut programs = Vec::new();
    let status = scan(&mut cargo, |line| programs.extend(program(line)))?;
    if status.success() { Ok(programs) } else { Err(Failure::new("the tests did not compile")) }
}

/// A test program, from cargo's message about it.
fn program(line: &str) -> Option<Program> {
    if !line.contains("\"reason\":\"compiler-artifact\"") {
        return None;
    }
    // The target has a field `test` too; only the profile's says that this is the test program.
    let (_, profile) = line.split_once("\"profile\":{")?;
    let (profile, _) = profile.split_once('}')?;
    if !profile.contains("\"test\":true") {
        return None;
    }
    let file = PathBuf::from(json_text(line, "executable")?);
    let manifest = PathBuf::from(json_text(line, "manifest_path")?);
    let (_, target) = line.split_once("\"target\":{")?;
    let folder = manifest.parent()?.to_path_buf();
    let package = if folder == place::root() {
        "sunnyside".into()
    } else {
        folder.file_name()?.to_string_lossy().into_owned()
    };
    Some(Program { package, target: json_text(target, "name")?, file, folder })
}

impl Program {
    /// The names of all its tests.
    pub fn names(&self) -> Outcome<Vec<String>> {
        let text = read(self.command().args(["--list", "--format", "terse"]))?;
        Ok(text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
    }

    /// A command that runs it where cargo would.
    pub fn command(&self) -> Command {
        let mut command = command(&self.file);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }

    /// What it is called in the output.
    pub fn title(&self) -> String {
        format!("{}/{}", self.package, self.target)
    }
}

/// Runs a test program or `cargo test`, counts, and remembers which tests ran.
pub fn count(command: &mut Command, ran: &mut HashSet<String>) -> Outcome<Count> {
    let mut sum = Count::default();
    let status: ExitStatus = stream(command, |line| {
        if let Some(part) = rust_summary(line) {
            sum += part;
        } else if let Some(name) = rust_name(line) {
            ran.insert(name.to_owned());
        }
    })?;
    Ok(sum.ended(status.success()))
}

/// Runs Playwright over the release in `dist` and reads its report.
pub fn browser(end2end: &Path, playwright: &mut Command) -> Outcome<Count> {
    let report = end2end.join("test-results/report.json");
    place::remove(&report)?;
    let status = stream(playwright, |_| {})?;
    let text =
        std::fs::read_to_string(&report).doing("reading Playwright's report").unwrap_or_else(|cause| {
            say(&format!("    {cause}"));
            String::new()
        });
    Ok(browser_count(&text, status.success()))
}

fn browser_count(report: &str, well: bool) -> Count {
    let known = crate::count::browser_summary(report);
    // A run without a readable report proves nothing.
    known.map_or(Count::one(false), |count| count.ended(well))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_programs_are_taken_from_cargos_messages() {
        let line = |test: bool| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/x/server/Cargo.toml","target":{{"kind":["test"],"name":"it","test":true}},"profile":{{"opt_level":"0","test":{test}}},"executable":"/t/it-1"}}"#
            )
        };
        assert_eq!(program(&line(true)).map(|found| found.title()).as_deref(), Some("server/it"));
        assert!(program(&line(false)).is_none());
        assert!(program(r#"{"reason":"build-finished","success":true}"#).is_none());
    }

    #[test]
    fn no_report_is_a_failure() {
        assert_eq!(browser_count("", true), Count::one(false));
    }
}
