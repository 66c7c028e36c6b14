//! The browser's half of a live connection: connect, listen, notice silence, come back; for ever.

use std::{cell::Cell, future::Future, rc::Rc, time::Duration};

use futures::{
    FutureExt, SinkExt, StreamExt,
    channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
    future::{Either, select},
};
use gloo_net::websocket::{Message, futures::WebSocket};
use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use super::{
    Feed, Live, LiveState, Start,
    track::{OVERDUE, SILENCE, Step, Track, wait_before},
};
use crate::api;

/// A page that stays open all day asks to keep its session.
const KEEP_SESSION: Duration = Duration::from_secs(30 * 60);

/// Why a connection ended.
enum End {
    /// It broke, fell silent or lost something: try again from the last event on.
    Broken,
    /// The log changed: load a snapshot first.
    Reload(String),
    /// The component is gone.
    Gone,
}

/// Something happened that makes it worth looking at the connection at once.
enum Nudge {
    /// The device is online again, or somebody looks at the page again.
    Look,
    /// The screen has painted everything up to this event.
    Painted(i64),
    /// The component is gone.
    Stop,
}

/// Starts the loop; it ends when the reactive owner is disposed.
pub(super) fn run<A, R, F>(start: Start, live: Live, apply: A, reload: R)
where
    A: Fn(&str) + 'static,
    R: Fn() -> F + 'static,
    F: Future<Output = Option<i64>> + 'static,
{
    let (nudge, nudges) = unbounded();
    listen(&nudge, &start);
    let painter = Painter {
        nudge,
        name: start.display,
        asked: Rc::default(),
        is_waiting: Rc::default(),
        shown: Rc::default(),
    };
    spawn_local(keep_up(start, live, apply, reload, nudges, painter));
}

/// Says what this screen has shown, where somebody wants to know.
#[derive(Clone)]
struct Painter {
    nudge: UnboundedSender<Nudge>,
    name: Option<Signal<String>>,
    /// The newest event that a frame was asked for.
    asked: Rc<Cell<i64>>,
    /// Whether the browser was asked to say when it paints.
    is_waiting: Rc<Cell<bool>>,
    /// The newest event that was painted.
    shown: Rc<Cell<i64>>,
}

impl Painter {
    /// Takes note once the browser has painted what it has now. A page that nobody sees paints nothing.
    fn paint(&self, seq: i64) {
        if self.name.is_none() || (self.asked.get() == seq && seq > 0) {
            return;
        }
        self.asked.set(seq);
        if self.is_waiting.replace(true) {
            return;
        }
        let (nudge, asked, is_waiting) = (self.nudge.clone(), self.asked.clone(), self.is_waiting.clone());
        request_animation_frame(move || {
            is_waiting.set(false);
            let seq = asked.get();
            let painted = move || {
                let _ = nudge.unbounded_send(Nudge::Painted(seq));
            };
            set_timeout(painted, Duration::ZERO);
        });
    }

    /// The acknowledgement of what was painted.
    fn ack(&self) -> Option<String> {
        let display = self.name?.try_get_untracked()?;
        let ack = serde_json::json!({"type": "ack", "seq": self.shown.get(), "display": display});
        Some(ack.to_string())
    }
}

/// `online` and `visibilitychange` are hints to try now, never a proof of anything.
fn listen(nudge: &UnboundedSender<Nudge>, start: &Start) {
    let look = |name: &'static str| {
        let nudge = nudge.clone();
        window_event_listener_untyped(name, move |_| {
            let _ = nudge.unbounded_send(Nudge::Look);
        })
    };
    let (online, visible) = (look("online"), look("visibilitychange"));
    let session = start.session;
    let keep = (start.feed == Feed::Events).then(|| {
        set_interval_with_handle(
            move || {
                spawn_local(async move {
                    if let Err(error) = api::session_keep().await {
                        session.notice(&error);
                    }
                });
            },
            KEEP_SESSION,
        )
    });
    let stop = nudge.clone();
    on_cleanup(move || {
        online.remove();
        visible.remove();
        if let Some(Ok(keep)) = keep {
            keep.clear();
        }
        let _ = stop.unbounded_send(Nudge::Stop);
    });
}

