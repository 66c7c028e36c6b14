//! Starting and stopping.

use std::{future::IntoFuture, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::serve::ListenerExt;
use sunnyside::{
    clock::{Clock, SystemClock},
    service::shop,
    store::{Migrate, Store, StoreConfig},
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    App,
    cli::Way,
    config::{Config, Environment},
    printers, router,
};

/// How long requests that are under way may take once the server stops.
const GRACE: Duration = Duration::from_secs(10);
/// How long sockets may take to say good-bye.
const GOODBYE: Duration = Duration::from_secs(3);
/// The owner of a shop that was just begun.
const FIRST_OWNER: &str = "owner";

impl Config {
    /// How the store is opened.
    ///
    /// # Errors
    /// A sentence where there is nothing to sign with.
    pub fn store_config(&self, clock: Arc<dyn Clock>) -> Result<StoreConfig, String> {
        let mut store = StoreConfig::new(self.database.url(), clock, self.signing_key()?);
        store.token_minutes = self.token_minutes;
        store.login_attempts = self.login_max_attempts as usize;
        store.login_window_seconds = self.login_window_seconds;
        store.redis_url = self.redis_url.as_ref().map(|url| url.reveal().to_owned());
        Ok(store)
    }
}

/// Opens the store that the configuration names, and brings its schema up to date.
///
/// # Errors
/// A sentence that says what is wrong with the database.
pub async fn open_store(config: &Config) -> Result<Arc<Store>, String> {
    let store = config.store_config(Arc::new(SystemClock))?;
    Store::open(store).await.map_err(|error| error.to_string())
}

/// Changes the schema by hand, and tells which steps are done.
///
/// # Errors
/// A sentence that says what is wrong with the database.
pub async fn migrate(config: &Config, way: Way) -> Result<(), String> {
    let step = match way {
        Way::Up => Migrate::Up,
        Way::Down { steps } => Migrate::Down(steps),
        Way::Status => Migrate::Status,
    };
    let store = config.store_config(Arc::new(SystemClock))?;
    for (name, is_done) in Store::migrate(&store, step).await.map_err(|error| error.to_string())? {
        println!("{}  {name}", if is_done { "done   " } else { "waiting" });
    }
    Ok(())
}

/// Fills an empty shop; true where it was empty.
///
/// # Errors
/// A sentence where that fails.
pub async fn seed(config: &Config, store: &Arc<Store>) -> Result<bool, String> {
    let told = |refusal| format!("the empty shop cannot be filled: {refusal:?}");
    if !shop::is_empty(store).await.map_err(told)? {
        return Ok(false);
    }
    match config.environment {
        Environment::Development => {
            shop::seed_demo(store).await.map_err(told)?;
            println!("The shop was empty: it has the demo's menu and accounts now.");
        }
        Environment::Production => {
            let password = random_password();
            shop::seed_owner(store, FIRST_OWNER, password.clone()).await.map_err(told)?;
            // The only time that it can be read: the database has nothing but its hash.
            println!(
                "The shop was empty. Sign in as `{FIRST_OWNER}` with the password {password} (it is not shown again)."
            );
        }
    }
    Ok(true)
}

/// 20 characters of an alphabet without those that look alike: 100 bits.
pub fn random_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    rand::random::<[u8; 20]>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// Serves until the process is told to stop.
///
/// # Errors
/// A sentence that says why it cannot serve.
pub async fn run(config: Config) -> Result<(), String> {
    // First of all the address: a database should not be begun by a server that cannot serve.
    let listener = bind(&config).await?;
    let store = open_store(&config).await?;
    seed(&config, &store).await?;
    if config.auth_disabled {
        tracing::warn!("AUTH_DISABLED: nobody signs in, every call acts as the first active user");
    }
    let stop = stop_signal().map_err(|error| format!("signals cannot be listened to: {error}"))?;
    let running = begin(listener, config, store)?;
    println!("Sunnyside is at http://{}", running.addr);
    tracing::info!(address = %running.addr, version = env!("CARGO_PKG_VERSION"), "serving");
    stop.await;
    tracing::info!("stopping");
    running.shutdown().await.map_err(|error| format!("the server failed: {error}"))
}

/// A server that runs in the background.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

impl Running {
    /// Stops it: nothing new, sockets closed, requests finished.
    ///
    /// # Errors
    /// Whatever made the server fail.
    pub async fn shutdown(self) -> io::Result<()> {
        // Nobody listens where the server has ended by itself; then its error is what matters.
        let _ = self.stop.send(());
        self.task.await.map_err(io::Error::other)?
    }
}

/// Starts a server over an open store, at the configured address.
///
/// # Errors
/// A sentence where the address cannot be taken.
pub async fn start(config: Config, store: Arc<Store>) -> Result<Running, String> {
    begin(bind(&config).await?, config, store)
}

async fn bind(config: &Config) -> Result<TcpListener, String> {
    let wanted = (config.host.as_str(), config.port);
    let taken =
        |error| format!("cannot listen on {}:{}: {error} (another --port or --host?)", wanted.0, wanted.1);
    TcpListener::bind(wanted).await.map_err(taken)
}

fn begin(listener: TcpListener, config: Config, store: Arc<Store>) -> Result<Running, String> {
    let addr = listener.local_addr().map_err(|error| format!("the listener has no address: {error}"))?;
    let app = App::new(config, store)?;
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(serve_on(listener, app, async {
        // A handle that was dropped stops the server as well.
        let _ = stopped.await;
    }));
    Ok(Running { addr, stop, task })
}

/// Serves on a listener until `shutdown` comes; then nothing new is taken, sockets are closed with code 1001, and
/// requests that are under way have ten seconds.
///
/// # Errors
/// Whatever makes the listener fail.
pub async fn serve_on(
    listener: TcpListener,
    app: App,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let listener = listener.tap_io(|stream| {
        // An event is a small packet; it must not wait for a bigger one.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection cannot be made to send at once");
        }
    });
    let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let printing = tokio::spawn(printers::run(app.store().clone(), app.closing()));
    let stopping = app.clone();
    let mut closing = app.closing();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        shutdown.await;
        stopping.close();
    });
    let too_late = async {
        let _ = closing.wait_for(|stops| *stops).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = server.into_future() => ended?,
        () = too_late => tracing::warn!("requests that took too long were cut off"),
    }
    app.sockets_closed(GOODBYE).await;
    // A server that ended by itself has told nobody yet.
    app.close();
    if tokio::time::timeout(GOODBYE, printing).await.is_err() {
        tracing::warn!("a printer did not finish in time; its job is taken up again");
    }
    Ok(())
}

/// Comes with SIGTERM or SIGINT.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Comes with Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
