//! The counter: tap, check, pay. One thing to look at (the tiles), one thing to do (pay).

pub mod book;
pub mod cart;
mod cart_view;
pub mod choice;
mod choices_sheet;
pub mod combo;
mod combo_sheet;
mod kept;
mod keys;
mod lines;
mod money;
mod orders;
mod pay;
mod sheets;
mod shift;
mod tiles;
mod till;
mod toast;
pub mod today;

use leptos::prelude::*;

use crate::{
    api::{self, Counter},
    approve,
    chrome::{Brand, LanguageSwitch, LiveChip, PageTitle, RefusedPanel, Strips, UserChip, Waiting},
    i18n::{t, t_string, use_i18n},
    people::{Lock, LockCover, SwitchButton},
    session::{Viewer, use_session},
};
use till::Till;

/// `/pos`.
#[component]
pub fn PosPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let counter = Resource::new(|| (), |()| api::read_counter());
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, pos.title).to_string())/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match (session.viewer.await, counter.await) {
                    (Ok(viewer), Ok(counter)) => view! { <Pos viewer counter/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <RefusedPanel error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The counter, once its data is there.
#[component]
fn Pos(viewer: Viewer, counter: Counter) -> impl IntoView {
    let i18n = use_i18n();
    let approver = approve::provide(&viewer);
    let till = Till::open(&viewer, counter);
    let lock = Lock::watch(&viewer, till.clock);
    let shop_name = viewer.shop_name.clone();
    keys::listen(till);
    kept::keep(till, &viewer.epoch);
    let search = NodeRef::new();
    till.search.set_value(Some(search));
    view! {
        <div class="pos" class:sheet-open=move || till.sheet_open.get()>
            <div class="strips">
                <Strips viewer=viewer.clone()/>
                <orders::held::GoneStrip till/>
                <orders::seen::UnseenStrip till/>
                <money::MoneyStrips till/>
                <crate::print::PrintStrip/>
            </div>
            <header class="bar">
                <Brand name=viewer.shop_name.clone()/>
                <h1 class="visually-hidden">{t!(i18n, pos.title)}</h1>
                <search class="search">
                    <span aria-hidden="true">"⌕"</span>
                    <input
                        type="search"
                        id="search"
                        node_ref=search
                        autocomplete="off"
                        aria-label=move || t_string!(i18n, pos.search)
                        placeholder=move || t_string!(i18n, cart.search_short)
                        prop:value=move || till.query.get()
                        on:input=move |ev| till.look_for(event_target_value(&ev))
                    />
                    <kbd aria-hidden="true">"/"</kbd>
                </search>
                <span class="grow"></span>
                <LiveChip live=till.live clock=till.clock more=orders::seen::news(till)/>
                <orders::held::HeldButton till/>
                <button
                    type="button"
                    data-testid="orders-open"
                    title=move || t_string!(i18n, pos.today_key)
                    on:click=move |_| till.today_open.set(true)
                >
                    {t!(i18n, pos.today)}
                    " "
                    <b>{move || till.today.with(|today| today.rows.len())}</b>
                </button>
                <button type="button" data-testid="shift-sheet-open" on:click=move |_| till.shift_open.set(true)>
                    {t!(i18n, shift.button)}
                </button>
                {lock.map(|lock| view! { <SwitchButton lock/> })}
                <UserChip viewer/>
                <LanguageSwitch/>
            </header>
            <tiles::Categories till/>
            <main id="main" class="tiles-area" on:scroll=move |ev| tiles::scrolled(till, &ev)>
                <tiles::Tiles till/>
            </main>
            <cart_view::CartView till/>
            <cart_view::SheetBar till/>
            <orders::TodayDialog till/>
            <orders::held::HeldDialog till/>
            <orders::customer::CustomerSheet till/>
            <orders::undo::UndoDialog till/>
            <orders::amend::AmendDialog till/>
            <sheets::Sheets till/>
            <keys::Legend till/>
            <toast::ToastStrip till/>
            <approve::ApproveDialog approver/>
            {lock.map(|lock| view! { <LockCover lock shop_name/> })}
            <pay::PaySheet till/>
            <pay::DiscountSheet till/>
            <shift::ShiftSheet till/>
        </div>
    }
}
