//! The first page: the way to each screen, and the state of the shop.

use leptos::prelude::*;
use sunnyside::identity::Action;

use crate::{
    api::{self, Overview},
    chrome::{DisplayList, Page, PageTitle, RefusedPanel, Waiting},
    i18n::{t, t_string, use_i18n},
    session::{Viewer, use_session},
    words,
};

/// A receipt with three lines.
const POS_SIGN: &str = "M8 4h24v32l-4-3-4 3-4-3-4 3-4-3-4 3zM14 13h12M14 19h12M14 25h7";
/// A pan with an egg in it.
const KDS_SIGN: &str =
    "M16 10a12 12 0 1 0 0 24a12 12 0 1 0 0-24M25 13L37 5M16 18a4 4 0 1 0 0 8a4 4 0 1 0 0-8";
/// A tablet.
const SETUP_SIGN: &str = "M11 5h18v30H11zM17 30h6";
/// One way that parts into three.
const STATIONS_SIGN: &str =
    "M20 5v10M20 15L7 26M20 15v11M20 15l13 11M3 26h8v8H3zM16 26h8v8h-8zM29 26h8v8h-8z";
/// A bell.
const PICKUP_SIGN: &str = "M6 29h28M9 29a11 11 0 0 1 22 0M20 18v-5M16 12h8M12 35h16";

/// `/`.
#[component]
pub fn HomePage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let overview = Resource::new(|| (), |()| api::read_overview());
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, home.title).to_string())/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match (session.viewer.await, overview.await) {
                    (Ok(viewer), Ok(overview)) => view! { <Home viewer overview/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <RefusedPanel error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Home(viewer: Viewer, overview: Overview) -> impl IntoView {
    let i18n = use_i18n();
    let (viewer_now, offset) = (viewer.now, viewer.utc_offset_seconds);
    let is_owner = viewer.may(Action::UsersManage) && !viewer.auth_disabled;
    let may_set_up_kitchen = viewer.may(Action::MenuManage);
    view! {
        <Page viewer>
            <h1>{t!(i18n, home.hello)}</h1>
            <p class="lead">{t!(i18n, home.lead)}</p>
            <h2 class="visually-hidden">{t!(i18n, home.screens)}</h2>
            <div class="doors">
                <a class="door card" href="/pos" rel="external">
                    <Sign path=POS_SIGN/>
                    <b>{t!(i18n, home.pos)}</b>
                    <span class="muted">{t!(i18n, home.pos_for)}</span>
                </a>
                <a class="door card" href="/kds" rel="external">
                    <Sign path=KDS_SIGN/>
                    <b>{t!(i18n, home.kds)}</b>
                    <span class="muted">{t!(i18n, home.kds_for)}</span>
                </a>
                <a class="door card" href="/pickup" rel="external">
                    <Sign path=PICKUP_SIGN/>
                    <b>{t!(i18n, home.pickup)}</b>
                    <span class="muted">{t!(i18n, home.pickup_for)}</span>
                </a>
                {is_owner.then(|| view! {
                    <a class="door card" href="/setup" rel="external" data-testid="door-setup">
                        <Sign path=SETUP_SIGN/>
                        <b>{t!(i18n, people.setup)}</b>
                        <span class="muted">{t!(i18n, people.setup_for)}</span>
                    </a>
                })}
                {may_set_up_kitchen.then(|| view! {
                    <a class="door card" href="/setup/kitchen" rel="external" data-testid="door-setup-kitchen">
                        <Sign path=STATIONS_SIGN/>
                        <b>{t!(i18n, kitchen_setup.title)}</b>
                        <span class="muted">{t!(i18n, kitchen_setup.door_for)}</span>
                    </a>
                })}
            </div>
            <DisplayList shown=overview.displays.clone() now=viewer_now offset/>
            <State overview/>
        </Page>
    }
}

/// The drawing on a door; the words beside it say the same.
#[component]
fn Sign(path: &'static str) -> impl IntoView {
    view! {
        <svg class="door-sign" viewBox="0 0 40 40" width="44" height="44" aria-hidden="true" focusable="false">
            <path d=path fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>
        </svg>
    }
}

/// The state of the shop, in figures.
#[component]
fn State(overview: Overview) -> impl IntoView {
    use sunnyside::order::OrderStatus::{Pending, Preparing, Ready};
    let i18n = use_i18n();
    let of_status = |status, count: u64| {
        view! {
            <div class="figure">
                <dt><span aria-hidden="true">{words::status_sign(status)} " "</span>{move || words::status(i18n, status)}</dt>
                <dd>{count}</dd>
            </div>
        }
    };
    let low = overview.low_stock;
    view! {
        <section class="card panel" aria-labelledby="state-heading">
            <div class="row">
                <h2 id="state-heading">{t!(i18n, home.state)}</h2>
                <span class="chip">{t!(i18n, home.business_day)} " " {overview.business_day}</span>
            </div>
            <dl class="figures">
                <div class="figure"><dt>{t!(i18n, home.orders_today)}</dt><dd>{overview.orders_today}</dd></div>
                {of_status(Pending, overview.pending)}
                {of_status(Preparing, overview.preparing)}
                {of_status(Ready, overview.ready)}
                <div class="figure" class:warn={low > 0}>
                    <dt>{(low > 0).then_some("⚠ ")} {t!(i18n, home.low_stock)}</dt>
                    <dd>{low}</dd>
                </div>
            </dl>
            {(low == 0).then(|| view! { <p class="muted">{t!(i18n, home.nothing_low)}</p> })}
        </section>
    }
}
