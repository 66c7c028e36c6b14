//! Lets a day happen: each deed is a command, decided by the same rules as in the shop, one after the other.

use std::collections::VecDeque;

use super::{
    books::{self, Prices},
    crew::Crew,
    day::{DayPlan, Deed, Planned},
};
use crate::{
    Moment, Money, Outcome, Refusal,
    identity::Actor,
    kitchen::{KitchenCommand, Notice},
    order::{PayDraft, RefundDraft, RefundLine, Tender},
    shift::{CashDraft, CloseDraft, OpenDraft, Shift},
    stock::MovementDraft,
    write::{Changes, Command, InventoryCommand, Request, ShiftCommand, State, decide},
};

/// What is in the drawer when a shift begins.
const OPENING_CASH: Money = Money::whole(3_000);

/// What was asked for, and what it changed.
pub type Done = (Request, Changes);

/// A day that is happening.
struct Happening<'a> {
    seed: u64,
    state: &'a mut State,
    crew: &'a Crew,
    plan: &'a DayPlan,
    prices: &'a Prices,
    /// The ids of the orders, by their place in the day.
    ids: Vec<i64>,
    /// What came in the morning and is still to be entered.
    late: Vec<MovementDraft>,
    done: Vec<Done>,
    /// What the log had come to before.
    event_seq: i64,
}

/// Plays a day over a state that has the day, the ids and the stock of that morning, and gives what it changed. Nothing
/// of it is an event or a line of the audit: the orders are as if the newest event there is had touched them last.
///
/// # Errors
/// What the rules refuse: they do not where the plan was made for this menu.
pub fn play(
    seed: u64,
    state: &mut State,
    crew: &Crew,
    plan: &DayPlan,
    prices: &Prices,
) -> Outcome<Vec<Done>> {
    let event_seq = state.event_seq;
    let mut day = Happening {
        seed,
        state,
        crew,
        plan,
        prices,
        ids: Vec::with_capacity(plan.orders.len()),
        late: vec![],
        done: vec![],
        event_seq,
    };
    // The next event of this would be the newest one there is.
    day.state.event_seq = event_seq - 1;
    for (at, deed) in &plan.deeds {
        day.happen(deed, *at)?;
    }
    day.state.event_seq = event_seq;
    let mut done = day.done;
    forget_openings(&mut done);
    Ok(done)
}

/// A shift that was opened and closed is written once, closed.
fn forget_openings(done: &mut [Done]) {
    let closed: Vec<i64> =
        done.iter().flat_map(|(_, changes)| &changes.closed_shifts).map(|shift| shift.id).collect();
    for (_, changes) in done {
        changes.new_shifts.retain(|shift| !closed.contains(&shift.id));
    }
}

