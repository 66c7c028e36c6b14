//! The first page: the way to each screen, and the state of the shop.

use leptos::prelude::*;
use sunnyside::{
    Moment,
    kitchen::shown::{GONE_AFTER_SECONDS, Shown},
};

use crate::{
    api::{self, Overview},
    chrome::{Page, PageTitle, RefusedPanel, Waiting},
    i18n::{t, t_string, use_i18n},
    session::{Viewer, use_session},
    words,
};

/// A receipt with three lines.
const POS_SIGN: &str = "M8 4h24v32l-4-3-4 3-4-3-4 3-4-3-4 3zM14 13h12M14 19h12M14 25h7";
/// A pan with an egg in it.
const KDS_SIGN: &str =
    "M16 10a12 12 0 1 0 0 24a12 12 0 1 0 0-24M25 13L37 5M16 18a4 4 0 1 0 0 8a4 4 0 1 0 0-8";
/// A bell.
const SETUP_SIGN: &str = "M11 5h18v30H11zM17 30h6";
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
    let is_owner = viewer.may(sunnyside::identity::Action::UsersManage) && !viewer.auth_disabled;
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
            </div>
            <Displays shown=overview.displays.clone() now=viewer_now offset/>
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

/// The kitchen's displays, and when each was heard of last.
#[component]
fn Displays(shown: Vec<Shown>, now: Moment, offset: i32) -> impl IntoView {
    let i18n = use_i18n();
    let one = move |shown: Shown| {
        let is_here = now.seconds_since(shown.at) < GONE_AFTER_SECONDS;
        let at = shown.at.time_of_day(offset);
        let text = move || {
            if is_here {
                t_string!(i18n, home.display_here).to_string()
            } else {
                t_string!(i18n, home.display_gone, at = at.as_str()).to_string()
            }
        };
        view! {
            <li class="row">
                <b>{shown.display}</b>
                <span class="chip" class:ready=is_here class:late=!is_here>
                    <span aria-hidden="true">{if is_here { "●" } else { "⚠" }}</span>
                    {text}
                </span>
            </li>
        }
    };
    let is_none = shown.is_empty();
    view! {
        <section class="card panel" aria-labelledby="displays-heading" data-testid="displays">
            <h2 id="displays-heading">{t!(i18n, home.displays)}</h2>
            {is_none.then(|| view! { <p class="muted">{t!(i18n, home.displays_none)}</p> })}
            <ul>{shown.into_iter().map(one).collect_view()}</ul>
        </section>
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
