//! Hints between instances: after a commit "the log of this store goes on to here", so that the others look at once.
//! A hint that is lost costs a second: every hub looks at the log by itself too.

use std::{sync::Arc, time::Duration};

use futures::StreamExt;
use redis::{Client, RedisResult, aio::PubSub};
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
    time::{sleep, timeout},
};

use super::{
    hub::{Ears, Wake},
    link::Link,
};

/// How long subscribing may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long to wait before the next try, at first and at most.
const WAIT: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(5));

/// The two tasks that tell and listen; they end with this.
pub(super) struct Hints(Vec<JoinHandle<()>>);

impl Drop for Hints {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

impl Hints {
    /// Begins to tell and to listen. Every store has a channel of its own, named after its log.
    pub(super) fn start(link: Arc<Link>, epoch: &str, ears: Ears) -> Self {
        let channel = format!("sunnyside:events:{epoch}");
        let own = uuid::Uuid::new_v4().simple().to_string();
        let Ears { committed, wake } = ears;
        let listening = listen(link.client().clone(), channel.clone(), own.clone(), wake);
        Self(vec![tokio::spawn(listening), tokio::spawn(tell(link, channel, own, committed))])
    }
}

/// Publishes how far the log goes; while one hint is on its way the next ones become one.
async fn tell(link: Arc<Link>, channel: String, own: String, mut committed: watch::Receiver<i64>) {
    while committed.changed().await.is_ok() {
        loop {
            let hint = format!("{own} {}", *committed.borrow_and_update());
            let channel = channel.as_str();
            let told = link.ask(|mut con| async move {
                redis::cmd("PUBLISH").arg(channel).arg(hint).query_async::<i64>(&mut con).await
            });
            if told.await.is_some() {
                break;
            }
            sleep(WAIT.0).await;
        }
    }
}

/// Listens for the hints of others, for ever.
async fn listen(client: Client, channel: String, own: String, wake: mpsc::Sender<Wake>) {
    let mut wait = WAIT.0;
    loop {
        if let Ok(Ok(mut subscribed)) = timeout(PATIENCE, subscribe(&client, &channel)).await {
            wait = WAIT.0;
            // What was told while nobody listened stands in the log.
            let _ = wake.try_send(Wake::Look);
            let mut hints = subscribed.on_message();
            while let Some(message) = hints.next().await {
                let text = message.get_payload::<String>().unwrap_or_default();
                match text.split_once(' ').map(|(from, seq)| (from, seq.parse())) {
                    Some((from, _)) if from == own => {}
                    // Where the inbox is full the hub has its eyes on the log anyway.
                    Some((_, Ok(seq))) => drop(wake.try_send(Wake::Elsewhere(seq))),
                    _ => drop(wake.try_send(Wake::Look)),
                }
            }
            tracing::debug!("the connection for hints is gone");
        }
        sleep(wait).await;
        wait = (wait * 2).min(WAIT.1);
    }
}

async fn subscribe(client: &Client, channel: &str) -> RedisResult<PubSub> {
    let mut subscribed = client.get_async_pubsub().await?;
    subscribed.subscribe(channel).await?;
    Ok(subscribed)
}
