//! How long the kitchen took.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{Range, hourly::hour_of};
use crate::clock::BusinessDay;

/// Orders that the kitchen got within a quarter of an hour and that took it so long, as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preps {
    /// Quarters of an hour since 1970-01-01T00:00:00Z.
    pub quarter: i64,
    /// How long they took.
    pub seconds: i64,
    /// How many they are.
    pub orders: i64,
}

/// Orders with an item that took so long, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPreps {
    /// Row id.
    pub menu_item_id: i64,
    /// Its name now.
    pub menu_item_name: String,
    /// Its English name now.
    pub menu_item_name_en: Option<String>,
    /// How long they took.
    pub seconds: i64,
    /// How many they are.
    pub orders: i64,
}

/// How long the kitchen took, from the moment it got an order until that was ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PrepTimes {
    /// The first day.
    pub start_date: BusinessDay,
    /// The last day.
    pub end_date: BusinessDay,
    /// How many orders became ready.
    pub orders: i64,
    /// How long they took; none where there are no orders.
    pub seconds: Option<Percentiles>,
    /// The orders with each item; the slowest item first.
    pub items: Vec<ItemTimes>,
    /// By the hour in which the kitchen got them, the earliest first.
    pub hours: Vec<HourTimes>,
}

/// Seconds that so many percent of the orders did not exceed (nearest rank).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Percentiles {
    /// Half of the orders.
    pub p50: i64,
    /// Nine of ten.
    pub p90: i64,
    /// Ninety-nine of a hundred.
    pub p99: i64,
}

/// How long orders with an item took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ItemTimes {
    /// Row id.
    pub menu_item_id: i64,
    /// Its name now.
    pub menu_item_name: String,
    /// Its English name now.
    pub menu_item_name_en: Option<String>,
    /// How many orders had it.
    pub orders: i64,
    /// How long they took.
    pub seconds: Percentiles,
}

/// How long the orders of an hour took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HourTimes {
    /// 0-23, by the shop's clocks.
    pub hour: u8,
    /// How many orders the kitchen got in it.
    pub orders: i64,
    /// How long they took.
    pub seconds: Percentiles,
}

/// How many orders took how many seconds.
#[derive(Clone, Debug, Default)]
struct Spread(BTreeMap<i64, i64>);

impl FromIterator<(i64, i64)> for Spread {
    fn from_iter<T: IntoIterator<Item = (i64, i64)>>(times: T) -> Self {
        let mut spread = Self::default();
        times.into_iter().for_each(|(seconds, orders)| spread.add(seconds, orders));
        spread
    }
}

impl Spread {
    fn add(&mut self, seconds: i64, orders: i64) {
        // A clock that was set back makes no order ready before it came.
        *self.0.entry(seconds.max(0)).or_default() += orders;
    }

    /// How many orders they are.
    fn orders(&self) -> i64 {
        self.0.values().sum()
    }

    /// The seconds at the rank that is so many percent of all ranks, rounded up.
    fn at(&self, percent: i64) -> Option<i64> {
        let rank = (self.orders() * percent + 99) / 100;
        let mut passed = 0;
        let reached = self.0.iter().find(|(_, orders)| {
            passed += **orders;
            passed >= rank.max(1)
        });
        reached.map(|(seconds, _)| *seconds)
    }

    fn percentiles(&self) -> Option<Percentiles> {
        Some(Percentiles { p50: self.at(50)?, p90: self.at(90)?, p99: self.at(99)? })
    }
}

/// How long so many orders took; none where there are none.
pub fn percentiles_of(seconds: impl IntoIterator<Item = i64>) -> Option<Percentiles> {
    seconds.into_iter().map(|seconds| (seconds, 1)).collect::<Spread>().percentiles()
}

