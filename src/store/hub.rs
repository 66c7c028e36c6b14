//! One hub an instance: it sends only `last + 1` and reads the log when it sees a hole.

use std::{sync::Arc, time::Duration};

use sea_orm::{DatabaseConnection, DbErr};
use tokio::sync::{broadcast, mpsc, watch};

use super::{log, profile::Known};
use crate::event::Event;

/// How many events a slow socket may lag behind before it has to read the log.
const LAG: usize = 1024;
/// How many events are read at once.
const PAGE: usize = 500;

/// An event and the text that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The event.
    pub event: Event,
    /// As it was written.
    pub text: String,
}

/// Tells this instance's sockets what was committed, by it or by another.
pub struct Hub {
    sender: broadcast::Sender<Arc<Logged>>,
    wake: mpsc::Sender<Wake>,
    committed: watch::Sender<i64>,
}

/// What wakes a hub up.
pub(super) enum Wake {
    /// This instance committed these.
    Committed(Vec<Logged>),
    /// Another instance says that the log goes on to here.
    Elsewhere(i64),
    /// There may be something new.
    Look,
}

/// What the hints between instances go by.
pub(super) struct Ears {
    /// How far this instance has written the log.
    pub committed: watch::Receiver<i64>,
    /// Wakes the hub up.
    pub wake: mpsc::Sender<Wake>,
}

impl Hub {
    /// Starts at a position. It looks at the log by itself every `poll`; what others change of the settings becomes
    /// known on the way.
    pub(super) fn start(
        readers: DatabaseConnection,
        head: i64,
        known: Arc<Known>,
        poll: Duration,
    ) -> (Arc<Self>, Ears) {
        let (sender, _) = broadcast::channel(LAG);
        let (wake, inbox) = mpsc::channel(LAG);
        let (committed, told) = watch::channel(head);
        tokio::spawn(run(readers, head, known, poll, sender.clone(), inbox));
        let ears = Ears { committed: told, wake: wake.clone() };
        (Arc::new(Self { sender, wake, committed }), ears)
    }

    /// What is committed from now on. Subscribe first, then read the log, and drop what was sent.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Logged>> {
        self.sender.subscribe()
    }

    /// Hands over what this instance has committed. Where the inbox is full the next look at the log finds it.
    pub(super) fn committed(&self, events: Vec<Logged>) {
        let Some(last) = events.last().map(|logged| logged.event.seq) else { return };
        if self.wake.try_send(Wake::Committed(events)).is_err() {
            tracing::debug!("the hub is behind; it will read the log");
        }
        self.committed.send_replace(last);
    }
}

/// Ends when the store is dropped, since then the inbox closes.
async fn run(
    readers: DatabaseConnection,
    mut last: i64,
    known: Arc<Known>,
    poll: Duration,
    sender: broadcast::Sender<Arc<Logged>>,
    mut inbox: mpsc::Receiver<Wake>,
) {
    let mut poll = tokio::time::interval(poll);
    poll.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let events = tokio::select! {
            wake = inbox.recv() => match wake {
                Some(Wake::Committed(events)) => events,
                Some(Wake::Elsewhere(seq)) if seq <= last => continue,
                Some(Wake::Elsewhere(_) | Wake::Look) => vec![],
                None => return,
            },
            _ = poll.tick() => vec![],
        };
        if events.first().is_some_and(|first| first.event.seq == last + 1) {
            send(&sender, events, &mut last);
            continue;
        }
        loop {
            let page = read(&readers, last, &known).await;
            let is_full = page.len() == PAGE;
            send(&sender, page, &mut last);
            if !is_full {
                break;
            }
        }
    }
}

/// Sends what comes next, in order and once.
fn send(sender: &broadcast::Sender<Arc<Logged>>, events: Vec<Logged>, last: &mut i64) {
    for logged in events {
        if logged.event.seq == *last + 1 {
            *last += 1;
            // No socket is no error.
            let _ = sender.send(Arc::new(logged));
        }
    }
}

async fn read(readers: &DatabaseConnection, last: i64, known: &Known) -> Vec<Logged> {
    let found = look(readers, last, known).await;
    found.unwrap_or_else(|cause| {
        tracing::warn!(%cause, "the event log cannot be read; trying again in a second");
        vec![]
    })
}

async fn look(readers: &DatabaseConnection, last: i64, known: &Known) -> Result<Vec<Logged>, DbErr> {
    let (head, settings_version) = log::head_and_settings(readers).await?;
    if let Err(cause) = known.at(readers, settings_version).await {
        // Events must not wait for settings that cannot be read.
        tracing::warn!(%cause, "the settings cannot be read; trying again in a second");
    }
    if head <= last { Ok(vec![]) } else { log::after(readers, last, PAGE as u64).await }
}
