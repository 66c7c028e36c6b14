//! Today's orders, as a dialog over the counter.

pub mod amend;
pub mod customer;
mod desk;
mod find;
pub mod for_whom;
pub mod held;
pub mod place;
pub mod seen;
pub mod undo;

use leptos::{html, prelude::*};
use sunnyside::{
    Money,
    event::{Event, Happening},
    order::{OrderStatus, PaymentStatus},
};

pub use desk::Desk;
use find::Filter;

use super::{
    pay::begin_order,
    till::Till,
    today::{Row, Today},
};
use crate::{
    api,
    chrome::follow,
    format::ntd,
    i18n::{t, t_string, use_i18n},
    words,
};

/// The dialog; the browser keeps the focus in it and closes it with Escape.
#[component]
pub fn TodayDialog(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, till.today_open);
    let rows = Memo::new(move |_| {
        if !till.today_open.get() {
            return Vec::new();
        }
        let (filter, query) = (till.orders.filter.get(), till.orders.query.get());
        // Only what is wanted later depends on the time.
        let now = if filter == Filter::Later { till.clock.now() } else { till.clock.exact() };
        till.today.with(|today| find::found(today, filter, &query, till.orders.lead_minutes, now))
    });
    let empty = move || {
        if till.today.with(|today| today.rows.is_empty()) {
            t_string!(i18n, pos.today_empty).to_string()
        } else {
            t_string!(i18n, orders.none_found).to_string()
        }
    };
    view! {
        <dialog
            class="today"
            node_ref=dialog
            aria-labelledby="today-heading"
            on:close=move |_| {
                till.today_open.set(false);
                till.orders.row_error.set(None);
            }
        >
            <div class="row">
                <h2 id="today-heading">{t!(i18n, pos.today)}</h2>
                <span class="grow"></span>
                <button type="button" data-testid="orders-close" on:click=move |_| till.today_open.set(false)>
                    {t!(i18n, site.close)}
                </button>
            </div>
            <Finder till/>
            <InHand till/>
            {move || {
                let error = till.orders.row_error.get();
                error.map(|why| view! { <p class="order-error" role="alert">{words::error(i18n, &why)}</p> })
            }}
            {move || rows.with(Vec::is_empty).then(|| view! { <p class="empty">{empty}</p> })}
            <ul class="orders">
                <For
                    each=move || rows.get()
                    key=|row| (row.order_id, row.seq)
                    children=move |row| view! { <OrderRow till row/> }
                />
            </ul>
        </dialog>
    }
}

/// Events carry no phone: where an order is for somebody or for later, it is asked for.
pub fn learn_phone(today: RwSignal<Today>, event: &Event) {
    if !matches!(event.what, Happening::OrderCreated { .. } | Happening::OrderHeld { .. }) {
        return;
    }
    let Some(order) =
        event.what.order().filter(|order| order.customer_name.is_some() || order.due_at.is_some())
    else {
        return;
    };
    let id = order.order_id;
    leptos::task::spawn_local(async move {
        if let Ok(order) = api::in_time(api::fetch_order(id)).await {
            let _ = today.try_update(|today| today.learn_phone(&order));
        }
    });
}

