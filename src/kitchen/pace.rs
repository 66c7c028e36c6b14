//! How fast the kitchen is today.

use serde::{Deserialize, Serialize};

use super::arrived;
use crate::{
    Moment,
    clock::BusinessDay,
    report::{Percentiles, percentiles_of},
};

/// An order, or a station's part of one, that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// When the kitchen got it.
    pub sent_at: Moment,
    /// When it is wanted.
    pub due_at: Option<Moment>,
    /// When it was made.
    pub made_at: Moment,
}

/// How fast the kitchen, or a station, is today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// The shop's day that it is about.
    pub day: BusinessDay,
    /// How many orders were made.
    pub orders: usize,
    /// How many seconds they took; none where there are none.
    pub seconds: Option<Percentiles>,
}

impl Pace {
    /// The pace of a day. What was wanted later counts from when the kitchen could begin.
    pub fn of(day: BusinessDay, made: &[Made], lead_minutes: u32) -> Self {
        let took = |made: &Made| made.made_at.seconds_since(arrived(made.sent_at, made.due_at, lead_minutes));
        let seconds = made.iter().map(took);
        Self { day, orders: made.len(), seconds: percentiles_of(seconds) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_later_counts_from_when_it_could_be_begun() {
        let at = |seconds| Moment::default().plus_seconds(seconds);
        let made = [
            Made { sent_at: at(0), due_at: None, made_at: at(120) },
            Made { sent_at: at(0), due_at: Some(at(7_200)), made_at: at(7_200 - 900 + 300) },
            // Begun early.
            Made { sent_at: at(0), due_at: Some(at(7_200)), made_at: at(60) },
        ];
        let pace = Pace::of(BusinessDay("2026-11-26".into()), &made, 15);
        let seconds = pace.seconds.map(|s| (s.p50, s.p90));
        assert_eq!((pace.orders, seconds), (3, Some((120, 300))));
        assert_eq!(Pace::of(BusinessDay::default(), &[], 15).seconds, None);
    }
}
