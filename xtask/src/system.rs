//! Programs of the operating system: found on the PATH, or installed with apt where that is possible.

use crate::step::{Failure, Outcome, command, note, read, run, step};
use std::ffi::OsStr;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// The program's file, from the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| is_program(file))
}

/// Whether this file can be executed.
pub fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

/// Whether this process is root's.
pub fn is_root() -> bool {
    read(command("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// A command that runs as root: plainly, or by sudo.
pub fn as_root(program: impl AsRef<OsStr>) -> Outcome<Command> {
    if is_root() {
        return Ok(command(program));
    }
    if find("sudo").is_none() {
        return Err(Failure::new("this needs root, and there is no sudo"));
    }
    let mut sudo = command("sudo");
    if std::io::stdin().is_terminal() {
        // A person may be asked for the password.
        sudo.stdin(std::process::Stdio::inherit());
    } else {
        sudo.arg("-n");
    }
    sudo.arg(program.as_ref());
    Ok(sudo)
}

/// Installs Debian packages. `why` says which program was looked for in vain.
pub fn install(packages: &[&str], why: &str) -> Outcome<()> {
    let list = packages.join(" ");
    let by_hand = format!(
        "{why}. Missing: {list} (Debian's names; as root: apt-get install -y --no-install-recommends {list})"
    );
    if find("apt-get").is_none() {
        return Err(Failure::new(format!("{by_hand}; there is no apt-get here to install it with")));
    }
    step(&format!("apt-get install {list}"), why, || {
        update_lists().map_err(|cause| Failure::new(format!("{by_hand}: {cause}")))?;
        let mut apt = apt_get()?;
        apt.args(["install", "-y", "--no-install-recommends"]).args(packages);
        run(&mut apt).map_err(|cause| Failure::new(format!("{by_hand}: {cause}")))
    })
}

/// Once per process: a fresh machine has no package lists, an old one stale ones.
fn update_lists() -> Outcome<()> {
    static UPDATED: AtomicBool = AtomicBool::new(false);
    if UPDATED.swap(true, Ordering::Relaxed) {
        return Ok(());
    }
    run(apt_get()?.args(["update", "-q"]))
}

fn apt_get() -> Outcome<Command> {
    // `env` keeps the variable on the way through sudo; the time-out waits for another apt instead of failing.
    let mut apt = as_root("env")?;
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]);
    Ok(apt)
}

/// Node 18 or newer, with npm: installs it if there is none.
pub fn ensure_node() -> Outcome<()> {
    const OLDEST: u32 = 18;
    let major = || -> Option<u32> {
        let text = read(command("node").arg("--version")).ok()?;
        text.trim_start_matches('v').split('.').next()?.parse().ok()
    };
    let have = |major: Option<u32>| major.is_some_and(|major| major >= OLDEST) && find("npm").is_some();
    if have(major()) {
        return Ok(());
    }
    install(&["nodejs", "npm"], "Node 18 or newer with npm is needed for wasm-opt and the browser tests")?;
    if have(major()) {
        return Ok(());
    }
    Err(Failure::new("Missing: Node 18 or newer with npm; the one that apt has is older or does not run"))
}

/// The Chromium that the browser tests drive, and a font with Chinese characters: installed if missing.
pub fn ensure_chromium() -> Outcome<PathBuf> {
    ensure_font()?;
    if let Some(found) = chromium() {
        return Ok(found);
    }
    install(&["chromium"], "the browser tests drive a real Chromium, and none was found on the PATH")?;
    chromium().ok_or_else(|| {
        Failure::new("Missing: Chromium. Install it, or name its program in the variable CHROMIUM")
    })
}

fn chromium() -> Option<PathBuf> {
    let given = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|file| is_program(file));
    const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    given.or_else(|| NAMES.iter().find_map(|name| find(name)))
}

/// Without such a font a page in zh-TW shows boxes; the tests pass all the same, so this is only a note elsewhere.
fn ensure_font() -> Outcome<()> {
    let known = Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists();
    if known || read(command("fc-list").arg(":lang=zh-tw")).is_ok_and(|fonts| !fonts.is_empty()) {
        return Ok(());
    }
    if find("apt-get").is_some() {
        return install(&["fonts-noto-cjk"], "the pages are in Chinese, and no font here has its characters");
    }
    note("no font with Chinese characters was found: screenshots will show boxes");
    Ok(())
}
