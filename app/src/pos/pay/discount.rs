//! A discount: an amount or a share of the sum, with its reason.

use leptos::{html, prelude::*, task::spawn_local};
use sunnyside::{
    Money, Percent,
    approval::Approval,
    order::{DiscountTerms, Order},
};

use super::Target;
use crate::{
    api::{self, FnError},
    chrome::follow,
    format::ntd,
    i18n::{t, t_string, use_i18n},
    pos::{shift::amount_of, till::Till},
    words,
};

/// The shares that are given most often, in percent.
const USUAL: [i64; 4] = [5, 10, 15, 20];

/// A discount that is being put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discounting {
    /// Of what.
    pub target: Target,
    /// The sum that it is taken off.
    pub sum: Money,
}

/// Opens the sheet for the order in hand.
pub fn begin(till: Till) {
    let (is_empty, sum) = till.cart.with_untracked(|cart| (cart.is_empty(), cart.total()));
    if !is_empty && !till.sending.get_untracked() {
        till.pay.discounting.set(Some(Discounting { target: Target::Cart, sum }));
    }
}

/// The sheet.
#[component]
pub fn DiscountSheet(till: Till) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let is_open = Memo::new(move |_| till.pay.discounting.with(Option::is_some));
    follow(dialog, is_open);
    view! {
        <dialog
            class="money-sheet discount-sheet"
            node_ref=dialog
            aria-labelledby="discount-heading"
            data-testid="discount-sheet"
            on:close=move |_| till.pay.discounting.set(None)
        >
            {move || {
                let what = if is_open.get() { till.pay.discounting.get_untracked() } else { None };
                what.map(|what| view! { <Inside till what/> })
            }}
        </dialog>
    }
}

