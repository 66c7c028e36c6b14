//! Moments, business days, and where the time comes from. Rules take the time as a parameter and never ask for it.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Microseconds since 1970-01-01T00:00:00Z: what both databases keep without loss. On the wire RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;

impl Moment {
    /// So many seconds later (or earlier, where negative).
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(SECOND)))
    }

    /// Whole seconds from `earlier` to this moment; 0 where it lies ahead.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        ((self.0 - earlier.0) / SECOND).max(0)
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// How far clocks of that zone are ahead of UTC at this moment, in seconds.
    pub fn offset_in(self, zone: &TimeZone) -> i32 {
        zone.to_offset(self.timestamp()).seconds()
    }

    /// The hour of the day in the shop, 0-23, given its offset from UTC in seconds.
    pub fn hour_of_day(self, utc_offset_seconds: i32) -> u8 {
        let seconds = self.0.div_euclid(SECOND) + i64::from(utc_offset_seconds);
        u8::try_from(seconds.rem_euclid(86_400) / 3600).unwrap_or_default()
    }

    /// The time of day in the shop, `07:42`, given its offset from UTC in seconds.
    pub fn time_of_day(self, utc_offset_seconds: i32) -> String {
        let local = self.plus_seconds(i64::from(utc_offset_seconds)).timestamp();
        format!("{:.16}", local.to_string())[11..].to_owned()
    }
}

#[cfg(feature = "ssr")]
impl utoipa::PartialSchema for Moment {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("RFC 3339 in UTC with microseconds."))
            .examples(["2026-11-22T23:40:00.000000Z"])
            .into()
    }
}

#[cfg(feature = "ssr")]
impl utoipa::ToSchema for Moment {}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.6}", self.timestamp())
    }
}

impl std::str::FromStr for Moment {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<Timestamp>().map(|t| Self(t.as_microsecond()))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A day of business, `2026-11-23`: it belongs to the shop, not to UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(value_type = String, format = Date))]
pub struct BusinessDay(pub String);

impl BusinessDay {
    /// The day that a moment belongs to: the shop's local date, where the day begins at `day_start_hour`.
    pub fn of(moment: Moment, zone: &TimeZone, day_start_hour: u8) -> Self {
        let local = moment.timestamp().to_zoned_datetime(zone.clone());
        let date: Date = local.date();
        let date = if u8::try_from(local.hour()).is_ok_and(|hour| hour < day_start_hour) {
            date.yesterday().unwrap_or(date)
        } else {
            date
        };
        Self(date.to_string())
    }

    /// The day without dashes, as order numbers begin: `20261123`.
    pub fn compact(&self) -> String {
        self.0.replace('-', "")
    }
}

impl std::fmt::Display for BusinessDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the time comes from; a test gives its own.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Moment;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[cfg(feature = "ssr")]
impl Clock for SystemClock {
    fn now(&self) -> Moment {
        Moment(Timestamp::now().as_microsecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().unwrap_or_default()
    }

    fn taipei() -> TimeZone {
        TimeZone::fixed(jiff::tz::offset(8))
    }

    #[test]
    fn a_toast_sold_at_0740_in_taipei_belongs_to_today() {
        for (utc, day) in [
            ("2026-11-22T23:40:00Z", "2026-11-23"), // 07:40 there
            ("2026-11-22T19:00:00Z", "2026-11-23"), // 03:00, the day begins
            ("2026-11-22T18:59:59.999999Z", "2026-11-22"),
            ("2025-12-31T18:30:00Z", "2025-12-31"), // 02:30 on New Year's day is still the old year's
            ("2024-02-28T20:00:00Z", "2024-02-29"),
        ] {
            assert_eq!(BusinessDay::of(moment(utc), &taipei(), 3).0, day, "{utc}");
        }
    }

    #[test]
    fn the_hour_is_that_of_the_shop() {
        for (utc, offset, hour) in [
            ("2026-11-22T23:59:59Z", 8 * 3600, 7),
            ("2026-11-22T16:00:00Z", 8 * 3600, 0),
            ("2026-11-22T03:00:00Z", -5 * 3600, 22),
            ("1969-12-31T23:30:00Z", 0, 23),
        ] {
            assert_eq!(moment(utc).hour_of_day(offset), hour, "{utc} {offset}");
        }
    }

    #[test]
    fn moments_travel_with_six_decimals() {
        let text = "2026-11-23T01:02:03.000004Z";
        assert_eq!(moment(text).to_string(), text);
        assert_eq!(moment("2026-11-23T01:02:03Z").to_string(), "2026-11-23T01:02:03.000000Z");
        assert_eq!(moment("2026-11-23T01:02:03Z").time_of_day(8 * 3600), "09:02");
    }
}
