//! The pages, their components and their server functions: rendered on the server, hydrated in the browser.

// Each page is one deep view type; the compiler needs room to write its name down.
#![recursion_limit = "512"]

pub mod api;
pub mod approve;
pub mod chrome;
pub mod clock;
pub mod format;
pub mod home;
pub mod kds;
pub mod live;
pub mod login;
mod missing;
pub mod people;
pub mod pickup;
pub mod pos;
pub mod print;
pub mod screen;
pub mod session;
pub mod setup;
pub mod sound;
pub mod words;

#[allow(missing_docs, clippy::all)]
mod translations {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}
pub use translations::i18n;

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, Link, Meta, MetaTags, provide_meta_context};
use leptos_router::{
    ParamSegment, SsrMode, StaticSegment,
    components::{Route, Router, Routes},
};

#[cfg(feature = "ssr")]
pub use api::ssr::StatusOf;
pub use session::{SessionCookie, SiteFacts};

/// The document around the pages.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options=options.clone()/>
                <HashedStylesheet options id="sunnyside"/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// All pages.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    session::provide();
    Effect::new(|| {
        // Tests and impatient people wait for this: from here on a tap does something.
        if let Some(body) = document().body() {
            let _ = body.set_attribute("data-hydrated", "true");
        }
    });
    view! {
        <i18n::I18nContextProvider cookie_options=words::cookie()>
            <Link rel="icon" type_="image/svg+xml" href="/favicon.svg"/>
            <Link rel="apple-touch-icon" href="/icon-192.png"/>
            <Link rel="manifest" href="/manifest.webmanifest"/>
            <Meta name="theme-color" content="#faf6ef"/>
            <Router>
                <Routes fallback=missing::MissingPage>
                    <Route path=StaticSegment("") view=home::HomePage ssr=SsrMode::Async/>
                    <Route path=StaticSegment("login") view=login::LoginPage ssr=SsrMode::Async/>
                    <Route path=StaticSegment("pos") view=pos::PosPage ssr=SsrMode::Async/>
                    <Route path=(StaticSegment("print"), StaticSegment("orders"), ParamSegment("id")) view=print::PaperPage ssr=SsrMode::Async/>
                    <Route path=(StaticSegment("setup"), StaticSegment("printers")) view=print::PrintersPage ssr=SsrMode::Async/>
                    <Route path=StaticSegment("setup") view=setup::SetupPage ssr=SsrMode::Async/>
                    <Route path=StaticSegment("kds") view=kds::KitchenPage ssr=SsrMode::Async/>
                    <Route path=StaticSegment("pickup") view=pickup::PickupPage ssr=SsrMode::Async/>
                </Routes>
            </Router>
        </i18n::I18nContextProvider>
    }
}
