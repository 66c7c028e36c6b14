use super::*;
use crate::{
    Moment, Quantity,
    order::{PaymentMethod, PaymentStatus, Source, Usage},
};
use proptest::prelude::*;

pub(crate) fn line(item: i64, quantity: u32, total: i64) -> Line {
    Line {
        id: 0,
        menu_item_id: item,
        menu_item_name: String::new(),
        menu_item_name_en: None,
        quantity,
        unit_price: Money(total / i64::from(quantity.max(1))),
        line_total: Money(total),
        note: None,
        modifiers: vec![],
        refunded_quantity: 0,
        combo: None,
        station_id: None,
        bumped_at: None,
        list_price: Money::ZERO,
        refunded_amount: Money::ZERO,
        restocked_quantity: 0,
        usage: vec![],
    }
}

pub(crate) fn order(items: Vec<Line>) -> Order {
    Order {
        id: 1,
        order_number: "20261123-0001".into(),
        call_number: "001".into(),
        source: Source::Takeout,
        status: OrderStatus::Pending,
        payment_status: PaymentStatus::Paid,
        payment_method: PaymentMethod::Cash,
        total_amount: items.iter().map(|line| line.line_total).sum(),
        discount: Money::ZERO,
        discount_terms: None,
        held: false,
        refund_due: false,
        sent_at: None,
        created_at: Moment(0),
        paid_at: Some(Moment(0)),
        preparing_at: None,
        ready_at: None,
        completed_at: None,
        cancelled_at: None,
        table_no: None,
        customer_name: None,
        customer_phone: None,
        due_at: None,
        client_id: String::new(),
        business_day: BusinessDay("2026-11-23".into()),
        seq: 1,
        items,
        payments: vec![],
        taken: BTreeMap::new(),
        created_by: None,
        notice: None,
        priority_at: None,
    }
}

fn uses(quantity: i64, unit_cost: i64) -> Usage {
    Usage { ingredient_id: 1, quantity: Quantity(quantity), unit_cost: UnitCost(unit_cost) }
}

fn sales(quantity: i64, revenue: i64, cost: i64) -> Sales {
    Sales { quantity, revenue: Money(revenue), cost: UnitCost(cost) }
}

#[test]
fn it_counts_once_paid_and_until_cancelled() {
    let paid = order(vec![line(7, 2, 9000)]);
    assert_eq!(sales_of(&paid), BTreeMap::from([(7, sales(2, 9000, 0))]));
    let unpaid = Order { paid_at: None, payment_status: PaymentStatus::Unpaid, ..paid.clone() };
    assert_eq!(sales_of(&unpaid), BTreeMap::new());
    for status in OrderStatus::ALL {
        let counts = *status != OrderStatus::Cancelled;
        assert_eq!(
            sales_of(&Order { status: *status, ..paid.clone() }).len(),
            usize::from(counts),
            "{status:?}"
        );
    }
}

#[test]
fn lines_of_an_item_are_one_and_a_discount_is_shared_out() {
    let items = vec![line(7, 1, 1000), line(8, 1, 1000), line(7, 2, 1000)];
    let discounted = |discount| sales_of(&Order { discount: Money(discount), ..order(items.clone()) });
    assert_eq!(
        discounted(200),
        BTreeMap::from([(7, sales(3, 1900, 0)), (8, sales(1, 900, 0))]),
        "whole dollars"
    );
    assert_eq!(
        discounted(50),
        BTreeMap::from([(7, sales(3, 1967, 0)), (8, sales(1, 983, 0))]),
        "17, 17 and 16"
    );
    assert_eq!(discounted(3000), BTreeMap::from([(7, sales(3, 0, 0)), (8, sales(1, 0, 0))]));
}

#[test]
fn what_was_refunded_is_no_revenue_and_what_was_put_back_no_cost() {
    let with = |refunded_quantity, refunded_amount, restocked_quantity| {
        let usage = vec![uses(3000, 5_000_000), uses(1500, 2_000_001)];
        let refunded_amount = Money(refunded_amount);
        let line = Line { usage, refunded_quantity, refunded_amount, restocked_quantity, ..line(7, 3, 9000) };
        sales_of(&order(vec![line])).get(&7).copied()
    };
    // 15 and 3.0000015, which is rounded up.
    assert_eq!(with(0, 0, 0), Some(sales(3, 9000, 18_000_002)));
    assert_eq!(with(1, 3000, 0), Some(sales(2, 6000, 18_000_002)), "eaten");
    assert_eq!(with(2, 6000, 1), Some(sales(1, 3000, 12_000_002)));
    assert_eq!(with(3, 9000, 3), Some(sales(0, 0, 0)));
}

#[test]
fn a_cost_beyond_all_measure_overflows_nothing() {
    let dear = Line { usage: vec![uses(i64::MAX, i64::MAX); 3], ..line(7, 1, 1) };
    let highest = i64::try_from(HIGHEST_COST).unwrap_or(0);
    assert_eq!(sales_of(&order(vec![dear.clone(), dear])), BTreeMap::from([(7, sales(2, 2, 2 * highest))]));
}

