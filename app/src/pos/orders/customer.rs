//! The sheet of who an order is for and when it is wanted.

use leptos::{html, prelude::*};

use super::for_whom::{ForWhom, in_minutes, is_possible, of_field, to_field};
use crate::{
    chrome::follow,
    i18n::{t, t_string, use_i18n},
    pos::till::Till,
};

/// Says for whom and when; a tap changes it.
#[component]
pub fn CustomerButton(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || {
        let of = till.cart.with(|cart| cart.for_whom.clone());
        let due =
            of.due_at.map(|due| t_string!(i18n, orders.due, due = till.clock.time_of_day(due)).to_string());
        let parts: Vec<String> = [of.name, of.phone, due.unwrap_or_default()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        if parts.is_empty() { t_string!(i18n, orders.customer).to_string() } else { parts.join(" · ") }
    };
    view! {
        <button
            type="button"
            class="customer"
            data-testid="customer-open"
            disabled=move || till.sending.get() || till.cart.with(|cart| cart.unsure)
            on:click=move |_| till.orders.customer_open.set(true)
        >
            {text}
        </button>
    }
}

/// The sheet.
#[component]
pub fn CustomerSheet(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let open = till.orders.customer_open;
    follow(dialog, open);
    view! {
        <dialog
            class="today customer-sheet"
            node_ref=dialog
            aria-labelledby="customer-heading"
            data-testid="customer-sheet"
            on:close=move |_| open.set(false)
        >
            <h2 id="customer-heading">{t!(i18n, orders.customer)}</h2>
            {move || open.get().then(|| view! { <Fields till/> })}
        </dialog>
    }
}

#[component]
fn Fields(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let first = till.cart.with_untracked(|cart| cart.for_whom.clone());
    let offset = till.clock.utc_offset();
    let name = RwSignal::new(first.name);
    let phone = RwSignal::new(first.phone);
    let due = RwSignal::new(first.due_at.map(|due| to_field(due, offset)).unwrap_or_default());
    let wrong = RwSignal::new(false);
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let (text, now) = (due.get_untracked(), till.clock.exact());
        let due_at = of_field(&text, offset);
        let is_wrong = !text.is_empty() && due_at.is_none_or(|due| !is_possible(due, now));
        wrong.set(is_wrong);
        if is_wrong {
            return;
        }
        let clean =
            |text: String| text.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned();
        let whom = ForWhom { name: clean(name.get_untracked()), phone: clean(phone.get_untracked()), due_at };
        till.cart.update(|cart| cart.for_whom = whom);
        till.orders.customer_open.set(false);
        till.focus_pay();
    };
    let soon = [15, 30, 60]
        .map(|minutes| {
            view! {
                <button
                    type="button"
                    data-testid=format!("due-in-{minutes}")
                    on:click=move |_| {
                        due.set(to_field(in_minutes(till.clock.exact(), minutes), offset));
                        wrong.set(false);
                    }
                >
                    {move || t_string!(i18n, orders.in_minutes, n = minutes).to_string()}
                </button>
            }
        })
        .collect_view();
    view! {
        <form class="fields" on:submit=save>
            <label class="field">
                <span>{t!(i18n, orders.name)}</span>
                <input
                    type="text"
                    maxlength="80"
                    autocomplete="off"
                    data-testid="customer-name"
                    prop:value=name
                    on:input=move |ev| name.set(event_target_value(&ev))
                />
            </label>
            <label class="field">
                <span>{t!(i18n, orders.phone)}</span>
                <input
                    type="tel"
                    maxlength="30"
                    autocomplete="off"
                    data-testid="customer-phone"
                    prop:value=phone
                    on:input=move |ev| phone.set(event_target_value(&ev))
                />
            </label>
            <label class="field">
                <span>{t!(i18n, orders.wanted_at)}</span>
                <input
                    type="datetime-local"
                    data-testid="customer-due"
                    aria-invalid=move || wrong.get().to_string()
                    prop:value=due
                    on:input=move |ev| due.set(event_target_value(&ev))
                />
            </label>
            <div class="row wrap">
                {soon}
                <button type="button" data-testid="due-none" on:click=move |_| due.set(String::new())>
                    {t!(i18n, orders.now)}
                </button>
            </div>
            {move || {
                wrong.get().then(|| view! { <p class="order-error" role="alert" data-testid="due-wrong">{t!(i18n, orders.due_wrong)}</p> })
            }}
            <div class="row">
                <button type="button" on:click=move |_| till.orders.customer_open.set(false)>
                    {t!(i18n, site.close)}
                </button>
                <span class="grow"></span>
                <button type="submit" class="primary" data-testid="customer-save">{t!(i18n, orders.keep)}</button>
            </div>
        </form>
    }
}
