//! Sharing an amount out.

use crate::Money;

/// Shares an amount out in proportion to the weights, in whole coins, by largest remainder: the shares add up to it
/// exactly. What is less than a coin goes to the heaviest; where no weight is above 0, all of it goes to the first.
pub fn allocate(total: Money, weights: &[i64], coin: Money) -> Vec<Money> {
    let coin = coin.0.max(1);
    let coins = i128::from(total.0 / coin);
    let weight = |at: usize| i128::from(weights[at].max(0));
    let sum: i128 = (0..weights.len()).map(weight).sum();
    let mut shares: Vec<i128> =
        (0..weights.len()).map(|at| if sum == 0 { 0 } else { coins * weight(at) / sum }).collect();
    let left = if sum == 0 { 0 } else { coins - shares.iter().sum::<i128>() };
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(if sum == 0 { 0 } else { coins * weight(*at) % sum }));
    for at in order.iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[*at] += 1;
    }
    let mut shares: Vec<Money> =
        shares.into_iter().map(|n| Money(i64::try_from(n).unwrap_or(0) * coin)).collect();
    let left = total - shares.iter().copied().sum();
    let heaviest = (0..weights.len()).max_by_key(|at| (weight(*at), std::cmp::Reverse(*at)));
    if let Some(share) = heaviest.and_then(|at| shares.get_mut(at)) {
        *share += left;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn by_largest_remainder() {
        let shares = |total, weights: &[i64], coin| -> Vec<i64> {
            allocate(Money(total), weights, Money(coin)).into_iter().map(|share| share.0).collect()
        };
        assert_eq!(shares(10_000, &[1, 1, 1], 100), [3400, 3300, 3300]);
        assert_eq!(shares(10_000, &[3500, 4500, 2000], 100), [3500, 4500, 2000]);
        assert_eq!(shares(1000, &[1, 2, 4], 100), [100, 300, 600], "1.43, 2.86 and 5.71 coins");
        assert_eq!(shares(150, &[1, 2], 100), [0, 150]);
        assert_eq!(shares(500, &[0, 0], 100), [500, 0]);
        assert_eq!(shares(500, &[], 100), []);
    }

    proptest! {
        #[test]
        fn the_shares_add_up(total in 0_i64..10_000_000, weights in proptest::collection::vec(0_i64..1_000_000, 1..20), coin in 1_i64..1000) {
            let shares = allocate(Money(total), &weights, Money(coin));
            prop_assert_eq!(shares.iter().copied().sum::<Money>(), Money(total));
            prop_assert!(shares.iter().all(|share| *share >= Money::ZERO));
        }
    }
}
