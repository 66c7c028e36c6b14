//! Failed sign-ins are counted for each client address and name: too many within a window and the next has to wait.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use crate::{Moment, Outcome, Refusal, clock::SECOND};

/// So many addresses and names are remembered at most; beyond that the oldest window is forgotten.
const MOST_REMEMBERED: usize = 10_000;

type Who = (String, String);

/// The failures of the last window.
pub struct Attempts {
    most: usize,
    window_seconds: i64,
    failures: Mutex<HashMap<Who, VecDeque<Moment>>>,
}

impl Attempts {
    pub(crate) fn new(most: usize, window_seconds: i64) -> Self {
        Self { most, window_seconds, failures: Mutex::new(HashMap::new()) }
    }

    fn who(address: Option<&str>, username: &str) -> Who {
        (address.unwrap_or_default().to_owned(), username.to_lowercase())
    }

    /// Counts an attempt as failed before the password is looked at, so that many at once do not slip through.
    pub(crate) fn begin(&self, address: Option<&str>, username: &str, now: Moment) -> Outcome<()> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let since = now.plus_seconds(-self.window_seconds);
        if failures.len() >= MOST_REMEMBERED {
            failures.retain(|_, moments| moments.back().is_some_and(|last| *last > since));
            if failures.len() >= MOST_REMEMBERED {
                failures.clear();
            }
        }
        let moments = failures.entry(Self::who(address, username)).or_default();
        while moments.front().is_some_and(|first| *first <= since) {
            moments.pop_front();
        }
        if moments.len() >= self.most {
            let wait = moments.front().map_or(self.window_seconds * SECOND, |first| first.0 - since.0);
            let seconds = (wait + SECOND - 1) / SECOND;
            return Err(Refusal::TooManyAttempts(u32::try_from(seconds.max(1)).unwrap_or(1)));
        }
        moments.push_back(now);
        Ok(())
    }

    /// A success clears the count.
    pub(crate) fn succeeded(&self, address: Option<&str>, username: &str) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(&Self::who(address, username));
    }

    /// An attempt that said nothing about the password (the database was busy) does not count.
    pub(crate) fn undone(&self, address: Option<&str>, username: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(moments) = failures.get_mut(&Self::who(address, username)) {
            moments.pop_back();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_within_a_minute_waits_and_others_do_not() {
        let attempts = Attempts::new(10, 60);
        let at = |s: i64| Moment(s * SECOND);
        for second in 0..10 {
            assert_eq!(attempts.begin(Some("1.1.1.1"), "Owner1", at(second)), Ok(()));
        }
        assert_eq!(attempts.begin(Some("1.1.1.1"), "owner1", at(10)), Err(Refusal::TooManyAttempts(50)));
        assert_eq!(attempts.begin(Some("1.1.1.1"), "staff1", at(10)), Ok(()));
        assert_eq!(attempts.begin(Some("2.2.2.2"), "owner1", at(10)), Ok(()));
        assert_eq!(attempts.begin(Some("1.1.1.1"), "owner1", at(60)), Ok(()), "the first is over");
        attempts.succeeded(Some("1.1.1.1"), "OWNER1");
        assert_eq!(attempts.begin(Some("1.1.1.1"), "owner1", at(61)), Ok(()));
    }
}
