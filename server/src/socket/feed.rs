//! The events for one socket: in order, without a gap, nothing twice.

use std::{collections::VecDeque, sync::Arc};

use sunnyside::{
    Outcome,
    store::{Logged, Store},
};
use tokio::sync::broadcast::{self, error::RecvError};

/// How many events are read from the log at once.
const PAGE: u64 = 500;

/// Where a screen begins.
pub struct Start {
    /// The last event that it has.
    pub since: Option<i64>,
    /// The log that it counted in.
    pub epoch: Option<String>,
    /// Whether it wants to hear what the kitchen's displays have shown.
    pub displays: bool,
}

/// What a socket is told when it begins.
pub struct Greeting {
    /// The newest committed event.
    pub head: i64,
    /// Which log it is.
    pub epoch: String,
    /// What the screen has is of no use: it has to load a new snapshot.
    pub is_reset: bool,
}

/// Events after the last one that was taken.
pub struct Feed {
    store: Arc<Store>,
    hub: broadcast::Receiver<Arc<Logged>>,
    /// The last event that was given out.
    last: i64,
    /// Read from the log and not yet given out.
    waiting: VecDeque<Arc<Logged>>,
    /// The log may have something that the hub did not bring.
    is_behind: bool,
}

impl Feed {
    /// Begins: listens to the hub first and looks at the log then, so that nothing falls between the two.
    pub async fn begin(store: Arc<Store>, start: &Start) -> Outcome<(Self, Greeting)> {
        let hub = store.hub.subscribe();
        let (head, epoch) = store.head().await?;
        let mut feed = Self { store, hub, last: head, waiting: VecDeque::new(), is_behind: false };
        let is_other_log = start.epoch.as_ref().is_some_and(|given| *given != epoch);
        let is_reset = is_other_log
            || match start.since {
                None => false,
                Some(since) if since < 0 || since > head => true,
                Some(since) => !feed.resume(since, head).await?,
            };
        Ok((feed, Greeting { head, epoch, is_reset }))
    }

    /// Goes back to `since`; false where the log does not reach back that far.
    async fn resume(&mut self, since: i64, head: i64) -> Outcome<bool> {
        if since == head {
            return Ok(true);
        }
        let page = self.store.events_after(since, PAGE).await?;
        if page.first().is_none_or(|first| first.event.seq != since + 1) {
            return Ok(false);
        }
        self.last = since;
        self.waiting = page.into_iter().map(Arc::new).collect();
        self.is_behind = true;
        Ok(true)
    }

    /// The last event that was given out.
    pub const fn last(&self) -> i64 {
        self.last
    }

    /// Says that the log is known to be so far: what the hub has not brought is read there.
    pub const fn is_at(&mut self, head: i64) {
        self.is_behind |= head > self.last;
    }

    /// The next event; waits for one. It may be dropped while it waits: what it has read is kept.
    pub async fn next(&mut self) -> Outcome<Option<Arc<Logged>>> {
        loop {
            while let Some(logged) = self.waiting.pop_front() {
                if logged.event.seq > self.last {
                    self.last = logged.event.seq;
                    return Ok(Some(logged));
                }
            }
            if self.is_behind {
                let page = self.store.events_after(self.last, PAGE).await?;
                self.is_behind = !page.is_empty();
                self.waiting = page.into_iter().map(Arc::new).collect();
                continue;
            }
            match self.hub.recv().await {
                Ok(logged) if logged.event.seq <= self.last => {}
                Ok(logged) if logged.event.seq == self.last + 1 => self.waiting.push_back(logged),
                Ok(_) | Err(RecvError::Lagged(_)) => self.is_behind = true,
                Err(RecvError::Closed) => return Ok(None),
            }
        }
    }
}
