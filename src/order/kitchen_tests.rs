use std::collections::BTreeMap;

use super::*;
use crate::{
    Money,
    clock::BusinessDay,
    identity::{Actor, Role},
    kitchen::Board,
    menu::MenuItem,
    order::{Draft, DraftLine, PaymentMethod, Source, Tender},
    write::{Audit, Command, Day, Ids, Request, decide},
};

const GRILL: i64 = 8;
const DRINKS: i64 = 9;

/// A shop in which the grill makes 蛋餅 and the bar 紅茶, and a kitchen's board that follows it.
struct Shop {
    state: State,
    board: Board,
    now: Moment,
    audit: Vec<Audit>,
}

impl Shop {
    fn open() -> Self {
        let item = |id, name: &str, station| MenuItem {
            id,
            name: name.into(),
            price: Money::whole(50),
            is_active: true,
            name_en: None,
            category_id: None,
            station_id: Some(station),
            route: Some(station),
            sold_out: false,
            modifier_group_ids: vec![],
            position: 0,
            recipe: vec![],
        };
        let today = Day { business_day: BusinessDay("2026-11-26".into()), last_call_number: 0 };
        let state = State {
            items: BTreeMap::from([(1, item(1, "蛋餅", GRILL)), (2, item(2, "紅茶", DRINKS))]),
            ids: Ids { orders: [1].into(), order_lines: (1..20).collect(), ..Ids::default() },
            day: today,
            ..State::default()
        };
        Self { state, board: Board::default(), now: Moment::default(), audit: vec![] }
    }

    /// An order of 蛋餅 (line 1) and 紅茶 (line 2).
    fn with_an_order() -> Self {
        let mut shop = Self::open();
        let draft = Draft {
            client_id: None,
            source: Source::DineIn,
            auto_pay: true,
            payment_method: PaymentMethod::Cash,
            tender: Tender::default(),
            items: vec![line(1, 1), line(2, 1)],
            combos: vec![],
            discount: None,
            held: false,
            table_no: None,
            customer_name: None,
            customer_phone: None,
            due_at: None,
        };
        assert!(shop.ask(Command::Place(draft)).is_ok());
        shop
    }

    fn ask(&mut self, command: Command) -> Outcome<Vec<Happening>> {
        self.now = self.now.plus_seconds(1);
        let actor = Actor { user_id: 1, username: "cook1".into(), role: Role::Kitchen, auth_disabled: false };
        let request = Request { actor, address: None, key: None, approval: None, command };
        let changes = decide(&self.state, &request, self.now)?;
        for event in self.state.numbered(&changes, self.now) {
            self.board.apply(&event);
        }
        self.state.apply(&changes);
        self.audit.extend(changes.audit);
        let orders: Vec<Order> = self.state.orders.values().cloned().collect();
        assert_eq!(self.board, Board::of(self.state.event_seq, &orders, vec![]), "the wall shows what is");
        Ok(changes.events.into_iter().map(|(_, event)| event).collect())
    }

    fn kitchen(&mut self, command: KitchenCommand) -> Outcome<Vec<Happening>> {
        let shown = self.board.tickets.get(&1).map(|ticket| ticket.after(&command, self.now));
        let events = self.ask(Command::Kitchen(1, command))?;
        // What the screen shows at once is what the event will say.
        if let (Some(shown), Some(is), false) = (shown, self.board.tickets.get(&1), events.is_empty()) {
            assert_eq!((shown.status, &shown.lines, &shown.notice), (is.status, &is.lines, &is.notice));
            assert_eq!(shown.priority_at.is_some(), is.priority_at.is_some());
        }
        Ok(events)
    }

    fn amend(&mut self, items: Vec<DraftLine>) -> Outcome<Vec<Happening>> {
        self.ask(Command::Amend(1, items.into()))
    }

    /// The kitchen has seen what it is shown.
    fn acknowledge(&mut self) -> Outcome<Vec<Happening>> {
        let notice = self.board.tickets[&1].notice.clone().unwrap();
        self.kitchen(KitchenCommand::Acknowledge { notice })
    }

