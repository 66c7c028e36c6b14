//! The recall: what was bumped within the last hour, newest first; one tap takes it a step back.

use std::sync::Arc;

use leptos::{html, prelude::*, task::spawn_local};
use sunnyside::{
    kitchen::{KitchenCommand, Ticket},
    order::OrderStatus,
};

use super::{Kitchen, api::kitchen_collected, sheet::back_to};
use crate::{
    api,
    chrome::follow,
    format::minutes_seconds,
    i18n::{t, t_string, use_i18n},
    words,
};

/// The list of what can be recalled.
#[component]
pub fn Recall(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, kitchen.recalling);
    // None while it is asked for. As it was then: nothing moves under a finger that is on its way.
    let tickets = RwSignal::new(None::<Vec<Arc<Ticket>>>);
    Effect::new(move || {
        if !kitchen.recalling.get() {
            tickets.set(None);
            return;
        }
        spawn_local(async move {
            match api::in_time(kitchen_collected()).await {
                Ok(collected) => {
                    let _ = tickets.try_set(untrack(|| recallable(kitchen, collected)));
                }
                Err(error) => {
                    kitchen.recalling.set(false);
                    kitchen.complain(error);
                }
            }
        });
    });
    let list = NodeRef::<html::Ul>::new();
    // The newest one has the focus: opening and Enter is all it takes.
    Effect::new(move || {
        let is_any = tickets.with(|tickets| tickets.as_ref().is_some_and(|tickets| !tickets.is_empty()));
        if is_any {
            request_animation_frame(move || {
                let first =
                    list.get_untracked().and_then(|list| list.query_selector("button").ok().flatten());
                if let Some(first) = first {
                    use leptos::wasm_bindgen::JsCast;
                    if let Ok(first) = first.dyn_into::<leptos::web_sys::HtmlElement>() {
                        let _ = first.focus();
                    }
                }
            });
        }
    });
    let one = move |ticket: Arc<Ticket>| {
        let (call, status, since) = (ticket.call_number.clone(), ticket.status, ticket.status_since);
        let dishes = ticket.lines.iter().map(|line| format!("{} {}", line.quantity, line.name));
        let dishes = dishes.collect::<Vec<_>>().join("、");
        let to = back_to(status).map(|to| words::status(i18n, to)).unwrap_or_default();
        let clock = kitchen.clock.of_row();
        let to = t_string!(i18n, kds.back_to, status = to.as_str()).to_string();
        let tap = move |_| {
            kitchen.recalling.set(false);
            kitchen.ask(&ticket, KitchenCommand::Recall { from: status });
        };
        view! {
            <li>
                <button type="button" data-testid=format!("recall-{call}") on:click=tap>
                    <b class="call">{call.clone()}</b>
                    <span>{words::status_sign(status)} " " {words::status(i18n, status)}</span>
                    <span class="num">{move || minutes_seconds(clock.now().seconds_since(since))}</span>
                    <span class="muted dishes">{dishes}</span>
                    <span>"↶ " {to}</span>
                </button>
            </li>
        }
    };
    let inside = move || match tickets.get() {
        None => view! { <p class="empty">{t_string!(i18n, kds.loading).to_string()}</p> }.into_any(),
        Some(tickets) if tickets.is_empty() => {
            view! { <p class="empty">{t_string!(i18n, kds.recall_empty).to_string()}</p> }.into_any()
        }
        Some(tickets) => {
            view! { <ul class="recall-list" node_ref=list>{tickets.into_iter().map(one).collect_view()}</ul> }
                .into_any()
        }
    };
    view! {
        <dialog
            class="sheet recall"
            aria-labelledby="recall-heading"
            data-testid="recall"
            node_ref=dialog
            on:close=move |_| kitchen.recalling.set(false)
        >
            <h2 id="recall-heading">{t!(i18n, kds.recall_title)}</h2>
            {inside}
            <button type="button" data-testid="recall-close" on:click=move |_| kitchen.recalling.set(false)>
                {t!(i18n, kds.close)}
            </button>
        </dialog>
    }
}

/// What can be recalled: what was collected within the hour, and what the wall has that was moved on; newest first. None
/// where the page is gone.
fn recallable(kitchen: Kitchen, collected: Vec<Ticket>) -> Option<Vec<Arc<Ticket>>> {
    let station = kitchen.station.try_get()?;
    let mut tickets: Vec<Arc<Ticket>> = collected.into_iter().map(Arc::new).collect();
    kitchen.all.with(|all| {
        let moved = all.iter().map(|shown| &shown.ticket).filter(|ticket| {
            matches!(ticket.status, OrderStatus::Preparing | OrderStatus::Ready)
                && kitchen.is_of_today(ticket)
        });
        tickets.extend(moved.cloned());
    });
    tickets.retain(|ticket| ticket.lines_of(station).next().is_some());
    tickets.sort_by_key(|ticket| (std::cmp::Reverse(ticket.status_since), ticket.order_id));
    Some(tickets)
}
