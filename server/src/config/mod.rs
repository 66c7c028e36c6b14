//! The configuration, from the environment and `.env`: everything is checked at the start, and every error is told at
//! once with the name of its variable.

mod database;
mod secret;

use std::{collections::BTreeMap, fmt};

pub use database::DatabaseUrl;
pub use secret::development_key;

/// The variables, by name.
pub type Vars = BTreeMap<String, String>;

/// A text that never shows up in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// Where it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// On somebody's desk: demo data, sign-in off unless asked for.
    Development,
    /// In a shop.
    Production,
}

impl Environment {
    /// The word in `APP_ENV` and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Production => "production",
        }
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Everything that the environment decides.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen on.
    pub host: String,
    /// The port to listen on; 0 takes a free one.
    pub port: u16,
    /// The database.
    pub database: DatabaseUrl,
    /// Redis, where several instances share a database.
    pub redis_url: Option<Secret>,
    /// Where it runs.
    pub environment: Environment,
    /// Nobody signs in; every call acts as the first active user.
    pub auth_disabled: bool,
    /// What tokens are signed with; in development it may be absent, then a key is kept with the database.
    pub secret_key: Option<Secret>,
    /// How long a token lives.
    pub token_minutes: i64,
    /// How long failed sign-ins are counted.
    pub login_window_seconds: i64,
    /// How many of them are let through.
    pub login_max_attempts: u32,
    /// Believe `X-Forwarded-For` and `X-Forwarded-Proto`.
    pub trust_proxy_headers: bool,
    /// Other origins whose pages may use the API with a cookie: `https://office.example`.
    pub cors_origins: Vec<String>,
    /// How the log is written.
    pub log_format: LogFormat,
    /// What the log takes in, in the words of `RUST_LOG`.
    pub log_filter: String,
}

/// A variable that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its name.
    pub variable: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
}

/// Every variable that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistakes(pub Vec<Mistake>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration cannot be used:")?;
        self.0.iter().try_for_each(|mistake| write!(f, "\n  {}: {}", mistake.variable, mistake.message))
    }
}

impl std::error::Error for Mistakes {}

/// The variables of the process, with those of `.env` in the working folder where the process has none.
///
/// # Errors
/// Where there is a `.env` that cannot be read.
pub fn variables() -> Result<Vars, String> {
    let mut vars = Vars::new();
    match dotenvy::dotenv_iter() {
        Ok(lines) => {
            for line in lines {
                let (name, value) = line.map_err(|error| format!(".env cannot be read: {error}"))?;
                vars.insert(name, value);
            }
        }
        Err(error) if error.not_found() => {}
        Err(error) => return Err(format!(".env cannot be read: {error}")),
    }
    // A variable that is not Unicode cannot be one of ours; `vars()` would panic over it.
    let own = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    vars.extend(own);
    Ok(vars)
}

/// Reads variables one after the other and gathers what is wrong.
struct Reader<'a> {
    vars: &'a Vars,
    mistakes: Vec<Mistake>,
}

