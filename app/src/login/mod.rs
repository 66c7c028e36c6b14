//! Signing in.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use sunnyside::identity::Face;

use crate::{
    api,
    chrome::{Brand, LanguageSwitch, PageTitle, RefusedPanel, Strips, Waiting, go},
    i18n::{t, t_string, use_i18n},
    people::{self, Faces, Prove},
    session::{Viewer, landing, use_session},
    words,
};

/// The accounts of the demo shop and their PINs; shown in development only, where the server makes them.
const DEMO: [(&str, &str); 4] =
    [("owner1", "4561"), ("manager1", "1470"), ("staff1", "2580"), ("kitchen1", "3690")];

/// `/login`.
#[component]
pub fn LoginPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let faces = Resource::new(|| (), |()| people::api::people_here());
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, login.title).to_string())/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match (session.viewer.await, faces.await) {
                    (Ok(viewer), faces) => view! { <Login viewer faces=faces.unwrap_or_default()/> }.into_any(),
                    (Err(error), _) => view! { <RefusedPanel error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Login(viewer: Viewer, faces: Vec<Face>) -> impl IntoView {
    let i18n = use_i18n();
    let inside = if viewer.auth_disabled {
        view! {
            <p>{t!(i18n, login.off)}</p>
            <p><a class="button primary" href="/" rel="external">{t!(i18n, login.on)}</a></p>
        }
        .into_any()
    } else {
        let username = RwSignal::new(String::new());
        view! {
            {(!faces.is_empty()).then(|| view! { <Here faces username/> })}
            <SignInForm is_development=viewer.is_development username/>
        }
        .into_any()
    };
    view! {
        <Strips viewer=viewer.clone()/>
        <header class="bar">
            <Brand name=viewer.shop_name/>
            <span class="grow"></span>
            <LanguageSwitch/>
        </header>
        <main id="main" class="page narrow">
            <section class="card panel">
                <span class="egg large" aria-hidden="true"></span>
                <h1>{t!(i18n, login.title)}</h1>
                {inside}
            </section>
            <p class="muted">
                <a href="/pickup" rel="external">{t!(i18n, login.public)}</a>
            </p>
        </main>
    }
}

/// The people on a paired device: a tap and a PIN. Who has none is put into the form below.
#[component]
fn Here(faces: Vec<Face>, username: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let chosen = RwSignal::new(None::<Face>);
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None));
    Effect::new(move || {
        error.set(None);
        if let Some(face) = chosen.get().filter(|face| !face.by_pin) {
            username.set(face.username);
        }
    });
    let submit = Callback::new(move |secret: String| {
        let Some(face) = chosen.get_untracked() else { return };
        busy.set(true);
        let next = query.with_untracked(|query| query.get("next"));
        spawn_local(async move {
            match api::in_time(people::api::sign_in_here(face.username, secret, face.by_pin)).await {
                Ok(user) => go(&landing(next.as_deref(), user.role.landing())),
                Err(why) => {
                    error.set(Some(why));
                    busy.set(false);
                }
            }
        });
    });
    let done = Signal::derive(move || t_string!(i18n, login.submit).to_string());
    view! {
        <div class="here" data-testid="login-here">
            <Faces faces chosen/>
            {move || {
                chosen.get().filter(|face| face.by_pin).map(|face| view! { <Prove face busy error done submit/> })
            }}
        </div>
        <h2 class="here-or">{t!(i18n, people.by_password)}</h2>
    }
}

#[component]
fn SignInForm(is_development: bool, username: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let password = RwSignal::new(String::new());
    let (busy, shown, missing) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let error = RwSignal::new(None);
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        error.set(None);
        let (name, word) = (username.get_untracked().trim().to_owned(), password.get_untracked());
        missing.set(name.is_empty() || word.is_empty());
        if missing.get_untracked() {
            return;
        }
        busy.set(true);
        let next = query.with_untracked(|query| query.get("next"));
        spawn_local(async move {
            match api::in_time(api::sign_in(name, word, next)).await {
                Ok(landing) => go(&landing),
                Err(why) => {
                    error.set(Some(why));
                    busy.set(false);
                }
            }
        });
    };
    let message = move || {
        let text = match (missing.get(), error.get()) {
            (true, _) => t_string!(i18n, login.missing).to_string(),
            (_, Some(why)) => words::error(i18n, &why),
            _ => return None,
        };
        Some(view! { <p class="form-error"><span aria-hidden="true">"⚠ "</span>{text}</p> })
    };
    let submit_text = move || {
        if busy.get() {
            t_string!(i18n, login.busy).to_string()
        } else {
            t_string!(i18n, login.submit).to_string()
        }
    };
    let show_text = move || {
        if shown.get() {
            t_string!(i18n, login.hide).to_string()
        } else {
            t_string!(i18n, login.show).to_string()
        }
    };
    view! {
        <p class="muted">{t!(i18n, login.lead)}</p>
        // Without the script the form must not put a password into the address.
        <form class="form" method="post" action="/login" on:submit=submit novalidate>
            <label class="field">
                <span>{t!(i18n, login.username)}</span>
                <input
                    type="text"
                    name="username"
                    data-testid="login-username"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    prop:value=move || username.get()
                    on:input=move |ev| username.set(event_target_value(&ev))
                />
            </label>
            <label class="field">
                <span>{t!(i18n, login.password)}</span>
                <input
                    type=move || if shown.get() { "text" } else { "password" }
                    name="password"
                    data-testid="login-password"
                    autocomplete="current-password"
                    required
                    prop:value=move || password.get()
                    on:input=move |ev| password.set(event_target_value(&ev))
                />
            </label>
            <button
                type="button"
                class="ghost"
                aria-pressed=move || shown.get().to_string()
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {show_text}
            </button>
            <div role="alert" data-testid="login-error">{message}</div>
            <button type="submit" class="primary big" data-testid="login-submit" disabled=busy>
                {submit_text}
            </button>
        </form>
        {is_development.then(|| view! { <Demo username password/> })}
    }
}

/// The demo accounts: one tap fills the form.
#[component]
fn Demo(username: RwSignal<String>, password: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let buttons = DEMO
        .map(|(name, pin)| {
            let fill = move |_| {
                username.set(name.to_owned());
                password.set(format!("{name}234"));
            };
            view! {
                <button type="button" on:click=fill aria-label=move || t_string!(i18n, login.demo_use, name = name).to_string()>
                    {name}
                    <span class="muted">"PIN " {pin}</span>
                </button>
            }
        })
        .collect_view();
    view! {
        <section class="demo" aria-labelledby="demo-heading">
            <h2 id="demo-heading">{t!(i18n, login.demo)}</h2>
            <div class="row">{buttons}</div>
        </section>
    }
}
