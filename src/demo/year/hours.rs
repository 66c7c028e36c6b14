//! When they come: a Taiwanese breakfast shop from 05:30 to 11:30, with a rush before work and one of those who sleep
//! longer.

use super::prng::Prng;

/// The doors open so many seconds after 05:00, when the day's work begins.
pub const DOORS: i64 = 30 * 60;
/// A quarter of an hour, in seconds.
const QUARTER: i64 = 15 * 60;

/// How many come in each quarter of an hour from 05:30 on, Monday to Friday: 07:00 to 08:30, and 09:30 to 10:30.
const WORKING_DAY: [i64; 24] =
    [8, 12, 20, 30, 45, 62, 88, 104, 108, 96, 74, 52, 38, 32, 34, 42, 52, 56, 48, 38, 28, 20, 14, 9];
/// The same on a weekend: later, and the second rush is the longer one.
const WEEKEND: [i64; 24] =
    [4, 6, 10, 15, 22, 32, 46, 58, 72, 84, 86, 74, 60, 58, 70, 86, 94, 92, 80, 64, 48, 34, 22, 13];

/// When so many orders are taken, in seconds since 05:00, the first one first.
pub fn arrivals(prng: &mut Prng, count: i64, is_weekend: bool) -> Vec<i64> {
    let shape = if is_weekend { WEEKEND } else { WORKING_DAY };
    let mut times: Vec<i64> = (0..count)
        .map(|_| {
            let quarter = i64::try_from(prng.weighted(shape.iter().copied())).unwrap_or(0);
            DOORS + quarter * QUARTER + prng.between(0, QUARTER - 1)
        })
        .collect();
    times.sort_unstable();
    times
}

/// How full the kitchen is at each arrival: the orders of the ten minutes before, in thousandths of what they are on
/// average over the morning. A larger shop has more cooks.
pub fn loads(times: &[i64]) -> Vec<i64> {
    const WINDOW: i64 = 600;
    let count = i64::try_from(times.len()).unwrap_or(i64::MAX);
    let mut oldest = 0;
    let mut loads = Vec::with_capacity(times.len());
    for (place, at) in times.iter().enumerate() {
        while times.get(oldest).is_some_and(|earlier| at - earlier > WINDOW) {
            oldest += 1;
        }
        let waiting = i64::try_from(place - oldest).unwrap_or(0);
        loads.push(waiting * 36 * 1_000 / count.max(1));
    }
    loads
}
