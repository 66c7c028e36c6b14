//! The decisions on the cash drawer.

use serde_json::{Value, json};

use super::{Audit, Changes, Needs, State, used_up};
use crate::{
    Moment, Outcome, Refusal,
    event::Happening,
    identity::Actor,
    shift::{CashDraft, CashMove, CloseDraft, Closing, Hand, OpenDraft, Shift, ShiftRecord, Tally},
};

/// What can be done to the drawer.
#[derive(Clone, Debug)]
pub enum ShiftCommand {
    /// Begin a shift.
    Open(OpenDraft),
    /// End the shift that is open.
    Close(CloseDraft),
    /// Put cash in or take it out by hand.
    MoveCash(CashDraft),
}

/// The shift that is open, and what it adds up to so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawer {
    /// The shift.
    pub record: ShiftRecord,
    /// Its sums.
    pub tally: Tally,
}

impl ShiftCommand {
    /// Adds what it needs.
    pub(super) fn add_needs(&self, needs: &mut Needs) {
        needs.drawer = true;
        match self {
            Self::Open(_) => needs.new_shifts += 1,
            Self::Close(_) => {}
            Self::MoveCash(_) => needs.new_cash_moves += 1,
        }
    }

    /// Decides on it.
    ///
    /// # Errors
    /// What the rule refuses.
    pub(super) fn decide(&self, state: &State, actor: &Actor, now: Moment) -> Outcome<Changes> {
        let hand = Hand { user_id: actor.user_id, username: actor.username.clone() };
        match self {
            Self::Open(draft) => open(state, hand, draft, now),
            Self::Close(draft) => close(state, hand, draft, now),
            Self::MoveCash(draft) => move_cash(state, hand, draft, now),
        }
    }
}

fn open(state: &State, opened_by: Hand, draft: &OpenDraft, now: Moment) -> Outcome<Changes> {
    draft.check()?;
    if state.open_shift.is_some() {
        return Err(Refusal::ShiftIsOpen);
    }
    let record = ShiftRecord {
        id: state.ids.shifts.front().copied().ok_or(Refusal::Internal)?,
        shift_name: draft.shift_name.clone(),
        opening_cash: draft.opening_cash,
        notes: draft.notes.clone(),
        opened_by,
        opened_at: now,
        closing: None,
    };
    let shift = Shift::of(&record, &Tally::default());
    let event = Happening::ShiftOpened {
        shift_id: shift.id,
        shift_name: shift.shift_name.clone(),
        opened_by: shift.opened_by_username.clone(),
        opened_at: now,
    };
    Ok(Changes {
        events: vec![(None, event)],
        audit: vec![audit("shift.open", shift.id, json!({"after": shift}))],
        new_shifts: vec![record],
        ..Changes::answering(&shift)
    })
}

/// The figures are those of this moment: no payment can come in between, since it would need the same lock.
fn close(state: &State, by: Hand, draft: &CloseDraft, now: Moment) -> Outcome<Changes> {
    draft.check()?;
    let Drawer { record, tally } = state.drawer.as_ref().ok_or(Refusal::NoOpenShift)?;
    let before = Shift::of(record, tally);
    let record = ShiftRecord {
        notes: draft.notes.clone().or_else(|| record.notes.clone()),
        closing: Some(Closing { actual_cash: draft.actual_cash, by, at: now }),
        ..record.clone()
    };
    let shift = Shift::of(&record, tally);
    let event = Happening::ShiftClosed {
        shift_id: shift.id,
        shift_name: shift.shift_name.clone(),
        closed_by: shift.closed_by_username.clone().unwrap_or_default(),
        closed_at: now,
        total_revenue: shift.total_revenue,
    };
    Ok(Changes {
        events: vec![(None, event)],
        audit: vec![audit("shift.close", shift.id, json!({"before": before, "after": shift}))],
        closed_shifts: vec![record],
        ..Changes::answering(&shift)
    })
}

