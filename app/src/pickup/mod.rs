//! The public board: what is being made and what is ready. Nothing else competes with the numbers.

pub mod api;
mod call;
mod room;

use leptos::{html, prelude::*, task::spawn_local};
use sunnyside::{
    order::OrderStatus,
    pickup::{Board, Entry, PublicEvent, call::page},
};

use crate::{
    api::in_time,
    awake::keep_awake,
    chrome::{LiveChip, PageTitle, RefusedPanel, Strips, Waiting, rows, when},
    clock::ShopClock,
    i18n::{t, t_string, use_i18n},
    live::{self, Feed, Live, LiveState, Start},
    screen::{Mark, Screen, ScreenLanguage},
    session::{Viewer, use_session},
    sound::SoundChip,
    words,
};
use api::PickupStart;

/// How often the board asks how long it takes now.
const ASK_SECONDS: u64 = 60;

/// `/pickup`.
#[component]
pub fn PickupPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let start = Resource::new(|| (), |()| api::pickup_board());
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, pickup.title).to_string())/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match (session.viewer.await, start.await) {
                    (Ok(viewer), Ok(start)) => view! { <PickupBoard viewer start/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <RefusedPanel error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// Keeps a board up to date.
fn follow(viewer: &Viewer, board: Board, clock: ShopClock) -> (RwSignal<Board>, Live) {
    let session = use_session();
    let start = Start {
        feed: Feed::Pickup,
        seq: board.seq,
        epoch: viewer.epoch.clone(),
        clock,
        session,
        display: None,
        displays: None,
    };
    let board = RwSignal::new(board);
    let apply = move |text: &str| {
        if let Ok(event) = PublicEvent::from_text(text) {
            board.update(|board| board.apply(&event));
        }
    };
    let reload = move || async move {
        let fresh = in_time(api::pickup_board()).await.ok()?.board;
        let seq = fresh.seq;
        board.set(fresh);
        Some(seq)
    };
    (board, live::connect(start, apply, reload))
}

/// Keeps the estimate up to date. One that cannot be asked for is not shown: it would grow old unseen.
fn follow_wait(first: Option<u32>) -> RwSignal<Option<u32>> {
    let wait = RwSignal::new(first);
    let ask = move || {
        spawn_local(async move {
            let answer = in_time(api::pickup_wait()).await;
            let _ = wait.try_set(answer.unwrap_or_default());
        });
    };
    Effect::new(move || {
        if let Ok(handle) = set_interval_with_handle(ask, std::time::Duration::from_secs(ASK_SECONDS)) {
            on_cleanup(move || handle.clear());
        }
    });
    wait
}

/// The board, once its data is there.
#[component]
fn PickupBoard(viewer: Viewer, start: PickupStart) -> impl IntoView {
    let screen = Screen::read(&viewer);
    keep_awake();
    let i18n = use_i18n();
    let clock = ShopClock::start(viewer.now, viewer.utc_offset_seconds);
    let (board, live) = follow(&viewer, start.board, clock);
    let wait = follow_wait(start.wait_minutes);
    // Those who wait longest stand first, as they would in a queue.
    let preparing = Memo::new(move |_| {
        let entries = board
            .with(|board| board.numbers(OrderStatus::Preparing).into_iter().cloned().collect::<Vec<Entry>>());
        entries.into_iter().rev().collect::<Vec<_>>()
    });
    let minutes = viewer.wall.pickup_minutes;
    let ready = Memo::new(move |_| {
        let now = clock.now();
        board.with(|board| board.ready(minutes, now).into_iter().cloned().collect::<Vec<Entry>>())
    });
    let newest = Memo::new(move |_| ready.with(|ready| ready.first().cloned()));
    let others = Memo::new(move |_| ready.with(|ready| ready.iter().skip(1).cloned().collect::<Vec<_>>()));
    let none_preparing = Memo::new(move |_| preparing.with(Vec::is_empty));
    let none_ready = Memo::new(move |_| ready.with(Vec::is_empty));
    let call = call::follow(&viewer, ready, clock, screen);
    view! {
        <div class="pickup drift" data-theme=screen.theme data-size=screen.size lang=screen.lang class:kiosk=screen.is_kiosk>
            <div class="strips"><Strips viewer=viewer.clone()/></div>
            <header class="bar">
                <Mark name=viewer.shop_name screen/>
                <h1 class="visually-hidden">{t!(i18n, pickup.title)}</h1>
                <span class="grow"></span>
                <SoundChip player=call.player quiet_until=call.quiet_until/>
                <ScreenLanguage screen/>
                <span class="time num">{move || clock.time_of_day(clock.now())}</span>
            </header>
            <main id="main" class="boards">
                <section class="cooking" aria-labelledby="cooking-heading">
                    <h2 id="cooking-heading">
                        <span aria-hidden="true">{words::status_sign(OrderStatus::Preparing)} " "</span>
                        {t!(i18n, pickup.preparing)} " " <small>{t!(i18n, pickup.preparing_too)}</small>
                    </h2>
                    {move || {
                        wait.get()
                            .map(|n| {
                                view! {
                                    <p class="wait" data-testid="pickup-wait">
                                        {t_string!(i18n, pickup.wait, n = n).to_string()}
                                    </p>
                                }
                            })
                    }}
                    <Numbers entries=preparing prefix="cooking"/>
                    {when(none_preparing, move || t_string!(i18n, pickup.empty_preparing).to_string())}
                </section>
                <section class="ready" aria-labelledby="ready-heading">
                    <h2 id="ready-heading">
                        <span aria-hidden="true">{words::status_sign(OrderStatus::Ready)} " "</span>
                        {t!(i18n, pickup.ready)} " " <small>{t!(i18n, pickup.ready_too)}</small></h2>
                    // The newest stands by itself: it is seen whatever page the others are at.
                    {move || {
                        newest
                            .get()
                            .map(|entry| {
                                let wide = is_wide(&entry);
                                view! {
                                    <ul class="newest" class:wide=wide>
                                        <Number entry prefix="ready"/>
                                    </ul>
                                }
                            })
                    }}
                    <Numbers entries=others prefix="ready"/>
                    {when(none_ready, move || t_string!(i18n, pickup.empty_ready).to_string())}
                </section>
            </main>
            // What is called is said here and nowhere else, at most once in five seconds.
            <p class="visually-hidden" role="status" data-testid="announcement">
                {move || {
                    let numbers = call.said.get().join(", ");
                    (!numbers.is_empty())
                        .then(|| {
                            let numbers = numbers.as_str();
                            t_string!(i18n, pickup.announce, numbers = numbers).to_string()
                        })
                }}
            </p>
            <footer class="board-foot">
                <LiveChip live clock/>
                <span class="grow"></span>
                <Updated live clock/>
            </footer>
        </div>
    }
}

/// Numbers of four digits need more room.
fn is_wide(entry: &Entry) -> bool {
    entry.call_number.len() > 3
}

/// A list of numbers. What does not fit comes on further pages, which turn by themselves.
#[component]
fn Numbers(entries: Memo<Vec<Entry>>, prefix: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let list = NodeRef::<html::Ul>::new();
    let room::Room { fits, turn } = room::measure(list, entries);
    let page = Memo::new(move |_| entries.with(|all| page(all, fits.get(), turn.get())));
    let each = move || page.with(|(entries, _)| entries.clone());
    let key = |entry: &Entry| (entry.call_number.clone(), entry.since);
    let which = move || {
        page.with(|(_, which)| *which).map(|(page, pages)| {
            let spoken = t_string!(i18n, pickup.page, page = page, pages = pages).to_string();
            view! {
                <p class="pages num" data-testid=format!("{prefix}-pages")>
                    <span aria-hidden="true">{format!("{page}/{pages}")}</span>
                    <span class="visually-hidden">{spoken}</span>
                </p>
            }
        })
    };
    view! {
        <ul class="numbers" node_ref=list class:wide=move || entries.with(|all| all.iter().any(is_wide))>
            {rows(each, key, move |entry| view! { <Number entry prefix/> })}
        </ul>
        {which}
    }
}

#[component]
fn Number(entry: Entry, prefix: &'static str) -> impl IntoView {
    let id = format!("{prefix}-{}", entry.call_number);
    view! { <li data-testid=id>{entry.call_number}</li> }
}

/// How long ago something was heard of the kitchen; while it is not, the chip says so.
#[component]
fn Updated(live: Live, clock: ShopClock) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        (live.state.get() == LiveState::Live).then(|| {
            let seconds = clock.now().seconds_since(live.heard.get());
            view! { <span>{t_string!(i18n, pickup.updated, n = seconds).to_string()}</span> }
        })
    }
}
