//! The repositories: tables and queries, the writer, the event log. Only this module and `migration` know sea-orm.

mod approvals;
mod audit;
mod choices;
mod combos;
mod connect;
mod counts;
mod devices;
mod displays;
pub mod entity;
mod error;
mod hints;
mod hub;
mod ids;
mod ingredients;
mod kitchen;
mod link;
mod load;
mod log;
mod memory;
mod menu;
mod orders;
mod past;
mod people;
mod pickup;
mod printing;
mod profile;
mod recent;
mod report;
mod save;
mod sections;
mod shifts;
mod writer;

use std::{sync::Arc, time::Duration};

use migration::MigratorTrait;
use sea_orm::{
    AccessMode, DatabaseConnection, DatabaseTransaction, DbBackend, IsolationLevel, TransactionTrait,
};

use crate::{Moment, Outcome, clock::Clock};

pub use connect::{OpenError, normal_url};
pub use displays::Displays;
pub use hub::{Hub, Logged};
pub(crate) use link::Link;
pub use log::Version;
pub(crate) use menu::CounterRows;
pub use people::SessionRow;
pub use profile::Profile;

/// The only store there is so far; every row says that it belongs to it.
pub(crate) const STORE: i64 = 1;

/// How a store is opened.
#[derive(Clone)]
pub struct StoreConfig {
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// What tokens are signed with.
    pub secret: String,
    /// How long a token is valid, in minutes.
    pub token_minutes: i64,
    /// How long to wait for the head row.
    pub lock_timeout: Duration,
    /// How many commands may wait.
    pub queue: usize,
    /// How many failed sign-ins are let through in a window.
    pub login_attempts: usize,
    /// The window in seconds.
    pub login_window_seconds: i64,
    /// Redis, where several instances share the database: `redis://…`.
    pub redis_url: Option<String>,
    /// How often the log is looked at for what other instances committed.
    pub poll: Duration,
}

impl StoreConfig {
    /// The usual configuration for a database.
    pub fn new(database_url: impl Into<String>, clock: Arc<dyn Clock>, secret: impl Into<String>) -> Self {
        Self {
            database_url: database_url.into(),
            clock,
            secret: secret.into(),
            token_minutes: 720,
            lock_timeout: Duration::from_secs(3),
            queue: 1024,
            login_attempts: 10,
            login_window_seconds: 60,
            redis_url: None,
            poll: Duration::from_secs(1),
        }
    }
}

/// A shop's data: readers, the one writer, and the hub that tells the screens.
pub struct Store {
    readers: DatabaseConnection,
    writer: writer::Writer,
    /// Sends committed events to this instance's sockets.
    pub hub: Arc<Hub>,
    /// What the kitchen's displays have shown.
    pub displays: Displays,
    /// How it was opened.
    pub config: StoreConfig,
    /// The shop, as this instance knows it.
    known: Arc<profile::Known>,
    /// Failed sign-ins.
    pub(crate) attempts: crate::service::Attempts,
    /// As many passwords are hashed at once as there are cores.
    pub(crate) hashing: tokio::sync::Semaphore,
    /// What the office changed through this instance.
    office: recent::Office,
    recent: recent::Recent,
    /// Hears what other instances committed, where there is Redis.
    _hints: Option<hints::Hints>,
}

impl Store {
    /// Opens a database, brings its schema up to date and starts the writer and the hub.
    ///
    /// # Errors
    /// A database that cannot be reached, or that another system made.
    pub async fn open(config: StoreConfig) -> Result<Arc<Self>, OpenError> {
        let (writer, readers) = connect::connect(&config).await?;
        migration::Migrator::up(&writer, None).await.map_err(OpenError::Migration)?;
        let begun = profile::begin(&writer, config.clock.as_ref()).await.map_err(OpenError::Database)?;
        let known = profile::Known::new(begun);
        let head = log::head(&readers).await.map_err(OpenError::Database)?;
        let epoch = known.get().epoch.clone();
        let (hub, ears) = Hub::start(readers.clone(), head, known.clone(), config.poll);
        let link = config.redis_url.as_deref().map(Link::open).transpose().map_err(OpenError::Redis)?;
        let hints = link.clone().map(|link| hints::Hints::start(link, &epoch, ears));
        let office = recent::Office::default();
        let displays = Displays::start(writer.clone(), readers.clone(), config.poll);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Arc::new(Self {
            writer: writer::Writer::start(writer, config.clone(), known.clone(), hub.clone(), office.clone()),
            readers,
            attempts: crate::service::Attempts::new(&config, link.map(|link| (link, epoch))),
            hub,
            displays,
            known,
            config,
            hashing: tokio::sync::Semaphore::new(cores),
            office,
            recent: recent::Recent::default(),
            _hints: hints,
        }))
    }

    /// Changes the schema by hand: up to the newest, or so many steps down; then says which steps are done.
    ///
    /// # Errors
    /// A database that cannot be reached, or a step that fails.
    pub async fn migrate(config: &StoreConfig, step: Migrate) -> Result<Vec<(String, bool)>, OpenError> {
        let (writer, _) = connect::connect(config).await?;
        match step {
            Migrate::Up => migration::Migrator::up(&writer, None).await.map_err(OpenError::Migration)?,
            Migrate::Down(steps) => {
                migration::Migrator::down(&writer, Some(steps)).await.map_err(OpenError::Migration)?;
            }
            Migrate::Status => {}
        }
        let done =
            migration::Migrator::get_migration_with_status(&writer).await.map_err(OpenError::Migration)?;
        Ok(done
            .iter()
            .map(|m| (m.name().to_owned(), matches!(m.status(), migration::MigrationStatus::Applied)))
            .collect())
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        self.config.clock.now()
    }

    /// A view in which all reads agree: one point in time, nothing written.
    pub(crate) async fn snapshot(&self) -> Outcome<DatabaseTransaction> {
        let begun = match self.readers.get_database_backend() {
            DbBackend::Postgres => {
                self.readers
                    .begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly))
                    .await
            }
            _ => self.readers.begin().await,
        };
        Ok(begun?)
    }

    /// Where single reads go.
    pub(crate) const fn readers(&self) -> &DatabaseConnection {
        &self.readers
    }

    /// How many commands wait for the writer.
    pub fn waiting(&self) -> usize {
        self.writer.waiting()
    }

    /// Hands a request to the writer and waits for the answer.
    ///
    /// # Errors
    /// What the decision refuses; `Busy` where the queue or the database cannot take it.
    pub async fn write<T: serde::de::DeserializeOwned>(&self, request: crate::write::Request) -> Outcome<T> {
        let answer = self.writer.write(request).await?;
        serde_json::from_str(&answer).map_err(|cause| {
            tracing::error!(%cause, "a kept answer cannot be read");
            crate::Refusal::Internal
        })
    }
}

/// Which way the schema goes.
#[derive(Clone, Copy, Debug)]
pub enum Migrate {
    /// To the newest.
    Up,
    /// So many steps back.
    Down(u32),
    /// Nowhere: only tell.
    Status,
}
