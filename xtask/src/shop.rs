//! A shop that is thrown away: the program over an SQLite file of its own, with the demo data.

use crate::count::json_text;
use crate::daemon::{self, Daemon};
use crate::place;
use crate::step::{Doing, Failure, Outcome};
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

const OWNER: &str = r#"{"username":"owner1","password":"owner1234"}"#;

/// A shop that is thrown away.
pub struct Shop {
    /// Fields are dropped in this order: first the server ends, then its files go.
    _server: Daemon,
    folder: Folder,
    /// Where it listens, on loopback.
    pub port: u16,
    /// The owner's, where it asks for one.
    pub token: Option<String>,
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
    /// Starts it, and signs the owner in.
    pub fn open(program: &Path, with_sign_in: bool) -> Outcome<Shop> {
        let folder = Folder(place::temporary("shop")?);
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
        let ready = || {
            request(port, "GET", "/health", None, None).is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
        };
        let server = Daemon::start("the shop", "TERM", &mut server, ready).map_err(|cause| {
            Failure::new(format!("{cause}; its log: {}", last_lines(&folder.0.join("log"))))
        })?;
        let mut shop = Shop { _server: server, folder, port, token: None };
        if with_sign_in {
            let answer = shop.ask("POST", "/api/auth/login", Some(OWNER))?;
            let token = json_text(&answer, "access_token");
            shop.token = Some(token.ok_or_else(|| Failure::new(format!("no token in {answer}")))?);
        }
        Ok(shop)
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// Asks for something that is there to be had.
    pub fn ask(&self, method: &str, path: &str, body: Option<&str>) -> Outcome<String> {
        let answer = request(self.port, method, path, self.token.as_deref(), body)
            .doing(format!("{method} {path}"))?;
        if answer.starts_with("HTTP/1.1 2") {
            return Ok(answer);
        }
        Err(Failure::new(format!("{method} {path} was answered with {answer}")))
    }

    /// The end of its log.
    pub fn last_words(&self) -> String {
        last_lines(&self.folder.0.join("log"))
    }
}

fn last_lines(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

/// A request, and the whole answer with its head.
fn request(
    port: u16,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<&str>,
) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let body = body.unwrap_or_default();
    let token = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{token}\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