/// What is searched for, and which orders are shown.
#[component]
fn Finder(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let buttons = Filter::ALL
        .map(|filter| {
            let text = move || match filter {
                Filter::All => t_string!(i18n, orders.all).to_string(),
                Filter::Unpaid => t_string!(i18n, orders.unpaid).to_string(),
                Filter::Held => t_string!(i18n, orders.held).to_string(),
                Filter::Later => t_string!(i18n, orders.later).to_string(),
            };
            view! {
                <button
                    type="button"
                    data-testid=format!("filter-{}", filter.word())
                    aria-pressed=move || (till.orders.filter.get() == filter).to_string()
                    on:click=move |_| till.orders.filter.set(filter)
                >
                    {text}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="finder">
            <input
                type="search"
                autocomplete="off"
                data-testid="orders-search"
                aria-label=move || t_string!(i18n, orders.search)
                placeholder=move || t_string!(i18n, orders.search)
                prop:value=move || till.orders.query.get()
                on:input=move |ev| till.orders.query.set(event_target_value(&ev))
            />
            <div class="segments" role="group" aria-label=move || t_string!(i18n, orders.filter)>{buttons}</div>
        </div>
    }
}

/// The order in hand that may not have arrived: it waits for the network.
#[component]
fn InHand(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let is_waiting = Memo::new(move |_| till.cart.with(|cart| cart.unsure));
    move || {
        is_waiting.get().then(|| {
            view! {
                <p class="row order" data-testid="order-waiting">
                    <span class="place stored"><span aria-hidden="true">"↑"</span>{t!(i18n, orders.place_waiting)}</span>
                    <span>{t!(i18n, pos.unreached_why)}</span>
                </p>
            }
        })
    }
}

#[component]
fn OrderRow(till: Till, row: Row) -> impl IntoView {
    let i18n = use_i18n();
    let for_place = row.clone();
    let (id, status, payment, source) = (row.order_id, row.status, row.payment_status, row.source);
    let total = ntd(row.total);
    let payable = row.is_payable();
    let call = row.call_number.clone();
    let can_amend = amend::is_amendable(&row);
    let lines = row.lines;
    let items = move || {
        let text = |line: &sunnyside::event::TicketLine| {
            let name = words::names(i18n, &line.name, line.name_en.as_deref()).0;
            let note = line.note.as_ref().map(|note| format!("（{note}）")).unwrap_or_default();
            format!("{} × {name}{note}", line.quantity)
        };
        lines.iter().map(text).collect::<Vec<_>>().join("、")
    };
    let (held, is_over) = (row.held, !row.status.is_live());
    let can_undo = row.payment_status == PaymentStatus::Paid && row.status != OrderStatus::Cancelled
        || row.status.can_become(OrderStatus::Cancelled);
    let (undo_call, amend_call) = (row.call_number.clone(), row.call_number.clone());
    let who = [row.customer_name, row.customer_phone].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let due = row.due_at.map(|due| till.clock.time_of_day(due));
    let due =
        move || due.as_ref().map(|due| format!(" · {}", t_string!(i18n, orders.due, due = due.as_str())));
    let table = row.table_no;
    let table = move || {
        table.as_ref().map(|table| format!(" · {}", t_string!(i18n, pos.table_no, table = table.as_str())))
    };
    let pay_label = {
        let total = total.clone();
        move || t_string!(i18n, pos.take_payment, total = total.as_str()).to_string()
    };
    view! {
        <li class="order" class:over=is_over data-testid=format!("order-row-{id}") data-status=status.as_str() data-payment=payment.as_str()>
            <span class="order-call">{row.call_number}</span>
            <div class="order-what">
                <p>
                    <span class="num">{till.clock.time_of_day(row.created_at)}</span>
                    " · "
                    {move || words::source(i18n, source)}
                    {table}
                    {due}
                    " "
                    <b>{who}</b>
                </p>
                <p class="muted">{items}</p>
            </div>
            <div class="order-state">
                <PlaceChip till row=for_place/>
                <span class="chip" class:late=payable>{move || words::payment(i18n, payment)}</span>
            </div>
            <span class="num order-total">{total}</span>
            <crate::print::Papers order_id=id again=true/>
            {can_amend.then(|| view! { <amend::AmendButton till id call=amend_call/> })}
            {can_undo
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="ghost"
                            data-testid=format!("order-undo-{id}")
                            aria-label=move || t_string!(i18n, orders.undo_label, call = undo_call.as_str()).to_string()
                            on:click=move |_| till.orders.undoing.set(Some(id))
                        >
                            {t!(i18n, orders.undo)}
                        </button>
                    }
                })}
            {(payable && !held).then(|| view! { <TakePayment till order_id=id call=call.clone() total=row.total label=Signal::derive(pay_label)/> })}
        </li>
    }
}

/// Where an order is: a word, a sign and a border.
#[component]
fn PlaceChip(till: Till, row: Row) -> impl IntoView {
    let i18n = use_i18n();
    let lead = till.orders.lead_minutes;
    let now = Memo::new(move |_| {
        let now = till.clock.now();
        till.orders.displays.with(|displays| place::place(&row, displays, lead, now))
    });
    view! {
        <span class=move || format!("place {}", now.get().word()) data-testid="place" data-place=move || now.get().word()>
            <span aria-hidden="true">{move || now.get().sign()}</span>
            {move || place::text(i18n, till.clock, now.get())}
        </span>
    }
}

/// Takes the payment of an order that was sent unpaid, by the pay sheet.
#[component]
fn TakePayment(
    till: Till,
    order_id: i64,
    call: String,
    total: Money,
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="primary"
            data-testid=format!("order-pay-{order_id}")
            on:click=move |_| begin_order(till, order_id, call.clone(), total)
        >
            {label}
        </button>
    }
}
