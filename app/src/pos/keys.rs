//! The keys of the counter.

use leptos::{ev::KeyboardEvent, prelude::*, wasm_bindgen::JsCast, web_sys};

use super::{pay, till::Till};

/// Listens for as long as the counter is open.
pub fn listen(till: Till) {
    Effect::new(move || {
        let handle = window_event_listener(leptos::ev::keydown, move |ev| press(till, &ev));
        on_cleanup(move || handle.remove());
    });
}

fn press(till: Till, ev: &KeyboardEvent) {
    if ev.ctrl_key() || ev.meta_key() || ev.alt_key() || ev.is_composing() || ev.repeat() {
        return;
    }
    // The sheet has keys of its own.
    if till.pay.is_open() || till.shift_open.get_untracked() {
        return;
    }
    let tag = tag_of_target(ev);
    let typing = matches!(tag.as_str(), "INPUT" | "TEXTAREA" | "SELECT");
    let today_open = till.today_open.get_untracked();
    match ev.key().as_str() {
        "F1" => till.ask_clear(),
        "F3" => till.today_open.update(|open| *open = !*open),
        "/" if !typing && !today_open => focus_search(till),
        "Enter" if !today_open && !typing && !matches!(tag.as_str(), "BUTTON" | "A" | "SUMMARY") => {
            pay::begin(till)
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

fn close(till: Till) {
    till.today_open.set(false);
    till.sheet_open.set(false);
    till.clear_asked.set(false);
    till.query.set(String::new());
}

fn focus_search(till: Till) {
    if let Some(field) = till.search.get_value().and_then(|node| node.get_untracked()) {
        let _ = field.focus();
    }
}

fn tag_of_target(ev: &KeyboardEvent) -> String {
    let element = ev.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.map(|element| element.tag_name()).unwrap_or_default()
}
