//! The drawer at the counter: opening it with its float, moving its cash by hand, and counting it at the end.

mod entry;

use leptos::{html, prelude::*, task::spawn_local};
use sunnyside::{
    approval::Approval,
    shift::{CashDraft, CloseDraft, Direction, OpenDraft, Shift},
};

pub use self::entry::amount_of;
use super::till::Till;
use crate::{
    api::{self, FnError},
    chrome::follow,
    format::ntd,
    i18n::{t, t_string, use_i18n},
    words,
};

/// What the sheet was told last.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    /// Cash went by hand.
    Moved(Direction, sunnyside::Money),
    /// The drawer was counted.
    Closed(Box<Shift>),
    /// It did not happen.
    Refused(FnError),
    /// An amount cannot be read.
    NoAmount,
    /// A reason or name is missing.
    NoWords,
}

/// The sheet of the drawer.
#[component]
pub fn ShiftSheet(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let told = RwSignal::new(None::<Told>);
    follow(dialog, till.shift_open);
    Effect::new(move || {
        if till.shift_open.get() {
            told.set(None);
            till.money.load();
        }
    });
    let is_open =
        Memo::new(move |_| till.money.known.with(|desk| desk.as_ref().map(|desk| desk.shift.is_some())));
    let inside = move || {
        if !till.shift_open.get() {
            return None;
        }
        Some(match is_open.get() {
            None => view! { <crate::chrome::Waiting/> }.into_any(),
            Some(false) => view! { <Opening till told/> }.into_any(),
            Some(true) => view! { <Running till told/> }.into_any(),
        })
    };
    view! {
        <dialog
            class="money-sheet shift-sheet"
            node_ref=dialog
            aria-labelledby="shift-heading"
            data-testid="shift-sheet"
            on:close=move |_| till.shift_open.set(false)
        >
            <div class="money-inside">
                <header class="row">
                    <h2 id="shift-heading">{t!(i18n, shift.title)}</h2>
                    <span class="grow"></span>
                    <button
                        type="button"
                        class="round"
                        data-testid="shift-close-sheet"
                        aria-label=move || t_string!(i18n, pay.close)
                        on:click=move |_| till.shift_open.set(false)
                    >
                        <span aria-hidden="true">"×"</span>
                    </button>
                </header>
                <div class="money-body">
                    <Result told/>
                    {inside}
                </div>
            </div>
        </dialog>
    }
}

/// What became of it.
#[component]
fn Result(told: RwSignal<Option<Told>>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let (is_good, text) = match told.get()? {
            Told::Moved(Direction::In, amount) => {
                (true, t_string!(i18n, shift.put_in, amount = ntd(amount)).to_string())
            }
            Told::Moved(Direction::Out, amount) => {
                (true, t_string!(i18n, shift.taken_out, amount = ntd(amount)).to_string())
            }
            Told::Closed(shift) => return Some(view! { <Counted shift=*shift/> }.into_any()),
            Told::Refused(error) => (false, words::error(i18n, &error)),
            Told::NoAmount => (false, t_string!(i18n, shift.no_amount).to_string()),
            Told::NoWords => (false, t_string!(i18n, shift.no_words).to_string()),
        };
        Some(if is_good {
            view! {
                <p class="answer sent" role="status" data-testid="shift-told"><span aria-hidden="true">"✓ "</span>{text}</p>
            }
            .into_any()
        } else {
            view! {
                <p class="answer refused" role="alert" data-testid="shift-refused">
                    <span aria-hidden="true">"⚠ "</span>
                    {text}
                </p>
            }
            .into_any()
        })
    }
}

/// What was counted against what should be there.
#[component]
fn Counted(shift: Shift) -> impl IntoView {
    let i18n = use_i18n();
    let difference = shift.cash_difference.unwrap_or_default();
    let is_even = difference == sunnyside::Money::ZERO;
    let text = move || {
        if is_even {
            t_string!(i18n, shift.even).to_string()
        } else if difference < sunnyside::Money::ZERO {
            t_string!(i18n, shift.short, amount = ntd(-difference)).to_string()
        } else {
            t_string!(i18n, shift.over, amount = ntd(difference)).to_string()
        }
    };
    let class = if is_even { "answer sent" } else { "answer refused" };
    view! {
        <section class=class role="status" data-testid="shift-counted">
            <h3>{t!(i18n, shift.closed)}</h3>
            <dl class="sums num">
                <dt>{t!(i18n, shift.expected)}</dt>
                <dd>{ntd(shift.expected_cash)}</dd>
                <dt>{t!(i18n, shift.counted)}</dt>
                <dd>{ntd(shift.actual_cash.unwrap_or_default())}</dd>
            </dl>
            <p class="sent-change" data-testid="shift-difference">{text}</p>
        </section>
    }
}

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
fn Opening(till: Till, told: RwSignal<Option<Told>>) -> impl IntoView {
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
fn Running(till: Till, told: RwSignal<Option<Told>>) -> impl IntoView {
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
