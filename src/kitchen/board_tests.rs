//! The board's rules.

use super::*;
use crate::{Money, event::tests::order_ref};

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
    assert_eq!(board.lane(OrderStatus::Preparing).len(), 1);
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
    assert_eq!(ids(board.lane_at(OrderStatus::Pending, 15, at(0))), [11]);
    assert_eq!(ids(board.lane_at(OrderStatus::Pending, 15, at(900))), [11, 12], "it queues up behind");
    assert_eq!(board.tickets[&12].since(15), at(900), "its age counts from then on");
    assert_eq!(ids(board.later(60, at(0))), Vec::<i64>::new(), "an hour before, all are the kitchen's");
    board.apply(&moved(4, 10, OrderStatus::Pending, OrderStatus::Preparing));
    assert_eq!(ids(board.later(15, at(0))), [12], "who begins earlier has it in the lane");
}

#[test]
fn what_was_called_off_stays_but_not_without_end() {
    let mut board = Board::default();
    let most = i64::try_from(MOST_NOTICES).unwrap();
    for id in 1..=most + 2 {
        board.apply(&created(2 * id, id));
        board.apply(&moved(2 * id + 1, id, OrderStatus::Pending, OrderStatus::Cancelled));
    }
    let kept: Vec<i64> = board.tickets.keys().copied().collect();
    assert_eq!(kept, (3..=most + 2).collect::<Vec<_>>(), "the oldest go");
    board.apply(&created(1_000, 900));
    assert_eq!(board.tickets.len(), MOST_NOTICES + 1, "what is to be made never goes");
}

#[test]
fn what_comes_first_stands_at_the_front_of_its_lane() {
    let mut board = Board::default();
    for id in [10, 11, 12] {
        board.apply(&created(id, id));
    }
    let mut state = TicketState::new(vec![], Moment(12));
    state.priority_at = Some(Moment(13));
    let order = order_ref(12, OrderStatus::Pending);
    board.apply(&event(13, Happening::OrderTicketChanged { order, ticket: state }));
    let lane = board.lane_at(OrderStatus::Pending, 15, Moment(14));
    assert_eq!(lane.iter().map(|t| t.order_id).collect::<Vec<_>>(), [12, 10, 11]);
}
