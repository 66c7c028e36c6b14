//! The drawer at the counter: opening it with its float, moving its cash by hand, and counting it at the end.

mod entry;
mod forms;

use leptos::{html, prelude::*};
use sunnyside::shift::{Direction, Shift};

pub use self::entry::amount_of;
use self::forms::{Opening, Running};
use super::till::Till;
use crate::{
    api::FnError,
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
