//! The bump bar and the keyboard: everything works without a pointer.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    Kitchen,
    wall::{columns_of_page, on_page},
};

/// Listens for as long as the wall is there.
pub fn listen(kitchen: Kitchen) {
    Effect::new(move || {
        let keys = window_event_listener(leptos::ev::keydown, move |ev| press(kitchen, &ev));
        on_cleanup(move || keys.remove());
    });
    // The selection stays where it was when its ticket goes, so that a cook can go on without looking for it.
    Effect::new(move |before: Option<usize>| {
        let tickets = on_page(kitchen);
        let Some(selected) = kitchen.selected.get() else { return 0 };
        if let Some(place) = tickets.iter().position(|shown| shown.ticket.order_id == selected) {
            return place;
        }
        let place = before.unwrap_or(0).min(tickets.len().saturating_sub(1));
        kitchen.selected.set(tickets.get(place).map(|shown| shown.ticket.order_id));
        place
    });
}

/// Turns the page.
pub fn turn(kitchen: Kitchen, forward: bool) {
    let last = kitchen.pages.with_untracked(Vec::len).saturating_sub(1);
    let now = kitchen.turned.get_untracked().min(last);
    kitchen.turned.set(if forward { (now + 1).min(last) } else { now.saturating_sub(1) });
    if kitchen.selected.get_untracked().is_some() {
        select(kitchen, 0);
    }
}

/// A key as it is called to people.
pub fn name(key: &str) -> String {
    match key {
        " " => "␣".to_owned(),
        key if key.chars().count() == 1 => key.to_uppercase(),
        key => key.to_owned(),
    }
}

fn select(kitchen: Kitchen, place: usize) {
    let found = untrack(|| on_page(kitchen)).get(place).map(|shown| shown.ticket.order_id);
    if found.is_some() {
        kitchen.selected.set(found);
    }
}

/// Moves the selection: within a column, or to the same height of the next one.
fn step(kitchen: Kitchen, key: &str) {
    let tickets = untrack(|| on_page(kitchen));
    let columns = untrack(|| columns_of_page(kitchen));
    let selected = kitchen.selected.get_untracked();
    let Some(place) = tickets.iter().position(|shown| Some(shown.ticket.order_id) == selected) else {
        return select(kitchen, 0);
    };
    let next = match key {
        "ArrowDown" => place + 1,
        "ArrowUp" => place.saturating_sub(1),
        _ => beside(&columns, place, key == "ArrowRight"),
    };
    select(kitchen, next.min(tickets.len().saturating_sub(1)));
}

/// The place at the same height in the next column, or in the one before.
fn beside(columns: &[usize], place: usize, right: bool) -> usize {
    let mut before = 0;
    let mut column = 0;
    for (index, count) in columns.iter().enumerate() {
        column = index;
        if place < before + count {
            break;
        }
        before += count;
    }
    let row = place - before;
    let target = if right { column + 1 } else { column.wrapping_sub(1) };
    match columns.get(target) {
        Some(count) => {
            let first: usize = columns.iter().take(target).sum();
            first + row.min(count.saturating_sub(1))
        }
        None => place,
    }
}

fn press(kitchen: Kitchen, ev: &KeyboardEvent) {
    // A key that is held down is one press.
    if ev.repeat()
        || is_a_dialog_open()
        || ev.ctrl_key()
        || ev.alt_key()
        || ev.meta_key()
        || is_of_a_control(ev)
    {
        return;
    }
    let pressed = ev.key();
    let keys = kitchen.wall.with_value(|wall| wall.keys.clone());
    let is = |key: &str| pressed.to_lowercase() == key.to_lowercase();
    let ticket = || kitchen.selected.get_untracked().and_then(|order_id| kitchen.ticket(order_id));
    match pressed.as_str() {
        "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" => {
            select(kitchen, pressed.parse::<usize>().unwrap_or(1).saturating_sub(1));
        }
        "ArrowDown" | "ArrowUp" | "ArrowLeft" | "ArrowRight" => step(kitchen, &pressed),
        _ if is(&keys.previous_page) => turn(kitchen, false),
        _ if is(&keys.next_page) => turn(kitchen, true),
        _ if is(&keys.recall) => kitchen.recalling.set(true),
        _ if is(&keys.bump) => match ticket() {
            Some(ticket) if ticket.status.is_live() => kitchen.advance(&ticket),
            Some(ticket) => kitchen.acknowledge(&ticket),
            None => select(kitchen, 0),
        },
        _ if is(&keys.priority) => {
            if let Some(ticket) = ticket() {
                kitchen.prioritise(&ticket);
            }
        }
        _ if is(&keys.acknowledge) => {
            if let Some(ticket) = ticket() {
                kitchen.acknowledge(&ticket);
            }
        }
        "Delete" | "ContextMenu" => kitchen.sheet.set(kitchen.selected.get_untracked()),
        _ => return,
    }
    ev.prevent_default();
}

/// Whether something stands before the wall: a sheet, the recall, the tray.
fn is_a_dialog_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

/// Whether the key is meant for something that has the focus: a field, or Enter on a button.
fn is_of_a_control(ev: &KeyboardEvent) -> bool {
    let Some(element) = document().active_element() else { return false };
    match element.tag_name().as_str() {
        "INPUT" | "TEXTAREA" | "SELECT" => true,
        "BUTTON" | "A" => matches!(ev.key().as_str(), "Enter" | " "),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_the_side_is_the_same_height_of_the_next_column() {
        let columns = [3, 1, 2];
        assert_eq!(beside(&columns, 0, true), 3);
        assert_eq!(beside(&columns, 2, true), 3, "a shorter column has its last one");
        assert_eq!(beside(&columns, 3, true), 4);
        assert_eq!(beside(&columns, 5, true), 5, "nothing is right of the last one");
        assert_eq!(beside(&columns, 5, false), 3);
        assert_eq!(beside(&columns, 1, false), 1);
    }
}
