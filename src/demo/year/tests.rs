//! What a past is like, without any database.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{civil::Date, tz::TimeZone};

use super::{
    Carte, Crew, DayPlan, Deed, Done, Past, Prices, Wanted, calendar, hours, kitchen, play, prng::Prng,
};
use crate::{
    Moment, Money, Outcome, Quantity,
    clock::BusinessDay,
    demo,
    identity::{Role, User},
    order::{Order, OrderStatus, PaymentMethod, PaymentStatus, total},
    report::rollup,
    shift::Shift,
    stock::MovementType,
    write::{Command, Day, Ids, NewUser, PasswordHash, Request, State, decide},
};

/// A shop with the demo's menu and people, before its first day.
fn ground() -> (State, Carte, Crew, Prices) {
    let ids = || (1..=500).collect();
    let ids = Ids {
        menu_items: ids(),
        categories: ids(),
        stations: ids(),
        groups: ids(),
        modifiers: ids(),
        combos: ids(),
        ingredients: ids(),
        users: ids(),
        ..Ids::default()
    };
    let mut state = State { is_empty: true, ids, ..State::default() };
    let people = [Role::Staff, Role::Kitchen, Role::Manager, Role::Owner].map(|role| NewUser {
        username: role.as_str().to_owned(),
        password_hash: PasswordHash(String::new()),
        role,
        is_active: true,
        pin_hash: None,
    });
    let actor =
        crate::identity::Actor { user_id: 0, username: "x".into(), role: Role::Owner, auth_disabled: false };
    let command = Command::Seed(Box::new(demo::menu()), people.to_vec());
    let request = Request { actor, address: None, key: None, approval: None, command };
    let changes = decide(&state, &request, Moment(0)).unwrap();
    state.apply(&changes);
    let crew = Crew::of(state.people.values().map(|person| &person.user)).unwrap();
    let carte = Carte::of(&state);
    let prices = Prices::of(&state);
    (state, carte, crew, prices)
}

fn past(seed: u64, days: u32) -> Past {
    smaller(seed, days, 330)
}

/// The same with fewer orders.
fn smaller(seed: u64, days: u32, orders_a_day: u32) -> Past {
    let today = BusinessDay("2026-11-23".into());
    let zone = TimeZone::get("Asia/Taipei").unwrap();
    Past::before(&today, zone, 3, Wanted { seed, days, orders_a_day }).unwrap()
}

/// Plays a day as the store does, with ids from these on.
fn played(
    state: &mut State,
    past: &Past,
    crew: &Crew,
    plan: &DayPlan,
    prices: &Prices,
) -> Outcome<Vec<Done>> {
    let ids = |from: i64| (from..from + 5_000).collect();
    state.day = Day { business_day: plan.business_day.clone(), last_call_number: 0 };
    state.ids = Ids {
        orders: ids(1),
        order_lines: ids(1),
        shifts: ids(1),
        cash_moves: ids(1),
        counts: ids(1),
        ..Ids::default()
    };
    state.orders.clear();
    play(past.seed(), state, crew, plan, prices)
}

#[test]
fn the_same_seed_gives_the_same_days_and_another_one_others() {
    let (state, carte, crew, prices) = ground();
    let days = |seed| {
        let (past, mut state) = (smaller(seed, 8, 40), state.clone());
        let plans = past.dates().filter_map(|date| past.plan(&carte, &crew, date));
        plans
            .map(|plan| {
                let done = played(&mut state, &past, &crew, &plan, &prices).unwrap();
                format!("{:?} {:?}", done.len(), state.orders)
            })
            .collect::<Vec<_>>()
    };
    let first = days(7);
    assert_eq!(first.len(), 7, "one Tuesday of eight days");
    assert_eq!(first, days(7));
    assert_ne!(first, days(8));
}

#[test]
fn a_year_has_the_shape_of_a_breakfast_shops() {
    let past = past(1, 365);
    let mut by_weekday = BTreeMap::<i8, (i64, i64)>::new();
    let (mut all, mut open, mut halves) = (0, 0, [0, 0]);
    for date in past.dates() {
        let orders = past.demand.orders(date);
        let (sum, days) = by_weekday.entry(date.weekday().to_monday_zero_offset()).or_default();
        (*sum, *days) = (*sum + orders, *days + 1);
        (all, open) = (all + orders, open + i64::from(orders > 0));
        halves[usize::from(past.demand.progress(date) >= 500)] += orders;
    }
    let average = |day: i8| by_weekday[&day].0 / by_weekday[&day].1;
    assert!((95_000..106_000).contains(&all), "{all}");
    assert!((295..312).contains(&open), "{open}");
    assert_eq!(by_weekday[&1].0, 0, "closed on Tuesdays");
    assert!(average(5) > average(4) && average(4) > average(0), "{by_weekday:?}");
    assert!(halves[1] * 10 > halves[0] * 11, "it grows: {halves:?}");
    let new_year: Vec<Date> = (15..=21).map(|day| jiff::civil::date(2026, 2, day)).collect();
    let closed: Vec<bool> = new_year.iter().map(|date| past.demand.orders(*date) == 0).collect();
    assert_eq!(closed, [false, true, true, true, true, true, true], "from the eve of 17 February on");
}

