//! The connection to Redis. It wakes other instances up and counts for all of them; it is never the truth, so that
//! nothing waits long for it and everything goes on without it.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use redis::{
    Client, RedisResult,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use tokio::time::{Instant, timeout};

/// How long a call may take; then it counts as not answered.
const PATIENCE: Duration = Duration::from_millis(300);
/// After a call that was not answered nobody asks for so long, so that not everybody waits.
const PAUSE: Duration = Duration::from_secs(1);

/// A connection that mends itself; made without asking whether Redis is there.
pub(crate) struct Link {
    manager: ConnectionManager,
    client: Client,
    /// Host and port; a password is not in it.
    shown: String,
    health: Mutex<Health>,
}

#[derive(Default)]
struct Health {
    is_down: bool,
    pause_until: Option<Instant>,
}

impl Link {
    /// Prepares a connection.
    ///
    /// # Errors
    /// A sentence where the address cannot be understood; the address is not repeated, since a password may be in it.
    pub(crate) fn open(url: &str) -> Result<Arc<Self>, String> {
        let wrong = |_| "it has the form `redis://host:6379`".to_owned();
        let client = Client::open(url).map_err(wrong)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE))
            .set_number_of_retries(0);
        let manager = ConnectionManager::new_lazy_with_config(client.clone(), config).map_err(wrong)?;
        let shown = client.get_connection_info().addr().to_string();
        Ok(Arc::new(Self { manager, client, shown, health: Mutex::default() }))
    }

    /// For a connection of its own.
    pub(super) const fn client(&self) -> &Client {
        &self.client
    }

    /// Asks Redis; `None` where it does not answer in time. That it is away, or back, is told once in the log.
    pub(crate) async fn ask<T, F>(&self, call: impl FnOnce(ConnectionManager) -> F) -> Option<T>
    where
        F: Future<Output = RedisResult<T>>,
    {
        if self.health().pause_until.is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let asked = timeout(PATIENCE, call(self.manager.clone())).await;
        let mut health = self.health();
        match asked {
            Ok(Ok(answer)) => {
                if std::mem::take(&mut *health).is_down {
                    tracing::info!(redis = self.shown, "Redis answers again");
                }
                Some(answer)
            }
            failed => {
                let was_down = std::mem::replace(&mut health.is_down, true);
                health.pause_until = Some(Instant::now() + PAUSE);
                if !was_down {
                    let cause = match failed {
                        Ok(Err(cause)) => cause.to_string(),
                        _ => format!("no answer within {PATIENCE:?}"),
                    };
                    tracing::warn!(
                        redis = self.shown,
                        cause,
                        "Redis does not answer: until it does this instance counts failed sign-ins by itself and \
                         looks at the event log once a second"
                    );
                }
                None
            }
        }
    }

    fn health(&self) -> std::sync::MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_is_understood_or_not_and_its_password_is_never_told() {
        let link = Link::open("redis://:hush-hush@cache.test:6380/2").unwrap();
        assert_eq!(link.shown, "cache.test:6380");
        for bad in ["http://hush-hush@x", "redis://:hush-hush@", "hush-hush", "rediss://:hush-hush@x"] {
            let told = Link::open(bad).map(|_| ()).unwrap_err();
            assert!(!told.contains("hush"), "{bad}: {told}");
        }
    }
}
