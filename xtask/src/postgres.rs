//! A PostgreSQL that lives as long as the tests: its own folder, its own port, on this machine only.

use crate::daemon::{self, Daemon};
use crate::step::{Doing, Failure, Outcome, command, note, read, step};
use crate::{place, system};
use std::fs;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};

/// A running throw-away cluster.
pub struct Postgres {
    /// Fields are dropped in this order: first the server ends, then its files go.
    _server: Daemon,
    _folder: Folder,
    port: u16,
}

/// The cluster's files; removed with it.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(cause) = place::remove(&self.0) {
            eprintln!("    {cause}");
        }
    }
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub fn start() -> Outcome<Postgres> {
        let bin = programs()?;
        step("starting a throw-away PostgreSQL", "the same tests run on SQLite and on PostgreSQL", || {
            start(&bin)
        })
    }

    /// The address for `SUNNYSIDE_TEST_POSTGRES`.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

fn start(bin: &Path) -> Outcome<Postgres> {
    let user = other_user()?;
    let folder = Folder(place::temporary("postgres")?);
    if let Some((uid, gid)) = user {
        chown(&folder.0, Some(uid), Some(gid)).doing("giving the folder to its user")?;
    }
    let data = folder.0.join("data");
    let mut initdb = daemon::bound(&bin.join("initdb"), "TERM", user)?;
    initdb
        .args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--pgdata",
        ])
        .arg(&data);
    read(initdb.current_dir(&folder.0))?;
    let port = daemon::free_port()?;
    let log = folder.0.join("log");
    let mut server = daemon::bound(&bin.join("postgres"), "INT", user)?;
    server.arg("-D").arg(&data).arg("-k").arg(&folder.0).current_dir(&folder.0);
    let settings = [
        format!("port={port}"),
        "listen_addresses=127.0.0.1".to_owned(),
        "max_connections=300".to_owned(),
        // The files are thrown away; `synchronous_commit` stays on, so that commits wait as they do in the shop.
        "fsync=off".to_owned(),
        "full_page_writes=off".to_owned(),
        "synchronous_commit=on".to_owned(),
    ];
    for setting in settings {
        server.args(["-c", &setting]);
    }
    server.stderr(fs::File::create(&log)?);
    let ready = || {
        read(command(bin.join("pg_isready")).args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])).is_ok()
    };
    // SIGINT is its fast shutdown: it does not wait for connections.
    let server = Daemon::start("PostgreSQL", "INT", &mut server, ready).map_err(|cause| {
        let words = fs::read_to_string(&log).unwrap_or_default();
        Failure::new(format!("{cause}; its log: {}", words.trim()))
    })?;
    note(&format!("{} on 127.0.0.1:{port}", bin.display()));
    Ok(Postgres { _server: server, _folder: folder, port })
}

/// PostgreSQL refuses to run as root; then it runs as `postgres` or `nobody`.
fn other_user() -> Outcome<Option<(u32, u32)>> {
    if !system::is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").doing("reading /etc/passwd")?;
    let found = ["postgres", "nobody"].iter().find_map(|name| ids(&users, name));
    found.map(Some).ok_or_else(|| {
        Failure::new("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
    })
}

/// A user's uid and gid from the text of /etc/passwd.
fn ids(users: &str, name: &str) -> Option<(u32, u32)> {
    let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

/// The folder of PostgreSQL's programs; installs them if there is none.
fn programs() -> Outcome<PathBuf> {
    if let Some(found) = find_programs() {
        return Ok(found);
    }
    system::install(&["postgresql"], "the tests need a real PostgreSQL, and its programs were not found")?;
    find_programs().ok_or_else(|| Failure::new("Missing: PostgreSQL's programs initdb and postgres"))
}

fn find_programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| {
            system::is_program(&bin.join("initdb")) && system::is_program(&bin.join("postgres"))
        })
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, bin)| bin);
    newest.or_else(|| Some(system::find("initdb")?.parent()?.to_path_buf()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_the_whole_name() {
        let users = "root:x:0:0:root:/root:/bin/bash\npostgresql:x:9:9::/:/bin/sh\npostgres:x:101:104:P,,,:/var/lib:/bin/bash\n";
        assert_eq!(ids(users, "postgres"), Some((101, 104)));
        assert_eq!(ids(users, "nobody"), None);
    }
}
