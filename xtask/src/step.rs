//! Saying what is done, why, and how long it took; and running other programs.

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Why a command could not go on, in a sentence that names what is missing or what failed.
#[derive(Debug)]
pub struct Failure(String);

/// What every step answers.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure with this sentence.
    pub fn new(text: impl Into<String>) -> Failure {
        Failure(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure(error.to_string())
    }
}

/// Adds to an error what was being done when it happened.
pub trait Doing<T> {
    /// `what` names the action, for example "copying dist/site".
    fn doing(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Doing<T> for Result<T, E> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Failure(format!("{what}: {error}")))
    }
}

/// Announces a step with its reason, does it, and says how long it took.
pub fn step<T>(what: &str, why: &str, act: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    say(&format!("==> {what} ({why})"));
    let start = Instant::now();
    let outcome = act();
    let verb = if outcome.is_ok() { "done in" } else { "failed after" };
    note(&format!("{verb} {}", seconds(start.elapsed())));
    outcome
}

/// A line about something that needed no work.
pub fn note(text: &str) {
    say(&format!("    {text}"));
}

/// Writes a line at once, so that it stands before what the next program writes.
pub fn say(text: &str) {
    let mut out = io::stdout().lock();
    // A reader that went away (`| head`) is no reason to stop working.
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// A duration for people: `0.4 s`, `72.0 s`, `12 min 5 s`.
pub fn seconds(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    if tenths < 1200 {
        return format!("{}.{} s", tenths / 10, tenths % 10);
    }
    format!("{} min {} s", tenths / 600, tenths % 600 / 10)
}

/// Variables that the `cargo run` around this program sets for it. Passed on, they would make the shop's cargo
/// use the wrong toolchain.
fn is_of_outer_cargo(name: &str) -> bool {
    const EXACT: [&str; 12] = [
        "CARGO",
        "CARGO_BIN_NAME",
        "CARGO_CRATE_NAME",
        "CARGO_MAKEFLAGS",
        "CARGO_PRIMARY_PACKAGE",
        "CARGO_TARGET_TMPDIR",
        "OUT_DIR",
        "RUSTC",
        "RUSTDOC",
        "RUSTUP_TOOLCHAIN",
        "RUSTUP_TOOLCHAIN_SOURCE",
        "RUST_RECURSION_COUNT",
    ];
    const PREFIXES: [&str; 3] = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_EXE_"];
    EXACT.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Folders that the outer cargo and rustup put into the loader's path: with them the shop's rustc could load
/// another compiler's libraries.
fn is_of_outer_loader(folder: &std::path::Path) -> bool {
    let text = folder.to_string_lossy();
    text.contains("/toolchains/") || text.contains("/target/xtask/") || text.contains("/lib/rustlib/")
}

/// A command with the caller's environment, without what the outer cargo added to it.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_of_outer_cargo) {
            command.env_remove(&name);
        }
    }
    for name in ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"] {
        let Some(value) = std::env::var_os(name) else { continue };
        let kept: Vec<_> = std::env::split_paths(&value).filter(|p| !is_of_outer_loader(p)).collect();
        match std::env::join_paths(&kept) {
            Ok(rest) if !rest.is_empty() => command.env(name, rest),
            _ => command.env_remove(name),
        };
    }
    command.stdin(Stdio::null());
    command
}

/// The command as a person would type it, for messages.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs a command with its output going through; a failure names the command.
pub fn run(command: &mut Command) -> Outcome<()> {
    note(&format!("$ {}", shown(command)));
    let status = command.status().doing(shown(command))?;
    succeeded(command, status)
}

fn succeeded(command: &Command, status: ExitStatus) -> Outcome<()> {
    if status.success() { Ok(()) } else { Err(Failure(format!("{} ended with {status}", shown(command)))) }
}

/// Runs a command silently and gives what it wrote; a failure carries its last words.
pub fn read(command: &mut Command) -> Outcome<String> {
    let output = command.output().doing(shown(command))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Failure(format!("{} ended with {}: {words}", shown(command), output.status)))
}

/// Runs a command, passes its standard output through line by line and shows each line to `look`.
pub fn stream(command: &mut Command, mut look: impl FnMut(&str)) -> Outcome<ExitStatus> {
    scan(command, |line| {
        say(line);
        look(line);
    })
}

/// Runs a command and shows each line of its standard output to `look`, and to nobody else.
pub fn scan(command: &mut Command, mut look: impl FnMut(&str)) -> Outcome<ExitStatus> {
    let mut child = command.stdout(Stdio::piped()).spawn().doing(shown(command))?;
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).split(b'\n') {
            look(String::from_utf8_lossy(&line?).trim_end_matches('\r'));
        }
    }
    Ok(child.wait()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short_and_readable() {
        assert_eq!(seconds(Duration::from_millis(90)), "0.0 s");
        assert_eq!(seconds(Duration::from_millis(12_345)), "12.3 s");
        assert_eq!(seconds(Duration::from_secs(725)), "12 min 5 s");
    }

    #[test]
    fn what_the_outer_cargo_sets_is_not_passed_on() {
        for name in ["CARGO", "RUSTC", "RUSTUP_TOOLCHAIN", "CARGO_MANIFEST_DIR", "CARGO_PKG_VERSION_MAJOR"] {
            assert!(is_of_outer_cargo(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_BUILD_JOBS", "CARGO_NET_OFFLINE", "RUSTUP_AUTO_INSTALL", "PATH"] {
            assert!(!is_of_outer_cargo(name), "{name}");
        }
    }

    #[test]
    fn a_failed_program_is_named_with_its_last_words() {
        let failure = read(command("sh").args(["-c", "echo lost >&2; exit 3"])).err().map(|f| f.to_string());
        assert!(failure.is_some_and(|text| text.contains("exit status: 3") && text.ends_with("lost")));
    }
}
