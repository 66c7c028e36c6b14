//! `cargo xtask run` and `cargo xtask dev`: the shop on this machine.

use crate::step::{Failure, Outcome, command, run, say, shown, step};
use crate::toolchain::Toolchain;
use crate::{place, release, tools};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Stdio;

const ACCOUNTS: &str = "staff1/staff1234 kitchen1/kitchen1234 manager1/manager1234 owner1/owner1234";

/// Builds what changed, prepares the database in the checkout's folder, and becomes the server.
pub fn run_release(arguments: &[String]) -> Outcome<()> {
    let program = release::ready(false)?.join("sunnyside");
    prepare(&program)?;
    let arguments = serve_arguments(arguments);
    announce(&arguments);
    let mut server = command(&program);
    server.args(&arguments).current_dir(place::root()).stdin(Stdio::inherit());
    // The server takes this process's place, so that Ctrl-C and a supervisor's signals reach it.
    let error = server.exec();
    Err(Failure::new(format!("{}: {error}", shown(&server))))
}

/// Builds for debugging, and builds again at every change.
pub fn develop(arguments: &[String]) -> Outcome<()> {
    let toolchain = Toolchain::ready()?;
    let tools = tools::ready(&toolchain)?;
    let leptos = |what: &str| -> Outcome<std::process::Command> {
        let mut leptos = toolchain.command_with("cargo-leptos", &tools)?;
        leptos.env("LEPTOS_BIN_EXE_NAME", "sunnyside").args(["leptos", what]);
        Ok(leptos)
    };
    let mut build = leptos("build")?;
    step(
        "cargo leptos build",
        "both halves for debugging; the database is prepared by the new program",
        || run(&mut build),
    )?;
    prepare(&toolchain.target()?.join("debug/sunnyside"))?;
    let arguments = serve_arguments(arguments);
    announce(&arguments);
    let mut watch = leptos("watch")?;
    watch.arg("--").args(&arguments).stdin(Stdio::inherit());
    let error = watch.exec();
    Err(Failure::new(format!("{}: {error}", shown(&watch))))
}

fn prepare(program: &Path) -> Outcome<()> {
    let call = |arguments: &[&str]| run(command(program).args(arguments).current_dir(place::root()));
    step("migrating", "the tables must be those of this version", || call(&["migrate", "up"]))?;
    step("demo data", "a menu and accounts to try; what is there stays", || call(&["seed"]))
}

/// The caller's arguments, and the address where they name none.
fn serve_arguments(given: &[String]) -> Vec<String> {
    let mut all = vec!["serve".to_owned()];
    for (name, value) in [("--host", "127.0.0.1"), ("--port", "8000")] {
        if option(given, name).is_none() {
            all.extend([name.to_owned(), value.to_owned()]);
        }
    }
    all.extend(given.iter().cloned());
    all
}

/// The value of `--name value` or `--name=value`.
fn option<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|word| word.split('=').next() == Some(name))?;
    let (_, joined) = arguments[at].split_once('=').unzip();
    joined.or_else(|| arguments.get(at + 1).map(String::as_str))
}

fn announce(arguments: &[String]) {
    let host = option(arguments, "--host").unwrap_or("127.0.0.1");
    let port = option(arguments, "--port").unwrap_or("8000");
    say(&format!("==> http://{host}:{port} (Ctrl-C ends it)"));
    say(&format!("    demo accounts: {ACCOUNTS}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_usual_address_is_given_once() {
        assert_eq!(serve_arguments(&[]).join(" "), "serve --host 127.0.0.1 --port 8000");
        assert_eq!(serve_arguments(&words("--port 9")).join(" "), "serve --host 127.0.0.1 --port 9");
        assert_eq!(serve_arguments(&words("--host=::1 --port=9")).join(" "), "serve --host=::1 --port=9");
    }

    #[test]
    fn options_are_read_in_both_forms() {
        assert_eq!(option(&words("--port 9"), "--port"), Some("9"));
        assert_eq!(option(&words("--port=9"), "--port"), Some("9"));
        assert_eq!(option(&words("--ports 9"), "--port"), None);
    }
}
