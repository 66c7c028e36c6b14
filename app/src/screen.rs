//! How a screen on the wall looks that nobody attends: by its address (`?theme=dark|light|contrast&lang=zh-TW|en&
//! size=75..200&kiosk`), or else by the settings. The server renders it so already.

use leptos::prelude::*;
use leptos_i18n::context::init_i18n_subcontext;
use leptos_router::hooks::use_query_map;
use sunnyside::settings::{Wall, WallLanguage, WallTheme};

use crate::{
    chrome::{Brand, LanguageSwitch},
    i18n::{I18nLocaleTrait, Locale, use_i18n},
    session::Viewer,
};

/// Sizes come in steps of so many percent: the style has a line for each, since no answer of ours has inline styles.
const STEP: u32 = 5;
const SIZES: (u32, u32) = (75, 200);

/// How a screen looks. Its outermost element wears it:
///
/// ```text
/// let screen = Screen::read(&viewer); // before anything asks for the language
/// view! {
///     <div class="kds drift" data-theme=screen.theme data-size=screen.size lang=screen.lang class:kiosk=screen.is_kiosk>
/// ```
///
/// - `data-theme` sets the colours.
/// - `data-size` sets `--size` (1 at 100 %): lengths are written `calc(20px * var(--size, 1))`.
/// - `drift` moves all by some pixels in the course of minutes, so that nothing burns in.
/// - `kiosk` hides what is not for reading: the language switch, who is signed in, links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// The word of the theme.
    pub theme: &'static str,
    /// In percent, in steps of five.
    pub size: u32,
    /// The language that is set for it; none where it is the visitor's own.
    pub lang: Option<&'static str>,
    /// Nobody works at it: there is only what is to be read.
    pub is_kiosk: bool,
}

impl Screen {
    /// Reads how this screen is to look, and makes its language that of the components below. To be called in the
    /// component that renders the outermost element, before it asks for the language.
    pub fn read(viewer: &Viewer) -> Self {
        let query = use_query_map();
        let looks = query.with_untracked(|query| Looks::of(&viewer.wall, |name| query.get(name)));
        let locale = match looks.language {
            WallLanguage::Chinese => Some(Locale::zh_TW),
            WallLanguage::English => Some(Locale::en),
            WallLanguage::Visitors => None,
        };
        if let Some(locale) = locale {
            // A context of its own: what a screen is set to is not kept as the visitor's choice.
            provide_context(init_i18n_subcontext(Some(Signal::stored(locale))));
            let i18n = use_i18n();
            Effect::new(move || {
                let lang = i18n.get_locale().as_str();
                if let Some(html) = document().document_element() {
                    let _ = html.set_attribute("lang", lang);
                }
            });
        }
        Self {
            theme: looks.theme.as_str(),
            size: looks.size,
            lang: locale.map(|locale| locale.as_str()),
            is_kiosk: looks.is_kiosk,
        }
    }
}

/// What the address and the settings say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Looks {
    theme: WallTheme,
    language: WallLanguage,
    size: u32,
    is_kiosk: bool,
}

impl Looks {
    /// `asked` looks into the address; what is no word or number there is passed over.
    fn of(wall: &Wall, asked: impl Fn(&str) -> Option<String>) -> Self {
        let size = asked("size").and_then(|size| size.parse::<u32>().ok()).unwrap_or(wall.size_percent);
        let size = size.clamp(SIZES.0, SIZES.1);
        Self {
            theme: asked("theme").and_then(|word| WallTheme::from_word(&word)).unwrap_or(wall.theme),
            language: asked("lang").and_then(|word| WallLanguage::from_word(&word)).unwrap_or(wall.language),
            size: (size + STEP / 2) / STEP * STEP,
            is_kiosk: asked("kiosk").is_some(),
        }
    }
}

/// The shop's name in the bar: a link home, but where nobody works at the screen.
#[component]
pub fn Mark(
    /// The shop's name.
    #[prop(into)]
    name: String,
    /// The screen.
    screen: Screen,
) -> impl IntoView {
    if screen.is_kiosk {
        view! {
            <span class="brand">
                <span class="egg" aria-hidden="true"></span>
                <span class="brand-name">{name}</span>
            </span>
        }
        .into_any()
    } else {
        view! { <Brand name/> }.into_any()
    }
}

/// The language switch, where somebody may want it.
#[component]
pub fn ScreenLanguage(
    /// The screen.
    screen: Screen,
) -> impl IntoView {
    (!screen.is_kiosk).then(|| view! { <LanguageSwitch/> })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::settings::Settings;

    fn looks(settings: &Settings, query: &[(&str, &str)]) -> Looks {
        let asked =
            |name: &str| query.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Looks::of(&Wall::from(settings), asked)
    }

    #[test]
    fn the_address_comes_before_the_settings() {
        let set = Settings {
            wall_theme: WallTheme::Contrast,
            wall_language: WallLanguage::Chinese,
            wall_size_percent: 125,
            ..Settings::default()
        };
        let want = |theme, language, size, is_kiosk| Looks { theme, language, size, is_kiosk };
        let settings = want(WallTheme::Contrast, WallLanguage::Chinese, 125, false);
        assert_eq!(looks(&set, &[]), settings);
        let query = [("theme", "light"), ("lang", "en"), ("size", "150"), ("kiosk", "")];
        assert_eq!(looks(&set, &query), want(WallTheme::Light, WallLanguage::English, 150, true));
        assert_eq!(looks(&set, &[("theme", "pink"), ("lang", "fr"), ("size", "big")]), settings);
        assert_eq!(looks(&set, &[("lang", "none")]).language, WallLanguage::Visitors);
    }

    #[test]
    fn a_size_is_one_that_the_style_has() {
        let style = include_str!("../../style/screen.css");
        for (asked, size) in [("0", 75), ("77", 75), ("78", 80), ("198", 200), ("4000000000", 200)] {
            assert_eq!(looks(&Settings::default(), &[("size", asked)]).size, size, "{asked}");
        }
        for size in (SIZES.0..=SIZES.1).step_by(STEP as usize) {
            assert!(style.contains(&format!("[data-size=\"{size}\"]")), "{size}");
        }
    }
}
