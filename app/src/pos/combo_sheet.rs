//! The picker of a bundle, and the strip that offers one.

use leptos::prelude::*;
use sunnyside::Money;

use super::{
    choices_sheet::CloseSheet,
    combo::{Half, Offer, Picking, made_of, offers, suggestion},
    pay::fresh_id,
    sheets::Sheet,
    till::Till,
};
use crate::{
    format::ntd,
    i18n::{t, t_string, use_i18n},
    words,
};

fn with<T>(till: Till, read: impl FnOnce(&Picking) -> T) -> Option<T> {
    till.sheet.with(|sheet| match sheet {
        Some(Sheet::Combo(picking)) => Some(read(picking)),
        _ => None,
    })
}

fn change(till: Till, change: impl FnOnce(&mut Picking)) {
    till.sheet.update(|sheet| {
        if let Some(Sheet::Combo(picking)) = sheet {
            change(picking);
        }
    });
}

/// Puts the bundle into the order.
fn apply(till: Till) {
    let Some(picking) = till.sheet.with_untracked(|sheet| match sheet {
        Some(Sheet::Combo(picking)) if picking.is_complete() => Some(picking.clone()),
        _ => None,
    }) else {
        return;
    };
    till.sheet.set(None);
    if !till.is_open() {
        return;
    }
    till.begin_change();
    let combo = picking.line();
    match picking.line {
        Some(key) => {
            till.cart.update(|cart| cart.change_combo(key, |old| *old = combo));
            till.selected.set(Some(key));
        }
        None => {
            let key = till.cart.try_update(|cart| cart.put_combo(combo, fresh_id)).flatten();
            till.selected.set(key);
        }
    }
}

/// The picker.
#[component]
pub fn ComboSheet(till: Till, first: Picking) -> impl IntoView {
    let i18n = use_i18n();
    let editing = first.line;
    let is_new = editing.is_none();
    let combo = first.combo;
    let halves = [Half::Drinks, Half::Sides]
        .into_iter()
        .filter(|half| match half {
            Half::Drinks => combo.drink_choice_count > 0,
            Half::Sides => combo.side_choice_count > 0,
        })
        .map(|half| {
            let offers = till.book.with_untracked(|book| offers(book, &combo, half));
            view! { <HalfView till half offers/> }
        })
        .collect_view();
    let lacks = Memo::new(move |_| {
        with(till, |picking| (picking.lacking(Half::Drinks), picking.lacking(Half::Sides))).unwrap_or((0, 0))
    });
    let quantity = Memo::new(move |_| with(till, |picking| picking.quantity).unwrap_or(1));
    let total = Memo::new(move |_| with(till, Picking::total).unwrap_or(Money::ZERO));
    let saved = Memo::new(move |_| with(till, Picking::saved).unwrap_or(Money::ZERO));
    let label = move || match lacks.get() {
        (0, 0) if is_new => t_string!(i18n, cart.put_in).to_string(),
        (0, 0) => t_string!(i18n, cart.change).to_string(),
        (0, sides) => t_string!(i18n, cart.lacks_sides, n = sides).to_string(),
        (drinks, _) => t_string!(i18n, cart.lacks_drinks, n = drinks).to_string(),
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
                <h2 id="sheet-heading">{combo.name.clone()}</h2>
                <span class="muted">{ntd(combo.bundle_price)}</span>
                <span class="grow"></span>
                <CloseSheet till/>
            </header>
            <div class="sheet-body">
                {combo.raw_rule_text.clone().map(|rule| view! { <p class="muted">{rule}</p> })}
                {halves}
                <p class="saved" aria-live="polite" data-testid="combo-saved">
                    {move || {
                        (saved.get() > Money::ZERO)
                            .then(|| t_string!(i18n, cart.saves, amount = ntd(saved.get())).to_string())
                    }}
                </p>
            </div>
            <footer class="sheet-actions">
                <div class="stepper">
                    <button
                        type="button"
                        disabled=move || quantity.get() <= 1
                        aria-label=move || t_string!(i18n, cart.fewer)
                        on:click=move |_| change(till, |picking| picking.step(false))
                    >
                        "−"
                    </button>
                    <b aria-live="polite">{quantity}</b>
                    <button
                        type="button"
                        aria-label=move || t_string!(i18n, cart.further)
                        on:click=move |_| change(till, |picking| picking.step(true))
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
                    disabled=move || lacks.get() != (0, 0)
                >
                    <span>{label}</span>
                    <span class="num">{move || ntd(total.get())}</span>
                </button>
            </footer>
        </form>
    }
}

