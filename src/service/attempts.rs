//! Failed sign-ins are counted for each client address and name: too many within a window and the next has to wait.
//! With Redis all instances count together; each counts for itself too, for the time that Redis does not answer.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use redis::Script;
use sha2::{Digest, Sha256};

use crate::{
    Moment, Outcome, Refusal,
    clock::SECOND,
    store::{Link, StoreConfig},
};

/// So many addresses and names are remembered at most; beyond that the oldest window is forgotten.
const MOST_REMEMBERED: usize = 10_000;

/// Forgets what is older than the window, then counts this one, or answers when the oldest was where there are too
/// many, or else how many there are, as a negative number: in one step, so that many at once do not slip through.
/// Moments are milliseconds.
const COUNT: &str = "
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2])
end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return -redis.call('ZCARD', KEYS[1])
";

type Who = (String, String);

/// The failures of the last window.
pub struct Attempts {
    most: usize,
    window_seconds: i64,
    failures: Mutex<HashMap<Who, VecDeque<Moment>>>,
    shared: Option<Shared>,
}

/// The count that all instances on a database share.
struct Shared {
    link: Arc<Link>,
    /// The store's log: two shops on one Redis do not count for each other.
    epoch: String,
    count: Script,
}

/// An attempt that counts as failed until it has ended.
#[must_use]
pub(crate) struct Attempt<'a> {
    attempts: &'a Attempts,
    who: Who,
    /// The place in the shared count.
    shared: Option<(&'a Shared, String, String)>,
    /// How many more may fail after this one.
    left: u32,
}

impl Attempts {
    pub(crate) fn new(config: &StoreConfig, shared: Option<(Arc<Link>, String)>) -> Self {
        Self {
            most: config.login_attempts,
            window_seconds: config.login_window_seconds,
            failures: Mutex::new(HashMap::new()),
            shared: shared.map(|(link, epoch)| Shared { link, epoch, count: Script::new(COUNT) }),
        }
    }

    /// Counts an attempt as failed before the password is looked at, so that many at once do not slip through.
    pub(crate) async fn begin(
        &self,
        address: Option<&str>,
        username: &str,
        now: Moment,
    ) -> Outcome<Attempt<'_>> {
        let who = (address.unwrap_or_default().to_owned(), username.to_lowercase());
        let own = self.count_own(&who, now);
        let mut attempt = Attempt { attempts: self, who, shared: None, left: 0 };
        let own = own.map(|count| self.left_after(count));
        let Some(shared) = &self.shared else {
            return own.map(|left| Attempt { left, ..attempt });
        };
        let (key, place) = (shared.key(&attempt.who), uuid::Uuid::new_v4().simple().to_string());
        match shared.count(&key, &place, self, now).await {
            // Redis does not answer: the own count has to do.
            None => own.map(|left| Attempt { left, ..attempt }),
            Some(Err(count)) => {
                attempt.left = self.left_after(count);
                attempt.shared = Some((shared, key, place));
                Ok(attempt)
            }
            Some(Ok(first)) => Err(self.wait_since(first, now)),
        }
    }

    fn left_after(&self, count: usize) -> u32 {
        u32::try_from(self.most.saturating_sub(count)).unwrap_or(u32::MAX)
    }

    /// Counts this one; how many there are with it.
    fn count_own(&self, who: &Who, now: Moment) -> Outcome<usize> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let since = now.plus_seconds(-self.window_seconds);
        if failures.len() >= MOST_REMEMBERED {
            failures.retain(|_, moments| moments.back().is_some_and(|last| *last > since));
            if failures.len() >= MOST_REMEMBERED {
                failures.clear();
            }
        }
        let moments = failures.entry(who.clone()).or_default();
        while moments.front().is_some_and(|first| *first <= since) {
            moments.pop_front();
        }
        match moments.front() {
            Some(first) if moments.len() >= self.most => Err(self.wait_since(*first, now)),
            _ => {
                moments.push_back(now);
                Ok(moments.len())
            }
        }
    }

    /// Until the first failure of the window has left it.
    fn wait_since(&self, first: Moment, now: Moment) -> Refusal {
        let wait = first.plus_seconds(self.window_seconds).0 - now.0;
        let seconds = (wait + SECOND - 1) / SECOND;
        Refusal::TooManyAttempts(u32::try_from(seconds.max(1)).unwrap_or(1))
    }
}

