//! What became of a payment: why it was not taken, or what goes back of the cash.

use leptos::prelude::*;
use sunnyside::{
    Money, Refusal,
    order::{Order, PaymentKind},
};

use super::confirm;
use crate::{
    api::FnError,
    format::ntd,
    i18n::{t, t_string, use_i18n},
    pos::till::Till,
    words,
};

/// Why it was not taken, and that nothing is lost.
#[component]
pub fn Why(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let error = till.pay.error.get()?;
        if !matches!(error, FnError::Refused(_)) {
            return Some(view! { <Unreached/> }.into_any());
        }
        let is_short = matches!(error, FnError::Refused(Refusal::InsufficientStock(_)));
        let short =
            words::shortages(i18n, &error).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        Some(
            view! {
                <section class="answer refused" role="alert" data-testid="pay-refused">
                    <h3><span aria-hidden="true">"⚠ "</span>{t!(i18n, pay.refused)}</h3>
                    <p>{words::error(i18n, &error)}</p>
                    <ul>{short}</ul>
                    <p>{t!(i18n, pay.refused_keep)}</p>
                    {is_short
                        .then(|| {
                            view! {
                                <button type="button" data-testid="pay-found" on:click=move |_| confirm(till, true)>
                                    {t!(i18n, pay.found)}
                                </button>
                                <p class="muted">{t!(i18n, pay.found_why)}</p>
                            }
                        })}
                </section>
            }
            .into_any(),
        )
    }
}

/// Nobody knows whether it arrived; it can be sent again.
#[component]
pub fn Unreached() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="answer unreached" role="alert" data-testid="unreached">
            <h3><span aria-hidden="true">"⚠ "</span>{t!(i18n, pos.unreached)}</h3>
            <p>{t!(i18n, pos.unreached_why)}</p>
        </section>
    }
}

/// What goes back of the cash that was handed over for an order, in large figures; nothing where it was exact.
#[component]
pub fn Change(order: Order) -> impl IntoView {
    let i18n = use_i18n();
    let cash: Vec<(Money, Money)> = order
        .payments
        .iter()
        .filter(|payment| payment.kind == PaymentKind::Sale)
        .filter_map(|payment| payment.tendered.map(|given| (given, given - payment.amount)))
        .collect();
    let (given, back) = cash
        .into_iter()
        .fold((Money::ZERO, Money::ZERO), |(given, back), (more, rest)| (given + more, back + rest));
    (back > Money::ZERO).then(|| {
        let received = move || t_string!(i18n, pay.received, given = ntd(given)).to_string();
        let text = move || t_string!(i18n, pay.change_due, amount = ntd(back)).to_string();
        view! {
            <p class="num">{received}</p>
            <p class="sent-change num" data-testid="sent-change">{text}</p>
        }
    })
}
