//! The shelves and the tiles.

use leptos::{ev::MouseEvent, prelude::*, wasm_bindgen::JsCast, web_sys};
use sunnyside::menu::{Combo, Tile};

use super::{
    book::{Book, Shelf, Shown},
    till::{MOST_TILES, Till},
    toast::Undo,
};
use crate::{
    chrome::Press,
    format::ntd,
    i18n::{t, t_string, use_i18n},
    words,
};

/// The shelves at the left.
#[component]
pub fn Categories(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let button = move |shelf: Shelf, name: Signal<String>, id: String| {
        view! {
            <button
                type="button"
                data-testid=id
                aria-pressed=move || (till.shelf.get() == shelf).to_string()
                on:click=move |_| till.show(shelf)
            >
                <span>{name}</span>
                <small>
                    {move || match shelf {
                        Shelf::Favourites => "★".to_owned(),
                        _ => till.book.with(|book| book.count(shelf)).map(|n| n.to_string()).unwrap_or_default(),
                    }}
                </small>
            </button>
        }
    };
    let has_favourites = Memo::new(move |_| till.book.with(|book| !book.menu.favourites.is_empty()));
    let has_combos = Memo::new(move |_| till.book.with(|book| book.menu.combos.iter().any(Combo::has_parts)));
    let categories = Memo::new(move |_| till.book.with(|book| book.menu.categories.clone()));
    let favourites = Signal::derive(move || t_string!(i18n, cart.favourites).to_string());
    let combos = Signal::derive(move || t_string!(i18n, cart.combos).to_string());
    view! {
        <nav class="rail" aria-label=move || t_string!(i18n, pos.categories)>
            {move || {
                has_favourites.get().then(|| button(Shelf::Favourites, favourites, "shelf-favourites".to_owned()))
            }}
            {button(
                Shelf::All,
                Signal::derive(move || t_string!(i18n, pos.all).to_string()),
                "shelf-all".to_owned(),
            )}
            <For
                each=move || categories.get()
                key=|category| (category.id, category.name.clone())
                children=move |category| {
                    let id = category.id;
                    let name = Signal::derive(move || {
                        words::names(i18n, &category.name, category.name_en.as_deref()).0
                    });
                    button(Shelf::Category(id), name, format!("shelf-{id}"))
                }
            />
            {move || has_combos.get().then(|| button(Shelf::Combos, combos, "shelf-combos".to_owned()))}
        </nav>
    }
}

/// The tiles that are asked for: as many as fit the screen, and more as one scrolls.
#[component]
pub fn Tiles(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let shown = Memo::new(move |_| {
        let (shelf, query, most) = (till.shelf.get(), till.query.get(), till.most.get());
        till.book.with(|book| book.shown(shelf, &query, most))
    });
    let combos = Memo::new(move |_| {
        let (shelf, query) = (till.shelf.get(), till.query.get());
        till.book.with(|book| book.combos_shown(shelf, &query))
    });
    let tiles = Memo::new(move |_| {
        let find = |book: &Book| {
            shown.with(|shown| {
                shown.tiles.iter().filter_map(|id| book.tile(*id).cloned()).collect::<Vec<Tile>>()
            })
        };
        till.book.with(|book| find(book))
    });
    let combo_tiles = Memo::new(move |_| {
        till.book.with(|book| {
            combos.with(|ids| ids.iter().filter_map(|id| book.combo(*id).cloned()).collect::<Vec<Combo>>())
        })
    });
    let hint = move || {
        if !shown.with(|shown| shown.tiles.is_empty()) || !combos.with(Vec::is_empty) {
            return None;
        }
        let query = till.query.get();
        let text = if query.trim().is_empty() {
            t_string!(i18n, pos.no_menu).to_string()
        } else {
            t_string!(i18n, pos.nothing_found, query = query.trim()).to_string()
        };
        Some(view! {
            <div class="empty">
                <p>{text}</p>
                {(!query.is_empty())
                    .then(|| {
                        view! {
                            <button type="button" on:click=move |_| till.look_for(String::new())>
                                {t!(i18n, pos.clear_search)}
                            </button>
                        }
                    })}
            </div>
        })
    };
    let more = move || {
        let Shown { tiles, count } = shown.get();
        let rest = count - tiles.len();
        (rest > 0).then(|| {
            if tiles.len() >= MOST_TILES {
                view! { <p class="empty">{t_string!(i18n, cart.search_rest, n = rest).to_string()}</p> }.into_any()
            } else {
                view! {
                    <button type="button" class="more-tiles" data-testid="more-tiles" on:click=move |_| till.show_more()>
                        {t_string!(i18n, cart.more_tiles, n = rest).to_string()}
                    </button>
                }
                    .into_any()
            }
        })
    };
    view! {
        <h2 class="visually-hidden">{t!(i18n, pos.menu)}</h2>
        <div class="tiles">
            <For
                each=move || combo_tiles.get()
                key=|combo| (combo.id, combo.bundle_price, combo.name.clone())
                children=move |combo| view! { <ComboTile till combo/> }
            />
            // A tile is drawn anew only where something on it changed.
            <For
                each=move || tiles.get()
                key=|tile| (tile.id, tile.price, tile.name.clone(), tile.name_en.clone())
                children=move |tile| view! { <OneTile till tile/> }
            />
        </div>
        {more}
        {hint}
    }
}

