//! The repositories: tables and queries, the writer, the event log. Only this module and `migration` know sea-orm.

mod connect;
pub mod entity;
mod error;
mod hub;
mod ids;
mod ingredients;
mod load;
mod log;
mod menu;
mod orders;
mod people;
mod report;
mod save;
mod writer;

use std::{sync::Arc, time::Duration};

use jiff::tz::TimeZone;
use migration::MigratorTrait;
use sea_orm::{
    AccessMode, ActiveValue::Set, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait,
    IsolationLevel, TransactionTrait, sea_query::OnConflict,
};

use crate::{
    Moment, Outcome,
    clock::{BusinessDay, Clock},
};

pub use connect::{OpenError, normal_url};
pub use hub::{Hub, Logged};
pub use people::{Credentials, SessionRow};

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
        }
    }
}

/// What seldom changes of a store.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The shop's name.
    pub name: String,
    /// Its time zone.
    pub zone: TimeZone,
    /// The hour its day begins.
    pub day_start_hour: u8,
    /// Which log the positions belong to.
    pub epoch: String,
}

impl Profile {
    /// How far the shop's clocks are ahead of UTC, in seconds.
    pub fn utc_offset_seconds(&self, moment: Moment) -> i32 {
        moment.offset_in(&self.zone)
    }

    /// The shop's day of a moment.
    pub fn day_of(&self, moment: Moment) -> BusinessDay {
        BusinessDay::of(moment, &self.zone, self.day_start_hour)
    }
}

/// A shop's data: readers, the one writer, and the hub that tells the screens.
pub struct Store {
    readers: DatabaseConnection,
    writer: writer::Writer,
    /// Sends committed events to this instance's sockets.
    pub hub: Arc<Hub>,
    /// How it was opened.
    pub config: StoreConfig,
    /// The shop.
    pub profile: Profile,
    /// Failed sign-ins.
    pub(crate) attempts: crate::service::Attempts,
    /// As many passwords are hashed at once as there are cores.
    pub(crate) hashing: tokio::sync::Semaphore,
}

impl Store {
    /// Opens a database, brings its schema up to date and starts the writer and the hub.
    ///
    /// # Errors
    /// A database that cannot be reached, or that another system made.
    pub async fn open(config: StoreConfig) -> Result<Arc<Self>, OpenError> {
        let (writer, readers) = connect::connect(&config).await?;
        migration::Migrator::up(&writer, None).await.map_err(OpenError::Migration)?;
        let profile = profile(&writer, config.clock.now()).await.map_err(OpenError::Database)?;
        let head = log::head(&readers).await.map_err(OpenError::Database)?;
        let hub = Hub::start(readers.clone(), head);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Arc::new(Self {
            writer: writer::Writer::start(writer, config.clone(), profile.clone(), hub.clone()),
            readers,
            attempts: crate::service::Attempts::new(config.login_attempts, config.login_window_seconds),
            hub,
            profile,
            config,
            hashing: tokio::sync::Semaphore::new(cores),
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

/// The shop's row, which is made with a new epoch where there is none.
async fn profile(db: &DatabaseConnection, now: Moment) -> Result<Profile, sea_orm::DbErr> {
    let fresh = entity::stores::ActiveModel {
        id: Set(STORE),
        name: Set("晨光早餐".to_owned()),
        zone: Set("Asia/Taipei".to_owned()),
        day_start_hour: Set(3),
        epoch: Set(uuid::Uuid::new_v4().to_string()),
        event_seq: Set(0),
        business_day: Set(String::new()),
        last_call_number: Set(0),
        audit_seq: Set(0),
        audit_hash: Set(String::new()),
        created_at: Set(now.0),
    };
    entity::stores::Entity::insert(fresh)
        .on_conflict(OnConflict::column(entity::stores::Column::Id).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    let row = entity::stores::Entity::find_by_id(STORE)
        .one(db)
        .await?
        .ok_or_else(|| sea_orm::DbErr::RecordNotFound("the store's row".to_owned()))?;
    let zone = TimeZone::get(&row.zone)
        .map_err(|cause| sea_orm::DbErr::Custom(format!("the time zone {} is unknown: {cause}", row.zone)))?;
    let day_start_hour = u8::try_from(row.day_start_hour).unwrap_or(3);
    Ok(Profile { name: row.name, zone, day_start_hour, epoch: row.epoch })
}
