//! How long it takes: most orders are quick, a few take very long, and all take longer in the rush.

use super::prng::Prng;

/// What becomes of the time that something usually takes, in thousandths, at each twentieth of all cases: a log-normal
/// distribution with a standard deviation of 0.5, cut off at its ends.
const SKEW: [i64; 21] = [
    300, 440, 527, 596, 656, 714, 769, 825, 881, 939, 1_000, 1_065, 1_135, 1_212, 1_300, 1_401, 1_523, 1_679,
    1_898, 2_276, 3_900,
];

/// No order takes longer, in seconds.
const LONGEST: i64 = 30 * 60;

/// When an order goes on, in seconds after it was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The kitchen begins.
    pub begun: i64,
    /// It is ready.
    pub ready: i64,
    /// It is collected.
    pub collected: i64,
}

/// So many seconds, made shorter or longer as chance has it.
pub fn skewed(prng: &mut Prng, usual: i64) -> i64 {
    let at = prng.between(0, 19_999);
    let knot = |place: i64| usize::try_from(place).ok().and_then(|p| SKEW.get(p)).copied().unwrap_or(1_000);
    let (place, within) = (at / 1_000, at % 1_000);
    let factor = knot(place) + (knot(place + 1) - knot(place)) * within / 1_000;
    usual * factor / 1_000
}

/// How an order of so many portions goes on where the kitchen is so full (in thousandths of the average).
pub fn times(prng: &mut Prng, portions: i64, load: i64) -> Times {
    let crowd = (load - 1_000).max(0);
    let begun = skewed(prng, 20 + crowd * 25 / 1_000).clamp(3, LONGEST / 3);
    let work = 95 + 38 * portions.min(12) + crowd * 110 / 1_000;
    let ready = begun + skewed(prng, work).clamp(25, LONGEST - begun);
    let collected = ready + skewed(prng, 60).clamp(5, 900);
    Times { begun, ready, collected }
}
