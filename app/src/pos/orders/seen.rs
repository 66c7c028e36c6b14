//! Whether the kitchen has seen what was sent: a word in the bar, and a strip where it has not.

use leptos::prelude::*;

use super::place::{Place, place};
use crate::{
    i18n::{t, t_string, use_i18n},
    live::LiveState,
    pos::{till::Till, today::Row},
};

/// What the chip in the bar adds to "connected": the newest order that the kitchen has seen, or that nobody is there.
pub fn news(till: Till) -> Signal<Option<String>> {
    let i18n = use_i18n();
    let seen = Memo::new(move |_| {
        let now = till.clock.now();
        let (seen, is_there) = till.orders.displays.with(|d| (d.seen(), d.is_anyone_there(now)));
        let sent = |row: &&Row| row.to_see.is_some_and(|(seq, _)| seq <= seen);
        let call =
            till.today.with(|today| today.rows.values().rfind(sent).map(|row| row.call_number.clone()));
        (call, is_there)
    });
    Signal::derive(move || match seen.get() {
        (_, false) => Some(t_string!(i18n, orders.no_display).to_string()),
        (Some(call), true) => Some(t_string!(i18n, orders.seen_call, call = call).to_string()),
        (None, true) => None,
    })
}

/// Says which order no display has shown for ten seconds, and what to do.
#[component]
pub fn UnseenStrip(till: Till) -> impl IntoView {
    let i18n = use_i18n();
    let unseen = Memo::new(move |_| {
        let now = till.clock.now();
        // Without a connection nothing is known, and the chip in the bar says that.
        if till.live.state.get() != LiveState::Live {
            return None;
        }
        let called_out = till.orders.called_out.get();
        let lead = till.orders.lead_minutes;
        till.orders.displays.with(|displays| {
            till.today.with(|today| {
                let is_unseen = |row: &&Row| {
                    row.to_see.is_some_and(|(seq, _)| seq > called_out)
                        && matches!(place(row, displays, lead, now), Place::Unseen(_))
                };
                let mut all = today.rows.values().filter(is_unseen);
                let first = all.next()?;
                let seconds = now.seconds_since(first.to_see?.1);
                let rest = all.count();
                Some((
                    first.order_id,
                    first.call_number.clone(),
                    seconds,
                    rest,
                    displays.is_anyone_there(now),
                ))
            })
        })
    });
    let is_any = Memo::new(move |_| unseen.with(Option::is_some));
    let heading = move || {
        unseen.get().map(|(_, call, seconds, ..)| {
            t_string!(i18n, orders.unseen, call = call, seconds = seconds).to_string()
        })
    };
    let more = move || {
        let rest = unseen.get().map_or(0, |(.., rest, _)| rest);
        (rest > 0).then(|| t_string!(i18n, orders.unseen_more, n = rest).to_string())
    };
    let why = move || {
        let is_there = unseen.get().is_some_and(|(.., is_there)| is_there);
        if is_there {
            t_string!(i18n, orders.unseen_slow).to_string()
        } else {
            t_string!(i18n, orders.unseen_nobody).to_string()
        }
    };
    let told = move |_| {
        let newest = till.today.with_untracked(|today| {
            today.rows.values().filter_map(|row| row.to_see).map(|(seq, _)| seq).max()
        });
        till.orders.called_out.set(newest.unwrap_or(0));
    };
    move || {
        is_any.get().then(|| {
            view! {
                <section class="strip unseen" role="alert" data-testid="unseen">
                    <span class="unseen-sign" aria-hidden="true">"◷"</span>
                    <div class="unseen-text">
                        <b>{heading}</b>
                        <span>{why} " " {more}</span>
                    </div>
                    <button type="button" data-testid="unseen-told" on:click=told>
                        {t!(i18n, orders.unseen_told)}
                    </button>
                </section>
            }
        })
    }
}
