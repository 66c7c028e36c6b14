//! Taking the money: the sheet, and sending the order once, however often it is tapped.

mod paying;
mod sheet;

use leptos::{prelude::*, task::spawn_local};
use sunnyside::order::{Order, PaymentMethod, Tender};

use super::till::{Answer, Till};
use crate::api::{self, FnError};

pub use paying::{Paying, Target};
pub use sheet::{Change, PaySheet};

/// What the sheet is about.
#[derive(Clone, Copy)]
pub struct PayDesk {
    /// The payment that is being taken; none where the sheet is closed.
    pub paying: RwSignal<Option<Paying>>,
    /// Why the last try brought nothing.
    pub error: RwSignal<Option<FnError>>,
}

impl PayDesk {
    /// Nothing is being paid.
    pub fn closed() -> Self {
        Self { paying: RwSignal::new(None), error: RwSignal::new(None) }
    }

    /// Whether the sheet is open.
    pub fn is_open(self) -> bool {
        self.paying.with_untracked(Option::is_some)
    }

    /// Opens the sheet.
    pub fn open(self, target: Target, total: sunnyside::Money) {
        self.error.set(None);
        self.paying.set(Some(Paying::new(target, total)));
    }

    /// Closes it; nothing was paid.
    pub fn close(self) {
        self.paying.set(None);
        self.error.set(None);
    }
}

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

/// Opens the sheet for the order in hand. One that may have arrived already goes out again just as it is.
pub fn begin(till: Till) {
    if till.sending.get_untracked() || till.cart.with_untracked(super::cart::Cart::is_empty) {
        return;
    }
    till.clear_asked.set(false);
    till.answer.set(None);
    if till.cart.with_untracked(|cart| cart.unsure) {
        send(till);
    } else {
        till.pay.open(Target::Cart, till.cart.with_untracked(super::cart::Cart::due));
    }
}

/// Opens the sheet for an order that was sent unpaid.
pub fn begin_order(till: Till, id: i64, call: String, total: sunnyside::Money) {
    till.pay.open(Target::Order { id, call }, total);
}

/// Does what the sheet says: notes the first of two parts, or takes the money.
pub fn confirm(till: Till, found: bool) {
    if till.sending.get_untracked() {
        return;
    }
    let Some(paying) = till.pay.paying.get_untracked().filter(Paying::is_ready) else { return };
    if paying.is_first() {
        till.pay.paying.update(|paying| {
            if let Some(paying) = paying {
                paying.take_first();
            }
        });
        return;
    }
    let draft = paying.draft(found);
    match paying.target {
        Target::Cart => {
            let method = draft.payment_method.unwrap_or(PaymentMethod::Cash);
            hand_over(till, method, draft.tender, false);
        }
        Target::Order { id, .. } => {
            till.sending.set(true);
            till.pay.error.set(None);
            spawn_local(async move {
                let answer = api::in_time(api::order_pay(id, draft)).await;
                let _ = till.sending.try_set(false);
                match answer {
                    Ok(order) => {
                        till.today_open.set(false);
                        arrived(till, order);
                    }
                    Err(error) => {
                        till.session.notice(&error);
                        let _ = till.pay.error.try_set(Some(error));
                    }
                }
            });
        }
    }
}

/// Takes exact cash at one tap.
pub fn take_exact(till: Till) {
    till.pay.paying.update(|paying| {
        if let Some(paying) = paying.as_mut() {
            paying.typed.clear();
        }
    });
    confirm(till, false);
}

/// Sends the order in hand without its money.
pub fn pay_later(till: Till) {
    if !till.sending.get_untracked() {
        hand_over(till, PaymentMethod::Cash, Tender::default(), true);
    }
}

/// Writes onto the order in hand how it is paid, and sends it. What may have arrived already stays as it is.
fn hand_over(till: Till, method: PaymentMethod, tender: Tender, later: bool) {
    if !till.cart.with_untracked(|cart| cart.unsure) {
        till.cart.update(|cart| {
            (cart.method, cart.tender, cart.pay_later) = (method, tender, later);
        });
    }
    send(till);
}

/// Sends the order in hand. While it is on its way nothing happens; whatever goes wrong, the cart keeps its id, so
/// that sending it again is the same order.
fn send(till: Till) {
    if till.sending.get_untracked() || till.cart.with_untracked(super::cart::Cart::is_empty) {
        return;
    }
    till.sending.set(true);
    till.answer.set(None);
    till.refused.set(None);
    till.pay.error.set(None);
    till.clear_asked.set(false);
    let draft = till.cart.with_untracked(super::cart::Cart::draft);
    spawn_local(async move {
        let answer = api::in_time(api::order_place(draft, None)).await;
        let _ = till.sending.try_set(false);
        match answer {
            Ok(order) => {
                till.begin();
                arrived(till, order);
            }
            // A refusal is certain: nothing was written, and the cart may be changed.
            Err(error @ FnError::Refused(_)) => {
                till.session.notice(&error);
                till.cart.update(|cart| cart.unsure = false);
                failed(till, error, Answer::Refused);
                till.refresh_menu();
            }
            Err(error @ (FnError::Network | FnError::Server)) => {
                till.cart.update(|cart| cart.unsure = true);
                failed(till, error, |_| Answer::Unreached);
            }
        }
    });
}

/// The sheet says why where it is open; otherwise the cart does.
fn failed(till: Till, error: FnError, otherwise: impl FnOnce(FnError) -> Answer) {
    till.refused.set(Some(error.clone()));
    if till.pay.is_open() {
        till.pay.error.set(Some(error));
    } else {
        till.answer.set(Some(otherwise(error)));
    }
}

/// The order is there, with its money or without.
fn arrived(till: Till, order: Order) {
    till.pay.close();
    till.today.update(|today| today.learn(&order));
    till.answer.set(Some(Answer::Sent(Box::new(order))));
    till.refresh_menu();
}
