//! Sessions that were looked up a moment ago, so that a rush of orders does not ask for the same one each time.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use super::{Store, people::SessionRow};
use crate::{Moment, Outcome};

/// How long what was looked up passes for true. Sessions end within 5 s on every instance (the design); on this one
/// they end at once, see [`Office::changed`].
const LIFE: Duration = Duration::from_secs(1);
/// How many are kept; more than a shop has devices.
const MOST: usize = 1000;

/// Counts what the office changed through this instance: sessions and people among it.
#[derive(Clone, Default)]
pub(super) struct Office(Arc<AtomicU64>);

impl Office {
    /// Something changed: what was looked up before may be true no more.
    pub(super) fn changed(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn count(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

struct Seen {
    row: SessionRow,
    at: Instant,
    office: u64,
}

/// The sessions that were looked up last.
#[derive(Default)]
pub(super) struct Recent(Mutex<HashMap<String, Seen>>);

impl Store {
    /// As [`Store::live_session`], looked up within the last second. Its `version` is of that moment: good for whoever
    /// is about to change something, not for an answer that is remembered.
    pub(crate) async fn recent_session(&self, id: &str, now: Moment) -> Outcome<Option<SessionRow>> {
        // Counted before the look, so that what changes during it is not taken for seen.
        let office = self.office.count();
        let known = self.recent.0.lock().unwrap_or_else(PoisonError::into_inner).get(id).and_then(|seen| {
            let holds = seen.office == office && seen.at.elapsed() < LIFE && seen.row.expires_at > now;
            holds.then(|| seen.row.clone())
        });
        if known.is_some() {
            return Ok(known);
        }
        let found = self.live_session(id, now).await?;
        if let Some(row) = &found {
            let mut recent = self.recent.0.lock().unwrap_or_else(PoisonError::into_inner);
            if recent.len() >= MOST {
                recent.clear();
            }
            recent.insert(id.to_owned(), Seen { row: row.clone(), at: Instant::now(), office });
        }
        Ok(found)
    }
}
