//! What the counter has to do about money besides paying: a drawer that is not open, and money to be handed back.

use leptos::{prelude::*, task::spawn_local};
use sunnyside::{
    desk::{Desk, RefundDue},
    event::Happening,
    order::OrderStatus,
};

use super::till::Till;
use crate::{
    api::{self, FnError},
    format::ntd,
    i18n::{t, t_string, use_i18n},
    session::Session,
    words,
};

/// What is known of it; read again with each event that changes it.
#[derive(Clone, Copy)]
pub struct MoneyWatch {
    /// None until it was read.
    pub known: RwSignal<Option<Desk>>,
    /// Which reading is the newest one.
    asked: StoredValue<u32>,
    session: Session,
}

impl MoneyWatch {
    /// Nothing is known yet.
    pub fn new(session: Session) -> Self {
        Self { known: RwSignal::new(None), asked: StoredValue::new(0), session }
    }

    /// Reads it; an answer that was overtaken by a later question counts for nothing.
    pub fn load(self) {
        let Some(mine) = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        }) else {
            return;
        };
        spawn_local(async move {
            match api::in_time(api::pay::read_desk()).await {
                Ok(desk) if self.asked.try_get_value() == Some(mine) => drop(self.known.try_set(Some(desk))),
                Ok(_) => {}
                Err(error) => self.session.notice(&error),
            }
        });
    }

    /// Reads it again where this changed it.
    pub fn notice(self, what: &Happening) {
        let is_cancelled = matches!(
            what,
            Happening::OrderStatusChanged { order, .. } if order.status == OrderStatus::Cancelled
        );
        let is_ours = matches!(
            what,
            Happening::OrderRefundHanded { .. }
                | Happening::ShiftOpened { .. }
                | Happening::ShiftClosed { .. }
        );
        if is_cancelled || is_ours {
            self.load();
        }
    }
}

/// The strips: no shift is open; this is to be handed back.
#[component]
pub fn MoneyStrips(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    Effect::new(move || till.money.load());
    let is_shut =
        Memo::new(move |_| till.money.known.with(|desk| desk.as_ref().is_some_and(|d| d.shift.is_none())));
    let refunds = Memo::new(move |_| {
        till.money.known.with(|desk| desk.as_ref().map(|desk| desk.refunds.clone()).unwrap_or_default())
    });
    view! {
        <div class="desk-strips">
            {move || {
                is_shut
                    .get()
                    .then(|| {
                        view! {
                            <section class="strip desk-strip" data-testid="shift-strip" aria-label=move || t_string!(i18n, shift.title)>
                                <p><span aria-hidden="true">"◷ "</span>{t!(i18n, shift.none_open)}</p>
                                <button type="button" data-testid="shift-strip-open" on:click=move |_| till.shift_open.set(true)>
                                    {t!(i18n, shift.open)}
                                </button>
                            </section>
                        }
                    })
            }}
            <For
                each=move || refunds.get()
                key=|due| due.order_id
                children=move |due| view! { <RefundStrip till due/> }
            />
        </div>
    }
}

/// One order whose money is to be handed back, until somebody says that it was.
#[component]
fn RefundStrip(till: Till, due: RefundDue) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<FnError>);
    let (id, call) = (due.order_id, due.call_number.clone());
    let amount: sunnyside::Money = due.back.iter().map(|(_, amount)| *amount).sum();
    let who = due.customer_name.clone().map(|name| format!("（{name}）")).unwrap_or_default();
    let text =
        move || t_string!(i18n, pay.refund_due, amount = ntd(amount), call = call.as_str()).to_string();
    let back = due.back;
    let how = move || {
        let one = |(method, amount): &(sunnyside::order::PaymentMethod, sunnyside::Money)| {
            format!("{} {}", words::method(i18n, *method), ntd(*amount))
        };
        back.iter().map(one).collect::<Vec<_>>().join("＋")
    };
    let done = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::in_time(api::refund_handed(id)).await {
                Ok(_) => till.money.load(),
                Err(why) => {
                    till.session.notice(&why);
                    let _ = error.try_set(Some(why));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section class="strip late desk-strip" role="alert" data-testid=format!("refund-due-{id}")>
            <p>
                <span aria-hidden="true">"↩ "</span>
                <b>{text}{who}</b>
                " · "
                {how}
            </p>
            {move || error.get().map(|why| view! { <p>{words::error(i18n, &why)}</p> })}
            <button type="button" data-testid=format!("refund-done-{id}") disabled=busy on:click=done>
                {t!(i18n, pay.refund_done)}
            </button>
        </section>
    }
}
