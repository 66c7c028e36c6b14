//! What every request shares.

use std::{sync::Arc, time::Duration};

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use sunnyside::store::Store;
use tokio::sync::{Semaphore, watch};

use crate::{config::Config, rest::remember::Remembered, site};

/// The most sockets of signed-in screens, and as many again for the public board: the public cannot take the kitchen's.
pub const MOST_SOCKETS: u32 = 1_000;

/// The running shop: its configuration, its store, its open sockets. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    store: Arc<Store>,
    options: LeptosOptions,
    closing: watch::Sender<bool>,
    event_sockets: Arc<Semaphore>,
    pickup_sockets: Arc<Semaphore>,
    remembered: Remembered,
}

impl App {
    /// Puts a shop together over an open store.
    ///
    /// # Errors
    /// A sentence where cargo-leptos' variables cannot be read.
    pub fn new(config: Config, store: Arc<Store>) -> Result<Self, String> {
        let places = || Arc::new(Semaphore::new(MOST_SOCKETS as usize));
        let inner = Inner {
            config,
            store,
            options: site::options()?,
            closing: watch::Sender::new(false),
            event_sockets: places(),
            pickup_sockets: places(),
            remembered: Remembered::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// What the environment decided.
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// The store.
    pub fn store(&self) -> &Arc<Store> {
        &self.inner.store
    }

    /// Answers that are kept until something changes.
    pub fn remembered(&self) -> &Remembered {
        &self.inner.remembered
    }

    /// Where the pages' files are.
    pub fn options(&self) -> &LeptosOptions {
        &self.inner.options
    }

    /// The places for sockets: of signed-in screens, or of the public board.
    pub fn sockets(&self, public: bool) -> Arc<Semaphore> {
        Arc::clone(if public { &self.inner.pickup_sockets } else { &self.inner.event_sockets })
    }

    /// Tells every socket that the server stops.
    pub fn close(&self) {
        self.inner.closing.send_replace(true);
    }

    /// Becomes true when the server stops.
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.inner.closing.subscribe()
    }

    /// Waits until every socket is closed, but not longer than this.
    pub async fn sockets_closed(&self, at_most: Duration) {
        let all = async {
            for places in [&self.inner.event_sockets, &self.inner.pickup_sockets] {
                let _ = places.acquire_many(MOST_SOCKETS).await;
            }
        };
        if tokio::time::timeout(at_most, all).await.is_err() {
            tracing::warn!("some sockets did not close in time");
        }
    }
}

impl FromRef<App> for LeptosOptions {
    fn from_ref(app: &App) -> Self {
        app.options().clone()
    }
}
