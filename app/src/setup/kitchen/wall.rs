//! How the screens on the wall look and sound, and the kitchen's keys.

use leptos::prelude::*;
use sunnyside::settings::{KeysPatch, Settings, SettingsPatch, WallLanguage, WallTheme};

use super::{
    field::{Number, NumberField, Typed},
    saving::Saving,
};
use crate::{
    i18n::{t, t_string, use_i18n},
    words::I18n,
};

const SIZE: Number = Number {
    way: "wall_size_percent",
    now: |s| s.wall_size_percent,
    put: |p, n| p.wall_size_percent = Some(n),
};
const VOLUME: Number =
    Number { way: "kitchen_volume", now: |s| s.kitchen_volume, put: |p, n| p.kitchen_volume = Some(n) };
const PICKUP: Number =
    Number { way: "pickup_minutes", now: |s| s.pickup_minutes, put: |p, n| p.pickup_minutes = Some(n) };
const QUIET_FROM: Number =
    Number { way: "quiet_from", now: |s| s.quiet_from.into(), put: |p, n| p.quiet_from = Some(n) };
const QUIET_TO: Number =
    Number { way: "quiet_to", now: |s| s.quiet_to.into(), put: |p, n| p.quiet_to = Some(n) };

/// What is picked and typed for the wall.
#[derive(Clone, Copy)]
pub(super) struct Wall {
    /// Its numbers.
    pub(super) numbers: [Typed; 5],
    theme: RwSignal<WallTheme>,
    language: RwSignal<WallLanguage>,
    speak: RwSignal<bool>,
    keys: [(&'static str, RwSignal<String>); 6],
}

impl Wall {
    pub(super) fn of(settings: &Settings) -> Self {
        let numbers = [SIZE, VOLUME, PICKUP, QUIET_FROM, QUIET_TO];
        Self {
            numbers: numbers.map(|number| number.typed(settings)),
            theme: RwSignal::new(settings.wall_theme),
            language: RwSignal::new(settings.wall_language),
            speak: RwSignal::new(settings.pickup_speak),
            keys: settings.kitchen_keys.all().map(|(name, key)| (name, RwSignal::new(key.to_owned()))),
        }
    }

    /// Puts what is picked into the patch; the numbers are put by whoever reads them.
    pub(super) fn put(self, patch: &mut SettingsPatch) {
        patch.wall_theme = Some(self.theme.get_untracked());
        patch.wall_language = Some(self.language.get_untracked());
        patch.pickup_speak = Some(self.speak.get_untracked());
        let [bump, recall, priority, acknowledge, previous_page, next_page] =
            self.keys.map(|(_, key)| Some(key.get_untracked()));
        patch.kitchen_keys =
            Some(KeysPatch { bump, recall, priority, acknowledge, previous_page, next_page });
    }
}

/// The fields.
#[component]
pub(super) fn WallFields(wall: Wall, saving: Saving, may_change: bool) -> impl IntoView {
    let i18n = use_i18n();
    let [size, volume, pickup, quiet_from, quiet_to] = wall.numbers;
    let keys = wall.keys.map(|(name, key)| view! { <KeyField name key saving may_change/> });
    view! {
        <div class="settings-groups">
            <fieldset class="settings-group">
                <legend>{t!(i18n, kitchen_setup.wall)}</legend>
                <Choice
                    way="wall_theme"
                    words=theme_words
                    value=Signal::derive(move || wall.theme.get().as_str())
                    pick=Callback::new(move |word: String| {
                        saving.forget();
                        if let Some(theme) = WallTheme::from_word(&word) {
                            wall.theme.set(theme);
                        }
                    })
                    may_change
                />
                <Choice
                    way="wall_language"
                    words=language_words
                    value=Signal::derive(move || wall.language.get().as_str())
                    pick=Callback::new(move |word: String| {
                        saving.forget();
                        if let Some(language) = WallLanguage::from_word(&word) {
                            wall.language.set(language);
                        }
                    })
                    may_change
                />
                <NumberField typed=size saving may_change text=size_text/>
            </fieldset>
            <fieldset class="settings-group">
                <legend>{t!(i18n, kitchen_setup.board)}</legend>
                <NumberField typed=pickup saving may_change text=pickup_text/>
                <label class="printer-box">
                    <input
                        type="checkbox"
                        data-testid="pickup_speak"
                        aria-describedby="set-pickup_speak-for"
                        disabled=!may_change
                        prop:checked=move || wall.speak.get()
                        on:change=move |ev| {
                            saving.forget();
                            wall.speak.set(event_target_checked(&ev));
                        }
                    />
                    {t!(i18n, kitchen_setup.speak)}
                </label>
                <span class="muted" id="set-pickup_speak-for">{t!(i18n, kitchen_setup.speak_for)}</span>
                <NumberField typed=quiet_from saving may_change text=quiet_from_text/>
                <NumberField typed=quiet_to saving may_change text=quiet_to_text/>
            </fieldset>
            <fieldset class="settings-group">
                <legend>{t!(i18n, kitchen_setup.keys)}</legend>
                <p class="muted" id="set-keys-for">{t!(i18n, kitchen_setup.keys_for)}</p>
                {keys.collect_view()}
                <NumberField typed=volume saving may_change text=volume_text/>
            </fieldset>
        </div>
    }
}

/// A label, what it changes, and each word with its name.
type Words = (String, String, Vec<(&'static str, String)>);

/// A word to choose. `words` gives its label, what it changes, and each word with its name.
#[component]
fn Choice(
    way: &'static str,
    words: fn(I18n) -> Words,
    value: Signal<&'static str>,
    pick: Callback<String>,
    may_change: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let (id, hint) = (format!("set-{way}"), format!("set-{way}-for"));
    let option = move |(word, name): (&'static str, String)| {
        view! { <option value=word selected=move || value.get() == word>{name}</option> }
    };
    view! {
        <div class="field">
            <label for=id.clone()>{move || words(i18n).0}</label>
            <select
                id=id
                data-testid=way
                aria-describedby=hint.clone()
                disabled=!may_change
                on:change=move |ev| pick.run(event_target_value(&ev))
            >
                {move || words(i18n).2.into_iter().map(option).collect_view()}
            </select>
            <span class="muted" id=hint>{move || words(i18n).1}</span>
        </div>
    }
}

/// A key: what is pressed in it is taken, only the tab key and Escape lead on.
#[component]
fn KeyField(name: &'static str, key: RwSignal<String>, saving: Saving, may_change: bool) -> impl IntoView {
    let i18n = use_i18n();
    let way = format!("kitchen_keys.{name}");
    let (id, fault_id) = (format!("set-{way}"), format!("set-{way}-fault"));
    let fault = Memo::new({
        let way = way.clone();
        move |_| saving.fault(i18n, &way)
    });
    let press = move |ev: leptos::ev::KeyboardEvent| {
        let pressed = ev.key();
        if !may_change || is_no_key(&pressed) || ev.ctrl_key() || ev.meta_key() || ev.alt_key() {
            return;
        }
        ev.prevent_default();
        saving.forget();
        key.set(if pressed.chars().count() == 1 { pressed.to_lowercase() } else { pressed });
    };
    let shown = move || {
        key.with(
            |key| if key == " " { t_string!(i18n, kitchen_setup.space).to_string() } else { key.clone() },
        )
    };
    view! {
        <div class="field inline">
            <label for=id.clone()>{move || key_word(i18n, name)}</label>
            <input
                id=id
                type="text"
                readonly
                class="short"
                data-testid=way.clone()
                disabled=!may_change
                aria-invalid=move || fault.get().map(|_| "true")
                aria-describedby=format!("set-keys-for {fault_id}")
                prop:value=shown
                on:keydown=press
            />
            <span class="field-fault" id=fault_id data-testid=format!("fault-{way}")>{move || fault.get()}</span>
        </div>
    }
}

/// Keys that do nothing by themselves, those that lead on, and the space key, which presses the button that has the focus.
fn is_no_key(key: &str) -> bool {
    matches!(
        key,
        " " | "Tab"
            | "Escape"
            | "Shift"
            | "Control"
            | "Alt"
            | "Meta"
            | "AltGraph"
            | "CapsLock"
            | "Fn"
            | "Dead"
            | "Process"
            | "Unidentified"
            | "Compose"
    )
}

fn key_word(i18n: I18n, name: &str) -> String {
    match name {
        "bump" => t_string!(i18n, kitchen_setup.key_bump),
        "recall" => t_string!(i18n, kitchen_setup.key_recall),
        "priority" => t_string!(i18n, kitchen_setup.key_priority),
        "acknowledge" => t_string!(i18n, kitchen_setup.key_acknowledge),
        "previous_page" => t_string!(i18n, kitchen_setup.key_previous_page),
        _ => t_string!(i18n, kitchen_setup.key_next_page),
    }
    .to_string()
}

fn theme_words(i18n: I18n) -> Words {
    let name = |theme| match theme {
        WallTheme::Dark => t_string!(i18n, kitchen_setup.theme_dark).to_string(),
        WallTheme::Light => t_string!(i18n, kitchen_setup.theme_light).to_string(),
        WallTheme::Contrast => t_string!(i18n, kitchen_setup.theme_contrast).to_string(),
    };
    let all = [WallTheme::Dark, WallTheme::Light, WallTheme::Contrast];
    (
        t_string!(i18n, kitchen_setup.theme).to_string(),
        t_string!(i18n, kitchen_setup.theme_for).to_string(),
        all.map(|theme| (theme.as_str(), name(theme))).to_vec(),
    )
}

fn language_words(i18n: I18n) -> Words {
    let name = |language| match language {
        WallLanguage::Chinese => "中文".to_owned(),
        WallLanguage::English => "English".to_owned(),
        WallLanguage::Visitors => t_string!(i18n, kitchen_setup.language_visitors).to_string(),
    };
    let all = [WallLanguage::Visitors, WallLanguage::Chinese, WallLanguage::English];
    (
        t_string!(i18n, kitchen_setup.language).to_string(),
        t_string!(i18n, kitchen_setup.language_for).to_string(),
        all.map(|language| (language.as_str(), name(language))).to_vec(),
    )
}

fn size_text(i18n: I18n) -> (String, String) {
    (t_string!(i18n, kitchen_setup.size).to_string(), t_string!(i18n, kitchen_setup.size_for).to_string())
}

fn volume_text(i18n: I18n) -> (String, String) {
    (t_string!(i18n, kitchen_setup.volume).to_string(), t_string!(i18n, kitchen_setup.volume_for).to_string())
}

fn pickup_text(i18n: I18n) -> (String, String) {
    (t_string!(i18n, kitchen_setup.pickup).to_string(), t_string!(i18n, kitchen_setup.pickup_for).to_string())
}

fn quiet_from_text(i18n: I18n) -> (String, String) {
    (
        t_string!(i18n, kitchen_setup.quiet_from).to_string(),
        t_string!(i18n, kitchen_setup.quiet_from_for).to_string(),
    )
}

fn quiet_to_text(i18n: I18n) -> (String, String) {
    (
        t_string!(i18n, kitchen_setup.quiet_to).to_string(),
        t_string!(i18n, kitchen_setup.quiet_to_for).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_what_is_set() {
        let owner = Owner::new();
        owner.set();
        let settings = Settings { pickup_minutes: 33, quiet_from: 22, ..Settings::default() };
        let wall = Wall::of(&settings);
        let mut patch = SettingsPatch::default();
        for (number, typed) in wall.numbers {
            if let Ok(given) = typed.get_untracked().parse() {
                (number.put)(&mut patch, given);
            }
        }
        wall.put(&mut patch);
        assert_eq!(Settings::default().with(&patch), Ok(settings));
    }

    #[test]
    fn keys_that_lead_on_are_not_taken() {
        for key in ["Tab", "Escape", "Shift", " "] {
            assert!(is_no_key(key), "{key}");
        }
        assert!(!is_no_key("Enter") && !is_no_key("r"));
    }
}