fn move_cash(state: &State, hand: Hand, draft: &CashDraft, now: Moment) -> Outcome<Changes> {
    draft.check()?;
    let shift_id = state.open_shift.ok_or(Refusal::NoOpenShift)?;
    let moved = CashMove {
        id: state.ids.cash_moves.front().copied().ok_or(Refusal::Internal)?,
        shift_id,
        direction: draft.direction,
        amount: draft.amount,
        reason: draft.reason.clone(),
        created_by_user_id: hand.user_id,
        created_by_username: hand.username,
        created_at: now,
    };
    Ok(Changes {
        audit: vec![audit("shift.cash_move", shift_id, json!({"cash_move": moved}))],
        cash_moves: vec![moved.clone()],
        ..Changes::answering(&moved)
    })
}

fn audit(action: &'static str, shift_id: i64, payload: Value) -> Audit {
    Audit { action, entity_type: "shift_session", entity_id: shift_id.to_string(), payload }
}

impl State {
    /// Lets the next decision see what this one changed of the drawer. What the drawer adds up to is loaded only for
    /// its own commands; they run singly, so no payment has to be added to it here.
    pub(super) fn apply_shift(&mut self, changes: &Changes) {
        for record in &changes.new_shifts {
            used_up(&mut self.ids.shifts, record.id);
            self.open_shift = Some(record.id);
            self.drawer = Some(Drawer { record: record.clone(), tally: Tally::default() });
        }
        for moved in &changes.cash_moves {
            used_up(&mut self.ids.cash_moves, moved.id);
            if let Some(drawer) = &mut self.drawer {
                drawer.tally.add_cash(moved.direction, moved.amount);
            }
        }
        if !changes.closed_shifts.is_empty() {
            self.open_shift = None;
            self.drawer = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Money, identity::Role, shift::Direction, write::Ids};

    fn actor() -> Actor {
        Actor { user_id: 3, username: "manager1".into(), role: Role::Manager, auth_disabled: false }
    }

    fn opening() -> ShiftCommand {
        let (shift_name, notes) = ("早班".into(), Some("開".into()));
        ShiftCommand::Open(OpenDraft { shift_name, opening_cash: Money(100_000), notes })
    }

    fn decided(state: &mut State, command: &ShiftCommand, at: i64) -> Changes {
        match command.decide(state, &actor(), Moment(at)) {
            Ok(changes) => {
                state.apply(&changes);
                changes
            }
            Err(refusal) => panic!("{refusal:?}"),
        }
    }

    #[test]
    fn a_drawer_is_opened_moved_and_counted() {
        let ids = Ids { shifts: [7].into(), cash_moves: [1, 2].into(), ..Ids::default() };
        let mut state = State { ids, ..State::default() };
        let cash = |direction, amount| {
            ShiftCommand::MoveCash(CashDraft { direction, amount: Money(amount), reason: "找零".into() })
        };
        let closing = ShiftCommand::Close(CloseDraft { actual_cash: Money(100_500), notes: None });
        for refused in [&closing, &cash(Direction::In, 1)] {
            assert_eq!(refused.decide(&state, &actor(), Moment(0)), Err(Refusal::NoOpenShift));
        }
        decided(&mut state, &opening(), 1);
        assert_eq!(state.open_shift, Some(7));
        assert_eq!(opening().decide(&state, &actor(), Moment(2)), Err(Refusal::ShiftIsOpen));
        decided(&mut state, &cash(Direction::In, 5_000), 2);
        decided(&mut state, &cash(Direction::Out, 4_000), 3);
        let changes = decided(&mut state, &closing, 4);
        assert_eq!((state.open_shift, &state.drawer), (None, &None));
        let Ok(shift) = serde_json::from_str::<Shift>(&changes.answer) else { panic!("{}", changes.answer) };
        assert_eq!(shift.expected_cash, Money(101_000));
        assert_eq!((shift.cash_difference, shift.notes), (Some(Money(-500)), Some("開".into())));
    }
}
