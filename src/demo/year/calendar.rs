//! How many come on which day: the week, the seasons, the weather, closed days, and that the shop grows.

use jiff::civil::{Date, Weekday, date};

use super::prng::Prng;

/// Streams of chance of a day.
const WEATHER: u64 = 1;
const COUNT: u64 = 2;
const STORM: u64 = 3;

/// The first days of lunar years: month and day. It falls between 21 January and 20 February.
const LUNAR_NEW_YEARS: [(i16, i8, i8); 30] = [
    (2011, 2, 3),
    (2012, 1, 23),
    (2013, 2, 10),
    (2014, 1, 31),
    (2015, 2, 19),
    (2016, 2, 8),
    (2017, 1, 28),
    (2018, 2, 16),
    (2019, 2, 5),
    (2020, 1, 25),
    (2021, 2, 12),
    (2022, 2, 1),
    (2023, 1, 22),
    (2024, 2, 10),
    (2025, 1, 29),
    (2026, 2, 17),
    (2027, 2, 6),
    (2028, 1, 26),
    (2029, 2, 13),
    (2030, 2, 3),
    (2031, 1, 23),
    (2032, 2, 11),
    (2033, 1, 31),
    (2034, 2, 19),
    (2035, 2, 8),
    (2036, 1, 28),
    (2037, 2, 15),
    (2038, 2, 4),
    (2039, 1, 24),
    (2040, 2, 12),
];

/// How many come on a weekday, Monday first, in thousandths; on Tuesdays the shop is closed.
const WEEK: [i64; 7] = [880, 0, 920, 950, 1_010, 1_210, 1_120];
/// How many come in a month, January first, in thousandths: pupils are away in July and August.
const YEAR: [i64; 12] = [990, 980, 1_010, 1_010, 1_010, 1_000, 960, 965, 1_020, 1_025, 1_015, 1_010];
/// From this many to that many thousandths the shop grows over the days that are made.
const GROWTH: (i64, i64) = (850, 1_150);

/// So many days since 1970-01-01: what the chance of a day is drawn by.
pub fn number(day: Date) -> i64 {
    i64::from((day - date(1970, 1, 1)).get_days())
}

/// Whether the day is a Saturday or a Sunday.
pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Whether the shop is closed: on Tuesdays, over the lunar new year (its eve and five days), and where a typhoon keeps
/// everybody at home.
pub fn is_closed(seed: u64, day: Date) -> bool {
    let is_new_year = LUNAR_NEW_YEARS.iter().filter(|(year, ..)| *year == day.year()).any(|(y, m, d)| {
        let off = number(day) - number(date(*y, *m, *d));
        (-1..=4).contains(&off)
    });
    let may_storm = (7..=10).contains(&day.month());
    day.weekday() == Weekday::Tuesday
        || is_new_year
        || (may_storm && Prng::of(seed, number(day), STORM).permille(15))
}

/// How good the weather is, in thousandths off the usual: a front stays for some days, so each day keeps seven tenths
/// of the day before.
pub fn weather(seed: u64, day: Date) -> i64 {
    let today = number(day);
    (0..12).rev().fold(0, |before, ago| {
        let new = Prng::of(seed, today - ago, WEATHER).around_zero(220);
        before * 7 / 10 + new
    })
}

/// How many are to come.
#[derive(Clone, Copy, Debug)]
pub struct Demand {
    /// What the chance is drawn by.
    pub seed: u64,
    /// The first day.
    pub first: Date,
    /// How many days are made.
    pub days: u32,
    /// On an open day, on average.
    pub orders_a_day: u32,
}

impl Demand {
    /// How far the day is on the way from the first to the last, in thousandths.
    pub fn progress(&self, day: Date) -> i64 {
        let gone = number(day) - number(self.first);
        (gone * 1_000 / i64::from(self.days.max(2) - 1)).clamp(0, 1_000)
    }

    /// How many orders are taken on the day; none where the shop is closed.
    pub fn orders(&self, day: Date) -> i64 {
        if is_closed(self.seed, day) {
            return 0;
        }
        let place = |of: &[i64], at: i8| of.get(usize::try_from(at).unwrap_or(0)).copied().unwrap_or(1_000);
        let factors = [
            place(&WEEK, day.weekday().to_monday_zero_offset()),
            place(&YEAR, day.month() - 1),
            GROWTH.0 + (GROWTH.1 - GROWTH.0) * self.progress(day) / 1_000,
            1_000 + weather(self.seed, day),
            1_000 + Prng::of(self.seed, number(day), COUNT).around_zero(80),
        ];
        let expected = factors.iter().fold(i64::from(self.orders_a_day) * 1_000, |n, f| n * f / 1_000);
        ((expected + 500) / 1_000).max(1)
    }
}
