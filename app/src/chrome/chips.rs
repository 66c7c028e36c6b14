//! The chips of the bar: how the screen is connected, who works on it, which language it speaks.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api,
    clock::ShopClock,
    i18n::{Locale, t, t_string, use_i18n},
    live::{Live, LiveState},
    session::{Viewer, use_session},
    words,
};

/// Says in words how the screen is connected, and since when it is not.
#[component]
pub fn LiveChip(
    /// The connection.
    live: Live,
    /// The shop's time.
    clock: ShopClock,
    /// What to add while it is connected.
    #[prop(optional, into)]
    more: Signal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = live.state;
    let text = move || match state.get() {
        LiveState::Connecting => t_string!(i18n, live.connecting).to_string(),
        LiveState::Live => {
            let connected = t_string!(i18n, live.connected).to_string();
            more.get().map_or(connected.clone(), |more| format!("{connected} · {more}"))
        }
        LiveState::Stale { since } => {
            t_string!(i18n, live.stale, since = clock.time_with_seconds(since)).to_string()
        }
    };
    let sign = move || match state.get() {
        LiveState::Connecting => "◌",
        LiveState::Live => "●",
        LiveState::Stale { .. } => "⚠",
    };
    view! {
        <span class="live" role="status" data-testid="live" data-state=move || state.get().word()>
            <span aria-hidden="true">{sign}</span>
            <span>{text}</span>
        </span>
    }
}

/// Who is signed in, and the way out.
#[component]
pub fn UserChip(
    /// Who looks.
    viewer: Viewer,
) -> impl IntoView {
    let i18n = use_i18n();
    let Some(user) = viewer.user else {
        return (!viewer.auth_disabled)
            .then(|| view! { <a class="button" href="/login" rel="external">{t!(i18n, site.sign_in)}</a> })
            .into_any();
    };
    let leaving = RwSignal::new(false);
    let failed = RwSignal::new(None);
    let session = use_session();
    let loaded = StoredValue::new(user);
    let now = move || session.switched.get().unwrap_or_else(|| loaded.get_value());
    let leave = move |_| {
        if leaving.get_untracked() {
            return;
        }
        leaving.set(true);
        spawn_local(async move {
            match api::in_time(api::sign_out()).await {
                Ok(()) => go("/login"),
                Err(error) => {
                    session.notice(&error);
                    failed.set(Some(error));
                    leaving.set(false);
                }
            }
        });
    };
    let auth_disabled = viewer.auth_disabled;
    view! {
        <span class="user" title=move || t_string!(i18n, site.signed_in_as)>
            <b data-testid="user-name">{move || now().username}</b>
            <span class="muted">{move || words::role(i18n, now().role)}</span>
        </span>
        {(!auth_disabled)
            .then(|| {
                view! {
                    <button type="button" class="ghost" data-testid="sign-out" disabled=leaving on:click=leave>
                        {t!(i18n, site.sign_out)}
                    </button>
                }
            })}
        {move || failed.get().map(|error| view! { <span role="alert" class="chip late">{words::error(i18n, &error)}</span> })}
    }
    .into_any()
}

/// Switches between the two languages; the word on it is in the language that it leads to.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let switch = move |_| {
        let other = match i18n.get_locale_untracked() {
            Locale::en => Locale::zh_TW,
            Locale::zh_TW => Locale::en,
        };
        i18n.set_locale(other);
    };
    view! {
        <button
            type="button"
            class="ghost language"
            data-testid="lang-switch"
            title=move || t_string!(i18n, site.language_label)
            on:click=switch
        >
            <span lang=move || t_string!(i18n, site.language_code)>{t!(i18n, site.language)}</span>
        </button>
    }
}

/// Loads a page anew, so that it is rendered for the session that the browser has now.
pub fn go(path: &str) {
    let _ = window().location().assign(path);
}
