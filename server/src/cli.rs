//! The command line.

use clap::{Parser, Subcommand};

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
    #[command(after_help = "Example:\n  DATABASE_URL=sqlite://demo.db sunnyside seed")]
    Seed,
    /// Print the description of the HTTP API (OpenAPI 3.1, JSON), as /openapi.json gives it. Needs no database.
    #[command(after_help = "Example:\n  sunnyside openapi > openapi.json")]
    Openapi,
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
        for wrong in
            ["sunnyside", "sunnyside serve --port x", "sunnyside migrate", "sunnyside migrate down --steps 0"]
        {
            assert_eq!(parse(wrong).unwrap_err().exit_code(), 2, "{wrong}");
        }
    }
}