/// Puts the times together.
pub fn prep_times(range: &Range, zone: &TimeZone, preps: &[Preps], of_items: Vec<ItemPreps>) -> PrepTimes {
    let mut all = Spread::default();
    let mut hours: BTreeMap<u8, Spread> = BTreeMap::new();
    for Preps { quarter, seconds, orders } in preps {
        all.add(*seconds, *orders);
        hours.entry(hour_of(*quarter, zone)).or_default().add(*seconds, *orders);
    }
    let mut items: BTreeMap<i64, (String, Option<String>, Spread)> = BTreeMap::new();
    for prep in of_items {
        let item = items
            .entry(prep.menu_item_id)
            .or_insert_with(|| (prep.menu_item_name, prep.menu_item_name_en, Spread::default()));
        item.2.add(prep.seconds, prep.orders);
    }
    let item = |(menu_item_id, (menu_item_name, menu_item_name_en, spread)): (i64, (_, _, Spread))| {
        let (orders, seconds) = (spread.orders(), spread.percentiles()?);
        Some(ItemTimes { menu_item_id, menu_item_name, menu_item_name_en, orders, seconds })
    };
    let hour = |(hour, spread): (u8, Spread)| {
        Some(HourTimes { hour, orders: spread.orders(), seconds: spread.percentiles()? })
    };
    let mut items: Vec<ItemTimes> = items.into_iter().filter_map(item).collect();
    items.sort_by_key(|item| (std::cmp::Reverse(item.seconds), item.menu_item_id));
    PrepTimes {
        start_date: range.start.clone(),
        end_date: range.end.clone(),
        orders: all.orders(),
        seconds: all.percentiles(),
        items,
        hours: hours.into_iter().filter_map(hour).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Outcome;
    use proptest::prelude::*;

    fn spread(seconds: impl IntoIterator<Item = i64>) -> Spread {
        let mut spread = Spread::default();
        seconds.into_iter().for_each(|s| spread.add(s, 1));
        spread
    }

    #[test]
    fn percentiles_are_values_at_their_rank() {
        let of = |spread: Spread| spread.percentiles().map(|p| (p.p50, p.p90, p.p99));
        assert_eq!(of(spread([])), None);
        assert_eq!(of(spread([7])), Some((7, 7, 7)));
        assert_eq!(of(spread([10, 20])), Some((10, 20, 20)));
        assert_eq!(of(spread(1..=10)), Some((5, 9, 10)));
        assert_eq!(of(spread(1..=100)), Some((50, 90, 99)));
        assert_eq!(of(spread(1..=101)), Some((51, 91, 100)));
        assert_eq!(of(spread([-5, -5, 3])), Some((0, 3, 3)));
    }

    proptest! {
        #[test]
        fn a_percentile_is_the_nearest_rank_of_the_sorted(mut all in proptest::collection::vec(0_i64..500, 1..300)) {
            let found = spread(all.iter().copied()).percentiles();
            all.sort_unstable();
            let at = |percent: usize| all[(all.len() * percent).div_ceil(100) - 1];
            prop_assert_eq!(found, Some(Percentiles { p50: at(50), p90: at(90), p99: at(99) }));
        }
    }

    #[test]
    fn by_item_and_by_hour() -> Outcome<()> {
        let range = Range::of(None, None, &BusinessDay("2026-11-23".into()))?;
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let prep = |quarter, seconds, orders| Preps { quarter, seconds, orders };
        let of_item = |id: i64, seconds, orders| ItemPreps {
            menu_item_id: id,
            menu_item_name: format!("item {id}"),
            menu_item_name_en: None,
            seconds,
            orders,
        };
        // 08:00, 08:45 and 09:00 in the shop.
        let preps = [prep(0, 60, 2), prep(3, 90, 1), prep(4, 30, 1), prep(96, 120, 1)];
        let found =
            prep_times(&range, &zone, &preps, vec![of_item(1, 60, 2), of_item(2, 90, 1), of_item(1, 80, 1)]);
        assert_eq!(found.orders, 5);
        assert_eq!(found.seconds, Some(Percentiles { p50: 60, p90: 120, p99: 120 }));
        let hours: Vec<_> =
            found.hours.iter().map(|h| (h.hour, h.orders, h.seconds.p50, h.seconds.p90)).collect();
        assert_eq!(hours, [(8, 4, 60, 120), (9, 1, 30, 30)]);
        let items: Vec<_> =
            found.items.iter().map(|i| (i.menu_item_id, i.orders, i.seconds.p50, i.seconds.p99)).collect();
        assert_eq!(items, [(2, 1, 90, 90), (1, 3, 60, 80)]);
        assert_eq!(prep_times(&range, &zone, &[], vec![]).seconds, None);
        Ok(())
    }
}