impl Happening<'_> {
    fn happen(&mut self, deed: &Deed, at: Moment) -> Outcome<()> {
        let (plan, crew) = (self.plan, self.crew);
        match deed {
            Deed::Place(place) => match plan.orders.get(*place) {
                Some(planned) => self.place(planned, at),
                None => Ok(()),
            },
            Deed::Pay(place) => self.pay(*place, at),
            Deed::Step(place, status) => {
                self.order(*place, |id| Command::SetStatus(id, *status), crew.cook(), at)
            }
            Deed::Cancel(place, reason) => {
                self.order(*place, |id| Command::Cancel(id, (*reason).to_owned()), &plan.manager, at)
            }
            Deed::Seen(place) => {
                let seen = KitchenCommand::Acknowledge { notice: Notice::Cancelled };
                self.order(*place, |id| Command::Kitchen(id, seen), crew.cook(), at)
            }
            Deed::HandedBack(place) => self.order(*place, Command::AcknowledgeRefund, &plan.manager, at),
            Deed::Refund(place, line, reason) => self.refund(*place, *line, reason, at),
            Deed::OpenDrawer(_) | Deed::CloseDrawer(_) | Deed::MoveCash(..) => self.drawer(deed, at),
            Deed::Deliver | Deed::DeliverLate | Deed::Waste | Deed::Count => self.stock(deed, at),
        }
    }

    /// Takes an order; what staff may not do or the books say is not there, the manager sees to.
    fn place(&mut self, planned: &Planned, at: Moment) -> Outcome<()> {
        let draft = &planned.draft;
        let tried = self.act(&planned.by, Command::Place(draft.clone()), at);
        let tried = match tried {
            Err(Refusal::InsufficientStock(_) | Refusal::Denied) => {
                let tender = Tender { found: true, ..draft.tender.clone() };
                let found = crate::order::Draft { tender, ..draft.clone() };
                self.act(&self.plan.manager, Command::Place(found), at)
            }
            tried => tried,
        };
        tried.map(|id| self.ids.extend(id))
    }

    /// What was made is paid, whatever the books say is there.
    fn pay(&mut self, place: usize, at: Moment) -> Outcome<()> {
        let Some(planned) = self.plan.orders.get(place) else { return Ok(()) };
        let tender = Tender { found: true, ..planned.draft.tender.clone() };
        let draft = PayDraft { payment_method: Some(planned.draft.payment_method), tender };
        self.order(place, |id| Command::Pay(id, draft), &self.plan.manager, at)
    }

    fn refund(&mut self, place: usize, line: usize, reason: &str, at: Moment) -> Outcome<()> {
        let order = self.ids.get(place).and_then(|id| self.state.orders.get(id));
        let Some(order) = order.filter(|order| !order.items.is_empty()) else { return Ok(()) };
        let Some(line) = order.items.get(line % order.items.len()) else { return Ok(()) };
        let lines = vec![RefundLine { line_id: line.id, quantity: 1, restock: false }];
        let draft = RefundDraft { lines, reason: reason.to_owned(), payment_method: None };
        self.order(place, |id| Command::Refund(id, draft), &self.plan.manager, at)
    }

    fn drawer(&mut self, deed: &Deed, at: Moment) -> Outcome<()> {
        let command = match deed {
            Deed::OpenDrawer(name) => ShiftCommand::Open(OpenDraft {
                shift_name: (*name).to_owned(),
                opening_cash: OPENING_CASH,
                notes: None,
            }),
            Deed::CloseDrawer(difference) => {
                let drawer = self.state.drawer.as_ref().ok_or(Refusal::NoOpenShift)?;
                let expected = Shift::of(&drawer.record, &drawer.tally).expected_cash;
                let actual_cash = (expected + *difference).max(Money::ZERO);
                ShiftCommand::Close(CloseDraft { actual_cash, notes: None })
            }
            Deed::MoveCash(direction, amount, reason) => ShiftCommand::MoveCash(CashDraft {
                direction: *direction,
                amount: *amount,
                reason: (*reason).to_owned(),
            }),
            _ => return Ok(()),
        };
        self.act(&self.plan.manager, Command::Shift(command), at).map(drop)
    }

    fn stock(&mut self, deed: &Deed, at: Moment) -> Outcome<()> {
        let moved = match deed {
            Deed::Deliver => {
                let (now, late) = books::deliveries(self.seed, self.state, self.plan, self.prices);
                self.late = late;
                now
            }
            Deed::DeliverLate => std::mem::take(&mut self.late),
            Deed::Waste => books::waste(self.seed, self.state, self.plan),
            _ => {
                let draft = books::count(self.seed, self.state, self.plan);
                let count = Command::Inventory(InventoryCommand::Count(draft));
                return self.act(&self.plan.manager, count, at).map(drop);
            }
        };
        for draft in moved {
            let command = Command::Inventory(InventoryCommand::Move(draft));
            self.act(&self.plan.manager, command, at)?;
        }
        Ok(())
    }

    /// Does something with an order that was taken.
    fn order(
        &mut self,
        place: usize,
        command: impl FnOnce(i64) -> Command,
        actor: &Actor,
        at: Moment,
    ) -> Outcome<()> {
        match self.ids.get(place).copied() {
            Some(id) => self.act(actor, command(id), at).map(drop),
            None => Ok(()),
        }
    }

    /// Decides on a command and lets the next one see what it changed; gives the id of an order that is new.
    fn act(&mut self, actor: &Actor, command: Command, at: Moment) -> Outcome<Option<i64>> {
        // Movements get their ids when they are written, in this order.
        self.state.ids.movements = VecDeque::from([1]);
        let request = Request { actor: actor.clone(), address: None, key: None, approval: None, command };
        let mut changes = decide(self.state, &request, at)?;
        self.state.apply(&changes);
        self.state.event_seq = self.event_seq - 1;
        if let Some(drawer) = &mut self.state.drawer {
            for (_, paid) in &changes.payments {
                drawer.tally.add_payments(paid.kind, paid.method, paid.amount);
            }
        }
        changes.movements.iter_mut().for_each(|movement| movement.id = 0);
        // Lines are written as they are in the evening.
        changes.bumped_orders.clear();
        changes.events.clear();
        changes.audit.clear();
        changes.answer.clear();
        let id = changes.new_orders.first().map(|order| order.id);
        self.done.push((request, changes));
        Ok(id)
    }
}
