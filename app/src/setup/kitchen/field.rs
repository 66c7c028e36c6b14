//! A setting that is a whole number, with one line that says what it changes.

use leptos::prelude::*;
use sunnyside::settings::{Settings, SettingsPatch};

use super::saving::Saving;
use crate::{i18n::use_i18n, words::I18n};

/// A setting that is a whole number.
#[derive(Clone, Copy)]
pub(super) struct Number {
    /// Where it stands in the settings.
    pub(super) way: &'static str,
    /// What it is now.
    pub(super) now: fn(&Settings) -> u32,
    /// Puts what was typed into the patch.
    pub(super) put: fn(&mut SettingsPatch, i64),
}

impl Number {
    /// A field for it, with what is set.
    pub(super) fn typed(self, settings: &Settings) -> Typed {
        (self, RwSignal::new((self.now)(settings).to_string()))
    }
}

/// A setting as it is typed.
pub(super) type Typed = (Number, RwSignal<String>);

/// The field. What is typed stays as it is, whatever it is.
#[component]
pub(super) fn NumberField(
    typed: Typed,
    saving: Saving,
    may_change: bool,
    /// Its label, and what it changes.
    text: fn(I18n) -> (String, String),
) -> impl IntoView {
    let i18n = use_i18n();
    let (Number { way, .. }, typed) = typed;
    let fault = move || saving.fault(i18n, way);
    let (id, hint, fault_id) = (format!("set-{way}"), format!("set-{way}-for"), format!("set-{way}-fault"));
    view! {
        <div class="field">
            <label for=id.clone()>{move || text(i18n).0}</label>
            <input
                id=id
                type="text"
                inputmode="numeric"
                autocomplete="off"
                class="short"
                data-testid=way
                disabled=!may_change
                aria-invalid=move || fault().map(|_| "true")
                aria-describedby=format!("{hint} {fault_id}")
                value=typed.get_untracked()
                prop:value=move || typed.get()
                on:input=move |ev| {
                    saving.forget();
                    typed.set(event_target_value(&ev));
                }
            />
            <span class="muted" id=hint>{move || text(i18n).1}</span>
            <span class="field-fault" id=fault_id data-testid=format!("fault-{way}")>{fault}</span>
        </div>
    }
}
