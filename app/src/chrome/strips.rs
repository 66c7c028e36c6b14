//! The strips over a page that say what is not as it should be, and what stands where a page cannot be shown.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use sunnyside::Refusal;

use super::{Brand, LanguageSwitch};
use crate::{
    api::FnError,
    i18n::{t, t_string, use_i18n},
    session::{Viewer, use_session},
    words,
};

/// Sign-in is off; the session has ended.
#[component]
pub fn Strips(
    /// Who looks.
    viewer: Viewer,
) -> impl IntoView {
    let i18n = use_i18n();
    let ended = use_session().ended;
    view! {
        <super::SkipLink/>
        <section class="notices" aria-label=move || t_string!(i18n, site.notices)>
            {viewer
                .auth_disabled
                .then(|| view! { <p class="strip"><span aria-hidden="true">"⚠ "</span>{t!(i18n, site.no_sign_in)}</p> })}
            {move || {
                ended
                    .get()
                    .then(|| {
                        view! {
                            <p class="strip late" role="alert">
                                <span aria-hidden="true">"⚠ "</span>
                                {t!(i18n, site.sign_in_again)}
                                " "
                                <SignInLink/>
                            </p>
                        }
                    })
            }}
        </section>
    }
}

/// The way to the sign-in and back to this page.
#[component]
fn SignInLink() -> impl IntoView {
    let i18n = use_i18n();
    let path = use_location().pathname;
    // A full load: the page is rendered for the new session.
    view! {
        <a class="button" rel="external" href=move || format!("/login?next={}", path.get())>
            {t!(i18n, site.sign_in)}
        </a>
    }
}

/// Stands where a page's data was refused: what happened, and what to do.
#[component]
pub fn RefusedPanel(
    /// Why.
    error: FnError,
) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_location().pathname;
    let sign_in = matches!(&error, FnError::Refused(Refusal::NoToken | Refusal::BadToken | Refusal::Denied));
    let text = move || words::error(i18n, &error);
    view! {
        <header class="bar">
            <Brand name=""/>
            <span class="grow"></span>
            <LanguageSwitch/>
        </header>
        <main id="main" class="page narrow">
            <section class="card panel" role="alert">
                <h1>{t!(i18n, refused.heading)}</h1>
                <p>{text}</p>
                <p class="row">
                    {if sign_in {
                        view! { <SignInLink/> }.into_any()
                    } else {
                        view! {
                            <a class="button primary" rel="external" href=move || path.get()>
                                {t!(i18n, site.retry)}
                            </a>
                        }
                            .into_any()
                    }}
                    <a class="button" href="/" rel="external">{t!(i18n, site.home)}</a>
                </p>
            </section>
        </main>
    }
}

/// Stands where something is being loaded.
#[component]
pub fn Waiting() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="waiting" role="status">
            <span class="spinner" aria-hidden="true"></span>
            <span>{t!(i18n, site.loading)}</span>
        </div>
    }
}
