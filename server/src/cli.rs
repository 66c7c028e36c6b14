//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use sunnyside::{
    demo::year::{MOST_DAYS, MOST_ORDERS_A_DAY},
    identity::Role,
};

/// The point of sale of a breakfast shop: counter, kitchen and pickup screens, one program.
#[derive(Debug, Parser)]
#[command(
    name = "sunnyside",
    version,
    after_help = "The configuration comes from the environment and from .env in the working folder; .env.example lists it.\n\n\
                  Examples:\n  \
                  sunnyside serve\n  \
                  sunnyside serve --host 0.0.0.0 --port 80\n  \
                  DATABASE_URL=postgres://shop@db/shop sunnyside migrate status\n\n\
                  Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the shop: brings the schema up to date, fills an empty database, listens.
    #[command(
        after_help = "Examples:\n  sunnyside serve\n  sunnyside serve --host 0.0.0.0 --port 8080\n  PORT=8080 sunnyside serve"
    )]
    Serve {
        /// The address to listen on; 0.0.0.0 for the whole network of the shop.
        #[arg(long, default_value = "127.0.0.1")]
        host: String,
        /// The port to listen on [default: PORT, or 8000]
        #[arg(long)]
        port: Option<u16>,
    },
    /// Change the schema by hand, or look at it.
    #[command(
        after_help = "Examples:\n  sunnyside migrate up\n  sunnyside migrate down --steps 2\n  sunnyside migrate status"
    )]
    Migrate {
        /// Which way.
        #[command(subcommand)]
        way: Way,
    },
    /// Fill an empty database: in development with the demo's menu and accounts, in production with one owner.
    ///
    /// With --days it also makes a past: what the shop sold, bought, wasted and counted on the days up to yesterday, the
    /// same for the same --seed. Only a shop without orders gets one.
    #[command(
        after_help = "Examples:\n  DATABASE_URL=sqlite://demo.db sunnyside seed\n  DATABASE_URL=sqlite://year.db sunnyside seed --days 365\n  sunnyside seed --days 3650 --seed 7 --orders-a-day 500"
    )]
    Seed(Seed),
    /// Bring a menu file in: what exists is updated, what is new is created, nothing is deleted.
    #[command(
        after_help = "Items are matched by name and rules by code. Where anything in the file is wrong, every fault is named with its place and nothing is applied.\n\n\
                      Examples:\n  \
                      sunnyside import-menu menu.json --dry-run\n  \
                      sunnyside import-menu menu.json\n  \
                      SUNNYSIDE_PASSWORD=… sunnyside import-menu menu.json --base-url https://shop.example --username owner1"
    )]
    ImportMenu(ImportMenu),
    /// Print the description of the HTTP API (OpenAPI 3.1, JSON), as /openapi.json gives it. Needs no database.
    #[command(after_help = "Example:\n  sunnyside openapi > openapi.json")]
    Openapi,
    /// Accounts: who may sign in, also while the shop is open.
    #[command(
        after_help = "Examples:\n  sunnyside user add ming --role staff\n  printf '%s' \"$PASSWORD\" | sunnyside user add hua --role manager --password-stdin\n  sunnyside user passwd ming\n  sunnyside user deactivate ming\n  sunnyside user list"
    )]
    User {
        /// What to do with them.
        #[command(subcommand)]
        action: UserAction,
    },
    /// The audit: who did what.
    #[command(after_help = "Example:\n  sunnyside audit verify && echo nobody rewrote it")]
    Audit {
        /// What to do with it.
        #[command(subcommand)]
        action: AuditAction,
    },
    /// Ask a running shop whether it is well; exit code 0 where it is, 1 where it is not.
    #[command(
        after_help = "Examples:\n  sunnyside health\n  sunnyside health --url http://192.168.1.20:8000/health"
    )]
    Health {
        /// Where to ask [default: /health at PORT of this machine]
        #[arg(long)]
        url: Option<String>,
    },
}

/// What a shop is filled with.
#[derive(Debug, Args)]
pub struct Seed {
    /// So many days of a past, up to yesterday.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_DAYS)))]
    pub days: Option<u32>,
    /// What the past is drawn from: the same number gives the same one [default: 1]
    #[arg(long, requires = "days")]
    pub seed: Option<u64>,
    /// So many orders on an open day, on average [default: 330]
    #[arg(long, requires = "days", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_ORDERS_A_DAY)))]
    pub orders_a_day: Option<u32>,
    /// Make it even where APP_ENV=production.
    #[arg(long, requires = "days")]
    pub in_production: bool,
}

