//! What stands on a ticket: its lines, what was changed of them, and what each station has done.

use std::sync::Arc;

use leptos::prelude::*;
use sunnyside::{
    kitchen::{
        KitchenCommand, Notice, Part, Ticket,
        counts::{Combined, combined},
        is_about_allergy,
    },
    order::{DiffLine, OrderStatus, QuantityChange},
};

use super::{Kitchen, still};
use crate::{
    i18n::{t_string, use_i18n},
    words,
};

/// The lines of this screen's station, or all of them.
#[component]
pub fn Lines(kitchen: Kitchen, ticket: Arc<Ticket>) -> impl IntoView {
    let lines = combined(ticket.lines_of(kitchen.station.get_untracked()));
    let one = |(place, combined): (usize, Combined)| {
        view! { <LineView kitchen ticket=Arc::clone(&ticket) combined place/> }
    };
    view! { <ul class="ticket-lines">{lines.into_iter().enumerate().map(one).collect_view()}</ul> }
}

/// A line: a tap says that it is made, another one that it is not.
#[component]
fn LineView(kitchen: Kitchen, ticket: Arc<Ticket>, combined: Combined, place: usize) -> impl IntoView {
    let i18n = use_i18n();
    let Combined { line, ids } = combined;
    let done = line.done;
    let is_open = matches!(ticket.status, OrderStatus::Pending | OrderStatus::Preparing)
        || (ticket.has_more() && !done);
    let testid = format!("line-{}-{place}", ticket.call_number);
    let tap = move |_| kitchen.ask(&ticket, KitchenCommand::Bump { lines: ids.clone(), done: !done });
    let name_of = |name: &str, name_en: Option<&str>| still(|| words::names(i18n, name, name_en).0);
    let chosen: Vec<String> =
        line.choices.iter().map(|choice| name_of(&choice.name, choice.name_en.as_deref())).collect();
    let note = line.note.map(|note| {
        let is_allergy = is_about_allergy(&note);
        let mark = is_allergy
            .then(|| view! { <b>"⚠ " {still(|| t_string!(i18n, kds.allergy).to_string())} " "</b> });
        view! { <em class=("allergy", is_allergy)>{mark} {note}</em> }
    });
    let name = name_of(&line.name, line.name_en.as_deref());
    view! {
        <li class=("done", done)>
            <button
                type="button"
                class="line"
                aria-pressed=done.to_string()
                disabled=!is_open
                data-testid=testid
                on:click=tap
            >
                <span class="quantity">
                    {done.then(|| view! { <span aria-hidden="true">"✓"</span> })} {line.quantity}
                </span>
                <span class="what">
                    <span class="dish">{name}</span>
                    {(!chosen.is_empty()).then(|| view! { <em>{chosen.join("・")}</em> })}
                    {note}
                </span>
            </button>
        </li>
    }
}

/// What the counter changed, until somebody says that it was seen.
#[component]
pub fn NoticeView(kitchen: Kitchen, ticket: Arc<Ticket>, notice: Notice) -> impl IntoView {
    let i18n = use_i18n();
    let call = ticket.call_number.clone();
    let Notice::Changed(diff) = notice else {
        return view! {
            <p class="notice off" data-testid=format!("notice-{call}")>
                <span aria-hidden="true">"✕ "</span>
                {still(|| t_string!(i18n, kds.called_off).to_string())}
            </p>
        }
        .into_any();
    };
    let text = |line: &DiffLine| with_words(&line.menu_item_name, &line.modifiers, line.note.as_deref());
    let added = diff.added.iter().map(|line| {
        let (quantity, text) = (line.quantity, text(line));
        view! {
            <li class="added">
                <b aria-hidden="true">"＋"</b>
                <span class="visually-hidden">{still(|| t_string!(i18n, kds.added).to_string())}</span>
                <span>{quantity} " " {text}</span>
            </li>
        }
    });
    let removed = diff.removed.iter().map(|line| {
        let (quantity, text) = (line.quantity, text(line));
        view! {
            <li class="removed">
                <b aria-hidden="true">"－"</b>
                <span class="visually-hidden">{still(|| t_string!(i18n, kds.removed).to_string())}</span>
                <del>{quantity} " " {text}</del>
            </li>
        }
    });
    let changed = diff.quantity_changed.iter().map(|change: &QuantityChange| {
        let text = with_words(&change.menu_item_name, &change.modifiers, change.note.as_deref());
        view! {
            <li class="changed">
                <b aria-hidden="true">"±"</b>
                <span class="visually-hidden">{still(|| t_string!(i18n, kds.changed).to_string())}</span>
                <span><del>{change.before_quantity}</del> " → " {change.after_quantity} " " {text}</span>
            </li>
        }
    });
    let rows: Vec<_> = added
        .map(IntoAny::into_any)
        .chain(removed.map(IntoAny::into_any))
        .chain(changed.map(IntoAny::into_any))
        .collect();
    let label = still(|| t_string!(i18n, kds.seen_label, call = call.as_str()).to_string());
    view! {
        <div class="notice" data-testid=format!("notice-{call}")>
            <h4><span aria-hidden="true">"✎ "</span>{still(|| t_string!(i18n, kds.changed_title).to_string())}</h4>
            <ul>{rows}</ul>
            <button
                type="button"
                class="seen"
                aria-label=label
                data-testid=format!("notice-seen-{call}")
                on:click=move |_| kitchen.acknowledge(&ticket)
            >
                {still(|| t_string!(i18n, kds.seen).to_string())}
            </button>
        </div>
    }
    .into_any()
}

/// A line of a difference in a cook's words.
fn with_words(name: &str, choices: &[String], note: Option<&str>) -> String {
    let more: Vec<&str> = choices.iter().map(String::as_str).chain(note).collect();
    if more.is_empty() { name.to_owned() } else { format!("{name}（{}）", more.join("・")) }
}

/// What each station has done of it, for who sees to the whole order.
#[component]
pub fn Parts(kitchen: Kitchen, ticket: Arc<Ticket>) -> impl IntoView {
    let i18n = use_i18n();
    let parts = ticket.parts();
    let is_wanted = kitchen.station.get_untracked().is_none()
        && ticket.status.is_live()
        && parts.iter().any(|part| part.station_id.is_some());
    let one = move |part: Part| {
        let station = kitchen.stations.with_value(|all| {
            all.iter().find(|s| Some(s.id) == part.station_id).map(|s| (s.name.clone(), s.name_en.clone()))
        });
        let name = still(|| match &station {
            Some((name, name_en)) => words::names(i18n, name, name_en.as_deref()).0,
            None => t_string!(i18n, kds.no_station).to_string(),
        });
        let sign = if part.is_done() { "✓" } else { "○" };
        view! {
            <li class=("done", part.is_done())>
                <span aria-hidden="true">{sign} " "</span>
                {name}
                " "
                <span class="num">{part.done} "/" {part.lines}</span>
            </li>
        }
    };
    is_wanted.then(|| {
        view! {
            <ul class="parts" data-testid=format!("parts-{}", ticket.call_number)>
                {parts.into_iter().map(one).collect_view()}
            </ul>
        }
    })
}
