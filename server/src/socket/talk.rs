//! One conversation over a socket, from the greeting to the close.

use std::{sync::Arc, time::Duration};

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use futures::StreamExt;
use serde_json::json;
use sunnyside::{Refusal, pickup::PublicEvent, service::identity, store::Logged};
use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior, interval_at, timeout},
};

use super::feed::{Feed, Start};
use crate::{App, session::Caller};

/// How often the server gives a sign of life.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How often the session is looked at: it ends the socket within 5 s, the looking included.
const SESSION_CHECK: Duration = Duration::from_secs(3);
/// How long a frame may take to be taken over; a reader that is slower has to begin again where it was.
const SLOWEST: Duration = Duration::from_secs(10);
/// How long a client may be silent: it answers our pings by itself as long as it lives.
const LONGEST_SILENCE: Duration = Duration::from_secs(30);
/// How long we wait for a client to hang up after we said good-bye.
const GOODBYE: Duration = Duration::from_secs(1);
/// The close code of a session that has ended; 4000-4999 are an application's own.
const SESSION_ENDED: u16 = 4401;

/// Why a conversation ends.
enum End {
    /// The client is gone, or too slow to be told anything.
    Gone,
    /// With a code and a reason.
    Close(u16, &'static str),
}

/// One conversation.
pub struct Talk {
    app: App,
    /// Nobody in particular at the public board.
    caller: Option<Caller>,
    socket: WebSocket,
}

impl Talk {
    /// Over a socket that was just opened.
    pub const fn new(app: App, caller: Option<Caller>, socket: WebSocket) -> Self {
        Self { app, caller, socket }
    }

    /// Talks until one side ends it.
    pub async fn run(mut self, start: Start) {
        let end = match self.talk(&start).await {
            Ok(never) => match never {},
            Err(end) => end,
        };
        if let End::Close(code, reason) = end {
            let _ = self.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
            // The client's own close comes now; without waiting for it ours may be lost with the connection.
            let _ = timeout(GOODBYE, async { while let Some(Ok(_)) = self.socket.next().await {} }).await;
        }
    }

    async fn talk(&mut self, start: &Start) -> Result<std::convert::Infallible, End> {
        let mut closing = self.app.closing();
        let (mut feed, greeting) =
            Feed::begin(Arc::clone(self.app.store()), start).await.map_err(|_| later())?;
        let (head, epoch) = (greeting.head, greeting.epoch);
        self.say(json!({"event": "connected", "seq": head, "epoch": epoch}).to_string()).await?;
        if greeting.is_reset {
            self.say(json!({"event": "reset", "seq": head, "epoch": epoch}).to_string()).await?;
        }
        let mut heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut check = interval_at(Instant::now() + SESSION_CHECK, SESSION_CHECK);
        check.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        loop {
            // In this order: a screen that is flooded with events must still end with its session.
            tokio::select! {
                biased;
                () = stopping(&mut closing) => return Err(End::Close(close_code::AWAY, "the server stops")),
                _ = check.tick() => self.check_session().await?,
                frame = self.socket.next() => match frame {
                    None | Some(Err(_) | Ok(Message::Close(_))) => return Err(End::Gone),
                    // Old clients send `ping` as text; whatever it is, it is a sign of life and nothing more.
                    Some(Ok(_)) => heard = Instant::now(),
                },
                _ = heartbeat.tick() => {
                    if heard.elapsed() > LONGEST_SILENCE {
                        return Err(End::Close(close_code::POLICY, "no sign of life"));
                    }
                    self.beat(&mut feed).await?;
                },
                next = feed.next() => match next {
                    Ok(Some(logged)) => {
                        let text = self.text(&logged);
                        self.say(text).await?;
                    }
                    Ok(None) => return Err(End::Close(close_code::AWAY, "the server stops")),
                    Err(_) => return Err(later()),
                },
            }
        }
    }

    /// The frame of an event: all of it, or what the public may see.
    fn text(&self, logged: &Logged) -> String {
        match self.caller {
            Some(_) => logged.text.clone(),
            None => serde_json::to_string(&PublicEvent::from(&logged.event)).unwrap_or_default(),
        }
    }

    /// The sign of life. Without a database there is none: then the screen says itself that it is stale.
    async fn beat(&mut self, feed: &mut Feed) -> Result<(), End> {
        self.send(Message::Ping(Vec::new().into())).await?;
        if let Ok((head, _)) = self.app.store().head().await {
            feed.is_at(head);
            let time = self.app.store().now();
            self.say(json!({"heartbeat": time, "head": head}).to_string()).await?;
        }
        Ok(())
    }

    /// Ends the conversation where its session has ended. Where the database does not answer nothing is known, and
    /// nothing new can be told either.
    async fn check_session(&mut self) -> Result<(), End> {
        let Some(caller) = &self.caller else { return Ok(()) };
        let known = match &caller.token {
            Some(token) => {
                identity::authenticate(self.app.store(), token, false).await.map(|(actor, _)| actor)
            }
            None => identity::acting(self.app.store()).await,
        };
        match known {
            Err(Refusal::BadToken | Refusal::NoToken | Refusal::NobodyToActAs) => {
                Err(End::Close(SESSION_ENDED, "Invalid or expired token"))
            }
            Ok(_) | Err(_) => Ok(()),
        }
    }

    async fn say(&mut self, text: String) -> Result<(), End> {
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        match timeout(SLOWEST, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }
}

/// Waits until the server stops.
async fn stopping(closing: &mut watch::Receiver<bool>) {
    // What it answers borrows the value, and a borrow must not live on beside the other arms.
    let _ = closing.wait_for(|stops| *stops).await;
}

/// The database cannot be read: the client tries again later.
const fn later() -> End {
    End::Close(close_code::AGAIN, "try again")
}
