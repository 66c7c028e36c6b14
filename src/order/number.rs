//! Order and call numbers: sequential for each store and business day, never counted and never drawn.

use std::collections::BTreeSet;

use crate::clock::BusinessDay;

/// The next number of the day after `last`, passing over what a live order of an earlier day still shows.
/// Gives the number, the call number (`042`) and the order number (`20261123-0042`), which share it.
pub fn next_call(day: &BusinessDay, last: i64, live: &BTreeSet<String>) -> (i64, String, String) {
    let mut number = last + 1;
    while live.contains(&call(number)) {
        number += 1;
    }
    (number, call(number), format!("{}-{number:04}", day.compact()))
}

fn call(number: i64) -> String {
    format!("{number:03}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_each_other_and_pass_over_live_ones() {
        let day = BusinessDay("2026-11-23".into());
        let live = BTreeSet::from(["002".to_owned(), "003".to_owned()]);
        assert_eq!(next_call(&day, 0, &live), (1, "001".into(), "20261123-0001".into()));
        assert_eq!(next_call(&day, 1, &live), (4, "004".into(), "20261123-0004".into()));
        assert_eq!(next_call(&day, 999, &live).1, "1000");
    }
}
