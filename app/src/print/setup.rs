//! The printers, and what each of them prints.

use leptos::{prelude::*, task::spawn_local};
use sunnyside::{
    menu::Station,
    printing::{Printer, PrinterDraft, Receipts, Tickets, USUAL_PORT},
    receipt::Language,
};

use super::api;
use crate::{
    api::{FnError, in_time},
    chrome::{Page, PageTitle, RefusedPanel, Waiting},
    i18n::{t, t_string, use_i18n},
    session::use_session,
    words,
};

/// `/setup/printers`.
#[component]
pub fn PrintersPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let printers = Resource::new(|| (), |()| api::printers());
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, print.printers).to_string())/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match (session.viewer.await, printers.await) {
                    (Ok(viewer), Ok((printers, stations))) => {
                        view! {
                            <Page viewer>
                                <Printers printers stations/>
                            </Page>
                        }
                            .into_any()
                    }
                    (Err(error), _) | (_, Err(error)) => view! { <RefusedPanel error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Printers(printers: Vec<Printer>, stations: Vec<Station>) -> impl IntoView {
    let i18n = use_i18n();
    let known = RwSignal::new(printers);
    let stations = StoredValue::new(stations);
    view! {
        <h1>{t!(i18n, print.printers)}</h1>
        <p class="lead">{t!(i18n, print.printers_lead)}</p>
        {move || known.with(Vec::is_empty).then(|| view! { <p class="empty">{t!(i18n, print.none_yet)}</p> })}
        <div class="printers">
            <For
                each=move || known.get()
                key=|printer| printer.id
                children=move |printer| view! { <PrinterForm known stations printer=Some(printer)/> }
            />
            // Once it is added, the empty form is a new one.
            {move || {
                known.with(Vec::len);
                view! { <PrinterForm known stations printer=None/> }
            }}
        </div>
    }
}

#[component]
fn PrinterForm(
    known: RwSignal<Vec<Printer>>,
    stations: StoredValue<Vec<Station>>,
    printer: Option<Printer>,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let id = printer.as_ref().map(|printer| printer.id);
    let field = move |name: &str| format!("printer-{}-{name}", id.unwrap_or_default());
    let draft = RwSignal::new(draft_of(printer.as_ref()));
    let busy = RwSignal::new(false);
    let said = RwSignal::new(None::<Result<&'static str, FnError>>);
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        said.set(None);
        let wanted = draft.get_untracked();
        spawn_local(async move {
            let answer = in_time(api::printer_save(id, wanted)).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(saved) => {
                    let _ = said.try_set(Some(Ok("saved")));
                    known.update(|known| match known.iter_mut().find(|p| p.id == saved.id) {
                        Some(before) => *before = saved,
                        None => known.push(saved),
                    });
                }
                Err(error) => {
                    session.notice(&error);
                    let _ = said.try_set(Some(Err(error)));
                }
            }
        });
    };
    let try_out = move |id: i64| {
        spawn_local(async move {
            let answer = in_time(api::printer_try(id)).await;
            let _ = said.try_set(Some(answer.map(|_| "tried")));
        });
    };
    let heading = printer.map(|printer| printer.name);
    view! {
        <form
            class="card panel printer"
            data-testid=id.map_or_else(|| "printer-new".to_owned(), |id| format!("printer-{id}"))
            on:submit=move |ev| {
                ev.prevent_default();
                save();
            }
        >
            <h2>{move || heading.clone().unwrap_or_else(|| t_string!(i18n, print.add).to_string())}</h2>
            <div class="printer-fields">
                <label for=field("name")>{t!(i18n, print.name)}</label>
                <input
                    id=field("name")
                    required
                    maxlength="80"
                    prop:value=move || draft.with(|d| d.name.clone())
                    on:input=move |ev| draft.update(|d| d.name = event_target_value(&ev))
                />
                <label for=field("host")>{t!(i18n, print.host)}</label>
                <input
                    id=field("host")
                    required
                    maxlength="253"
                    placeholder="192.168.1.40"
                    prop:value=move || draft.with(|d| d.host.clone())
                    on:input=move |ev| draft.update(|d| d.host = event_target_value(&ev))
                />
                <label for=field("port")>{t!(i18n, print.port)}</label>
                <input
                    id=field("port")
                    type="number"
                    min="1"
                    max="65535"
                    prop:value=move || draft.with(|d| d.port.to_string())
                    on:input=move |ev| draft.update(|d| d.port = event_target_value(&ev).parse().unwrap_or_default())
                />
                <label for=field("width")>{t!(i18n, print.width)}</label>
                <select
                    id=field("width")
                    prop:value=move || draft.with(|d| d.width.to_string())
                    on:change=move |ev| draft.update(|d| d.width = event_target_value(&ev).parse().unwrap_or(80))
                >
                    <option value="80" selected=move || draft.with(|d| d.width == 80)>"80 mm"</option>
                    <option value="58" selected=move || draft.with(|d| d.width == 58)>"58 mm"</option>
                </select>
                <label for=field("language")>{t!(i18n, print.language)}</label>
                <select
                    id=field("language")
                    on:change=move |ev| {
                        if let Some(language) = Language::from_word(&event_target_value(&ev)) {
                            draft.update(|d| d.language = language);
                        }
                    }
                >
                    <option value="zh-TW" selected=move || draft.with(|d| d.language == Language::Chinese)>"中文"</option>
                    <option value="en" selected=move || draft.with(|d| d.language == Language::English)>"English"</option>
                </select>
                <label for=field("receipts")>{t!(i18n, print.receipts)}</label>
                <select
                    id=field("receipts")
                    on:change=move |ev| {
                        if let Some(word) = Receipts::from_word(&event_target_value(&ev)) {
                            draft.update(|d| d.receipts = word);
                        }
                    }
                >
                    <option value="on_demand" selected=move || draft.with(|d| d.receipts == Receipts::OnDemand)>{t!(i18n, print.on_demand)}</option>
                    <option value="on_payment" selected=move || draft.with(|d| d.receipts == Receipts::OnPayment)>{t!(i18n, print.on_payment)}</option>
                </select>
                <label for=field("tickets")>{t!(i18n, print.tickets)}</label>
                <select
                    id=field("tickets")
                    on:change=move |ev| {
                        if let Some(word) = Tickets::from_word(&event_target_value(&ev)) {
                            draft.update(|d| d.tickets = word);
                        }
                    }
                >
                    <option value="none" selected=move || draft.with(|d| d.tickets == Tickets::None)>{t!(i18n, print.tickets_none)}</option>
                    <option value="all" selected=move || draft.with(|d| d.tickets == Tickets::All)>{t!(i18n, print.tickets_all)}</option>
                    {stations
                        .with_value(|stations| !stations.is_empty())
                        .then(|| view! {
                            <option value="stations" selected=move || draft.with(|d| d.tickets == Tickets::Stations)>{t!(i18n, print.tickets_stations)}</option>
                        })}
                </select>
            </div>
            {move || {
                draft
                    .with(|d| d.tickets == Tickets::Stations)
                    .then(|| stations.get_value().into_iter().map(|s| view! { <StationBox draft station=s/> }).collect_view())
            }}
            <label class="printer-box">
                <input
                    type="checkbox"
                    prop:checked=move || draft.with(|d| d.is_active)
                    on:change=move |ev| draft.update(|d| d.is_active = event_target_checked(&ev))
                />
                {t!(i18n, print.in_use)}
            </label>
            <p class="row">
                <button type="submit" class="primary" data-testid="printer-save" disabled=move || busy.get()>{t!(i18n, print.save)}</button>
                {id.map(|id| view! {
                    <button type="button" data-testid="printer-try" on:click=move |_| try_out(id)>{t!(i18n, print.try_out)}</button>
                })}
            </p>
            <p role="status">
                {move || said.get().map(|said| match said {
                    Ok("tried") => t_string!(i18n, print.sent).to_string(),
                    Ok(_) => t_string!(i18n, print.saved).to_string(),
                    Err(FnError::Refused(sunnyside::Refusal::Invalid(_))) => t_string!(i18n, print.check_fields).to_string(),
                    Err(FnError::Refused(sunnyside::Refusal::NameTaken(_))) => t_string!(i18n, print.name_taken).to_string(),
                    Err(error) => words::error(i18n, &error),
                })}
            </p>
        </form>
    }
}

#[component]
fn StationBox(draft: RwSignal<PrinterDraft>, station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let id = station.id;
    view! {
        <label class="printer-box">
            <input
                type="checkbox"
                prop:checked=move || draft.with(|d| d.station_ids.contains(&id))
                on:change=move |ev| {
                    let wanted = event_target_checked(&ev);
                    draft.update(|d| {
                        d.station_ids.retain(|known| *known != id);
                        d.station_ids.extend(wanted.then_some(id));
                    });
                }
            />
            {move || words::names(i18n, &station.name, station.name_en.as_deref()).0}
        </label>
    }
}

fn draft_of(printer: Option<&Printer>) -> PrinterDraft {
    match printer.cloned() {
        Some(printer) => PrinterDraft {
            name: printer.name,
            host: printer.host,
            port: printer.port.into(),
            width: printer.width.into(),
            language: printer.language,
            receipts: printer.receipts,
            tickets: printer.tickets,
            station_ids: printer.station_ids,
            is_active: printer.is_active,
        },
        None => PrinterDraft {
            name: String::new(),
            host: String::new(),
            port: USUAL_PORT.into(),
            width: 80,
            language: Language::Chinese,
            receipts: Receipts::OnDemand,
            tickets: Tickets::None,
            station_ids: Vec::new(),
            is_active: true,
        },
    }
}
