//! Discounts: an amount or a share of the sum, and what each line bears of it.

use serde_json::json;

use super::{DiscountTerms, Line, Order, PaymentStatus, allocate, settle::altered, total};
use crate::{
    Moment, Money, Outcome, Percent, Refusal,
    event::Happening,
    identity::{Actor, Role},
    menu::text_fault,
    refusal::{Fault, Noun, Problem},
    write::{Changes, State},
};

/// The whole sum.
pub const WHOLE: Percent = Percent(10_000);
/// What discounts are shared out over lines in: NT$1, whatever the shop's smallest coin is today, since the shares of
/// an order must not change afterwards.
const SHARE_COIN: Money = Money(100);

impl DiscountTerms {
    /// What is wrong with the fields.
    pub(super) fn faults(&self, way: &str) -> Vec<Fault> {
        let at = |field: &str| if way.is_empty() { field.to_owned() } else { format!("{way}.{field}") };
        let mut faults: Vec<Fault> = text_fault(&at("reason"), &self.reason, 1, 200).into_iter().collect();
        match (self.amount, self.percent) {
            (None, None) => faults.push(Fault::body(&at("amount"), Problem::Missing)),
            (Some(_), Some(_)) => faults.push(Fault::body(&at("percent"), Problem::NotBoth)),
            (Some(amount), None) if amount < Money::ZERO => {
                faults.push(Fault::body(&at("amount"), Problem::BelowMinimum(0)));
            }
            (Some(amount), None) if amount > Money::HIGHEST_PRICE => {
                faults.push(Fault::body(&at("amount"), Problem::TooLarge));
            }
            (None, Some(percent)) if percent < Percent::ZERO => {
                faults.push(Fault::body(&at("percent"), Problem::BelowMinimum(0)));
            }
            (None, Some(percent)) if percent > WHOLE => {
                faults.push(Fault::body(&at("percent"), Problem::AboveMaximum(100)));
            }
            _ => {}
        }
        faults
    }

    /// What these terms take off a sum: a share is rounded half up to a coin (to hundredths where the sum is no whole
    /// number of coins); never more than the sum.
    pub fn of(&self, sum: Money, coin: Money) -> Money {
        let off = match (self.amount, self.percent) {
            (Some(amount), _) => amount,
            (None, Some(percent)) => {
                let unit = if coin.0 > 0 && sum.0 % coin.0 == 0 { coin.0 } else { 1 };
                let (exact, whole) = (i128::from(sum.0) * i128::from(percent.0), 10_000 * i128::from(unit));
                Money(i64::try_from((exact * 2 + whole) / (whole * 2)).unwrap_or(sum.0).saturating_mul(unit))
            }
            (None, None) => Money::ZERO,
        };
        off.min(sum)
    }
}

/// What each line bears of a discount, in the lines' order.
pub fn discount_shares(discount: Money, lines: &[Line]) -> Vec<Money> {
    let weights: Vec<i64> = lines.iter().map(|line| line.line_total.0).collect();
    allocate(discount, &weights, SHARE_COIN)
}

/// What was refunded of these lines.
pub(super) fn refunded(lines: &[Line]) -> Money {
    lines.iter().map(|line| line.refunded_amount).sum()
}

/// Refuses what staff may not take off by themselves. A share is compared as it was asked for: rounded to a coin it may
/// be a little more.
pub(super) fn check_limit(state: &State, actor: &Actor, terms: &DiscountTerms, sum: Money) -> Outcome<()> {
    let limit = state.settings.discount_limit_percent;
    let is_within = match terms.percent {
        Some(percent) => percent.0 <= 100 * i64::from(limit),
        None => {
            let off = i128::from(terms.of(sum, state.settings.smallest_coin).0);
            off * 100 <= i128::from(sum.0) * i128::from(limit)
        }
    };
    let is_free = actor.auth_disabled || matches!(actor.role, Role::Manager | Role::Owner);
    if is_free || is_within { Ok(()) } else { Err(Refusal::Denied) }
}

/// Puts the order's sum and discount right after its lines or its terms changed. What was refunded already was paid
/// for, so a discount takes nothing off that.
pub(super) fn reckon(order: &mut Order, coin: Money) {
    let sum = total(&order.items);
    let most = (sum - refunded(&order.items)).max(Money::ZERO);
    order.discount = order.discount_terms.as_ref().map_or(Money::ZERO, |terms| terms.of(sum, coin).min(most));
    order.total_amount = sum - order.discount;
}

/// Decides on the discount of an unpaid order; terms that take nothing off end one.
///
/// # Errors
/// Unknown order, one that is paid or cancelled, faults of the terms, `Denied` above the limit.
pub fn set_discount(
    state: &State,
    actor: &Actor,
    order_id: i64,
    terms: &DiscountTerms,
    _now: Moment,
) -> Outcome<Changes> {
    let before = state.orders.get(&order_id).ok_or(Refusal::NotFound(Noun::Order))?;
    let faults = terms.faults("");
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    if !before.status.is_live() || before.payment_status != PaymentStatus::Unpaid {
        return Err(Refusal::PriceIsFinal);
    }
    let sum = total(&before.items);
    let off = terms.of(sum, state.settings.smallest_coin);
    check_limit(state, actor, terms, sum)?;
    let mut order = before.clone();
    order.discount_terms = (off > Money::ZERO).then(|| terms.clone());
    reckon(&mut order, state.settings.smallest_coin);
    if order == *before {
        return Ok(Changes::answering(before));
    }
    order.seq = state.next_seq();
    let event = Happening::OrderDiscounted { order: order.reference(), total_amount: order.total_amount };
    let told = |o: &Order| json!({"discount": o.discount, "total_amount": o.total_amount, "terms": o.discount_terms});
    let payload = json!({
        "order_number": order.order_number, "before": told(before), "after": told(&order),
    });
    Ok(altered(Changes::default(), order, event, "order.discount", payload))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(amount: Option<i64>, percent: Option<i64>) -> DiscountTerms {
        DiscountTerms { amount: amount.map(Money), percent: percent.map(Percent), reason: "熟客".into() }
    }

    #[test]
    fn a_share_is_rounded_half_up_to_a_coin_and_never_above_the_sum() {
        let coin = Money(100);
        for (sum, given, off) in [
            (6500, terms(None, Some(1000)), 700),
            (6400, terms(None, Some(1000)), 600),
            (6550, terms(None, Some(1000)), 655),
            (6500, terms(None, Some(10_000)), 6500),
            (6500, terms(None, Some(0)), 0),
            (6500, terms(Some(1500), None), 1500),
            (6500, terms(Some(9900), None), 6500),
        ] {
            assert_eq!(given.of(Money(sum), coin), Money(off), "{sum} {given:?}");
        }
    }

    #[test]
    fn terms_name_what_is_wrong() {
        for (bad, place) in [
            (terms(None, None), "body.discount.amount"),
            (terms(Some(1), Some(1)), "body.discount.percent"),
            (terms(Some(-1), None), "body.discount.amount"),
            (terms(None, Some(10_001)), "body.discount.percent"),
            (DiscountTerms { reason: " ".into(), ..terms(Some(1), None) }, "body.discount.reason"),
        ] {
            let places: Vec<String> = bad.faults("discount").iter().map(|f| f.loc.join(".")).collect();
            assert_eq!(places, [place], "{bad:?}");
        }
        assert!(terms(Some(0), None).faults("").is_empty());
    }
}
