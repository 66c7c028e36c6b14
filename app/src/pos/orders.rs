//! Today's orders, as a dialog over the counter.

mod desk;
pub mod place;
pub mod seen;

use leptos::{html, prelude::*};
use sunnyside::Money;

pub use desk::Desk;

use super::{pay::begin_order, till::Till, today::Row};
use crate::{
    format::ntd,
    i18n::{t, t_string, use_i18n},
    words,
};

/// The dialog; the browser keeps the focus in it and closes it with Escape.
#[component]
pub fn TodayDialog(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let open = till.today_open.get();
        if let Some(dialog) = dialog.get() {
            if open && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !open && dialog.open() {
                dialog.close();
            }
        }
    });
    let rows = Memo::new(move |_| {
        if till.today_open.get() { till.today.with(super::today::Today::newest_first) } else { Vec::new() }
    });
    view! {
        <dialog
            class="today"
            node_ref=dialog
            aria-labelledby="today-heading"
            on:close=move |_| till.today_open.set(false)
        >
            <div class="row">
                <h2 id="today-heading">{t!(i18n, pos.today)}</h2>
                <span class="grow"></span>
                <button type="button" data-testid="orders-close" on:click=move |_| till.today_open.set(false)>
                    {t!(i18n, site.close)}
                </button>
            </div>
            {move || rows.with(Vec::is_empty).then(|| view! { <p class="empty">{t!(i18n, pos.today_empty)}</p> })}
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

#[component]
fn OrderRow(till: Till, row: Row) -> impl IntoView {
    let i18n = use_i18n();
    let for_place = row.clone();
    let (id, status, payment, source) = (row.order_id, row.status, row.payment_status, row.source);
    let total = ntd(row.total);
    let payable = row.is_payable();
    let call = row.call_number.clone();
    let lines = row.lines;
    let items = move || {
        let text = |line: &sunnyside::event::TicketLine| {
            let name = words::names(i18n, &line.name, line.name_en.as_deref()).0;
            let note = line.note.as_ref().map(|note| format!("（{note}）")).unwrap_or_default();
            format!("{} × {name}{note}", line.quantity)
        };
        lines.iter().map(text).collect::<Vec<_>>().join("、")
    };
    let table = row.table_no;
    let table = move || {
        table.as_ref().map(|table| format!(" · {}", t_string!(i18n, pos.table_no, table = table.as_str())))
    };
    let pay_label = {
        let total = total.clone();
        move || t_string!(i18n, pos.take_payment, total = total.as_str()).to_string()
    };
    view! {
        <li class="order" data-testid=format!("order-row-{id}") data-status=status.as_str() data-payment=payment.as_str()>
            <span class="order-call">{row.call_number}</span>
            <div class="order-what">
                <p>
                    <span class="num">{till.clock.time_of_day(row.created_at)}</span>
                    " · "
                    {move || words::source(i18n, source)}
                    {table}
                </p>
                <p class="muted">{items}</p>
            </div>
            <div class="order-state">
                <PlaceChip till row=for_place/>
                <span class="chip" class:late=payable>{move || words::payment(i18n, payment)}</span>
            </div>
            <span class="num order-total">{total}</span>
            <crate::print::Papers order_id=id again=true/>
            {payable.then(|| view! { <TakePayment till order_id=id call=call.clone() total=row.total label=Signal::derive(pay_label)/> })}
        </li>
    }
}

/// Where an order is: a word, a sign and a border.
#[component]
fn PlaceChip(till: Till, row: Row) -> impl IntoView {
    let i18n = use_i18n();
    let lead = till.desk.lead_minutes;
    let now = Memo::new(move |_| {
        let now = till.clock.now();
        till.desk.displays.with(|displays| place::place(&row, displays, lead, now))
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
