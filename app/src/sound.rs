//! The sounds of a screen, made of tones as they are needed. A browser lets a page sound once somebody touched it; until
//! then the screen says so.

use leptos::prelude::*;

use crate::i18n::{t, t_string, use_i18n};

/// What is to be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sound {
    /// An order can be collected.
    Ready,
    /// An order came.
    New,
    /// An order was changed.
    Changed,
    /// An order was called off.
    Cancelled,
    /// An order is late.
    Late,
}

/// One tone of a sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tone {
    /// How high.
    pub hertz: u16,
    /// When it begins, in milliseconds from the beginning of the sound.
    pub at_ms: u16,
    /// How long it is heard, in milliseconds.
    pub for_ms: u16,
}

const fn tone(hertz: u16, at_ms: u16, for_ms: u16) -> Tone {
    Tone { hertz, at_ms, for_ms }
}

impl Sound {
    /// Every sound.
    pub const ALL: [Self; 5] = [Self::Ready, Self::New, Self::Changed, Self::Cancelled, Self::Late];

    /// What it is made of: each has a tune and a beat of its own, so that they are told apart over a fan.
    pub const fn tones(self) -> &'static [Tone] {
        match self {
            // Falls like a doorbell.
            Self::Ready => const { &[tone(1047, 0, 450), tone(784, 350, 900)] },
            // Rises.
            Self::New => const { &[tone(659, 0, 160), tone(880, 150, 300)] },
            // Wavers.
            Self::Changed => {
                const { &[tone(740, 0, 120), tone(880, 120, 120), tone(740, 240, 120), tone(880, 360, 200)] }
            }
            // Low, and falls.
            Self::Cancelled => const { &[tone(440, 0, 250), tone(294, 250, 500)] },
            // Three times the same, high.
            Self::Late => const { &[tone(1319, 0, 110), tone(1319, 200, 110), tone(1319, 400, 110)] },
        }
    }

    /// How long it is, in milliseconds.
    pub fn length_ms(self) -> u32 {
        let end = |tone: &Tone| u32::from(tone.at_ms) + u32::from(tone.for_ms);
        self.tones().iter().map(end).max().unwrap_or_default()
    }
}

/// More than so many milliseconds of sound do not wait in line: what is that late tells nobody anything.
const LONGEST_LINE_MS: u32 = 6000;
/// Silence between two sounds, in milliseconds.
const PAUSE_MS: u32 = 200;

/// The sounds that wait for one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    taken_until_ms: u32,
}

impl Line {
    /// When a sound begins that is asked for at `now_ms`; none where the line is too long. Both are in milliseconds from
    /// when the audio was opened.
    pub fn take(&mut self, sound: Sound, now_ms: u32) -> Option<u32> {
        let start = self.taken_until_ms.max(now_ms);
        if start - now_ms > LONGEST_LINE_MS {
            return None;
        }
        self.taken_until_ms = start.saturating_add(sound.length_ms() + PAUSE_MS);
        Some(start)
    }
}

/// Plays sounds one after another. One a page.
#[derive(Clone, Copy)]
pub struct Player {
    is_on: RwSignal<bool>,
    /// 0-100.
    volume: Signal<u32>,
    #[cfg(feature = "hydrate")]
    audio: StoredValue<Option<audio::Audio>, LocalStorage>,
}

impl Player {
    /// A player of this volume, 0-100. It waits for the first touch or key; `at_once` it tries without one, for a
    /// screen whose browser was started so that it may.
    pub fn start(volume: impl Into<Signal<u32>>, at_once: bool) -> Self {
        let player = Self {
            is_on: RwSignal::new(false),
            volume: volume.into(),
            #[cfg(feature = "hydrate")]
            audio: StoredValue::new_local(None),
        };
        #[cfg(feature = "hydrate")]
        Effect::new(move || player.listen(at_once));
        #[cfg(not(feature = "hydrate"))]
        let _ = at_once;
        player
    }

    /// Whether it can be heard; tracked.
    pub fn is_on(self) -> bool {
        self.is_on.get()
    }

    /// The same, not tracked.
    pub fn is_on_untracked(self) -> bool {
        self.is_on.get_untracked()
    }

