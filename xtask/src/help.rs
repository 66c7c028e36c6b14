//! What `--help` prints.

use crate::test::PARTS;

const OVERVIEW: &str = "\
cargo xtask COMMAND

  run     builds the release, prepares the database and serves http://127.0.0.1:8000
  test    runs all tests, or some parts of them
  build   makes a release in dist/
  bench   says how many orders, menus and lists the release answers in a second
  dev     builds for debugging, serves, and builds again at every change

`cargo xtask COMMAND --help` tells more. Whatever is missing (toolchain, cargo-leptos, wasm-bindgen, wasm-opt,
Node, Chromium, PostgreSQL, Redis) is installed first; each step is printed with its reason and its time.
Tools and compiled dependencies are kept in ~/.cache/sunnyside (or $XDG_CACHE_HOME/sunnyside).
With RUSTUP_AUTO_INSTALL=0 rustup is not asked to fetch anything; Debian's packages are used instead.";

const RUN: &str = "\
cargo xtask run [-- ARGUMENTS OF serve]

Builds the release if a source changed, migrates the database (SQLite in the checkout's folder, or DATABASE_URL),
adds the demo data and serves on http://127.0.0.1:8000. For another address: cargo xtask run -- --port 9000";

const BUILD: &str = "\
cargo xtask build [--force]

Makes a release in dist/: the program sunnyside, site/ and hash.txt. It runs from any folder with
`dist/sunnyside serve`. If no source changed since the last time, nothing is done, except with --force.";

const DEV: &str = "\
cargo xtask dev [-- ARGUMENTS OF serve]

Builds both halves for debugging, prepares the database as `run` does, and starts cargo-leptos watch:
a change of a source builds again and reloads the page.";

const BENCH: &str = "\
cargo xtask bench

Starts the release over a database of its own and asks with wrk, on this machine: paid orders of three lines (1, 8
and 32 at once), the menu, a list of 100 orders. An answer that is no success ends it.";

/// The general help, or that of a command.
pub fn text(command: Option<&str>) -> String {
    match command {
        Some("run") => RUN.to_owned(),
        Some("build") => BUILD.to_owned(),
        Some("bench") => BENCH.to_owned(),
        Some("dev") => DEV.to_owned(),
        Some("test") => test(),
        _ => OVERVIEW.to_owned(),
    }
}

fn test() -> String {
    let mut text =
        String::from("cargo xtask test [PART…] [-- FILTER…]\n\nRuns these parts, or all of them:\n\n");
    for (_, name, about) in PARTS {
        text.push_str(&format!("  {name:<9} {about}\n"));
    }
    text.push_str(
        "\nA filter goes to the test programs, or to Playwright: cargo xtask test rules -- money\n",
    );
    text.push_str(
        "schemathesis makes 2,000 requests or more; SUNNYSIDE_SCHEMATHESIS_CASES=10000 asks for more.\n",
    );
    text.push_str("A part that fails does not keep the next from running. The last line counts everything: N passed, N failed.");
    text
}
