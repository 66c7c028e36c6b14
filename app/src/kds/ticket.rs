//! A ticket on the wall.

use std::sync::Arc;

use leptos::prelude::*;
use sunnyside::{
    kitchen::{Age, Notice, Ticket},
    order::{OrderStatus, PaymentStatus},
};

use super::{
    Kitchen,
    lines::{Lines, NoticeView, Parts},
    still,
};
use crate::{
    chrome::Press,
    clock::ShopClock,
    format::minutes_seconds,
    i18n::{t_string, use_i18n},
    words,
};

/// A ticket: its number and age the largest, the cook's words next. A tap on its head moves it on, a tap on a line bumps
/// that, a long press opens what else there is.
#[component]
pub fn TicketCard(kitchen: Kitchen, ticket: Arc<Ticket>) -> impl IntoView {
    let i18n = use_i18n();
    let (order_id, status, source) = (ticket.order_id, ticket.status, ticket.source);
    let clock = kitchen.clock.of_row();
    let age = {
        let ticket = Arc::clone(&ticket);
        Memo::new(move |_| kitchen.age(&ticket, clock.now()))
    };
    let due = ticket.due_at.map(|due| kitchen.clock.time_of_day(due));
    let due = due.map(|due| still(|| t_string!(i18n, orders.due, due = due.as_str()).to_string()));
    let table = ticket.table_no.clone();
    let table =
        table.map(|table| still(|| t_string!(i18n, pos.table_no, table = table.as_str()).to_string()));
    let unpaid = ticket.payment_status == PaymentStatus::Unpaid && status != OrderStatus::Cancelled;
    let is_off = status == OrderStatus::Cancelled;
    let (is_first, is_noticed, seq) = (ticket.priority_at.is_some(), ticket.notice.is_some(), ticket.seq);
    let call = ticket.call_number.clone();
    let press = Press::default();
    let open = move || kitchen.sheet.set(Some(order_id));
    let for_head = Arc::clone(&ticket);
    let tap = move |_| {
        if !press.was_long() && !is_off {
            kitchen.advance(&for_head);
        }
    };
    let notice =
        ticket.notice.clone().map(|notice| view! { <NoticeView kitchen ticket=Arc::clone(&ticket) notice/> });
    view! {
        <article
            class="ticket"
            class=("called-off", is_off)
            class=("first", is_first)
            class:due=move || age.get() == Age::Due
            class:late=move || age.get() == Age::Late
            class=("noticed", is_noticed)
            aria-label=call.clone()
            data-order=order_id
            data-testid=format!("ticket-{call}")
            data-status=status.as_str()
            data-seq=seq
        >
            <header
                class="ticket-head"
                {..press.on(open)}
                on:click=tap
            >
                <h3 class="call">{call.clone()}</h3>
                <AgeView kitchen clock ticket=Arc::clone(&ticket) age/>
                <p class="where">
                    {is_first.then(|| view! { <b class="chip first-chip">"▲ " {still(|| t_string!(i18n, kds.first).to_string())}</b> })}
                    <span>{still(|| words::source(i18n, source))}</span>
                    <span>{table}</span>
                    <span>{ticket.customer_name.clone()}</span>
                    <b>{due}</b>
                    <span class="tiny">{kitchen.clock.time_of_day(ticket.created_at)}</span>
                </p>
            </header>
            {unpaid
                .then(|| view! { <p class="unpaid"><span aria-hidden="true">"＄ "</span>{still(|| t_string!(i18n, kds.unpaid).to_string())}</p> })}
            {notice}
            <Lines kitchen ticket=Arc::clone(&ticket)/>
            <Parts kitchen ticket=Arc::clone(&ticket)/>
            <Actions kitchen ticket/>
        </article>
    }
}

/// How long it waits, and in words what that means.
#[component]
fn AgeView(kitchen: Kitchen, clock: ShopClock, ticket: Arc<Ticket>, age: Memo<Age>) -> impl IntoView {
    let i18n = use_i18n();
    let (status, since) = (ticket.status, ticket.since(kitchen.lead_minutes));
    let word = move || match age.get() {
        Age::Fresh => format!("{} {}", words::status_sign(status), still(|| words::status(i18n, status))),
        Age::Due => still(|| t_string!(i18n, kds.due).to_string()),
        Age::Late => still(|| t_string!(i18n, kds.late).to_string()),
    };
    let minutes = move || minutes_seconds(clock.now().seconds_since(since));
    view! {
        <p class="age">
            <span class="num">{minutes}</span>
            <small>{word}</small>
        </p>
    }
}

/// The foot: which key it has, one tap to go on, and everything else.
#[component]
fn Actions(kitchen: Kitchen, ticket: Arc<Ticket>) -> impl IntoView {
    let i18n = use_i18n();
    let (order_id, status) = (ticket.order_id, ticket.status);
    let call = ticket.call_number.clone();
    let is_off = ticket.notice == Some(Notice::Cancelled);
    let has_more = ticket.has_more();
    let step = still(|| match status {
        OrderStatus::Ready if has_more => t_string!(i18n, kds.finish).to_string(),
        OrderStatus::Pending => t_string!(i18n, kds.start).to_string(),
        OrderStatus::Preparing => t_string!(i18n, kds.finish).to_string(),
        OrderStatus::Ready => t_string!(i18n, kds.collected).to_string(),
        OrderStatus::Completed | OrderStatus::Cancelled => t_string!(i18n, kds.seen).to_string(),
    });
    let step_label =
        still(|| t_string!(i18n, kds.step_label, call = call.as_str(), step = step.as_str()).to_string());
    let more_label = still(|| t_string!(i18n, kds.more_label, call = call.as_str()).to_string());
    let go = move |_| {
        if is_off { kitchen.acknowledge(&ticket) } else { kitchen.advance(&ticket) }
    };
    view! {
        <footer class="ticket-actions">
            <kbd aria-hidden="true"></kbd>
            <button
                type="button"
                class="go"
                aria-label=step_label
                data-testid=if is_off { format!("notice-seen-{call}") } else { format!("ticket-next-{call}") }
                on:click=go
            >
                {step}
            </button>
            {(!is_off)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="more"
                            aria-label=more_label
                            data-testid=format!("ticket-more-{call}")
                            on:click=move |_| kitchen.sheet.set(Some(order_id))
                        >
                            "⋯"
                        </button>
                    }
                })}
        </footer>
    }
}