#[component]
fn HalfView(till: Till, half: Half, offers: Vec<Offer>) -> impl IntoView {
    let i18n = use_i18n();
    let lacking = Memo::new(move |_| with(till, |picking| picking.lacking(half)).unwrap_or(0));
    let heading = move || match half {
        Half::Drinks => t_string!(i18n, cart.drinks).to_string(),
        Half::Sides => t_string!(i18n, cart.sides).to_string(),
    };
    let state = move || match lacking.get() {
        0 => format!("✓ {}", t_string!(i18n, cart.chosen)),
        n => t_string!(i18n, cart.left_to_choose, n = n).to_string(),
    };
    let options = offers.into_iter().map(|offer| view! { <OneOffer till half offer/> }).collect_view();
    view! {
        <fieldset class="group">
            <legend>
                {heading}
                " "
                <span class="chip" class:late=move || lacking.get().gt(&0) class:ready=move || lacking.get() == 0>
                    {state}
                </span>
            </legend>
            <div class="options">{options}</div>
        </fieldset>
    }
}

#[component]
fn OneOffer(till: Till, half: Half, offer: Offer) -> impl IntoView {
    let i18n = use_i18n();
    let id = offer.part.as_ref().map(|part| part.item_id);
    let price = offer.part.as_ref().map(|part| ntd(part.price));
    let count =
        Memo::new(move |_| id.and_then(|id| with(till, |picking| picking.count(half, id))).unwrap_or(0));
    let there =
        Memo::new(move |_| id.is_some_and(|id| till.left.with(|left| left.items.get(&id) != Some(&0))));
    let (name, name_en) = (offer.name.clone(), offer.name_en.clone());
    let tap = move |_| {
        if let Some(part) = offer.part.clone() {
            change(till, |picking| picking.tap(half, part));
        }
    };
    view! {
        <button
            type="button"
            class="option"
            data-testid=id.map(|id| format!("part-{id}"))
            aria-pressed=move || (count.get() > 0).to_string()
            disabled=move || !there.get() && count.get() == 0
            on:click=tap
        >
            <span>
                {move || words::names(i18n, &name, name_en.as_deref()).0}
                {move || (count.get() > 1).then(|| format!(" × {}", count.get()))}
            </span>
            <small>
                {move || match (id, there.get()) {
                    (None, _) => t_string!(i18n, cart.not_linked).to_string(),
                    (_, false) => t_string!(i18n, pos.sold_out).to_string(),
                    _ => price.clone().unwrap_or_default(),
                }}
            </small>
        </button>
    }
}

/// The strip above the total: what is in the order would be cheaper as a bundle.
#[component]
pub fn Offered(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let found = Memo::new(move |_| till.cart.with(|cart| till.book.with(|book| suggestion(cart, book))));
    let make = move |_| {
        if !till.is_open() {
            return;
        }
        let Some((found, keys)) = found.get_untracked() else { return };
        if let Some(combo) = till.book.with_untracked(|book| made_of(&found, book)) {
            till.begin_change();
            let key = till.cart.try_update(|cart| cart.bundle(combo, &keys)).flatten();
            till.selected.set(key);
        }
    };
    move || {
        found.get().map(|(found, _)| {
            let name = till.book.with_untracked(|book| book.combo(found.combo_id).map(|combo| combo.name.clone()));
            let (name, saved) = (name.unwrap_or_default(), ntd(found.saved));
            view! {
                <div class="offered" data-testid="offered">
                    <span>
                        {move || {
                            t_string!(i18n, cart.offered, name = name.as_str(), amount = saved.as_str()).to_string()
                        }}
                    </span>
                    <button type="button" data-testid="make-combo" disabled=move || till.sending.get() on:click=make>
                        {t!(i18n, cart.make)}
                    </button>
                </div>
            }
        })
    }
}
