//! What an order can be: where it is eaten, how far it has come, whether and how it is paid.

use crate::words::words;

words!(
    /// Where the order is eaten.
    Source {
        /// At a table.
        DineIn = "dine_in",
        /// Taken along.
        Takeout = "takeout",
        /// Brought.
        Delivery = "delivery",
    }
);

words!(
    /// Where an order is on its way.
    OrderStatus {
        /// The kitchen has not begun.
        Pending = "pending",
        /// The kitchen is at it.
        Preparing = "preparing",
        /// Waiting to be collected.
        Ready = "ready",
        /// Collected.
        Completed = "completed",
        /// Called off.
        Cancelled = "cancelled",
    }
);

words!(
    /// Whether the money came.
    PaymentStatus {
        /// Not yet.
        Unpaid = "unpaid",
        /// It did.
        Paid = "paid",
        /// It went back.
        Refunded = "refunded",
    }
);

words!(
    /// How it is paid.
    PaymentMethod {
        /// Coins and notes.
        Cash = "cash",
        /// LINE Pay.
        LinePay = "line_pay",
        /// A credit card.
        CreditCard = "credit_card",
        /// EasyCard.
        EasyCard = "easycard",
        /// Anything else.
        Other = "other",
    }
);

words!(
    /// Which way money went.
    PaymentKind {
        /// To the shop.
        Sale = "sale",
        /// Back to the customer.
        Refund = "refund",
    }
);

impl OrderStatus {
    /// Whether the status machine has the step (the contract's `POST /api/orders/{id}/status`).
    pub const fn can_become(self, to: Self) -> bool {
        use OrderStatus::{Cancelled, Completed, Pending, Preparing, Ready};
        matches!(
            (self, to),
            (Pending, Preparing | Cancelled) | (Preparing, Ready | Cancelled) | (Ready, Completed)
        )
    }

    /// The next status on the straight way, for one tap in the kitchen.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Pending => Some(Self::Preparing),
            Self::Preparing => Some(Self::Ready),
            Self::Ready => Some(Self::Completed),
            Self::Completed | Self::Cancelled => None,
        }
    }

    /// Whether somebody still works on it or waits for it.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Pending | Self::Preparing | Self::Ready)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_machine_has_these_steps_and_no_others() {
        use OrderStatus::{Cancelled, Completed, Pending, Preparing, Ready};
        let steps = [
            (Pending, Preparing),
            (Preparing, Ready),
            (Ready, Completed),
            (Pending, Cancelled),
            (Preparing, Cancelled),
        ];
        for from in OrderStatus::ALL {
            for to in OrderStatus::ALL {
                assert_eq!(from.can_become(*to), steps.contains(&(*from, *to)), "{from:?} {to:?}");
            }
            assert!(from.next().is_none_or(|to| from.can_become(to)));
        }
    }

    #[test]
    fn words_are_the_contracts() {
        assert_eq!(serde_json::to_string(&PaymentMethod::EasyCard).unwrap_or_default(), "\"easycard\"");
        for method in PaymentMethod::ALL {
            assert_eq!(PaymentMethod::from_word(method.as_str()), Some(*method));
        }
        assert_eq!(Source::from_word("DINE_IN"), None);
    }
}
