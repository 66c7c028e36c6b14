//! The one way to write. A batch: begin, lock the head row, load, decide one after the other, apply all with a
//! handful of statements, commit, publish.

use std::{
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, PoisonError},
};

use futures::FutureExt;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QuerySelect,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use super::{
    STORE, StoreConfig,
    entity::stores,
    error::is_busy,
    hub::{Hub, Logged},
    load,
    memory::Memory,
    profile::{Known, Profile},
    recent::Office,
    save,
};
use crate::{
    Moment, Outcome, Refusal,
    write::{Changes, Needs, Request, State, decide},
};

/// How many commands share a transaction.
const BATCH: usize = 64;

struct Waiting {
    request: Request,
    reply: oneshot::Sender<Outcome<String>>,
}

/// The queue before the writer's task.
pub(super) struct Writer {
    queue: mpsc::Sender<Waiting>,
    db: DatabaseConnection,
}

struct Shell {
    db: DatabaseConnection,
    config: StoreConfig,
    known: Arc<Known>,
    hub: Arc<Hub>,
    office: Office,
    /// Taken for each batch and put back where it was committed.
    memory: Mutex<Option<Memory>>,
}

impl Writer {
    pub(super) fn start(
        db: DatabaseConnection,
        config: StoreConfig,
        known: Arc<Known>,
        hub: Arc<Hub>,
        office: Office,
    ) -> Self {
        let (queue, inbox) = mpsc::channel(config.queue.max(1));
        let shell = Shell { db: db.clone(), config, known, hub, office, memory: Mutex::new(None) };
        tokio::spawn(shell.run(inbox));
        Self { queue, db }
    }

    /// The connection that writes: for a past, which is no command.
    pub(super) const fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    pub(super) fn waiting(&self) -> usize {
        self.queue.max_capacity() - self.queue.capacity()
    }

    /// Queues a request and waits for its answer.
    pub(super) async fn write(&self, request: Request) -> Outcome<String> {
        let (reply, answer) = oneshot::channel();
        self.queue.try_send(Waiting { request, reply }).map_err(|_| Refusal::Busy(1))?;
        answer.await.unwrap_or(Err(Refusal::Busy(1)))
    }
}

impl Shell {
    async fn run(self, mut inbox: mpsc::Receiver<Waiting>) {
        let mut held = None;
        loop {
            let first = match held.take() {
                Some(waiting) => waiting,
                None => match inbox.recv().await {
                    Some(waiting) => waiting,
                    None => return,
                },
            };
            let mut batch = vec![first];
            if batch.iter().all(|w: &Waiting| w.request.command.is_batched()) {
                while batch.len() < BATCH {
                    match inbox.try_recv() {
                        Ok(next) if next.request.command.is_batched() => batch.push(next),
                        Ok(next) => {
                            held = Some(next);
                            break;
                        }
                        Err(_) => break,
                    }
                }
            }
            let was_busy = self.run_batch(batch).await;
            if was_busy {
                // They have waited as long as the lock did: a clear error now beats another time-out each.
                for waiting in held.take().into_iter().chain(std::iter::from_fn(|| inbox.try_recv().ok())) {
                    let _ = waiting.reply.send(Err(Refusal::Busy(1)));
                }
            }
        }
    }

    /// Runs a batch and answers it; whether the database was busy.
    async fn run_batch(&self, batch: Vec<Waiting>) -> bool {
        let requests: Vec<&Request> = batch.iter().map(|w| &w.request).collect();
        let outcomes = match self.attempt(&requests).await {
            Ok(outcomes) => outcomes,
            Err(cause) if batch.len() == 1 || cause.as_ref().is_none_or(is_busy) => {
                let refusal = cause.map_or(Refusal::Internal, Refusal::from);
                vec![Err(refusal); batch.len()]
            }
            Err(_) => {
                // One of them is guilty: alone, only it fails.
                let mut outcomes = Vec::with_capacity(batch.len());
                for request in requests {
                    let one = self.attempt(&[request]).await;
                    outcomes.extend(
                        one.unwrap_or_else(|cause| vec![Err(cause.map_or(Refusal::Internal, Refusal::from))]),
                    );
                }
                outcomes
            }
        };
        let was_busy = outcomes.iter().any(|outcome| matches!(outcome, Err(Refusal::Busy(_))));
        for (waiting, outcome) in batch.into_iter().zip(outcomes) {
            // Who asked may have gone; the change stands.
            let _ = waiting.reply.send(outcome);
        }
        was_busy
    }

    /// One transaction. A panic in it is caught (`None`): the transaction is rolled back and the writer lives on.
    async fn attempt(&self, requests: &[&Request]) -> Result<Vec<Outcome<String>>, Option<DbErr>> {
        match AssertUnwindSafe(self.transact(requests)).catch_unwind().await {
            Ok(done) => done.map_err(Some),
            Err(_) => {
                tracing::error!("a decision panicked; its batch was rolled back");
                Err(None)
            }
        }
    }

