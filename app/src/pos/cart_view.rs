//! The order in hand, beside the tiles; on a phone, over them.

use leptos::prelude::*;
use sunnyside::order::Source;

use super::{
    combo_sheet::Offered,
    lines::Lines,
    orders::{amend, customer, held},
    pay::{Change, Unreached, begin, discount, due},
    till::{Answer, Till},
};
use crate::{
    format::ntd,
    i18n::{t, t_string, use_i18n},
    words,
};

/// The order in hand.
#[component]
pub fn CartView(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let is_empty = Memo::new(move |_| till.cart.with(|cart| cart.is_empty()));
    let amending = Memo::new(move |_| till.cart.with(|cart| cart.amending.clone()));
    let heading = move || match amending.get() {
        Some(of) => t_string!(i18n, orders.amending, call = of.call_number).to_string(),
        None => t_string!(i18n, pos.new_order).to_string(),
    };
    let is_new = move || amending.with(Option::is_none);
    // While the pay sheet is open it says so itself; after a reload only the cart knows.
    let is_unreached = move || {
        let is_told = till.pay.error.with(Option::is_some) || till.sending.get();
        let is_unsure = till.cart.with(|cart| cart.unsure) && till.answer.with(Option::is_none);
        !is_told && (is_unsure || till.answer.with(|answer| *answer == Some(Answer::Unreached)))
    };
    let clear_text = move || {
        if till.clear_asked.get() {
            t_string!(i18n, pos.clear_sure).to_string()
        } else {
            t_string!(i18n, pos.clear).to_string()
        }
    };
    view! {
        <aside class="cart" aria-labelledby="cart-heading">
            <header class="cart-head">
                <div class="row">
                    <h2 id="cart-heading">{heading}</h2>
                    <span class="grow"></span>
                    <button
                        type="button"
                        class="ghost"
                        class:danger=move || till.clear_asked.get()
                        title=move || t_string!(i18n, pos.new_key)
                        disabled=move || is_empty.get() || till.sending.get()
                        data-testid="clear"
                        on:click=move |_| till.ask_clear()
                    >
                        {clear_text}
                    </button>
                    <button type="button" class="ghost only-phone" on:click=move |_| till.sheet_open.set(false)>
                        {t!(i18n, pos.hide_cart)}
                    </button>
                </div>
                {move || {
                    is_new().then(|| view! {
                        <Sources till/>
                        <customer::CustomerButton till/>
                    })
                }}
            </header>
            <div class="cart-lines" tabindex=move || (till.sending.get() || till.cart.with(|cart| cart.unsure)).then_some("0")>
                <Lines till/>
                <LastAnswer till/>
                {move || {
                    (is_empty.get() && till.answer.with(Option::is_none))
                        .then(|| view! { <p class="empty">{t!(i18n, pos.empty)}</p> })
                }}
            </div>
            <footer class="cart-foot">
                {move || is_new().then(|| view! { <Offered till/> })}
                {move || is_unreached().then(|| view! { <Unreached/> })}
                <div class="row spread muted">
                    <span>{move || t_string!(i18n, pos.pieces, n = till.cart.with(|cart| cart.pieces())).to_string()}</span>
                    <span>{t!(i18n, pos.subtotal)} " " {move || ntd(till.cart.with(|cart| cart.total()))}</span>
                </div>
                {move || {
                    let off = till.cart.with(|cart| cart.total()) - due(till);
                    (off > sunnyside::Money::ZERO)
                        .then(|| {
                            view! {
                                <div class="row spread discount-line" data-testid="cart-discount">
                                    <span>{t!(i18n, pay.discount)}</span>
                                    <span class="num">"−"{ntd(off)}</span>
                                </div>
                            }
                        })
                }}
                {move || {
                    (is_new() && !is_empty.get()).then(|| view! {
                        <div class="cart-more">
                            <DiscountButton till is_empty/>
                            <held::HoldButton till/>
                        </div>
                    })
                }}
                <PayButton till is_empty/>
                <p class="tiny key-hint">{t!(i18n, pos.keys)} " · " {t!(i18n, cart.keys_open)}</p>
            </footer>
        </aside>
    }
}

