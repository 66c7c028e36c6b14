//! How it is paid: in cash less and less, by telephone and card more and more; what is handed over, and what is taken
//! off now and then.

use super::{carte::Carte, prng::Prng};
use crate::{
    Money, Percent,
    order::{DiscountTerms, Part, PaymentMethod, Source, Tender},
};

/// How many of a thousand guests pay how, on the first day and on the last.
const METHODS: [(PaymentMethod, i64, i64); 5] = [
    (PaymentMethod::Cash, 715, 520),
    (PaymentMethod::LinePay, 130, 245),
    (PaymentMethod::EasyCard, 90, 140),
    (PaymentMethod::CreditCard, 40, 65),
    (PaymentMethod::Other, 25, 30),
];

/// How an order is paid, so far (in thousandths) from the first day to the last. What is brought to somebody is mostly
/// paid to the one who brings it.
pub fn method(prng: &mut Prng, source: Source, progress: i64) -> PaymentMethod {
    if source == Source::Delivery && prng.permille(800) {
        return PaymentMethod::Other;
    }
    let weight = |(_, first, last): &(PaymentMethod, i64, i64)| first + (last - first) * progress / 1_000;
    let place = prng.weighted(METHODS.iter().map(weight));
    METHODS.get(place).map_or(PaymentMethod::Cash, |(method, ..)| *method)
}

/// How so much is handed over: in cash a round amount as a rule, and now and then in two parts.
pub fn tender(prng: &mut Prng, method: PaymentMethod, total: Money) -> Tender {
    if prng.permille(7) && total > Money::whole(100) && method != PaymentMethod::Cash {
        let amount = Money::whole(total.0 / 100 / 2);
        let parts = [(PaymentMethod::Cash, amount), (method, total - amount)];
        let parts = parts.map(|(method, amount)| Part { method, amount, tendered: None });
        return Tender { parts: parts.to_vec(), ..Tender::default() };
    }
    let tendered = (method == PaymentMethod::Cash && total > Money::ZERO).then(|| handed_over(prng, total));
    Tender { tendered, ..Tender::default() }
}

/// What is put on the counter for so much: exactly that, or coins and notes that are more.
fn handed_over(prng: &mut Prng, total: Money) -> Money {
    let coins = [0, 10, 50, 100, 500, 1_000];
    let place = prng.weighted([300, 150, 90, 330, 90, 40].into_iter());
    match coins.get(place).copied().unwrap_or(0) * 100 {
        0 => total,
        note => Money((total.0 + note - 1) / note * note),
    }
}

/// What is taken off, if anything, and whether a manager has to say so.
pub fn discount(prng: &mut Prng, carte: &Carte) -> Option<(DiscountTerms, bool)> {
    if !prng.permille(38) {
        return None;
    }
    let (amount, percent, reason) = match prng.weighted([40, 30, 15, 15].into_iter()) {
        0 => (Some(Money::whole(5)), None, "自備餐具"),
        1 => (None, Some(Percent::whole(5)), "熟客"),
        2 => (None, Some(Percent::whole(10)), "學生優惠"),
        _ => (None, Some(Percent::whole(prng.between(3, 6) * 5)), "等太久"),
    };
    let by_manager = percent.is_some_and(|p| p > Percent::whole(carte.discount_limit_percent));
    Some((DiscountTerms { amount, percent, reason: reason.to_owned() }, by_manager))
}
