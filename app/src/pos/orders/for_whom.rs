//! For whom an order is, and when it is wanted: plain data, no browser.

use serde::{Deserialize, Serialize};
use sunnyside::{Moment, clock::SECOND};

/// The furthest day that an order can be taken for.
pub const MOST_DAYS: i64 = 7;

/// For whom an order is, and when it is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForWhom {
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: String,
    /// When it is wanted.
    pub due_at: Option<Moment>,
}

impl ForWhom {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether an order can be wanted at that moment: ahead, and within a week.
pub fn is_possible(due: Moment, now: Moment) -> bool {
    due > now && due <= now.plus_seconds(MOST_DAYS * 86_400)
}

/// The moment of a date and time as a field of the browser gives it, `2026-11-25T07:30`, on the shop's clock.
pub fn of_field(text: &str, utc_offset_seconds: i32) -> Option<Moment> {
    let local: Moment = format!("{text}:00Z").parse().ok()?;
    Some(local.plus_seconds(-i64::from(utc_offset_seconds)))
}

/// The other way round.
pub fn to_field(moment: Moment, utc_offset_seconds: i32) -> String {
    moment.plus_seconds(i64::from(utc_offset_seconds)).to_string().chars().take(16).collect()
}

/// So many minutes from now, on the next whole five minutes.
pub fn in_minutes(now: Moment, minutes: i64) -> Moment {
    let step = 300 * SECOND;
    let at = now.plus_seconds(minutes * 60).0;
    Moment((at + step - 1) / step * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-23, 07:00 in Taipei.
    const SEVEN: Moment = Moment(1_795_388_400 * SECOND);

    #[test]
    fn an_order_is_wanted_ahead_and_within_a_week() {
        let now = SEVEN.plus_seconds(40 * 60);
        assert!(!is_possible(now, now) && !is_possible(now.plus_seconds(-60), now));
        assert!(is_possible(now.plus_seconds(1), now) && is_possible(now.plus_seconds(7 * 86_400), now));
        assert!(!is_possible(now.plus_seconds(7 * 86_400 + 1), now));
    }

    #[test]
    fn the_field_speaks_the_shops_time() {
        let seven = SEVEN.plus_seconds(30 * 60);
        assert_eq!(of_field("2026-11-23T07:30", 28_800), Some(seven));
        assert_eq!(to_field(seven, 28_800), "2026-11-23T07:30");
        assert_eq!(of_field("", 28_800), None);
        assert_eq!(in_minutes(seven.plus_seconds(61), 15), seven.plus_seconds(20 * 60));
    }
}
