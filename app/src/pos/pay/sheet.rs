//! The pay sheet: method, amount, change, and one button that says what happens.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use sunnyside::{Money, order::PaymentMethod};

use super::{
    Paying, Target,
    amount::{Figures, Keypad, Methods, Quick, change, is_locked, of},
    confirm, discount,
    outcome::Why,
    pay_later,
};
use crate::{
    chrome::follow,
    format::ntd,
    i18n::{t, t_string, use_i18n},
    pos::till::Till,
    words,
};

/// The sheet; the browser keeps the focus in it and closes it with Escape.
#[component]
pub fn PaySheet(till: Till) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let is_open = Memo::new(move |_| till.pay.paying.with(Option::is_some));
    follow(dialog, is_open);
    let closed = move |_| {
        if till.pay.is_open() {
            till.pay.close();
        }
    };
    // While the order is on its way, closing would hide what becomes of it.
    let stay = move |ev: leptos::ev::Event| {
        if till.sending.get_untracked() {
            ev.prevent_default();
        }
    };
    view! {
        <dialog
            class="money-sheet pay-sheet"
            node_ref=dialog
            aria-labelledby="pay-heading"
            data-testid="pay-sheet"
            on:close=closed
            on:cancel=stay
            on:keydown=move |ev| press(till, &ev)
        >
            {move || is_open.get().then(|| view! { <Inside till/> })}
        </dialog>
    }
}

/// Digits type the amount and Enter confirms, wherever the focus is in the sheet.
fn press(till: Till, ev: &KeyboardEvent) {
    if ev.ctrl_key() || ev.meta_key() || ev.alt_key() || is_locked(till) {
        return;
    }
    let key = ev.key();
    if key.len() == 1 && key.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        change(till, |paying| paying.type_digits(&key));
    } else if key == "Backspace" {
        change(till, Paying::delete);
    } else {
        return;
    }
    ev.prevent_default();
}

#[component]
fn Inside(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let confirm_button = NodeRef::<html::Button>::new();
    // The focus belongs to the button that Enter confirms with; a tap elsewhere does not keep it.
    let focus = move || {
        if let Some(button) = confirm_button.get_untracked() {
            let _ = button.focus();
        }
    };
    Effect::new(move || {
        if confirm_button.get().is_some() {
            request_animation_frame(focus);
        }
    });
    let after_tap = move |ev: leptos::ev::MouseEvent| {
        if ev.detail() > 0 {
            focus();
        }
    };
    let locked = Memo::new(move |_| till.sending.get() || till.cart.with(|cart| cart.unsure));
    let call = untrack(|| {
        of(till, |paying| match &paying.target {
            Target::Order { call, .. } => call.clone(),
            Target::Cart => String::new(),
        })
    });
    let is_order = !call.is_empty();
    let heading = move || {
        if is_order {
            t_string!(i18n, pay.title_call, call = call.as_str()).to_string()
        } else {
            t_string!(i18n, pay.title).to_string()
        }
    };
    let digits = Memo::new(move |_| of(till, Paying::takes_digits));
    view! {
        <div class="money-inside" on:click=after_tap>
            <header class="row">
                <h2 id="pay-heading">{heading}</h2>
                <span class="grow"></span>
                <button
                    type="button"
                    class="round"
                    data-testid="pay-close"
                    aria-label=move || t_string!(i18n, pay.close)
                    disabled=move || till.sending.get()
                    on:click=move |_| till.pay.close()
                >
                    <span aria-hidden="true">"×"</span>
                </button>
            </header>
            // Where nothing in it can be tapped, the keyboard scrolls it all the same.
            <div class="money-body" tabindex=move || locked.get().then_some("0")>
                <Why till/>
                <Methods till locked/>
                <Figures till/>
                {move || digits.get().then(|| view! { <Quick till locked/> <Keypad till locked/> })}
            </div>
            <footer class="money-actions">
                <button
                    type="button"
                    data-testid="pay-split"
                    aria-pressed=move || of(till, |paying| paying.split.is_some()).to_string()
                    disabled=locked
                    on:click=move |_| change(till, Paying::toggle_split)
                >
                    {move || {
                        if of(till, |paying| paying.split.is_some()) {
                            t_string!(i18n, pay.unsplit).to_string()
                        } else {
                            t_string!(i18n, pay.split).to_string()
                        }
                    }}
                </button>
                {(!is_order)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                data-testid="pay-later"
                                disabled=locked
                                on:click=move |_| pay_later(till)
                            >
                                {t!(i18n, pay.later)}
                            </button>
                        }
                    })}
                <button type="button" data-testid="pay-discount" disabled=locked on:click=move |_| open_discount(till)>
                    {t!(i18n, pay.discount)}
                </button>
                <button
                    type="button"
                    class="primary confirm"
                    node_ref=confirm_button
                    data-testid="pay-confirm"
                    aria-busy=move || till.sending.get().to_string()
                    aria-disabled=move || (till.sending.get() || !of(till, Paying::is_ready)).to_string()
                    on:click=move |_| confirm(till, false)
                >
                    {move || till.sending.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> })}
                    <span>{move || what_happens(till)}</span>
                </button>
            </footer>
        </div>
    }
}

/// Opens the discount of what is being paid. That of the order in hand belongs to it, so the sheet begins anew after.
fn open_discount(till: Till) {
    let Some(paying) = till.pay.paying.get_untracked() else { return };
    if paying.target == Target::Cart {
        till.pay.close();
        discount::begin(till);
    } else {
        till.pay.discounting.set(Some(discount::Discounting { target: paying.target, sum: paying.total }));
    }
}

/// What the button does.
fn what_happens(till: Till) -> String {
    let i18n = use_i18n();
    if till.sending.get() {
        return t_string!(i18n, pay.busy).to_string();
    }
    if till.cart.with(|cart| cart.unsure) {
        return t_string!(i18n, pay.again).to_string();
    }
    till.pay.paying.with(|paying| {
        let Some(paying) = paying else { return String::new() };
        let sends = paying.target == Target::Cart;
        let method = words::method(i18n, paying.method);
        if paying.is_first() {
            return match paying.entered().filter(|_| paying.is_ready()) {
                Some(first) => {
                    let amount = ntd(first);
                    t_string!(i18n, pay.first_part, method = method, amount = amount).to_string()
                }
                None => t_string!(i18n, pay.type_first).to_string(),
            };
        }
        if let Some(missing) = paying.missing() {
            return t_string!(i18n, pay.too_low, amount = ntd(missing)).to_string();
        }
        let amount = ntd(paying.entered().unwrap_or_else(|| paying.due()));
        match (paying.method == PaymentMethod::Cash, sends) {
            _ if paying.total == Money::ZERO && sends => t_string!(i18n, pay.free).to_string(),
            (true, true) => t_string!(i18n, pay.take_send, amount = amount).to_string(),
            (true, false) => t_string!(i18n, pay.take, amount = amount).to_string(),
            (false, true) => t_string!(i18n, pay.by_send, method = method, amount = amount).to_string(),
            (false, false) => t_string!(i18n, pay.by, method = method, amount = amount).to_string(),
        }
    })
}
