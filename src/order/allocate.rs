//! Sharing an amount out over lines so that the shares add up to it exactly: the largest remainder.

use crate::Money;

/// Shares `total` out in proportion to `weights` (none below 0) by largest remainder: every share is rounded down, and
/// what is left goes, a coin each, to the shares that lost most; of equal ones the earlier comes first. Shares are
/// whole coins where the total and all weights are, and whole hundredths otherwise. Where all weights are 0 the
/// shares are equal.
pub fn allocate(total: Money, weights: &[i64], coin: Money) -> Vec<Money> {
    if weights.is_empty() {
        return vec![];
    }
    let is_whole = |amount: i64| coin.0 > 0 && amount % coin.0 == 0;
    let unit = if is_whole(total.0) && weights.iter().all(|w| is_whole(*w)) { coin.0 } else { 1 };
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    let (weight, sum): (Box<dyn Fn(usize) -> i128>, i128) = if sum > 0 {
        (Box::new(|i| weights.get(i).copied().unwrap_or(0).into()), sum)
    } else {
        (Box::new(|_| 1), i128::try_from(weights.len()).unwrap_or(1))
    };
    let units = i128::from(total.0 / unit);
    let mut shares: Vec<i128> = (0..weights.len()).map(|i| units * weight(i) / sum).collect();
    let mut lost: Vec<usize> = (0..weights.len()).collect();
    lost.sort_by_key(|i| std::cmp::Reverse(units * weight(*i) % sum));
    let left = usize::try_from(units - shares.iter().sum::<i128>()).unwrap_or(0);
    for i in lost.into_iter().take(left) {
        if let Some(share) = shares.get_mut(i) {
            *share += 1;
        }
    }
    shares
        .into_iter()
        .map(|share| Money(i64::try_from(share).unwrap_or(i64::MAX).saturating_mul(unit)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_lost_most_gets_the_coins_that_are_left() {
        for (total, weights, shares) in [
            (7000, vec![3500, 2500, 2500], vec![2900, 2100, 2000]),
            (10_000, vec![3500, 3500, 3500], vec![3400, 3300, 3300]),
            (6550, vec![4000, 4000], vec![3275, 3275]),
            (1000, vec![0, 0, 0], vec![400, 300, 300]),
            (0, vec![100, 200], vec![0, 0]),
            (500, vec![], vec![]),
        ] {
            let expected: Vec<Money> = shares.into_iter().map(Money).collect();
            assert_eq!(allocate(Money(total), &weights, Money(100)), expected, "{total} over {weights:?}");
        }
    }

    proptest! {
        #[test]
        fn shares_add_up_and_stray_less_than_a_coin(
            coins in 0_i64..1_000_000, weights in proptest::collection::vec(0_i64..10_000, 1..40), whole in any::<bool>(),
        ) {
            let unit = if whole { 100 } else { 1 };
            let total = coins * unit;
            let weights: Vec<i64> = weights.iter().map(|w| w * unit).collect();
            let shares = allocate(Money(total), &weights, Money(100));
            prop_assert_eq!(shares.iter().copied().sum::<Money>(), Money(total));
            let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            for (share, weight) in shares.iter().zip(&weights).filter(|_| sum > 0) {
                let off = i128::from(share.0) * sum - i128::from(total) * i128::from(*weight);
                prop_assert!(share.0 >= 0 && off.abs() < i128::from(unit.max(100)) * sum, "{:?}", shares);
            }
        }
    }
}
