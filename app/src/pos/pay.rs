//! Taking the money: the sheet, and sending the order once, however often it is tapped.

mod amount;
pub mod discount;
mod outcome;
mod paying;
mod sheet;

use leptos::{prelude::*, task::spawn_local};
use sunnyside::{
    approval::Approval,
    order::{Order, OrderStatus, PaymentMethod, Tender},
};

use super::till::{Answer, Till};
use crate::{
    api::{self, FnError},
    approve::{Approver, use_approver},
};

pub use discount::{DiscountSheet, Discounting};
pub use outcome::{Change, Unreached};
pub use paying::{Paying, Target};
pub use sheet::PaySheet;

/// What the sheet is about.
#[derive(Clone, Copy)]
pub struct PayDesk {
    /// The payment that is being taken; none where the sheet is closed.
    pub paying: RwSignal<Option<Paying>>,
    /// The discount that is being put together; none where that sheet is closed.
    pub discounting: RwSignal<Option<Discounting>>,
    /// Why the last try brought nothing.
    pub error: RwSignal<Option<FnError>>,
    /// Who is asked for what the cashier may not do alone.
    pub approver: Approver,
    /// What was approved of the order in hand; kept while it is not known whether it arrived.
    grant: StoredValue<String>,
}

impl PayDesk {
    /// Nothing is being paid.
    pub fn closed() -> Self {
        Self {
            paying: RwSignal::new(None),
            discounting: RwSignal::new(None),
            error: RwSignal::new(None),
            approver: use_approver(),
            grant: StoredValue::new(String::new()),
        }
    }

    /// The grant for what has to be approved, empty where nothing has; none where the dialog was closed.
    pub async fn approved(self, what: Option<Approval>) -> Option<String> {
        match what {
            Some(what) => self.approver.ask(what).await,
            None => Some(String::new()),
        }
    }

    /// Whether one of the sheets is open.
    pub fn is_open(self) -> bool {
        self.paying.with_untracked(Option::is_some) || self.discounting.with_untracked(Option::is_some)
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
    if till.is_amending() {
        return super::orders::amend::ask(till);
    }
    till.answer.set(None);
    if till.cart.with_untracked(|cart| cart.unsure) {
        send(till);
    } else {
        till.pay.open(Target::Cart, due(till));
    }
}

/// What the order in hand comes to after its discount.
pub fn due(till: Till) -> sunnyside::Money {
    let coin =
        till.money.known.with(|desk| desk.as_ref().map_or(sunnyside::Money(100), |desk| desk.smallest_coin));
    till.cart.with(|cart| cart.due(coin))
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
            let is_made = till.today.with_untracked(|today| {
                let status = today.rows.get(&id).map(|row| row.status);
                matches!(status, Some(OrderStatus::Preparing | OrderStatus::Ready))
            });
            let approval = (draft.tender.found && !is_made).then(|| Approval::found(id));
            spawn_local(async move {
                let Some(grant) = till.pay.approved(approval).await else {
                    let _ = till.sending.try_set(false);
                    return;
                };
                let answer = api::in_time(api::order_pay(id, draft, Some(grant))).await;
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
    if till.cart.with_untracked(|cart| cart.unsure) {
        return send(till);
    }
    let found = tender.found;
    till.cart.update(|cart| {
        (cart.method, cart.tender, cart.pay_later) = (method, tender, later);
    });
    let approval = till.cart.with_untracked(|cart| {
        let is_above = |terms| discount::is_above_limit(till, terms, cart.total());
        if found {
            Some(Approval::found_on_draft(&cart.client_id))
        } else {
            cart.discount.as_ref().is_some_and(is_above).then(|| Approval::discount_on_draft(&cart.client_id))
        }
    });
    if approval.is_none() {
        till.pay.grant.set_value(String::new());
        return send(till);
    }
    till.sending.set(true);
    spawn_local(async move {
        let grant = till.pay.approved(approval).await;
        let _ = till.sending.try_set(false);
        if let Some(grant) = grant {
            till.pay.grant.set_value(grant);
            send(till);
        }
    });
}

/// Sends the order in hand. While it is on its way nothing happens; whatever goes wrong, the cart keeps its id, so
/// that sending it again is the same order.
pub fn send(till: Till) {
    if till.sending.get_untracked() || till.cart.with_untracked(super::cart::Cart::is_empty) {
        return;
    }
    till.sending.set(true);
    till.answer.set(None);
    till.refused.set(None);
    till.pay.error.set(None);
    till.clear_asked.set(false);
    let grant = till.pay.grant.get_value();
    let (taken_up, draft) = till.cart.with_untracked(|cart| (cart.taken_up.clone(), cart.draft()));
    spawn_local(async move {
        let answer = super::orders::held::send(taken_up, draft, Some(grant)).await;
        let _ = till.sending.try_set(false);
        match answer {
            Ok(order) => {
                till.begin();
                arrived(till, order);
            }
            // A refusal is certain: nothing was written, and the cart may be changed.
            Err(error @ FnError::Refused(_)) => {
                till.session.notice(&error);
                till.cart.update(|cart| (cart.unsure, cart.holding) = (false, false));
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
