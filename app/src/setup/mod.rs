//! `/setup`: which devices are the shop's, and who has a PIN. For owners.

pub mod kitchen;

use leptos::{prelude::*, task::spawn_local};
use sunnyside::{device::Device, identity::Face};

use crate::{
    api::{self, FnError},
    chrome::{Page, PageTitle, RefusedPanel, Waiting, go},
    format::day_and_time,
    i18n::{t, t_string, use_i18n},
    people::{
        api::{Setup, pair_device, read_setup, revoke_device, set_pin},
        initial,
    },
    session::{Viewer, use_session},
    words,
};

/// `/setup`.
#[component]
pub fn SetupPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let setup = Resource::new(|| (), |()| read_setup());
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, people.setup).to_string())/>
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

/// A change on this page: after it the page is loaded anew, so that it shows what is.
#[derive(Clone, Copy)]
struct Doing {
    busy: RwSignal<bool>,
    error: RwSignal<Option<FnError>>,
}

impl Doing {
    fn new() -> Self {
        Self { busy: RwSignal::new(false), error: RwSignal::new(None) }
    }

    fn run(self, call: impl Future<Output = Result<(), FnError>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            match api::in_time(call).await {
                Ok(()) => go("/setup"),
                Err(why) => {
                    self.error.set(Some(why));
                    self.busy.set(false);
                }
            }
        });
    }
}

#[component]
fn Trouble(doing: Doing, testid: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let text = move || {
        doing.error.get().map(|why| {
            let text = words::error(i18n, &why);
            view! { <p class="form-error"><span aria-hidden="true">"⚠ "</span>{text}</p> }
        })
    };
    view! { <div role="alert" data-testid=testid>{text}</div> }
}

#[component]
fn Inside(viewer: Viewer, setup: Setup) -> impl IntoView {
    let i18n = use_i18n();
    let address = RwSignal::new(String::new());
    Effect::new(move || address.set(window().location().origin().unwrap_or_default()));
    let offset = viewer.utc_offset_seconds;
    let Setup { devices, own, people } = setup;
    let own = devices.iter().find(|device| Some(device.id) == own).cloned();
    view! {
        <Page viewer>
            <h1>{t!(i18n, people.setup)}</h1>
            <section class="card panel" aria-labelledby="address-heading">
                <h2 id="address-heading">{t!(i18n, people.address)}</h2>
                <p class="muted">{t!(i18n, people.address_lead)}</p>
                <p><b class="setup-address" data-testid="setup-address">{address}</b></p>
            </section>
            <ThisDevice own/>
            <Devices devices offset/>
            <Pins people/>
            <p>
                <a class="button" href="/setup/printers" rel="external" data-testid="setup-printers">{t!(i18n, print.printers)}</a>
                " "
                <a class="button" href="/setup/kitchen" rel="external" data-testid="setup-kitchen">{t!(i18n, kitchen_setup.title)}</a>
            </p>
        </Page>
    }
}

#[component]
fn ThisDevice(own: Option<Device>) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let name = RwSignal::new(String::new());
    let pair = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        doing.run(pair_device(name.get_untracked().trim().to_owned()));
    };
    let is_paired = own.is_some();
    let state = own.map(|device| {
        view! {
            <p class="chip ready" data-testid="setup-own"><span aria-hidden="true">"✓"</span>{t!(i18n, people.paired_as)} " " {device.name}</p>
        }
    });
    view! {
        <section class="card panel" aria-labelledby="pair-heading">
            <h2 id="pair-heading">{t!(i18n, people.this_device)}</h2>
            {state}
            {(!is_paired).then(|| view! {
                <p class="muted">{t!(i18n, people.pair_lead)}</p>
                <form class="form" method="post" on:submit=pair novalidate>
                    <label class="field">
                        <span>{t!(i18n, people.device_name)}</span>
                        <input
                            type="text"
                            maxlength="40"
                            autocomplete="off"
                            data-testid="pair-name"
                            placeholder=move || t_string!(i18n, people.device_hint)
                            prop:value=move || name.get()
                            on:input=move |ev| name.set(event_target_value(&ev))
                        />
                    </label>
                    <Trouble doing testid="pair-error"/>
                    <button type="submit" class="primary big" data-testid="pair" disabled=doing.busy>
                        {t!(i18n, people.pair)}
                    </button>
                </form>
            })}
        </section>
    }
}

