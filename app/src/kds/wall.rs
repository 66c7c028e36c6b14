//! The wall, once its data is there: the bar, what waits for later, the tickets in columns, the counts at the side.

use leptos::{either::Either, html, prelude::*};
use sunnyside::kitchen::KitchenCommand;

use super::{
    Kitchen, alarm,
    api::Start,
    bar::Bar,
    fit::Room,
    follow::Shown,
    keys,
    recall::Recall,
    sheet::Sheet,
    side::Side,
    strips::{LaterStrip, ReadyStrip},
    ticket::TicketCard,
};
use crate::{
    awake::keep_awake,
    chrome::{Strips, each_frame, rows, when},
    format::minutes_seconds,
    i18n::{t, t_string, use_i18n},
    screen::Screen,
    session::Viewer,
    words,
};

/// The wall.
#[component]
pub fn Wall(viewer: Viewer, start: Start) -> impl IntoView {
    // First, since it sets the language of all that follows.
    let screen = Screen::read(&viewer);
    let kitchen = Kitchen::open(&viewer, start, screen);
    keys::listen(kitchen);
    alarm::ring(kitchen);
    keep_awake();
    view! {
        <div
            class="kds drift"
            class:kiosk=screen.is_kiosk
            data-theme=screen.theme
            data-size=screen.size
            lang=screen.lang
        >
            <div class="strips"><Strips viewer=viewer.clone()/></div>
            <Bar kitchen viewer screen/>
            <LaterStrip kitchen/>
            <main id="main" class="wall">
                <Tickets kitchen/>
                <Side kitchen/>
                <Toasts kitchen/>
            </main>
            <ReadyStrip kitchen/>
            <Foot kitchen/>
            <Sheet kitchen/>
            <Recall kitchen/>
        </div>
    }
}

/// The columns of the page that is shown: how many tickets came before it, and how many each column has.
fn page(kitchen: Kitchen) -> (usize, Vec<usize>) {
    kitchen.pages.with(|pages| {
        let turned = kitchen.turned.get().min(pages.len().saturating_sub(1));
        let before = pages.iter().take(turned).flatten().sum();
        (before, pages.get(turned).cloned().unwrap_or_default())
    })
}

/// The tickets of the page that is shown, in their order; the first nine have a key each.
pub fn on_page(kitchen: Kitchen) -> Vec<Shown> {
    let (before, columns) = page(kitchen);
    let count = columns.iter().sum();
    kitchen.to_make.with(|tickets| tickets.iter().skip(before).take(count).cloned().collect())
}

/// How many tickets each column of the page that is shown has.
pub fn columns_of_page(kitchen: Kitchen) -> Vec<usize> {
    page(kitchen).1
}

/// What stands among the tickets.
#[derive(Clone, PartialEq, Eq)]
enum Piece {
    Card(Shown),
    /// What follows stands in the next column; the number is that of the column.
    Break(usize),
}

/// The page that is shown: its tickets, and between them where a column ends.
fn pieces(kitchen: Kitchen) -> Vec<Piece> {
    let mut tickets = on_page(kitchen).into_iter().map(Piece::Card);
    let mut pieces = Vec::new();
    for (column, count) in columns_of_page(kitchen).into_iter().enumerate() {
        pieces.extend((column > 0).then_some(Piece::Break(column)));
        pieces.extend(tickets.by_ref().take(count));
    }
    pieces
}

/// The tickets that are to be made, in as many columns as the screen has room for. All are in one list, so that one that
/// moves to another column is not made anew.
#[component]
fn Tickets(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let place = NodeRef::<html::Section>::new();
    measure(kitchen, place);
    mark_selected(kitchen);
    let pieces = Memo::new(move |_| pieces(kitchen));
    let each = move || {
        i18n.get_locale();
        pieces.get()
    };
    let key = move |piece: &Piece| {
        let key = match piece {
            Piece::Card(shown) => Ok(shown.key()),
            Piece::Break(column) => Err(*column),
        };
        (key, kitchen.station.get_untracked(), i18n.get_locale_untracked())
    };
    let piece = move |piece: Piece| match piece {
        Piece::Card(shown) => Either::Left(view! { <TicketCard kitchen ticket=shown.ticket/> }),
        Piece::Break(_) => Either::Right(view! { <i class="column-end" aria-hidden="true"></i> }),
    };
    let columns = Memo::new(move |_| kitchen.room.get().columns());
    let is_empty = Memo::new(move |_| kitchen.to_make.with(Vec::is_empty));
    view! {
        <section
            class="tickets"
            aria-labelledby="tickets-heading"
            data-testid="tickets"
            data-columns=move || columns.get().to_string()
            node_ref=place
        >
            <h2 id="tickets-heading" class="visually-hidden">{t!(i18n, kds.to_make)}</h2>
            {when(is_empty, move || t_string!(i18n, kds.empty).to_string())}
            {rows(each, key, piece)}
        </section>
    }
}

