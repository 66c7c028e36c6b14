//! What a developer and CI call: `cargo xtask run`, `test`, `build`, `bench`, `dev`. It uses nothing but the standard
//! library, so that it builds in seconds with whatever cargo is at hand.

mod bench;
mod count;
mod daemon;
mod debian;
mod help;
mod place;
mod postgres;
mod redis;
mod release;
mod schemathesis;
mod serve;
mod shop;
mod step;
mod suite;
mod system;
mod test;
mod toolchain;
mod tools;

use std::process::ExitCode;
use std::time::Instant;
use step::{Outcome, say, seconds};
use test::Part;

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Help(Option<String>),
    Run(Vec<String>),
    Dev(Vec<String>),
    Bench,
    Build { force: bool },
    Test { parts: Vec<Part>, filter: Vec<String> },
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match parse(&words) {
        Ok(command) => perform(command),
        Err(mistake) => {
            eprintln!("cargo xtask: {mistake}");
            ExitCode::from(2)
        }
    }
}

fn perform(command: Command) -> ExitCode {
    let start = Instant::now();
    let outcome: Outcome<()> = match command {
        Command::Help(about) => {
            say(&help::text(about.as_deref()));
            return ExitCode::SUCCESS;
        }
        Command::Test { parts, filter } => {
            return if test::test(&parts, &filter) { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Command::Run(arguments) => serve::run_release(&arguments),
        Command::Dev(arguments) => serve::develop(&arguments),
        Command::Bench => bench::bench(),
        Command::Build { force } => {
            release::ready(force).map(|dist| say(&format!("==> the release is in {}", dist.display())))
        }
    };
    match outcome {
        Ok(()) => {
            say(&format!("all in {}", seconds(start.elapsed())));
            ExitCode::SUCCESS
        }
        Err(cause) => {
            eprintln!("cargo xtask: {cause}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the command line; a mistake is answered with what there is.
fn parse(words: &[String]) -> Result<Command, String> {
    let split = words.iter().position(|word| word == "--").unwrap_or(words.len());
    let (own, passed) = (&words[..split], words.get(split + 1..).unwrap_or_default().to_vec());
    let Some((name, rest)) = own.split_first() else { return Ok(Command::Help(None)) };
    if ["--help", "-h", "help"].contains(&name.as_str()) {
        return Ok(Command::Help(rest.first().cloned()));
    }
    if !["run", "test", "build", "bench", "dev"].contains(&name.as_str()) {
        return Err(format!(
            "there is no command {name}; there are run, test, build, bench and dev (see cargo xtask --help)"
        ));
    }
    if rest.iter().any(|word| word == "--help" || word == "-h") {
        return Ok(Command::Help(Some(name.clone())));
    }
    match name.as_str() {
        "test" => {
            let parts = rest.iter().map(|word| test::part(word).ok_or_else(|| no_part(word)));
            Ok(Command::Test { parts: parts.collect::<Result<_, _>>()?, filter: passed })
        }
        "build" if passed.is_empty() => match rest {
            [] => Ok(Command::Build { force: false }),
            [option] if option == "--force" => Ok(Command::Build { force: true }),
            [other, ..] => Err(format!("build does not know {other}; it knows --force")),
        },
        "build" => Err("build passes nothing on".to_owned()),
        "bench" if rest.is_empty() && passed.is_empty() => Ok(Command::Bench),
        "bench" => Err("bench takes no arguments".to_owned()),
        _ if !rest.is_empty() => {
            Err(format!("{name} does not know {}; arguments of the server come after --", rest.join(" ")))
        }
        "run" => Ok(Command::Run(passed)),
        _ => Ok(Command::Dev(passed)),
    }
}

fn no_part(word: &str) -> String {
    let names: Vec<&str> = test::PARTS.iter().map(|(_, name, _)| *name).collect();
    format!("test has no part {word}; there are {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Command, String> {
        parse(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn commands_and_their_arguments_are_read() {
        assert_eq!(parsed(""), Ok(Command::Help(None)));
        assert_eq!(parsed("test --help"), Ok(Command::Help(Some("test".into()))));
        assert_eq!(parsed("run -- --port 9"), Ok(Command::Run(vec!["--port".into(), "9".into()])));
        assert_eq!(parsed("build --force"), Ok(Command::Build { force: true }));
        let expected =
            Command::Test { parts: vec![Part::Rules, Part::Browser], filter: vec!["money".into()] };
        assert_eq!(parsed("test rules browser -- money"), Ok(expected));
    }

    #[test]
    fn a_mistake_is_answered_with_what_there_is() {
        assert!(parsed("tests").is_err_and(|text| text.contains("run, test, build, bench and dev")));
        assert!(parsed("test rule").is_err_and(|text| text.contains("format, clippy, rules")));
        assert!(parsed("run 9").is_err_and(|text| text.contains("after --")));
        assert!(parsed("build -- x").is_err());
        assert_eq!(parsed("bench"), Ok(Command::Bench));
        assert!(parsed("bench 8").is_err());
    }
}
