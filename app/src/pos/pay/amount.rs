//! How much is paid and by which method: the parts of the pay sheet that a finger is on.

use leptos::prelude::*;
use sunnyside::{Money, order::PaymentMethod};

use super::{Paying, paying::Split, take_exact};
use crate::{
    format::ntd,
    i18n::{t, t_string, use_i18n},
    pos::till::Till,
    words,
};

/// Changes the payment that is being taken, unless it is on its way.
pub(super) fn change(till: Till, how: impl FnOnce(&mut Paying)) {
    if is_locked(till) {
        return;
    }
    till.pay.error.set(None);
    till.pay.paying.update(|paying| {
        if let Some(paying) = paying.as_mut() {
            how(paying);
        }
    });
}

/// Whether nothing of it may be changed now.
pub(super) fn is_locked(till: Till) -> bool {
    till.sending.get_untracked() || till.cart.with_untracked(|cart| cart.unsure)
}

/// Reads something of the payment; the usual value where none is being taken.
pub(super) fn of<T: Default>(till: Till, what: impl FnOnce(&Paying) -> T) -> T {
    till.pay.paying.with(|paying| paying.as_ref().map(what).unwrap_or_default())
}

/// By which method.
#[component]
pub fn Methods(till: Till, locked: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let buttons = PaymentMethod::ALL
        .iter()
        .map(|method| {
            let method = *method;
            view! {
                <button
                    type="button"
                    data-testid=format!("method-{}", method.as_str())
                    aria-pressed=move || of(till, |paying| paying.method == method).to_string()
                    disabled=locked
                    on:click=move |_| change(till, |paying| paying.choose(method))
                >
                    {move || words::method(i18n, method)}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="pay-methods" role="group" aria-label=move || t_string!(i18n, method.label)>{buttons}</div>
    }
}

/// What is due, and beside it what goes back.
#[component]
pub fn Figures(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let first = move || {
        of(till, |paying| match &paying.split {
            Some(Split::Rest(part)) => Some((part.method, part.amount)),
            _ => None,
        })
    };
    let due_word = move || {
        if first().is_some() {
            t_string!(i18n, pay.rest).to_string()
        } else {
            t_string!(i18n, pay.due).to_string()
        }
    };
    let beside = move || {
        till.pay.paying.with(|paying| {
            let paying = paying.as_ref()?;
            if paying.is_first() {
                let typed = paying.entered().map_or_else(|| "—".to_owned(), ntd);
                return Some(("figure first", t_string!(i18n, pay.first_amount).to_string(), typed));
            }
            if let Some(missing) = paying.missing() {
                return Some(("figure missing", t_string!(i18n, pay.missing).to_string(), ntd(missing)));
            }
            (paying.method == PaymentMethod::Cash).then(|| {
                let change = paying.change().unwrap_or(Money::ZERO);
                ("figure change", t_string!(i18n, pay.change).to_string(), ntd(change))
            })
        })
    };
    view! {
        {move || {
            first()
                .map(|(method, amount)| {
                    let text = move || {
                        let method = words::method(i18n, method);
                        t_string!(i18n, pay.first_part, method = method, amount = ntd(amount)).to_string()
                    };
                    view! { <p class="first-part" data-testid="first-part"><span aria-hidden="true">"✓ "</span>{text}</p> }
                })
        }}
        <div class="figures">
            <div class="figure">
                <span class="muted">{due_word}</span>
                <b class="num" data-testid="pay-due">{move || ntd(of(till, Paying::due))}</b>
            </div>
            {move || {
                beside()
                    .map(|(class, word, amount)| {
                        view! {
                            <div class=class role="status">
                                <span>{word}</span>
                                <b class="num" data-testid="pay-change">{amount}</b>
                            </div>
                        }
                    })
            }}
        </div>
    }
}

/// What is handed over most likely, at one tap; exact cash needs no other.
#[component]
pub fn Quick(till: Till, locked: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let amounts = Memo::new(move |_| of(till, Paying::quick));
    let is_first = Memo::new(move |_| of(till, Paying::is_first));
    let exact = move || {
        (!is_first.get()).then(|| {
            let label = move || {
                t_string!(i18n, pay.exact_label, amount = ntd(of(till, Paying::due))).to_string()
            };
            view! {
                <button type="button" data-testid="quick-exact" aria-label=label disabled=locked on:click=move |_| take_exact(till)>
                    {t!(i18n, pay.exact)}
                </button>
            }
        })
    };
    let buttons = move || {
        let first = is_first.get();
        amounts
            .get()
            .into_iter()
            .map(|amount| {
                let text = move || if first { t_string!(i18n, pay.half).to_string() } else { ntd(amount) };
                view! {
                    <button
                        type="button"
                        data-testid=format!("quick-{amount}")
                        aria-pressed=move || of(till, |paying| paying.entered() == Some(amount)).to_string()
                        disabled=locked
                        on:click=move |_| change(till, |paying| paying.enter(amount))
                    >
                        {text}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <div class="quick" role="group" aria-label=move || t_string!(i18n, pay.quick)>
            {exact}
            {buttons}
        </div>
    }
}

/// The big digits.
#[component]
pub fn Keypad(till: Till, locked: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0"]
        .map(|digits| {
            view! {
                <button
                    type="button"
                    data-testid=format!("key-{digits}")
                    disabled=locked
                    on:click=move |_| change(till, |paying| paying.type_digits(digits))
                >
                    {digits}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="keypad" role="group" aria-label=move || t_string!(i18n, pay.keypad)>
            {keys}
            <button
                type="button"
                data-testid="key-delete"
                aria-label=move || t_string!(i18n, pay.delete)
                disabled=locked
                on:click=move |_| change(till, Paying::delete)
            >
                <span aria-hidden="true">"⌫"</span>
            </button>
        </div>
    }
}
