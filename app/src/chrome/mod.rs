//! What every page wears: the bar with its chips, the strips that warn, the friendly refusal.

mod chips;
mod dialog;
mod displays;
mod frame;
mod press;
mod rows;
mod strips;

pub use chips::{LanguageSwitch, LiveChip, UserChip, go};
pub use dialog::follow;
pub use displays::DisplayList;
pub use frame::each_frame;
pub use press::Press;
pub use rows::{rows, when};
pub use strips::{RefusedPanel, Strips, Waiting};

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    i18n::{t, t_string, use_i18n},
    session::Viewer,
};

/// The egg and the shop's name; leads home.
#[component]
pub fn Brand(
    /// The shop's name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a class="brand" href="/" rel="external">
            <span class="egg" aria-hidden="true"></span>
            <span class="brand-name">{name}</span>
            <span class="visually-hidden">" " {t!(i18n, site.home)}</span>
        </a>
    }
}

/// The frame of a page that is not a board: strips, bar and the main content.
#[component]
pub fn Page(
    /// Who looks.
    viewer: Viewer,
    /// The main content.
    children: Children,
) -> impl IntoView {
    view! {
        <Strips viewer=viewer.clone()/>
        <header class="bar">
            <Brand name=viewer.shop_name.clone()/>
            <span class="grow"></span>
            <UserChip viewer/>
            <LanguageSwitch/>
        </header>
        <main id="main" class="page">{children()}</main>
    }
}

/// The title in the browser's tab: what this page is, then whose.
#[component]
pub fn PageTitle(
    /// What this page is.
    text: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let whole = move || format!("{} · {}", text.get(), t_string!(i18n, site.title));
    // The server writes the head last, when the page that these signals belong to may be gone already.
    #[cfg(not(feature = "hydrate"))]
    let whole = untrack(whole);
    view! { <Title text=whole/> }
}

/// The first thing that the tab key reaches.
#[component]
pub fn SkipLink() -> impl IntoView {
    let i18n = use_i18n();
    view! { <a class="skip" href="#main">{t!(i18n, site.skip)}</a> }
}
