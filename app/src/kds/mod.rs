//! The kitchen: three lanes, oldest first; what is late cannot be overlooked.

mod display;
mod ticket;

use leptos::prelude::*;
use sunnyside::{
    event::Event,
    kitchen::{self, Age, Ticket},
    order::OrderStatus,
    stock::LowStock,
};

use crate::{
    api::{self, FnError},
    chrome::{Brand, LanguageSwitch, LiveChip, PageTitle, RefusedPanel, Strips, UserChip, Waiting},
    clock::ShopClock,
    i18n::{t, t_string, use_i18n},
    live::{self, Feed, Live, Start},
    session::{Session, Viewer, use_session},
    words,
};
use ticket::TicketCard;

/// What the kitchen's components share.
#[derive(Clone, Copy)]
pub struct Kitchen {
    /// The wall.
    pub board: RwSignal<kitchen::Board>,
    /// The connection.
    pub live: Live,
    /// The shop's time.
    pub clock: ShopClock,
    /// Who works here.
    pub session: Session,
    /// What went wrong last; it goes by itself.
    pub toast: RwSignal<Option<FnError>>,
    /// What this screen is called.
    pub display: RwSignal<String>,
    /// So many minutes before an order is wanted it is begun.
    pub lead_minutes: u32,
}

impl Kitchen {
    fn open(viewer: &Viewer, board: kitchen::Board) -> Self {
        let session = use_session();
        let clock = ShopClock::start(viewer.now, viewer.utc_offset_seconds);
        let display = display::name();
        let start = Start {
            feed: Feed::Events,
            seq: board.seq,
            epoch: viewer.epoch.clone(),
            clock,
            session,
            display: Some(display.into()),
            displays: None,
        };
        let board = RwSignal::new(board);
        let apply = move |text: &str| {
            if let Ok(event) = Event::from_text(text) {
                board.update(|board| board.apply(&event));
            }
        };
        let reload = move || async move {
            let fresh =
                api::in_time(api::kitchen_board()).await.map_err(|error| session.notice(&error)).ok()?;
            let seq = fresh.seq;
            board.set(fresh);
            Some(seq)
        };
        let live = live::connect(start, apply, reload);
        Self {
            board,
            live,
            clock,
            session,
            toast: RwSignal::new(None),
            display,
            lead_minutes: viewer.lead_minutes,
        }
    }

    /// Says for six seconds what went wrong.
    pub fn complain(self, error: FnError) {
        self.session.notice(&error);
        self.toast.set(Some(error));
        let toast = self.toast;
        let hide = move || {
            let _ = toast.try_set(None);
        };
        set_timeout(hide, std::time::Duration::from_secs(6));
    }
}