    /// Plays a sound after those that are being played. Off, or with nothing to be heard, it does nothing.
    pub fn play(self, sound: Sound) {
        let volume = self.volume.get_untracked().min(100);
        if volume == 0 || !self.is_on_untracked() {
            return;
        }
        #[cfg(feature = "hydrate")]
        self.audio.update_value(|audio| {
            if let Some(audio) = audio {
                audio.ring(sound, volume);
            }
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = sound;
    }

    /// Wakes the audio with the first touch or key, and again whenever the browser took it away.
    #[cfg(feature = "hydrate")]
    fn listen(self, at_once: bool) {
        if at_once {
            self.wake();
        }
        let touch = window_event_listener(leptos::ev::pointerup, move |_| self.wake());
        let key = window_event_listener(leptos::ev::keydown, move |_| self.wake());
        on_cleanup(move || {
            touch.remove();
            key.remove();
        });
    }

    #[cfg(feature = "hydrate")]
    fn wake(self) {
        if self.is_on.try_get_untracked().unwrap_or(true) {
            return;
        }
        self.audio.update_value(|audio| {
            if audio.is_none() {
                *audio = audio::Audio::open(self.is_on);
            }
            if let Some(audio) = audio {
                audio.resume();
            }
        });
    }
}

/// Says in the bar whether the screen can be heard, or what to do.
#[component]
pub fn SoundChip(
    /// The player.
    player: Player,
    /// Until when it is silent on purpose, `06:00`; none where it is not.
    #[prop(optional, into)]
    quiet_until: Signal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = move || match (quiet_until.with(Option::is_some), player.is_on()) {
        (true, _) => "quiet",
        (false, true) => "on",
        (false, false) => "off",
    };
    view! {
        <span class="sound" data-testid="sound" data-state=state>
            {move || match (quiet_until.get(), player.is_on()) {
                (Some(until), _) => {
                    let text = move || {
                        let until = until.as_str();
                        t_string!(i18n, sound.quiet, until = until).to_string()
                    };
                    view! { <span>{text}</span> }.into_any()
                }
                (None, true) => view! { <span><span aria-hidden="true">"♪ "</span>{t!(i18n, sound.on)}</span> }.into_any(),
                // Any touch will do; the button is for who looks for one.
                (None, false) => view! { <button type="button" class="ghost">{t!(i18n, sound.off)}</button> }.into_any(),
            }}
        </span>
    }
}

/// The browser's half.
#[cfg(feature = "hydrate")]
mod audio {
    use leptos::{
        prelude::{RwSignal, Set},
        wasm_bindgen::{JsCast, JsValue, closure::Closure},
    };
    use web_sys::{AudioContext, AudioContextState, OscillatorType};

    use super::{Line, Sound};

    /// So many milliseconds a tone rises, so that it does not click.
    const RISE_MS: u32 = 15;
    /// A ramp must not begin or end at nothing.
    const NEARLY_NOTHING: f32 = 0.000_1;

    /// The browser's audio, and until when it is taken.
    pub struct Audio {
        context: AudioContext,
        line: Line,
        _changed: Closure<dyn FnMut()>,
    }

    impl Audio {
        /// Opens it; none where the browser has no such thing.
        pub fn open(is_on: RwSignal<bool>) -> Option<Self> {
            let context = AudioContext::new().ok()?;
            let state = context.clone();
            let look = move || {
                let _ = is_on.try_set(state.state() == AudioContextState::Running);
            };
            look();
            let changed = Closure::<dyn FnMut()>::new(look);
            context.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
            Some(Self { context, line: Line::default(), _changed: changed })
        }

        /// Asks the browser to let it be heard; `onstatechange` tells when it is.
        pub fn resume(&self) {
            let _ = self.context.resume();
        }

        pub fn ring(&mut self, sound: Sound, volume: u32) {
            let Some(start) = self.line.take(sound, milliseconds(self.context.current_time())) else {
                return;
            };
            // A sound that the browser does not make is no reason to stop: what it says stands on the screen.
            let _ = self.tones(sound, start, volume);
        }

        fn tones(&self, sound: Sound, start: u32, volume: u32) -> Result<(), JsValue> {
            for tone in sound.tones() {
                let from = start.saturating_add(tone.at_ms.into());
                let full = seconds(from.saturating_add(RISE_MS));
                let (from, to) = (seconds(from), seconds(from.saturating_add(tone.for_ms.into())));
                let (oscillator, gain) = (self.context.create_oscillator()?, self.context.create_gain()?);
                oscillator.set_type(OscillatorType::Triangle);
                oscillator.frequency().set_value(f32::from(tone.hertz));
                gain.gain().set_value_at_time(NEARLY_NOTHING, from)?;
                gain.gain().linear_ramp_to_value_at_time(share(volume), full)?;
                gain.gain().exponential_ramp_to_value_at_time(NEARLY_NOTHING, to)?;
                oscillator.connect_with_audio_node(&gain)?;
                gain.connect_with_audio_node(&self.context.destination())?;
                oscillator.start_with_when(from)?;
                oscillator.stop_with_when(to)?;
            }
            Ok(())
        }
    }

    /// The browser's audio counts in seconds, from when it was opened.
    #[expect(clippy::float_arithmetic, reason = "the browser's audio counts in seconds")]
    fn milliseconds(seconds: f64) -> u32 {
        (seconds * 1000.0) as u32
    }

    #[expect(clippy::float_arithmetic, reason = "the browser's audio counts in seconds")]
    fn seconds(milliseconds: u32) -> f64 {
        f64::from(milliseconds) / 1000.0
    }

    #[expect(clippy::float_arithmetic, reason = "how loud the browser's audio is, is a share of 1")]
    fn share(percent: u32) -> f32 {
        f32::from(u16::try_from(percent).unwrap_or(100)) / 100.0
    }

    impl Drop for Audio {
        fn drop(&mut self) {
            self.context.set_onstatechange(None);
            let _ = self.context.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sound_is_another_and_short() {
        for (index, sound) in Sound::ALL.into_iter().enumerate() {
            let length = sound.length_ms();
            assert!((300..=1500).contains(&length), "{sound:?} {length}");
            for other in &Sound::ALL[..index] {
                let pitches = |sound: Sound| sound.tones().iter().map(|tone| tone.hertz).collect::<Vec<_>>();
                assert_ne!(pitches(sound), pitches(*other), "{sound:?} {other:?}");
            }
        }
    }

    #[test]
    fn sounds_wait_for_one_another_but_not_for_long() {
        let mut line = Line::default();
        assert_eq!(line.take(Sound::New, 5000), Some(5000));
        let second = 5000 + Sound::New.length_ms() + PAUSE_MS;
        assert_eq!(line.take(Sound::Late, 5010), Some(second));
        let taken = (0..20).filter_map(|_| line.take(Sound::Ready, 5010)).collect::<Vec<_>>();
        assert!(taken.len() < 20 && taken.iter().all(|at| *at <= 5010 + LONGEST_LINE_MS), "{taken:?}");
        assert_eq!(line.take(Sound::Cancelled, 60_000), Some(60_000));
    }
}
