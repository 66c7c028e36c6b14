//! The board's rules.

use super::*;
use crate::{Money, event::tests::order_ref, kitchen::NOTICE_SECONDS, order::OrderStatus};

/// What is to be made now, in its order.
fn in_turn(board: &Board, now: Moment) -> Vec<i64> {
    let mut tickets: Vec<&Ticket> = board.tickets.values().filter(|t| !t.waits(15, now)).collect();
    tickets.sort_by_key(|ticket| ticket.turn(15));
    tickets.iter().map(|ticket| ticket.order_id).collect()
}

fn event(seq: i64, what: Happening) -> Event {
    Event { seq, at: Moment(seq), what }
}

fn created(seq: i64, id: i64) -> Event {
    let order = order_ref(id, OrderStatus::Pending);
    event(seq, Happening::OrderCreated { order, total_amount: Money(1), lines: vec![], low_stock: vec![] })
}

fn moved(seq: i64, id: i64, from: OrderStatus, to: OrderStatus) -> Event {
    event(
        seq,
        Happening::OrderStatusChanged {
            order: order_ref(id, to),
            previous_status: from,
            low_stock: None,
            ticket: None,
        },
    )
}

#[test]
fn a_ticket_comes_moves_and_goes() {
    let mut board = Board::default();
    board.apply(&created(1, 10));
    board.apply(&moved(2, 10, OrderStatus::Pending, OrderStatus::Preparing));
    assert_eq!(board.tickets[&10].status, OrderStatus::Preparing);
    assert_eq!(board.tickets[&10].status_since, Moment(2));
    board.apply(&created(2, 11));
    assert_eq!(board.tickets.len(), 1, "an event that is not newer does nothing");
    board.apply(&moved(3, 10, OrderStatus::Preparing, OrderStatus::Ready));
    board.apply(&moved(4, 10, OrderStatus::Ready, OrderStatus::Completed));
    assert!(board.tickets.is_empty());
    assert_eq!(board.seq, 4);
}

#[test]
fn what_is_wanted_later_waits_beside_the_lane_until_the_kitchen_begins() {
    let mut board = Board::default();
    let at = |seconds| Moment::default().plus_seconds(seconds);
    let mut later = |seq, id, due_at| {
        let mut event = created(seq, id);
        if let Happening::OrderCreated { order, .. } = &mut event.what {
            order.due_at = due_at;
        }
        board.apply(&event);
    };
    later(1, 10, Some(at(3600)));
    later(2, 11, None);
    later(3, 12, Some(at(1800)));
    let ids = |tickets: Vec<&Ticket>| tickets.iter().map(|t| t.order_id).collect::<Vec<_>>();
    assert_eq!(ids(board.later(15, at(0))), [12, 10], "the one that is wanted first at the front");
    assert_eq!(in_turn(&board, at(0)), [11]);
    assert_eq!(in_turn(&board, at(900)), [11, 12], "it queues up behind");
    assert_eq!(board.tickets[&12].since(15), at(900), "its age counts from then on");
    assert_eq!(ids(board.later(60, at(0))), Vec::<i64>::new(), "an hour before, all are the kitchen's");
    board.apply(&moved(4, 10, OrderStatus::Pending, OrderStatus::Preparing));
    assert_eq!(ids(board.later(15, at(0))), [12], "who begins earlier has it in the lane");
}

#[test]
fn what_was_called_off_stays_for_a_day_and_what_is_to_be_made_until_it_is() {
    let mut board = Board::default();
    for id in [10, 11] {
        board.apply(&created(id, id));
    }
    board.apply(&moved(12, 10, OrderStatus::Pending, OrderStatus::Cancelled));
    assert_eq!(board.tickets[&10].notice, Some(Notice::Cancelled));
    let end = Moment(12).plus_seconds(NOTICE_SECONDS);
    board.let_go(Moment(end.0 - 1));
    assert_eq!(board.tickets.len(), 2);
    board.let_go(end);
    assert_eq!(board.tickets.keys().copied().collect::<Vec<_>>(), [11]);
}

#[test]
fn what_comes_first_stands_at_the_front() {
    let mut board = Board::default();
    for id in [10, 11, 12] {
        board.apply(&created(id, id));
    }
    let mut state = TicketState::new(vec![], Moment(12));
    state.priority_at = Some(Moment(13));
    let order = order_ref(12, OrderStatus::Pending);
    board.apply(&event(13, Happening::OrderTicketChanged { order, ticket: state }));
    assert_eq!(in_turn(&board, Moment(14)), [12, 10, 11]);
}
