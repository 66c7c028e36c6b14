//! A past to try the reports with: what a breakfast shop sold, bought and counted over a year or more.
//!
//! Everything is drawn from a seed with whole numbers alone, day by day, so that the same seed gives the same past on
//! every machine and no day needs more memory than its own. What happens on a day is played through the rules of the
//! shop itself: prices, recipes, discounts, refunds, stock and drawer add up because they were decided, not invented.

mod basket;
mod books;
mod calendar;
mod carte;
mod crew;
mod day;
mod hours;
mod kitchen;
mod money;
mod play;
mod prng;
#[cfg(test)]
mod tests;

use jiff::{ToSpan, civil::Date, tz::TimeZone};

use crate::{Moment, Refusal, clock::BusinessDay};

pub use books::Prices;
pub use carte::Carte;
pub use crew::Crew;
pub use day::{DayPlan, Deed};
pub use play::{Done, play};

use calendar::Demand;

/// How many orders an open day has where nobody says: some 100,000 in a year.
pub const USUAL_ORDERS_A_DAY: u32 = 330;
/// The most days that are made at once: the calendar knows the lunar new years of so many.
pub const MOST_DAYS: u32 = 5_000;
/// The most orders of an average day: they are in memory together.
pub const MOST_ORDERS_A_DAY: u32 = 5_000;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What everything is drawn from.
    pub seed: u64,
    /// So many days, up to yesterday.
    pub days: u32,
    /// So many orders on an open day, on average.
    pub orders_a_day: u32,
}

/// How far a past has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sown {
    /// Days that are done, closed ones too.
    pub days: u32,
    /// The shop was open on so many of them.
    pub open_days: u32,
    /// Orders that were taken.
    pub orders: u64,
}

/// Why a shop gets no past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It has orders already.
    HasOrders,
    /// There is nothing on the menu that could be sold.
    NoMenu,
    /// Nobody could have run it.
    NobodyThere,
    /// A shift is open.
    DrawerOpen,
    /// Somebody works in it at the same time.
    InUse,
    /// More days or orders are wanted than can be made.
    TooMuch,
    /// The shop refuses.
    Refused(Refusal),
}

impl From<Refusal> for Obstacle {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A past up to yesterday.
#[derive(Clone, Debug)]
pub struct Past {
    demand: Demand,
    zone: TimeZone,
    /// The hour at which a day's work begins: 05:00, or when the shop's day does.
    first_hour: i8,
}

impl Past {
    /// The days before today in a shop of that zone, whose days begin at that hour. None where today is no date, or
    /// where nothing is wanted or too much.
    pub fn before(today: &BusinessDay, zone: TimeZone, day_start_hour: u8, wanted: Wanted) -> Option<Self> {
        let Wanted { seed, days, orders_a_day } = wanted;
        let is_within = (1..=MOST_DAYS).contains(&days) && (1..=MOST_ORDERS_A_DAY).contains(&orders_a_day);
        let today: Date = today.0.parse().ok().filter(|_| is_within)?;
        let first = today.checked_sub(i64::from(days).days()).ok()?;
        let first_hour = i8::try_from(day_start_hour).ok()?.max(5);
        Some(Self { demand: Demand { seed, first, days, orders_a_day }, zone, first_hour })
    }

    /// What everything is drawn from.
    pub const fn seed(&self) -> u64 {
        self.demand.seed
    }

    /// Its days, closed ones too, the first one first.
    pub fn dates(&self) -> impl Iterator<Item = Date> + use<> {
        let first = self.demand.first;
        (0..i64::from(self.demand.days)).filter_map(move |n| first.checked_add(n.days()).ok())
    }

    /// What happens on a day; nothing where the shop is closed.
    pub fn plan(&self, carte: &Carte, crew: &Crew, date: Date) -> Option<DayPlan> {
        day::plan(self, carte, crew, date)
    }

    /// When the work of a day begins.
    pub fn begins(&self, date: Date) -> Option<Moment> {
        let at = self.zone.to_timestamp(date.at(self.first_hour, 0, 0, 0)).ok()?;
        Some(Moment(at.as_microsecond()))
    }
}
