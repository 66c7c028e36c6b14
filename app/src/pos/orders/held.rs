//! Holding an order at the counter, and taking up one that is held.
//!
//! A held order stays on the server until it is sold: taking it up only brings its lines into the cart of this device.
//! What is sent from there names the order and the event that was known of it, and the server takes the first one that
//! comes: of two counters that took up the same order only one sells it, the other is told and keeps its cart. A device
//! that is switched off meanwhile loses nothing and locks nothing.

use leptos::{html, prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use sunnyside::order::{Draft, Line, Order};

use super::for_whom::ForWhom;
use crate::{
    api::{self, FnError},
    chrome::follow,
    format::ntd,
    i18n::{t, t_string, use_i18n},
    pos::{
        book::Book,
        cart::{Cart, CartCombo, CartLine, Chosen, Part},
        pay::fresh_id,
        till::Till,
        today::Row,
    },
    words,
};

/// The held order that the cart has in hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenUp {
    /// Which.
    pub order_id: i64,
    /// The event that touched it last when it was taken up.
    pub seq: i64,
    /// `042`.
    pub call_number: String,
}

/// Sends a draft: as a new order, or as the held one that it was.
///
/// # Errors
/// The call's own.
pub async fn send(taken_up: Option<TakenUp>, draft: Draft, grant: Option<String>) -> Result<Order, FnError> {
    match taken_up {
        Some(held) => api::in_time(api::take_up(held.order_id, held.seq, draft, grant)).await,
        None => api::in_time(api::order_place(draft, grant)).await,
    }
}

/// The cart of an order, at today's prices where the item is still sold.
fn cart_of(order: &Order, book: &Book) -> Cart {
    let mut cart = Cart::begun(fresh_id());
    cart.source = order.source;
    cart.table_no = order.table_no.clone().unwrap_or_default();
    cart.discount.clone_from(&order.discount_terms);
    cart.for_whom = ForWhom {
        name: order.customer_name.clone().unwrap_or_default(),
        phone: order.customer_phone.clone().unwrap_or_default(),
        due_at: order.due_at,
    };
    let mut lines = order.items.as_slice();
    while let Some((first, rest)) = lines.split_first() {
        if let Some((combo, after)) = combo_of(lines, book) {
            cart.put_combo(combo, String::new);
            lines = after;
        } else {
            cart.put(line_of(first, book), String::new);
            lines = rest;
        }
    }
    cart
}

/// Brings an order into the cart, where nothing is in hand and it fits; whether it did. What is learnt of one that does
/// not fit is shown in the list.
///
/// # Errors
/// The order cannot be fetched.
pub async fn bring(
    till: Till,
    id: i64,
    fits: impl FnOnce(&Order) -> bool,
    mark: impl FnOnce(&Order, &mut Cart),
) -> Result<bool, FnError> {
    let order = api::in_time(api::fetch_order(id)).await.inspect_err(|why| till.session.notice(why))?;
    if !fits(&order) || !till.cart.with_untracked(Cart::is_empty) {
        till.today.update(|today| today.learn(&order));
        return Ok(false);
    }
    let mut cart = till.book.with_untracked(|book| cart_of(&order, book));
    mark(&order, &mut cart);
    till.answer.set(None);
    till.cart.set(cart);
    till.focus_pay();
    Ok(true)
}

fn line_of(line: &Line, book: &Book) -> CartLine {
    let deltas = line.modifiers.iter().map(|choice| choice.price_delta).sum();
    let tile = book.tile(line.menu_item_id);
    let has_choices = tile.is_some_and(|tile| !tile.groups.is_empty()) || !line.modifiers.is_empty();
    let chosen = || {
        let choices = line.modifiers.iter().map(|choice| Chosen {
            id: choice.modifier_id,
            name: choice.name.clone(),
            name_en: choice.name_en.clone(),
            price_delta: choice.price_delta,
        });
        choices.collect()
    };
    CartLine {
        key: 0,
        item_id: line.menu_item_id,
        name: tile.map_or(&line.menu_item_name, |tile| &tile.name).clone(),
        name_en: line.menu_item_name_en.clone(),
        price: tile.map_or(line.unit_price - deltas, |tile| tile.price),
        quantity: line.quantity,
        note: line.note.clone().unwrap_or_default(),
        choices: has_choices.then(chosen),
    }
}

/// The bundle that the next lines are, and what comes after it.
fn combo_of<'a>(lines: &'a [Line], book: &Book) -> Option<(CartCombo, &'a [Line])> {
    let first = lines.first()?;
    let code = first.note.as_deref()?.strip_prefix("[COMBO:")?.strip_suffix(']')?;
    let combo = book.menu.combos.iter().find(|combo| combo.code == code)?;
    let (drinks, sides) = (combo.drink_choice_count as usize, combo.side_choice_count as usize);
    if lines.len() < drinks + sides || drinks + sides == 0 {
        return None;
    }
    let (own, rest) = lines.split_at(drinks + sides);
    let is_one = own.iter().all(|line| line.note == first.note && line.quantity == first.quantity);
    if !is_one {
        return None;
    }
    let part = |line: &Line| Part {
        item_id: line.menu_item_id,
        name: book.tile(line.menu_item_id).map_or(&line.menu_item_name, |tile| &tile.name).clone(),
        name_en: line.menu_item_name_en.clone(),
        price: book.tile(line.menu_item_id).map_or(line.unit_price, |tile| tile.price),
    };
    let bundle = CartCombo {
        key: 0,
        combo_id: combo.id,
        name: combo.name.clone(),
        price: combo.bundle_price,
        quantity: first.quantity,
        drinks: own.iter().take(drinks).map(part).collect(),
        sides: own.iter().skip(drinks).map(part).collect(),
    };
    Some((bundle, rest))
}

