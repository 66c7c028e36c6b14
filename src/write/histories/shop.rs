//! A shop in memory with books of its own: everything that moved, as the tables keep it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{prop_assert, prop_assert_eq, test_runner::TestCaseError};

use super::{menu::stocked, step::Step};
use crate::{
    Moment, Money, Quantity, Refusal,
    clock::BusinessDay,
    identity::{Actor, Role},
    kitchen,
    order::{Order, OrderStatus, Payment, PaymentMethod, PaymentStatus, Refund, requirements, total},
    pickup,
    report::rollup::{self, Sales},
    shift::{CashMove, Direction, Shift, ShiftRecord, Tally},
    stock::{Ingredient, Movement, MovementType},
    write::{Changes, Command, Day, Drawer, Ids, Request, State, decide},
};

type Checked = Result<(), TestCaseError>;
/// Quantity, revenue and cost, by day and item.
type Sold = BTreeMap<(BusinessDay, i64), (i64, i64, i64)>;

/// A shop, and everything that happened in it.
pub struct Shop {
    state: State,
    now: Moment,
    day: i64,
    last_id: i64,
    movements: Vec<Movement>,
    payments: Vec<(i64, Payment)>,
    refunds: Vec<Refund>,
    sold: Sold,
    cash_moves: Vec<CashMove>,
    shifts: BTreeMap<i64, ShiftRecord>,
    closed: Vec<Shift>,
    kitchen: kitchen::Board,
    public: pickup::Board,
    /// Whether anything could have been sold that was not there.
    sold_short: bool,
    /// What was done, as the audit calls it.
    pub done: Vec<&'static str>,
}

const fn day(day: i64) -> Moment {
    // 07:40 in Taipei.
    Moment(1_763_854_800_000_000).plus_seconds(day * 86_400)
}

impl Shop {
    /// A shop before its first order.
    pub fn open() -> Self {
        let state = stocked();
        let opening = |i: &Ingredient| Movement {
            id: 0,
            ingredient_id: i.id,
            movement_type: MovementType::Adjustment,
            quantity: i.current_stock,
            unit_cost: None,
            reference: Some("OPENING".into()),
            notes: None,
            created_at: day(0),
            order_id: None,
        };
        let movements = state.ingredients.values().map(opening).collect();
        let low_stock = state.low_stock_after(&Changes::default());
        let mut shop = Self {
            state,
            now: day(0),
            day: 0,
            last_id: 100,
            movements,
            payments: vec![],
            refunds: vec![],
            sold: Sold::new(),
            cash_moves: vec![],
            shifts: BTreeMap::new(),
            closed: vec![],
            kitchen: kitchen::Board { low_stock, ..kitchen::Board::default() },
            public: pickup::Board::default(),
            sold_short: false,
            done: vec![],
        };
        shop.begin_day();
        shop
    }

    /// What the writer loads on a new day.
    fn begin_day(&mut self) {
        self.now = day(self.day);
        let business_day = BusinessDay(format!("2026-11-{:02}", 1 + self.day));
        self.state.day = Day { business_day, last_call_number: 0 };
        let live = self.state.orders.values().filter(|order| order.status.is_live());
        self.state.live_calls = live.map(|order| order.call_number.clone()).collect();
        self.day += 1;
    }

    /// What the writer reserves and loads for every batch.
    fn prepare(&mut self) {
        let mut reserve = |count: i64| {
            let from = self.last_id + 1;
            self.last_id += count;
            (from..from + count).collect()
        };
        self.state.ids = Ids {
            orders: reserve(1),
            order_lines: reserve(30),
            movements: reserve(1),
            counts: reserve(1),
            shifts: reserve(1),
            cash_moves: reserve(1),
            ..Ids::default()
        };
        let record = self.state.open_shift.and_then(|id| self.shifts.get(&id));
        self.state.drawer =
            record.map(|record| Drawer { record: record.clone(), tally: self.tally(record.id) });
    }

    /// The sums of a shift, as the store adds them up.
    fn tally(&self, shift_id: i64) -> Tally {
        let mut tally = Tally::default();
        let mut orders = BTreeSet::new();
        for (order_id, payment) in self.payments.iter().filter(|(_, p)| p.shift_id == Some(shift_id)) {
            tally.add_payments(payment.kind, payment.method, payment.amount);
            if payment.signed() > Money::ZERO {
                orders.insert(order_id);
            }
        }
        for moved in self.cash_moves.iter().filter(|moved| moved.shift_id == shift_id) {
            tally.add_cash(moved.direction, moved.amount);
        }
        tally.paid_orders = i64::try_from(orders.len()).unwrap();
        tally
    }

