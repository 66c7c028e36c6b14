//! Proving who one is: a PIN by big keys or by the keyboard, or a password where a PIN is not good.

use leptos::{html, prelude::*};
use sunnyside::{account::LONGEST_PIN, identity::Face};

use crate::{
    api::FnError,
    i18n::{t_string, use_i18n},
    words,
};

/// The field, the keys and the button. What was typed is handed over and forgotten.
#[component]
pub fn Prove(
    /// Who.
    face: Face,
    /// An answer is awaited.
    busy: RwSignal<bool>,
    /// Why the last try failed.
    error: RwSignal<Option<FnError>>,
    /// What the button says.
    #[prop(into)]
    done: Signal<String>,
    /// Takes what was typed.
    submit: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let typed = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    let by_pin = face.by_pin;
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let hand_over = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let text = typed.get_untracked();
        if busy.get_untracked() || text.is_empty() {
            return;
        }
        typed.set(String::new());
        submit.run(text);
    };
    let name = face.username.clone();
    let label = move || {
        if by_pin {
            t_string!(i18n, people.pin_of, name = name.as_str()).to_string()
        } else {
            t_string!(i18n, people.password_of, name = name.as_str()).to_string()
        }
    };
    let take = move |ev| {
        let text: String = event_target_value(&ev);
        typed.set(if by_pin {
            text.chars().filter(char::is_ascii_digit).take(LONGEST_PIN).collect()
        } else {
            text
        });
        error.set(None);
    };
    let message = move || {
        error.get().map(|why| {
            let text = words::error(i18n, &why);
            view! { <p class="form-error"><span aria-hidden="true">"⚠ "</span>{text}</p> }
        })
    };
    let name = face.username.clone();
    let hint = (!by_pin).then(|| {
        view! { <p class="muted">{move || t_string!(i18n, people.approve_password, name = name.as_str()).to_string()}</p> }
    });
    view! {
        <form class="prove" method="post" on:submit=hand_over novalidate>
            {hint}
            <label class="field">
                <span>{label}</span>
                <input
                    node_ref=field
                    type="password"
                    class:pin=by_pin
                    data-testid="prove-secret"
                    inputmode=if by_pin { "none" } else { "text" }
                    autocomplete="off"
                    prop:value=move || typed.get()
                    on:input=take
                />
            </label>
            <div role="alert" data-testid="prove-error">{message}</div>
            {by_pin.then(|| view! { <Keys typed error/> })}
            <button type="submit" class="primary big" data-testid="prove-submit" disabled=move || busy.get() || typed.with(String::is_empty)>
                {move || if busy.get() { t_string!(i18n, people.approve_busy).to_string() } else { done.get() }}
            </button>
        </form>
    }
}

/// The keys, in the order of a telephone.
#[component]
fn Keys(typed: RwSignal<String>, error: RwSignal<Option<FnError>>) -> impl IntoView {
    let i18n = use_i18n();
    let digit = move |n: u8| {
        let press = move |_| {
            error.set(None);
            typed.update(|typed| {
                if typed.len() < LONGEST_PIN {
                    typed.push(char::from(b'0' + n));
                }
            });
        };
        view! {
            <button type="button" class="key" data-testid=format!("key-{n}") on:mousedown=stay on:click=press>
                {n.to_string()}
            </button>
        }
    };
    view! {
        <div class="keys">
            {(1..=9).map(digit).collect_view()}
            <span></span>
            {digit(0)}
            <button
                type="button"
                class="key"
                data-testid="key-delete"
                aria-label=move || t_string!(i18n, people.key_delete)
                on:mousedown=stay
                on:click=move |_| typed.update(|typed| {
                    typed.pop();
                })
            >
                <span aria-hidden="true">"⌫"</span>
            </button>
        </div>
    }
}

/// A tap on a key leaves the focus in the field, so that Enter goes on working.
fn stay(ev: leptos::ev::MouseEvent) {
    ev.prevent_default();
}
