//! Which events the kitchen's displays have shown: what a counter knows of where its orders are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Moment;

/// The longest name of a display, in characters.
pub const LONGEST_NAME: usize = 40;
/// A display that was not heard of for so many seconds is not there: it speaks at each heartbeat, every five seconds.
pub const GONE_AFTER_SECONDS: i64 = 9;

/// What a display has shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Its name: `廚房 1`.
    pub display: String,
    /// The newest event that it has painted.
    pub seq: i64,
    /// When it was heard of last.
    pub at: Moment,
}

/// What is told of a display is newer than what is known: it has shown more, or was heard of later.
pub fn is_news(known: Option<&Shown>, told: &Shown) -> bool {
    known.is_none_or(|known| told.seq > known.seq || told.at > known.at)
}

/// A display's name without blanks around it; none where it is empty, too long or has control characters.
pub fn display_name(text: &str) -> Option<&str> {
    let name = text.trim();
    let fits =
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    fits.then_some(name)
}

/// The displays of a shop, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Displays(pub BTreeMap<String, Shown>);

impl Displays {
    /// Takes in what is told of a display; whether it was news.
    pub fn apply(&mut self, told: Shown) -> bool {
        let known = self.0.get(&told.display);
        if !is_news(known, &told) {
            return false;
        }
        let seq = known.map_or(0, |known| known.seq).max(told.seq);
        self.0.insert(told.display.clone(), Shown { seq, ..told });
        true
    }

    /// The newest event that some display has shown.
    pub fn seen(&self) -> i64 {
        self.0.values().map(|shown| shown.seq).max().unwrap_or(0)
    }

    /// Whether a display is there now.
    pub fn is_anyone_there(&self, now: Moment) -> bool {
        self.0.values().any(|shown| now.seconds_since(shown.at) < GONE_AFTER_SECONDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(display: &str, seq: i64, at: i64) -> Shown {
        Shown { display: display.to_owned(), seq, at: Moment::default().plus_seconds(at) }
    }

    #[test]
    fn what_one_display_has_shown_the_kitchen_has_seen() {
        let mut displays = Displays::default();
        assert!(displays.apply(shown("廚房 1", 7, 0)) && displays.apply(shown("廚房 2", 5, 3)));
        assert_eq!(displays.seen(), 7);
        assert!(!displays.apply(shown("廚房 1", 6, 0)), "late news is none");
        assert!(displays.apply(shown("廚房 1", 6, 4)), "it was heard of, and has still shown 7");
        assert_eq!(displays.seen(), 7);
    }

    #[test]
    fn a_display_that_falls_silent_is_not_there() {
        let mut displays = Displays::default();
        let at = |seconds| Moment::default().plus_seconds(seconds);
        assert!(!displays.is_anyone_there(at(0)));
        displays.apply(shown("廚房 1", 7, 0));
        assert!(displays.is_anyone_there(at(8)) && !displays.is_anyone_there(at(9)));
    }

    #[test]
    fn names_are_short_and_plain() {
        assert_eq!(display_name("  廚房 1 "), Some("廚房 1"));
        for bad in ["", "  ", "a\u{0}b", &"廚".repeat(41)] {
            assert_eq!(display_name(bad), None, "{bad:?}");
        }
    }
}
