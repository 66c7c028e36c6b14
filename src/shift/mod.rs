//! The cash drawer from opening to counting: what it should hold, and what was found in it.

mod draft;
mod tally;

use serde::{Deserialize, Serialize};

use crate::{Moment, Money};

pub use draft::{CashDraft, CloseDraft, OpenDraft};
pub use tally::Tally;

/// Whether the drawer is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub enum ShiftStatus {
    /// Payments are counted into it.
    Open,
    /// It was counted.
    Closed,
}

impl ShiftStatus {
    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// Which way cash went by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub enum Direction {
    /// Into the drawer.
    In,
    /// Out of the drawer.
    Out,
}

impl Direction {
    /// Both ways.
    pub const ALL: &[Self] = &[Self::In, Self::Out];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }

    /// The way of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|way| way.as_str() == word)
    }
}

/// Who did it, as they were called then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    /// Row id of the user.
    pub user_id: i64,
    /// The name they signed in with.
    pub username: String,
}

/// How a shift ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// What was counted in the drawer.
    pub actual_cash: Money,
    /// Who closed it.
    pub by: Hand,
    /// When.
    pub at: Moment,
}

/// A shift as it is kept: all but what the payments tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShiftRecord {
    /// Row id.
    pub id: i64,
    /// What it is called.
    pub shift_name: String,
    /// What was in the drawer at the start.
    pub opening_cash: Money,
    /// Free words.
    pub notes: Option<String>,
    /// Who opened it.
    pub opened_by: Hand,
    /// When.
    pub opened_at: Moment,
    /// How it ended, where it did.
    pub closing: Option<Closing>,
}

/// A shift and its figures: those of a closed one stand, those of an open one are of this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Shift {
    /// Row id.
    pub id: i64,
    /// What it is called.
    pub shift_name: String,
    /// Whether it is open.
    pub status: ShiftStatus,
    /// What was in the drawer at the start.
    pub opening_cash: Money,
    /// What should be in it: opening + cash sales − cash refunds + cash in − cash out.
    pub expected_cash: Money,
    /// What was counted at the end.
    pub actual_cash: Option<Money>,
    /// Counted less expected.
    pub cash_difference: Option<Money>,
    /// Orders that were paid in it.
    pub paid_order_count: i64,
    /// Sales taken, refunds not taken off.
    pub total_revenue: Money,
    /// Of it in cash.
    pub cash_revenue: Money,
    /// Of it by other means.
    pub non_cash_revenue: Money,
    /// All refunds given.
    pub refund_amount: Money,
    /// Who opened it.
    pub opened_by_user_id: i64,
    /// Their name then.
    pub opened_by_username: String,
    /// Who closed it.
    pub closed_by_user_id: Option<i64>,
    /// Their name then.
    pub closed_by_username: Option<String>,
    /// Free words.
    pub notes: Option<String>,
    /// When it was opened.
    pub opened_at: Moment,
    /// When it was closed.
    pub closed_at: Option<Moment>,
}

/// Cash that went into the drawer or out of it by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CashMove {
    /// Row id.
    pub id: i64,
    /// The shift that was open.
    pub shift_id: i64,
    /// Which way.
    pub direction: Direction,
    /// How much, above 0.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub created_by_user_id: i64,
    /// Their name then.
    pub created_by_username: String,
    /// When.
    pub created_at: Moment,
}

impl Shift {
    /// A shift with the figures of its payments and cash moves.
    pub fn of(record: &ShiftRecord, tally: &Tally) -> Self {
        let expected_cash = tally.expected_cash(record.opening_cash);
        let closing = record.closing.as_ref();
        Self {
            id: record.id,
            shift_name: record.shift_name.clone(),
            status: if closing.is_some() { ShiftStatus::Closed } else { ShiftStatus::Open },
            opening_cash: record.opening_cash,
            expected_cash,
            actual_cash: closing.map(|c| c.actual_cash),
            cash_difference: closing.map(|c| c.actual_cash - expected_cash),
            paid_order_count: tally.paid_orders,
            total_revenue: tally.cash_sales + tally.other_sales,
            cash_revenue: tally.cash_sales,
            non_cash_revenue: tally.other_sales,
            refund_amount: tally.cash_refunds + tally.other_refunds,
            opened_by_user_id: record.opened_by.user_id,
            opened_by_username: record.opened_by.username.clone(),
            closed_by_user_id: closing.map(|c| c.by.user_id),
            closed_by_username: closing.map(|c| c.by.username.clone()),
            notes: record.notes.clone(),
            opened_at: record.opened_at,
            closed_at: closing.map(|c| c.at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(closing: Option<Closing>) -> ShiftRecord {
        ShiftRecord {
            id: 4,
            shift_name: "早班".into(),
            opening_cash: Money(200_000),
            notes: None,
            opened_by: Hand { user_id: 1, username: "manager1".into() },
            opened_at: Moment(1),
            closing,
        }
    }

    const TALLY: Tally = Tally {
        paid_orders: 3,
        cash_sales: Money(30_000),
        other_sales: Money(12_050),
        cash_refunds: Money(4_500),
        other_refunds: Money(1_000),
        cash_in: Money(50_000),
        cash_out: Money(80_000),
    };

    #[test]
    fn an_open_shift_has_figures_and_nothing_counted() {
        let shift = Shift::of(&record(None), &TALLY);
        assert_eq!(shift.status, ShiftStatus::Open);
        assert_eq!(shift.expected_cash, Money(200_000 + 30_000 - 4_500 + 50_000 - 80_000));
        assert_eq!((shift.total_revenue, shift.cash_revenue), (Money(42_050), Money(30_000)));
        assert_eq!((shift.non_cash_revenue, shift.refund_amount), (Money(12_050), Money(5_500)));
        assert_eq!(shift.paid_order_count, 3);
        assert_eq!((shift.actual_cash, shift.cash_difference, shift.closed_at), (None, None, None));
        assert_eq!((shift.closed_by_user_id, shift.closed_by_username), (None, None));
    }

    #[test]
    fn what_is_missing_in_the_drawer_is_a_difference_below_zero() {
        let by = Hand { user_id: 2, username: "owner1".into() };
        for (actual, difference) in [(195_500, 0), (195_000, -500), (196_000, 500)] {
            let closing = Closing { actual_cash: Money(actual), by: by.clone(), at: Moment(8) };
            let shift = Shift::of(&record(Some(closing)), &TALLY);
            assert_eq!(shift.status, ShiftStatus::Closed);
            assert_eq!(shift.cash_difference, Some(Money(difference)));
            assert_eq!(shift.closed_by_username.as_deref(), Some("owner1"));
            assert_eq!((shift.closed_by_user_id, shift.closed_at), (Some(2), Some(Moment(8))));
        }
    }
}
