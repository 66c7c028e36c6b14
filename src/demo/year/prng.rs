//! Chance that comes out the same everywhere and for ever: SplitMix64 (Steele, Lea and Flood, "Fast splittable
//! pseudorandom number generators", 2014). The generators of libraries may change with their versions.

/// A stream of numbers that look like chance.
#[derive(Clone, Debug)]
pub struct Prng(u64);

/// The golden ratio of 64 bits, by which the state walks on.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

impl Prng {
    /// The stream of a seed for one thing of one day: days and things know nothing of each other, so that a day comes
    /// out the same whichever days are made.
    pub fn of(seed: u64, day: i64, stream: u64) -> Self {
        let mut mixed = Self(seed);
        for part in [day.cast_unsigned(), stream] {
            mixed = Self(mixed.draw() ^ part.wrapping_mul(GAMMA));
        }
        mixed
    }

    /// The next 64 bits.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One of `count` numbers from 0 on; 0 where there is none to choose from.
    pub fn below(&mut self, count: u64) -> u64 {
        u64::try_from((u128::from(self.draw()) * u128::from(count)) >> 64).unwrap_or(0)
    }

    /// A whole number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let count = u64::try_from(most - least + 1).unwrap_or(0);
        least + i64::try_from(self.below(count)).unwrap_or(0)
    }

    /// True so many times in a thousand.
    pub fn permille(&mut self, chance: i64) -> bool {
        self.between(0, 999) < chance
    }

    /// The place of one of these, each as likely as its weight; the first where none has any.
    pub fn weighted(&mut self, weights: impl Iterator<Item = i64> + Clone) -> usize {
        let all: i64 = weights.clone().map(|weight| weight.max(0)).sum();
        let mut left = self.between(0, (all - 1).max(0));
        for (place, weight) in weights.enumerate() {
            left -= weight.max(0);
            if left < 0 {
                return place;
            }
        }
        0
    }

    /// One of these, each as likely as any other.
    pub fn one_of<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(usize::try_from(self.below(u64::try_from(of.len()).unwrap_or(0))).unwrap_or(0))
    }

    /// A whole number around 0 that is seldom far from it: at most `reach` off, half of the time within a fifth of it.
    pub fn around_zero(&mut self, reach: i64) -> i64 {
        (0..4).map(|_| self.between(-reach, reach)).sum::<i64>() / 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_paper() {
        // The reference implementation (Vigna's splitmix64.c) with the seed 1234567.
        let mut prng = Prng(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| prng.draw()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn streams_differ_and_ranges_hold() {
        let first = |seed, day, stream| Prng::of(seed, day, stream).draw();
        let all = [first(1, 1, 1), first(2, 1, 1), first(1, 2, 1), first(1, 1, 2), first(2, 1, 2)];
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
        let mut prng = Prng::of(7, 20_000, 3);
        let mut seen = [0_usize; 5];
        for _ in 0..10_000 {
            seen[usize::try_from(prng.between(0, 4)).unwrap()] += 1;
        }
        assert!(seen.iter().all(|count| (1_800..2_200).contains(count)), "{seen:?}");
        let twice = (0..10_000).filter(|_| prng.weighted([1, 0, 3].into_iter()) == 2).count();
        assert!((7_200..7_800).contains(&twice), "{twice}");
        assert_eq!((prng.below(0), prng.weighted([].into_iter())), (0, 0));
        assert!(prng.one_of::<i64>(&[]).is_none());
    }
}
