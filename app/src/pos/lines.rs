//! The lines of the order in hand.

use leptos::prelude::*;
use sunnyside::{Refusal, menu::ChoiceGroup};

use super::{
    cart::{CartCombo, CartLine},
    choice::{in_order, toggle},
    choices_sheet::{OneChoice, usual_words},
    till::Till,
};
use crate::{
    api::FnError,
    format::ntd,
    i18n::{t, t_string, use_i18n},
    words,
};

/// So many choices and words are offered right on a line; its sheet has the rest.
const QUICK: usize = 8;

/// The lines and bundles, in the order in which they were tapped.
#[component]
pub fn Lines(till: Till) -> impl IntoView {
    // The keys alone: a changed quantity leaves the line and the focus where they are.
    let lines = move || till.cart.with(|cart| cart.lines.clone());
    let combos = move || till.cart.with(|cart| cart.combos.clone());
    view! {
        <ul class="lines">
            <For each=lines key=|line| line.key children=move |line| view! { <Line till line/> }/>
            <For each=combos key=|combo| combo.key children=move |combo| view! { <ComboLine till combo/> }/>
        </ul>
    }
}

/// Which item or bundle a refusal is about.
fn is_about(error: &FnError, item: Option<i64>, combo: Option<i64>) -> bool {
    let FnError::Refused(refusal) = error else { return false };
    match refusal {
        Refusal::SoldOut(id) | Refusal::UnknownItem(id) | Refusal::InactiveItem(id) => item == Some(*id),
        Refusal::ChoiceCount { item: id, .. } => item == Some(*id),
        Refusal::UnknownCombo(id) | Refusal::InactiveCombo(id) => combo == Some(*id),
        Refusal::DrinkCount { combo: id, .. } | Refusal::SideCount { combo: id, .. } => combo == Some(*id),
        Refusal::DrinkNotEligible { combo: id, .. } => combo == Some(*id),
        _ => false,
    }
}

/// What is wrong with a line, where the last answer or the stock says so.
#[component]
fn Problem(till: Till, items: Vec<i64>, line_key: u32, combo: Option<i64>) -> impl IntoView {
    let i18n = use_i18n();
    let of_choice = move |error: &FnError| {
        let FnError::Refused(Refusal::UnknownModifier(id)) = error else { return false };
        till.cart.with(|cart| {
            let line = cart.lines.iter().find(|line| line.key == line_key);
            line.is_some_and(|line| line.choices.iter().flatten().any(|choice| choice.id == *id))
        })
    };
    let text = Memo::new(move |_| {
        let refused = till.refused.with(|error| {
            let error = error.as_ref()?;
            let is_meant =
                is_about(error, None, combo) || items.iter().any(|id| is_about(error, Some(*id), None));
            (is_meant || of_choice(error)).then(|| words::error(i18n, error))
        });
        refused.or_else(|| {
            let short = items.iter().find_map(|id| {
                let left = till.left.with(|left| left.items.get(id).copied())?;
                let count = till.cart.with(|cart| cart.count_of(*id));
                (count > left).then_some(left)
            })?;
            Some(match short {
                0 => t_string!(i18n, pos.sold_out).to_string(),
                n => t_string!(i18n, pos.left, n = n).to_string(),
            })
        })
    });
    move || {
        text.get().map(|text| {
            view! {
                <p class="line-problem" data-testid="line-problem">
                    <span aria-hidden="true">"⚠ "</span>
                    {text}
                </p>
            }
        })
    }
}

#[component]
fn Stepper(till: Till, line_key: u32, name: Memo<String>, quantity: Memo<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let locked = move || till.sending.get() || till.cart.with(|cart| cart.unsure);
    view! {
        <div class="stepper">
            <button
                type="button"
                disabled=locked
                data-testid="less"
                aria-label=move || t_string!(i18n, pos.less, name = name.get()).to_string()
                on:click=move |_| till.step(line_key, false)
            >
                "−"
            </button>
            <b data-testid="quantity" aria-live="polite">{quantity}</b>
            <button
                type="button"
                disabled=locked
                data-testid="more"
                aria-label=move || t_string!(i18n, pos.more, name = name.get()).to_string()
                on:click=move |_| till.step(line_key, true)
            >
                "＋"
            </button>
        </div>
    }
}

