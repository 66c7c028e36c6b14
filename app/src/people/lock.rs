//! The cover of a paired counter: after some minutes without a tap, or at once where somebody else takes over. What is
//! on the screen beneath stays as it is; only the session changes hands.

use leptos::{html, prelude::*, task::spawn_local};
use sunnyside::{
    clock::SECOND,
    identity::{Action, Face},
};

use super::{Faces, Prove};
use crate::{
    api::{self, FnError},
    chrome::{Waiting, follow, go},
    clock::ShopClock,
    i18n::{t, t_string, use_i18n},
    session::{Viewer, use_session},
    words,
};

/// Where a locked counter remembers that it is, over a reload.
#[cfg(feature = "hydrate")]
const KEPT: &str = "sunnyside-locked";

/// Why the cover is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cover {
    /// Nobody tapped for too long: only somebody's PIN lifts it.
    Locked,
    /// Somebody else takes over; one can think better of it.
    Switching,
}

/// The lock of a counter.
#[derive(Clone, Copy)]
pub struct Lock {
    cover: RwSignal<Option<Cover>>,
}

impl Lock {
    /// Watches a counter; none where the device is not paired.
    pub fn watch(viewer: &Viewer, clock: ShopClock) -> Option<Self> {
        viewer.device.as_ref().filter(|_| !viewer.auth_disabled)?;
        let lock = Self { cover: RwSignal::new(None) };
        let longest = i64::from(viewer.lock_minutes) * 60 * SECOND;
        Effect::new(move || {
            if remembered() {
                lock.cover.set(Some(Cover::Locked));
            }
            if longest == 0 {
                return;
            }
            let last = StoredValue::new(clock.exact());
            let touch = move || last.set_value(clock.exact());
            let taps = window_event_listener(leptos::ev::pointerdown, move |_| touch());
            let keys = window_event_listener(leptos::ev::keydown, move |_| touch());
            // Moments are compared, not timers counted: a tablet that slept wakes up locked.
            let look = move || {
                if lock.cover.get_untracked().is_none() && clock.exact().0 - last.get_value().0 >= longest {
                    lock.lock();
                }
            };
            let tick = set_interval_with_handle(look, std::time::Duration::from_secs(1));
            on_cleanup(move || {
                taps.remove();
                keys.remove();
                if let Ok(tick) = tick {
                    tick.clear();
                }
            });
        });
        Some(lock)
    }

    fn lock(self) {
        remember(true);
        self.cover.set(Some(Cover::Locked));
    }

    fn open(self) {
        remember(false);
        self.cover.set(None);
    }
}

#[cfg(feature = "hydrate")]
fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

#[cfg(feature = "hydrate")]
fn remembered() -> bool {
    storage().is_some_and(|storage| storage.get_item(KEPT).ok().flatten().is_some())
}

#[cfg(feature = "hydrate")]
fn remember(locked: bool) {
    let Some(storage) = storage() else { return };
    // Without room for a word the cover is lifted by a reload; no reason to stop selling.
    let _ = if locked { storage.set_item(KEPT, "1") } else { storage.remove_item(KEPT) };
}

#[cfg(not(feature = "hydrate"))]
const fn remembered() -> bool {
    false
}

#[cfg(not(feature = "hydrate"))]
const fn remember(_: bool) {}

/// Hands the counter over at once.
#[component]
pub fn SwitchButton(
    /// The counter's lock.
    lock: Lock,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button type="button" class="ghost" data-testid="switch" on:click=move |_| lock.cover.set(Some(Cover::Switching))>
            {t!(i18n, people.switch)}
        </button>
    }
}

/// The cover with the people.
#[component]
pub fn LockCover(
    /// The counter's lock.
    lock: Lock,
    /// The shop's name.
    shop_name: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    follow(dialog, Signal::derive(move || lock.cover.get().is_some()));
    let is_switching = move || lock.cover.get() == Some(Cover::Switching);
    // Escape lifts no lock, and a browser that closes the dialog all the same finds it open again.
    let cancel = move |ev: leptos::ev::Event| {
        if lock.cover.get_untracked() == Some(Cover::Switching) {
            lock.open();
        } else {
            ev.prevent_default();
        }
    };
    let closed = move |_| {
        if lock.cover.get_untracked() == Some(Cover::Locked) {
            lock.cover.set(Some(Cover::Locked));
        } else {
            lock.open();
        }
    };
    let heading = move || {
        if is_switching() {
            t_string!(i18n, people.switch_heading).to_string()
        } else {
            t_string!(i18n, people.locked).to_string()
        }
    };
    view! {
        <dialog
            class="lock"
            data-testid="lock"
            tabindex="-1"
            node_ref=dialog
            aria-labelledby="lock-heading"
            on:keydown=|ev| ev.stop_propagation()
            on:cancel=cancel
            on:close=closed
        >
            <div class="lock-inside">
                <span class="egg large" aria-hidden="true"></span>
                <p class="lock-shop">{shop_name}</p>
                <h2 id="lock-heading">{heading}</h2>
                <p class="muted">{t!(i18n, people.lock_lead)}</p>
                {move || lock.cover.get().map(|_| view! { <TakeOver lock/> })}
                {move || {
                    is_switching()
                        .then(|| {
                            view! {
                                <button type="button" data-testid="lock-back" on:click=move |_| lock.open()>
                                    {t!(i18n, people.switch_back)}
                                </button>
                            }
                        })
                }}
            </div>
        </dialog>
    }
}

/// Who takes over, and their proof.
#[component]
fn TakeOver(lock: Lock) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let faces = RwSignal::new(None::<Vec<Face>>);
    let chosen = RwSignal::new(None::<Face>);
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<FnError>));
    let failed = RwSignal::new(None::<FnError>);
    let load = move || {
        failed.set(None);
        spawn_local(async move {
            match api::in_time(super::api::people_here()).await {
                Ok(found) => {
                    let at_counter = found.into_iter().filter(|face| Action::OrderTake.is_open_to(face.role));
                    let _ = faces.try_set(Some(at_counter.collect()));
                }
                Err(why) => drop(failed.try_set(Some(why))),
            }
        });
    };
    Effect::new(load);
    Effect::new(move || {
        chosen.track();
        error.set(None);
    });
    let submit = Callback::new(move |secret: String| {
        let Some(face) = chosen.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::in_time(super::api::sign_in_here(face.username, secret, face.by_pin)).await {
                Ok(user) => {
                    session.switched.set(Some(user));
                    session.ended.set(false);
                    lock.open();
                }
                Err(why) => drop(error.try_set(Some(why))),
            }
            let _ = busy.try_set(false);
        });
    });
    let done = Signal::derive(move || t_string!(i18n, people.unlock).to_string());
    let list = move || {
        match (faces.get(), failed.get()) {
        (Some(faces), _) => view! { <Faces faces chosen/> }.into_any(),
        (None, Some(why)) => view! {
            <p class="form-error" role="alert">{words::error(i18n, &why)}</p>
            <div class="row">
                <button type="button" on:click=move |_| load()>{t!(i18n, site.retry)}</button>
                <button type="button" on:click=move |_| go("/login?next=/pos")>{t!(i18n, site.sign_in)}</button>
            </div>
        }
        .into_any(),
        (None, None) => view! { <Waiting/> }.into_any(),
    }
    };
    view! {
        {list}
        {move || chosen.get().map(|face| view! { <Prove face busy error done submit/> })}
    }
}
