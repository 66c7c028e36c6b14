//! The public board: what is being made and what is ready. Nothing else competes with the numbers.

use leptos::prelude::*;
use sunnyside::{
    order::OrderStatus,
    pickup::{Board, Entry, PublicEvent},
};

use crate::{
    api,
    chrome::{Brand, LanguageSwitch, LiveChip, PageTitle, RefusedPanel, Strips, Waiting},
    clock::ShopClock,
    i18n::{t, t_string, use_i18n},
    live::{self, Feed, Live, LiveState, Start},
    session::{Viewer, use_session},
};

/// `/pickup`.
#[component]
pub fn PickupPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let board = Resource::new(|| (), |()| api::pickup_board());
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, pickup.title).to_string())/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match (session.viewer.await, board.await) {
                    (Ok(viewer), Ok(board)) => view! { <PickupBoard viewer board/> }.into_any(),
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
        let fresh = api::in_time(api::pickup_board()).await.ok()?;
        let seq = fresh.seq;
        board.set(fresh);
        Some(seq)
    };
    (board, live::connect(start, apply, reload))
}

/// The board, once its data is there.
#[component]
fn PickupBoard(viewer: Viewer, board: Board) -> impl IntoView {
    let i18n = use_i18n();
    let clock = ShopClock::start(viewer.now, viewer.utc_offset_seconds);
    let (board, live) = follow(&viewer, board, clock);
    let numbers = move |status| {
        Memo::new(move |_| {
            board.with(|board| board.numbers(status).into_iter().cloned().collect::<Vec<Entry>>())
        })
    };
    let (preparing, ready) = (numbers(OrderStatus::Preparing), numbers(OrderStatus::Ready));
    // Those who wait longest stand first, as they would in a queue.
    let waiting = move || preparing.get().into_iter().rev().collect::<Vec<_>>();
    view! {
        <div class="pickup" data-theme="kitchen">
            <div class="strips"><Strips viewer=viewer.clone()/></div>
            <header class="bar">
                <Brand name=viewer.shop_name/>
                <h1 class="visually-hidden">{t!(i18n, pickup.title)}</h1>
                <span class="grow"></span>
                <LanguageSwitch/>
                <span class="time num">{move || clock.time_of_day(clock.now())}</span>
            </header>
            <main id="main" class="boards">
                <section class="cooking" aria-labelledby="cooking-heading">
                    <h2 id="cooking-heading">
                        {t!(i18n, pickup.preparing)} " " <small>{t!(i18n, pickup.preparing_too)}</small>
                    </h2>
                    <ul class="numbers">
                        <For
                            each=waiting
                            key=|entry| (entry.call_number.clone(), entry.since)
                            children=|entry| view! { <Number entry prefix="cooking"/> }
                        />
                    </ul>
                    {move || {
                        preparing.with(Vec::is_empty).then(|| view! { <p class="empty">{t!(i18n, pickup.empty_preparing)}</p> })
                    }}
                </section>
                <section class="ready" aria-labelledby="ready-heading">
                    <h2 id="ready-heading">{t!(i18n, pickup.ready)} " " <small>{t!(i18n, pickup.ready_too)}</small></h2>
                    // The newest is the first of them; the style makes the first fill the width.
                    <ul class="numbers" aria-live="polite" aria-relevant="additions">
                        <For
                            each=move || ready.get()
                            key=|entry| (entry.call_number.clone(), entry.since)
                            children=|entry| view! { <Number entry prefix="ready"/> }
                        />
                    </ul>
                    {move || ready.with(Vec::is_empty).then(|| view! { <p class="empty">{t!(i18n, pickup.empty_ready)}</p> })}
                </section>
            </main>
            <footer class="board-foot">
                <LiveChip live clock/>
                <span class="grow"></span>
                <Updated live clock/>
            </footer>
        </div>
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
