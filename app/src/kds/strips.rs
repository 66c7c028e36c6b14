//! What stands beside the tickets that are to be made now: what is wanted later, what waits to be collected, and what
//! is left of another day.

use std::sync::Arc;

use leptos::{html, prelude::*};
use sunnyside::{
    kitchen::{Age, Ticket},
    order::OrderStatus,
};

use super::{Kitchen, follow::Shown, still};
use crate::{
    chrome::{Press, follow, rows, when},
    format::minutes_seconds,
    i18n::{t, t_string, use_i18n},
    words,
};

/// What is wanted later, over the tickets; each comes among them by itself when it is time.
#[component]
pub fn LaterStrip(kitchen: Kitchen) -> impl IntoView {
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
                <span>{t_string!(i18n, pos.pieces, n = pieces).to_string()}</span>
            </li>
        }
    };
    let is_any = Memo::new(move |_| later.with(|later| !later.is_empty()));
    move || {
        is_any.get().then(|| {
            view! {
                <section class="later-strip" tabindex="0" aria-labelledby="later-heading" data-testid="later">
                    <h2 id="later-heading"><span aria-hidden="true">"◔ "</span>{t_string!(i18n, kds.later).to_string()}</h2>
                    <ul>{move || later.get().into_iter().map(one).collect_view()}</ul>
                </section>
            }
        })
    }
}

