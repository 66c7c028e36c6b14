//! How long it takes from now, as the public board says it.

use crate::report::Spread;

/// So many orders of the day have to be behind what the board says.
pub const FEWEST_ORDERS: i64 = 20;

/// In how many minutes an order that is placed now is ready: nine of ten of today's took no longer. `spread` is how
/// many orders took how many seconds. None where that is known of fewer than 20 orders: it would be a guess.
pub fn wait_minutes(spread: &[(i64, i64)]) -> Option<u32> {
    let spread: Spread = spread.iter().copied().collect();
    if spread.orders() < FEWEST_ORDERS {
        return None;
    }
    // A promise is rounded up, and nothing is ready in no time.
    let minutes = (spread.at(90)? + 59) / 60;
    u32::try_from(minutes.max(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_than_twenty_orders_say_nothing() {
        assert_eq!(wait_minutes(&[]), None);
        assert_eq!(wait_minutes(&[(300, 19)]), None);
        assert_eq!(wait_minutes(&[(300, 20)]), Some(5));
    }

    #[test]
    fn nine_of_ten_orders_took_no_longer() {
        // Two of twenty may take longer, three may not.
        assert_eq!(wait_minutes(&[(240, 18), (1200, 2)]), Some(4));
        assert_eq!(wait_minutes(&[(240, 17), (1200, 3)]), Some(20));
        assert_eq!(wait_minutes(&[(241, 20)]), Some(5), "rounded up");
        assert_eq!(wait_minutes(&[(0, 30)]), Some(1));
    }
}
