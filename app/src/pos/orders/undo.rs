//! Calling an order off, or giving money back for some of it: the reason, and what goes back before it is done.

use leptos::{html, prelude::*, task::spawn_local};
use sunnyside::{
    Money,
    approval::Approval,
    order::{Line, Order, OrderStatus, PaymentStatus, RefundDraft, RefundLine},
};

use crate::{
    api::{self, FnError},
    approve::use_approver,
    chrome::follow,
    format::ntd,
    i18n::{t, t_string, use_i18n},
    pos::till::Till,
    words,
};

/// The dialog; it loads the order anew, since money is at stake.
#[component]
pub fn UndoDialog(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let undoing = till.orders.undoing;
    follow(dialog, Signal::derive(move || undoing.with(Option::is_some)));
    let order = RwSignal::new(None::<Result<Order, FnError>>);
    Effect::new(move || {
        let Some(id) = undoing.get() else {
            order.set(None);
            return;
        };
        spawn_local(async move {
            let answer = api::in_time(api::fetch_order(id)).await;
            if undoing.try_get_untracked().flatten() == Some(id) {
                order.set(Some(answer));
            }
        });
    });
    view! {
        <dialog
            class="today undo"
            node_ref=dialog
            aria-labelledby="undo-heading"
            data-testid="undo-sheet"
            on:close=move |_| undoing.set(None)
        >
            {move || match order.get() {
                None => view! { <h2 id="undo-heading">{t!(i18n, site.loading)}</h2> }.into_any(),
                Some(Err(why)) => view! {
                    <h2 id="undo-heading">{t!(i18n, refused.heading)}</h2>
                    <p class="order-error" role="alert">{words::error(i18n, &why)}</p>
                    <button type="button" on:click=move |_| undoing.set(None)>{t!(i18n, site.close)}</button>
                }.into_any(),
                Some(Ok(order)) => view! { <Undo till order/> }.into_any(),
            }}
        </dialog>
    }
}

#[component]
fn Undo(till: Till, order: Order) -> impl IntoView {
    let i18n = use_i18n();
    let approver = use_approver();
    let (id, seq) = (order.id, order.seq);
    let undoing = till.orders.undoing;
    let can_cancel = order.status.can_become(OrderStatus::Cancelled);
    let is_paid = order.payment_status == PaymentStatus::Paid;
    let can_refund = is_paid && order.status != OrderStatus::Cancelled;
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<FnError>);
    let busy = RwSignal::new(false);
    let restock = RwSignal::new(false);
    let counts = RwSignal::new(vec![0_u32; order.items.len()]);
    let amount = RwSignal::new(None::<Money>);
    let line_ids: Vec<i64> = order.items.iter().map(|line| line.id).collect();
    let wanted = StoredValue::new(line_ids);
    let chosen = move || {
        let counts = counts.get();
        wanted.with_value(|ids| {
            let lines = ids.iter().zip(counts).filter(|(_, count)| *count > 0);
            lines
                .map(|(id, quantity)| RefundLine { line_id: *id, quantity, restock: restock.get() })
                .collect::<Vec<_>>()
        })
    };
    // The server reckons by the rule that it refunds by; only the newest answer counts.
    let asked = StoredValue::new(0_u32);
    Effect::new(move || {
        let lines = chosen();
        asked.update_value(|n| *n += 1);
        let mine = asked.get_value();
        amount.set(None);
        if lines.is_empty() {
            return;
        }
        spawn_local(async move {
            let answer = api::in_time(api::refund_amount(id, lines)).await;
            if asked.try_get_value() == Some(mine) {
                match answer {
                    Ok(back) => amount.set(Some(back)),
                    Err(why) => error.set(Some(why)),
                }
            }
        });
    });
    let left: Money = {
        use sunnyside::order::PaymentKind::Refund;
        order.payments.iter().map(|p| if p.kind == Refund { -p.amount } else { p.amount }).sum()
    };
    let done = move |answer: Result<Order, FnError>| {
        let _ = busy.try_set(false);
        match answer {
            Ok(order) => {
                till.today.update(|today| today.learn(&order));
                till.refresh_menu();
                let _ = undoing.try_set(None);
            }
            Err(why) => {
                till.session.notice(&why);
                let _ = error.try_set(Some(why));
            }
        }
    };
    let begin = move || {
        let is_ready = !busy.get_untracked() && !reason.with_untracked(|text| text.trim().is_empty());
        if is_ready {
            busy.set(true);
            error.set(None);
        }
        is_ready
    };
    let cancel = move |_| {
        if !begin() {
            return;
        }
        spawn_local(async move {
            let grant = if is_paid { approver.ask(Approval::cancel(id)).await } else { Some(String::new()) };
            let Some(grant) = grant else {
                let _ = busy.try_set(false);
                return;
            };
            done(api::in_time(api::cancel_order(id, reason.get_untracked(), Some(grant))).await);
        });
    };
    let refund = move |_| {
        if !begin() {
            return;
        }
        let draft =
            RefundDraft { lines: untrack(chosen), reason: reason.get_untracked(), payment_method: None };
        spawn_local(async move {
            let Some(grant) = approver.ask(Approval::refund(id)).await else {
                let _ = busy.try_set(false);
                return;
            };
            done(api::in_time(api::refund_lines(id, draft, Some(grant))).await);
        });
    };
    let lines = order
        .items
        .iter()
        .enumerate()
        .map(|(at, line)| view! { <RefundableLine line=line.clone() at counts is_open=can_refund/> })
        .collect_view();
    let call = order.call_number.clone();
    let no_reason = move || reason.with(|text| text.trim().is_empty());
    let usual = move |word: Signal<String>| {
        view! {
            <button type="button" class="word" on:click=move |_| reason.set(word.get_untracked())>{word}</button>
        }
    };
    let cancel_text = move || {
        if is_paid {
            t_string!(i18n, orders.cancel_back, amount = ntd(left)).to_string()
        } else {
            t_string!(i18n, orders.cancel).to_string()
        }
    };
    let refund_text = move || match amount.get() {
        Some(back) => t_string!(i18n, orders.refund_back, amount = ntd(back)).to_string(),
        None => t_string!(i18n, orders.refund).to_string(),
    };
    view! {
        <div class="row">
            <h2 id="undo-heading">
                {move || t_string!(i18n, pos.order_no, call = call.as_str()).to_string()} " · " {ntd(order.total_amount)}
            </h2>
            <span class="grow"></span>
            <button type="button" data-testid="undo-close" on:click=move |_| undoing.set(None)>{t!(i18n, site.close)}</button>
        </div>
        <ul class="orders" data-seq=seq>{lines}</ul>
        {can_refund
            .then(|| {
                view! {
                    <label class="toggle">
                        <input
                            type="checkbox"
                            data-testid="restock"
                            prop:checked=restock
                            on:change=move |ev| restock.set(event_target_checked(&ev))
                        />
                        <span>{t!(i18n, orders.restock)}</span>
                    </label>
                }
            })}
        <label class="field">
            <span>{t!(i18n, orders.reason)}</span>
            <input
                type="text"
                maxlength="200"
                autocomplete="off"
                data-testid="reason"
                prop:value=reason
                on:input=move |ev| reason.set(event_target_value(&ev))
            />
        </label>
        <div class="words">
            {usual(Signal::derive(move || t_string!(i18n, orders.reason_a).to_string()))}
            {usual(Signal::derive(move || t_string!(i18n, orders.reason_b).to_string()))}
            {usual(Signal::derive(move || t_string!(i18n, orders.reason_c).to_string()))}
        </div>
        {move || {
            error.get().map(|why| view! { <p class="order-error" role="alert">{words::error(i18n, &why)}</p> })
        }}
        <div class="row wrap undo-actions">
            {can_cancel
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="danger"
                            data-testid="cancel-order"
                            disabled=move || busy.get() || no_reason()
                            on:click=cancel
                        >
                            {cancel_text}
                        </button>
                    }
                })}
            <span class="grow"></span>
            {can_refund
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="primary"
                            data-testid="refund-lines"
                            disabled=move || busy.get() || no_reason() || amount.get().is_none()
                            on:click=refund
                        >
                            {refund_text}
                        </button>
                    }
                })}
        </div>
    }
}