#[test]
fn only_what_changes_moves() {
    let before = order(vec![line(7, 1, 1000), line(8, 2, 3000)]);
    let key = |item| (before.business_day.clone(), item);
    let ready = Order { status: OrderStatus::Ready, ..before.clone() };
    assert_eq!(moved([(Some(&before), &ready)].into_iter()), BTreeMap::new());
    assert_eq!(
        moved([(None, &before), (Some(&before), &ready)].into_iter()),
        BTreeMap::from([(key(7), sales(1, 1000, 0)), (key(8), sales(2, 3000, 0))])
    );
    let cancelled = Order { status: OrderStatus::Cancelled, ..before.clone() };
    assert_eq!(
        moved([(Some(&before), &cancelled)].into_iter()),
        BTreeMap::from([(key(7), sales(-1, -1000, 0)), (key(8), sales(-2, -3000, 0))])
    );
}

prop_compose! {
    fn any_line()(
        item in 1_i64..5, quantity in 1_u32..6, price in 0_i64..20_000, grams in 0_i64..5_000, cost in 0_i64..9_000_000,
        refunded in 0_u32..6, amount in 0_i64..3_000, restocked in 0_u32..6,
    ) -> Line {
        let refunded_quantity = refunded.min(quantity);
        let restocked_quantity = restocked.min(refunded_quantity);
        let refunded_amount = Money(if refunded_quantity == 0 { 0 } else { amount });
        let usage = vec![uses(grams, cost)];
        Line { usage, refunded_quantity, restocked_quantity, refunded_amount, ..line(item, quantity, price) }
    }
}

prop_compose! {
    fn any_order()(
        items in proptest::collection::vec(any_line(), 0..6), percent in 0_i64..=100, status in 0_usize..5,
        is_paid in any::<bool>(), day in 1_u8..4,
    ) -> Order {
        let plain = order(items);
        let discount = Money(plain.total_amount.0 * percent / 100);
        Order {
            discount,
            total_amount: plain.total_amount - discount,
            status: OrderStatus::ALL[status],
            paid_at: is_paid.then_some(Moment(1)),
            business_day: BusinessDay(format!("2026-11-0{day}")),
            ..plain
        }
    }
}

proptest! {
    /// An item's revenue adds up to the order's total less what was refunded, whatever was taken off.
    #[test]
    fn revenue_adds_up_to_the_total(order in any_order()) {
        let counts = order.paid_at.is_some() && order.status != OrderStatus::Cancelled && !order.items.is_empty();
        let refunded: Money = order.items.iter().map(|line| line.refunded_amount).sum();
        let expected = if counts { order.total_amount - refunded } else { Money::ZERO };
        let found = sales_of(&order);
        prop_assert_eq!(found.values().map(|s| s.revenue).sum::<Money>(), expected);
        for (item, sales) in found {
            let lines = || order.items.iter().filter(|line| line.menu_item_id == item);
            let left: u32 = lines().map(|line| line.quantity - line.refunded_quantity).sum();
            let used: i64 = lines().map(|line| line.usage[0].unit_cost.of(line.usage[0].quantity).map_or(0, |c| c.0)).sum();
            prop_assert_eq!(sales.quantity, i64::from(left));
            prop_assert!(sales.cost.0 >= 0 && sales.cost.0 <= used);
            if lines().all(|line| line.restocked_quantity == line.quantity) {
                prop_assert_eq!(sales.cost, UnitCost::ZERO);
            }
            if lines().all(|line| line.restocked_quantity == 0) {
                prop_assert_eq!(sales.cost, UnitCost(used));
            }
        }
    }

    /// Whatever becomes of orders, and in whatever batches it is written: what moved adds up to what they are at the end.
    #[test]
    fn what_moved_adds_up_to_what_is(histories in proptest::collection::vec(proptest::collection::vec(any_order(), 1..6), 1..5)) {
        let mut kept: BTreeMap<(BusinessDay, i64), Sales> = BTreeMap::new();
        let mut raw = kept.clone();
        for history in &histories {
            // An order keeps its day.
            let day = history[0].business_day.clone();
            let history: Vec<Order> =
                history.iter().map(|o| Order { business_day: day.clone(), ..o.clone() }).collect();
            let mut before = None;
            for after in &history {
                for (key, sales) in moved([(before, after)].into_iter()) {
                    kept.entry(key).or_default().add(sales, 1);
                }
                before = Some(after);
            }
            for (item, sales) in history.last().map(sales_of).unwrap_or_default() {
                raw.entry((day.clone(), item)).or_default().add(sales, 1);
            }
        }
        kept.retain(|_, sales| *sales != Sales::default());
        raw.retain(|_, sales| *sales != Sales::default());
        prop_assert_eq!(kept, raw);
    }
}