impl Shared {
    /// Neither names nor addresses stand in Redis.
    fn key(&self, who: &Who) -> String {
        let hash = Sha256::digest(format!("{}\0{}", who.0, who.1));
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sunnyside:attempts:{}:{hash}", self.epoch)
    }

    /// Takes a place in the count and says how many there are (`Err`), or when the first of too many was; `None` without
    /// Redis.
    async fn count(
        &self,
        key: &str,
        place: &str,
        limits: &Attempts,
        now: Moment,
    ) -> Option<Result<Moment, usize>> {
        let (millisecond, now_ms) = (SECOND / 1000, now.0 / (SECOND / 1000));
        let mut call = self.count.key(key);
        call.arg(now_ms - limits.window_seconds * 1000)
            .arg(limits.most)
            .arg(now_ms)
            .arg(place)
            .arg(limits.window_seconds * 1000);
        let told: i64 = self.link.ask(|mut con| async move { call.invoke_async(&mut con).await }).await?;
        Some(match usize::try_from(-told) {
            Ok(count) if told < 0 => Err(count),
            _ => Ok(Moment(told * millisecond)),
        })
    }
}

impl Attempt<'_> {
    /// How many more may fail after this one.
    pub(crate) const fn left(&self) -> u32 {
        self.left
    }

    /// A success clears the count; an attempt that said nothing about the password (the database was busy) does not
    /// count; any other goes on counting.
    pub(crate) async fn end<T>(self, outcome: &Outcome<T>) {
        match outcome {
            Ok(_) => {
                self.own(|failures, who| {
                    failures.remove(who);
                });
                if let Some((shared, key, _)) = &self.shared {
                    shared
                        .link
                        .ask(|mut con| async move {
                            redis::cmd("DEL").arg(key).query_async::<i64>(&mut con).await
                        })
                        .await;
                }
            }
            Err(Refusal::BadCredentials | Refusal::WrongPassword | Refusal::WrongPin(_)) => {}
            Err(_) => {
                self.own(|failures, who| {
                    let _ = failures.get_mut(who).and_then(VecDeque::pop_back);
                });
                if let Some((shared, key, place)) = &self.shared {
                    shared
                        .link
                        .ask(|mut con| async move {
                            redis::cmd("ZREM").arg(key).arg(place).query_async::<i64>(&mut con).await
                        })
                        .await;
                }
            }
        }
    }

    fn own(&self, change: impl FnOnce(&mut HashMap<Who, VecDeque<Moment>>, &Who)) {
        change(&mut self.attempts.failures.lock().unwrap_or_else(PoisonError::into_inner), &self.who);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;

    #[tokio::test]
    async fn the_eleventh_within_a_minute_waits_and_others_do_not() {
        let config = StoreConfig::new("sqlite://unused.db", Arc::new(SystemClock), "secret");
        let attempts = Attempts::new(&config, None);
        let failed = async |address: &str, name: &str, second: i64| {
            let attempt = attempts.begin(Some(address), name, Moment(second * SECOND)).await?;
            attempt.end::<()>(&Err(Refusal::BadCredentials)).await;
            Ok::<(), Refusal>(())
        };
        for second in 0..10 {
            assert_eq!(failed("1.1.1.1", "Owner1", second).await, Ok(()));
        }
        assert_eq!(failed("1.1.1.1", "owner1", 10).await, Err(Refusal::TooManyAttempts(50)));
        assert_eq!(failed("1.1.1.1", "staff1", 10).await, Ok(()));
        assert_eq!(failed("2.2.2.2", "owner1", 10).await, Ok(()));
        assert_eq!(failed("1.1.1.1", "owner1", 60).await, Ok(()), "the first is over");
        let busy = attempts.begin(Some("1.1.1.1"), "owner1", Moment(61 * SECOND)).await.unwrap();
        busy.end::<()>(&Err(Refusal::Busy(1))).await;
        let right = attempts.begin(Some("1.1.1.1"), "OWNER1", Moment(61 * SECOND)).await.unwrap();
        right.end(&Ok(())).await;
        for second in 62..72 {
            assert_eq!(failed("1.1.1.1", "owner1", second).await, Ok(()), "a success clears the count");
        }
        assert_eq!(failed("1.1.1.1", "owner1", 72).await, Err(Refusal::TooManyAttempts(50)));
    }
}
