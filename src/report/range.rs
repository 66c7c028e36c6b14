//! The days that a report covers.

use jiff::{
    ToSpan,
    civil::{Date, date},
};

use crate::{Outcome, Refusal, clock::BusinessDay};

/// The most days that a report covers which counts hours, minutes or items.
pub const MOST_DAYS: u32 = 366;
/// How many days before the last one a report begins, where nobody says.
const USUAL: i64 = 6;
/// Years have four digits, so that days sort as they are written.
const EARLIEST: Date = date(0, 1, 1);

/// Business days from the first to the last, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first day.
    pub start: BusinessDay,
    /// The last day.
    pub end: BusinessDay,
    days: u32,
}

impl Range {
    /// The days that are asked for: without an end they end today, without a start they are the last 7.
    ///
    /// # Errors
    /// `NotADate`, `RangeReversed`.
    pub fn of(start: Option<&str>, end: Option<&str>, today: &BusinessDay) -> Outcome<Self> {
        let start = start.map(|text| read("start_date", text)).transpose()?;
        let end = end.map_or_else(|| read("today", &today.0), |text| read("end_date", text))?;
        let start = start.unwrap_or_else(|| end.saturating_sub(USUAL.days()).max(EARLIEST));
        if start > end {
            return Err(Refusal::RangeReversed);
        }
        let between = (end - start).get_days();
        let days = u32::try_from(between).unwrap_or(u32::MAX).saturating_add(1);
        Ok(Self { start: BusinessDay(start.to_string()), end: BusinessDay(end.to_string()), days })
    }

    /// The same, where it is no longer than a year.
    ///
    /// # Errors
    /// `RangeTooLong`.
    pub fn within_a_year(self) -> Outcome<Self> {
        if self.days > MOST_DAYS { Err(Refusal::RangeTooLong(MOST_DAYS)) } else { Ok(self) }
    }
}

/// A date as it is kept, and nothing that could merely be read as one.
fn read(name: &str, text: &str) -> Outcome<Date> {
    text.parse::<Date>()
        .ok()
        .filter(|date| *date >= EARLIEST && date.to_string() == text)
        .ok_or_else(|| Refusal::NotADate(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: Option<&str>, end: Option<&str>) -> Outcome<(String, String, u32)> {
        Range::of(start, end, &BusinessDay("2026-03-03".into())).map(|r| (r.start.0, r.end.0, r.days))
    }

    #[test]
    fn the_last_seven_days_where_nobody_says() {
        let days = |start: &str, end: &str, days| Ok((start.to_owned(), end.to_owned(), days));
        assert_eq!(range(None, None), days("2026-02-25", "2026-03-03", 7));
        assert_eq!(range(None, Some("2024-03-01")), days("2024-02-24", "2024-03-01", 7));
        assert_eq!(range(None, Some("0000-01-03")), days("0000-01-01", "0000-01-03", 3));
        assert_eq!(range(Some("2026-03-03"), None), days("2026-03-03", "2026-03-03", 1));
        assert_eq!(range(Some("2024-01-01"), Some("2024-12-31")), days("2024-01-01", "2024-12-31", 366));
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for bad in [
            "x",
            "2026-02-30",
            "20260301",
            "2026-3-1",
            "2026-03-01T00:00:00",
            " 2026-03-01",
            "2026-13-01",
            "\0",
            "-002026-03-01",
        ] {
            assert_eq!(range(Some(bad), None), Err(Refusal::NotADate("start_date".into())), "{bad}");
            assert_eq!(range(None, Some(bad)), Err(Refusal::NotADate("end_date".into())), "{bad}");
        }
        assert_eq!(range(Some("2026-03-04"), None), Err(Refusal::RangeReversed));
        assert_eq!(range(Some("2026-03-02"), Some("2026-03-01")), Err(Refusal::RangeReversed));
    }

    #[test]
    fn a_year_is_the_most() {
        let long = |start, end| Range::of(Some(start), Some(end), &BusinessDay::default())?.within_a_year();
        assert!(long("2024-01-01", "2024-12-31").is_ok());
        assert_eq!(long("2024-01-01", "2025-01-01"), Err(Refusal::RangeTooLong(366)));
        assert!(long("0000-01-01", "9999-12-31").is_err());
    }
}
