//! The kitchen: tickets in the order in which they came; what is late cannot be overlooked.

mod alarm;
pub mod api;
mod bar;
mod display;
mod fit;
mod follow;
mod keys;
mod lines;
mod recall;
mod sheet;
mod side;
mod state;
mod strips;
mod ticket;
mod wall;

use leptos::prelude::*;

use crate::{
    chrome::{PageTitle, RefusedPanel, Waiting},
    i18n::{t_string, use_i18n},
    session::use_session,
};
pub use state::Kitchen;

/// Reads the language once, without following it: a card is made anew where it changes. Whoever follows a signal that
/// never changes is never forgotten by it, and thousands of tickets come and go in a day. For the same reason what is
/// made anew with each event has its words from the closure around it, as texts, and none of its own that follow.
fn still<T>(read: impl FnOnce() -> T) -> T {
    untrack(read)
}

/// `/kds`.
#[component]
pub fn KitchenPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let start = Resource::new(|| (), |()| api::kitchen_start());
    view! {
        <PageTitle text=Signal::derive(move || t_string!(i18n, kds.title).to_string())/>
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match (session.viewer.await, start.await) {
                    (Ok(viewer), Ok(start)) => view! { <wall::Wall viewer start/> }.into_any(),
                    (Err(error), _) | (_, Err(error)) => view! { <RefusedPanel error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}
