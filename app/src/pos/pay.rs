//! Sending the order: once, however often "pay" is tapped.

use leptos::{prelude::*, task::spawn_local};

use super::till::{Answer, Till};
use crate::api::{self, FnError};

/// A new id for an order, made on this device.
#[cfg(feature = "hydrate")]
pub fn fresh_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// On the server nobody taps.
#[cfg(not(feature = "hydrate"))]
pub fn fresh_id() -> String {
    String::new()
}

/// Sends the order in hand. While it is on its way nothing happens; whatever goes wrong, the cart keeps its id, so
/// that sending it again is the same order.
pub fn pay(till: Till) {
    if till.sending.get_untracked() || till.cart.with_untracked(|cart| cart.lines.is_empty()) {
        return;
    }
    till.sending.set(true);
    till.answer.set(None);
    till.clear_asked.set(false);
    let draft = till.cart.with_untracked(super::cart::Cart::draft);
    spawn_local(async move {
        let answer = api::in_time(api::order_place(draft, None)).await;
        let _ = till.sending.try_set(false);
        match answer {
            Ok(order) => {
                till.begin();
                till.today.update(|today| today.learn(&order));
                till.answer.set(Some(Answer::Sent(Box::new(order))));
                till.refresh_menu();
            }
            // A refusal is certain: nothing was written, and the cart may be changed.
            Err(error @ FnError::Refused(_)) => {
                till.session.notice(&error);
                till.cart.update(|cart| cart.unsure = false);
                till.answer.set(Some(Answer::Refused(error)));
                till.refresh_menu();
            }
            Err(FnError::Network | FnError::Server) => {
                till.cart.update(|cart| cart.unsure = true);
                till.answer.set(Some(Answer::Unreached));
            }
        }
    });
}
