//! Calls the numbers that become ready: a chime, a voice where the shop wants one, and a word for screen readers.

use leptos::prelude::*;
use sunnyside::pickup::{
    Entry,
    call::{Announcer, Calls},
};

use crate::{
    clock::ShopClock,
    screen::Screen,
    session::Viewer,
    sound::{Player, Sound},
};

/// How loud the board chimes: the screen that it stands on has a knob of its own.
const VOLUME: u32 = 90;

/// What the board shows of its calling.
#[derive(Clone, Copy)]
pub struct Call {
    /// Its sounds.
    pub player: Player,
    /// Until when it is silent on purpose.
    pub quiet_until: Memo<Option<String>>,
    /// What was called last.
    pub said: RwSignal<Vec<String>>,
}

/// Calls what becomes ready from now on.
pub fn follow(viewer: &Viewer, ready: Memo<Vec<Entry>>, clock: ShopClock, screen: Screen) -> Call {
    let player = Player::start(Signal::stored(VOLUME), screen.is_kiosk);
    let wall = viewer.wall.clone();
    let speaks = wall.pickup_speak;
    let quiet_until = Memo::new(move |_| {
        let hour = clock.now().hour_of_day(clock.utc_offset());
        wall.is_quiet(hour).then(|| format!("{:02}:00", wall.quiet_to))
    });
    let announcer = StoredValue::new(Announcer::default());
    let said = RwSignal::new(Vec::new());
    let announce = move || {
        let due = announcer.try_update_value(|announcer| announcer.due(clock.exact())).flatten();
        if let Some(numbers) = due {
            said.set(numbers);
        }
    };
    Effect::new(move |calls: Option<Calls>| {
        let ready = ready.get();
        // What is ready when the page comes was called before.
        let Some(mut calls) = calls else { return Calls::after(&ready) };
        let new = calls.of(&ready);
        if !new.is_empty() {
            if quiet_until.get_untracked().is_none() {
                player.play(Sound::Ready);
                if speaks && player.is_on_untracked() {
                    speak(&new);
                }
            }
            announcer.update_value(|announcer| announcer.add(new));
            announce();
        }
        calls
    });
    // What had to wait is said with the clock.
    Effect::new(move || {
        clock.now();
        announce();
    });
    Call { player, quiet_until, said }
}

/// Says each number in both languages, and once more. The browser says one after another.
#[cfg(feature = "hydrate")]
fn speak(numbers: &[String]) {
    use crate::i18n::{I18nLocaleTrait, Locale, td_string};
    let Ok(speech) = window().speech_synthesis() else { return };
    for number in numbers {
        let number = sunnyside::pickup::call::spoken(number);
        for locale in [Locale::zh_TW, Locale::en, Locale::zh_TW, Locale::en] {
            let text = td_string!(locale, pickup.spoken, number = number).to_string();
            if let Ok(utterance) = web_sys::SpeechSynthesisUtterance::new_with_text(&text) {
                utterance.set_lang(locale.as_str());
                speech.speak(&utterance);
            }
        }
    }
}

/// A server is silent.
#[cfg(not(feature = "hydrate"))]
fn speak(_: &[String]) {}
