//! The kitchen's displays with when each was heard of last; it looks again every few seconds.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use sunnyside::{
    Moment,
    kitchen::shown::{GONE_AFTER_SECONDS, Shown},
};

use crate::{
    api::{in_time, read_displays},
    format::time_with_seconds,
    i18n::{t, t_string, use_i18n},
    session::use_session,
};

/// As often as a display says that it is there.
const EVERY: Duration = Duration::from_secs(5);

/// The displays.
#[component]
pub fn DisplayList(
    /// What the page came with.
    shown: Vec<Shown>,
    /// When that was.
    now: Moment,
    /// How far the shop's clocks are ahead of UTC, in seconds.
    offset: i32,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let known = RwSignal::new((now, shown));
    let is_lost = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let look = move || {
        // Nobody sees a page in the background; what takes long is not asked twice.
        if document().hidden() || asking.get_untracked() {
            return;
        }
        asking.set(true);
        spawn_local(async move {
            let answer = in_time(read_displays()).await;
            // The page may be gone by now: then nobody has to be told.
            let _ = asking.try_set(false);
            let _ = is_lost.try_set(answer.is_err());
            match answer {
                Ok(news) => {
                    let _ = known.try_set(news);
                }
                Err(error) => session.notice(&error),
            }
        });
    };
    Effect::new(move || {
        if let Ok(handle) = set_interval_with_handle(look, EVERY) {
            on_cleanup(move || handle.clear());
        }
    });
    let one = move |now: Moment, shown: Shown| {
        let is_here = now.seconds_since(shown.at) < GONE_AFTER_SECONDS;
        let at = shown.at.time_of_day(offset);
        let text = if is_here {
            t_string!(i18n, home.display_here).to_string()
        } else {
            t_string!(i18n, home.display_gone, at = at.as_str()).to_string()
        };
        let contact = time_with_seconds(shown.at, offset);
        view! {
            <li class="row">
                <b>{shown.display}</b>
                <span class="chip" class:ready=is_here class:late=!is_here>
                    <span aria-hidden="true">{if is_here { "●" } else { "⚠" }}</span>
                    {text}
                </span>
                <span class="muted num">{t_string!(i18n, home.display_contact, at = contact.as_str()).to_string()}</span>
            </li>
        }
    };
    let list = move || {
        let (now, shown) = known.get();
        shown.into_iter().map(|shown| one(now, shown)).collect_view()
    };
    let is_none = move || known.with(|(_, shown)| shown.is_empty());
    view! {
        <section class="card panel" aria-labelledby="displays-heading" data-testid="displays">
            <h2 id="displays-heading">{t!(i18n, home.displays)}</h2>
            {move || is_none().then(|| view! { <p class="muted">{t!(i18n, home.displays_none)}</p> })}
            {move || is_lost.get().then(|| view! {
                <p class="muted"><span aria-hidden="true">"⚠ "</span>{t!(i18n, home.displays_lost)}</p>
            })}
            <ul>{list}</ul>
        </section>
    }
}
