//! What happens on a day, in the order of time: who comes when and wants what, and what becomes of it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    Past, basket,
    calendar::{is_weekend, number},
    carte::Carte,
    crew::Crew,
    hours,
    kitchen::{self, Times},
    money,
    prng::Prng,
};
use crate::{
    Moment, Money, Quantity,
    clock::BusinessDay,
    identity::Actor,
    order::{Draft, OrderStatus, Source},
    shift::Direction,
};

/// Streams of chance of a day.
const ARRIVALS: u64 = 10;
const ORDERS: u64 = 11;
const DRAWER: u64 = 12;

/// Times of a day's work, in seconds after 05:00.
const DRAWER_OPENS: i64 = 20 * 60;
const DRAWER_CHANGES: i64 = 3 * 3_600 + 30 * 60;
const WASTE: i64 = 7 * 3_600 + 45 * 60;
const DRAWER_CLOSES: i64 = 7 * 3_600 + 50 * 60;
const LATE_NOTES: i64 = 7 * 3_600 + 55 * 60;
const COUNT: i64 = 8 * 3_600;

/// Something that somebody does; orders are named by their place in the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Enter what was delivered.
    Deliver,
    /// Enter what was delivered and forgotten.
    DeliverLate,
    /// Begin a shift of that name.
    OpenDrawer(&'static str),
    /// Count the drawer; so much more is in it than should be.
    CloseDrawer(Money),
    /// Put cash in or take it out.
    MoveCash(Direction, Money, &'static str),
    /// Take the order.
    Place(usize),
    /// Take its payment, by what its draft says.
    Pay(usize),
    /// Move it on.
    Step(usize, OrderStatus),
    /// Call it off.
    Cancel(usize, &'static str),
    /// The kitchen has seen that it was called off.
    Seen(usize),
    /// The money of it was handed back.
    HandedBack(usize),
    /// Refund one of its lines, chosen by this number.
    Refund(usize, usize, &'static str),
    /// Throw away what has gone off.
    Waste,
    /// Count the shelves.
    Count,
}

/// An order of the day.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What the counter sends.
    pub draft: Draft,
    /// Who takes it.
    pub by: Actor,
}

/// A day.
#[derive(Clone, Debug)]
pub struct DayPlan {
    /// The date.
    pub date: Date,
    /// The same as the shop has it.
    pub business_day: BusinessDay,
    /// How far it is on the way from the first day to the last, in thousandths.
    pub progress: i64,
    /// 05:00.
    pub begins: Moment,
    /// Who answers for it.
    pub manager: Actor,
    /// Its orders, in the order in which they come.
    pub orders: Vec<Planned>,
    /// What happens, in the order of time.
    pub deeds: Vec<(Moment, Deed)>,
    /// What all orders together take out of stock.
    pub needs: BTreeMap<i64, Quantity>,
}

impl DayPlan {
    /// How many lines its orders have.
    pub fn line_count(&self) -> usize {
        let combo = |combo: &crate::order::DraftCombo| combo.drink_item_ids.len() + combo.side_item_ids.len();
        let lines = |draft: &Draft| draft.items.len() + draft.combos.iter().map(combo).sum::<usize>();
        self.orders.iter().map(|order| lines(&order.draft)).sum()
    }

    /// How often that is done.
    pub fn count(&self, is_meant: impl Fn(&Deed) -> bool) -> usize {
        self.deeds.iter().filter(|(_, deed)| is_meant(deed)).count()
    }
}

/// What is known of a day while it is being thought up.
struct Making<'a> {
    past: &'a Past,
    carte: &'a Carte,
    plan: DayPlan,
    /// Seconds after 05:00.
    deeds: Vec<(i64, Deed)>,
}

/// What happens on the day; nothing where the shop is closed.
pub fn plan(past: &Past, carte: &Carte, crew: &Crew, date: Date) -> Option<DayPlan> {
    let count = past.demand.orders(date);
    if count == 0 {
        return None;
    }
    let day = number(date);
    let plan = DayPlan {
        date,
        business_day: BusinessDay(date.to_string()),
        progress: past.demand.progress(date),
        begins: past.begins(date)?,
        manager: crew.manager(day),
        orders: vec![],
        deeds: vec![],
        needs: BTreeMap::new(),
    };
    let mut making = Making { past, carte, plan, deeds: vec![(0, Deed::Deliver)] };
    making.drawer();
    let is_weekend = is_weekend(date);
    let arrivals = hours::arrivals(&mut Prng::of(past.demand.seed, day, ARRIVALS), count, is_weekend);
    let mut prng = Prng::of(past.demand.seed, day, ORDERS);
    for (at, load) in arrivals.iter().zip(hours::loads(&arrivals)) {
        making.order(&mut prng, crew, *at, load, is_weekend);
    }
    making.deeds.extend([(WASTE, Deed::Waste), (LATE_NOTES, Deed::DeliverLate)]);
    // Before the day on which the shop is closed.
    if date.weekday() == jiff::civil::Weekday::Monday {
        making.deeds.push((COUNT, Deed::Count));
    }
    Some(making.finished())
}

impl Making<'_> {
    /// Two shifts, cash that goes by hand, and what is missing in the end.
    fn drawer(&mut self) {
        let mut prng = Prng::of(self.past.demand.seed, number(self.plan.date), DRAWER);
        let shifts = [("早班", DRAWER_OPENS, DRAWER_CHANGES), ("午班", DRAWER_CHANGES, DRAWER_CLOSES)];
        for (name, from, to) in shifts {
            self.deeds.push((from, Deed::OpenDrawer(name)));
            for (chance, direction, least, most, reason) in [
                (180, Direction::Out, 6, 16, "買冰塊"),
                (140, Direction::Out, 15, 60, "買菜"),
                (90, Direction::In, 100, 100, "換零錢"),
            ] {
                if prng.permille(chance) {
                    let amount = Money::whole(prng.between(least, most) * 10);
                    let at = prng.between(from + 1_800, to - 600);
                    self.deeds.push((at, Deed::MoveCash(direction, amount, reason)));
                }
            }
            let difference = match prng.weighted([720, 130, 100, 30, 20].into_iter()) {
                0 => 0,
                1 => -5 * prng.between(1, 6),
                2 => 5 * prng.between(1, 6),
                3 => -100,
                _ => prng.between(-30, 20) * 10,
            };
            self.deeds.push((to, Deed::CloseDrawer(Money::whole(difference))));
        }
    }

    fn order(&mut self, prng: &mut Prng, crew: &Crew, at: i64, load: i64, is_weekend: bool) {
        let place = self.plan.orders.len();
        let source = source(prng, is_weekend);
        let guests = basket::guests(prng, is_weekend);
        let month = usize::try_from(self.plan.date.month() - 1).unwrap_or(0);
        let basket = basket::basket(prng, self.carte, month, guests);
        let discount = money::discount(prng, self.carte);
        let total = basket.sum
            - discount.as_ref().map_or(Money::ZERO, |(terms, _)| terms.of(basket.sum, self.carte.coin));
        let method = money::method(prng, source, self.plan.progress);
        let by_manager = discount.as_ref().is_some_and(|(_, by_manager)| *by_manager);
        let by = if by_manager { self.plan.manager.clone() } else { crew.cashier(prng) };
        let mut times = kitchen::times(prng, basket.portions, load);
        let waits = source != Source::DineIn && at < 20_700 && prng.permille(28);
        let due = waits.then(|| (at + prng.between(30, 75) * 60) / 300 * 300);
        if let Some(due) = due {
            times = times.later(due - at);
        }
        let mut draft = Draft {
            client_id: None,
            source,
            auto_pay: !(source == Source::DineIn && prng.permille(160)),
            payment_method: method,
            tender: money::tender(prng, method, total),
            items: basket.items,
            combos: basket.combos,
            discount: discount.map(|(terms, _)| terms),
            held: false,
            table_no: (source == Source::DineIn).then(|| prng.between(1, 14).to_string()),
            customer_name: customer(prng, source, due.is_some()),
            customer_phone: None,
            due_at: due.map(|due| self.plan.begins.plus_seconds(due)),
        };
        self.fate(prng, place, at, times, &mut draft);
        self.carte.add_needs(&draft, &mut self.plan.needs);
        self.plan.orders.push(Planned { draft, by });
    }

    /// What becomes of an order: it is collected, or called off; now and then something of it goes back.
    fn fate(&mut self, prng: &mut Prng, place: usize, at: i64, times: Times, draft: &mut Draft) {
        self.deeds.push((at, Deed::Place(place)));
        if prng.permille(13) {
            draft.auto_pay = prng.permille(400);
            let off = at + prng.between(20, 240);
            let reason = prng.one_of(&["客人不要了", "點錯", "等不及"]).copied().unwrap_or("點錯");
            self.deeds.push((off, Deed::Cancel(place, reason)));
            self.deeds.push((off + prng.between(4, 90), Deed::Seen(place)));
            if draft.auto_pay {
                self.deeds.push((off + prng.between(10, 120), Deed::HandedBack(place)));
            }
            return;
        }
        let steps = [
            (times.begun, OrderStatus::Preparing),
            (times.ready, OrderStatus::Ready),
            (times.collected, OrderStatus::Completed),
        ];
        for (after, status) in steps {
            self.deeds.push((at + after, Deed::Step(place, status)));
        }
        if !draft.auto_pay {
            self.deeds.push((at + times.collected, Deed::Pay(place)));
        }
        if prng.permille(7) {
            let reason = prng.one_of(&["做錯", "漏餐", "太鹹", "涼了"]).copied().unwrap_or("做錯");
            let line = usize::try_from(prng.below(100)).unwrap_or(0);
            let back = at + times.collected + prng.between(60, 540);
            self.deeds.push((back, Deed::Refund(place, line, reason)));
        }
    }

    /// Puts what happens into the order of time; what happens at once stays as it was thought up.
    fn finished(mut self) -> DayPlan {
        self.deeds.sort_by_key(|(at, deed)| {
            // A drawer is closed before the next one is opened, and no money comes in between.
            let rank = match deed {
                Deed::CloseDrawer(_) => 0,
                Deed::OpenDrawer(_) => 1,
                _ => 2,
            };
            (*at, rank)
        });
        let begins = self.plan.begins;
        self.plan.deeds = self.deeds.into_iter().map(|(at, deed)| (begins.plus_seconds(at), deed)).collect();
        self.plan
    }
}

impl Times {
    /// The same for an order that is wanted in so many seconds: the kitchen begins a quarter of an hour before.
    fn later(self, wanted: i64) -> Self {
        let wait = (wanted - 900).max(0);
        let ready = self.ready + wait;
        Self { begun: self.begun + wait, ready, collected: (self.collected + wait).max(wanted) }
    }
}

fn source(prng: &mut Prng, is_weekend: bool) -> Source {
    let shares = if is_weekend { [430, 490, 80] } else { [270, 650, 80] };
    match prng.weighted(shares.into_iter()) {
        0 => Source::DineIn,
        1 => Source::Takeout,
        _ => Source::Delivery,
    }
}

/// Who it is for, where somebody asks.
fn customer(prng: &mut Prng, source: Source, is_for_later: bool) -> Option<String> {
    const NAMES: [&str; 12] = ["陳", "林", "黃", "張", "李", "王", "吳", "劉", "蔡", "楊", "許", "鄭"];
    let is_asked = is_for_later || source == Source::Delivery || prng.permille(60);
    let family = prng.one_of(&NAMES)?;
    let title = if prng.permille(500) { "小姐" } else { "先生" };
    is_asked.then(|| format!("{family}{title}"))
}
