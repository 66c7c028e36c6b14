//! A snapshot and the events after it give the next snapshot, for random histories. In a debug build the writer also
//! compares its memory with the database after every batch, so this history proves that too.

use rand::{Rng, SeedableRng, rngs::StdRng};
use sunnyside::{
    identity::Role,
    kitchen,
    order::OrderStatus,
    pickup,
    pickup::PublicEvent,
    service::{self, order},
};

use crate::support::{Backend, TestShop, paid, place, unpaid};

crate::on_both!(a_snapshot_and_its_events_are_the_next_snapshot);

async fn a_snapshot_and_its_events_are_the_next_snapshot(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let owner = shop.as_role(Role::Owner).await;
    let items = [shop.item("薯條").await, shop.item("總匯吐司").await, shop.item("大冰奶").await];
    let mut boards: Vec<(kitchen::Board, pickup::Board)> = Vec::new();
    let seed = rand::random::<u64>();
    let mut dice = StdRng::seed_from_u64(seed);
    let mut ids = Vec::new();
    let mut done = Done::default();
    for step in 0.. {
        // A history in which too little happened proves too little: it goes on.
        if step >= 120 && done.is_enough() {
            break;
        }
        assert!(step < 1_200, "too little happened: {done:?} (seed {seed})");
        if step < 120 && step % 20 == 0 {
            boards.push((
                service::kitchen::board(&owner).await.unwrap(),
                order::pickup_board(&owner).await.unwrap(),
            ));
        }
        shop.clock.advance_seconds(dice.random_range(0..90));
        let item = items[dice.random_range(0..items.len())];
        let known = (!ids.is_empty()).then(|| ids[dice.random_range(0..ids.len())]);
        // What is refused (a step that does not exist, a shortage) is part of a history too.
        match (dice.random_range(0..10), known) {
            (0..3, _) | (_, None) => {
                let count = dice.random_range(1..4);
                let draft = if dice.random_bool(0.5) { paid(item, count) } else { unpaid(item, count) };
                ids.extend(place(&owner, draft).await.map(|o| o.id));
            }
            (7..9, Some(id)) => {
                let (before, command) =
                    (order::fetch(&owner, id).await.unwrap(), command(&owner, id, &mut dice).await);
                if let Ok(after) = service::kitchen::ask(&owner, id, command.clone()).await {
                    done.note(&command, after.seq > before.seq);
                }
            }
            (9, Some(id)) => {
                let items = paid(item, dice.random_range(1..4)).items;
                let amended = order::amend(&owner, id, items, None).await;
                done.amended += usize::from(amended.is_ok_and(|amended| !amended.diff.is_empty()));
            }
            (3, Some(id)) => drop(order::pay(&owner, id, None.into(), None).await),
            (_, Some(id)) => {
                let status = OrderStatus::ALL[dice.random_range(0..5)];
                drop(order::set_status(&owner, id, status, None).await);
            }
        }
    }
    let last_kitchen = service::kitchen::board(&owner).await.unwrap();
    let last_pickup = order::pickup_board(&owner).await.unwrap();
    assert!(last_kitchen.seq > 40, "something happened (seed {seed})");
    for (mut kitchen, mut pickup) in boards {
        for logged in shop.store.events_after(kitchen.seq, 10_000).await.unwrap() {
            kitchen.apply(&logged.event);
            pickup.apply(&PublicEvent::from(&logged.event));
        }
        kitchen.let_go(shop.store.now());
        assert_eq!(kitchen, last_kitchen, "seed {seed}");
        assert_eq!(pickup, last_pickup, "seed {seed}");
    }
}

/// How often something changed.
#[derive(Debug, Default)]
struct Done {
    amended: usize,
    bumped: usize,
    recalled: usize,
    put_first: usize,
    acknowledged: usize,
}

impl Done {
    fn note(&mut self, command: &kitchen::KitchenCommand, is_change: bool) {
        use kitchen::KitchenCommand::{Acknowledge, Bump, CallOff, Prioritise, Recall};
        let count = match command {
            Bump { .. } => &mut self.bumped,
            Recall { .. } => &mut self.recalled,
            Prioritise { .. } => &mut self.put_first,
            Acknowledge { .. } => &mut self.acknowledged,
            CallOff { .. } => return,
        };
        *count += usize::from(is_change);
    }

    fn is_enough(&self) -> bool {
        let kitchen = [self.bumped, self.recalled, self.put_first, self.acknowledged];
        self.amended >= 3 && kitchen.iter().all(|count| *count >= 1)
    }
}

/// What a kitchen may do with an order.
async fn command(owner: &service::Context, id: i64, dice: &mut StdRng) -> kitchen::KitchenCommand {
    let known = order::fetch(owner, id).await.unwrap();
    match dice.random_range(0..5) {
        0 => kitchen::KitchenCommand::Recall { from: known.status },
        1 => kitchen::KitchenCommand::Prioritise { first: dice.random_bool(0.5) },
        2 => {
            let board = service::kitchen::board(owner).await.unwrap();
            let notice = board.tickets.get(&id).and_then(|ticket| ticket.notice.clone());
            kitchen::KitchenCommand::Acknowledge { notice: notice.unwrap_or(kitchen::Notice::Cancelled) }
        }
        _ => {
            let lines = known.items.iter().map(|line| line.id).filter(|_| dice.random_bool(0.7)).collect();
            kitchen::KitchenCommand::Bump { lines, done: dice.random_bool(0.8) }
        }
    }
}
