//! What else can be done with a ticket: put it first, take it a step back, call it off and say why.

use leptos::{html, prelude::*};
use sunnyside::{
    kitchen::{KitchenCommand, Ticket},
    order::OrderStatus,
};

use super::{Kitchen, still};
use crate::{
    chrome::follow,
    i18n::{t, t_string, use_i18n},
    words,
};

/// The sheet of one ticket.
#[component]
pub fn Sheet(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let ticket = Memo::new(move |_| {
        let order_id = kitchen.sheet.get()?;
        kitchen.all.with(|all| {
            all.iter()
                .find(|shown| shown.ticket.order_id == order_id)
                .map(|shown| Ticket::clone(&shown.ticket))
        })
    });
    let is_open = Memo::new(move |_| ticket.with(Option::is_some));
    follow(dialog, is_open);
    let is_calling_off = RwSignal::new(false);
    let close = move || {
        is_calling_off.set(false);
        kitchen.sheet.set(None);
    };
    let heading = move || {
        let ticket = ticket.get()?;
        let status = words::status(i18n, ticket.status);
        Some(
            view! { {ticket.call_number} " " <small>{words::status_sign(ticket.status)} " " {status}</small> },
        )
    };
    // Why it is called off is half written where something else happens to the order: that stays as it is.
    let order = Memo::new(move |_| ticket.with(|ticket| ticket.as_ref().map(|ticket| ticket.order_id)));
    let reasons = move || {
        let order_id = order.get().filter(|_| is_calling_off.get())?;
        Some(view! { <Reasons kitchen order_id close/> })
    };
    let choices = move || {
        i18n.get_locale();
        let ticket = ticket.get().filter(|_| !is_calling_off.get())?;
        Some(view! { <Choices kitchen ticket is_calling_off close/> })
    };
    view! {
        <dialog
            class="sheet ticket-sheet"
            aria-labelledby="sheet-heading"
            data-testid="ticket-sheet"
            node_ref=dialog
            on:close=move |_| close()
        >
            <h2 id="sheet-heading">{heading}</h2>
            {choices}
            {reasons}
            <button type="button" data-testid="sheet-close" on:click=move |_| close()>{t!(i18n, kds.close)}</button>
        </dialog>
    }
}

#[component]
fn Choices(
    kitchen: Kitchen,
    ticket: Ticket,
    is_calling_off: RwSignal<bool>,
    close: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let status = ticket.status;
    let is_first = ticket.priority_at.is_some();
    let ticket = StoredValue::new(ticket);
    let first = move |_| {
        ticket.with_value(|ticket| kitchen.prioritise(ticket));
        close();
    };
    let back = move |_| {
        ticket.with_value(|ticket| kitchen.ask(ticket, KitchenCommand::Recall { from: status }));
        close();
    };
    view! {
        <div class="choices">
            {matches!(status, OrderStatus::Pending | OrderStatus::Preparing)
                .then(|| {
                    view! {
                        <button type="button" data-testid="sheet-first" on:click=first>
                            {if is_first { "▽ " } else { "▲ " }}
                            {still(|| if is_first { t_string!(i18n, kds.in_turn) } else { t_string!(i18n, kds.put_first) }.to_string())}
                        </button>
                    }
                })}
            {back_to(status)
                .map(|to| {
                    view! {
                        <button type="button" data-testid="sheet-back" on:click=back>
                            "↶ "
                            {still(|| {
                                let to = words::status(i18n, to);
                                t_string!(i18n, kds.back_to, status = to.as_str()).to_string()
                            })}
                        </button>
                    }
                })}
            {status
                .can_become(OrderStatus::Cancelled)
                .then(|| {
                    view! {
                        <button type="button" class="danger" data-testid="sheet-call-off" on:click=move |_| is_calling_off.set(true)>
                            "✕ " {still(|| t_string!(i18n, kds.call_off).to_string())}
                        </button>
                    }
                })}
        </div>
    }
}

/// Where a recall takes an order.
pub const fn back_to(status: OrderStatus) -> Option<OrderStatus> {
    match status {
        OrderStatus::Preparing => Some(OrderStatus::Pending),
        OrderStatus::Ready => Some(OrderStatus::Preparing),
        OrderStatus::Completed => Some(OrderStatus::Ready),
        OrderStatus::Pending | OrderStatus::Cancelled => None,
    }
}

/// Why an order is called off: one tap for what is usual, or a line of one's own.
#[component]
fn Reasons(kitchen: Kitchen, order_id: i64, close: impl Fn() + Copy + 'static) -> impl IntoView {
    let i18n = use_i18n();
    let other = NodeRef::<html::Input>::new();
    let call_off = move |reason: String| {
        if let Some(ticket) = kitchen.ticket(order_id) {
            kitchen.ask(&ticket, KitchenCommand::CallOff { reason });
        }
        close();
    };
    let usual = move |testid: &'static str, text: Signal<String>| {
        view! {
            <button type="button" class="danger" data-testid=testid on:click=move |_| call_off(text.get_untracked())>
                {text}
            </button>
        }
    };
    let out = Signal::derive(move || t_string!(i18n, kds.reason_out).to_string());
    let guest = Signal::derive(move || t_string!(i18n, kds.reason_guest).to_string());
    let mistake = Signal::derive(move || t_string!(i18n, kds.reason_mistake).to_string());
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let reason = other.get_untracked().map(|field| field.value()).unwrap_or_default();
        if !reason.trim().is_empty() {
            call_off(reason);
        }
    };
    view! {
        <p>{t!(i18n, kds.why)}</p>
        <div class="choices">
            {usual("reason-out", out)}
            {usual("reason-guest", guest)}
            {usual("reason-mistake", mistake)}
        </div>
        <form class="row" on:submit=submit>
            <input
                type="text"
                maxlength="200"
                autocomplete="off"
                node_ref=other
                aria-label=move || t_string!(i18n, kds.reason_other)
                placeholder=move || t_string!(i18n, kds.reason_other)
                data-testid="reason-other"
            />
            <button type="submit" class="danger" data-testid="reason-send">{t!(i18n, kds.call_off)}</button>
        </form>
    }
}
