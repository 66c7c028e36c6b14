//! How amounts and times are written on the screens.

use sunnyside::{Moment, Money, clock::SECOND};

/// `NT$295`, `NT$65.5`: no decimals where there are none.
pub fn ntd(amount: Money) -> String {
    format!("NT${amount}")
}

/// A wait as the kitchen reads it: `0:22`, `13:05`, `75:00`.
pub fn minutes_seconds(seconds: i64) -> String {
    let seconds = seconds.max(0);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The time of day in the shop to the second: `07:42:10`.
pub fn time_with_seconds(moment: Moment, utc_offset_seconds: i32) -> String {
    let of_day = (moment.0.div_euclid(SECOND) + i64::from(utc_offset_seconds)).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60)
}

/// The day and the time of day in the shop: `2026-11-23 07:42`.
pub fn day_and_time(moment: Moment, utc_offset_seconds: i32) -> String {
    let text = moment.plus_seconds(i64::from(utc_offset_seconds)).to_string();
    text.get(..16).unwrap_or(&text).replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_dollars_have_no_decimals() {
        assert_eq!(ntd(Money(29_500)), "NT$295");
        assert_eq!(ntd(Money(6550)), "NT$65.5");
        assert_eq!(ntd(Money(5)), "NT$0.05");
    }

    #[test]
    fn a_wait_is_minutes_and_two_digits_of_seconds() {
        for (seconds, text) in [(0, "0:00"), (22, "0:22"), (785, "13:05"), (4500, "75:00"), (-3, "0:00")] {
            assert_eq!(minutes_seconds(seconds), text);
        }
    }

    #[test]
    fn the_time_is_the_shops_and_not_utc() {
        let moment = Moment(0).plus_seconds(23 * 3600 + 42 * 60 + 10);
        assert_eq!(time_with_seconds(moment, 8 * 3600), "07:42:10");
        assert_eq!(time_with_seconds(moment, -24 * 3600), "23:42:10");
    }
}
