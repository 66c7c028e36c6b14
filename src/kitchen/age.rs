//! How long a ticket has waited, against the limits that the shop has set.

use crate::{
    Moment,
    order::OrderStatus,
    settings::{AgeLimit, AgeLimits},
};

/// How long a ticket has waited in its status, as the wall shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// In time.
    Fresh,
    /// Worth a look.
    Due,
    /// Too long.
    Late,
}

/// When a ticket of this status is due and late; none where nobody waits any more.
pub const fn limit_of(limits: &AgeLimits, status: OrderStatus) -> Option<AgeLimit> {
    match status {
        OrderStatus::Pending => Some(limits.pending),
        OrderStatus::Preparing => Some(limits.preparing),
        OrderStatus::Ready => Some(limits.ready),
        OrderStatus::Completed | OrderStatus::Cancelled => None,
    }
}

/// The age of a ticket that has been in its status for so many seconds.
pub fn age(limits: &AgeLimits, status: OrderStatus, seconds: i64) -> Age {
    match limit_of(limits, status) {
        Some(limit) if seconds >= i64::from(limit.late) * 60 => Age::Late,
        Some(limit) if seconds >= i64::from(limit.warn) * 60 => Age::Due,
        _ => Age::Fresh,
    }
}

/// Whether an order waits to be begun: it is wanted at `due`, and the kitchen begins `lead_minutes` before that.
pub fn waits(due: Option<Moment>, lead_minutes: u32, now: Moment) -> bool {
    due.is_some_and(|due| now < begins_at(due, lead_minutes))
}

/// When the kitchen begins with what is wanted at `due`.
pub const fn begins_at(due: Moment, lead_minutes: u32) -> Moment {
    due.plus_seconds(-60 * lead_minutes as i64)
}

/// When the kitchen could begin with what it got at `sent`: what is wanted later, its lead before that.
pub fn arrived(sent: Moment, due: Option<Moment>, lead_minutes: u32) -> Moment {
    due.map_or(sent, |due| sent.max(begins_at(due, lead_minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    #[test]
    fn ages_follow_the_limits() {
        let mut limits = Settings::default().age_limits;
        let minutes = |limits: &AgeLimits, status, m: i64| age(limits, status, m * 60);
        assert_eq!(minutes(&limits, OrderStatus::Pending, 7), Age::Fresh);
        assert_eq!(minutes(&limits, OrderStatus::Pending, 8), Age::Due);
        assert_eq!(minutes(&limits, OrderStatus::Preparing, 22), Age::Late);
        assert_eq!(minutes(&limits, OrderStatus::Ready, 5), Age::Due);
        assert_eq!(minutes(&limits, OrderStatus::Completed, 500), Age::Fresh);
        limits.pending = AgeLimit { warn: 1, late: 2 };
        assert_eq!(minutes(&limits, OrderStatus::Pending, 2), Age::Late, "what the shop has set counts");
    }
}
