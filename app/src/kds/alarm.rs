//! What is to be heard: a ticket that came, one that was changed or called off, one that is late. All of it is seen as
//! well.

use std::collections::BTreeMap;

use leptos::prelude::*;
use sunnyside::kitchen::{Age, Notice};

use super::Kitchen;
use crate::sound::Sound;

/// What an ear has to know of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Heard {
    notice: Option<Notice>,
    is_late: bool,
}

/// The tickets of a screen as they were heard last, and whose part it showed.
type Wall = (Option<i64>, BTreeMap<i64, Heard>);

/// Rings for as long as the wall is there.
pub fn ring(kitchen: Kitchen) {
    Effect::new(move |before: Option<Wall>| {
        let moment = kitchen.clock.now();
        let one = |ticket: &sunnyside::kitchen::Ticket| Heard {
            notice: ticket.notice.clone(),
            is_late: kitchen.age(ticket, moment) == Age::Late,
        };
        let tickets = kitchen.to_make.with(|tickets| {
            tickets.iter().map(|shown| (shown.ticket.order_id, one(&shown.ticket))).collect()
        });
        let now: Wall = (kitchen.station.get(), tickets);
        // Another station's tickets are not new because somebody looks at them.
        if let Some(before) = before.filter(|before| before.0 == now.0) {
            for sound in news(&before.1, &now.1) {
                kitchen.player.play(sound);
            }
        }
        now
    });
}

/// What is to be heard of what came since, each once, the most urgent last: it is what stays in the ear.
fn news(before: &BTreeMap<i64, Heard>, now: &BTreeMap<i64, Heard>) -> Vec<Sound> {
    let is_new =
        |id: &i64, heard: &Heard| !before.contains_key(id) && heard.notice != Some(Notice::Cancelled);
    let told = |id: &i64, heard: &Heard| {
        heard
            .notice
            .as_ref()
            .filter(|notice| before.get(id).is_none_or(|before| before.notice.as_ref() != Some(*notice)))
            .cloned()
    };
    let is_late =
        |id: &i64, heard: &Heard| heard.is_late && before.get(id).is_some_and(|before| !before.is_late);
    let mut sounds = Vec::new();
    if now.iter().any(|(id, heard)| is_new(id, heard)) {
        sounds.push(Sound::New);
    }
    let told: Vec<Notice> = now.iter().filter_map(|(id, heard)| told(id, heard)).collect();
    if told.iter().any(|notice| matches!(notice, Notice::Changed(_))) {
        sounds.push(Sound::Changed);
    }
    if told.contains(&Notice::Cancelled) {
        sounds.push(Sound::Cancelled);
    }
    if now.iter().any(|(id, heard)| is_late(id, heard)) {
        sounds.push(Sound::Late);
    }
    sounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::order::Diff;

    fn heard(notice: Option<Notice>, is_late: bool) -> Heard {
        Heard { notice, is_late }
    }

    #[test]
    fn each_thing_that_happens_is_heard_once() {
        let quiet = BTreeMap::from([(1, heard(None, false)), (2, heard(None, false))]);
        assert_eq!(news(&quiet, &quiet), []);
        let mut now = quiet.clone();
        now.insert(3, heard(None, false));
        now.insert(4, heard(None, false));
        assert_eq!(news(&quiet, &now), [Sound::New], "two that come together are one sound");
        let changed = Some(Notice::Changed(Diff::default()));
        now = BTreeMap::from([(1, heard(changed, false)), (2, heard(Some(Notice::Cancelled), false))]);
        assert_eq!(news(&quiet, &now), [Sound::Changed, Sound::Cancelled]);
        assert_eq!(news(&now, &now), [], "what is not acknowledged is not heard again");
        assert_eq!(news(&now, &BTreeMap::from([(1, heard(None, false))])), []);
        now = BTreeMap::from([(1, heard(None, true)), (2, heard(None, false))]);
        assert_eq!(news(&quiet, &now), [Sound::Late]);
    }

    #[test]
    fn what_was_late_before_anybody_looked_is_seen_and_not_heard() {
        let now = BTreeMap::from([(1, heard(None, true))]);
        assert_eq!(news(&BTreeMap::new(), &now), [Sound::New]);
    }
}
