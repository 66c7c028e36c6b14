//! Papers: a page that prints through the browser, the strip that tells of a printer in trouble, and the printers'
//! settings.

mod api;
mod setup;
mod strip;

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use sunnyside::receipt::{Align, Document, Kind, Language, Row};

pub use setup::PrintersPage;
pub use strip::{Papers, PrintStrip};

use crate::{
    chrome::{PageTitle, RefusedPanel, Strips, Waiting},
    i18n::{Locale, t, t_string, use_i18n},
    session::use_session,
};

/// What the address asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    order_id: i64,
    kind: Kind,
    width: i64,
    is_copy: bool,
}

impl Asked {
    fn href(self) -> String {
        let copy = if self.is_copy { "&copy=1" } else { "" };
        format!("/print/orders/{}?kind={}&width={}{copy}", self.order_id, self.kind.as_str(), self.width)
    }
}

/// `/print/orders/{id}?kind=receipt|kitchen&width=80|58`.
#[component]
pub fn PaperPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let (params, query) = (use_params_map(), use_query_map());
    let asked = move || {
        let number = |text: Option<String>| text.and_then(|text| text.parse::<i64>().ok());
        let query = query.get();
        Asked {
            order_id: number(params.get().get("id")).unwrap_or_default(),
            kind: query.get("kind").and_then(|kind| Kind::from_word(&kind)).unwrap_or(Kind::Receipt),
            width: if query.get("width").as_deref() == Some("58") { 58 } else { 80 },
            is_copy: query.get("copy").is_some(),
        }
    };
    let wanted = move || {
        let language = match i18n.get_locale() {
            Locale::en => Language::English,
            Locale::zh_TW => Language::Chinese,
        };
        (asked(), language)
    };
    let paper = Resource::new(wanted, |(asked, language)| {
        api::paper(asked.order_id, asked.kind, language, asked.width, asked.is_copy)
    });
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, print.title).to_string())/>
        <Suspense fallback=Waiting>
            {move || {
                let asked = asked();
                Suspend::new(async move {
                    match (session.viewer.await, paper.await) {
                        (Ok(viewer), Ok(paper)) => {
                            view! {
                                <Strips viewer/>
                                <main id="main" class="page paper-page">
                                    <Controls asked/>
                                    <Paper paper/>
                                </main>
                            }
                                .into_any()
                        }
                        (Err(error), _) | (_, Err(error)) => view! { <RefusedPanel error/> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

/// What stands over the paper, and is not printed.
#[component]
fn Controls(asked: Asked) -> impl IntoView {
    let i18n = use_i18n();
    let link = move |to: Asked, is_here: bool, text: Signal<String>| {
        view! {
            <a class="button" href=to.href() rel="external" aria-current=is_here.then_some("page")>{text}</a>
        }
    };
    let kind = move |kind| {
        let text = Signal::derive(move || match kind {
            Kind::Receipt => t_string!(i18n, print.receipt).to_string(),
            Kind::Kitchen => t_string!(i18n, print.ticket).to_string(),
        });
        link(Asked { kind, ..asked }, asked.kind == kind, text)
    };
    let width = move |width: i64| {
        let text = Signal::derive(move || format!("{width} mm"));
        link(Asked { width, ..asked }, asked.width == width, text)
    };
    view! {
        <div class="paper-controls">
            <h1>{t!(i18n, print.title)}</h1>
            <nav class="row" aria-label=move || t_string!(i18n, print.which)>
                {kind(Kind::Receipt)}
                {kind(Kind::Kitchen)}
                {width(80)}
                {width(58)}
            </nav>
            <p class="row">
                <button type="button" class="primary" data-testid="paper-print" on:click=move |_| print_page()>
                    {t!(i18n, print.print)}
                </button>
                <a class="button" href="/pos" rel="external">{t!(i18n, print.back)}</a>
            </p>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn print_page() {
    let _ = window().print();
}

#[cfg(not(feature = "hydrate"))]
fn print_page() {}

/// The paper itself.
#[component]
fn Paper(paper: Document) -> impl IntoView {
    let width = paper.width.millimetres();
    let row = |row: Row| match row {
        Row::Text { text, align, size, bold } => {
            let centre = if align == Align::Centre { " centre" } else { "" };
            let bold = if bold { " bold" } else { "" };
            view! { <p class=format!("paper-row size-{size}{centre}{bold}")>{text}</p> }.into_any()
        }
        Row::Pair { left, right, size, bold } => {
            let bold = if bold { " bold" } else { "" };
            view! {
                <p class=format!("paper-row paper-pair size-{size}{bold}")>
                    <span>{left}</span>
                    " "
                    <span class="num">{right}</span>
                </p>
            }
            .into_any()
        }
        Row::Rule => view! { <hr class="paper-rule"/> }.into_any(),
        Row::Feed => view! { <div class="paper-feed" aria-hidden="true"></div> }.into_any(),
        Row::Cut => ().into_any(),
    };
    view! {
        <article class=format!("paper w{width}") data-testid="paper">
            {paper.rows.into_iter().map(row).collect_view()}
        </article>
    }
}