    /// Takes a step. What is refused gives no changes, so nothing is to be done about it.
    pub fn take(&mut self, step: &Step) -> Checked {
        self.now = self.now.plus_seconds(7);
        let command = match step {
            Step::NextDay => {
                self.begin_day();
                return Ok(());
            }
            Step::Do(command) => command.clone(),
            Step::Order(place, step) => {
                let count = self.state.orders.len().max(1);
                match self.state.orders.values().nth(place % count) {
                    Some(order) => step.command(order),
                    None => return Ok(()),
                }
            }
        };
        self.prepare();
        let actor = Actor { user_id: 1, username: "owner1".into(), role: Role::Owner, auth_disabled: false };
        let request = Request { actor, address: None, key: None, approval: None, command };
        match decide(&self.state, &request, self.now) {
            Ok(changes) => self.keep(&request.command, &changes),
            Err(Refusal::Internal) => Err(TestCaseError::fail("a decision failed")),
            Err(_) => Ok(()),
        }
    }

    fn keep(&mut self, command: &Command, changes: &Changes) -> Checked {
        prop_assert!(!changes.answer.is_empty());
        let new = changes.new_orders.iter().map(|order| (None, order));
        let altered = changes.altered_orders.iter().map(|order| (self.state.orders.get(&order.id), order));
        for (key, sales) in rollup::moved(new.chain(altered)) {
            add(&mut self.sold, key, sales);
        }
        for event in self.state.numbered(changes, self.now) {
            self.kitchen.apply(&event);
            self.public.apply(&(&event).into());
        }
        self.state.apply(changes);
        self.movements.extend(changes.movements.iter().cloned());
        self.payments.extend(changes.payments.iter().cloned());
        self.refunds.extend(changes.refunds.iter().cloned());
        self.cash_moves.extend(changes.cash_moves.iter().cloned());
        for record in changes.new_shifts.iter().chain(&changes.closed_shifts) {
            self.shifts.insert(record.id, record.clone());
        }
        if !changes.closed_shifts.is_empty() {
            self.closed.push(serde_json::from_str(&changes.answer).unwrap());
        }
        self.sold_short |= !self.state.settings.shortage_blocks_sale;
        self.done.extend(changes.audit.iter().map(|line| line.action));
        if matches!(command, Command::SetStatus(_, OrderStatus::Cancelled)) && !changes.is_empty() {
            self.done.push("order.cancel");
        }
        Ok(())
    }

    /// Everything that always holds.
    pub fn check(&self) -> Checked {
        for ingredient in self.state.ingredients.values() {
            let moved = self.movements.iter().filter(|m| m.ingredient_id == ingredient.id);
            prop_assert_eq!(ingredient.current_stock, moved.map(|m| m.quantity).sum::<Quantity>());
            prop_assert!(ingredient.current_stock >= Quantity::ZERO);
        }
        for order in self.state.orders.values() {
            self.check_money(order)?;
            self.check_stock(order)?;
            // What is begun has something left to make or to acknowledge: otherwise nothing would ever make it ready.
            let is_open = order.items.iter().any(|line| line.bumped_at.is_none());
            prop_assert!(order.status != OrderStatus::Preparing || is_open || order.notice.is_some());
        }
        self.check_names()?;
        self.check_revenue()?;
        self.check_drawers()?;
        let orders: Vec<Order> = self.state.orders.values().cloned().collect();
        let low_stock = self.state.low_stock_after(&Changes::default());
        prop_assert_eq!(&self.kitchen, &kitchen::Board::of(self.state.event_seq, &orders, low_stock));
        let seq = self.state.event_seq;
        let entries = orders.iter().map(|order| pickup::Entry {
            call_number: order.call_number.clone(),
            status: order.status,
            source: order.source,
            since: order.status_since(),
        });
        prop_assert_eq!(&self.public, &pickup::Board::of(seq, entries));
        Ok(())
    }

    fn check_money(&self, order: &Order) -> Checked {
        prop_assert_eq!(order.total_amount, total(&order.items) - order.discount);
        prop_assert!(order.total_amount >= Money::ZERO && order.discount >= Money::ZERO);
        let payments = self.payments.iter().filter(|(id, _)| *id == order.id).map(|(_, payment)| payment);
        prop_assert_eq!(&order.payments, &payments.cloned().collect::<Vec<_>>());
        prop_assert!(order.payments.iter().all(|payment| payment.amount > Money::ZERO));
        let refunds = self.refunds.iter().filter(|refund| refund.order_id == order.id);
        let refunded: Money = refunds.map(|refund| refund.amount).sum();
        prop_assert_eq!(refunded, order.items.iter().map(|line| line.refunded_amount).sum::<Money>());
        let left = match (order.status, order.payment_status) {
            (OrderStatus::Cancelled, _) | (_, PaymentStatus::Unpaid) => Money::ZERO,
            (_, PaymentStatus::Paid) => order.total_amount - refunded,
            (_, PaymentStatus::Refunded) => {
                prop_assert_eq!(refunded, order.total_amount, "all units give back all of it");
                Money::ZERO
            }
        };
        prop_assert!(left >= Money::ZERO, "more went back than came");
        prop_assert_eq!(order.paid_amount(), left);
        for line in &order.items {
            prop_assert!(line.quantity > 0 && line.line_total >= Money::ZERO);
            prop_assert!(line.refunded_amount >= Money::ZERO);
            prop_assert!(line.refunded_quantity <= line.quantity);
            prop_assert!(line.restocked_quantity <= line.refunded_quantity);
        }
        Ok(())
    }

