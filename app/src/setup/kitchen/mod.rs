//! `/setup/kitchen`: the stations, who makes what, when a ticket is late, and the displays. For managers and owners.

pub mod api;
mod field;
mod routes;
mod saving;
mod settings;
mod stations;
mod wall;

use leptos::prelude::*;
use sunnyside::identity::Action;

use self::api::KitchenSetup;
use crate::{
    chrome::{DisplayList, Page, PageTitle, RefusedPanel, Waiting},
    i18n::{t, t_string, use_i18n},
    session::{Viewer, use_session},
};

/// `/setup/kitchen`.
#[component]
pub fn KitchenSetupPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let setup = Resource::new(|| (), |()| api::read_kitchen_setup());
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, kitchen_setup.title).to_string())/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match (session.viewer.await, setup.await) {
                    (Ok(viewer), Ok(setup)) => view! { <Inside viewer setup/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <RefusedPanel error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Inside(viewer: Viewer, setup: KitchenSetup) -> impl IntoView {
    let i18n = use_i18n();
    let (now, offset) = (viewer.now, viewer.utc_offset_seconds);
    let may_change = viewer.may(Action::SettingsManage);
    let KitchenSetup { stations, categories, dishes, settings, displays } = setup;
    let stations = RwSignal::new(stations);
    view! {
        <Page viewer>
            <h1>{t!(i18n, kitchen_setup.title)}</h1>
            <p class="lead">{t!(i18n, kitchen_setup.lead)}</p>
            <stations::Stations stations/>
            <routes::Routes stations categories dishes/>
            <settings::Times settings may_change/>
            <DisplayList shown=displays now offset/>
        </Page>
    }
}
