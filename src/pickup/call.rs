//! How the public board calls: which numbers became ready, when they are said, and what fits on a page.

use std::collections::BTreeSet;

use super::Entry;
use crate::Moment;

/// Seconds between two announcements: a screen reader has to come to the end of the first.
pub const ANNOUNCEMENT_SECONDS: i64 = 5;

/// Which numbers became ready since it was asked last.
#[derive(Clone, Debug, Default)]
pub struct Calls(BTreeSet<(String, Moment)>);

impl Calls {
    /// Begins with what is ready already: that was called before.
    pub fn after<'a>(ready: impl IntoIterator<Item = &'a Entry>) -> Self {
        Self(ready.into_iter().map(|entry| (entry.call_number.clone(), entry.since)).collect())
    }

    /// The numbers that are new among these, the oldest first. One that became ready a second time is new.
    pub fn of<'a>(&mut self, ready: impl IntoIterator<Item = &'a Entry>) -> Vec<String> {
        let now = Self::after(ready);
        let mut new: Vec<_> = now.0.difference(&self.0).cloned().collect();
        new.sort_by(|(a, a_since), (b, b_since)| (a_since, a).cmp(&(b_since, b)));
        *self = now;
        new.into_iter().map(|(number, _)| number).collect()
    }
}

/// What is to be announced: at most once in five seconds; what comes meanwhile is joined.
#[derive(Clone, Debug, Default)]
pub struct Announcer {
    waiting: Vec<String>,
    said_at: Option<Moment>,
}

impl Announcer {
    /// Takes numbers in.
    pub fn add(&mut self, numbers: impl IntoIterator<Item = String>) {
        for number in numbers {
            if !self.waiting.contains(&number) {
                self.waiting.push(number);
            }
        }
    }

    /// What is to be said now, if anything.
    pub fn due(&mut self, now: Moment) -> Option<Vec<String>> {
        // A clock that was set back must not keep it silent.
        let is_early =
            self.said_at.is_some_and(|said| said <= now && now < said.plus_seconds(ANNOUNCEMENT_SECONDS));
        if is_early || self.waiting.is_empty() {
            return None;
        }
        self.said_at = Some(now);
        Some(std::mem::take(&mut self.waiting))
    }
}

/// `042` as it is spoken: 42.
pub fn spoken(call_number: &str) -> &str {
    let short = call_number.trim_start_matches('0');
    if short.is_empty() { call_number } else { short }
}

/// A page of a list that does not fit: which entries, and which page of how many. Pages turn with `turn`, for ever.
/// `room` is how many fit; none where that is not known yet or all do.
pub fn page<T: Clone>(all: &[T], room: Option<usize>, turn: usize) -> (Vec<T>, Option<(usize, usize)>) {
    match room {
        Some(room) if all.len() > room.max(1) => {
            let pages = all.len().div_ceil(room.max(1));
            let page = turn % pages;
            let entries = all.iter().skip(page * room.max(1)).take(room.max(1)).cloned().collect();
            (entries, Some((page + 1, pages)))
        }
        _ => (all.to_vec(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{OrderStatus, Source};

    fn entry(number: &str, since: i64) -> Entry {
        Entry {
            call_number: number.into(),
            status: OrderStatus::Ready,
            source: Source::Takeout,
            since: Moment::default().plus_seconds(since),
        }
    }

    fn at(seconds: i64) -> Moment {
        Moment::default().plus_seconds(seconds)
    }

    #[test]
    fn what_was_ready_before_is_not_called_and_what_becomes_ready_again_is() {
        let mut calls = Calls::after(&[entry("041", 1)]);
        assert!(calls.of(&[entry("041", 1)]).is_empty());
        assert_eq!(calls.of(&[entry("040", 9), entry("043", 5), entry("041", 1)]), ["043", "040"]);
        assert!(calls.of(&[entry("040", 9)]).is_empty());
        assert_eq!(calls.of(&[entry("040", 20)]), ["040"]);
    }

    #[test]
    fn at_most_one_announcement_in_five_seconds_joins_what_came_meanwhile() {
        let mut announcer = Announcer::default();
        let add = |announcer: &mut Announcer, number: &str| announcer.add([number.to_owned()]);
        assert_eq!(announcer.due(at(0)), None);
        add(&mut announcer, "001");
        assert_eq!(announcer.due(at(0)), Some(vec!["001".to_owned()]));
        for (second, number) in [(1, "002"), (2, "003"), (3, "002")] {
            add(&mut announcer, number);
            assert_eq!(announcer.due(at(second)), None);
        }
        assert_eq!(announcer.due(at(4)), None);
        assert_eq!(announcer.due(at(5)), Some(vec!["002".to_owned(), "003".to_owned()]));
        assert_eq!(announcer.due(at(60)), None, "nothing waits");
        add(&mut announcer, "004");
        assert!(announcer.due(at(3)).is_some(), "the clock was set back");
    }

    #[test]
    fn a_number_is_spoken_without_its_zeros() {
        assert_eq!(["042", "100", "1000", "000"].map(spoken), ["42", "100", "1000", "000"]);
    }

    #[test]
    fn pages_turn_for_ever_and_only_where_not_all_fit() {
        let all: Vec<u8> = (1..=7).collect();
        assert_eq!(page(&all, None, 5), (all.clone(), None));
        assert_eq!(page(&all, Some(7), 5), (all.clone(), None));
        assert_eq!(page(&all, Some(3), 0), (vec![1, 2, 3], Some((1, 3))));
        assert_eq!(page(&all, Some(3), 2), (vec![7], Some((3, 3))));
        assert_eq!(page(&all, Some(3), 3), (vec![1, 2, 3], Some((1, 3))));
        assert_eq!(page(&all, Some(0), 8), (vec![2], Some((2, 7))), "one always fits");
    }
}
