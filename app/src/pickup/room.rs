//! How many numbers fit into a list, and which page of them it is the turn of.

use leptos::{html, prelude::*};
use sunnyside::pickup::Entry;

/// How long a page stands, in seconds.
#[cfg(feature = "hydrate")]
const PAGE_SECONDS: u64 = 8;

/// What is known of a list's room.
#[derive(Clone, Copy)]
pub struct Room {
    /// How many entries fit; none before it was measured, and where the list may grow.
    pub fits: RwSignal<Option<usize>>,
    /// Counts up with every turn.
    pub turn: RwSignal<usize>,
}

/// Measures a list whenever its entries or the window change, and turns its pages. On the server nothing happens.
pub fn measure(list: NodeRef<html::Ul>, entries: Memo<Vec<Entry>>) -> Room {
    let room = Room { fits: RwSignal::new(None), turn: RwSignal::new(0) };
    #[cfg(feature = "hydrate")]
    {
        let resized = RwSignal::new(());
        Effect::new(move || {
            let on_resize = window_event_listener(leptos::ev::resize, move |_| resized.set(()));
            on_cleanup(move || on_resize.remove());
            let next = move || room.turn.update(|turn| *turn = turn.wrapping_add(1));
            if let Ok(handle) = set_interval_with_handle(next, std::time::Duration::from_secs(PAGE_SECONDS)) {
                on_cleanup(move || handle.clear());
            }
        });
        Effect::new(move || {
            resized.track();
            entries.track();
            // Once more with each turn: strips over the board come and go.
            room.turn.track();
            let fits = list.get().and_then(|list| fits(&list));
            if room.fits.get_untracked() != fits {
                room.fits.set(fits);
            }
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (list, entries);
    room
}

/// How many entries the list has room for, by the columns, the rows and the gap that the style gave it.
#[cfg(feature = "hydrate")]
fn fits(list: &leptos::web_sys::HtmlUListElement) -> Option<usize> {
    let style = window().get_computed_style(list).ok().flatten()?;
    let property = |name: &str| style.get_property_value(name).ok();
    if property("overflow-y")? != "hidden" {
        return None;
    }
    let columns = property("grid-template-columns")?.split_whitespace().count();
    let row = pixels(&property("grid-auto-rows")?)?;
    let gap = pixels(&property("row-gap")?).unwrap_or_default();
    let height = usize::try_from(list.client_height()).ok()?;
    let rows = (height + gap).checked_div(row + gap)?;
    Some((columns * rows).max(1))
}

/// `139.75px` in whole pixels, rounded up: half a number is none.
#[cfg_attr(not(any(test, feature = "hydrate")), expect(dead_code, reason = "only a browser measures"))]
fn pixels(length: &str) -> Option<usize> {
    let (whole, part) = match length.strip_suffix("px")?.split_once('.') {
        Some((whole, part)) => (whole, part),
        None => (length.strip_suffix("px")?, ""),
    };
    let whole: usize = whole.parse().ok()?;
    Some(whole + usize::from(part.bytes().any(|digit| digit != b'0')))
}

#[cfg(test)]
mod tests {
    use super::pixels;

    #[test]
    fn lengths_are_whole_pixels_rounded_up() {
        let lengths = ["139.75px", "140px", "20.0px", "normal", "auto", "-3px"].map(pixels);
        assert_eq!(lengths, [Some(140), Some(140), Some(20), None, None, None]);
    }
}