/// What waits to be collected, for who sees to whole orders: one tap when it is.
#[component]
pub fn ReadyStrip(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let ready = Memo::new(move |_| {
        let is_ready = |s: &&Shown| {
            s.ticket.status == OrderStatus::Ready && s.ticket.is_made() && s.ticket.notice.is_none()
        };
        let mut ready: Vec<Shown> = kitchen.all.with(|all| all.iter().filter(is_ready).cloned().collect());
        ready.retain(|shown| kitchen.is_of_today(&shown.ticket));
        ready.sort_by_key(|shown| (shown.ticket.status_since, shown.ticket.order_id));
        ready
    });
    let is_none = Memo::new(move |_| ready.with(Vec::is_empty));
    let each = move || {
        i18n.get_locale();
        ready.get()
    };
    let key = move |shown: &Shown| (shown.key(), i18n.get_locale_untracked());
    let one = move |shown: Shown| view! { <Ready kitchen ticket=shown.ticket/> };
    let is_wanted = Memo::new(move |_| kitchen.station.get().is_none());
    move || {
        is_wanted.get().then(|| {
            view! {
                <section class="ready-strip" aria-labelledby="ready-heading" data-testid="lane-ready">
                    <h2 id="ready-heading">
                        <span aria-hidden="true">{words::status_sign(OrderStatus::Ready)} " "</span>
                        {t_string!(i18n, kds.ready_strip).to_string()}
                        " "
                        <b class="count">{move || ready.with(Vec::len)}</b>
                    </h2>
                    {when(is_none, move || t_string!(i18n, kds.empty_ready).to_string())}
                    <ul>{rows(each, key, one)}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Ready(kitchen: Kitchen, ticket: Arc<Ticket>) -> impl IntoView {
    let i18n = use_i18n();
    let call = ticket.call_number.clone();
    let (order_id, source, since, seq) = (ticket.order_id, ticket.source, ticket.status_since, ticket.seq);
    let clock = kitchen.clock.of_row();
    let age = {
        let ticket = Arc::clone(&ticket);
        Memo::new(move |_| kitchen.age(&ticket, clock.now()))
    };
    let sign = move || match age.get() {
        Age::Fresh => "● ",
        Age::Due => "◷ ",
        Age::Late => "！",
    };
    let unpaid = ticket.payment_status == sunnyside::order::PaymentStatus::Unpaid;
    let press = Press::default();
    let open = move || kitchen.sheet.set(Some(order_id));
    view! {
        <li
            class="ready-ticket"
            class:due=move || age.get() == Age::Due
            class:late=move || age.get() == Age::Late
            data-testid=format!("ticket-{call}")
            data-status="ready"
            data-seq=seq
        >
            <button
                type="button"
                data-testid=format!("ticket-next-{call}")
                {..press.on(open)}
                on:click=move |_| {
                    if !press.was_long() {
                        kitchen.advance(&ticket);
                    }
                }
            >
                <b class="call">{call.clone()}</b>
                <span>{still(|| words::source(i18n, source))}</span>
                {unpaid.then(|| view! { <span class="unpaid">"＄ " {still(|| t_string!(i18n, kds.unpaid).to_string())}</span> })}
                <span class="num age">
                    {sign} {move || minutes_seconds(clock.now().seconds_since(since))}
                </span>
                <span class="go">{still(|| t_string!(i18n, kds.collected).to_string())}</span>
            </button>
        </li>
    }
}

/// What was called off longer ago needs no cook's word any more.
const CALLED_OFF_SECONDS: i64 = 24 * 3600;

/// What is left unfinished of another day: in a tray, so that it is neither lost nor among today's.
#[component]
pub fn Tray(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let is_open = RwSignal::new(false);
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, is_open);
    let left = Memo::new(move |_| {
        let mut left = kitchen.all.get();
        let now = kitchen.clock.now();
        left.retain(|Shown { ticket, .. }| {
            let is_old =
                !ticket.status.is_live() && now.seconds_since(ticket.status_since) > CALLED_OFF_SECONDS;
            !is_old && !kitchen.is_of_today(ticket) && !ticket.waits(kitchen.lead_minutes, now)
        });
        left
    });
    let is_any = Memo::new(move |_| left.with(|left| !left.is_empty()));
    let one = move |shown: Shown| {
        let ticket = shown.ticket;
        let (status, order_id) = (ticket.status, ticket.order_id);
        let (number, call) = (ticket.order_number.clone(), ticket.call_number.clone());
        let is_off = !status.is_live();
        let for_step = Arc::clone(&ticket);
        let step = if is_off {
            t_string!(i18n, kds.seen).to_string()
        } else {
            words::status(i18n, status.next().unwrap_or(OrderStatus::Completed))
        };
        let more = t_string!(i18n, kds.more_label, call = call.as_str()).to_string();
        let dishes = ticket.lines.iter().map(|line| format!("{} {}", line.quantity, line.name));
        view! {
            <li data-testid=format!("tray-{call}")>
                <b>{number}</b>
                <span>{words::status_sign(status)} " " {words::status(i18n, status)}</span>
                <span class="muted">{dishes.collect::<Vec<_>>().join("、")}</span>
                <button
                    type="button"
                    on:click=move |_| {
                        if is_off { kitchen.acknowledge(&for_step) } else { kitchen.advance(&for_step) }
                    }
                >
                    "→ " {step}
                </button>
                <button
                    type="button"
                    aria-label=more
                    on:click=move |_| {
                        is_open.set(false);
                        kitchen.sheet.set(Some(order_id));
                    }
                >
                    "⋯"
                </button>
            </li>
        }
    };
    view! {
        {move || {
            is_any
                .get()
                .then(|| {
                    view! {
                        <button type="button" class="tray" data-testid="tray-open" on:click=move |_| is_open.set(true)>
                            <span aria-hidden="true">"▤"</span>
                            {move || {
                                let n = left.with(Vec::len);
                                t_string!(i18n, kds.tray, n = n).to_string()
                            }}
                        </button>
                    }
                })
        }}
        <dialog
            class="sheet"
            aria-labelledby="tray-heading"
            data-testid="tray"
            node_ref=dialog
            on:close=move |_| is_open.set(false)
        >
            <h2 id="tray-heading">{t!(i18n, kds.tray_title)}</h2>
            <ul class="tray-list">{move || left.get().into_iter().map(one).collect_view()}</ul>
            <button type="button" on:click=move |_| is_open.set(false)>{t!(i18n, kds.close)}</button>
        </dialog>
    }
}
