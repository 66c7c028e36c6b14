//! The sheet of an item: its groups of choices, a note, how many.

use leptos::prelude::*;
use sunnyside::{
    Money,
    menu::{Choice, ChoiceGroup},
};

use super::{
    cart::{LONGEST_NOTE, toggled},
    choice::{Choosing, is_there, toggle},
    pay::fresh_id,
    sheets::Sheet,
    till::Till,
};
use crate::{
    format::ntd,
    i18n::{t, t_string, use_i18n},
    words::{self, I18n},
};

/// The usual words of a note, in the reader's language.
pub fn usual_words(i18n: I18n) -> [String; 8] {
    [
        t_string!(i18n, cart.word_a).to_string(),
        t_string!(i18n, cart.word_b).to_string(),
        t_string!(i18n, cart.word_c).to_string(),
        t_string!(i18n, cart.word_d).to_string(),
        t_string!(i18n, cart.word_e).to_string(),
        t_string!(i18n, cart.word_f).to_string(),
        t_string!(i18n, cart.word_g).to_string(),
        t_string!(i18n, cart.word_h).to_string(),
    ]
}

/// What a choice adds: `+NT$15`.
pub fn delta(amount: Money) -> Option<String> {
    match amount {
        Money::ZERO => None,
        amount if amount > Money::ZERO => Some(format!("+{}", ntd(amount))),
        amount => Some(format!("−{}", ntd(Money(amount.0.saturating_neg())))),
    }
}

fn with<T>(till: Till, read: impl FnOnce(&Choosing) -> T) -> Option<T> {
    till.sheet.with(|sheet| match sheet {
        Some(Sheet::Item(choosing)) => Some(read(choosing)),
        _ => None,
    })
}

fn change(till: Till, change: impl FnOnce(&mut Choosing)) {
    till.sheet.update(|sheet| {
        if let Some(Sheet::Item(choosing)) = sheet {
            change(choosing);
        }
    });
}

/// Puts what is chosen into the order.
fn apply(till: Till) {
    let Some(choosing) = till.sheet.with_untracked(|sheet| match sheet {
        Some(Sheet::Item(choosing)) if choosing.lacking().is_none() => Some(choosing.clone()),
        _ => None,
    }) else {
        return;
    };
    till.sheet.set(None);
    if !till.is_open() {
        return;
    }
    let line = choosing.line();
    match choosing.line {
        Some(key) => {
            till.begin_change();
            till.cart.update(|cart| cart.change(key, |old| *old = line));
            till.selected.set(Some(key));
        }
        None => {
            let key = till.cart.try_update(|cart| cart.put(line, fresh_id)).flatten();
            till.selected.set(key);
        }
    }
}

/// The sheet.
#[component]
pub fn ItemSheet(till: Till, first: Choosing) -> impl IntoView {
    let i18n = use_i18n();
    let is_new = first.line.is_none();
    let editing = first.line;
    let price = first.tile.price;
    let (name, name_en) = (first.tile.name.clone(), first.tile.name_en.clone());
    let name = Memo::new(move |_| words::names(i18n, &name, name_en.as_deref()).0);
    // Words that are choices of this item already need no note.
    let taken: Vec<Choice> = first.groups.iter().flat_map(|group| group.choices.clone()).collect();
    let words = Memo::new(move |_| {
        let is_choice =
            |word: &String| taken.iter().any(|c| c.name == *word || c.name_en.as_ref() == Some(word));
        usual_words(i18n).into_iter().filter(|word| !is_choice(word)).collect::<Vec<_>>()
    });
    let groups = first.groups.into_iter().map(|group| view! { <Group till group/> }).collect_view();
    let note = Memo::new(move |_| with(till, |choosing| choosing.note.clone()).unwrap_or_default());
    let quantity = Memo::new(move |_| with(till, |choosing| choosing.quantity).unwrap_or(1));
    let total = Memo::new(move |_| with(till, Choosing::total).unwrap_or(Money::ZERO));
    let lacking = Memo::new(move |_| with(till, |choosing| choosing.lacking().cloned()).flatten());
    let label = move || match lacking.get() {
        Some(group) => {
            let group = words::names(i18n, &group.name, group.name_en.as_deref()).0;
            t_string!(i18n, cart.choose_first, group = group).to_string()
        }
        None if is_new => t_string!(i18n, cart.put_in).to_string(),
        None => t_string!(i18n, cart.change).to_string(),
    };
    view! {
        <form
            class="sheet"
            on:submit=move |ev| {
                ev.prevent_default();
                apply(till);
            }
        >
            <header class="sheet-head">
                <h2 id="sheet-heading">{name}</h2>
                <span class="muted">{ntd(price)}</span>
                <span class="grow"></span>
                <CloseSheet till/>
            </header>
            <div class="sheet-body">
                {groups}
                <fieldset class="group">
                    <legend>{t!(i18n, pos.note)}</legend>
                    <div class="options">
                        {move || {
                            words
                                .get()
                                .into_iter()
                                .map(|word| {
                                    let own = word.clone();
                                    let tapped = word.clone();
                                    view! {
                                        <button
                                            type="button"
                                            class="option"
                                            aria-pressed=move || {
                                                note.with(|note| note.split('、').any(|part| part == own)).to_string()
                                            }
                                            on:click=move |_| {
                                                change(till, |choosing| choosing.note = toggled(&choosing.note, &tapped));
                                            }
                                        >
                                            {word}
                                        </button>
                                    }
                                })
                                .collect_view()
                        }}
                    </div>
                    <input
                        type="text"
                        maxlength=LONGEST_NOTE.to_string()
                        autocomplete="off"
                        data-testid="note"
                        aria-label=move || t_string!(i18n, pos.note_label, name = name.get()).to_string()
                        placeholder=move || t_string!(i18n, cart.note_hint)
                        prop:value=move || note.get()
                        on:input=move |ev| change(till, |choosing| choosing.note = event_target_value(&ev))
                    />
                </fieldset>
            </div>
            <footer class="sheet-actions">
                <div class="stepper">
                    <button
                        type="button"
                        data-testid="sheet-less"
                        disabled=move || quantity.get() <= 1
                        aria-label=move || t_string!(i18n, pos.less, name = name.get()).to_string()
                        on:click=move |_| change(till, |choosing| choosing.step(false))
                    >
                        "−"
                    </button>
                    <b data-testid="sheet-quantity" aria-live="polite">{quantity}</b>
                    <button
                        type="button"
                        data-testid="sheet-more"
                        aria-label=move || t_string!(i18n, pos.more, name = name.get()).to_string()
                        on:click=move |_| change(till, |choosing| choosing.step(true))
                    >
                        "＋"
                    </button>
                </div>
                {editing
                    .map(|key| {
                        view! {
                            <button
                                type="button"
                                class="danger"
                                data-testid="remove"
                                on:click=move |_| {
                                    till.sheet.set(None);
                                    till.remove(key);
                                }
                            >
                                {t!(i18n, pos.remove)}
                            </button>
                        }
                    })}
                <button
                    type="submit"
                    class="primary put-in"
                    data-testid="sheet-apply"
                    disabled=move || lacking.with(Option::is_some)
                >
                    <span>{label}</span>
                    <span class="num">{move || ntd(total.get())}</span>
                </button>
            </footer>
        </form>
    }
}