#[test]
fn the_weather_stays_for_some_days() {
    let days: Vec<i64> = past(1, 2_000).dates().map(|date| calendar::weather(1, date)).collect();
    let product = |off: usize| days.iter().zip(days.iter().skip(off)).map(|(a, b)| a * b).sum::<i64>();
    let (itself, next, later) = (product(0), product(1), product(15));
    assert!(next * 10 > itself * 6 && next * 10 < itself * 8, "{next} of {itself}");
    assert!(later.abs() * 10 < itself * 2, "{later} of {itself}");
}

#[test]
fn there_are_two_rushes() {
    let mut prng = Prng::of(1, 1, 1);
    for is_weekend in [false, true] {
        let times = hours::arrivals(&mut prng, 20_000, is_weekend);
        assert!(times.is_sorted());
        let of = |from: i64, to: i64| {
            times.iter().filter(|at| (from * 60..to * 60).contains(&(**at + 5 * 3_600))).count()
        };
        assert_eq!(of(5 * 60 + 30, 11 * 60 + 30), 20_000, "all while it is open");
        let (early, between, late) = if is_weekend {
            (of(7 * 60 + 45, 8 * 60 + 15), of(8 * 60 + 30, 9 * 60), of(9 * 60 + 15, 9 * 60 + 45))
        } else {
            (of(7 * 60 + 15, 7 * 60 + 45), of(8 * 60 + 30, 9 * 60), of(9 * 60 + 30, 10 * 60))
        };
        assert!(early > between && late > between, "{is_weekend}: {early} {between} {late}");
    }
}

#[test]
fn most_orders_are_quick_and_the_rush_is_slower() {
    let mut prng = Prng::of(1, 1, 1);
    let mut ready = |load| {
        let mut all: Vec<i64> = (0..5_000).map(|_| kitchen::times(&mut prng, 3, load).ready).collect();
        all.sort_unstable();
        all
    };
    let (calm, rush) = (ready(800), ready(2_600));
    let mean = |all: &[i64]| all.iter().sum::<i64>() / 5_000;
    assert!(mean(&calm) * 100 > calm[2_500] * 105, "right-skewed: {} {}", mean(&calm), calm[2_500]);
    assert!((150..330).contains(&calm[2_500]), "{}", calm[2_500]);
    assert!(rush[2_500] > calm[2_500] * 13 / 10 && rush[4_500] > calm[4_500]);
    assert_eq!(hours::loads(&[0, 10, 20, 2_000]), [0, 9_000, 18_000, 0]);
}

/// Everything that holds of an order in the evening.
fn check(order: &Order, plan: &DayPlan) {
    assert_eq!(order.total_amount, total(&order.items) - order.discount);
    let is_over = matches!(order.status, OrderStatus::Completed | OrderStatus::Cancelled);
    assert!(is_over && order.notice.is_none() && !order.refund_due, "{order:?}");
    let refunded: Money = order.items.iter().map(|line| line.refunded_amount).sum();
    let kept =
        if order.status == OrderStatus::Cancelled { Money::ZERO } else { order.total_amount - refunded };
    assert_eq!(order.paid_amount(), kept, "{order:?}");
    assert_eq!(order.seq, 0, "no event told of it");
    assert_eq!(order.business_day, plan.business_day);
    let times = [order.preparing_at, order.ready_at, order.completed_at];
    let known: Vec<Moment> = std::iter::once(order.created_at).chain(times.into_iter().flatten()).collect();
    assert!(known.is_sorted(), "{known:?}");
    let zone = TimeZone::get("Asia/Taipei").unwrap();
    assert!(known.iter().all(|at| BusinessDay::of(*at, &zone, 3) == plan.business_day));
}

