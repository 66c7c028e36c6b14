//! The release in `dist/`: the program, the site beside it, and the list of the site's hashed names.

use crate::step::{Doing, Outcome, note, run, step};
use crate::toolchain::Toolchain;
use crate::{place, tools};
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// What a release is made of; a test or a page of documentation changes none of it.
const SOURCES: [&str; 10] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "src",
    "app",
    "frontend",
    "migration",
    "server",
    "style",
    "public",
];

/// Where the release stands.
pub fn dist() -> PathBuf {
    place::root().join("dist")
}

/// Builds the release, unless the one that is there was made from the same sources.
pub fn ready(force: bool) -> Outcome<PathBuf> {
    let dist = dist();
    let stamp = fingerprint(&place::root())?;
    if !force && is_made_from(&dist, &stamp) {
        note(&format!("{} was built from these sources: nothing to do", dist.display()));
        return Ok(dist);
    }
    let toolchain = Toolchain::ready()?;
    let tools = tools::ready(&toolchain)?;
    // The target folder is shared: until the copy is made no other checkout may put its program there.
    let target = toolchain.target()?;
    let _held = place::hold(&target)?;
    step(
        "cargo leptos build --release",
        "the WASM and the server, optimised; a cold build takes 10 minutes and more",
        || {
            let mut leptos = toolchain.command_with("cargo-leptos", &tools)?;
            leptos.env("LEPTOS_BIN_EXE_NAME", "sunnyside");
            // Of cargo-leptos itself; it would bury what the compiler says.
            leptos.env_remove("RUST_BACKTRACE");
            run(leptos.args(["leptos", "build", "--release", "--precompress"]))
        },
    )?;
    step("filling dist/", "a release starts from any folder", || {
        fill(&dist, &target.join("release"), &stamp)
    })?;
    Ok(dist)
}

fn is_made_from(dist: &Path, stamp: &str) -> bool {
    let whole = ["sunnyside", "hash.txt", "site"].iter().all(|name| dist.join(name).exists());
    whole && fs::read_to_string(dist.join(".sources")).is_ok_and(|text| text == stamp)
}

/// Each piece is copied beside its place and renamed: a server that runs from there keeps its old program, and what
/// somebody else put into the folder (a database) stays.
fn fill(dist: &Path, release: &Path, stamp: &str) -> Outcome<()> {
    fs::create_dir_all(dist).doing("making dist/")?;
    place::remove(&dist.join(".sources"))?;
    for name in ["sunnyside", "hash.txt"] {
        let partial = dist.join(format!("{name}.new"));
        fs::copy(release.join(name), &partial).doing(format!("copying {}", release.join(name).display()))?;
        fs::rename(&partial, dist.join(name)).doing(format!("putting dist/{name} into place"))?;
    }
    // cargo-leptos puts the site into the checkout's own target folder, wherever cargo's is.
    let (site, partial) = (dist.join("site"), dist.join("site.new"));
    place::remove(&partial)?;
    place::copy_all(&place::root().join("target/site"), &partial)?;
    place::remove(&site)?;
    fs::rename(&partial, &site).doing("putting dist/site into place")?;
    fs::write(dist.join(".sources"), stamp).doing("writing dist/.sources")
}

/// A hash over the names and contents of all sources.
fn fingerprint(root: &Path) -> Outcome<String> {
    let mut files = Vec::new();
    for name in SOURCES {
        collect(&root.join(name), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in &files {
        let name = file.strip_prefix(root).unwrap_or(file).as_os_str().as_encoded_bytes();
        let text = fs::read(file).doing(format!("reading {}", file.display()))?;
        for piece in [name, &text] {
            hasher.write_usize(piece.len());
            hasher.write(piece);
        }
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    if !path.is_dir() {
        files.extend(path.exists().then(|| path.to_path_buf()));
        return Ok(());
    }
    for entry in fs::read_dir(path).doing(format!("reading {}", path.display()))? {
        let entry = entry?;
        if !["tests", "target"].iter().any(|skipped| entry.file_name() == *skipped) {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_source_changes_the_fingerprint_and_a_test_does_not() -> Outcome<()> {
        let root = place::temporary("fingerprint")?;
        fs::create_dir_all(root.join("server/tests"))?;
        fs::create_dir_all(root.join("src"))?;
        fs::write(root.join("src/lib.rs"), "1")?;
        let first = fingerprint(&root)?;
        fs::write(root.join("server/tests/it.rs"), "2")?;
        assert_eq!(fingerprint(&root)?, first);
        fs::write(root.join("src/lib.rs"), "3")?;
        assert_ne!(fingerprint(&root)?, first);
        place::remove(&root)
    }

    #[test]
    fn a_new_release_leaves_other_files_alone() -> Outcome<()> {
        let folder = place::temporary("dist")?;
        let (dist, release) = (folder.join("dist"), folder.join("release"));
        fs::create_dir_all(dist.join("site"))?;
        fs::create_dir_all(&release)?;
        fs::write(dist.join("shop.db"), "the day")?;
        assert!(!is_made_from(&dist, "1"));
        // Without a built program the release is not taken for whole.
        assert!(fill(&dist, &release, "1").is_err());
        assert!(!is_made_from(&dist, "1"));
        assert_eq!(fs::read_to_string(dist.join("shop.db"))?, "the day");
        place::remove(&folder)
    }
}
