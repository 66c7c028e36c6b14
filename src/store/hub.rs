//! One hub an instance: it sends only `last + 1` and reads the log when it sees a hole.

use std::{sync::Arc, time::Duration};

use sea_orm::{DatabaseConnection, DbErr};
use tokio::sync::{broadcast, mpsc};

use super::{log, profile::Known};
use crate::event::Event;

/// How many events a slow socket may lag behind before it has to read the log.
const LAG: usize = 1024;
/// How often the log is looked at for what other instances committed.
const POLL: Duration = Duration::from_secs(1);
/// How many events are read at once.
const PAGE: u64 = 500;

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
    hints: mpsc::Sender<Vec<Logged>>,
}

impl Hub {
    /// Starts at a position; what others change of the settings becomes known on the way.
    pub(super) fn start(readers: DatabaseConnection, head: i64, known: Arc<Known>) -> Arc<Self> {
        let (sender, _) = broadcast::channel(LAG);
        let (hints, inbox) = mpsc::channel(LAG);
        let hub = Arc::new(Self { sender: sender.clone(), hints });
        tokio::spawn(run(readers, head, known, sender, inbox));
        hub
    }

    /// What is committed from now on. Subscribe first, then read the log, and drop what was sent.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Logged>> {
        self.sender.subscribe()
    }

    /// Hands over what this instance has committed. Where the inbox is full the next look at the log finds it.
    pub(super) fn committed(&self, events: Vec<Logged>) {
        if !events.is_empty() && self.hints.try_send(events).is_err() {
            tracing::debug!("the hub is behind; it will read the log");
        }
    }
}

/// Ends when the store is dropped, since then the inbox closes.
async fn run(
    readers: DatabaseConnection,
    mut last: i64,
    known: Arc<Known>,
    sender: broadcast::Sender<Arc<Logged>>,
    mut inbox: mpsc::Receiver<Vec<Logged>>,
) {
    let mut poll = tokio::time::interval(POLL);
    poll.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        let events = tokio::select! {
            hint = inbox.recv() => match hint {
                Some(events) => events,
                None => return,
            },
            _ = poll.tick() => vec![],
        };
        let is_next = events.first().is_some_and(|first| first.event.seq == last + 1);
        let events = if is_next { events } else { read(&readers, last, &known).await };
        for logged in events {
            if logged.event.seq == last + 1 {
                last += 1;
                // No socket is no error.
                let _ = sender.send(Arc::new(logged));
            }
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
    if head <= last { Ok(vec![]) } else { log::after(readers, last, PAGE).await }
}
