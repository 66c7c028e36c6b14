//! The pay sheet: method, amount, change, and one button that says what happens.

use leptos::{ev::KeyboardEvent, html, prelude::*};
use sunnyside::{
    Money, Refusal,
    order::{Order, PaymentKind, PaymentMethod},
};

use super::{Paying, Target, confirm, discount, pay_later, paying::Split, take_exact};
use crate::{
    api::FnError,
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
    Effect::new(move || {
        let open = is_open.get();
        if let Some(dialog) = dialog.get() {
            if open && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !open && dialog.open() {
                dialog.close();
            }
        }
    });
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

fn change(till: Till, how: impl FnOnce(&mut Paying)) {
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

fn is_locked(till: Till) -> bool {
    till.sending.get_untracked() || till.cart.with_untracked(|cart| cart.unsure)
}

/// Reads something of the payment; the usual value where none is being taken.
fn of<T: Default>(till: Till, what: impl FnOnce(&Paying) -> T) -> T {
    till.pay.paying.with(|paying| paying.as_ref().map(what).unwrap_or_default())
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
    let call = of(till, |paying| match &paying.target {
        Target::Order { call, .. } => call.clone(),
        Target::Cart => String::new(),
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
            <div class="money-body">
                <Methods till locked/>
                <Figures till/>
                {move || digits.get().then(|| view! { <Quick till locked/> <Keypad till locked/> })}
                <Why till/>
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

#[component]
fn Methods(till: Till, locked: Memo<bool>) -> impl IntoView {
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
fn Figures(till: Till) -> impl IntoView {
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
fn Quick(till: Till, locked: Memo<bool>) -> impl IntoView {
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

#[component]
fn Keypad(till: Till, locked: Memo<bool>) -> impl IntoView {
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

/// Why it was not taken, and that nothing is lost.
#[component]
fn Why(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let error = till.pay.error.get()?;
        if !matches!(error, FnError::Refused(_)) {
            return Some(
                view! {
                    <section class="answer unreached" role="alert" data-testid="unreached">
                        <h3><span aria-hidden="true">"⚠ "</span>{t!(i18n, pos.unreached)}</h3>
                        <p>{t!(i18n, pos.unreached_why)}</p>
                    </section>
                }
                .into_any(),
            );
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