/// `/kds`.
#[component]
pub fn KitchenPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let board = Resource::new(|| (), |()| api::kitchen_board());
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, kds.title).to_string())/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match (session.viewer.await, board.await) {
                    (Ok(viewer), Ok(board)) => view! { <Wall viewer board/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <RefusedPanel error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The wall, once its data is there.
#[component]
fn Wall(viewer: Viewer, board: kitchen::Board) -> impl IntoView {
    let i18n = use_i18n();
    let kitchen = Kitchen::open(&viewer, board);
    let late = Memo::new(move |_| {
        let now = kitchen.clock.now();
        let is_late = |ticket: &&Ticket| {
            kitchen::age(ticket.status, now.seconds_since(ticket.since(kitchen.lead_minutes))) == Age::Late
        };
        kitchen.board.with(|board| board.tickets.values().filter(is_late).count())
    });
    view! {
        <div class="kds" data-theme="kitchen">
            <div class="strips"><Strips viewer=viewer.clone()/></div>
            <header class="bar">
                <Brand name=viewer.shop_name.clone()/>
                <h1>{t!(i18n, kds.title)}</h1>
                <span class="grow"></span>
                {move || {
                    let n = late.get();
                    (n > 0)
                        .then(|| {
                            view! { <span class="chip late">"！" {move || t_string!(i18n, kds.late_count, n = n).to_string()}</span> }
                        })
                }}
                <display::DisplayName name=kitchen.display/>
                <LiveChip live=kitchen.live clock=kitchen.clock/>
                <span class="time num">{move || kitchen.clock.time_of_day(kitchen.clock.now())}</span>
                <UserChip viewer/>
                <LanguageSwitch/>
            </header>
            <LaterStrip kitchen/>
            <main id="main" class="wall">
                <Lane kitchen status=OrderStatus::Pending/>
                <Lane kitchen status=OrderStatus::Preparing/>
                <Lane kitchen status=OrderStatus::Ready/>
                <LowStockPanel kitchen/>
                <div class="toasts" aria-live="assertive">
                    {move || {
                        kitchen
                            .toast
                            .get()
                            .map(|error| {
                                view! {
                                    <p class="toast" data-testid="toast">
                                        <span aria-hidden="true">"⚠ "</span>
                                        {words::error(i18n, &error)}
                                    </p>
                                }
                            })
                    }}
                </div>
            </main>
        </div>
    }
}

/// What is wanted later, over the lanes; each comes into its lane by itself when it is time.
#[component]
fn LaterStrip(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let later = Memo::new(move |_| {
        let now = kitchen.clock.now();
        let lead = kitchen.lead_minutes;
        kitchen.board.with(|board| board.later(lead, now).into_iter().cloned().collect::<Vec<Ticket>>())
    });
    let one = move |ticket: Ticket| {
        let due = ticket.due_at.map(|due| kitchen.clock.time_of_day(due));
        let pieces: u32 = ticket.lines.iter().map(|line| line.quantity).sum();
        view! {
            <li data-testid=format!("later-{}", ticket.call_number)>
                <b>{due}</b>
                <span>{ticket.call_number.clone()}</span>
                <span>{ticket.customer_name}</span>
                <span>{move || t_string!(i18n, pos.pieces, n = pieces).to_string()}</span>
            </li>
        }
    };
    let is_any = Memo::new(move |_| later.with(|later| !later.is_empty()));
    move || {
        is_any.get().then(|| {
            view! {
                <section class="later-strip" tabindex="0" aria-labelledby="later-heading" data-testid="later">
                    <h2 id="later-heading"><span aria-hidden="true">"◔ "</span>{t!(i18n, kds.later)}</h2>
                    <ul>{move || later.get().into_iter().map(one).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// One lane with its tickets, oldest first.
#[component]
fn Lane(kitchen: Kitchen, status: OrderStatus) -> impl IntoView {
    let i18n = use_i18n();
    let tickets = Memo::new(move |_| {
        let now = kitchen.clock.now();
        kitchen.board.with(|board| {
            board.lane_at(status, kitchen.lead_minutes, now).into_iter().cloned().collect::<Vec<Ticket>>()
        })
    });
    let empty = move || match status {
        OrderStatus::Pending => t_string!(i18n, kds.empty_pending).to_string(),
        OrderStatus::Preparing => t_string!(i18n, kds.empty_preparing).to_string(),
        _ => t_string!(i18n, kds.empty_ready).to_string(),
    };
    let heading = format!("lane-{}-heading", status.as_str());
    let labelled = heading.clone();
    view! {
        <section
            class=format!("lane {}", status.as_str())
            aria-labelledby=labelled
            data-testid=format!("lane-{}", status.as_str())
        >
            <h2 id=heading>
                <span aria-hidden="true">{words::status_sign(status)}</span>
                {move || words::status(i18n, status)}
                " "
                <b class="count">{move || tickets.with(Vec::len)}</b>
            </h2>
            {move || tickets.with(Vec::is_empty).then(|| view! { <p class="empty">{empty}</p> })}
            <div class="tickets">
                <For
                    each=move || tickets.get()
                    key=|ticket| (ticket.order_id, ticket.seq)
                    children=move |ticket| view! { <TicketCard kitchen ticket/> }
                />
            </div>
        </section>
    }
}

/// What runs low, at the right.
#[component]
fn LowStockPanel(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let low = Memo::new(move |_| kitchen.board.with(|board| board.low_stock.clone()));
    let line = move |low: LowStock| {
        let (have, level, unit) = (low.current_stock.to_string(), low.reorder_level.to_string(), low.unit);
        let text = move || {
            let (have, level, unit) = (have.as_str(), level.as_str(), unit.as_str());
            t_string!(i18n, kds.low_line, have = have, unit = unit, level = level).to_string()
        };
        view! { <li><b>{low.ingredient_name}</b><span>{text}</span></li> }
    };
    view! {
        <section class="low" tabindex="0" aria-labelledby="low-heading" data-testid="low-stock">
            <h2 id="low-heading">
                {t!(i18n, kds.low)} " " <b class="count">{move || low.with(Vec::len)}</b>
            </h2>
            {move || low.with(Vec::is_empty).then(|| view! { <p class="empty">{t!(i18n, kds.low_none)}</p> })}
            <ul>{move || low.get().into_iter().map(line).collect_view()}</ul>
        </section>
    }
}