/// A line, and how many of it go back.
#[component]
fn RefundableLine(line: Line, at: usize, counts: RwSignal<Vec<u32>>, is_open: bool) -> impl IntoView {
    let i18n = use_i18n();
    let most = line.quantity.saturating_sub(line.refunded_quantity);
    let count = Memo::new(move |_| counts.with(|counts| counts.get(at).copied().unwrap_or(0)));
    let step = move |up: bool| {
        counts.update(|counts| {
            if let Some(count) = counts.get_mut(at) {
                *count = if up { (*count + 1).min(most) } else { count.saturating_sub(1) };
            }
        });
    };
    let (own, english) = (line.menu_item_name, line.menu_item_name_en);
    let name = Memo::new(move |_| words::names(i18n, &own, english.as_deref()).0);
    let refunded = line.refunded_quantity;
    view! {
        <li class="order">
            <span class="num">{line.quantity} " ×"</span>
            <div class="order-what">
                <p>{name}</p>
                {(refunded > 0)
                    .then(|| view! { <p class="muted">{move || t_string!(i18n, orders.refunded, n = refunded).to_string()}</p> })}
            </div>
            <span class="num order-total">{ntd(line.line_total)}</span>
            {(is_open && most > 0)
                .then(|| {
                    view! {
                        <div class="stepper">
                            <button
                                type="button"
                                disabled=move || count.get() == 0
                                aria-label=move || t_string!(i18n, pos.less, name = name.get()).to_string()
                                data-testid=format!("refund-less-{at}")
                                on:click=move |_| step(false)
                            >
                                "−"
                            </button>
                            <b aria-live="polite">{count}</b>
                            <button
                                type="button"
                                disabled=move || count.get() == most
                                aria-label=move || t_string!(i18n, pos.more, name = name.get()).to_string()
                                data-testid=format!("refund-more-{at}")
                                on:click=move |_| step(true)
                            >
                                "＋"
                            </button>
                        </div>
                    }
                })}
        </li>
    }
}