#[component]
fn Line(till: Till, line: CartLine) -> impl IntoView {
    let i18n = use_i18n();
    let (key, item_id) = (line.key, line.item_id);
    let now = {
        let first = line.clone();
        Memo::new(move |_| {
            till.cart
                .with(|cart| cart.lines.iter().find(|line| line.key == key).cloned())
                .unwrap_or_else(|| first.clone())
        })
    };
    let quantity = Memo::new(move |_| now.with(|line| line.quantity));
    let selected = Memo::new(move |_| till.selected.get() == Some(key));
    let locked = move || till.sending.get() || till.cart.with(|cart| cart.unsure);
    let name = Memo::new(move |_| words::names(i18n, &line.name, line.name_en.as_deref()).0);
    let extras = move || {
        let line = now.get();
        let chosen = line.choices.iter().flatten().map(|choice| {
            let name = words::names(i18n, &choice.name, choice.name_en.as_deref()).0;
            let delta = super::choices_sheet::delta(choice.price_delta);
            let is_dear = delta.is_some();
            let text = [Some(name), delta].into_iter().flatten().collect::<Vec<_>>().join(" ");
            view! { <span class="chip" class:cook=is_dear>{text}</span> }.into_any()
        });
        let note = (!line.note.is_empty())
            .then(|| view! { <span class="chip note-chip">{line.note.clone()}</span> }.into_any());
        chosen.chain(note).collect_view()
    };
    // A new line is seen whole, with its quick choices.
    let place = NodeRef::<leptos::html::Li>::new();
    Effect::new(move |seen: Option<bool>| {
        if seen == Some(true) || !selected.get() {
            return seen.unwrap_or(false);
        }
        let Some(line) = place.get() else { return false };
        request_animation_frame(move || line.scroll_into_view_with_bool(false));
        true
    });
    view! {
        <li class="line" node_ref=place class:selected=selected data-testid=format!("cart-line-{item_id}")>
            <button
                type="button"
                class="line-name"
                disabled=locked
                data-testid="note-open"
                on:click=move |_| till.edit(key)
            >
                <span class="visually-hidden">{t!(i18n, cart.change)}</span>
                <b>{name}</b>
                <span class="line-extras">{extras}</span>
            </button>
            <Stepper till line_key=key name quantity/>
            <span class="amount">{move || ntd(now.with(CartLine::total))}</span>
            <Problem till items=vec![item_id] line_key=key combo=None/>
            {move || (selected.get() && !locked()).then(|| view! { <Quick till line_key=key item_id now/> })}
        </li>
    }
}

/// The first choices of a line, right on it; its sheet has all of them.
#[component]
fn Quick(till: Till, line_key: u32, item_id: i64, now: Memo<CartLine>) -> impl IntoView {
    let i18n = use_i18n();
    let groups = till.book.with_untracked(|book| book.tile(item_id).map(|tile| book.groups_of(tile)));
    let groups: StoredValue<Vec<ChoiceGroup>> = StoredValue::new(groups.unwrap_or_default());
    let choices = groups.with_value(|all| {
        let all =
            all.iter().enumerate().flat_map(|(at, group)| group.choices.iter().map(move |c| (at, c.clone())));
        all.take(QUICK)
            .map(|(at, choice)| {
                let id = choice.id;
                let is_chosen = Memo::new(move |_| {
                    now.with(|line| line.choices.iter().flatten().any(|choice| choice.id == id))
                });
                let on_tap = move || {
                    let fresh = groups.with_value(|groups| {
                        let mut chosen =
                            now.get_untracked().choice_ids().unwrap_or_default().into_iter().collect();
                        if let Some(group) = groups.get(at) {
                            toggle(group, &mut chosen, id);
                        }
                        in_order(groups, &chosen)
                    });
                    till.cart.update(|cart| cart.change(line_key, |line| line.choices = Some(fresh)));
                };
                view! { <OneChoice till choice is_chosen on_tap/> }
            })
            .collect_view()
    });
    let is_plain = groups.with_value(Vec::is_empty);
    let word = move |word: String| {
        let (own, tapped) = (word.clone(), word.clone());
        view! {
            <button
                type="button"
                class="option"
                aria-pressed=move || now.with(|line| line.note.split('、').any(|part| part == own)).to_string()
                on:click=move |_| till.cart.update(|cart| cart.toggle_word(line_key, &tapped))
            >
                {word}
            </button>
        }
    };
    view! {
        <div class="quick-choices">
            {choices}
            {move || is_plain.then(|| usual_words(i18n).into_iter().take(4).map(word).collect_view())}
            <button type="button" class="option more" data-testid="more-choices" on:click=move |_| till.edit(line_key)>
                {t!(i18n, cart.more)}
            </button>
        </div>
    }
}

#[component]
fn ComboLine(till: Till, combo: CartCombo) -> impl IntoView {
    let i18n = use_i18n();
    let (key, combo_id) = (combo.key, combo.combo_id);
    let now = {
        let first = combo.clone();
        Memo::new(move |_| {
            till.cart
                .with(|cart| cart.combos.iter().find(|combo| combo.key == key).cloned())
                .unwrap_or_else(|| first.clone())
        })
    };
    let quantity = Memo::new(move |_| now.with(|combo| combo.quantity));
    let selected = Memo::new(move |_| till.selected.get() == Some(key));
    let locked = move || till.sending.get() || till.cart.with(|cart| cart.unsure);
    let text = combo.name.clone();
    let name = Memo::new(move |_| text.clone());
    let items: Vec<i64> = combo.parts().map(|part| part.item_id).collect();
    let parts = move || {
        now.with(|combo| {
            let parts = combo.parts().map(|part| words::names(i18n, &part.name, part.name_en.as_deref()).0);
            parts.collect::<Vec<_>>()
        })
    };
    view! {
        <li class="line" class:selected=selected data-testid=format!("cart-combo-{combo_id}")>
            <button
                type="button"
                class="line-name"
                disabled=locked
                on:click=move |_| till.edit(key)
            >
                <span class="visually-hidden">{t!(i18n, cart.change)}</span>
                <b>{name}</b>
                <span class="line-extras">
                    {move || parts().into_iter().map(|part| view! { <span class="chip">{part}</span> }).collect_view()}
                </span>
            </button>
            <Stepper till line_key=key name quantity/>
            <span class="amount">{move || ntd(now.with(CartCombo::total))}</span>
            <Problem till items line_key=key combo=Some(combo_id)/>
        </li>
    }
}
