//! What to do with a frame, given what came before it: plain data, no browser.

use serde::Deserialize;
use sunnyside::{Moment, kitchen::shown::Shown};

/// The longest wait between two tries, in milliseconds.
pub const LONGEST_WAIT: u32 = 15_000;
/// The shortest.
pub const SHORTEST_WAIT: u32 = 500;
/// After so many milliseconds without a frame a connection counts as dead; heartbeats come every five seconds.
pub const SILENCE: i64 = 9_000;
/// Events that a heartbeat told of have so many milliseconds to come, before they are asked for again.
pub const OVERDUE: i64 = 1_500;

/// What a frame asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The connection stands.
    Connected,
    /// Take the event in.
    Apply,
    /// A sign of life, with the server's time.
    Alive(Option<Moment>),
    /// What a display of the kitchen has shown; no event.
    Shown(Shown),
    /// Came before, or is nothing that we know.
    Ignore,
    /// Something is missing: ask again from the last event on.
    Resume,
    /// The log is not the one we know, or no longer that long: load a new snapshot.
    Reload {
        /// Which log it is now.
        epoch: String,
    },
}

/// Where a screen stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// The last event that the screen has.
    pub last: i64,
    /// Which log it is.
    pub epoch: String,
    /// Heartbeats in a row that told of events which did not come.
    behind: u8,
}

#[derive(Deserialize)]
struct Frame {
    r#type: Option<String>,
    event: Option<String>,
    seq: Option<i64>,
    epoch: Option<String>,
    heartbeat: Option<String>,
    head: Option<i64>,
}

impl Track {
    /// Begins with a snapshot at `last`.
    pub fn new(last: i64, epoch: String) -> Self {
        Self { last, epoch, behind: 0 }
    }

    /// What is asked of the server.
    pub fn query(&self) -> String {
        let plain = self.epoch.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let epoch = if plain { self.epoch.as_str() } else { "" };
        format!("since={}&epoch={epoch}", self.last)
    }

    /// Looks at a frame; an event that is to be applied is counted as had.
    pub fn take(&mut self, text: &str) -> Step {
        let Ok(frame) = serde_json::from_str::<Frame>(text) else { return Step::Ignore };
        if frame.r#type.is_some() {
            return serde_json::from_str(text).map_or(Step::Ignore, Step::Shown);
        }
        match (frame.event.as_deref(), frame.seq) {
            (Some("connected"), _) => self.connected(frame.epoch),
            (Some("reset"), _) => Step::Reload { epoch: frame.epoch.unwrap_or_default() },
            (_, Some(seq)) => self.event(seq),
            (None, None) if frame.heartbeat.is_some() => {
                self.heartbeat(frame.head, frame.heartbeat.and_then(|at| at.parse().ok()))
            }
            _ => Step::Ignore,
        }
    }

    /// A new snapshot was loaded.
    pub fn reloaded(&mut self, last: i64, epoch: String) {
        *self = Self::new(last, epoch);
    }

    fn connected(&mut self, epoch: Option<String>) -> Step {
        self.behind = 0;
        match epoch {
            Some(epoch) if !self.epoch.is_empty() && epoch != self.epoch => Step::Reload { epoch },
            Some(epoch) => {
                self.epoch = epoch;
                Step::Connected
            }
            None => Step::Connected,
        }
    }

    fn event(&mut self, seq: i64) -> Step {
        if seq <= self.last {
            return Step::Ignore;
        }
        if seq > self.last + 1 {
            return Step::Resume;
        }
        self.last = seq;
        self.behind = 0;
        Step::Apply
    }

    /// Whether a heartbeat told of events that did not come.
    pub const fn is_behind(&self) -> bool {
        self.behind > 0
    }

    /// One heartbeat may overtake the events that it tells of; a second one that is still ahead means that they
    /// were lost.
    fn heartbeat(&mut self, head: Option<i64>, at: Option<Moment>) -> Step {
        self.behind = if head.is_some_and(|head| head > self.last) { self.behind + 1 } else { 0 };
        if self.behind > 1 { Step::Resume } else { Step::Alive(at) }
    }
}

