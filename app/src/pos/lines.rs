//! The lines of the order in hand.

use leptos::prelude::*;

use super::{cart::CartLine, till::Till};
use crate::{
    format::ntd,
    i18n::{t, t_string, use_i18n},
    words,
};

/// The lines, in the order in which they were tapped.
#[component]
pub fn Lines(till: Till) -> impl IntoView {
    // The keys alone: a changed quantity leaves the line, its open note and the focus where they are.
    let lines = move || till.cart.with(|cart| cart.lines.clone());
    view! {
        <ul class="lines">
            <For each=lines key=|line| line.key children=move |line| view! { <Line till line/> }/>
        </ul>
    }
}

#[component]
fn Line(till: Till, line: CartLine) -> impl IntoView {
    let i18n = use_i18n();
    let key = line.key;
    let now = {
        let first = line.clone();
        Memo::new(move |_| {
            till.cart
                .with(|cart| cart.lines.iter().find(|line| line.key == key).cloned())
                .unwrap_or_else(|| first.clone())
        })
    };
    let name = Memo::new(move |_| words::names(i18n, &line.name, line.name_en.as_deref()).0);
    let note_open = RwSignal::new(false);
    let locked = move || till.sending.get() || till.cart.with(|cart| cart.unsure);
    let note = move || now.get().note;
    let note_text = move || {
        let note = note();
        if note.is_empty() { t_string!(i18n, pos.note_add).to_string() } else { note }
    };
    view! {
        <li class="line" data-testid=format!("cart-line-{}", line.item_id)>
            <div class="line-name">
                <b>{name}</b>
                <button
                    type="button"
                    class="note-button"
                    class:has-note=move || !note().is_empty()
                    aria-expanded=move || note_open.get().to_string()
                    aria-label=move || {
                        format!("{} {}", t_string!(i18n, pos.note_label, name = name.get()), note())
                    }
                    disabled=locked
                    data-testid="note-open"
                    on:click=move |_| note_open.update(|open| *open = !*open)
                >
                    {note_text}
                </button>
            </div>
            <div class="stepper">
                <button
                    type="button"
                    disabled=locked
                    data-testid="less"
                    aria-label=move || t_string!(i18n, pos.less, name = name.get()).to_string()
                    on:click=move |_| till.cart.update(|cart| cart.step(key, false))
                >
                    "−"
                </button>
                <b data-testid="quantity" aria-live="polite">{move || now.get().quantity}</b>
                <button
                    type="button"
                    disabled=locked
                    data-testid="more"
                    aria-label=move || t_string!(i18n, pos.more, name = name.get()).to_string()
                    on:click=move |_| till.cart.update(|cart| cart.step(key, true))
                >
                    "＋"
                </button>
            </div>
            <span class="amount">{move || ntd(now.get().total())}</span>
            {move || note_open.get().then(|| view! { <Note till line_key=key name now locked=Signal::derive(locked)/> })}
        </li>
    }
}

/// The note of a line, with the usual words to tap, and the way to take the line out.
#[component]
fn Note(
    till: Till,
    line_key: u32,
    name: Memo<String>,
    now: Memo<CartLine>,
    locked: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<leptos::html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let word = move |text: Signal<String>| {
        view! {
            <button
                type="button"
                class="word"
                disabled=locked
                aria-pressed=move || now.get().note.split('、').any(|part| part == text.get()).to_string()
                on:click=move |_| till.cart.update(|cart| cart.toggle_word(line_key, &text.get_untracked()))
            >
                {text}
            </button>
        }
    };
    view! {
        <div class="note">
            <input
                type="text"
                node_ref=field
                maxlength="200"
                autocomplete="off"
                data-testid="note"
                aria-label=move || t_string!(i18n, pos.note_label, name = name.get()).to_string()
                placeholder=move || t_string!(i18n, pos.note)
                disabled=locked
                prop:value=move || now.get().note
                on:input=move |ev| till.cart.update(|cart| cart.set_note(line_key, &event_target_value(&ev)))
            />
            <div class="words">
                {word(Signal::derive(move || t_string!(i18n, pos.word_a).to_string()))}
                {word(Signal::derive(move || t_string!(i18n, pos.word_b).to_string()))}
                {word(Signal::derive(move || t_string!(i18n, pos.word_c).to_string()))}
                {word(Signal::derive(move || t_string!(i18n, pos.word_d).to_string()))}
                <span class="grow"></span>
                <button
                    type="button"
                    class="ghost danger"
                    disabled=locked
                    data-testid="remove"
                    aria-label=move || t_string!(i18n, pos.remove_label, name = name.get()).to_string()
                    on:click=move |_| till.cart.update(|cart| cart.remove(line_key))
                >
                    {t!(i18n, pos.remove)}
                </button>
            </div>
        </div>
    }
}
