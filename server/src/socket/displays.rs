//! What the kitchen's displays have shown, over the sockets: a display says so, a counter that asked for it hears it.
//! These frames are no events: they have a `type`, no place in the log, and nobody gets them who did not ask.

use std::{collections::VecDeque, sync::Arc};

use serde::Deserialize;
use serde_json::json;
use sunnyside::{kitchen::shown::Shown, service::display, store::Store};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::session::Caller;

/// `{"type":"ack","seq":42,"display":"廚房 1"}`.
#[derive(Deserialize)]
struct Ack {
    r#type: String,
    seq: i64,
    display: String,
}

/// Takes an acknowledgement in. Whatever else a client sends (old ones send `ping`) is a sign of life and nothing more.
/// `last` is the newest event that this socket was given: nobody has shown more.
pub fn take_ack(caller: &Caller, text: &str, last: i64) {
    let Ok(ack) = serde_json::from_str::<Ack>(text) else { return };
    if ack.r#type == "ack" && display::shown(&caller.context, &ack.display, ack.seq.min(last)).is_err() {
        tracing::debug!("an acknowledgement of somebody who may not see orders");
    }
}

/// What a counter is told of the displays.
pub struct Displays {
    store: Arc<Store>,
    waiting: VecDeque<Shown>,
    news: Option<Receiver<Shown>>,
}

impl Displays {
    /// Begins with all that is known, for those who asked for it.
    pub fn of(store: &Arc<Store>, is_wanted: bool) -> Self {
        let news = is_wanted.then(|| store.displays.subscribe());
        let waiting = if is_wanted { store.displays.all().into() } else { VecDeque::new() };
        Self { store: Arc::clone(store), waiting, news }
    }

    /// The next frame; waits for one, for ever where nobody asked. It may be dropped while it waits.
    pub async fn next(&mut self) -> String {
        loop {
            if let Some(shown) = self.waiting.pop_front() {
                return frame(&shown);
            }
            let Some(news) = &mut self.news else { return std::future::pending().await };
            match news.recv().await {
                Ok(shown) => self.waiting.push_back(shown),
                Err(RecvError::Lagged(_)) => self.waiting = self.store.displays.all().into(),
                Err(RecvError::Closed) => self.news = None,
            }
        }
    }
}

fn frame(shown: &Shown) -> String {
    json!({"type": "shown", "display": shown.display, "seq": shown.seq, "at": shown.at}).to_string()
}
