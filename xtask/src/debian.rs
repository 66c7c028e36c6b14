//! Rust from Debian's packages, where rustup must not fetch anything: compiler, sources, linker, and a standard
//! library for the browser made from those sources.

use crate::step::{Doing, Failure, Outcome, note, read, run, step};
use crate::toolchain::{Toolchain, WASM, has_std, wasm_libraries};
use crate::{place, system};
use std::fs;
use std::path::{Path, PathBuf};

const PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy"];

/// Each of these comes from one of [`PACKAGES`].
const FILES: [&str; 4] = [
    "/usr/bin/rustc",
    "/usr/bin/cargo",
    "/usr/bin/cargo-clippy",
    "/usr/lib/rustlib/src/rust/library/std/Cargo.toml",
];

const LINKER: &str = "/usr/bin/rust-lld";

/// Installs the compiler and the linker if one of their files is missing.
pub fn ensure_packages(why: &str) -> Outcome<()> {
    // The link itself counts here; the program that it names is the next question.
    let whole = FILES.iter().all(|file| Path::new(file).exists()) && fs::symlink_metadata(LINKER).is_ok();
    if !whole {
        system::install(&PACKAGES, why)?;
    }
    if Path::new(LINKER).exists() {
        return Ok(());
    }
    // The link names the version of lld that belongs to this compiler, for example lld-22; so does the package.
    let named = fs::read_link(LINKER).doing(format!("reading the link {LINKER}"))?;
    let package = named.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    system::install(&[&package], &format!("{LINKER} names it, and rustc links for {WASM} with it"))
}

/// Makes sure that Debian's rustc has a standard library for the browser that was built by this very rustc.
pub fn ensure_wasm_std(toolchain: &Toolchain) -> Outcome<()> {
    let sysroot = PathBuf::from("/usr");
    let libraries = wasm_libraries(&sysroot);
    let marker = libraries.with_file_name("built-by.txt");
    let about = toolchain.about();
    let mine = format!("{} {}\n", about.release, about.commit);
    let present = has_std(&libraries);
    if present && fs::read_to_string(&marker).is_ok_and(|text| text == mine) {
        return Ok(());
    }
    let _held = place::hold(&place::cache()?)?;
    if present && compiles(toolchain)? {
        note(&format!("the standard library in {} fits rustc {}", libraries.display(), about.release));
        return mark(&marker, &mine);
    }
    let kept = kept_library(toolchain)?;
    if !has_std(&kept) {
        build(toolchain, &kept)?;
    }
    step(
        "putting the standard library into place",
        &format!("rustc looks for it in {}", libraries.display()),
        || {
            run(system::as_root("rm")?.arg("-rf").arg(&libraries))?;
            run(system::as_root("mkdir")?.arg("-p").arg(&libraries))?;
            run(system::as_root("cp")?.arg("-r").arg(kept.join(".")).arg(&libraries))?;
            mark(&marker, &mine)
        },
    )?;
    if compiles(toolchain)? {
        return Ok(());
    }
    Err(Failure::new(format!(
        "rustc {} cannot build for {WASM}, though its standard library was just made",
        about.release
    )))
}

/// Which compiler made the libraries, so that the next start need not try them.
fn mark(marker: &Path, text: &str) -> Outcome<()> {
    let own = place::temporary("marker")?;
    let file = own.join("built-by.txt");
    fs::write(&file, text)?;
    let copied = run(system::as_root("install")?.args(["-m", "644"]).arg(&file).arg(marker));
    place::remove(&own)?;
    copied
}

/// Whether a small crate that needs `std` builds for the browser. Libraries of another compiler are refused here.
fn compiles(toolchain: &Toolchain) -> Outcome<bool> {
    let folder = place::temporary("wasm")?;
    let source = folder.join("probe.rs");
    fs::write(
        &source,
        "#[unsafe(no_mangle)]\npub extern \"C\" fn probe() -> usize { format!(\"{:?}\", std::env::args()).len() }\n",
    )?;
    let mut rustc = toolchain.command("rustc")?;
    rustc.args([
        "--edition",
        "2024",
        "--crate-type",
        "cdylib",
        "-C",
        "lto",
        "-C",
        "panic=abort",
        "--target",
        WASM,
    ]);
    let built = read(rustc.arg("-o").arg(folder.join("probe.wasm")).arg(&source));
    place::remove(&folder)?;
    if let Err(cause) = &built {
        note(&format!("the standard library for {WASM} does not fit: {cause}"));
    }
    Ok(built.is_ok())
}

/// Kept among the tools, so that a new machine with an old cache folder need not build it again.
fn kept_library(toolchain: &Toolchain) -> Outcome<PathBuf> {
    let about = toolchain.about();
    Ok(place::cache()?.join("tools").join(format!("wasm-std-{}-{}", about.release, about.commit)))
}

/// Builds the standard library as a dependency of an empty crate.
fn build(toolchain: &Toolchain, kept: &Path) -> Outcome<()> {
    let why =
        format!("rustc {} has none, and its sources are in /usr/lib/rustlib/src", toolchain.about().release);
    step(&format!("building the standard library for {WASM}"), &why, || {
        let folder = place::temporary("std")?;
        let built = build_in(toolchain, &folder, kept);
        place::remove(&folder)?;
        built
    })
}

fn build_in(toolchain: &Toolchain, folder: &Path, kept: &Path) -> Outcome<()> {
    fs::write(folder.join("Cargo.toml"), "[package]\nname = \"nothing\"\nedition = \"2024\"\n[workspace]\n")?;
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/lib.rs"), "")?;
    let mut cargo = toolchain.command("cargo")?;
    cargo.current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    // `-Zbuild-std` is not stable: the variable lets a stable cargo take it, in this one command only.
    cargo.env("RUSTC_BOOTSTRAP", "1");
    // Without the bitcode a build with LTO fails with «Can't find section .llvmbc».
    cargo.env("RUSTFLAGS", "-Cembed-bitcode=yes");
    cargo.args(["build", "--release", "--target", WASM, "-Zbuild-std=std,panic_abort,panic_unwind,test"]);
    run(&mut cargo)?;
    let partial = place::partial(kept);
    place::remove(&partial)?;
    fs::create_dir_all(&partial)?;
    let made = folder.join("target").join(WASM).join("release/deps");
    for entry in fs::read_dir(&made).doing(format!("reading {}", made.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libnothing") {
            fs::copy(entry.path(), partial.join(&name)).doing(format!("copying {name}"))?;
        }
    }
    place::remove(kept)?;
    fs::rename(&partial, kept).doing(format!("renaming {}", partial.display()))
}