/// Keeps the order in hand on the server, not paid and not sent to the kitchen.
pub fn hold(till: Till) {
    let is_off = |cart: &Cart| cart.is_empty() || cart.unsure || cart.amending.is_some();
    if till.sending.get_untracked() || till.cart.with_untracked(is_off) {
        return;
    }
    // One that may have arrived goes out again as what it was: to be held.
    till.cart.update(|cart| cart.holding = true);
    crate::pos::pay::send(till);
}

/// The button that holds the order in hand.
#[component]
pub fn HoldButton(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let is_off = move || till.sending.get() || till.cart.with(|cart| cart.is_empty() || cart.unsure);
    view! {
        <button
            type="button"
            data-testid="hold"
            title=move || t_string!(i18n, orders.hold_key)
            disabled=is_off
            on:click=move |_| hold(till)
        >
            {t!(i18n, orders.hold)}
        </button>
    }
}

fn held_rows(till: Till) -> Vec<Row> {
    till.today.with(|today| today.rows.values().filter(|row| row.is_held()).cloned().collect())
}

/// How many are held, in the bar; a tap lists them.
#[component]
pub fn HeldButton(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let count =
        Memo::new(move |_| till.today.with(|today| today.rows.values().filter(|row| row.is_held()).count()));
    view! {
        <button type="button" data-testid="held-open" on:click=move |_| till.orders.held_open.set(true)>
            {t!(i18n, orders.held)}
            " "
            <b>{count}</b>
        </button>
    }
}

/// The list of what is held.
#[component]
pub fn HeldDialog(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let open = till.orders.held_open;
    follow(dialog, open);
    let rows = Memo::new(move |_| if open.get() { held_rows(till) } else { Vec::new() });
    let is_busy = Memo::new(move |_| till.cart.with(|cart| !cart.is_empty()));
    let error = RwSignal::new(None::<FnError>);
    view! {
        <dialog
            class="today"
            node_ref=dialog
            aria-labelledby="held-heading"
            data-testid="held-list"
            on:close=move |_| {
                open.set(false);
                error.set(None);
            }
        >
            <div class="row">
                <h2 id="held-heading">{t!(i18n, orders.held)}</h2>
                <span class="grow"></span>
                <button type="button" on:click=move |_| open.set(false)>{t!(i18n, site.close)}</button>
            </div>
            {move || is_busy.get().then(|| view! { <p class="muted" role="status">{t!(i18n, orders.held_busy)}</p> })}
            {move || {
                error
                    .get()
                    .map(|why| view! { <p class="order-error" role="alert">{words::error(i18n, &why)}</p> })
            }}
            {move || rows.with(Vec::is_empty).then(|| view! { <p class="empty">{t!(i18n, orders.held_none)}</p> })}
            <ul class="orders">
                <For
                    each=move || rows.get()
                    key=|row| (row.order_id, row.seq)
                    children=move |row| view! { <HeldRow till row is_busy error/> }
                />
            </ul>
        </dialog>
    }
}

#[component]
fn HeldRow(till: Till, row: Row, is_busy: Memo<bool>, error: RwSignal<Option<FnError>>) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let id = row.order_id;
    let take = move |_| {
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let mark = |order: &Order, cart: &mut Cart| {
                let call_number = order.call_number.clone();
                cart.taken_up = Some(TakenUp { order_id: order.id, seq: order.seq, call_number });
            };
            match bring(till, id, |order| order.held, mark).await {
                Ok(true) => till.orders.held_open.set(false),
                Ok(false) => {}
                Err(why) => drop(error.try_set(Some(why))),
            }
            let _ = busy.try_set(false);
        });
    };
    let (table, name) = (row.table_no.clone(), row.customer_name.clone());
    let who = move || {
        let table =
            table.as_ref().map(|table| t_string!(i18n, pos.table_no, table = table.as_str()).to_string());
        [table, name.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let pieces: u32 = row.lines.iter().map(|line| line.quantity).sum();
    view! {
        <li class="order" data-testid=format!("held-row-{id}")>
            <span class="order-call">{row.call_number}</span>
            <div class="order-what">
                <p><b>{who}</b></p>
                <p class="muted">
                    {till.clock.time_of_day(row.created_at)} " · "
                    {move || t_string!(i18n, pos.pieces, n = pieces).to_string()}
                </p>
            </div>
            <span class="num order-total">{ntd(row.total)}</span>
            <button
                type="button"
                class="primary"
                data-testid=format!("take-up-{id}")
                disabled=move || busy.get() || is_busy.get()
                on:click=take
            >
                {t!(i18n, orders.take_up)}
            </button>
        </li>
    }
}

/// Says that the held order in hand was sold or changed at another counter.
#[component]
pub fn GoneStrip(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let gone = Memo::new(move |_| {
        let held = till.cart.with(|cart| cart.taken_up.clone().filter(|_| !cart.unsure))?;
        let is_gone =
            till.today.with(|today| today.rows.get(&held.order_id).is_some_and(|row| row.seq > held.seq));
        (is_gone && !till.sending.get()).then_some(held.call_number)
    });
    move || {
        gone.get().map(|call| {
            view! {
                <p class="strip late" role="alert" data-testid="held-gone">
                    <span aria-hidden="true">"⚠ "</span>
                    {move || t_string!(i18n, orders.held_gone, call = call.as_str()).to_string()}
                </p>
            }
        })
    }
}
