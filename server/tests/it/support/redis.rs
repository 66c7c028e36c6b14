//! A real Redis, and a door before it that a test opens and shuts.

use std::sync::Arc;

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// The variable that names the throw-away Redis.
const REDIS: &str = "SUNNYSIDE_TEST_REDIS";

/// The real one.
pub fn url() -> String {
    std::env::var(REDIS).unwrap_or_else(|_| {
        panic!("{REDIS} names no Redis: run `cargo xtask test services`, which starts one")
    })
}

/// Where nobody listens.
pub fn nowhere() -> String {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("redis://{free}")
}

/// How the door stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Everything goes through.
    Open,
    /// Whoever knocks is sent away, and who is inside is thrown out.
    Shut,
    /// Whoever knocks is let in and hears nothing.
    Silent,
}

/// A door before the real Redis.
pub struct Door {
    pub url: String,
    stands: Arc<watch::Sender<Stands>>,
}

impl Door {
    pub async fn new(stands: Stands) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("redis://{}", listener.local_addr().unwrap());
        let stands = Arc::new(watch::Sender::new(stands));
        let way = stands.clone();
        tokio::spawn(async move {
            loop {
                let (visitor, _) = listener.accept().await.unwrap();
                tokio::spawn(visit(visitor, way.subscribe()));
            }
        });
        Self { url, stands }
    }

    pub fn turn(&self, stands: Stands) {
        self.stands.send_replace(stands);
    }
}

async fn visit(mut visitor: TcpStream, mut stands: watch::Receiver<Stands>) {
    let now = *stands.borrow_and_update();
    let inside = async {
        match now {
            Stands::Shut => {}
            Stands::Silent => std::future::pending().await,
            Stands::Open => {
                let address = url().trim_start_matches("redis://").trim_end_matches('/').to_owned();
                let mut redis = TcpStream::connect(address).await.unwrap();
                let _ = copy_bidirectional(&mut visitor, &mut redis).await;
            }
        }
    };
    tokio::select! {
        () = inside => {}
        _ = stands.changed() => {}
    }
}