    fn bump(&mut self, lines: &[i64], done: bool) -> Outcome<Vec<Happening>> {
        self.kitchen(KitchenCommand::Bump { lines: lines.to_vec(), done })
    }

    fn status(&self) -> OrderStatus {
        self.state.orders[&1].status
    }

    fn open_lines(&self) -> Vec<i64> {
        let lines = self.board.tickets[&1].lines.iter().filter(|line| !line.done);
        lines.map(|line| line.line_id).collect()
    }
}

fn line(menu_item_id: i64, quantity: u32) -> DraftLine {
    DraftLine { menu_item_id, quantity, note: None, modifier_ids: None }
}

/// From which status to which these events tell of; none for what leaves it as it is.
fn steps(events: &[Happening]) -> Vec<Option<(OrderStatus, OrderStatus)>> {
    let step = |event: &Happening| match event {
        Happening::OrderStatusChanged { order, previous_status, .. } => {
            Some((*previous_status, order.status))
        }
        _ => None,
    };
    events.iter().map(step).collect()
}

#[test]
fn an_order_is_ready_when_all_its_stations_are() {
    let mut shop = Shop::with_an_order();
    assert_eq!(shop.board.tickets[&1].parts().len(), 2);
    assert_eq!(shop.bump(&[2], true).map(|events| events.len()), Ok(1));
    assert_eq!(shop.status(), OrderStatus::Preparing, "the first line begins it");
    assert_eq!(shop.open_lines(), [1]);
    assert!(
        !shop.board.tickets[&1].is_to_make(Some(DRINKS)) && shop.board.tickets[&1].is_to_make(Some(GRILL))
    );
    assert!(shop.bump(&[1], true).is_ok());
    assert_eq!(shop.status(), OrderStatus::Ready);
    assert_eq!(shop.bump(&[1], true).map(|events| events.len()), Ok(0), "another display was faster");
}

#[test]
fn one_tap_from_pending_to_ready_is_two_steps_of_the_status_machine() {
    let mut shop = Shop::with_an_order();
    let events = shop.bump(&[1, 2], true).unwrap();
    let steps = steps(&events);
    assert!(steps.iter().all(|step| step.is_some_and(|(from, to)| from.can_become(to))), "{steps:?}");
    assert_eq!(steps.len(), 2);
    assert_eq!(shop.state.orders[&1].seq, shop.state.event_seq);
}

#[test]
fn a_line_that_was_bumped_too_early_is_open_again() {
    let mut shop = Shop::with_an_order();
    assert!(shop.bump(&[1], true).is_ok() && shop.bump(&[1], false).is_ok());
    assert_eq!((shop.open_lines(), shop.status()), (vec![1, 2], OrderStatus::Preparing));
    assert_eq!(shop.bump(&[1, 7], true), Err(Refusal::UnknownLine(7)));
    assert!(shop.bump(&[1, 2], true).is_ok());
    assert!(matches!(shop.bump(&[1], false), Err(Refusal::NoSuchStep { .. })), "a ready one is recalled");
}

#[test]
fn a_recall_goes_one_step_back_and_says_so_in_the_audit() {
    let mut shop = Shop::with_an_order();
    let recall = |from| KitchenCommand::Recall { from };
    for to in [OrderStatus::Preparing, OrderStatus::Ready, OrderStatus::Completed] {
        assert!(shop.ask(Command::SetStatus(1, to)).is_ok());
    }
    assert!(shop.board.tickets.is_empty());
    assert_eq!(shop.kitchen(recall(OrderStatus::Ready)).map(|e| e.len()), Ok(0), "it is not there any more");
    assert!(shop.kitchen(recall(OrderStatus::Completed)).is_ok());
    assert_eq!(shop.status(), OrderStatus::Ready);
    assert_eq!(shop.board.tickets[&1].status_since, Moment::default().plus_seconds(3), "it waits since then");
    assert_eq!(shop.kitchen(recall(OrderStatus::Completed)).map(|e| e.len()), Ok(0), "twice is once");
    assert!(shop.kitchen(recall(OrderStatus::Ready)).is_ok());
    assert_eq!(shop.open_lines(), [1, 2], "all of it is to be made again");
    assert!(shop.kitchen(recall(OrderStatus::Preparing)).is_ok());
    assert_eq!((shop.status(), shop.state.orders[&1].preparing_at), (OrderStatus::Pending, None));
    assert!(matches!(shop.kitchen(recall(OrderStatus::Pending)), Err(Refusal::NoSuchStep { .. })));
    // The contract's own way keeps to the contract's rules.
    let back = Command::SetStatus(1, OrderStatus::Ready);
    assert!(matches!(shop.ask(back), Err(Refusal::NoSuchStep { .. })));
}

