//! `sunnyside`: the program.

// A page is one deep view type.
#![recursion_limit = "512"]

use std::{io::Write, process::ExitCode};

use clap::Parser;
use server::{
    Config,
    cli::{AuditAction, Cli, Command},
    command,
    config::variables,
};

/// Wrong usage or configuration; clap ends with the same.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::Openapi) {
        return print(server::document());
    }
    let configured =
        variables().and_then(|vars| Config::from_vars(&vars).map_err(|mistakes| mistakes.to_string()));
    let config = match configured {
        Ok(config) => config,
        Err(message) => return failed(&message, USAGE),
    };
    server::log::begin(&config);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("no threads: {error}"), 1),
    };
    match runtime.block_on(carry_out(cli.command, config)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => failed(&message, 1),
    }
}

/// Prints a text as it is.
fn print(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&format!("cannot print: {error}"), 1),
    }
}

fn failed(message: &str, code: u8) -> ExitCode {
    eprintln!("sunnyside: {message}");
    ExitCode::from(code)
}

async fn carry_out(command: Command, mut config: Config) -> Result<(), String> {
    match command {
        Command::Serve { host, port } => {
            config.host = host;
            config.port = port.unwrap_or(config.port);
            server::run(config).await
        }
        Command::Migrate { way } => server::migrate(&config, way).await,
        Command::ImportMenu(wanted) => server::import_menu(&config, wanted).await,
        // It was carried out before anything was configured.
        Command::Openapi => Ok(()),
        Command::User { action } => command::user(&config, action).await,
        Command::Audit { action: AuditAction::Verify } => command::verify_audit(&config).await,
        Command::Health { url } => {
            let own = || format!("http://127.0.0.1:{}/health", config.port);
            command::health(&url.unwrap_or_else(own)).await
        }
        Command::Seed(wanted) => command::seed(&config, wanted).await,
    }
}
