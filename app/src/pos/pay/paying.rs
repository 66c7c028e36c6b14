//! A payment that is being taken: what was typed, by which method, in how many parts. Plain data, no browser.

use sunnyside::{
    Money,
    order::{Part, PayDraft, PaymentMethod, Tender},
};

/// The most digits of an amount in whole dollars: above that it was a slip.
const MOST_DIGITS: usize = 6;
/// A dollar in hundredths.
const DOLLAR: i64 = 100;

/// What is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The order in hand, which is sent with it.
    Cart,
    /// An order that was sent before.
    Order {
        /// Its row id.
        id: i64,
        /// Its call number.
        call: String,
    },
}

impl Target {
    /// Whether it is that order.
    pub const fn is_order(&self, order_id: i64) -> bool {
        matches!(self, Self::Order { id, .. } if *id == order_id)
    }
}

/// Where a payment in two parts stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Split {
    /// The first part is being typed.
    First,
    /// It is known; the rest follows.
    Rest(Part),
}

/// A payment that is being taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paying {
    /// What is paid.
    pub target: Target,
    /// What it comes to.
    pub total: Money,
    /// The method of this part.
    pub method: PaymentMethod,
    /// The digits that were typed: whole dollars.
    pub typed: String,
    /// Whether it is paid in two parts.
    pub split: Option<Split>,
}

impl Paying {
    /// Begins with exact cash, which needs no digit.
    pub const fn new(target: Target, total: Money) -> Self {
        Self { target, total, method: PaymentMethod::Cash, typed: String::new(), split: None }
    }

    /// What this part has to bring.
    pub fn due(&self) -> Money {
        match &self.split {
            Some(Split::Rest(first)) => self.total - first.amount,
            _ => self.total,
        }
    }

    /// Whether the first of two parts is being typed.
    pub fn is_first(&self) -> bool {
        self.split == Some(Split::First)
    }

    /// Whether digits mean something: cash, or the amount of a first part.
    pub fn takes_digits(&self) -> bool {
        self.method == PaymentMethod::Cash || self.is_first()
    }

    /// The amount that was typed; none where nothing was.
    pub fn entered(&self) -> Option<Money> {
        self.typed.parse::<i64>().ok().filter(|_| self.takes_digits()).map(|dollars| Money(dollars * DOLLAR))
    }

    /// What goes back to the customer of what was typed.
    pub fn change(&self) -> Option<Money> {
        let change = self.entered().filter(|_| !self.is_first())? - self.due();
        (change >= Money::ZERO).then_some(change)
    }

    /// What was typed is so much less than is due.
    pub fn missing(&self) -> Option<Money> {
        let missing = self.due() - self.entered().filter(|_| !self.is_first())?;
        (missing > Money::ZERO).then_some(missing)
    }

    /// Whether it can be confirmed as it is.
    pub fn is_ready(&self) -> bool {
        if self.is_first() {
            self.entered().is_some_and(|first| first > Money::ZERO && first < self.total)
        } else {
            self.missing().is_none()
        }
    }

    /// Takes a digit, or two zeros at once.
    pub fn type_digits(&mut self, digits: &str) {
        if self.takes_digits() && self.typed.len() + digits.len() <= MOST_DIGITS {
            self.typed.push_str(digits);
            let plain = self.typed.trim_start_matches('0').to_owned();
            self.typed = plain;
        }
    }

    /// Takes the last digit back.
    pub fn delete(&mut self) {
        self.typed.pop();
    }

    /// Takes an amount in whole dollars at one tap.
    pub fn enter(&mut self, amount: Money) {
        self.typed = (amount.0 / DOLLAR).to_string();
    }

    /// Chooses the method of this part.
    pub fn choose(&mut self, method: PaymentMethod) {
        self.method = method;
        if !self.takes_digits() {
            self.typed.clear();
        }
    }

    /// Begins to pay in two parts, or goes back to one.
    pub fn toggle_split(&mut self) {
        self.split = if self.split.is_none() { Some(Split::First) } else { None };
        self.typed.clear();
    }

    /// The first part is what was typed; the rest is asked for, by another method.
    pub fn take_first(&mut self) {
        let Some(amount) = self.entered().filter(|_| self.is_first() && self.is_ready()) else { return };
        let method = self.method;
        self.split = Some(Split::Rest(Part { method, amount, tendered: None }));
        self.method =
            if method == PaymentMethod::Cash { PaymentMethod::LinePay } else { PaymentMethod::Cash };
        self.typed.clear();
    }