#[component]
fn Devices(devices: Vec<Device>, offset: i32) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let is_empty = devices.is_empty();
    let row = move |device: Device| {
        let id = device.id;
        let sure = RwSignal::new(false);
        let revoke = move |_| {
            if sure.get_untracked() {
                doing.run(revoke_device(id));
            } else {
                sure.set(true);
            }
        };
        let name = device.name.clone();
        let seen = device.last_seen_at.unwrap_or(device.created_at);
        view! {
            <li class="setup-row" data-testid=format!("device-{id}")>
                <span class="setup-what">
                    <b>{device.name}</b>
                    <span class="muted">{t!(i18n, people.last_seen)} " " <span class="num">{day_and_time(seen, offset)}</span></span>
                </span>
                <button
                    type="button"
                    class="danger"
                    data-testid=format!("revoke-{id}")
                    disabled=doing.busy
                    aria-label=move || t_string!(i18n, people.revoke_label, name = name.as_str()).to_string()
                    on:click=revoke
                >
                    {move || if sure.get() { t_string!(i18n, people.revoke_sure).to_string() } else { t_string!(i18n, people.revoke).to_string() }}
                </button>
            </li>
        }
    };
    view! {
        <section class="card panel" aria-labelledby="devices-heading">
            <h2 id="devices-heading">{t!(i18n, people.devices)}</h2>
            {is_empty.then(|| view! { <p class="empty">{t!(i18n, people.no_devices)}</p> })}
            <Trouble doing testid="devices-error"/>
            <ul>{devices.into_iter().map(row).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Pins(people: Vec<Face>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="card panel" aria-labelledby="pins-heading">
            <h2 id="pins-heading">{t!(i18n, people.pins)}</h2>
            <p class="muted">{t!(i18n, people.pins_lead)}</p>
            <ul>{people.into_iter().map(|face| view! { <PinRow face/> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn PinRow(face: Face) -> impl IntoView {
    let i18n = use_i18n();
    let doing = Doing::new();
    let typed = RwSignal::new(String::new());
    let (id, role, name, has_pin) = (face.id, face.role, face.username, face.by_pin);
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let pin = typed.get_untracked();
        if !pin.is_empty() {
            doing.run(set_pin(id, Some(pin)));
        }
    };
    let label = name.clone();
    view! {
        <li class="setup-row">
            <span class="face-letter" aria-hidden="true">{initial(&name)}</span>
            <span class="setup-what">
                <b>{name.clone()}</b>
                <span class="muted">
                    {move || words::role(i18n, role)} " · "
                    {if has_pin { t!(i18n, people.has_pin).into_any() } else { t!(i18n, people.has_no_pin).into_any() }}
                </span>
            </span>
            <form class="row" method="post" on:submit=save novalidate>
                <input
                    type="password"
                    class="setup-pin"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="6"
                    data-testid=format!("pin-{name}")
                    aria-label=move || t_string!(i18n, people.new_pin_of, name = label.as_str()).to_string()
                    prop:value=move || typed.get()
                    on:input=move |ev| typed.set(event_target_value(&ev))
                />
                <button type="submit" data-testid=format!("pin-save-{name}") disabled=move || doing.busy.get() || typed.with(String::is_empty)>
                    {t!(i18n, people.save_pin)}
                </button>
                {has_pin.then(|| view! {
                    <button type="button" class="ghost" disabled=doing.busy on:click=move |_| doing.run(set_pin(id, None))>
                        {t!(i18n, people.remove_pin)}
                    </button>
                })}
            </form>
            <Trouble doing testid="pin-error"/>
        </li>
    }
}
