//! The order in hand survives a reload of the page.
//!
//! It is written after each change, as one small text, under the event log's epoch: another database knows nothing of
//! it. An order that is on its way is kept as one that may have arrived, so that it goes out again as the same order.
//! Another tab that finds it takes it over under a new id, unless it may have arrived: one id is one order.

#[cfg(feature = "hydrate")]
use super::{cart::Cart, till::Till};

/// Keeps it from now on, and brings back what was kept.
#[cfg(feature = "hydrate")]
pub fn keep(till: Till, epoch: &str) {
    use leptos::prelude::*;

    let place = format!("sunnyside.cart.{epoch}");
    let tab = tab();
    let ready = StoredValue::new(false);
    Effect::new(move || {
        let (cart, sending) = (till.cart.get(), till.sending.get());
        if !ready.get_value() {
            ready.set_value(true);
            if let Some(kept) = read(&place, &tab) {
                till.cart.set(kept);
            }
            return;
        }
        write(&place, &tab, cart, sending);
    });
}

/// On the server there is nothing to keep.
#[cfg(not(feature = "hydrate"))]
pub const fn keep(_: super::till::Till, _: &str) {}

#[cfg(feature = "hydrate")]
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    /// Whose it is.
    tab: String,
    cart: Cart,
}

/// A word for this tab; it lives as long as the tab does.
#[cfg(feature = "hydrate")]
fn tab() -> String {
    let storage = web_sys::window().and_then(|window| window.session_storage().ok().flatten());
    let known = storage.as_ref().and_then(|s| s.get_item("sunnyside.tab").ok().flatten());
    known.unwrap_or_else(|| {
        let fresh = super::pay::fresh_id();
        if let Some(storage) = storage {
            let _ = storage.set_item("sunnyside.tab", &fresh);
        }
        fresh
    })
}

#[cfg(feature = "hydrate")]
fn storage() -> Option<web_sys::Storage> {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten())
}

#[cfg(feature = "hydrate")]
fn read(place: &str, tab: &str) -> Option<Cart> {
    let text = storage()?.get_item(place).ok().flatten()?;
    let Kept { tab: owner, mut cart } = serde_json::from_str(&text).ok()?;
    if cart.is_empty() {
        return None;
    }
    if owner != tab && !cart.unsure {
        cart.client_id = super::pay::fresh_id();
    }
    Some(cart)
}

#[cfg(feature = "hydrate")]
fn write(place: &str, tab: &str, mut cart: Cart, sending: bool) {
    let Some(storage) = storage() else { return };
    if cart.is_empty() {
        let _ = storage.remove_item(place);
        return;
    }
    cart.unsure |= sending;
    if let Ok(text) = serde_json::to_string(&Kept { tab: tab.to_owned(), cart }) {
        let _ = storage.set_item(place, &text);
    }
}
