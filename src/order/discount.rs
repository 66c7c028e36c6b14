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

    /// Whether they take off more than so many percent of a sum. A share is compared as it was asked for: rounded to a
    /// coin it may be a little more.
    pub fn is_above(&self, limit_percent: u32, sum: Money, coin: Money) -> bool {
        match self.percent {
            Some(percent) => percent.0 > 100 * i64::from(limit_percent),
            None => i128::from(self.of(sum, coin).0) * 100 > i128::from(sum.0) * i128::from(limit_percent),
        }
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

/// Refuses what staff may not take off by themselves.
pub(super) fn check_limit(state: &State, actor: &Actor, terms: &DiscountTerms, sum: Money) -> Outcome<()> {
    if is_free(actor) {
        return Ok(());
    }
    let (limit, coin) = (state.settings.discount_limit_percent, state.settings.smallest_coin);
    if terms.is_above(limit, sum, coin) { Err(Refusal::Denied) } else { Ok(()) }
}

/// Whether somebody may take off as much as they like.
fn is_free(actor: &Actor) -> bool {
    actor.auth_disabled || matches!(actor.role, Role::Manager | Role::Owner)
}

/// Shrinks an amount that would be a larger share of an amended order than staff may take off: to the limit of the new
/// sum, or to the share that it was before where somebody had allowed that. Otherwise an amount within the limit of a
/// large order would stand on a small one. It shrinks instead of being refused, since the customer who takes something
/// off the order must be served.
pub(super) fn hold_limit(state: &State, actor: &Actor, before: &Order, order: &mut Order) {
    let (old, new) = (total(&before.items), total(&order.items));
    let Some(terms) = order.discount_terms.as_mut() else { return };
    let Some(amount) = terms.amount.filter(|_| new < old && !is_free(actor)) else { return };
    let coin = state.settings.smallest_coin.0.max(1);
    let whole = |off: i128| {
        let unit = i128::from(if new.0 % coin == 0 { coin } else { 1 });
        Money(i64::try_from(off / unit * unit).unwrap_or(0))
    };
    let by_limit = i128::from(new.0) * i128::from(state.settings.discount_limit_percent) / 100;
    let by_share = i128::from(amount.min(old).0) * i128::from(new.0) / i128::from(old.0.max(1));
    let most = whole(by_limit.max(by_share));
    if amount > most {
        terms.amount = Some(most);
    }
    if most <= Money::ZERO {
        order.discount_terms = None;
    }
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
    use crate::report::rollup;

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

    fn amended(role: Role, off: i64, before: i64, after: i64) -> Option<i64> {
        let order = |sum: i64| Order {
            discount_terms: Some(terms(Some(off), None)),
            ..rollup::tests::order(vec![rollup::tests::line(1, 1, sum)])
        };
        let actor = Actor { user_id: 1, username: "a".into(), role, auth_disabled: false };
        let mut after = order(after);
        hold_limit(&State::default(), &actor, &order(before), &mut after);
        after.discount_terms.and_then(|terms| terms.amount).map(|amount| amount.0)
    }

    #[test]
    fn an_amount_shrinks_with_the_order_where_staff_amends_it() {
        let limit = i64::from(State::default().settings.discount_limit_percent);
        assert_eq!(limit, 10);
        assert_eq!(amended(Role::Staff, 5_000, 50_000, 10_000), Some(1_000), "the limit of what is left");
        assert_eq!(amended(Role::Staff, 5_000, 50_000, 6_500), Some(600), "in whole coins");
        assert_eq!(amended(Role::Staff, 500, 50_000, 10_000), Some(500), "within the limit all the same");
        assert_eq!(
            amended(Role::Staff, 25_000, 50_000, 10_000),
            Some(5_000),
            "half was allowed and stays half"
        );
        assert_eq!(
            amended(Role::Staff, 5_000, 50_000, 90_000),
            Some(5_000),
            "more on the order takes nothing away"
        );
        assert_eq!(amended(Role::Staff, 5_000, 50_000, 500), None, "not a coin is left of it");
        assert_eq!(amended(Role::Manager, 5_000, 50_000, 10_000), Some(5_000), "who may, does");
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
