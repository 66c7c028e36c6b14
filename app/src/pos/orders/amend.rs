//! Changing an order that was sent: its lines come into the cart, and what it costs is shown before it is sent.

use leptos::{html, prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use sunnyside::{
    Money,
    order::{DraftLine, Order, OrderStatus, PaymentStatus, Trial},
};

use super::held::bring;
use crate::{
    api::{self, FnError},
    chrome::follow,
    format::ntd,
    i18n::{t, t_string, use_i18n},
    pos::{
        book::Book,
        cart::Cart,
        till::{Answer, Till},
        today::Row,
    },
    words,
};

/// The order that the cart is about to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amending {
    /// Which.
    pub order_id: i64,
    /// `042`.
    pub call_number: String,
}

/// Whether the lines of an order can still be changed from its row.
pub fn is_amendable(row: &Row) -> bool {
    let is_live = matches!(row.status, OrderStatus::Pending | OrderStatus::Preparing | OrderStatus::Ready);
    is_live && !row.held && row.payment_status != PaymentStatus::Refunded
}

/// The lines that the order should have: those of the cart, and the parts of its bundles under the bundle's name.
fn lines_of(cart: &Cart, book: &Book) -> Vec<DraftLine> {
    let mut lines = cart.draft().items;
    for bundle in &cart.combos {
        let note = book.combo(bundle.combo_id).map(|combo| format!("[COMBO:{}]", combo.code));
        lines.extend(bundle.parts().map(|part| DraftLine {
            menu_item_id: part.item_id,
            quantity: bundle.quantity,
            note: note.clone(),
            modifier_ids: None,
        }));
    }
    lines
}

/// Asks the server what would become of the order, and shows it.
pub fn ask(till: Till) {
    let Some(amending) = till.cart.with_untracked(|cart| cart.amending.clone()) else { return };
    if till.sending.get_untracked() {
        return;
    }
    let lines = till.cart.with_untracked(|cart| till.book.with_untracked(|book| lines_of(cart, book)));
    till.sending.set(true);
    till.answer.set(None);
    till.refused.set(None);
    spawn_local(async move {
        let answer = api::in_time(api::try_amendment(amending.order_id, lines)).await;
        let _ = till.sending.try_set(false);
        match answer {
            Ok(trial) => drop(till.orders.trial.try_set(Some(trial))),
            Err(error) => refused(till, error),
        }
    });
}

/// The cart stays as it is. Where nobody knows whether it arrived it can be asked again: what arrived leaves nothing to
/// change.
fn refused(till: Till, error: FnError) {
    till.session.notice(&error);
    let _ = till.orders.trial.try_set(None);
    let _ = till.refused.try_set(Some(error.clone()));
    let _ = till.answer.try_set(Some(match error {
        FnError::Refused(_) => Answer::Refused(error),
        FnError::Network | FnError::Server => Answer::Unreached,
    }));
}

/// Sends what was shown. Where the order has moved on since, or the answer was lost, it is asked anew: sent twice, the
/// second time there is nothing left to change.
fn confirm(till: Till, trial: Trial) {
    if till.sending.get_untracked() {
        return;
    }
    let id = trial.before.id;
    let lines = till.cart.with_untracked(|cart| till.book.with_untracked(|book| lines_of(cart, book)));
    till.sending.set(true);
    spawn_local(async move {
        let answer = api::in_time(api::amend_order(id, trial.before.seq, lines)).await;
        let _ = till.sending.try_set(false);
        match answer {
            Ok(order) => {
                let difference = trial.difference();
                drop(till.orders.trial.try_set(None));
                till.begin();
                till.today.update(|today| today.learn(&order));
                till.answer.set(Some(Answer::Amended(Box::new(order), difference)));
                till.refresh_menu();
            }
            Err(error) => refused(till, error),
        }
    });
}

/// What is to be taken or given back, in words; none where no money moves.
pub fn difference_text(i18n: words::I18n, by: Money) -> Option<String> {
    if by == Money::ZERO {
        return None;
    }
    let amount = ntd(if by < Money::ZERO { -by } else { by });
    Some(if by > Money::ZERO {
        t_string!(i18n, orders.amend_take, amount = amount.as_str()).to_string()
    } else {
        t_string!(i18n, orders.amend_give, amount = amount.as_str()).to_string()
    })
}

