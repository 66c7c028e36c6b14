//! The keys of the counter.

use leptos::{ev::KeyboardEvent, html, prelude::*, wasm_bindgen::JsCast, web_sys};

use super::{pay, till::Till};
use crate::{
    chrome::follow,
    i18n::{t, use_i18n},
};

/// Digits that follow each other within so many milliseconds are one number.
const ONE_NUMBER: i64 = 900;

/// Listens for as long as the counter is open.
pub fn listen(till: Till) {
    let typed = StoredValue::new((0_u32, 0_i64));
    Effect::new(move || {
        let handle = window_event_listener(leptos::ev::keydown, move |ev| press(till, &ev, typed));
        on_cleanup(move || handle.remove());
    });
}

fn press(till: Till, ev: &KeyboardEvent, typed: StoredValue<(u32, i64)>) {
    if ev.ctrl_key() || ev.meta_key() || ev.alt_key() || ev.is_composing() {
        return;
    }
    // The sheet has keys of its own.
    if till.pay.is_open() || till.shift_open.get_untracked() {
        return;
    }
    let key = ev.key();
    let tag = tag_of_target(ev);
    let typing = matches!(tag.as_str(), "INPUT" | "TEXTAREA" | "SELECT");
    // An open dialog has the keys for itself.
    let covered = is_covered();
    if key.starts_with("Arrow") && !typing && !covered {
        if move_focus(&key) {
            ev.prevent_default();
        }
        return;
    }
    if ev.repeat() {
        return;
    }
    match key.as_str() {
        "F1" if !covered => till.ask_clear(),
        "F2" if !covered => super::orders::held::hold(till),
        "F3" => till.today_open.update(|open| *open = !*open),
        "/" if !typing && !covered => focus_search(till),
        "?" if !typing && !covered => till.legend_open.set(true),
        "Enter" if !covered && !typing && !matches!(tag.as_str(), "BUTTON" | "A" | "SUMMARY") => {
            pay::begin(till);
        }
        "Enter" if typing && !covered && is_search(ev) => first_found(till),
        "Delete" | "Backspace" if !typing && !covered => {
            if let Some(line) = of_keys(till) {
                till.remove(line);
            }
        }
        "+" | "-" if !typing && !covered => {
            if let Some(line) = of_keys(till) {
                till.step(line, key == "+");
            }
        }
        digit if !typing && !covered && digit.len() == 1 && digit.as_bytes()[0].is_ascii_digit() => {
            number(till, digit.as_bytes()[0] - b'0', ev.time_stamp() as i64, typed);
        }
        "Escape" => {
            close(till);
            return;
        }
        _ => return,
    }
    // F1 would open the browser's help, F3 its search.
    ev.prevent_default();
}

/// The line that the keys belong to: the one that was touched last, otherwise the last one.
fn of_keys(till: Till) -> Option<u32> {
    till.cart.with_untracked(|cart| {
        let selected = till.selected.get_untracked().filter(|key| cart.quantity_of(*key) > 0);
        selected.or_else(|| cart.lines.last().map(|l| l.key)).or_else(|| cart.combos.last().map(|c| c.key))
    })
}

/// A digit: the quantity of the line, or one more digit of it.
fn number(till: Till, digit: u8, now: i64, typed: StoredValue<(u32, i64)>) {
    let (before, at) = typed.get_value();
    let number = if now - at < ONE_NUMBER { before * 10 + u32::from(digit) } else { u32::from(digit) };
    let number = if number > super::cart::MOST_QUANTITY { u32::from(digit) } else { number };
    typed.set_value((number, now));
    if let Some(line) = of_keys(till).filter(|_| number > 0 && till.is_open()) {
        till.selected.set(Some(line));
        till.cart.update(|cart| cart.set_quantity(line, number));
    }
}

/// Enter in the search field taps what was found first.
fn first_found(till: Till) {
    let (shelf, query) = (till.shelf.get_untracked(), till.query.get_untracked());
    let first = till.book.with_untracked(|book| book.shown(shelf, &query, 1).tiles.first().copied());
    if let Some(id) = first.filter(|_| !query.trim().is_empty()) {
        till.look_for(String::new());
        till.tap(id);
    }
}

