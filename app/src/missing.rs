//! The page for an address where there is nothing.

use leptos::prelude::*;

use crate::{
    chrome::{LanguageSwitch, PageTitle},
    i18n::{t, t_string, use_i18n},
};

/// Says so, with status 404, and leads back.
#[component]
pub fn MissingPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    let i18n = use_i18n();
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, missing.title).to_string())/>
        <header class="bar">
            <a class="brand" href="/" rel="external">
                <span class="egg" aria-hidden="true"></span>
                <span class="brand-name">{t!(i18n, site.brand)}</span>
            </a>
            <span class="grow"></span>
            <LanguageSwitch/>
        </header>
        <main id="main" class="page narrow">
            <section class="card panel">
                <h1>{t!(i18n, missing.title)}</h1>
                <p>{t!(i18n, missing.lead)}</p>
                <p><a class="button primary" href="/" rel="external">{t!(i18n, missing.back)}</a></p>
            </section>
        </main>
    }
}
