//! The stations: their names and their order.

use leptos::prelude::*;
use sunnyside::menu::Station;

use super::{
    api,
    saving::{Said, Saving},
};
use crate::{
    i18n::{t, t_string, use_i18n},
    words,
};

/// The list, and the form for one more.
#[component]
pub(super) fn Stations(stations: RwSignal<Vec<Station>>) -> impl IntoView {
    let i18n = use_i18n();
    let moving = Saving::new();
    view! {
        <section class="card panel" aria-labelledby="stations-heading" data-testid="stations">
            <h2 id="stations-heading">{t!(i18n, kitchen_setup.stations)}</h2>
            <p class="muted">{t!(i18n, kitchen_setup.stations_lead)}</p>
            {move || {
                stations.with(Vec::is_empty).then(|| view! { <p class="empty">{t!(i18n, kitchen_setup.no_stations)}</p> })
            }}
            <ul class="station-list">
                <For
                    each=move || stations.get()
                    key=|station| station.id
                    children=move |station| view! { <StationRow stations station moving/> }
                />
            </ul>
            <Said saving=moving testid="stations-moved"/>
            <NewStation stations/>
        </section>
    }
}

#[component]
fn StationRow(stations: RwSignal<Vec<Station>>, station: Station, moving: Saving) -> impl IntoView {
    let i18n = use_i18n();
    let saving = Saving::new();
    let id = station.id;
    let names = Names::of(&station);
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let (name, name_en) = names.typed();
        saving.run(api::station_save(Some(id), name, name_en, 0), move |saved| {
            stations.update(|all| all.iter_mut().filter(|s| s.id == id).for_each(|s| *s = saved.clone()));
        });
    };
    let called = move || {
        stations.with(|all| {
            let station = all.iter().find(|station| station.id == id);
            station.map_or_else(String::new, |s| words::names(i18n, &s.name, s.name_en.as_deref()).0)
        })
    };
    let place = move || stations.with(|all| all.iter().position(|station| station.id == id));
    let is_last = move || stations.with(|all| all.last().is_none_or(|station| station.id == id));
    let shift = move |down: bool| {
        let mut ids: Vec<i64> = stations.with_untracked(|all| all.iter().map(|station| station.id).collect());
        let Some(from) = ids.iter().position(|known| *known == id) else { return };
        let to = if down { from + 1 } else { from.saturating_sub(1) };
        if from == to || to >= ids.len() {
            return;
        }
        ids.swap(from, to);
        moving.run(api::stations_order(ids), move |all| stations.set(all));
    };
    view! {
        <li>
            <form class="station-form" method="post" on:submit=save novalidate data-testid=format!("station-{id}")>
                <NameFields names saving key=id.to_string()/>
                <div class="row">
                    <button type="submit" data-testid=format!("station-save-{id}") disabled=saving.busy>
                        {t!(i18n, kitchen_setup.save)}
                    </button>
                    <button
                        type="button"
                        class="ghost"
                        data-testid=format!("station-up-{id}")
                        disabled=move || moving.busy.get() || place().is_none_or(|place| place == 0)
                        aria-label=move || t_string!(i18n, kitchen_setup.move_up, name = called()).to_string()
                        on:click=move |_| shift(false)
                    >
                        <span aria-hidden="true">"▲"</span>
                    </button>
                    <button
                        type="button"
                        class="ghost"
                        data-testid=format!("station-down-{id}")
                        disabled=move || moving.busy.get() || is_last()
                        aria-label=move || t_string!(i18n, kitchen_setup.move_down, name = called()).to_string()
                        on:click=move |_| shift(true)
                    >
                        <span aria-hidden="true">"▼"</span>
                    </button>
                </div>
                <Said saving testid=format!("station-said-{id}")/>
            </form>
        </li>
    }
}

#[component]
fn NewStation(stations: RwSignal<Vec<Station>>) -> impl IntoView {
    let i18n = use_i18n();
    let saving = Saving::new();
    let names = Names::empty();
    let add = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let (name, name_en) = names.typed();
        let last = stations.with_untracked(|all| all.iter().map(|station| station.position).max());
        let position = last.map_or(0, |last| i64::from(last) + 1);
        saving.run(api::station_save(None, name, name_en, position), move |made| {
            stations.update(|all| all.push(made));
            names.clear();
        });
    };
    view! {
        <form class="station-form new" method="post" on:submit=add novalidate data-testid="station-new">
            <h3>{t!(i18n, kitchen_setup.new_station)}</h3>
            <NameFields names saving key="new".to_owned()/>
            <div class="row">
                <button type="submit" class="primary" data-testid="station-add" disabled=saving.busy>
                    {t!(i18n, kitchen_setup.add)}
                </button>
            </div>
            <Said saving testid="station-new-said"/>
        </form>
    }
}

/// What is typed as a station's names.
#[derive(Clone, Copy)]
struct Names {
    name: RwSignal<String>,
    name_en: RwSignal<String>,
}

impl Names {
    fn empty() -> Self {
        Self { name: RwSignal::new(String::new()), name_en: RwSignal::new(String::new()) }
    }

    fn of(station: &Station) -> Self {
        Self {
            name: RwSignal::new(station.name.clone()),
            name_en: RwSignal::new(station.name_en.clone().unwrap_or_default()),
        }
    }

    fn typed(self) -> (String, String) {
        (self.name.get_untracked(), self.name_en.get_untracked())
    }

    fn clear(self) {
        self.name.set(String::new());
        self.name_en.set(String::new());
    }
}

#[component]
fn NameFields(names: Names, saving: Saving, key: String) -> impl IntoView {
    let i18n = use_i18n();
    let field = move |way: &'static str, of: RwSignal<String>| {
        let fault_id = format!("station-{key}-{way}-fault");
        let fault = move || saving.fault(i18n, way);
        view! {
            <label class="field">
                <span>
                    {move || if way == "name" {
                        t_string!(i18n, kitchen_setup.name).to_string()
                    } else {
                        t_string!(i18n, kitchen_setup.name_en).to_string()
                    }}
                </span>
                <input
                    type="text"
                    maxlength="80"
                    autocomplete="off"
                    data-testid=format!("station-{key}-{way}")
                    aria-invalid=move || fault().map(|_| "true")
                    aria-describedby=fault_id.clone()
                    value=of.get_untracked()
                    prop:value=move || of.get()
                    on:input=move |ev| {
                        saving.forget();
                        of.set(event_target_value(&ev));
                    }
                />
                <span class="field-fault" id=fault_id>{fault}</span>
            </label>
        }
    };
    view! { {field("name", names.name)} {field("name_en", names.name_en)} }
}
