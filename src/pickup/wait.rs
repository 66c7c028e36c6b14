//! How long it takes from now, as the public board says it.

use crate::kitchen::Pace;

/// So many orders of the day have to be behind what the board says.
pub const FEWEST_ORDERS: usize = 20;

/// In how many minutes an order that is placed now is ready: nine of ten of today's took no longer. None where that is
/// known of fewer than 20 orders: it would be a guess.
pub fn wait_minutes(pace: &Pace) -> Option<u32> {
    let seconds = pace.seconds.filter(|_| pace.orders >= FEWEST_ORDERS)?;
    // A promise is rounded up, and nothing is ready in no time.
    let minutes = (seconds.p90 + 59) / 60;
    u32::try_from(minutes.max(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Moment, clock::BusinessDay, kitchen::Made};

    /// What is said where so many orders took so many seconds each.
    fn said(took: &[(i64, usize)]) -> Option<u32> {
        let made = |(seconds, orders): &(i64, usize)| {
            let made_at = Moment::default().plus_seconds(*seconds);
            vec![Made { sent_at: Moment::default(), due_at: None, made_at }; *orders]
        };
        let made: Vec<Made> = took.iter().flat_map(made).collect();
        wait_minutes(&Pace::of(BusinessDay::default(), &made, 15))
    }

    #[test]
    fn fewer_than_twenty_orders_say_nothing() {
        assert_eq!(said(&[]), None);
        assert_eq!(said(&[(300, 19)]), None);
        assert_eq!(said(&[(300, 20)]), Some(5));
    }

    #[test]
    fn nine_of_ten_orders_took_no_longer() {
        // Two of twenty may take longer, three may not.
        assert_eq!(said(&[(240, 18), (1200, 2)]), Some(4));
        assert_eq!(said(&[(240, 17), (1200, 3)]), Some(20));
        assert_eq!(said(&[(241, 20)]), Some(5), "rounded up");
        assert_eq!(said(&[(0, 30)]), Some(1));
    }
}
