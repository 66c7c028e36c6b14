//! What an owner sets for the screens on the wall, the kitchen's and the public board.

use serde::{Deserialize, Serialize};

use super::{AgeLimits, Settings};
use crate::{
    menu::text_fault,
    refusal::{Fault, Problem},
    words::words,
};

words!(
    /// How a screen on the wall looks.
    WallTheme {
        /// Light on dark.
        Dark = "dark",
        /// Dark on light, for a bright room.
        Light = "light",
        /// White, black and the strongest colours.
        Contrast = "contrast",
    }
);

words!(
    /// In which language a screen on the wall speaks.
    WallLanguage {
        /// Taiwan's Chinese.
        Chinese = "zh-TW",
        /// English.
        English = "en",
        /// That of who looks, as on every other page.
        Visitors = "none",
    }
);

/// The kitchen's keys, as `KeyboardEvent.key` names them: 1-20 characters, all different, no case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct KitchenKeys {
    /// The next step of a ticket.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub bump: String,
    /// Back by one step.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub recall: String,
    /// This one first.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub priority: String,
    /// A change was seen.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub acknowledge: String,
    /// The page before.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub previous_page: String,
    /// The page after.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub next_page: String,
}

impl Default for KitchenKeys {
    fn default() -> Self {
        Self {
            bump: "Enter".to_owned(),
            recall: "r".to_owned(),
            priority: "p".to_owned(),
            acknowledge: "a".to_owned(),
            previous_page: "PageUp".to_owned(),
            next_page: "PageDown".to_owned(),
        }
    }
}

/// What changes of the kitchen's keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysPatch {
    /// The next step of a ticket.
    pub bump: Option<String>,
    /// Back by one step.
    pub recall: Option<String>,
    /// This one first.
    pub priority: Option<String>,
    /// A change was seen.
    pub acknowledge: Option<String>,
    /// The page before.
    pub previous_page: Option<String>,
    /// The page after.
    pub next_page: Option<String>,
}

/// Keys that mean something on the wall already: a ticket by its place, the way to its neighbours, and what a browser
/// moves and leaves with.
const TAKEN: [&str; 15] = [
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "ArrowDown",
    "Tab",
    "Escape",
];

impl KitchenKeys {
    /// Each with its name.
    pub fn all(&self) -> [(&'static str, &str); 6] {
        [
            ("bump", &self.bump),
            ("recall", &self.recall),
            ("priority", &self.priority),
            ("acknowledge", &self.acknowledge),
            ("previous_page", &self.previous_page),
            ("next_page", &self.next_page),
        ]
    }

    /// The keys with these changes; what is wrong with them stands in `faults`, at `way`.
    pub(super) fn with(&self, patch: Option<&KeysPatch>, way: &str, faults: &mut Vec<Fault>) -> Self {
        let Some(patch) = patch else { return self.clone() };
        let key = |given: &Option<String>, now: &String| given.as_ref().unwrap_or(now).clone();
        let keys = Self {
            bump: key(&patch.bump, &self.bump),
            recall: key(&patch.recall, &self.recall),
            priority: key(&patch.priority, &self.priority),
            acknowledge: key(&patch.acknowledge, &self.acknowledge),
            previous_page: key(&patch.previous_page, &self.previous_page),
            next_page: key(&patch.next_page, &self.next_page),
        };
        let all = keys.all();
        for (index, (name, key)) in all.iter().enumerate() {
            let place = format!("{way}.{name}");
            let before = all.iter().take(index).map(|(_, key)| *key);
            let is_taken = TAKEN.into_iter().chain(before).any(|other| other.eq_ignore_ascii_case(key));
            faults.extend(
                text_fault(&place, key, 1, 20)
                    .or_else(|| is_taken.then(|| Fault::body(&place, Problem::KeyTaken))),
            );
        }
        keys
    }
}

/// What the screens on the wall need of the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wall {
    /// After how many minutes a ticket is due and late, by status.
    pub age_limits: AgeLimits,
    /// A ready number leaves the public board after so many minutes.
    pub pickup_minutes: u32,
    /// Whether the public board speaks.
    pub pickup_speak: bool,
    /// The hour of the day from which on the public board is silent.
    pub quiet_from: u8,
    /// The hour at which it sounds again.
    pub quiet_to: u8,
    /// How they look.
    pub theme: WallTheme,
    /// In which language they speak.
    pub language: WallLanguage,
    /// How large they write, in percent.
    pub size_percent: u32,
    /// How loud the kitchen is, 0-100.
    pub volume: u32,
    /// The kitchen's keys.
    pub keys: KitchenKeys,
}

impl From<&Settings> for Wall {
    fn from(settings: &Settings) -> Self {
        Self {
            age_limits: settings.age_limits,
            pickup_minutes: settings.pickup_minutes,
            pickup_speak: settings.pickup_speak,
            quiet_from: settings.quiet_from,
            quiet_to: settings.quiet_to,
            theme: settings.wall_theme,
            language: settings.wall_language,
            size_percent: settings.wall_size_percent,
            volume: settings.kitchen_volume,
            keys: settings.kitchen_keys.clone(),
        }
    }
}

impl Wall {
    /// Whether it is a quiet hour of the shop's day; the hours may go over midnight.
    pub const fn is_quiet(&self, hour: u8) -> bool {
        if self.quiet_from <= self.quiet_to {
            self.quiet_from <= hour && hour < self.quiet_to
        } else {
            hour >= self.quiet_from || hour < self.quiet_to
        }
    }
}