async fn keep_up<A, R, F>(
    start: Start,
    live: Live,
    apply: A,
    reload: R,
    mut nudges: UnboundedReceiver<Nudge>,
    painter: Painter,
) where
    A: Fn(&str) + 'static,
    R: Fn() -> F + 'static,
    F: Future<Output = Option<i64>> + 'static,
{
    let mut track = Track::new(start.seq, start.epoch.clone());
    let mut failures = 0;
    loop {
        let mut heard_anything = false;
        match listen_once(&start, live, &mut track, &apply, &mut nudges, &painter, &mut heard_anything).await
        {
            End::Gone => return,
            End::Broken => {}
            End::Reload(epoch) => match reload().await {
                Some(seq) => track.reloaded(seq, epoch),
                None => heard_anything = false,
            },
        }
        failures = if heard_anything { 0 } else { failures + 1 };
        if live.state.is_disposed() {
            return;
        }
        // Before the first frame ever, one failure is still "connecting"; then it has to be said.
        if failures > 1 || live.state.get_untracked() == LiveState::Live {
            say_stale(live);
        }
        if failures % 4 == 3 && start.feed == Feed::Events {
            ask_whether_session_ended(&start);
        }
        let wait = TimeoutFuture::new(wait_before(failures, dice()));
        match select(wait, nudges.next()).await {
            Either::Left(_) | Either::Right((Some(Nudge::Look), _)) => {}
            Either::Right((Some(Nudge::Painted(seq)), _)) => painter.shown.set(seq),
            Either::Right((Some(Nudge::Stop) | None, _)) => return,
        }
    }
}

/// One connection from its opening to its end.
async fn listen_once<A: Fn(&str)>(
    start: &Start,
    live: Live,
    track: &mut Track,
    apply: &A,
    nudges: &mut UnboundedReceiver<Nudge>,
    painter: &Painter,
    heard_anything: &mut bool,
) -> End {
    let Some(url) = url(start, track) else { return End::Broken };
    let Ok(mut socket) = WebSocket::open(&url) else { return End::Broken };
    let mut last_frame = millis();
    loop {
        let tick = TimeoutFuture::new(1000);
        let next = select(
            socket.next(),
            select(nudges.next(), tick).map(|either| match either {
                Either::Left((nudge, _)) => Some(nudge.unwrap_or(Nudge::Stop)),
                Either::Right(_) => None,
            }),
        );
        let text = match next.await {
            Either::Left((Some(Ok(Message::Text(text))), _)) => text,
            Either::Left((Some(Ok(Message::Bytes(_))), _)) => continue,
            Either::Left((Some(Err(_)) | None, _)) => return End::Broken,
            Either::Right((Some(Nudge::Stop), _)) => return End::Gone,
            Either::Right((Some(Nudge::Painted(seq)), _)) => {
                painter.shown.set(seq);
                if say_shown(&mut socket, painter).await { continue } else { return End::Broken }
            }
            // A tick, or a nudge: after a sleep the socket still says that it is open, so only silence counts.
            Either::Right((_, _)) => {
                let is_overdue = track.is_behind() && millis() - last_frame > OVERDUE;
                if is_overdue || millis() - last_frame > SILENCE {
                    return End::Broken;
                }
                continue;
            }
        };
        if live.state.is_disposed() {
            return End::Gone;
        }
        last_frame = millis();
        match track.take(&text) {
            Step::Connected => painter.paint(track.last),
            Step::Apply => {
                apply(&text);
                painter.paint(track.last);
            }
            Step::Shown(shown) => {
                if let Some(displays) = start.displays {
                    displays.update(|displays| {
                        displays.apply(shown);
                    });
                }
            }
            Step::Alive(at) => {
                if !say_shown(&mut socket, painter).await {
                    return End::Broken;
                }
                if let Some(at) = at {
                    start.clock.correct(at);
                }
            }
            Step::Ignore => continue,
            Step::Resume => return End::Broken,
            Step::Reload { epoch } => return End::Reload(epoch),
        }
        *heard_anything = true;
        live.heard.set(start.clock.exact());
        if live.state.get_untracked() != LiveState::Live {
            live.state.set(LiveState::Live);
        }
    }
}

/// Tells the server what was painted; whether the connection took it.
async fn say_shown(socket: &mut WebSocket, painter: &Painter) -> bool {
    match painter.ack() {
        Some(ack) => socket.send(Message::Text(ack)).await.is_ok(),
        None => true,
    }
}

fn say_stale(live: Live) {
    if !matches!(live.state.get_untracked(), LiveState::Stale { .. }) {
        live.state.set(LiveState::Stale { since: live.heard.get_untracked() });
    }
}

/// The browser does not say why a socket was refused; a call does.
fn ask_whether_session_ended(start: &Start) {
    let session = start.session;
    spawn_local(async move {
        if let Err(error) = api::session_keep().await {
            session.notice(&error);
        }
    });
}

fn url(start: &Start, track: &Track) -> Option<String> {
    let location = window().location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    let displays = if start.displays.is_some() { "&displays=1" } else { "" };
    let (host, path, query) = (location.host().ok()?, start.feed.path(), track.query());
    Some(format!("{scheme}://{host}{path}?{query}{displays}"))
}

/// A number that differs from tablet to tablet; nothing secret depends on it.
fn dice() -> u32 {
    (js_sys::Date::now() as u64 % u64::from(u32::MAX)) as u32
        ^ uuid::Uuid::now_v7().as_fields().0.rotate_left(7)
}

/// The device's clock in milliseconds: only differences of it mean anything.
fn millis() -> i64 {
    js_sys::Date::now() as i64
}