#[test]
fn what_was_collected_an_hour_ago_or_yesterday_is_recalled_no_more() {
    let recall = KitchenCommand::Recall { from: OrderStatus::Completed };
    let collected = || {
        let mut shop = Shop::with_an_order();
        for to in [OrderStatus::Preparing, OrderStatus::Ready, OrderStatus::Completed] {
            assert!(shop.ask(Command::SetStatus(1, to)).is_ok());
        }
        shop
    };
    let mut shop = collected();
    shop.now = shop.now.plus_seconds(RECALL_MINUTES * 60 - 1);
    assert!(shop.kitchen(recall.clone()).is_ok());
    let mut shop = collected();
    shop.now = shop.now.plus_seconds(RECALL_MINUTES * 60);
    assert_eq!(shop.kitchen(recall.clone()), Err(Refusal::RecalledTooLate));
    let mut shop = collected();
    shop.state.day.business_day = BusinessDay("2026-11-27".into());
    assert_eq!(shop.kitchen(recall), Err(Refusal::RecalledTooLate), "its number may be another order's");
}

#[test]
fn a_change_stays_until_it_is_acknowledged_and_what_came_since_stays_after() {
    let mut shop = Shop::with_an_order();
    assert!(shop.bump(&[2], true).is_ok());
    assert!(shop.amend(vec![line(1, 2), line(2, 1)]).is_ok());
    let seen = shop.board.tickets[&1].notice.clone().unwrap();
    assert_eq!(shop.open_lines(), [1], "what is made stays made");
    assert!(shop.amend(vec![line(1, 2), line(2, 3)]).is_ok());
    assert_eq!(shop.open_lines(), [1, 2], "of this there is more to make now");
    assert!(shop.kitchen(KitchenCommand::Acknowledge { notice: seen }).is_ok());
    let both = shop.board.tickets[&1].notice.clone().unwrap();
    let Notice::Changed(diff) = &both else { panic!("{both:?}") };
    assert_eq!(diff.quantity_changed.len(), 2, "the second change was not seen yet: {diff:?}");
    assert!(shop.kitchen(KitchenCommand::Acknowledge { notice: both }).is_ok());
    assert_eq!(shop.board.tickets[&1].notice, None);
}

#[test]
fn an_order_whose_last_open_line_was_taken_away_is_ready_when_that_is_seen() {
    let mut shop = Shop::with_an_order();
    assert!(shop.bump(&[2], true).is_ok());
    assert!(shop.amend(vec![line(2, 1)]).is_ok());
    assert_eq!((shop.status(), shop.open_lines()), (OrderStatus::Preparing, vec![]));
    assert!(shop.board.tickets[&1].is_to_make(None), "it must not hang between the screens");
    let events = shop.acknowledge().unwrap();
    assert_eq!(steps(&events), [Some((OrderStatus::Preparing, OrderStatus::Ready))]);
    let order = &shop.state.orders[&1];
    assert_eq!((order.status, order.ready_at, &order.notice), (OrderStatus::Ready, Some(shop.now), &None));
    assert_eq!(order.seq, shop.state.event_seq);
    let line = shop.audit.last().unwrap();
    assert_eq!((line.action, &line.payload["before"]["status"]), ("order.acknowledge", &json!("preparing")));
    assert_eq!(line.payload["after"], json!({"notice": null, "status": "ready"}));
}