    async fn transact(&self, requests: &[&Request]) -> Result<Vec<Outcome<String>>, DbErr> {
        let mut needs = Needs::default();
        for request in requests {
            request.add_needs(&mut needs);
        }
        let tx = begin(&self.db).await?;
        let head = lock_head(&tx).await?;
        let now = self.config.clock.now();
        // Under the lock the version stands still, so the settings are read again only where it moved on.
        let profile = self.known.at(&tx, head.settings_version).await?;
        let is_batched = requests.iter().all(|request| request.command.is_batched());
        let memory = self.recall().filter(|m| is_batched && m.holds(&head, &profile.day_of(now)));
        let next_ids = memory.as_ref().map(|memory| memory.next_ids).unwrap_or_default();
        let mut state = load::state(&tx, &head, &profile, &needs, memory, now).await?;
        // Rows are compared with these when they are written.
        let before = State {
            event_seq: state.event_seq,
            orders: state.orders.clone(),
            settings: state.settings.clone(),
            ids: state.ids.clone(),
            ..State::default()
        };
        let (outcomes, decided) = decide_all(&mut state, requests, now);
        if decided.is_empty() {
            tx.rollback().await?;
            return Ok(outcomes);
        }
        let (logged, audit_seq) = save::changes(&tx, &head, &before, &state, &decided, now).await?;
        #[cfg(debug_assertions)]
        check_memory(&tx, &profile, &needs, &state, now).await?;
        let newer = (before.settings != state.settings)
            .then(|| Profile::new(state.settings.clone(), head.epoch.clone(), head.settings_version + 1))
            .transpose()?;
        tx.commit().await?;
        if let Some(profile) = newer {
            self.known.learn(profile);
        }
        self.hub.committed(logged);
        if is_batched {
            let next_ids = next_ids.after(&before.ids, &state.ids);
            *self.memory.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(Memory::of(state, &head, audit_seq, next_ids));
        } else {
            self.office.changed();
        }
        Ok(outcomes)
    }

    /// What the last batch left; whoever takes it leaves nothing behind until the own batch is committed.
    fn recall(&self) -> Option<Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A request, what it changes, and the events as they are logged.
pub(super) type Decided<'a> = (&'a Request, Changes, Vec<Logged>);

/// Decides all, each seeing what its predecessors changed; a refused one adds nothing.
fn decide_all<'a>(
    state: &mut State,
    requests: &[&'a Request],
    now: Moment,
) -> (Vec<Outcome<String>>, Vec<Decided<'a>>) {
    let mut decided = Vec::new();
    let mut outcomes = Vec::with_capacity(requests.len());
    for request in requests {
        outcomes.push(decide(state, request, now).map(|changes| {
            let answer = changes.answer.clone();
            if !changes.is_empty() {
                let events = state.numbered(&changes, now).into_iter();
                let logged = events.map(|event| Logged { text: event.to_text(), event }).collect();
                state.apply(&changes);
                decided.push((*request, changes, logged));
            }
            answer
        }));
    }
    (outcomes, decided)
}

/// Begins a transaction that holds the write lock from its first moment.
pub(super) async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let mode = (db.get_database_backend() == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
    db.begin_with_options(TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() }).await
}

/// The one lock that orders everything in a store.
pub(super) async fn lock_head(tx: &DatabaseTransaction) -> Result<stores::Model, DbErr> {
    stores::Entity::find_by_id(STORE)
        .lock_exclusive()
        .one(tx)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("the store's row".to_owned()))
}

/// After a batch the state in memory equals the state loaded again: held in every debug build, so that every test of
/// a service is a test of this too.
#[cfg(debug_assertions)]
async fn check_memory(
    tx: &DatabaseTransaction,
    profile: &Profile,
    needs: &Needs,
    state: &State,
    now: Moment,
) -> Result<(), DbErr> {
    let mut wanted = Needs {
        amended_orders: std::collections::BTreeSet::new(),
        new_orders: 0,
        new_order_lines: 0,
        new_items: 0,
        new_categories: 0,
        new_stations: 0,
        new_groups: 0,
        new_modifiers: 0,
        new_combos: 0,
        new_ingredients: 0,
        new_movements: 0,
        new_counts: 0,
        new_shifts: 0,
        new_cash_moves: 0,
        new_devices: 0,
        new_users: 0,
        new_printers: 0,
        new_print_jobs: 0,
        ..needs.clone()
    };
    wanted.orders.extend(state.orders.keys());
    wanted.items.extend(state.items.keys());
    wanted.print_jobs.extend(state.print_jobs.keys());
    wanted.combos.extend(state.combos.keys());
    wanted.groups.extend(state.groups.keys());
    wanted.ingredients.extend(state.ingredients.keys());
    wanted.item_names.extend(state.item_names.keys().cloned());
    wanted.ingredient_names.extend(state.ingredient_names.keys().cloned());
    let head = lock_head(tx).await?;
    // The day of a batch is the one that it began with, also where its settings move the beginning of the day.
    let profile = Profile { settings: super::profile::read(tx).await?.settings, ..profile.clone() };
    let mut again = load::state(tx, &head, &profile, &wanted, None, now).await?;
    let memory = State { ids: crate::write::Ids::default(), ..state.clone() };
    // Rows that only one side was asked for say nothing.
    again.ingredients.retain(|id, _| memory.ingredients.contains_key(id));
    if memory != again {
        tracing::error!(?memory, ?again, "memory and database differ after a batch");
    }
    assert!(memory == again, "after a batch the state in memory equals the state loaded again");
    Ok(())
}