/// Take-out, dine-in or delivery, and the table.
#[component]
fn Sources(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let locked = move || till.sending.get() || till.cart.with(|cart| cart.unsure);
    let at_table = Memo::new(move |_| till.cart.with(|cart| cart.source == Source::DineIn));
    let buttons = [Source::Takeout, Source::DineIn, Source::Delivery]
        .map(|source| {
            view! {
                <button
                    type="button"
                    data-testid=format!("source-{}", source.as_str())
                    aria-pressed=move || till.cart.with(|cart| cart.source == source).to_string()
                    disabled=locked
                    on:click=move |_| till.cart.update(|cart| cart.source = source)
                >
                    {move || words::source(i18n, source)}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="segments" role="group" aria-label=move || t_string!(i18n, source.label)>{buttons}</div>
        {move || {
            at_table
                .get()
                .then(|| {
                    view! {
                        <label class="field inline">
                            <span>{t!(i18n, pos.table)}</span>
                            <input
                                type="text"
                                data-testid="table"
                                maxlength="20"
                                autocomplete="off"
                                placeholder=move || t_string!(i18n, pos.table_hint)
                                disabled=locked
                                prop:value=move || till.cart.with(|cart| cart.table_no.clone())
                                on:input=move |ev| till.cart.update(|cart| cart.table_no = event_target_value(&ev))
                            />
                        </label>
                    }
                })
        }}
    }
}

/// The one thing to do; it says what will happen.
#[component]
fn PayButton(till: Till, is_empty: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || match (till.sending.get(), till.cart.with(|cart| cart.unsure)) {
        (true, _) => t_string!(i18n, pos.sending).to_string(),
        (_, true) => t_string!(i18n, pos.again).to_string(),
        _ if till.cart.with(|cart| cart.amending.is_some()) => t_string!(i18n, orders.amend_next).to_string(),
        _ => t_string!(i18n, pos.pay).to_string(),
    };
    view! {
        <button
            type="button"
            id="pay"
            class="primary pay"
            data-testid="pay"
            aria-busy=move || till.sending.get().to_string()
            disabled=move || is_empty.get() || till.sending.get()
            on:click=move |_| begin(till)
        >
            <span class="row">
                {move || till.sending.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
                <span>{text}</span>
            </span>
            <span class="num">{move || ntd(due(till))}</span>
        </button>
    }
}

/// Opens the discount of the order in hand.
#[component]
fn DiscountButton(till: Till, is_empty: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let locked = move || is_empty.get() || till.sending.get() || till.cart.with(|cart| cart.unsure);
    view! {
        <button type="button" data-testid="discount-open" disabled=locked on:click=move |_| discount::begin(till)>
            {t!(i18n, pay.discount)}
        </button>
    }
}

/// What became of the order that was sent last.
#[component]
fn LastAnswer(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let dismiss = move || {
        view! {
            <button type="button" data-testid="dismiss" on:click=move |_| till.answer.set(None)>
                {t!(i18n, pos.dismiss)}
            </button>
        }
    };
    move || {
        match till.answer.get()? {
        Answer::Sent(order) => {
            let total = ntd(order.total_amount);
            let (paid, held) = (order.paid_at.is_some(), order.held);
            let heading = move || {
                if held {
                    t_string!(i18n, orders.was_held).to_string()
                } else {
                    t_string!(i18n, pos.sent).to_string()
                }
            };
            let id = order.id;
            let what = move || {
                if paid {
                    t_string!(i18n, pos.sent_paid, total = total.as_str()).to_string()
                } else {
                    t_string!(i18n, pos.sent_unpaid, total = total.as_str()).to_string()
                }
            };
            Some(
                view! {
                    <section class="answer sent" role="status">
                        <p><span aria-hidden="true">"✓ "</span>{heading}</p>
                        <p class="sent-call" data-testid="sent-call">{order.call_number.clone()}</p>
                        <p class="num">{what}</p>
                        <Change order=*order/>
                        <crate::print::Papers order_id=id/>
                        <p class="muted">{t!(i18n, pos.sent_next)}</p>
                        {dismiss()}
                    </section>
                }
                .into_any(),
            )
        }
        Answer::Amended(order, by) => Some(
            view! {
                <section class="answer sent" role="status">
                    <p><span aria-hidden="true">"✓ "</span>{t!(i18n, orders.amended)}</p>
                    <p class="sent-call" data-testid="sent-call">{order.call_number.clone()}</p>
                    {move || amend::difference_text(i18n, by).map(|text| view! { <p class="amend-money">{text}</p> })}
                    <crate::print::Papers order_id=order.id/>
                    {dismiss()}
                </section>
            }
            .into_any(),
        ),
        Answer::Refused(error) => {
            let short = words::shortages(i18n, &error)
                .into_iter()
                .map(|line| view! { <li>{line}</li> })
                .collect_view();
            Some(
                view! {
                    <section class="answer refused" role="alert" data-testid="refused">
                        <h3><span aria-hidden="true">"⚠ "</span>{t!(i18n, pos.refused)}</h3>
                        <p>{words::error(i18n, &error)}</p>
                        <ul>{short}</ul>
                        {dismiss()}
                    </section>
                }
                .into_any(),
            )
        }
        Answer::Unreached => None,
    }
    }
}

/// On a phone: what is in the order, and the way to it.
#[component]
pub fn SheetBar(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <footer class="sheet-foot">
            <button type="button" class="primary sheet-bar" data-testid="sheet-open" on:click=move |_| till.sheet_open.set(true)>
                <span>
                    {t!(i18n, pos.show_cart)} " · "
                    {move || t_string!(i18n, pos.pieces, n = till.cart.with(|cart| cart.pieces())).to_string()}
                </span>
                <span class="num">{move || ntd(till.cart.with(|cart| cart.total()))}</span>
            </button>
        </footer>
    }
}