fn close(till: Till) {
    till.today_open.set(false);
    till.orders.held_open.set(false);
    till.orders.customer_open.set(false);
    till.orders.undoing.set(None);
    till.orders.trial.set(None);
    till.sheet_open.set(false);
    till.sheet.set(None);
    till.legend_open.set(false);
    till.clear_asked.set(false);
    till.toast.set(None);
    till.look_for(String::new());
    if let Some(field) = till.search.get_value().and_then(|node| node.get_untracked()) {
        let _ = field.blur();
    }
}

fn focus_search(till: Till) {
    if let Some(field) = till.search.get_value().and_then(|node| node.get_untracked()) {
        let _ = field.focus();
    }
}

fn element_of(ev: &KeyboardEvent) -> Option<web_sys::Element> {
    ev.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
}

fn tag_of_target(ev: &KeyboardEvent) -> String {
    element_of(ev).map(|element| element.tag_name()).unwrap_or_default()
}

fn is_search(ev: &KeyboardEvent) -> bool {
    element_of(ev).is_some_and(|element| element.id() == "search")
}

fn is_covered() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

/// Moves the focus from tile to tile; from elsewhere on the page to the first one. Whether it did.
fn move_focus(key: &str) -> bool {
    let active = document().active_element();
    let is_tile = |element: &web_sys::Element| element.class_list().contains("tile");
    let Some(tile) = active.filter(is_tile) else {
        let is_free = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        return is_free && document().query_selector(".tile").ok().flatten().is_some_and(|tile| focus(&tile));
    };
    let to = match key {
        "ArrowRight" => tile.next_element_sibling(),
        "ArrowLeft" => tile.previous_element_sibling(),
        "ArrowDown" => beside(&tile, true),
        "ArrowUp" => beside(&tile, false),
        _ => None,
    };
    to.is_some_and(|to| focus(&to))
}

/// The tile in the same column of the next row, or of the one before.
fn beside(tile: &web_sys::Element, down: bool) -> Option<web_sys::Element> {
    let left_of =
        |of: &web_sys::Element| of.dyn_ref::<web_sys::HtmlElement>().map(web_sys::HtmlElement::offset_left);
    let left = left_of(tile);
    let mut at = tile.clone();
    loop {
        at = if down { at.next_element_sibling() } else { at.previous_element_sibling() }?;
        if left_of(&at) == left {
            return Some(at);
        }
    }
}

fn focus(element: &web_sys::Element) -> bool {
    element.dyn_ref::<web_sys::HtmlElement>().is_some_and(|element| element.focus().is_ok())
}

/// What each key does.
#[component]
pub fn Legend(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, till.legend_open);
    view! {
        <dialog
            class="today legend"
            node_ref=dialog
            aria-labelledby="legend-heading"
            data-testid="legend"
            on:close=move |_| till.legend_open.set(false)
        >
            <div class="row">
                <h2 id="legend-heading">{t!(i18n, cart.keys)}</h2>
                <span class="grow"></span>
                <button type="button" on:click=move |_| till.legend_open.set(false)>
                    {t!(i18n, site.close)}
                </button>
            </div>
            <dl>
                <dt><kbd>"F1"</kbd></dt>
                <dd>{t!(i18n, cart.key_new)}</dd>
                <dt><kbd>"F2"</kbd></dt>
                <dd>{t!(i18n, orders.hold)}</dd>
                <dt><kbd>"F3"</kbd></dt>
                <dd>{t!(i18n, pos.today)}</dd>
                <dt><kbd>"/"</kbd></dt>
                <dd>{t!(i18n, cart.key_search)}</dd>
                <dt><kbd>"←"</kbd> <kbd>"↑"</kbd> <kbd>"↓"</kbd> <kbd>"→"</kbd></dt>
                <dd>{t!(i18n, cart.key_arrows)}</dd>
                <dt><kbd>"1"</kbd> "–" <kbd>"100"</kbd></dt>
                <dd>{t!(i18n, cart.key_digits)}</dd>
                <dt><kbd>"+"</kbd> <kbd>"-"</kbd></dt>
                <dd>{t!(i18n, cart.key_step)}</dd>
                <dt><kbd>"Delete"</kbd></dt>
                <dd>{t!(i18n, cart.key_delete)}</dd>
                <dt><kbd>"Enter"</kbd></dt>
                <dd>{t!(i18n, cart.key_enter)}</dd>
                <dt><kbd>"▤"</kbd></dt>
                <dd>{t!(i18n, cart.key_menu)}</dd>
                <dt><kbd>"Esc"</kbd></dt>
                <dd>{t!(i18n, cart.key_escape)}</dd>
            </dl>
        </dialog>
    }
}
