//! The bar: the stations, how fast the kitchen is, what is late, and how this screen is connected.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use sunnyside::{kitchen::Age, menu::Station};

use super::{Kitchen, display::DisplayName, strips::Tray};
use crate::{
    chrome::{LiveChip, UserChip},
    format::minutes_seconds,
    i18n::{t, t_string, use_i18n},
    screen::{Mark, Screen, ScreenLanguage},
    session::Viewer,
    sound::SoundChip,
    words,
};

/// The bar.
#[component]
pub fn Bar(kitchen: Kitchen, viewer: Viewer, screen: Screen) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <header class="bar">
            <Mark name=viewer.shop_name.clone() screen/>
            <h1>{t!(i18n, kds.title)}</h1>
            <Stations kitchen/>
            <span class="grow"></span>
            <Tray kitchen/>
            <Corner kitchen/>
            <button type="button" data-testid="recall-open" on:click=move |_| kitchen.recalling.set(true)>
                <span aria-hidden="true">"↶"</span>
                {t!(i18n, kds.recall)}
            </button>
            <DisplayName name=kitchen.display/>
            <SoundChip player=kitchen.player/>
            <LiveChip live=kitchen.live clock=kitchen.clock/>
            <span class="time num">{move || kitchen.clock.time_of_day(kitchen.clock.now())}</span>
            {(!screen.is_kiosk).then(|| view! { <UserChip viewer/> })}
            <ScreenLanguage screen/>
        </header>
    }
}

/// Whole orders, or one station's part of them; each with how many tickets it has to make.
#[component]
fn Stations(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let stations = kitchen.stations.get_value();
    let is_any = !stations.is_empty();
    let query = use_query_map();
    let count = move |station: Option<i64>| {
        Memo::new(move |_| {
            let now = kitchen.clock.now();
            kitchen.all.with(|all| {
                let open = all.iter().map(|shown| &shown.ticket).filter(|ticket| {
                    ticket.is_to_make(station)
                        && !ticket.waits(kitchen.lead_minutes, now)
                        && kitchen.is_of_today(ticket)
                });
                open.count()
            })
        })
    };
    let link = move |id: Option<i64>, name: Box<dyn Fn() -> String + Send>, testid: String| {
        let count = count(id);
        let is_here = move || (kitchen.station.get() == id).then_some("page");
        // How the screen looks stands in the address too, and stays.
        let href = move || {
            let mut query = query.get();
            query.remove("station");
            if let Some(id) = id {
                query.insert("station", id.to_string());
            }
            format!("/kds{}", query.to_query_string())
        };
        view! {
            <a class="button station" href=href aria-current=is_here data-testid=testid>
                {name} " " <b class="num">{count}</b>
            </a>
        }
    };
    let one = move |station: Station| {
        let testid = format!("station-{}", station.id);
        let name = move || words::names(i18n, &station.name, station.name_en.as_deref()).0;
        link(Some(station.id), Box::new(name), testid)
    };
    is_any.then(|| {
        view! {
            <nav class="stations" aria-label=move || t_string!(i18n, kds.stations)>
                {link(None, Box::new(move || t_string!(i18n, kds.all).to_string()), "station-all".to_owned())}
                {stations.into_iter().map(one).collect_view()}
            </nav>
        }
    })
}

/// How long half and nine of ten orders took today, and how many are late now.
#[component]
fn Corner(kitchen: Kitchen) -> impl IntoView {
    let i18n = use_i18n();
    let seconds = move || kitchen.pace.with(|pace| pace.seconds);
    let text = move |seconds: Option<i64>| seconds.map_or_else(|| "–".to_owned(), minutes_seconds);
    let late = Memo::new(move |_| {
        let now = kitchen.clock.now();
        kitchen
            .to_make
            .with(|tickets| tickets.iter().filter(|s| kitchen.age(&s.ticket, now) == Age::Late).count())
    });
    view! {
        <dl class="corner" data-testid="corner">
            <div><dt>{t!(i18n, kds.pace_p50)}</dt><dd class="num">{move || text(seconds().map(|s| s.p50))}</dd></div>
            <div><dt>{t!(i18n, kds.pace_p90)}</dt><dd class="num">{move || text(seconds().map(|s| s.p90))}</dd></div>
            <div class:late=move || { late.get() > 0 }>
                <dt>{t!(i18n, kds.late_tickets)}</dt>
                <dd class="num" data-testid="late-count">{move || if late.get() > 0 { format!("！{}", late.get()) } else { "0".to_owned() }}</dd>
            </div>
        </dl>
    }
}
