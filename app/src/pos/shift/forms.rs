//! What is filled in about the drawer: its float, cash by hand, the count at the end.

use leptos::{prelude::*, task::spawn_local};
use sunnyside::{
    approval::Approval,
    shift::{CashDraft, CloseDraft, Direction, OpenDraft},
};

use super::{Told, amount_of};
use crate::{
    api::{self, FnError},
    i18n::{t, t_string, use_i18n},
    pos::till::Till,
};

/// A field for an amount of money.
#[component]
fn Amount(value: RwSignal<String>, label: Signal<String>, testid: &'static str) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                maxlength="10"
                data-testid=testid
                prop:value=move || value.get()
                on:input=move |ev| value.set(event_target_value(&ev))
            />
        </label>
    }
}

/// A field for words.
#[component]
fn Words(
    value: RwSignal<String>,
    label: Signal<String>,
    testid: &'static str,
    most: &'static str,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type="text"
                autocomplete="off"
                maxlength=most
                data-testid=testid
                prop:value=move || value.get()
                on:input=move |ev| value.set(event_target_value(&ev))
            />
        </label>
    }
}

/// No shift is open: its name and its float.
#[component]
pub(super) fn Opening(till: Till, told: RwSignal<Option<Told>>) -> impl IntoView {
    let i18n = use_i18n();
    let (busy, float) = (RwSignal::new(false), RwSignal::new(String::new()));
    let name = RwSignal::new(t_string!(i18n, shift.usual_name).to_string());
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(opening_cash) = amount_of(&float.get_untracked()) else {
            return told.set(Some(Told::NoAmount));
        };
        let shift_name = name.get_untracked().trim().to_owned();
        if shift_name.is_empty() {
            return told.set(Some(Told::NoWords));
        }
        busy.set(true);
        told.set(None);
        spawn_local(async move {
            let draft = OpenDraft { shift_name, opening_cash, notes: None };
            let Some(grant) = till.pay.approver.ask(Approval::shift()).await else {
                let _ = busy.try_set(false);
                return;
            };
            match api::in_time(api::pay::shift_open(draft, Some(grant))).await {
                Ok(_) => {
                    till.money.load();
                    till.shift_open.set(false);
                }
                Err(error) => refused(till, told, error),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <form class="stack" data-testid="shift-opening" on:submit=submit>
            <p>{t!(i18n, shift.opening_lead)}</p>
            <Words
                value=name
                label=Signal::derive(move || t_string!(i18n, shift.name).to_string())
                testid="shift-name"
                most="40"
            />
            <Amount
                value=float
                label=Signal::derive(move || t_string!(i18n, shift.float).to_string())
                testid="shift-float"
            />
            <button type="submit" class="primary" data-testid="shift-open" disabled=busy>{t!(i18n, shift.open)}</button>
        </form>
    }
}

/// A shift is open: cash by hand, and the end.
#[component]
pub(super) fn Running(till: Till, told: RwSignal<Option<Told>>) -> impl IntoView {
    let i18n = use_i18n();
    let since = move || {
        till.money.known.with(|desk| {
            desk.as_ref()?.shift.as_ref().map(|shift| {
                let at = till.clock.time_of_day(shift.opened_at);
                t_string!(
                    i18n,
                    shift.since,
                    name = shift.name.as_str(),
                    at = at,
                    by = shift.opened_by.as_str()
                )
                .to_string()
            })
        })
    };
    view! {
        <p class="muted">{since}</p>
        <CashForm till told/>
        <CloseForm till told/>
    }
}

#[component]
fn CashForm(till: Till, told: RwSignal<Option<Told>>) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let (amount, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let direction = RwSignal::new(Direction::Out);
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(money) = amount_of(&amount.get_untracked()).filter(|money| *money > sunnyside::Money::ZERO)
        else {
            return told.set(Some(Told::NoAmount));
        };
        let why = reason.get_untracked().trim().to_owned();
        if why.is_empty() {
            return told.set(Some(Told::NoWords));
        }
        busy.set(true);
        told.set(None);
        let way = direction.get_untracked();
        spawn_local(async move {
            let draft = CashDraft { direction: way, amount: money, reason: why };
            let Some(grant) = till.pay.approver.ask(Approval::shift()).await else {
                let _ = busy.try_set(false);
                return;
            };
            match api::in_time(api::pay::shift_cash(draft, Some(grant))).await {
                Ok(moved) => {
                    amount.set(String::new());
                    reason.set(String::new());
                    told.set(Some(Told::Moved(moved.direction, moved.amount)));
                }
                Err(error) => refused(till, told, error),
            }
            let _ = busy.try_set(false);
        });
    };
    let ways = [Direction::Out, Direction::In]
        .map(|way| {
            let text = move || match way {
                Direction::In => t_string!(i18n, shift.cash_in).to_string(),
                Direction::Out => t_string!(i18n, shift.cash_out).to_string(),
            };
            view! {
                <button
                    type="button"
                    data-testid=format!("cash-{}", way.as_str())
                    aria-pressed=move || (direction.get() == way).to_string()
                    on:click=move |_| direction.set(way)
                >
                    {text}
                </button>
            }
        })
        .collect_view();
    view! {
        <form class="stack card panel" data-testid="shift-cash" on:submit=submit>
            <h3>{t!(i18n, shift.cash)}</h3>
            <div class="segments" role="group" aria-label=move || t_string!(i18n, shift.cash)>{ways}</div>
            <Amount
                value=amount
                label=Signal::derive(move || t_string!(i18n, shift.amount).to_string())
                testid="cash-amount"
            />
            <Words
                value=reason
                label=Signal::derive(move || t_string!(i18n, shift.reason).to_string())
                testid="cash-reason"
                most="200"
            />
            <button type="submit" data-testid="cash-move" disabled=busy>{t!(i18n, shift.note_cash)}</button>
        </form>
    }
}

#[component]
fn CloseForm(till: Till, told: RwSignal<Option<Told>>) -> impl IntoView {
    let i18n = use_i18n();
    let (busy, counted) = (RwSignal::new(false), RwSignal::new(String::new()));
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(actual_cash) = amount_of(&counted.get_untracked()) else {
            return told.set(Some(Told::NoAmount));
        };
        busy.set(true);
        told.set(None);
        spawn_local(async move {
            let Some(grant) = till.pay.approver.ask(Approval::shift()).await else {
                let _ = busy.try_set(false);
                return;
            };
            match api::in_time(api::pay::shift_close(CloseDraft { actual_cash, notes: None }, Some(grant)))
                .await
            {
                Ok(shift) => {
                    told.set(Some(Told::Closed(Box::new(shift))));
                    till.money.load();
                }
                Err(error) => refused(till, told, error),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <form class="stack card panel" data-testid="shift-closing" on:submit=submit>
            <h3>{t!(i18n, shift.close)}</h3>
            <p class="muted">{t!(i18n, shift.closing_lead)}</p>
            <Amount
                value=counted
                label=Signal::derive(move || t_string!(i18n, shift.count).to_string())
                testid="shift-count"
            />
            <button type="submit" class="primary" data-testid="shift-close" disabled=busy>{t!(i18n, shift.close)}</button>
        </form>
    }
}

fn refused(till: Till, told: RwSignal<Option<Told>>, error: FnError) {
    till.session.notice(&error);
    told.set(Some(Told::Refused(error)));
    // What is shown may be older than what was refused.
    till.money.load();
}
