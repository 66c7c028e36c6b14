//! A ticket on the wall.

use leptos::{prelude::*, task::spawn_local};
use sunnyside::{
    event::{TicketChoice, TicketLine},
    kitchen::{self, Age, Ticket},
    order::{OrderStatus, PaymentStatus},
};

use super::Kitchen;
use crate::{
    api,
    format::minutes_seconds,
    i18n::{t, t_string, use_i18n},
    words,
};

/// A ticket: its number and age the largest, the cook's words next, one button to go on.
#[component]
pub fn TicketCard(kitchen: Kitchen, ticket: Ticket) -> impl IntoView {
    let i18n = use_i18n();
    let (status, since, source) = (ticket.status, ticket.since(kitchen.lead_minutes), ticket.source);
    let due = ticket.due_at.map(|due| kitchen.clock.time_of_day(due));
    let due = move || due.as_ref().map(|due| t_string!(i18n, orders.due, due = due.as_str()).to_string());
    let customer = ticket.customer_name;
    let seconds = Memo::new(move |_| kitchen.clock.now().seconds_since(since));
    let age = Memo::new(move |_| kitchen::age(status, seconds.get()));
    let table = ticket.table_no;
    let table =
        move || table.as_ref().map(|table| t_string!(i18n, pos.table_no, table = table.as_str()).to_string());
    let unpaid = ticket.payment_status == PaymentStatus::Unpaid;
    let lines = ticket.lines.into_iter().map(|line| view! { <TicketLineView line/> }).collect_view();
    let warning = move || match age.get() {
        Age::Fresh => None,
        Age::Due => Some(t_string!(i18n, kds.due).to_string()),
        Age::Late => Some(t_string!(i18n, kds.late).to_string()),
    };
    let busy = RwSignal::new(false);
    let call = ticket.call_number;
    // The view's children take their values before its attributes.
    let shown = call.clone();
    view! {
        <article
            class="ticket"
            class:due=move || age.get() == Age::Due
            class:late=move || age.get() == Age::Late
            aria-label=call.clone()
            data-testid=format!("ticket-{call}")
            data-status=status.as_str()
        >
            <header class="ticket-head">
                <h3 class="call">{call.clone()}</h3>
                <div class="where">
                    <span>{move || words::source(i18n, source)}</span>
                    <span>{table}</span>
                    <span>{customer}</span>
                    <b>{due}</b>
                    <span class="tiny">{kitchen.clock.time_of_day(ticket.created_at)}</span>
                </div>
                <div class="age">
                    <span class="num">{move || minutes_seconds(seconds.get())}</span>
                    <small>{warning}</small>
                </div>
            </header>
            {unpaid
                .then(|| view! { <p class="unpaid"><span aria-hidden="true">"＄ "</span>{t!(i18n, kds.unpaid)}</p> })}
            <ul class="ticket-lines">{lines}</ul>
            <Actions kitchen order_id=ticket.order_id call=shown status busy/>
        </article>
    }
}

#[component]
fn TicketLineView(line: TicketLine) -> impl IntoView {
    let i18n = use_i18n();
    let name = move || words::names(i18n, &line.name, line.name_en.as_deref()).0;
    let choice = move |choice: TicketChoice| {
        let name = move || words::names(i18n, &choice.name, choice.name_en.as_deref()).0;
        view! { <em>{name}</em> }
    };
    view! {
        <li>
            <span class="quantity">{line.quantity} " ×"</span>
            <span>{name}</span>
            {line.choices.into_iter().map(choice).collect_view()}
            {line.note.map(|note| view! { <em>{note}</em> })}
        </li>
    }
}

/// One tap to the next status; cancelling asks for a second one.
#[component]
fn Actions(
    kitchen: Kitchen,
    order_id: i64,
    call: String,
    status: OrderStatus,
    busy: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let sure = RwSignal::new(false);
    let go = move |to: OrderStatus| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = api::in_time(api::move_order(order_id, to)).await {
                kitchen.complain(error);
            }
            // The ticket may be gone by now: its event was faster than the answer.
            let _ = busy.try_set(false);
        });
    };
    let cancel = move |_| {
        if sure.get_untracked() {
            go(OrderStatus::Cancelled);
            return;
        }
        sure.set(true);
        let unsure = move || {
            let _ = sure.try_set(false);
        };
        set_timeout(unsure, std::time::Duration::from_secs(3));
    };
    let step = move || match status {
        OrderStatus::Pending => t_string!(i18n, kds.start).to_string(),
        OrderStatus::Preparing => t_string!(i18n, kds.finish).to_string(),
        _ => t_string!(i18n, kds.collected).to_string(),
    };
    let cancel_text = move || {
        if sure.get() {
            t_string!(i18n, kds.cancel_sure).to_string()
        } else {
            t_string!(i18n, kds.cancel).to_string()
        }
    };
    let (for_step, for_cancel) = (call.clone(), call.clone());
    let step_label =
        move || t_string!(i18n, kds.step_label, call = for_step.as_str(), step = step()).to_string();
    let cancel_label = move || {
        let what = t_string!(i18n, kds.cancel_label, call = for_cancel.as_str()).to_string();
        if sure.get() { format!("{what}: {}", t_string!(i18n, kds.cancel_sure)) } else { what }
    };
    view! {
        <footer class="ticket-actions">
            {status
                .can_become(OrderStatus::Cancelled)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="cancel"
                            class:danger=move || sure.get()
                            disabled=busy
                            aria-label=cancel_label
                            data-testid=format!("ticket-cancel-{call}")
                            on:click=cancel
                        >
                            {cancel_text}
                        </button>
                    }
                })}
            {status
                .next()
                .map(|to| {
                    view! {
                        <button
                            type="button"
                            class="go"
                            disabled=busy
                            aria-busy=move || busy.get().to_string()
                            aria-label=step_label
                            data-testid=format!("ticket-next-{call}")
                            on:click=move |_| go(to)
                        >
                            {step}
                        </button>
                    }
                })}
        </footer>
    }
}