/// How long to wait before the next try: twice as long each time, and a random part of it, so that the tablets of a
/// shop do not all come back in the same instant. `dice` is any number.
pub fn wait_before(failures: u32, dice: u32) -> u32 {
    let whole = SHORTEST_WAIT.saturating_mul(2_u32.saturating_pow(failures.min(16))).min(LONGEST_WAIT);
    let half = whole / 2;
    (half + dice % (half + 1)).max(SHORTEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track() -> Track {
        Track::new(7, "e1".into())
    }

    #[test]
    fn events_are_taken_one_after_the_other() {
        let mut track = track();
        assert_eq!(track.take(r#"{"event":"connected","seq":9,"epoch":"e1"}"#), Step::Connected);
        assert_eq!(track.last, 7, "the greeting is no event");
        assert_eq!(track.take(r#"{"seq":8,"event":"order_paid","total_amount":65.5}"#), Step::Apply);
        assert_eq!(track.take(r#"{"seq":9}"#), Step::Apply, "a bare frame of the public board counts");
        assert_eq!(track.take(r#"{"seq":9}"#), Step::Ignore, "twice is once");
        assert_eq!(track.query(), "since=9&epoch=e1");
    }

    #[test]
    fn a_hole_is_asked_for_again() {
        let mut track = track();
        assert_eq!(track.take(r#"{"seq":9,"event":"order_paid"}"#), Step::Resume);
        assert_eq!(track.last, 7, "nothing is skipped");
    }

    #[test]
    fn a_heartbeat_that_stays_ahead_means_something_was_lost() {
        let mut track = track();
        let ahead = r#"{"heartbeat":"2026-11-23T00:00:01.000000Z","head":8}"#;
        assert_eq!(
            track.take(ahead),
            Step::Alive("2026-11-23T00:00:01Z".parse().ok()),
            "it may have overtaken the event"
        );
        assert_eq!(track.take(r#"{"seq":8}"#), Step::Apply);
        assert_eq!(track.take(ahead), Step::Alive("2026-11-23T00:00:01Z".parse().ok()));
        let further = r#"{"heartbeat":"2026-11-23T00:00:06.000000Z","head":9}"#;
        assert!(matches!(track.take(further), Step::Alive(_)));
        assert_eq!(track.take(further), Step::Resume);
    }

    #[test]
    fn another_log_asks_for_a_new_snapshot() {
        let mut track = track();
        assert_eq!(
            track.take(r#"{"event":"reset","seq":3,"epoch":"e2"}"#),
            Step::Reload { epoch: "e2".into() }
        );
        assert_eq!(
            track.take(r#"{"event":"connected","seq":3,"epoch":"e2"}"#),
            Step::Reload { epoch: "e2".into() }
        );
        track.reloaded(3, "e2".into());
        assert_eq!(track.take(r#"{"event":"connected","seq":3,"epoch":"e2"}"#), Step::Connected);
        assert_eq!(track.take(r#"{"seq":4}"#), Step::Apply);
    }

    #[test]
    fn what_a_display_has_shown_is_no_event() {
        let mut track = track();
        let text = r#"{"type":"shown","display":"廚房 1","seq":9,"at":"2026-11-23T00:00:01.000000Z"}"#;
        let Step::Shown(shown) = track.take(text) else { panic!("{text}") };
        assert_eq!((shown.display.as_str(), shown.seq, track.last), ("廚房 1", 9, 7));
        assert_eq!(track.take(r#"{"type":"news","seq":8}"#), Step::Ignore);
    }

    #[test]
    fn nonsense_does_nothing() {
        let mut track = track();
        for text in ["", "pong", "{}", "[]", r#"{"seq":"8"}"#, r#"{"event":"news"}"#] {
            assert_eq!(track.take(text), Step::Ignore, "{text}");
        }
        assert_eq!(track, self::track());
    }

    #[test]
    fn waits_grow_from_half_a_second_to_fifteen() {
        for dice in [0, 1, 12_345, u32::MAX] {
            assert_eq!(wait_before(0, dice), SHORTEST_WAIT);
            let waits: Vec<u32> = (0..40).map(|failures| wait_before(failures, dice)).collect();
            assert!(waits.iter().all(|wait| (SHORTEST_WAIT..=LONGEST_WAIT).contains(wait)), "{waits:?}");
            assert!(wait_before(39, dice) >= LONGEST_WAIT / 2);
        }
    }
}
