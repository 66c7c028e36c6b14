//! What the kitchen's displays have shown: in memory for this instance's counters, and in a small table for the other
//! instances and for after a restart. It is written now and then and never with an order.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::OnConflict,
};
use tokio::{
    sync::broadcast,
    task::JoinHandle,
    time::{MissedTickBehavior, interval},
};

use super::{STORE, entity::displays};
use crate::{
    Moment,
    kitchen::shown::{Displays as Known, Shown},
};

/// How often it is written where nobody else reads it.
const SELDOM: Duration = Duration::from_secs(5);
/// The most displays that are kept: a name that is changed again and again must not fill the memory.
const MOST: usize = 64;
/// How many messages a slow socket may lag behind; then it is told all again.
const LAG: usize = 256;

/// The displays, as this instance knows them.
pub struct Displays {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    state: Mutex<State>,
    sender: broadcast::Sender<Shown>,
}

#[derive(Default)]
struct State {
    known: Known,
    /// What the table does not have yet.
    unwritten: BTreeSet<String>,
}

impl Drop for Displays {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Displays {
    /// Starts to write and to read. SQLite has one writer, whose connection it shares, so that neither waits for a
    /// lock; on PostgreSQL it keeps away from it and looks every `poll` for what other instances were told.
    pub(super) fn start(writer: DatabaseConnection, readers: DatabaseConnection, poll: Duration) -> Self {
        let (sender, _) = broadcast::channel(LAG);
        let shared = Arc::new(Shared { state: Mutex::default(), sender });
        let is_shared = writer.get_database_backend() == DbBackend::Postgres;
        let (db, every) = if is_shared { (readers, poll) } else { (writer, SELDOM) };
        Self { task: tokio::spawn(keep(db, every, Arc::clone(&shared))), shared }
    }

    /// What is told of displays from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Shown> {
        self.shared.sender.subscribe()
    }

    /// What is known of all of them, by name.
    pub fn all(&self) -> Vec<Shown> {
        self.shared.state().known.0.values().cloned().collect()
    }

    /// A display has painted an event, or says that it is there.
    pub(crate) fn note(&self, shown: Shown) {
        self.shared.learn(shown, true);
    }
}

impl Shared {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn learn(&self, told: Shown, is_own: bool) {
        let mut state = self.state();
        let name = told.display.clone();
        let is_one_too_many = state.known.0.len() >= MOST && !state.known.0.contains_key(&name);
        if is_one_too_many || !state.known.apply(told) {
            return;
        }
        if is_own {
            state.unwritten.insert(name.clone());
        }
        if let Some(shown) = state.known.0.get(&name) {
            // No counter is no error.
            let _ = self.sender.send(shown.clone());
        }
    }

    /// What is to be written; it counts as written.
    fn take_unwritten(&self) -> Vec<Shown> {
        let mut state = self.state();
        let names = std::mem::take(&mut state.unwritten);
        names.iter().filter_map(|name| state.known.0.get(name).cloned()).collect()
    }
}

async fn keep(db: DatabaseConnection, every: Duration, shared: Arc<Shared>) {
    let mut tick = interval(every);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        let unwritten = shared.take_unwritten();
        if let Err(cause) = write(&db, &unwritten).await {
            tracing::debug!(%cause, "what the displays have shown cannot be written now");
            shared.state().unwritten.extend(unwritten.into_iter().map(|shown| shown.display));
        }
        match read(&db).await {
            Ok(rows) => rows.into_iter().for_each(|shown| shared.learn(shown, false)),
            Err(cause) => tracing::debug!(%cause, "what the displays have shown cannot be read now"),
        }
    }
}

async fn write(db: &DatabaseConnection, shown: &[Shown]) -> Result<(), DbErr> {
    if shown.is_empty() {
        return Ok(());
    }
    let rows = shown.iter().map(|shown| displays::ActiveModel {
        store_id: Set(STORE),
        name: Set(shown.display.clone()),
        last_seq: Set(shown.seq),
        seen_at: Set(shown.at.0),
    });
    let replace = OnConflict::columns([displays::Column::StoreId, displays::Column::Name])
        .update_columns([displays::Column::LastSeq, displays::Column::SeenAt])
        .to_owned();
    displays::Entity::insert_many(rows).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

async fn read(db: &DatabaseConnection) -> Result<Vec<Shown>, DbErr> {
    let rows = displays::Entity::find()
        .filter(displays::Column::StoreId.eq(STORE))
        .order_by_desc(displays::Column::SeenAt)
        .limit(MOST as u64)
        .all(db)
        .await?;
    let shown =
        |row: displays::Model| Shown { display: row.name, seq: row.last_seq, at: Moment(row.seen_at) };
    Ok(rows.into_iter().map(shown).collect())
}