/// Keeps the room up to date in which the tickets stand.
fn measure(kitchen: Kitchen, place: NodeRef<html::Section>) {
    let look = each_frame(move || {
        let Some(element) = place.try_get_untracked().flatten() else { return };
        let screen = window().inner_width().ok().and_then(|w| w.as_f64()).map_or(1920, |w| w as i32);
        let known = kitchen.room.get_untracked();
        let (width, height) = (element.client_width(), element.client_height());
        let is_as_large = (known.screen, known.width, known.height) == (screen, width, height);
        // What is reckoned too low is seen on the screen: the last of a column goes to the next one, and those of the
        // last column stand outside. Then fewer stand in a column.
        let is_cut = is_as_large && element.scroll_width() > width + 2;
        let slack = if !is_as_large { 0 } else { (known.slack + if is_cut { 6 } else { 0 }).min(60) };
        let room = Room { screen, width, height, slack, ..known };
        if known != room {
            kitchen.room.set(room);
        }
    });
    Effect::new(move || {
        kitchen.pages.track();
        kitchen.room.track();
        // What stands above and below the tickets takes room from them; they are measured once that is drawn, and now
        // and then: letters come late, and a strip appears.
        let _ = kitchen.all.with(Vec::len);
        kitchen.display.track();
        kitchen.clock.now();
        look();
    });
    Effect::new(move || {
        let resized = window_event_listener(leptos::ev::resize, move |_| look());
        on_cleanup(move || resized.remove());
    });
}

/// Marks the card that keys act on. Cards come and go by the thousand; one effect looks for the one, so that none of
/// them has to follow the selection.
fn mark_selected(kitchen: Kitchen) {
    let mark = each_frame(move || {
        let Some(selected) = kitchen.selected.try_get_untracked() else { return };
        let cards = document().get_elements_by_class_name("ticket");
        for card in (0..cards.length()).filter_map(|place| cards.item(place)) {
            let is_it = selected.is_some_and(|id| card.get_attribute("data-order") == Some(id.to_string()));
            // Refused only for names that are none.
            let _ = card.class_list().toggle_with_force("selected", is_it);
            let _ = if is_it {
                card.set_attribute("aria-current", "true")
            } else {
                card.remove_attribute("aria-current")
            };
        }
    });
    Effect::new(move || {
        kitchen.selected.track();
        kitchen.to_make.track();
        kitchen.pages.track();
        kitchen.turned.track();
        mark();
    });
}

/// What went wrong, and what can be taken back.
#[component]
fn Toasts(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let error = move || {
        kitchen.toast.get().map(|(_, error)| {
            view! {
                <p class="toast" data-testid="toast">
                    <span aria-hidden="true">"⚠ "</span>
                    {words::error(i18n, &error)}
                </p>
            }
        })
    };
    let undo = move || {
        let ticket = kitchen.undo.get().and_then(|(order_id, _)| kitchen.ticket(order_id))?;
        Some(view! {
            <p class="toast good">
                <span>{t_string!(i18n, kds.first_done, call = ticket.call_number.as_str()).to_string()}</span>
                <button
                    type="button"
                    data-testid="first-undo"
                    on:click=move |_| {
                        kitchen.undo.set(None);
                        // The ticket as it is by now: putting it first was an event of its own.
                        if let Some(ticket) = kitchen.ticket(ticket.order_id) {
                            kitchen.ask(&ticket, KitchenCommand::Prioritise { first: false });
                        }
                    }
                >
                    "↶ " {t_string!(i18n, kds.undo).to_string()}
                </button>
            </p>
        })
    };
    view! {
        <div class="toasts" aria-live="assertive">{error}{undo}</div>
    }
}

/// The last line: the keys, the pages, what this screen is and what it has shown.
#[component]
fn Foot(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let keys = kitchen.wall.with_value(|wall| wall.keys.clone());
    let hints = move || {
        let (bump, recall, priority) =
            (keys::name(&keys.bump), keys::name(&keys.recall), keys::name(&keys.priority));
        t_string!(
            i18n,
            kds.keys,
            bump = bump.as_str(),
            recall = recall.as_str(),
            priority = priority.as_str()
        )
        .to_string()
    };
    view! {
        <footer class="kds-foot">
            <span class="hints">{hints}</span>
            <span class="grow"></span>
            <Pager kitchen/>
            <span class="grow"></span>
            <span class="num" data-testid="seq">"#" {move || kitchen.board.with(|board| board.seq)}</span>
        </footer>
    }
}

/// Which page it is, how many tickets are on the others, and how long the one of them waits that waits longest.
#[component]
fn Pager(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| kitchen.pages.with(Vec::len));
    let shown = Memo::new(move |_| kitchen.turned.get().min(count.get().saturating_sub(1)));
    let hidden = move || {
        let (before, columns) = page(kitchen);
        let here = before..before + columns.iter().sum::<usize>();
        let now = kitchen.clock.now();
        let others = kitchen.to_make.with(|tickets| {
            let others = tickets.iter().enumerate().filter(|(place, _)| !here.contains(place));
            others.map(|(_, s)| now.seconds_since(s.ticket.since(kitchen.lead_minutes))).collect::<Vec<i64>>()
        });
        let oldest = others.iter().max().copied()?;
        let (n, age) = (others.len(), minutes_seconds(oldest));
        Some(t_string!(i18n, kds.hidden, n = n, age = age.as_str()).to_string())
    };
    let is_any = Memo::new(move |_| count.get() > 1);
    move || {
        is_any.get().then(|| {
            view! {
                <nav class="pager" aria-label=t_string!(i18n, kds.pages).to_string() data-testid="pager">
                    <button
                        type="button"
                        aria-label=t_string!(i18n, kds.previous_page).to_string()
                        data-testid="page-previous"
                        disabled=move || shown.get() == 0
                        on:click=move |_| keys::turn(kitchen, false)
                    >
                        "◀"
                    </button>
                    <b class="num">{move || shown.get() + 1} "/" {count}</b>
                    <button
                        type="button"
                        aria-label=t_string!(i18n, kds.next_page).to_string()
                        data-testid="page-next"
                        disabled=move || { shown.get() + 1 >= count.get() }
                        on:click=move |_| keys::turn(kitchen, true)
                    >
                        "▶"
                    </button>
                    <span data-testid="hidden">{hidden}</span>
                </nav>
            }
        })
    }
}
