//! What this screen is called: the counter hears under that name what it has shown.

use leptos::{html, prelude::*};

use crate::i18n::{t, t_string, td_string, use_i18n};

/// Where the browser keeps it.
#[cfg(feature = "hydrate")]
const KEPT: &str = "sunnyside.display";

/// The name of this screen: the one in the address (`?display=`), the one that was given here before, or the usual one.
pub fn name() -> RwSignal<String> {
    let i18n = use_i18n();
    let name = RwSignal::new(td_string!(i18n.get_locale_untracked(), kds.display_default).to_string());
    #[cfg(feature = "hydrate")]
    Effect::new(move || {
        let asked = leptos_router::hooks::use_query_map().with_untracked(|query| query.get("display"));
        let found = asked.or_else(|| storage()?.get_item(KEPT).ok()?);
        if let Some(found) = found.as_deref().and_then(sunnyside::kitchen::shown::display_name) {
            keep(name, found);
        }
    });
    name
}

#[cfg(feature = "hydrate")]
fn storage() -> Option<leptos::web_sys::Storage> {
    window().local_storage().ok()?
}

/// Takes a name for this screen and for its next start.
fn keep(name: RwSignal<String>, new: &str) {
    name.set(new.to_owned());
    #[cfg(feature = "hydrate")]
    if let Some(storage) = storage() {
        let _ = storage.set_item(KEPT, new);
    }
}

/// Shows the name in the bar; a tap lets it be changed.
#[component]
pub fn DisplayName(name: RwSignal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let is_open = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            field.select();
        }
    });
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let given = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        if let Some(new) = sunnyside::kitchen::shown::display_name(&given) {
            keep(name, new);
        }
        is_open.set(false);
    };
    move || {
        if is_open.get() {
            view! {
                <form class="row" on:submit=save>
                    <input
                        type="text"
                        node_ref=field
                        maxlength="40"
                        autocomplete="off"
                        data-testid="display-field"
                        aria-label=move || t_string!(i18n, kds.display)
                        prop:value=move || name.get()
                    />
                    <button type="submit" data-testid="display-save">{t!(i18n, kds.display_save)}</button>
                </form>
            }
            .into_any()
        } else {
            view! {
                <button
                    type="button"
                    class="ghost"
                    data-testid="display-name"
                    title=move || t_string!(i18n, kds.display)
                    on:click=move |_| is_open.set(true)
                >
                    <span aria-hidden="true">"▣"</span>
                    {move || name.get()}
                </button>
            }
            .into_any()
        }
    }
}
