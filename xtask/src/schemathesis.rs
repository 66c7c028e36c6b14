//! schemathesis: requests made from the description of the API, valid and invalid, and every answer held against it.

use crate::count::{Count, json_text};
use crate::daemon::{self, Daemon};
use crate::step::{Doing, Failure, Outcome, command, note, read, run, step, stream};
use crate::{place, system};
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

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

/// Runs it over the shop's program: one test.
pub fn check(program: &Path, root: &Path) -> Outcome<Count> {
    let schemathesis = ready()?;
    let wanted = std::env::var(CASES).ok().and_then(|text| text.parse().ok()).unwrap_or(LEAST).max(LEAST);
    step("schemathesis", &format!("at least {wanted} requests made from /openapi.json"), || {
        let mut cases = 0;
        let mut held = true;
        for with_sign_in in [true, false] {
            let shop = Shop::open(program, with_sign_in)?;
            let described = paths(&shop.get("/openapi.json")?);
            let mut command = shop.schemathesis(&schemathesis, root, wanted, described.len())?;
            let known = OF_SESSIONS.iter().filter(|path| described.iter().any(|known| known == *path));
            let option = if with_sign_in { "--exclude-path" } else { "--include-path" };
            known.for_each(|path| {
                command.args([option, path]);
            });
            if !with_sign_in {
                // Where nobody signs in there is nothing to ignore.
                command.args(["--exclude-checks", "ignored_auth"]);
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

/// A shop that is thrown away.
struct Shop {
    /// Fields are dropped in this order: first the server ends, then its files go.
    _server: Daemon,
    folder: Folder,
    port: u16,
    with_sign_in: bool,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(cause) = place::remove(&self.0) {
            eprintln!("    {cause}");
        }
    }
}

impl Shop {
    fn open(program: &Path, with_sign_in: bool) -> Outcome<Shop> {
        let folder = Folder(place::temporary("schemathesis")?);
        let port = daemon::free_port()?;
        let mut server = daemon::bound(program, "TERM", None)?;
        server.args(["serve", "--host", "127.0.0.1", "--port", &port.to_string()]).current_dir(&folder.0);
        server.env_remove("REDIS_URL");
        let database = format!("sqlite://{}", folder.0.join("shop.db").display());
        let auth_disabled = if with_sign_in { "false" } else { "true" };
        let settings = [
            ("DATABASE_URL", database.as_str()),
            ("APP_ENV", "development"),
            ("AUTH_DISABLED", auth_disabled),
            ("SECRET_KEY", "a-secret-of-the-tests-0123456789abcdef"),
            ("RUST_LOG", "warn"),
        ];
        server.envs(settings);
        let log = fs::File::create(folder.0.join("log")).doing("making the shop's log")?;
        server.stdout(log.try_clone()?).stderr(log);
        let ready =
            || request(port, "GET", "/health", None).is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"));
        let server = Daemon::start("the shop", "TERM", &mut server, ready).map_err(|cause| {
            Failure::new(format!("{cause}; its log: {}", last_lines(&folder.0.join("log"))))
        })?;
        Ok(Shop { _server: server, folder, port, with_sign_in })
    }

    fn get(&self, path: &str) -> Outcome<String> {
        request(self.port, "GET", path, None).doing(format!("asking the shop for {path}"))
    }

    fn token(&self) -> Outcome<String> {
        let body = r#"{"username":"owner1","password":"owner1234"}"#;
        let answer =
            request(self.port, "POST", "/api/auth/login", Some(body)).doing("signing in to the shop")?;
        json_text(&answer, "access_token").ok_or_else(|| Failure::new(format!("no token in {answer}")))
    }

    fn schemathesis(&self, program: &Path, root: &Path, wanted: u64, routes: usize) -> Outcome<Command> {
        let longest = (LONGEST * wanted / LEAST).to_string();
        // Its own option for time is no limit: it goes on until that time is over.
        let mut schemathesis = command("timeout");
        schemathesis.arg(longest).arg(program);
        // Its own files go where the shop's go.
        schemathesis
            .current_dir(&self.folder.0)
            .arg("--config-file")
            .arg(root.join("server/tests/schemathesis.toml"));
        schemathesis.args(["run", &format!("http://127.0.0.1:{}/openapi.json", self.port)]);
        let routes = u64::try_from(routes).unwrap_or(1).max(1);
        let examples = (wanted / routes).max(20).to_string();
        schemathesis.args(["--checks", "all", "--seed", SEED, "--max-examples", &examples]);
        schemathesis.args(["--generation-database", "none", "--generation-deterministic", "--no-color"]);
        schemathesis.args(["--continue-on-failure", "--request-timeout", "30"]);
        if self.with_sign_in {
            schemathesis.args(["--header", &format!("Authorization: Bearer {}", self.token()?)]);
        }
        Ok(schemathesis)
    }

    fn last_words(&self) -> String {
        last_lines(&self.folder.0.join("log"))
    }
}

fn last_lines(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

/// A request, and the whole answer with its head.
fn request(port: u16, method: &str, path: &str, body: Option<&str>) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let body = body.unwrap_or_default();
    let kind = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{kind}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
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