/// What is imported, and where.
#[derive(Debug, Args)]
pub struct ImportMenu {
    /// The file, JSON.
    pub file: PathBuf,
    /// Only print what it would do; nothing is written.
    #[arg(long)]
    pub dry_run: bool,
    /// The address of a running shop, to go through its API [default: straight into the database]
    #[arg(long, value_parser = base_url, requires_all = ["username", "password"])]
    pub base_url: Option<String>,
    /// Who signs in there: a manager or an owner.
    #[arg(long, requires = "base_url")]
    pub username: Option<String>,
    /// Their password; better in the variable, where no list of processes shows it.
    #[arg(long, env = "SUNNYSIDE_PASSWORD", hide_env_values = true)]
    pub password: Option<String>,
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(host) if !host.is_empty() && !host.starts_with('/') => Ok(text.to_owned()),
        _ => Err("it has the form `https://shop.example` or `http://127.0.0.1:8000`".to_owned()),
    }
}

/// What is done with accounts.
#[derive(Debug, Subcommand)]
pub enum UserAction {
    /// Add somebody; without --password-stdin a password is made and printed once.
    Add {
        /// The name to sign in with.
        name: String,
        /// What they may do: staff, kitchen, manager or owner.
        #[arg(long, value_parser = role)]
        role: Role,
        /// Read the password from the standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Show everybody.
    List,
    /// Give somebody a new password and sign them out; without --password-stdin one is made and printed once.
    Passwd {
        /// The name they sign in with.
        name: String,
        /// Read the password from the standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Close somebody's account and sign them out. The last active owner's stays open.
    Deactivate {
        /// The name they sign in with.
        name: String,
    },
}

/// What is done with the audit.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum AuditAction {
    /// Compute the chain again from its first line; exit code 1 where a line does not fit, which is named.
    Verify,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_word(text).ok_or_else(|| "it is staff, kitchen, manager or owner".to_owned())
}

/// Which way the schema goes.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Way {
    /// To the newest step.
    Up,
    /// Back.
    Down {
        /// How many steps.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
        steps: u32,
    },
    /// Show which steps are done.
    Status,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
        let parse = |line: &str| Cli::try_parse_from(line.split(' '));
        let serve = parse("sunnyside serve --port 9000").unwrap().command;
        assert!(matches!(serve, Command::Serve { host, port: Some(9000) } if host == "127.0.0.1"));
        assert!(matches!(parse("sunnyside serve").unwrap().command, Command::Serve { port: None, .. }));
        assert!(matches!(
            parse("sunnyside migrate down").unwrap().command,
            Command::Migrate { way: Way::Down { steps: 1 } }
        ));
        assert!(matches!(parse("sunnyside openapi").unwrap().command, Command::Openapi));
        let import =
            parse("sunnyside import-menu m.json --base-url http://x:1 --username a --password b").unwrap();
        assert!(matches!(import.command, Command::ImportMenu(ImportMenu { dry_run: false, .. })));
        let user = parse("sunnyside user add ming --role staff --password-stdin").unwrap().command;
        assert!(matches!(
            user,
            Command::User { action: UserAction::Add { name, role: Role::Staff, password_stdin: true } } if name == "ming"
        ));
        let past = parse("sunnyside seed --days 365 --seed 7").unwrap().command;
        assert!(matches!(
            past,
            Command::Seed(Seed { days: Some(365), seed: Some(7), orders_a_day: None, .. })
        ));
        assert!(matches!(parse("sunnyside seed").unwrap().command, Command::Seed(Seed { days: None, .. })));
        assert!(matches!(parse("sunnyside health").unwrap().command, Command::Health { url: None }));
        for wrong in [
            "sunnyside import-menu",
            "sunnyside import-menu m.json --base-url http://x --password b",
            "sunnyside import-menu m.json --base-url shop --username a --password b",
            "sunnyside import-menu m.json --username a --password b",
            "sunnyside",
            "sunnyside serve --port x",
            "sunnyside migrate",
            "sunnyside migrate down --steps 0",
            "sunnyside user add ming",
            "sunnyside user add ming --role cook",
            "sunnyside user deactivate",
            "sunnyside audit",
            "sunnyside seed --days 0",
            "sunnyside seed --days 5001",
            "sunnyside seed --seed 7",
            "sunnyside seed --in-production",
            "sunnyside seed --days 1 --orders-a-day 5001",
        ] {
            assert_eq!(parse(wrong).unwrap_err().exit_code(), 2, "{wrong}");
        }
    }
}
