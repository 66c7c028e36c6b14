//! The live connection of a screen: a snapshot at `seq` and every event after it.

#[cfg(feature = "hydrate")]
mod socket;
pub mod track;

use std::future::Future;

use leptos::prelude::*;
use sunnyside::{Moment, kitchen::shown::Displays};

use crate::{clock::ShopClock, session::Session};

/// How a screen is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveState {
    /// The first try is under way.
    Connecting,
    /// Frames come.
    Live,
    /// Nothing came for too long: what is shown may be out of date.
    Stale {
        /// When the last frame came.
        since: Moment,
    },
}

impl LiveState {
    /// The word in `data-state`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Live => "live",
            Self::Stale { .. } => "stale",
        }
    }
}

/// Which feed a screen listens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// All events; needs a session.
    Events,
    /// What the public board shows.
    Pickup,
}

impl Feed {
    /// Where the server has it.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Events => "/ws/events",
            Self::Pickup => "/ws/pickup",
        }
    }
}

/// A screen's live connection, as its components see it.
#[derive(Clone, Copy)]
pub struct Live {
    /// How it is connected.
    pub state: RwSignal<LiveState>,
    /// When the last frame came.
    pub heard: RwSignal<Moment>,
}

/// What a connection starts with and whom it tells.
#[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
#[derive(Clone)]
pub struct Start {
    /// Which feed.
    pub feed: Feed,
    /// The last event that the screen has.
    pub seq: i64,
    /// Which log that was.
    pub epoch: String,
    /// The shop's clock; heartbeats correct it.
    pub clock: ShopClock,
    /// Told where the session has ended.
    pub session: Session,
    /// The name under which the server is told what this screen has painted; none where nobody asks for that.
    pub display: Option<Signal<String>>,
    /// Told what the kitchen's displays have shown, where the screen wants to know.
    pub displays: Option<RwSignal<Displays>>,
}

/// Connects, for as long as the component lives. `apply` takes each event once, in order; `reload` loads a new
/// snapshot and answers its `seq`. On the server nothing happens.
pub fn connect<A, R, F>(start: Start, apply: A, reload: R) -> Live
where
    A: Fn(&str) + Clone + 'static,
    R: Fn() -> F + Clone + 'static,
    F: Future<Output = Option<i64>> + 'static,
{
    let now = start.clock.now;
    let live =
        Live { state: RwSignal::new(LiveState::Connecting), heard: RwSignal::new(now.get_untracked()) };
    #[cfg(feature = "hydrate")]
    Effect::new(move || socket::run(start.clone(), live, apply.clone(), reload.clone()));
    #[cfg(not(feature = "hydrate"))]
    let _ = (start, apply, reload);
    live
}