/// The way out of a sheet.
#[component]
pub fn CloseSheet(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button
            type="button"
            class="close"
            data-testid="sheet-close"
            aria-label=move || t_string!(i18n, site.close)
            on:click=move |_| till.sheet.set(None)
        >
            <span aria-hidden="true">"✕"</span>
        </button>
    }
}

#[component]
fn Group(till: Till, group: ChoiceGroup) -> impl IntoView {
    let i18n = use_i18n();
    let (least, most) = (group.least, group.most);
    let rule = move || {
        if least > 0 && least == most {
            t_string!(i18n, cart.exactly, n = least).to_string()
        } else if least > 0 {
            t_string!(i18n, cart.between, least = least, most = most).to_string()
        } else {
            t_string!(i18n, cart.at_most, n = most).to_string()
        }
    };
    let (name, name_en) = (group.name.clone(), group.name_en.clone());
    let options = group
        .choices
        .iter()
        .map(|choice| {
            let group = group.clone();
            let id = choice.id;
            let on_tap = move || {
                change(till, |choosing| {
                    toggle(&group, &mut choosing.chosen, id);
                });
            };
            let is_chosen = Memo::new(move |_| with(till, |c| c.chosen.contains(&id)).unwrap_or(false));
            view! { <OneChoice till choice=choice.clone() is_chosen on_tap/> }
        })
        .collect_view();
    view! {
        <fieldset class="group">
            <legend>
                {move || words::names(i18n, &name, name_en.as_deref()).0}
                " "
                <span class="chip" class:late=least.gt(&0)>{rule}</span>
            </legend>
            <div class="options">{options}</div>
        </fieldset>
    }
}

/// One choice, to be tapped.
#[component]
pub fn OneChoice(
    till: Till,
    choice: Choice,
    is_chosen: Memo<bool>,
    on_tap: impl Fn() + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let extra = delta(choice.price_delta);
    let id = choice.id;
    let (name, name_en) = (choice.name.clone(), choice.name_en.clone());
    let there = Memo::new(move |_| till.left.with(|left| is_there(left, &choice)));
    view! {
        <button
            type="button"
            class="option"
            data-testid=format!("choice-{id}")
            aria-pressed=move || is_chosen.get().to_string()
            disabled=move || !there.get() && !is_chosen.get()
            on:click=move |_| on_tap()
        >
            <span>{move || words::names(i18n, &name, name_en.as_deref()).0}</span>
            {move || {
                if there.get() {
                    extra.clone().map(|extra| view! { <small>{extra}</small> }.into_any())
                } else {
                    Some(view! { <small>{t!(i18n, pos.sold_out)}</small> }.into_any())
                }
            }}
        </button>
    }
}