/// On a row of today's orders: brings its lines into the cart, where nothing is in hand.
#[component]
pub fn AmendButton(till: Till, id: i64, call: String) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let is_taken = Memo::new(move |_| till.cart.with(|cart| !cart.is_empty()));
    let take = move |_| {
        busy.set(true);
        spawn_local(async move {
            let mark = |order: &Order, cart: &mut Cart| {
                cart.amending = Some(Amending { order_id: id, call_number: order.call_number.clone() });
            };
            match bring(till, id, |order| !order.held, mark).await {
                Ok(true) => {
                    till.today_open.set(false);
                    till.sheet_open.set(true);
                }
                Ok(false) => {}
                Err(error) => till.orders.row_error.set(Some(error)),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <button
            type="button"
            class="ghost"
            data-testid=format!("order-amend-{id}")
            aria-label=move || t_string!(i18n, orders.amend_label, call = call.as_str()).to_string()
            title=move || is_taken.get().then(|| t_string!(i18n, orders.held_busy).to_string())
            disabled=move || busy.get() || is_taken.get()
            on:click=take
        >
            {t!(i18n, orders.amend)}
        </button>
    }
}

/// What would become of the order, before it does.
#[component]
pub fn AmendDialog(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let trial = till.orders.trial;
    follow(dialog, Signal::derive(move || trial.with(Option::is_some)));
    view! {
        <dialog
            class="today amend"
            node_ref=dialog
            aria-labelledby="amend-heading"
            data-testid="amend"
            on:close=move |_| trial.set(None)
        >
            <h2 id="amend-heading">{t!(i18n, orders.amend_heading)}</h2>
            {move || trial.get().map(|shown| view! { <Shown till shown/> })}
        </dialog>
    }
}

/// The names of an item of the order, before or after.
fn names(i18n: words::I18n, trial: &Trial, name: &str) -> String {
    let mut lines = trial.after.order.items.iter().chain(&trial.before.items);
    let found = lines.find(|line| line.menu_item_name == name);
    words::names(i18n, name, found.and_then(|line| line.menu_item_name_en.as_deref())).0
}

/// What came, what went and what is more or less, a line each.
fn changes(i18n: words::I18n, trial: &Trial) -> Vec<String> {
    let diff = &trial.after.diff;
    let name = |name: &str, note: Option<&String>, choices: &[String]| {
        let more: Vec<&str> = choices.iter().map(String::as_str).chain(note.map(String::as_str)).collect();
        let more = if more.is_empty() { String::new() } else { format!("（{}）", more.join("、")) };
        format!("{}{more}", names(i18n, trial, name))
    };
    let line = |sign: &'static str| {
        move |of: &sunnyside::order::DiffLine| {
            let name = name(&of.menu_item_name, of.note.as_ref(), &of.modifiers);
            format!("{sign} {} × {name}", of.quantity)
        }
    };
    let added = diff.added.iter().map(line("＋"));
    let removed = diff.removed.iter().map(line("−"));
    let changed = diff.quantity_changed.iter().map(|of| {
        let name = name(&of.menu_item_name, of.note.as_ref(), &of.modifiers);
        format!("{name}：{} → {}", of.before_quantity, of.after_quantity)
    });
    added.chain(removed).chain(changed).collect()
}

#[component]
fn Shown(till: Till, shown: Trial) -> impl IntoView {
    let i18n = use_i18n();
    let is_same = shown.after.diff.is_empty();
    let by = shown.difference();
    let is_unpaid = shown.before.payment_status == PaymentStatus::Unpaid;
    let method = shown.before.payment_method;
    let (before, after) = (ntd(shown.before.total_amount), ntd(shown.after.order.total_amount));
    let for_list = shown.clone();
    let list =
        move || changes(i18n, &for_list).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let money = move || match difference_text(i18n, by) {
        Some(text) => format!("{text} · {}", words::method(i18n, method)),
        None if is_unpaid => t_string!(i18n, orders.amend_unpaid).to_string(),
        None => t_string!(i18n, orders.amend_even).to_string(),
    };
    view! {
        {is_same.then(|| view! { <p class="empty">{t!(i18n, orders.amend_same)}</p> })}
        <ul class="amend-changes">{list}</ul>
        <p class="row spread">
            <span>{t!(i18n, orders.amend_total)}</span>
            <span class="num">{before} " → " <b>{after}</b></span>
        </p>
        {(!is_same).then(|| view! { <p class="amend-money" data-testid="amend-money">{money}</p> })}
        <div class="row">
            <button type="button" data-testid="amend-back" on:click=move |_| till.orders.trial.set(None)>
                {t!(i18n, orders.amend_back)}
            </button>
            <span class="grow"></span>
            {(!is_same)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="primary"
                            autofocus
                            data-testid="amend-send"
                            disabled=move || till.sending.get()
                            on:click=move |_| confirm(till, shown.clone())
                        >
                            {t!(i18n, orders.amend_send)}
                        </button>
                    }
                })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pos::cart::{CartCombo, Part};
    use sunnyside::menu::{Combo, CounterMenu};

    #[test]
    fn a_bundle_is_its_parts_under_its_name() {
        let combo: Combo = serde_json::from_value(serde_json::json!({
            "id": 7, "code": "A", "name": "A", "bundle_price": 60, "drink_choice_count": 1, "side_choice_count": 1,
            "eligible_drinks": [], "side_options": [], "raw_rule_text": "", "is_active": true
        }))
        .unwrap_or_else(|error| panic!("{error}"));
        let book = Book::of(CounterMenu { combos: vec![combo], ..CounterMenu::default() });
        let part = |item_id| Part { item_id, name: String::new(), name_en: None, price: Money(3500) };
        let mut cart = Cart::begun("id".into());
        cart.put_combo(
            CartCombo {
                key: 0,
                combo_id: 7,
                name: "A".into(),
                price: Money(6000),
                quantity: 2,
                drinks: vec![part(1)],
                sides: vec![part(2)],
            },
            String::new,
        );
        let lines: Vec<_> =
            lines_of(&cart, &book).into_iter().map(|l| (l.menu_item_id, l.quantity, l.note)).collect();
        assert_eq!(lines, [(1, 2, Some("[COMBO:A]".to_owned())), (2, 2, Some("[COMBO:A]".to_owned()))]);
    }
}
