//! The programs that turn the compiled crates into a site: cargo-leptos, wasm-bindgen, wasm-opt. Each version has a
//! folder of its own outside the checkout.

use crate::step::{Doing, Failure, Outcome, command, read, run, step};
use crate::toolchain::Toolchain;
use crate::{place, system};
use std::fs;
use std::path::{Path, PathBuf};

const CARGO_LEPTOS: &str = "0.3.11";
const BINARYEN: &str = "132";

/// Finds or installs the tools; gives the folders of their programs.
pub fn ready(toolchain: &Toolchain) -> Outcome<Vec<PathBuf>> {
    system::ensure_node()?;
    let folder = place::cache()?.join("tools");
    let bindgen = locked_version("wasm-bindgen")?;
    let _held = place::hold(&place::cache()?)?;
    Ok(vec![
        cargo_leptos(toolchain, &folder)?,
        wasm_bindgen(toolchain, &folder, &bindgen)?,
        wasm_opt(&folder)?,
    ])
}

fn cargo_leptos(toolchain: &Toolchain, folder: &Path) -> Outcome<PathBuf> {
    let home = folder.join(format!("cargo-leptos-{CARGO_LEPTOS}"));
    let bin = home.join("bin");
    if answers(&bin.join("cargo-leptos"), CARGO_LEPTOS) {
        return Ok(bin);
    }
    let why =
        format!("it builds both halves of the shop, and is not in {}; takes about 6 minutes", home.display());
    // Its own lock file, and no downloads of its own: wasm-bindgen and wasm-opt are found on the PATH.
    let options =
        ["--version", CARGO_LEPTOS, "--locked", "--no-default-features", "--features", "no_downloads"];
    install_crate(toolchain, "cargo-leptos", &options, &home, &why)?;
    check(&bin.join("cargo-leptos"), CARGO_LEPTOS)?;
    Ok(bin)
}

fn wasm_bindgen(toolchain: &Toolchain, folder: &Path, version: &str) -> Outcome<PathBuf> {
    let home = folder.join(format!("wasm-bindgen-{version}"));
    let bin = home.join("bin");
    if answers(&bin.join("wasm-bindgen"), version) {
        return Ok(bin);
    }
    let why = format!(
        "Cargo.lock has wasm-bindgen {version}, and its program must be of the same version; takes about 3 minutes"
    );
    // Without --locked: its lock file names a version that is not published any more.
    install_crate(toolchain, "wasm-bindgen-cli", &["--version", version], &home, &why)?;
    check(&bin.join("wasm-bindgen"), version)?;
    Ok(bin)
}

/// Unoptimised and without debug information: the quickest build, and the work is done by cargo and wasm-opt anyway.
fn install_crate(toolchain: &Toolchain, name: &str, options: &[&str], home: &Path, why: &str) -> Outcome<()> {
    step(&format!("cargo install {name}"), why, || {
        let partial = place::partial(home);
        let target = place::cache()?.join("build").join(name);
        place::remove(&partial)?;
        let mut cargo = toolchain.command("cargo")?;
        cargo.args(["install", name]).args(options).arg("--debug").arg("--root").arg(&partial);
        cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_TARGET_DIR", &target);
        run(&mut cargo)?;
        put(&partial, home)?;
        place::remove(&target)
    })
}

fn wasm_opt(folder: &Path) -> Outcome<PathBuf> {
    let home = folder.join(format!("binaryen-{BINARYEN}"));
    let bin = home.join("node_modules/.bin");
    if answers(&bin.join("wasm-opt"), BINARYEN) {
        return Ok(bin);
    }
    let why = format!("its wasm-opt halves the WASM, and is not in {}", home.display());
    step(&format!("npm install binaryen@{BINARYEN}"), &why, || {
        let partial = place::partial(&home);
        place::remove(&partial)?;
        fs::create_dir_all(&partial).doing(format!("making {}", partial.display()))?;
        let mut npm = command("npm");
        npm.args(["install", "--no-fund", "--no-audit", "--prefix"])
            .arg(&partial)
            .arg(format!("binaryen@{BINARYEN}"));
        run(&mut npm)?;
        put(&partial, &home)
    })?;
    check(&bin.join("wasm-opt"), BINARYEN)?;
    Ok(bin)
}

/// Gives a whole installation its name; a cut-off one never gets it.
fn put(partial: &Path, home: &Path) -> Outcome<()> {
    place::remove(home)?;
    fs::rename(partial, home).doing(format!("renaming {}", partial.display()))
}

/// Whether the program runs and says that it is of this version.
fn answers(program: &Path, version: &str) -> bool {
    let said = read(command(program).arg("--version")).unwrap_or_default();
    said.split_whitespace().any(|word| word == version)
}

fn check(program: &Path, version: &str) -> Outcome<()> {
    if answers(program, version) {
        return Ok(());
    }
    Err(Failure::new(format!("{} was installed, but does not say that it is {version}", program.display())))
}

/// The version of a crate in Cargo.lock.
fn locked_version(name: &str) -> Outcome<String> {
    let path = place::root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).doing(format!("reading {}", path.display()))?;
    find_version(&lock, name).ok_or_else(|| Failure::new(format!("Cargo.lock has no {name}")))
}

fn find_version(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| *line != wanted).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_the_whole_name_is_read() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(find_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(find_version(lock, "leptos"), None);
    }

    #[test]
    fn a_missing_program_does_not_answer() {
        assert!(!answers(Path::new("/nowhere/cargo-leptos"), "1"));
    }
}
