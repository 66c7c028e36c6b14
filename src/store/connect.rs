//! Connections: one writer and a pool of readers, on SQLite (WAL, FULL) or PostgreSQL with time-outs.

use std::{path::Path, time::Duration};

use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

use super::StoreConfig;

/// How many may read at once.
const READERS: u32 = 8;

/// Why a store cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The address is neither SQLite's nor PostgreSQL's.
    UnknownUrl,
    /// The database was made by the system before this one.
    OldSystem,
    /// A step of the schema failed.
    Migration(DbErr),
    /// The database does not answer or refuses.
    Database(DbErr),
    /// The address is not Redis's.
    Redis(String),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownUrl => f.write_str("DATABASE_URL has to begin with sqlite:// or postgres://"),
            Self::OldSystem => f.write_str(
                "DATABASE_URL points to a database that the old system made (it has a table alembic_version); \
                 it is left untouched: give Sunnyside a database of its own",
            ),
            Self::Migration(cause) => write!(f, "the schema cannot be brought up to date: {cause}"),
            Self::Database(cause) => write!(f, "the database cannot be opened: {cause}"),
            Self::Redis(cause) => write!(f, "REDIS_URL cannot be used: {cause}"),
        }
    }
}

impl std::error::Error for OpenError {}

/// The one spelling of the forms that the contract allows: `sqlite:///ABSOLUTE`, `sqlite://PATH`,
/// `postgresql+psycopg://…`. `None` where it is none of them.
pub fn normal_url(url: &str) -> Option<String> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = path.split('?').next().unwrap_or(path);
        // `sqlite:///./x.db` is how the old system wrote a path in the working folder.
        let path = path.strip_prefix("/./").unwrap_or(path);
        return (!path.is_empty() && path != "/").then(|| format!("sqlite://{path}?mode=rwc"));
    }
    ["postgres://", "postgresql://", "postgresql+psycopg://"]
        .iter()
        .find_map(|prefix| url.strip_prefix(prefix))
        .filter(|rest| !rest.is_empty())
        .map(|rest| format!("postgres://{rest}"))
}

/// Opens the writer's connection and the readers' pool.
pub(super) async fn connect(
    config: &StoreConfig,
) -> Result<(DatabaseConnection, DatabaseConnection), OpenError> {
    let url = normal_url(&config.database_url).ok_or(OpenError::UnknownUrl)?;
    if let Some(folder) = url.strip_prefix("sqlite://").and_then(|p| Path::new(p).parent())
        && !folder.as_os_str().is_empty()
    {
        std::fs::create_dir_all(folder).map_err(|e| OpenError::Database(DbErr::Custom(e.to_string())))?;
    }
    let writer = open(&url, 1, config.lock_timeout).await.map_err(OpenError::Database)?;
    if is_of_old_system(&writer).await.map_err(OpenError::Database)? {
        return Err(OpenError::OldSystem);
    }
    let readers = open(&url, READERS, config.lock_timeout).await.map_err(OpenError::Database)?;
    Ok((writer, readers))
}

async fn open(url: &str, most: u32, lock_timeout: Duration) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(most)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(5))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |o| {
            o.journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(lock_timeout)
        })
        .map_sqlx_postgres_opts(move |o| {
            let lock_ms = lock_timeout.as_millis();
            o.options([
                ("lock_timeout", lock_ms.to_string()),
                ("statement_timeout", "15000".to_owned()),
                ("idle_in_transaction_session_timeout", "15000".to_owned()),
                ("synchronous_commit", "on".to_owned()),
            ])
        });
    Database::connect(options).await
}

async fn is_of_old_system(db: &DatabaseConnection) -> Result<bool, DbErr> {
    let backend = db.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'alembic_version'"
        }
        _ => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'",
    };
    Ok(db.query_one_raw(Statement::from_string(backend, sql)).await?.is_some())
}

#[cfg(test)]
mod tests {
    use super::normal_url;

    #[test]
    fn every_form_of_the_contract_is_understood() {
        for (given, want) in [
            ("sqlite://shop.db", Some("sqlite://shop.db?mode=rwc")),
            ("sqlite:///./shop.db", Some("sqlite://shop.db?mode=rwc")),
            ("sqlite:///./data/shop.db?mode=rwc", Some("sqlite://data/shop.db?mode=rwc")),
            ("sqlite:///var/shop.db", Some("sqlite:///var/shop.db?mode=rwc")),
            ("postgres://a@b/c", Some("postgres://a@b/c")),
            ("postgresql://a@b/c", Some("postgres://a@b/c")),
            ("postgresql+psycopg://a@b/c", Some("postgres://a@b/c")),
            ("mysql://a@b/c", None),
            ("sqlite://", None),
            ("", None),
        ] {
            assert_eq!(normal_url(given).as_deref(), want, "{given}");
        }
    }
}