    /// What the shop is told.
    pub fn draft(&self, found: bool) -> PayDraft {
        let tendered = self.entered().filter(|_| self.method == PaymentMethod::Cash);
        let tender = match &self.split {
            Some(Split::Rest(first)) => {
                let rest = Part { method: self.method, amount: self.due(), tendered };
                Tender { parts: vec![first.clone(), rest], tendered: None, found }
            }
            _ => Tender { parts: vec![], tendered, found },
        };
        PayDraft { payment_method: Some(self.method), tender }
    }

    /// The amounts that are handed over most likely: the next hundred, then the notes above it.
    pub fn quick(&self) -> Vec<Money> {
        if self.is_first() {
            let half = self.total.0 / 2 / DOLLAR * DOLLAR;
            return Some(Money(half)).filter(|half| *half > Money::ZERO).into_iter().collect();
        }
        let due = self.due();
        let mut amounts: Vec<Money> = [100, 500, 1000].map(|note| next(due, note)).to_vec();
        let two_hundred = Money(200 * DOLLAR);
        if due < two_hundred {
            amounts.push(two_hundred);
        }
        amounts.retain(|amount| *amount > due);
        amounts.sort_unstable();
        amounts.dedup();
        amounts
    }
}

/// The next multiple of a note that is enough.
const fn next(due: Money, note: i64) -> Money {
    let unit = note * DOLLAR;
    Money((due.0 + unit - 1) / unit * unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use PaymentMethod::{Cash, CreditCard, LinePay};

    fn paying(total: i64) -> Paying {
        Paying::new(Target::Cart, Money(total))
    }

    #[test]
    fn quick_amounts_are_what_people_hand_over() {
        for (total, quick) in [
            (29_500, vec![300, 500, 1000]),
            (6_500, vec![100, 200, 500, 1000]),
            (12_000, vec![200, 500, 1000]),
            (10_000, vec![200, 500, 1000]),
            (50_000, vec![1000]),
            (105_000, vec![1100, 1500, 2000]),
            (6_550, vec![100, 200, 500, 1000]),
        ] {
            let dollars: Vec<i64> = paying(total).quick().iter().map(|amount| amount.0 / 100).collect();
            assert_eq!(dollars, quick, "{total}");
        }
    }

    #[test]
    fn nothing_typed_is_exact_and_too_little_is_not_ready() {
        let mut cash = paying(29_500);
        assert!(cash.is_ready());
        assert_eq!(cash.draft(false).tender.tendered, None);
        for digit in ["2", "9"] {
            cash.type_digits(digit);
        }
        assert_eq!((cash.missing(), cash.is_ready()), (Some(Money(26_600)), false));
        cash.delete();
        cash.type_digits("00");
        assert_eq!(cash.missing(), Some(Money(9_500)));
        cash.enter(Money(50_000));
        assert_eq!((cash.change(), cash.missing(), cash.is_ready()), (Some(Money(20_500)), None, true));
        assert_eq!(cash.draft(false).tender.tendered, Some(Money(50_000)));
    }

    #[test]
    fn a_card_takes_no_digits() {
        let mut card = paying(29_500);
        card.type_digits("5");
        card.choose(CreditCard);
        assert_eq!((card.typed.as_str(), card.is_ready()), ("", true));
        card.type_digits("5");
        assert_eq!((card.typed.as_str(), card.change()), ("", None));
    }

    #[test]
    fn leading_zeros_and_endless_amounts_are_slips() {
        let mut cash = paying(100);
        cash.type_digits("00");
        cash.type_digits("7");
        assert_eq!(cash.typed, "7");
        for _ in 0..20 {
            cash.type_digits("9");
        }
        assert_eq!(cash.typed.len(), MOST_DIGITS);
    }

    #[test]
    fn two_parts_add_up_to_the_total() {
        let mut split = paying(29_500);
        split.toggle_split();
        assert!(!split.is_ready(), "the first amount is missing");
        split.type_digits("100");
        split.take_first();
        assert_eq!((split.due(), split.method), (Money(19_500), LinePay));
        split.choose(Cash);
        split.enter(Money(50_000));
        assert_eq!(split.change(), Some(Money(30_500)));
        let parts = split.draft(false).tender.parts;
        assert_eq!(parts.iter().map(|part| part.amount).sum::<Money>(), Money(29_500));
        assert_eq!(parts.last().and_then(|part| part.tendered), Some(Money(50_000)));
        split.toggle_split();
        assert_eq!((split.due(), split.draft(false).tender.parts), (Money(29_500), vec![]));
    }

    #[test]
    fn a_first_part_of_everything_is_none() {
        let mut split = paying(29_500);
        split.toggle_split();
        split.choose(LinePay);
        split.enter(Money(29_500));
        assert!(!split.is_ready());
        split.take_first();
        assert!(split.is_first());
        assert_eq!(split.quick(), [Money(14_700)], "half, in whole dollars");
    }
}