impl<'a> Reader<'a> {
    /// A variable that is set to nothing counts as not set: that is how a line of `.env` is emptied.
    fn text(&self, name: &str) -> Option<&'a str> {
        self.vars.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    fn read<T>(
        &mut self,
        name: &'static str,
        default: T,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> T {
        match self.text(name).map(parse) {
            None => default,
            Some(Ok(value)) => value,
            Some(Err(message)) => {
                self.mistakes.push(Mistake { variable: name, message });
                default
            }
        }
    }
}

impl Config {
    /// Reads and checks all of it.
    ///
    /// # Errors
    /// Every variable that cannot be used.
    pub fn from_vars(vars: &Vars) -> Result<Self, Mistakes> {
        let mut r = Reader { vars, mistakes: Vec::new() };
        let environment = r.read("APP_ENV", Environment::Development, environment);
        let is_production = environment == Environment::Production;
        let secret_key = r.read("SECRET_KEY", None, |text| Ok(Some(Secret(text.to_owned()))));
        if is_production && let Err(message) = secret::check(secret_key.as_ref().map(Secret::reveal)) {
            r.mistakes.push(Mistake { variable: "SECRET_KEY", message });
        }
        let level = r.read("LOG_LEVEL", "info".to_owned(), level);
        let config = Self {
            host: "127.0.0.1".to_owned(),
            port: r.read("PORT", 8000, |text| {
                whole(text, 0, 65_535).and_then(|n| u16::try_from(n).map_err(|e| e.to_string()))
            }),
            database: r.read("DATABASE_URL", DatabaseUrl::default(), DatabaseUrl::parse),
            redis_url: r.read("REDIS_URL", None, redis_url),
            environment,
            auth_disabled: r.read("AUTH_DISABLED", !is_production, flag),
            secret_key,
            token_minutes: r.read("TOKEN_EXPIRE_MINUTES", 720, |text| whole(text, 1, 525_600)),
            login_window_seconds: r.read("LOGIN_RATE_WINDOW_SECONDS", 60, |text| whole(text, 1, 86_400)),
            login_max_attempts: r.read("LOGIN_RATE_MAX_ATTEMPTS", 10, |text| {
                whole(text, 1, 100_000).and_then(|n| u32::try_from(n).map_err(|e| e.to_string()))
            }),
            trust_proxy_headers: r.read("TRUST_PROXY_HEADERS", false, flag),
            cors_origins: r.read("CORS_ORIGINS", Vec::new(), origins),
            log_format: r.read("LOG_FORMAT", LogFormat::Text, log_format),
            log_filter: r.read("RUST_LOG", format!("{level},sqlx=warn,sea_orm=warn,hyper=warn"), filter),
        };
        if r.mistakes.is_empty() { Ok(config) } else { Err(Mistakes(r.mistakes)) }
    }
}

fn environment(text: &str) -> Result<Environment, String> {
    match text.to_ascii_lowercase().as_str() {
        "development" => Ok(Environment::Development),
        "production" => Ok(Environment::Production),
        _ => Err(format!("`{text}` is not known; it is `development` or `production`")),
    }
}

fn flag(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        _ => Err(format!("`{text}` is neither `true` nor `false`")),
    }
}

fn whole(text: &str, least: i64, most: i64) -> Result<i64, String> {
    text.parse::<i64>()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("`{text}` is not a whole number from {least} to {most}"))
}

fn redis_url(text: &str) -> Result<Option<Secret>, String> {
    if text.starts_with("rediss://") {
        return Err("TLS to Redis is not spoken; it has the form `redis://host:6379`".to_owned());
    }
    let rest = ["redis://", "unix://", "redis+unix://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    match rest {
        Some(rest) if !rest.is_empty() => Ok(Some(Secret(text.to_owned()))),
        // The value itself may hold a password, so it is not repeated.
        _ => Err("it has the form `redis://host:6379`".to_owned()),
    }
}

fn origins(text: &str) -> Result<Vec<String>, String> {
    text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(origin).collect()
}

fn origin(text: &str) -> Result<String, String> {
    let plain = text.trim_end_matches('/').to_ascii_lowercase();
    let authority = plain.strip_prefix("https://").or_else(|| plain.strip_prefix("http://"));
    let is_host = |host: &str| !host.is_empty() && !host.contains(['/', '*', '@', '?', '#', ' ', '"']);
    if authority.is_some_and(is_host) {
        Ok(plain)
    } else {
        Err(format!("`{text}` is not an origin such as `https://office.example` (no path, no `*`)"))
    }
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text.to_ascii_lowercase().as_str() {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(format!("`{text}` is not known; it is `text` or `json`")),
    }
}

fn level(text: &str) -> Result<String, String> {
    match text.to_ascii_lowercase().as_str() {
        "warning" => Ok("warn".to_owned()),
        "critical" => Ok("error".to_owned()),
        known @ ("trace" | "debug" | "info" | "warn" | "error" | "off") => Ok(known.to_owned()),
        _ => Err(format!("`{text}` is not known; it is `error`, `warn`, `info`, `debug` or `trace`")),
    }
}

fn filter(text: &str) -> Result<String, String> {
    tracing_subscriber::EnvFilter::try_new(text)
        .map(|_| text.to_owned())
        .map_err(|error| format!("`{text}` cannot be read: {error}"))
}

#[cfg(test)]
mod tests;
