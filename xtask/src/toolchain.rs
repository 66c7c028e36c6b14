//! Which cargo and rustc build the shop, and the standard library for the browser's half.
//!
//! In this order: what the PATH has, if it is new enough and can build for wasm; else rustup, where it may fetch;
//! else (`RUSTUP_AUTO_INSTALL=0`, or no rustup) Debian's packages in `/usr/bin`.

use crate::step::{Doing, Failure, Outcome, command, note, read, run, step};
use crate::{debian, place, system};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The browser's target.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The oldest rustc that builds everything: the shop needs 1.94, cargo-leptos 1.96.
const OLDEST: (u32, u32) = (1, 96);

/// A cargo and a rustc that belong together and build for this machine and for the browser.
pub struct Toolchain {
    /// What `rustc -vV` says.
    about: About,
    /// Searched before the caller's PATH.
    first: Vec<PathBuf>,
    /// For rustup: the toolchain's name, where it is not the default one.
    channel: Option<&'static str>,
}

/// What a rustc says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// For example `1.96.0`.
    pub release: String,
    /// The commit's first eight digits, or `unknown`.
    pub commit: String,
    /// For example `x86_64-unknown-linux-gnu`.
    pub host: String,
}

impl Toolchain {
    /// Finds a toolchain, or installs what is missing of one.
    pub fn ready() -> Outcome<Toolchain> {
        let toolchain = Toolchain::choose()?;
        let from = toolchain.read("rustc", &["--print", "sysroot"])?;
        note(&format!("rustc {} from {from}", toolchain.about.release));
        Ok(toolchain)
    }

    fn choose() -> Outcome<Toolchain> {
        let (at_hand, lacking) = match Toolchain::new(Vec::new(), None) {
            Ok(found) => match found.lacks() {
                None => return Ok(found),
                Some(lack) => (Some(found), lack),
            },
            Err(_) => (None, "there is no rustc on the PATH".to_owned()),
        };
        if may_fetch() {
            return rustup(at_hand, &lacking);
        }
        let why = if system::find("rustup").is_some() {
            format!("{lacking}, and RUSTUP_AUTO_INSTALL=0 forbids rustup to fetch it")
        } else {
            format!("{lacking}, and there is no rustup")
        };
        debian::ensure_packages(&why)?;
        let debian = Toolchain::new(vec![PathBuf::from("/usr/bin")], None)?;
        debian.check_age()?;
        debian::ensure_wasm_std(&debian)?;
        Ok(debian)
    }

    fn new(first: Vec<PathBuf>, channel: Option<&'static str>) -> Outcome<Toolchain> {
        let unknown = About { release: String::new(), commit: String::new(), host: String::new() };
        let mut toolchain = Toolchain { about: unknown, first, channel };
        toolchain.about = about(&toolchain.read("rustc", &["-vV"])?)?;
        Ok(toolchain)
    }

    /// What keeps this toolchain from building the shop, if anything does.
    fn lacks(&self) -> Option<String> {
        if let Err(old) = self.check_age() {
            return Some(old.to_string());
        }
        if !self.has_wasm_std() {
            return Some(format!(
                "rustc {} on the PATH has no standard library for {WASM}",
                self.about.release
            ));
        }
        let clippy = self.read("cargo", &["clippy", "--version"]).is_ok();
        (!clippy).then(|| format!("cargo {} on the PATH has no clippy", self.about.release))
    }

    fn check_age(&self) -> Outcome<()> {
        if version(&self.about.release) >= OLDEST {
            return Ok(());
        }
        let (major, minor) = OLDEST;
        Err(Failure::new(format!(
            "rustc is {}, and building all needs {major}.{minor} or newer",
            self.about.release
        )))
    }

    /// Whether a library for the browser stands in this rustc's folder.
    fn has_wasm_std(&self) -> bool {
        self.read("rustc", &["--print", "sysroot"])
            .is_ok_and(|sysroot| has_std(&wasm_libraries(Path::new(&sysroot))))
    }

    /// What `rustc -vV` says.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The folder of compiled things, shared by all checkouts, one for each compiler.
    pub fn target(&self) -> Outcome<PathBuf> {
        let About { release, commit, host } = &self.about;
        Ok(place::cache()?.join("target").join(format!("{release}-{commit}-{host}")))
    }

    /// A command of this toolchain (`cargo`, `rustc`) or one that calls it.
    pub fn command(&self, program: &str) -> Outcome<Command> {
        self.command_with(program, &[])
    }