/// The tiles' area is scrolled: near its end more of them are drawn.
pub fn scrolled(till: Till, ev: &web_sys::Event) {
    let area = ev.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if area.is_some_and(|area| area.scroll_top() + 2 * area.client_height() > area.scroll_height()) {
        till.show_more();
    }
}

/// After a finger or a mouse the focus goes back to the page, so that Enter pays and does not tap again.
fn let_go(ev: &MouseEvent) {
    if ev.detail() > 0 {
        let target = ev.current_target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(button) = target {
            let _ = button.blur();
        }
    }
}

#[component]
fn ComboTile(till: Till, combo: Combo) -> impl IntoView {
    let i18n = use_i18n();
    let id = combo.id;
    let count = Memo::new(move |_| till.cart.with(|cart| cart.count_of_combo(id)));
    view! {
        <button
            type="button"
            class="tile combo"
            class:chosen=move || count.get().gt(&0)
            data-testid=format!("combo-{id}")
            on:click=move |ev| {
                let_go(&ev);
                till.pick(id);
            }
        >
            <span class="tile-name">
                <b>{combo.name.clone()}</b>
                <span class="tiny">{combo.raw_rule_text.clone()}</span>
            </span>
            <span class="tile-foot">
                <span class="price">{ntd(combo.bundle_price)}</span>
                <span class="chip">{t!(i18n, cart.combo)}</span>
            </span>
            <Badge count/>
        </button>
    }
}

#[component]
fn Badge(count: Memo<u32>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let count = count.get();
        (count > 0).then(|| {
            let text = move || t_string!(i18n, pos.in_cart, n = count).to_string();
            view! {
                <span class="badge" aria-hidden="true">{count}</span>
                <span class="visually-hidden">{text}</span>
            }
        })
    }
}

#[component]
fn OneTile(till: Till, tile: Tile) -> impl IntoView {
    let i18n = use_i18n();
    let (id, price) = (tile.id, tile.price);
    let left = Memo::new(move |_| till.left.with(|left| left.items.get(&id).copied()));
    let sold_out = Memo::new(move |_| left.get() == Some(0));
    let count = Memo::new(move |_| till.cart.with(|cart| cart.count_of(id)));
    let names = Memo::new(move |_| words::names(i18n, &tile.name, tile.name_en.as_deref()));
    // A finger that rests on a tile means that it is sold out.
    let press = Press::default();
    let hold = move || till.mark(id, !sold_out.get_untracked(), true);
    let tap = move |ev: MouseEvent| {
        let_go(&ev);
        if press.was_long() && ev.detail() > 0 {
            return;
        }
        if sold_out.get_untracked() {
            till.show_toast(Undo::IsSoldOut { item_id: id });
            return;
        }
        till.tap(id);
    };
    let left_text = move || {
        let text = match left.get()? {
            0 => return Some(view! { <span class="chip">{t!(i18n, pos.sold_out)}</span> }.into_any()),
            n => move || t_string!(i18n, pos.left, n = n).to_string(),
        };
        Some(view! { <span class="chip cook">{text}</span> }.into_any())
    };
    view! {
        <button
            type="button"
            class="tile"
            class:chosen=move || count.get().gt(&0)
            class:sold-out=sold_out
            aria-disabled=move || sold_out.get().then_some("true")
            title=move || t_string!(i18n, cart.hold_hint)
            data-testid=format!("tile-{id}")
            {..press.on(hold)}
            on:click=tap
        >
            <span class="tile-name">
                <b>{move || names.get().0}</b>
                <span class="tiny">{move || names.get().1}</span>
            </span>
            <span class="tile-foot">
                <span class="price">{ntd(price)}</span>
                {left_text}
            </span>
            <Badge count/>
        </button>
    }
}
