//! What the counter sees of printing: a strip while a printer is in trouble, and the papers of an order.

use leptos::{prelude::*, task::spawn_local};
use sunnyside::{
    printing::{Printer, Trouble},
    receipt::Kind,
};

use super::api::{self, Stuck};
use crate::{
    api::in_time,
    i18n::{t, t_string, use_i18n},
    session::use_session,
};

/// How often it is asked, in milliseconds. The strip is no alarm: no sale waits for paper.
#[cfg(feature = "hydrate")]
const ASK_EVERY: u32 = 4_000;

/// The strip over the counter while papers wait that a printer does not take.
#[component]
pub fn PrintStrip() -> impl IntoView {
    let stuck = RwSignal::new(Stuck::default());
    Effect::new(move |_| follow(stuck));
    let printers = Memo::new(move |_| {
        stuck.with(|stuck| {
            let of = |printer: &Printer| stuck.jobs.iter().any(|job| job.printer_id == printer.id);
            stuck.printers.iter().filter(|printer| of(printer)).cloned().collect::<Vec<_>>()
        })
    });
    view! { <For each=move || printers.get() key=|printer| printer.id children=move |printer| view! { <OneStrip stuck printer/> }/> }
}

/// Asks as long as the page is there.
#[cfg(feature = "hydrate")]
fn follow(stuck: RwSignal<Stuck>) {
    spawn_local(async move {
        loop {
            if let Ok(now) = in_time(api::prints_stuck()).await
                && stuck.try_get_untracked().is_some_and(|before| before != now)
            {
                let _ = stuck.try_set(now);
            }
            gloo_timers::future::TimeoutFuture::new(ASK_EVERY).await;
            if stuck.is_disposed() {
                return;
            }
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn follow(_: RwSignal<Stuck>) {}

#[component]
fn OneStrip(stuck: RwSignal<Stuck>, printer: Printer) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let id = printer.id;
    let name = printer.name;
    let jobs = Memo::new(move |_| {
        stuck.with(|stuck| stuck.jobs.iter().filter(|job| job.printer_id == id).cloned().collect::<Vec<_>>())
    });
    let text = move || {
        let (n, name) = (jobs.with(Vec::len), name.as_str());
        match jobs.with(|jobs| jobs.iter().find_map(|job| job.last_error)) {
            Some(Trouble::PaperOut) => t_string!(i18n, print.paper_out, name = name, n = n).to_string(),
            Some(Trouble::TooOld) => t_string!(i18n, print.too_old, name = name, n = n).to_string(),
            _ => t_string!(i18n, print.away, name = name, n = n).to_string(),
        }
    };
    let others = move || {
        stuck.with(|stuck| stuck.printers.iter().filter(|other| other.id != id).cloned().collect::<Vec<_>>())
    };
    let retry = move |printer_id: Option<i64>| {
        let ids = jobs.with_untracked(|jobs| jobs.iter().map(|job| job.id).collect::<Vec<_>>());
        spawn_local(async move {
            match in_time(api::prints_retry(ids, printer_id)).await {
                Ok(()) => {
                    if let Ok(now) = in_time(api::prints_stuck()).await {
                        let _ = stuck.try_set(now);
                    }
                }
                Err(error) => session.notice(&error),
            }
        });
    };
    view! {
        <p class="strip print-strip" role="status" data-testid="print-strip">
            <span aria-hidden="true">"⎙ "</span>
            <span class="grow">{text}</span>
            <button type="button" data-testid="print-retry" on:click=move |_| retry(None)>
                {t!(i18n, print.retry)}
            </button>
            <For
                each=others
                key=|other| other.id
                children=move |other: Printer| {
                    let (other_id, other_name) = (other.id, other.name);
                    view! {
                        <button type="button" data-testid=format!("print-on-{other_id}") on:click=move |_| retry(Some(other_id))>
                            {move || t_string!(i18n, print.use_other, name = other_name.as_str()).to_string()}
                        </button>
                    }
                }
            />
        </p>
    }
}

/// The papers of an order: its page, and printing it again.
#[component]
pub fn Papers(
    /// Which.
    order_id: i64,
    /// Whether it was on paper before, as far as one can tell.
    #[prop(optional)]
    again: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let said = RwSignal::new(None::<Result<(), crate::api::FnError>>);
    let print = move |kind: Kind| {
        spawn_local(async move {
            let answer = in_time(api::print_again(order_id, kind)).await.map(|_| ());
            if let Err(error) = &answer {
                session.notice(error);
            }
            let _ = said.try_set(Some(answer));
        });
    };
    let copy = if again { "&copy=1" } else { "" };
    let page = view! {
        <a
            class="button"
            rel="external"
            data-testid=format!("paper-{order_id}")
            href=format!("/print/orders/{order_id}?kind=receipt&width=80{copy}")
        >
            {t!(i18n, print.receipt)}
        </a>
    };
    let receipt = view! {
        <button
            type="button"
            data-testid=format!("receipt-print-{order_id}")
            on:click=move |_| print(Kind::Receipt)
        >
            {t!(i18n, print.print_receipt)}
        </button>
    };
    let said = view! {
        <span role="status" class="muted">
            {move || {
                said.get()
                    .map(|said| match said {
                        Ok(()) => t_string!(i18n, print.sent).to_string(),
                        Err(crate::api::FnError::Refused(sunnyside::Refusal::NotFound(_))) => {
                            t_string!(i18n, print.no_printer).to_string()
                        }
                        Err(error) => crate::words::error(i18n, &error),
                    })
            }}
        </span>
    };
    if again {
        // In a list of orders they would be most of what is seen.
        let ticket = view! {
            <button type="button" data-testid=format!("reprint-{order_id}") on:click=move |_| print(Kind::Kitchen)>
                {t!(i18n, print.again)}
            </button>
        };
        let label = move || t_string!(i18n, print.papers);
        return view! {
            <details class="papers">
                <summary class="button ghost" data-testid=format!("papers-{order_id}")>{label}</summary>
                <span class="row wrap">{receipt} {ticket} {page} {said}</span>
            </details>
        }
        .into_any();
    }
    view! { <span class="papers row wrap">{receipt} {page} {said}</span> }.into_any()
}
