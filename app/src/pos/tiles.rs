//! The categories and the tiles.

use leptos::prelude::*;
use sunnyside::menu::Tile;

use super::{pay::fresh_id, search::is_shown, till::Till};
use crate::{
    format::ntd,
    i18n::{t, t_string, use_i18n},
    words,
};

/// Below so many portions a tile says how many are left.
const FEW: u32 = 10;

/// The categories at the left.
#[component]
pub fn Categories(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let button = move |id: Option<i64>, name: Signal<String>| {
        let count = move || {
            till.menu
                .with(|menu| menu.tiles.iter().filter(|tile| id.is_none() || tile.category_id == id).count())
        };
        view! {
            <button
                type="button"
                aria-pressed=move || (till.category.get() == id).to_string()
                on:click=move |_| {
                    till.category.set(id);
                    till.query.set(String::new());
                }
            >
                <span>{name}</span>
                <small>{count}</small>
            </button>
        }
    };
    view! {
        <nav class="rail" aria-label=move || t_string!(i18n, pos.categories)>
            {button(None, Signal::derive(move || t_string!(i18n, pos.all).to_string()))}
            <For
                each=move || till.menu.with(|menu| menu.categories.clone())
                key=|category| category.clone_key()
                children=move |category| {
                    let name = Signal::derive(move || {
                        words::names(i18n, &category.name, category.name_en.as_deref()).0
                    });
                    button(Some(category.id), name)
                }
            />
        </nav>
    }
}

/// What makes a category another button.
trait CloneKey {
    fn clone_key(&self) -> (i64, String);
}

impl CloneKey for sunnyside::menu::Category {
    fn clone_key(&self) -> (i64, String) {
        (self.id, self.name.clone())
    }
}

/// The tiles that are asked for.
#[component]
pub fn Tiles(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let shown = Memo::new(move |_| {
        let (category, query) = (till.category.get(), till.query.get());
        till.menu.with(|menu| {
            menu.tiles.iter().filter(|tile| is_shown(tile, category, &query)).cloned().collect::<Vec<_>>()
        })
    });
    let hint = move || {
        if !shown.with(Vec::is_empty) {
            return None;
        }
        let text = if till.menu.with(|menu| menu.tiles.is_empty()) {
            t_string!(i18n, pos.no_menu).to_string()
        } else {
            t_string!(i18n, pos.nothing_found, query = till.query.get()).to_string()
        };
        Some(view! { <p class="empty" role="status">{text}</p> })
    };
    view! {
        <h2 class="visually-hidden">{t!(i18n, pos.menu)}</h2>
        <div class="tiles">
            // A tile is drawn anew only where something on it changed.
            <For
                each=move || shown.get()
                key=|tile| (tile.id, tile.price, tile.portions, tile.name.clone())
                children=move |tile| view! { <OneTile till tile/> }
            />
        </div>
        {hint}
    }
}

#[component]
fn OneTile(till: Till, tile: Tile) -> impl IntoView {
    let i18n = use_i18n();
    let (id, price, portions) = (tile.id, tile.price, tile.portions);
    let sold_out = portions == Some(0);
    let count = Memo::new(move |_| till.cart.with(|cart| cart.count_of(id)));
    let chosen = move || count.get() > 0;
    let (name, name_en) = (tile.name.clone(), tile.name_en.clone());
    let names = Memo::new(move |_| words::names(i18n, &name, name_en.as_deref()));
    let tap = move |ev: leptos::ev::MouseEvent| {
        // After a finger or a mouse the focus goes back to the page, so that Enter pays and does not tap again.
        if ev.detail() > 0 {
            use leptos::wasm_bindgen::JsCast;
            let target =
                ev.current_target().and_then(|target| target.dyn_into::<leptos::web_sys::HtmlElement>().ok());
            if let Some(button) = target {
                let _ = button.blur();
            }
        }
        if till.sending.get_untracked() {
            return;
        }
        till.answer.update(|answer| {
            *answer = answer.take().filter(|_| till.cart.with_untracked(|cart| cart.unsure))
        });
        till.clear_asked.set(false);
        till.cart.update(|cart| cart.add(&tile, fresh_id));
    };
    let badge = move || {
        let count = count.get();
        (count > 0).then(|| {
            let text = move || t_string!(i18n, pos.in_cart, n = count).to_string();
            view! {
                <span class="badge" aria-hidden="true">{count}</span>
                <span class="visually-hidden">{text}</span>
            }
        })
    };
    let left = portions.map(|n| {
        if n == 0 {
            view! { <span class="chip">{t!(i18n, pos.sold_out)}</span> }.into_any()
        } else if n < FEW {
            view! { <span class="chip cook">{move || t_string!(i18n, pos.left, n = n).to_string()}</span> }
                .into_any()
        } else {
            ().into_any()
        }
    });
    view! {
        <button
            type="button"
            class="tile"
            class:chosen=chosen
            class:sold-out=sold_out
            disabled=sold_out
            data-testid=format!("tile-{id}")
            on:click=tap
        >
            <span class="tile-name">
                <b>{move || names.get().0}</b>
                <span class="tiny">{move || names.get().1}</span>
            </span>
            <span class="tile-foot">
                <span class="price">{ntd(price)}</span>
                {left}
            </span>
            {badge}
        </button>
    }
}