    fn check_stock(&self, order: &Order) -> Checked {
        let mut taken: BTreeMap<i64, Quantity> = BTreeMap::new();
        for movement in self.movements.iter().filter(|m| m.order_id == Some(order.id)) {
            *taken.entry(movement.ingredient_id).or_default() += -movement.quantity;
        }
        taken.retain(|_, quantity| *quantity != Quantity::ZERO);
        prop_assert_eq!(&order.taken, &taken);
        if order.status == OrderStatus::Cancelled || order.payment_status == PaymentStatus::Unpaid {
            prop_assert!(taken.is_empty(), "all that was taken is back");
        } else if !self.sold_short {
            let mut kept = requirements(&order.items);
            for line in &order.items {
                for usage in &line.usage {
                    let one = usage.quantity.0 / i64::from(line.quantity);
                    let back = Quantity(one * i64::from(line.restocked_quantity));
                    *kept.entry(usage.ingredient_id).or_default() += -back;
                }
            }
            kept.retain(|_, quantity| *quantity != Quantity::ZERO);
            prop_assert_eq!(taken, kept, "exactly the recipes, less what went back");
        }
        Ok(())
    }

    fn check_names(&self) -> Checked {
        let orders = || self.state.orders.values();
        let lines: Vec<i64> = orders().flat_map(|o| &o.items).map(|line| line.id).collect();
        prop_assert_eq!(lines.iter().collect::<BTreeSet<_>>().len(), lines.len());
        let numbers: BTreeSet<&String> = orders().map(|order| &order.order_number).collect();
        prop_assert_eq!(numbers.len(), self.state.orders.len());
        let live: Vec<&String> =
            orders().filter(|order| order.status.is_live()).map(|order| &order.call_number).collect();
        prop_assert_eq!(live.iter().collect::<BTreeSet<_>>().len(), live.len());
        Ok(())
    }

    fn check_revenue(&self) -> Checked {
        let mut sold = Sold::new();
        for order in self.state.orders.values() {
            for (item, sales) in rollup::sales_of(order) {
                add(&mut sold, (order.business_day.clone(), item), sales);
            }
        }
        prop_assert_eq!(&sold, &self.sold, "what moved adds up to what is");
        let revenue = Money(sold.values().map(|(_, revenue, _)| revenue).sum());
        prop_assert_eq!(revenue, self.payments.iter().map(|(_, p)| p.signed()).sum::<Money>());
        prop_assert!(sold.values().all(|(quantity, _, cost)| *quantity >= 0 && *cost >= 0));
        Ok(())
    }

    fn check_drawers(&self) -> Checked {
        for record in self.shifts.values() {
            let shift = Shift::of(record, &self.tally(record.id));
            let payments = || self.payments.iter().map(|(_, p)| p).filter(|p| p.shift_id == Some(record.id));
            let cash: Money =
                payments().filter(|p| p.method == PaymentMethod::Cash).map(Payment::signed).sum();
            let by_hand = self.cash_moves.iter().filter(|moved| moved.shift_id == record.id);
            let by_hand: Money = by_hand
                .map(|moved| if moved.direction == Direction::In { moved.amount } else { -moved.amount })
                .sum();
            prop_assert_eq!(shift.expected_cash, record.opening_cash + cash + by_hand);
            prop_assert_eq!(
                shift.total_revenue - shift.refund_amount,
                payments().map(Payment::signed).sum::<Money>()
            );
            prop_assert_eq!(shift.total_revenue, shift.cash_revenue + shift.non_cash_revenue);
            if let Some(told) = self.closed.iter().find(|told| told.id == record.id) {
                prop_assert_eq!(told, &shift, "what was counted stands");
            } else {
                prop_assert_eq!(self.state.open_shift, Some(record.id));
            }
        }
        let outside = self.payments.iter().filter(|(_, p)| p.shift_id.is_none()).count();
        let inside =
            self.payments.iter().filter(|(_, p)| p.shift_id.is_some_and(|id| self.shifts.contains_key(&id)));
        prop_assert_eq!(outside + inside.count(), self.payments.len());
        Ok(())
    }
}

fn add(sold: &mut Sold, key: (BusinessDay, i64), sales: Sales) {
    let (quantity, revenue, cost) = sold.entry(key.clone()).or_default();
    *quantity += sales.quantity;
    *revenue += sales.revenue.0;
    *cost += sales.cost.0;
    if (*quantity, *revenue, *cost) == (0, 0, 0) {
        sold.remove(&key);
    }
}