#[test]
fn what_is_played_adds_up() {
    let (mut state, carte, crew, prices) = ground();
    let past = smaller(3, 100, 130);
    let mut stock: BTreeMap<i64, Quantity> =
        state.ingredients.values().map(|i| (i.id, i.current_stock)).collect();
    let (mut kinds, mut audits) = (BTreeSet::new(), 0);
    let (mut refunds, mut cancelled, mut differences, mut discounts) = (0, 0, 0, 0);
    let mut sellers = BTreeSet::new();
    for date in past.dates().step_by(3) {
        let Some(plan) = past.plan(&carte, &crew, date) else { continue };
        let done = played(&mut state, &past, &crew, &plan, &prices).unwrap();
        assert_eq!(state.orders.len(), plan.orders.len(), "every order was taken");
        let lines = state.orders.values().map(|order| order.items.len()).sum::<usize>();
        assert_eq!(lines, plan.line_count(), "so many ids were reserved");
        let calls: BTreeSet<&String> = state.orders.values().map(|order| &order.call_number).collect();
        assert_eq!(calls.len(), state.orders.len());
        state.orders.values().for_each(|order| check(order, &plan));
        for (_, changes) in &done {
            audits += changes.audit.len() + changes.events.len();
            for movement in &changes.movements {
                *stock.entry(movement.ingredient_id).or_default() += movement.quantity;
                kinds.insert((
                    movement.movement_type.as_str(),
                    movement
                        .reference
                        .as_ref()
                        .map(|r| r.chars().take_while(char::is_ascii_alphabetic).collect::<String>()),
                ));
                assert!(stock[&movement.ingredient_id] >= Quantity::ZERO);
            }
            for shift in &changes.closed_shifts {
                let paid = state.orders.values().flat_map(|order| &order.payments);
                let cash = paid.filter(|p| p.shift_id == Some(shift.id) && p.method == PaymentMethod::Cash);
                let moves = done.iter().flat_map(|(_, c)| &c.cash_moves).filter(|m| m.shift_id == shift.id);
                let mut tally = crate::shift::Tally::default();
                cash.for_each(|p| tally.add_payments(p.kind, p.method, p.amount));
                moves.for_each(|m| tally.add_cash(m.direction, m.amount));
                let difference = Shift::of(shift, &tally).cash_difference.unwrap();
                assert!(difference.0.abs() <= 30_000, "{difference:?}");
                differences += i32::from(difference != Money::ZERO);
            }
        }
        let revenue: Money =
            state.orders.values().flat_map(rollup::sales_of).map(|(_, sales)| sales.revenue).sum();
        assert_eq!(revenue, state.orders.values().map(Order::paid_amount).sum());
        refunds += done.iter().map(|(_, c)| c.refunds.len()).sum::<usize>();
        cancelled += state.orders.values().filter(|o| o.status == OrderStatus::Cancelled).count();
        discounts += state.orders.values().filter(|o| o.discount > Money::ZERO).count();
        sellers.extend(state.orders.values().map(|o| o.created_by));
        let unpaid = state.orders.values().filter(|o| o.payment_status == PaymentStatus::Unpaid);
        assert!(unpaid.clone().all(|o| o.status == OrderStatus::Cancelled));
    }
    let on_hand: BTreeMap<i64, Quantity> =
        state.ingredients.values().map(|i| (i.id, i.current_stock)).collect();
    assert_eq!(stock, on_hand);
    assert_eq!(audits, 0);
    assert!(refunds > 8 && cancelled > 20 && differences > 5 && discounts > 50, "{refunds} {cancelled}");
    assert_eq!(sellers.len(), 3, "staff, manager and owner: {sellers:?}");
    for kind in [
        (MovementType::Purchase, "D"),
        (MovementType::Usage, "ORDER"),
        (MovementType::Adjustment, "CANCEL"),
        (MovementType::Adjustment, "COUNT"),
    ] {
        assert!(kinds.contains(&(kind.0.as_str(), Some(kind.1.to_owned()))), "{kind:?} of {kinds:?}");
    }
    assert!(kinds.contains(&(MovementType::Waste.as_str(), None)));
}

#[test]
fn paying_by_telephone_grows() {
    let (_, carte, crew, _) = ground();
    let past = past(5, 365);
    let share = |dates: Vec<Date>| {
        let plans: Vec<DayPlan> =
            dates.into_iter().filter_map(|date| past.plan(&carte, &crew, date)).collect();
        let methods: Vec<PaymentMethod> =
            plans.iter().flat_map(|plan| &plan.orders).map(|order| order.draft.payment_method).collect();
        let mobile = methods.iter().filter(|method| **method == PaymentMethod::LinePay).count();
        mobile * 1_000 / methods.len()
    };
    let dates: Vec<Date> = past.dates().collect();
    let (first, last) = (share(dates[..14].to_vec()), share(dates[351..].to_vec()));
    assert!((100..150).contains(&first) && (200..260).contains(&last), "{first} {last}");
}

#[test]
fn what_cannot_be_made_is_refused() {
    let zone = || TimeZone::get("Asia/Taipei").unwrap();
    let wanted = Wanted { seed: 1, days: 10, orders_a_day: 10 };
    let of = |today: &str, wanted| Past::before(&BusinessDay(today.into()), zone(), 3, wanted);
    assert!(of("2026-11-23", wanted).is_some_and(|past| past.dates().count() == 10));
    assert!(of("", wanted).is_none());
    for (days, orders_a_day) in [(0, 10), (10, 0), (5_001, 10), (10, 5_001)] {
        assert!(of("2026-11-23", Wanted { seed: 1, days, orders_a_day }).is_none(), "{days} {orders_a_day}");
    }
    let cook = User { id: 1, username: "k".into(), role: Role::Kitchen, is_active: true };
    let gone = User { id: 2, username: "o".into(), role: Role::Owner, is_active: false };
    assert!(Crew::of([cook, gone].iter()).is_none(), "nobody runs the shop");
    let (state, carte, crew, _) = ground();
    assert!(carte.bundles.len() == 2 && carte.dishes.len() == state.items.len());
    let past = past(1, 3);
    let plan = past.dates().filter_map(|date| past.plan(&carte, &crew, date)).next().unwrap();
    assert!(plan.deeds.is_sorted_by_key(|(at, _)| *at));
    assert_eq!(plan.count(|deed| matches!(deed, Deed::OpenDrawer(_))), 2);
}