#[component]
fn Inside(till: Till, what: Discounting) -> impl IntoView {
    let i18n = use_i18n();
    let given = match what.target {
        Target::Cart => till.cart.with_untracked(|cart| cart.discount.clone()),
        Target::Order { .. } => None,
    };
    let had = given.is_some() || matches!(what.target, Target::Order { .. });
    let is_share = RwSignal::new(given.as_ref().is_none_or(|terms| terms.amount.is_none()));
    let value = RwSignal::new(given.as_ref().map_or_else(String::new, |terms| {
        terms
            .amount
            .map(|m| m.to_string())
            .or_else(|| terms.percent.map(|p| p.to_string()))
            .unwrap_or_default()
    }));
    let reason = RwSignal::new(given.map_or_else(String::new, |terms| terms.reason));
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<FnError>));
    let sum = what.sum;
    let (coin, limit) = till.money.known.with_untracked(|desk| {
        desk.as_ref()
            .map_or((Money(100), None), |desk| (desk.smallest_coin, Some(desk.discount_limit_percent)))
    });
    let terms = move || {
        let (text, why) = (value.get(), reason.get().trim().to_owned());
        let terms = if is_share.get() {
            let percent = Percent::parse(text.trim()).ok().filter(|p| p.0 > 0 && p.0 <= 10_000)?;
            DiscountTerms { amount: None, percent: Some(percent), reason: why }
        } else {
            let amount = amount_of(&text).filter(|amount| *amount > Money::ZERO)?;
            DiscountTerms { amount: Some(amount), percent: None, reason: why }
        };
        Some(terms).filter(|terms| !terms.reason.is_empty())
    };
    let button = move || match terms() {
        Some(terms) => {
            let off = terms.of(sum, coin);
            t_string!(i18n, pay.take_off, amount = ntd(off), rest = ntd(sum - off)).to_string()
        }
        None => t_string!(i18n, pay.discount_incomplete).to_string(),
    };
    let target = StoredValue::new(what.target);
    let give = move |terms: Option<DiscountTerms>| {
        if busy.get_untracked() {
            return;
        }
        match target.get_value() {
            Target::Cart => {
                till.cart.update(|cart| cart.discount = terms);
                till.pay.discounting.set(None);
                till.focus_pay();
            }
            Target::Order { id, .. } => {
                let none = DiscountTerms { amount: Some(Money::ZERO), percent: None, reason: "-".to_owned() };
                busy.set(true);
                error.set(None);
                let terms = terms.unwrap_or(none);
                let is_above = is_above_limit(till, &terms, sum);
                spawn_local(async move {
                    let approval = is_above.then(|| Approval::discount(id));
                    let Some(grant) = till.pay.approved(approval).await else {
                        let _ = busy.try_set(false);
                        return;
                    };
                    match api::in_time(api::pay::order_discount(id, terms, Some(grant))).await {
                        Ok(order) => given_to(till, &order),
                        Err(why) => {
                            till.session.notice(&why);
                            let _ = error.try_set(Some(why));
                        }
                    }
                    let _ = busy.try_set(false);
                });
            }
        }
    };
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if let Some(terms) = terms() {
            give(Some(terms));
        }
    };
    let kind = |share: bool, testid: &'static str| {
        let text = move || {
            if share {
                t_string!(i18n, pay.percent).to_string()
            } else {
                t_string!(i18n, pay.amount).to_string()
            }
        };
        view! {
            <button
                type="button"
                data-testid=testid
                aria-pressed=move || (is_share.get() == share).to_string()
                on:click=move |_| {
                    is_share.set(share);
                    value.set(String::new());
                }
            >
                {text}
            </button>
        }
    };
    let usual = move || {
        is_share.get().then(|| {
            USUAL
                .map(|share| {
                    view! {
                        <button
                            type="button"
                            data-testid=format!("discount-{share}")
                            aria-pressed=move || (value.get() == share.to_string()).to_string()
                            on:click=move |_| value.set(share.to_string())
                        >
                            {format!("{share}%")}
                        </button>
                    }
                })
                .collect_view()
        })
    };
    let reasons = [0_u8, 1, 2]
        .map(|which| {
            let text = move || {
                match which {
                    0 => t_string!(i18n, pay.reason_a),
                    1 => t_string!(i18n, pay.reason_b),
                    _ => t_string!(i18n, pay.reason_c),
                }
                .to_string()
            };
            view! {
                <button
                    type="button"
                    class="word"
                    data-testid=format!("discount-reason-{which}")
                    aria-pressed=move || (reason.get() == text()).to_string()
                    on:click=move |_| reason.set(text())
                >
                    {text}
                </button>
            }
        })
        .collect_view();
    view! {
        <form class="money-inside" on:submit=submit>
            <header class="row">
                <h2 id="discount-heading">{t!(i18n, pay.discount)}</h2>
                <span class="grow"></span>
                <button
                    type="button"
                    class="round"
                    data-testid="discount-close"
                    aria-label=move || t_string!(i18n, pay.close)
                    on:click=move |_| till.pay.discounting.set(None)
                >
                    <span aria-hidden="true">"×"</span>
                </button>
            </header>
            <div class="money-body">
                <p class="row spread">
                    <span class="muted">{t!(i18n, pos.subtotal)}</span>
                    <b class="num">{ntd(sum)}</b>
                </p>
                <div class="segments" role="group" aria-label=move || t_string!(i18n, pay.discount_kind)>
                    {kind(true, "discount-percent")} {kind(false, "discount-amount")}
                </div>
                <div class="quick">{usual}</div>
                <label class="field">
                    <span>
                        {move || {
                            if is_share.get() {
                                t_string!(i18n, pay.percent_off).to_string()
                            } else {
                                t_string!(i18n, pay.amount_off).to_string()
                            }
                        }}
                    </span>
                    <input
                        type="text"
                        inputmode="decimal"
                        maxlength="10"
                        autocomplete="off"
                        data-testid="discount-value"
                        prop:value=move || value.get()
                        on:input=move |ev| value.set(event_target_value(&ev))
                    />
                </label>
                <div class="words" role="group" aria-label=move || t_string!(i18n, pay.reason)>{reasons}</div>
                <label class="field">
                    <span>{t!(i18n, pay.reason)}</span>
                    <input
                        type="text"
                        maxlength="200"
                        autocomplete="off"
                        data-testid="discount-reason"
                        prop:value=move || reason.get()
                        on:input=move |ev| reason.set(event_target_value(&ev))
                    />
                </label>
                {limit
                    .map(|limit| {
                        view! {
                            <p class="muted">
                                {move || t_string!(i18n, pay.discount_limit, limit = limit).to_string()}
                            </p>
                        }
                    })}
                {move || {
                    error
                        .get()
                        .map(|why| {
                            view! {
                                <p class="answer refused" role="alert" data-testid="discount-refused">
                                    <span aria-hidden="true">"⚠ "</span>
                                    {words::error(i18n, &why)}
                                </p>
                            }
                        })
                }}
            </div>
            <footer class="money-actions">
                {had
                    .then(|| {
                        view! {
                            <button type="button" data-testid="discount-remove" disabled=busy on:click=move |_| give(None)>
                                {t!(i18n, pay.discount_remove)}
                            </button>
                        }
                    })}
                <button
                    type="submit"
                    class="primary confirm"
                    data-testid="discount-give"
                    aria-disabled=move || (busy.get() || terms().is_none()).to_string()
                >
                    {button}
                </button>
            </footer>
        </form>
    }
}

/// Whether these terms take off more than staff may by themselves.
pub fn is_above_limit(till: Till, terms: &DiscountTerms, sum: Money) -> bool {
    till.money.known.with_untracked(|desk| {
        desk.as_ref().is_some_and(|desk| terms.is_above(desk.discount_limit_percent, sum, desk.smallest_coin))
    })
}

/// An order comes to something else now: its payment goes on with that.
fn given_to(till: Till, order: &Order) {
    till.today.update(|today| today.learn(order));
    till.pay.discounting.set(None);
    till.pay.paying.update(|paying| {
        if let Some(paying) = paying.as_mut().filter(|paying| paying.target.is_order(order.id)) {
            *paying = super::Paying::new(paying.target.clone(), order.total_amount);
        }
    });
}