    /// As [`Toolchain::command`], with further folders on the PATH.
    pub fn command_with(&self, program: &str, tools: &[PathBuf]) -> Outcome<Command> {
        let path = self.path(tools)?;
        let file = std::env::split_paths(&path)
            .map(|folder| folder.join(program))
            .find(|file| system::is_program(file));
        let file = file.ok_or_else(|| Failure::new(format!("Missing: {program} is not on the PATH")))?;
        let mut command = command(file);
        command.env("PATH", path).env("CARGO_TARGET_DIR", self.target()?).current_dir(place::root());
        if let Some(channel) = self.channel {
            command.env("RUSTUP_TOOLCHAIN", channel);
        }
        if std::env::var_os("CI").is_some() && std::env::var_os("CARGO_INCREMENTAL").is_none() {
            // A build that is not repeated gains nothing from it, and it doubles the folder.
            command.env("CARGO_INCREMENTAL", "0");
        }
        Ok(command)
    }

    fn path(&self, tools: &[PathBuf]) -> Outcome<OsString> {
        let given = std::env::var_os("PATH").unwrap_or_default();
        let mut folders: Vec<PathBuf> = self.first.clone();
        folders.extend(tools.iter().cloned());
        folders.extend(std::env::split_paths(&given));
        // Cargo looks into this folder first of all, unless the PATH names it: then the PATH's order holds.
        let cargo_home = std::env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| place::home().map(|home| home.join(".cargo")));
        folders.extend(cargo_home.map(|home| home.join("bin")));
        std::env::join_paths(folders).doing("joining the PATH")
    }

    fn read(&self, program: &str, arguments: &[&str]) -> Outcome<String> {
        read(self.command_anywhere(program)?.args(arguments))
    }

    /// Before the compiler is known there is no target folder yet.
    fn command_anywhere(&self, program: &str) -> Outcome<Command> {
        let mut command = self.command(program)?;
        command.env_remove("CARGO_TARGET_DIR");
        Ok(command)
    }
}

/// Where a rustc keeps its libraries for the browser.
pub fn wasm_libraries(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(WASM).join("lib")
}

/// Whether a folder has a compiled `std`.
pub fn has_std(folder: &Path) -> bool {
    let Ok(files) = std::fs::read_dir(folder) else { return false };
    files.flatten().any(|file| {
        let name = file.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

fn may_fetch() -> bool {
    system::find("rustup").is_some()
        && std::env::var_os("RUSTUP_AUTO_INSTALL").is_none_or(|value| value != "0")
}

/// `cargo fmt`, of whichever toolchain: Debian's packages have none, rustup's does for both.
pub fn ensure_rustfmt() -> Outcome<()> {
    let works = || read(command("cargo").args(["fmt", "--version"])).is_ok();
    if works() {
        return Ok(());
    }
    if may_fetch() {
        let why = "the sources are checked with it";
        step("rustup component add rustfmt", why, || {
            run(command("rustup").args(["component", "add", "rustfmt"]))
        })?;
    }
    if works() {
        Ok(())
    } else {
        Err(Failure::new("Missing: rustfmt (rustup component add rustfmt); nothing was checked"))
    }
}

/// The ordinary user's way.
fn rustup(at_hand: Option<Toolchain>, lacking: &str) -> Outcome<Toolchain> {
    let rustup = |arguments: &[&str]| run(command("rustup").args(arguments));
    let parts = ["clippy", "rustfmt"];
    if let Some(found) = at_hand.filter(|found| found.check_age().is_ok()) {
        step(&format!("rustup target add {WASM}"), lacking, || {
            rustup(&["target", "add", WASM])?;
            rustup(&["component", "add", parts[0], parts[1]])
        })?;
        return Ok(found);
    }
    step("rustup toolchain install stable", lacking, || {
        rustup(&[
            "toolchain",
            "install",
            "stable",
            "--profile",
            "minimal",
            "-c",
            parts[0],
            "-c",
            parts[1],
            "-t",
            WASM,
        ])
    })?;
    let stable = Toolchain::new(Vec::new(), Some("stable"))?;
    stable.check_age()?;
    Ok(stable)
}

fn about(text: &str) -> Outcome<About> {
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    let release =
        field("release").ok_or_else(|| Failure::new(format!("rustc -vV names no release: {text}")))?;
    let host = field("host").ok_or_else(|| Failure::new(format!("rustc -vV names no host: {text}")))?;
    let commit = field("commit-hash").unwrap_or("unknown").chars().take(8).collect();
    Ok(About { release: release.to_owned(), commit, host: host.to_owned() })
}

fn version(release: &str) -> (u32, u32) {
    let mut numbers = release.split('.').map(|part| part.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rustc_is_told_apart_by_version_commit_and_host() {
        let text = "rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\ncommit-hash: ac68faa20c58cbcc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0";
        let told = about(text).ok();
        let expected = About {
            release: "1.96.0".into(),
            commit: "ac68faa2".into(),
            host: "x86_64-unknown-linux-gnu".into(),
        };
        assert_eq!(told, Some(expected));
        assert!(about("nothing").is_err());
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version("1.100.0-nightly") > version("1.96.1"));
        assert!(version("1.95.0") < OLDEST);
        assert_eq!(version("1.96.0"), OLDEST);
    }
}