#[test]
fn an_order_of_which_nothing_is_left_to_make_can_be_bumped_as_well() {
    let mut shop = Shop::with_an_order();
    assert!(shop.bump(&[2], true).is_ok() && shop.amend(vec![line(2, 1)]).is_ok());
    assert_eq!(shop.bump(&[2], true).map(|events| events.len()), Ok(1));
    assert_eq!(shop.status(), OrderStatus::Ready);
    assert!(shop.board.tickets[&1].notice.is_some(), "the change is still to be seen");
    assert_eq!(shop.acknowledge().map(|events| steps(&events)), Ok(vec![None]));
    assert_eq!(shop.status(), OrderStatus::Ready);
}

#[test]
fn what_came_and_left_again_holds_no_order_up() {
    let mut shop = Shop::with_an_order();
    let extra = DraftLine { note: Some("去冰".into()), ..line(2, 1) };
    assert!(shop.amend(vec![line(1, 1), line(2, 1), extra]).is_ok());
    assert!(shop.bump(&[1, 2], true).is_ok());
    assert_eq!((shop.status(), shop.open_lines().len()), (OrderStatus::Preparing, 1));
    let events = shop.amend(vec![line(1, 1), line(2, 1)]).unwrap();
    assert_eq!(steps(&events), [None, Some((OrderStatus::Preparing, OrderStatus::Ready))]);
    let order = &shop.state.orders[&1];
    assert_eq!(
        (order.status, order.ready_at, order.seq),
        (OrderStatus::Ready, Some(shop.now), shop.state.event_seq)
    );
    assert_eq!(shop.board.tickets[&1].notice, None, "there is nothing to acknowledge");
}

#[test]
fn a_ready_order_that_got_more_is_made_whole_again() {
    let mut shop = Shop::with_an_order();
    assert!(shop.bump(&[1, 2], true).is_ok());
    let ready_at = shop.state.orders[&1].ready_at;
    let extra = DraftLine { note: Some("去冰".into()), ..line(2, 1) };
    assert!(shop.amend(vec![line(1, 1), line(2, 1), extra]).is_ok());
    let ticket = &shop.board.tickets[&1];
    assert!(ticket.has_more() && ticket.status == OrderStatus::Ready);
    let shown = [None, Some(DRINKS), Some(GRILL)].map(|station| ticket.is_to_make(station));
    assert_eq!(shown, [true, true, false], "it is its station's again");
    let new = shop.open_lines();
    assert!(new.len() == 1 && new[0] > 2, "{new:?}");
    assert_eq!(shop.bump(&new, true).map(|events| steps(&events)), Ok(vec![None]));
    assert!(!shop.board.tickets[&1].has_more() && !shop.board.tickets[&1].is_to_make(None));
    assert_eq!(shop.state.orders[&1].ready_at, ready_at, "it has waited since then");
    assert_eq!(shop.bump(&new, true).map(|events| events.len()), Ok(0), "another display was faster");
    assert!(matches!(shop.bump(&new, false), Err(Refusal::NoSuchStep { .. })), "a ready one is recalled");
    assert!(shop.acknowledge().is_ok());
    assert_eq!(shop.status(), OrderStatus::Ready);
}

#[test]
fn what_is_called_off_stays_crossed_out_until_it_is_acknowledged() {
    let mut shop = Shop::with_an_order();
    let empty = KitchenCommand::CallOff { reason: "  ".into() };
    assert!(matches!(shop.kitchen(empty), Err(Refusal::Invalid(_))));
    assert!(shop.kitchen(KitchenCommand::CallOff { reason: "蛋用完了".into() }).is_ok());
    assert_eq!(shop.board.tickets[&1].notice, Some(Notice::Cancelled));
    assert!(!shop.board.tickets[&1].is_to_make(None));
    assert!(shop.kitchen(KitchenCommand::Acknowledge { notice: Notice::Cancelled }).is_ok());
    assert!(shop.board.tickets.is_empty());
}

#[test]
fn what_comes_first_stands_before_what_is_older() {
    let mut shop = Shop::with_an_order();
    let first = |first| KitchenCommand::Prioritise { first };
    assert!(shop.kitchen(first(true)).is_ok());
    assert!(shop.board.tickets[&1].priority_at.is_some());
    assert_eq!(shop.kitchen(first(true)).map(|events| events.len()), Ok(0));
    assert!(shop.kitchen(first(false)).is_ok(), "it can be taken back");
    assert_eq!(shop.board.tickets[&1].priority_at, None);
}
