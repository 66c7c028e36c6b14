//! When the orders came: by hour, and by weekday and hour.

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Flow, QUARTER, Range};
use crate::{Moment, Money, clock::BusinessDay};

/// Money for the orders of a day that were taken within a quarter of an hour, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taking {
    /// The orders' day.
    pub day: BusinessDay,
    /// Quarters of an hour since 1970-01-01T00:00:00Z.
    pub quarter: i64,
    /// The money.
    pub flow: Flow,
}

/// How many paid orders of a day were taken within a quarter of an hour, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderCount {
    /// The orders' day.
    pub day: BusinessDay,
    /// Quarters of an hour since 1970-01-01T00:00:00Z.
    pub quarter: i64,
    /// How many.
    pub orders: i64,
}

/// When the orders came, by the shop's clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = AnalyticsHourly))]
pub struct Hourly {
    /// The first day.
    pub start_date: BusinessDay,
    /// The last day.
    pub end_date: BusinessDay,
    /// The hours that had sales, the earliest first.
    pub hours: Vec<Hour>,
    /// The hours of the week that had sales, Monday's first.
    pub weekdays: Vec<HourOfWeek>,
}

/// An hour of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = AnalyticsHour))]
pub struct Hour {
    /// 0-23, by the shop's clocks.
    pub hour: u8,
    /// What the orders that were taken in it brought, refunds taken off.
    pub revenue: Money,
    /// How many of them are paid.
    pub orders: i64,
}

/// An hour of a weekday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = AnalyticsHourOfWeek))]
pub struct HourOfWeek {
    /// The weekday of the shop's day, from 1 (Monday) to 7 (Sunday).
    pub weekday: u8,
    /// 0-23, by the shop's clocks.
    pub hour: u8,
    /// What the orders that were taken in it brought, refunds taken off.
    pub revenue: Money,
    /// How many of them are paid.
    pub orders: i64,
}

/// The hour that the shop's clocks show at that quarter.
pub(super) fn hour_of(quarter: i64, zone: &TimeZone) -> u8 {
    let moment = Moment::default().plus_seconds(quarter.saturating_mul(QUARTER));
    let local = quarter.saturating_mul(QUARTER).saturating_add(moment.offset_in(zone).into());
    u8::try_from(local.rem_euclid(86_400) / 3600).unwrap_or(0)
}

fn weekday_of(day: &BusinessDay) -> u8 {
    let date = day.0.parse::<Date>().ok();
    date.and_then(|date| u8::try_from(date.weekday().to_monday_one_offset()).ok()).unwrap_or(0)
}

/// Puts the hours together.
pub fn hourly(range: &Range, zone: &TimeZone, takings: &[Taking], counts: &[OrderCount]) -> Hourly {
    let mut week: BTreeMap<(u8, u8), (Money, i64)> = BTreeMap::new();
    for Taking { day, quarter, flow } in takings {
        week.entry((weekday_of(day), hour_of(*quarter, zone))).or_default().0 += flow.net();
    }
    for OrderCount { day, quarter, orders } in counts {
        week.entry((weekday_of(day), hour_of(*quarter, zone))).or_default().1 += orders;
    }
    week.retain(|_, sum| *sum != (Money::ZERO, 0));
    let mut day: BTreeMap<u8, (Money, i64)> = BTreeMap::new();
    for ((_, hour), (revenue, orders)) in &week {
        let sum = day.entry(*hour).or_default();
        sum.0 += *revenue;
        sum.1 += orders;
    }
    let hours = day.into_iter().map(|(hour, (revenue, orders))| Hour { hour, revenue, orders });
    let weekdays = week.into_iter().map(|((weekday, hour), (revenue, orders))| HourOfWeek {
        weekday,
        hour,
        revenue,
        orders,
    });
    Hourly {
        start_date: range.start.clone(),
        end_date: range.end.clone(),
        hours: hours.collect(),
        weekdays: weekdays.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Outcome, order::PaymentKind};

    fn quarter(text: &str) -> i64 {
        text.parse::<Moment>().unwrap_or_default().0.div_euclid(QUARTER * crate::clock::SECOND)
    }

    #[test]
    fn the_hour_is_the_shops() {
        let east = |seconds| jiff::tz::Offset::from_seconds(seconds).map_or(TimeZone::UTC, TimeZone::fixed);
        let (taipei, kathmandu, lima) = (east(28_800), east(20_700), east(-18_000));
        for (utc, zone, hour) in [
            ("2026-11-22T23:40:00Z", &taipei, 7),
            ("2026-11-22T15:59:59Z", &taipei, 23),
            ("2026-11-22T16:00:00Z", &taipei, 0),
            ("2026-11-22T00:29:59Z", &kathmandu, 6),
            ("2026-11-22T00:15:00Z", &kathmandu, 6),
            ("2026-11-22T00:14:59Z", &kathmandu, 5),
            ("2026-11-22T02:00:00Z", &lima, 21),
        ] {
            assert_eq!(hour_of(quarter(utc), zone), hour, "{utc}");
        }
    }

    #[test]
    fn by_hour_and_by_weekday() -> Outcome<()> {
        use PaymentKind::{Refund, Sale};
        let range = Range::of(Some("2026-11-16"), Some("2026-11-23"), &BusinessDay::default())?;
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let (sunday, monday) = (BusinessDay("2026-11-22".into()), BusinessDay("2026-11-23".into()));
        let taking = |day: &BusinessDay, at, kind, amount| Taking {
            day: day.clone(),
            quarter: quarter(at),
            flow: Flow { kind, amount: Money(amount) },
        };
        let count = |day: &BusinessDay, at| OrderCount { day: day.clone(), quarter: quarter(at), orders: 1 };
        let takings = [
            taking(&sunday, "2026-11-21T23:00:00Z", Sale, 500),
            taking(&monday, "2026-11-22T23:15:00Z", Sale, 700),
            taking(&monday, "2026-11-22T23:45:00Z", Sale, 300),
            taking(&monday, "2026-11-22T23:45:00Z", Refund, 100),
            // 01:00 on Monday's clock still is Sunday's business; 09:00 was undone.
            taking(&sunday, "2026-11-22T17:00:00Z", Sale, 50),
            taking(&monday, "2026-11-23T01:00:00Z", Sale, 900),
            taking(&monday, "2026-11-23T01:00:00Z", Refund, 900),
        ];
        let counts = [
            count(&sunday, "2026-11-21T23:00:00Z"),
            count(&sunday, "2026-11-22T17:00:00Z"),
            count(&monday, "2026-11-22T23:15:00Z"),
            count(&monday, "2026-11-22T23:45:00Z"),
        ];
        let found = hourly(&range, &zone, &takings, &counts);
        let hours: Vec<_> = found.hours.iter().map(|h| (h.hour, h.revenue.0, h.orders)).collect();
        assert_eq!(hours, [(1, 50, 1), (7, 1_400, 3)]);
        let week: Vec<_> =
            found.weekdays.iter().map(|h| (h.weekday, h.hour, h.revenue.0, h.orders)).collect();
        assert_eq!(week, [(1, 7, 900, 2), (7, 1, 50, 1), (7, 7, 500, 1)]);
        Ok(())
    }
}
