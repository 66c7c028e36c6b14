//! The writer: one order for everybody, only the guilty fail, and nobody waits for ever.

use std::{sync::Arc, time::Instant};

use sea_orm::{ConnectionTrait, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use sunnyside::{
    Money, Refusal,
    identity::Role,
    menu::{ItemDraft, ItemPatch},
    order::Draft,
    service,
    store::Store,
};

use crate::support::{Backend, TestShop, context, is_postgres, place, unpaid, until};

crate::on_both!(
    eight_writers_leave_no_gap,
    two_instances_share_one_log,
    what_another_instance_changed_is_not_remembered_otherwise,
    a_held_head_row_delays_no_longer_than_the_time_out,
    one_guilty_command_fails_alone,
);

async fn take_all(stores: &[Arc<Store>], item: i64, each: usize) -> usize {
    let mut tasks = Vec::new();
    for store in stores {
        let staff = context(store, Role::Staff).await;
        for _ in 0..each {
            let staff = staff.clone();
            tasks.push(tokio::spawn(async move { place(&staff, unpaid(item, 1)).await }));
        }
    }
    let mut taken = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => taken += 1,
            Err(Refusal::Busy(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    taken
}

/// The log is 1..=n without a gap, ids and numbers grow with it, and a reader that only asks for what is newer than
/// it has seen misses none.
async fn check_log(store: &Arc<Store>, orders: usize) {
    let log = store.events_after(0, 10_000).await.unwrap();
    assert_eq!(log.len(), orders);
    for (seq, logged) in (1..).zip(&log) {
        assert_eq!(logged.event.seq, seq);
        assert_eq!(sunnyside::event::Event::from_text(&logged.text).unwrap(), logged.event);
    }
    let ids: Vec<i64> = log.iter().map(|l| l.event.what.order().unwrap().order_id).collect();
    assert!(ids.is_sorted_by(|a, b| a < b), "ids grow in the order of the commits");
    assert_eq!(store.head().await.unwrap().0, i64::try_from(orders).unwrap());
}

async fn eight_writers_leave_no_gap(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let item = shop.item("荷包蛋").await;
    let mut reader = shop.store.hub.subscribe();
    let stores = vec![shop.store.clone(); 8];
    let taken = take_all(&stores, item, 10).await;
    assert_eq!(taken, 80);
    check_log(&shop.store, taken).await;
    for seq in 1..=80 {
        assert_eq!(reader.recv().await.unwrap().event.seq, seq, "the hub sends them in order, once");
    }
}

async fn two_instances_share_one_log(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let item = shop.item("荷包蛋").await;
    let other = shop.second_instance().await;
    let (mut here, mut there) = (shop.store.hub.subscribe(), other.hub.subscribe());
    let taken = take_all(&[shop.store.clone(), other.clone()], item, 30).await;
    assert!(taken >= 30, "{taken}");
    check_log(&shop.store, taken).await;
    for seq in 1..=i64::try_from(taken).unwrap() {
        assert_eq!(here.recv().await.unwrap().event.seq, seq);
        assert_eq!(there.recv().await.unwrap().event.seq, seq);
    }
}

/// The writer remembers the menu from batch to batch, as long as nobody else wrote.
async fn what_another_instance_changed_is_not_remembered_otherwise(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let item = shop.item("荷包蛋").await;
    let here = shop.as_role(Role::Staff).await;
    let other = shop.second_instance().await;
    let there = context(&other, Role::Manager).await;
    let before = place(&here, unpaid(item, 1)).await.unwrap().total_amount;
    let dearer = ItemPatch { price: Some(before + Money(500)), ..Default::default() };
    service::menu::update(&there, item, dearer).await.unwrap();
    assert_eq!(place(&here, unpaid(item, 1)).await.unwrap().total_amount, before + Money(500));
    let second = place(&there, unpaid(item, 1)).await.unwrap();
    let third = place(&here, unpaid(item, 1)).await.unwrap();
    assert!(third.id > second.id && third.call_number > second.call_number);
}

async fn a_held_head_row_delays_no_longer_than_the_time_out(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let item = shop.item("荷包蛋").await;
    let staff = shop.as_role(Role::Staff).await;
    place(&staff, unpaid(item, 1)).await.unwrap();
    let db = shop.raw().await;
    let mode = (!is_postgres(&db)).then_some(SqliteTransactionMode::Immediate);
    let options = TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() };
    let held = db.begin_with_options(options).await.unwrap();
    if is_postgres(&db) {
        held.execute_unprepared("SELECT id FROM stores FOR UPDATE").await.unwrap();
    }
    let begun = Instant::now();
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let staff = staff.clone();
            tokio::spawn(async move { place(&staff, unpaid(item, 1)).await })
        })
        .collect();
    for task in tasks {
        assert!(matches!(task.await.unwrap(), Err(Refusal::Busy(seconds)) if seconds > 0));
    }
    let waited = begun.elapsed();
    let limit = shop.config.lock_timeout * 3;
    assert!(
        waited < limit,
        "all twenty were told within {waited:?}; the lock's time-out is {:?}",
        shop.config.lock_timeout
    );
    held.rollback().await.unwrap();
    let after = place(&staff, unpaid(item, 1)).await.unwrap();
    assert_eq!(after.seq, 2, "no seq is skipped");
    check_log(&shop.store, 2).await;
}

/// A trigger stands for whatever makes one statement fail.
async fn poison(shop: &TestShop) {
    let db = shop.raw().await;
    let sql: &[&str] = if is_postgres(&db) {
        &[
            "CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.note = 'poison' THEN RAISE EXCEPTION 'poisoned'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER poison BEFORE INSERT ON order_lines FOR EACH ROW EXECUTE FUNCTION refuse_poison()",
        ]
    } else {
        &[
            "CREATE TRIGGER poison BEFORE INSERT ON order_lines WHEN NEW.note = 'poison' BEGIN SELECT RAISE(ABORT, 'poisoned'); END",
        ]
    };
    for statement in sql {
        db.execute_unprepared(statement).await.unwrap();
    }
}

async fn one_guilty_command_fails_alone(backend: Backend) {
    let shop = TestShop::patient_demo(backend).await;
    let item = shop.item("荷包蛋").await;
    let staff = shop.as_role(Role::Staff).await;
    poison(&shop).await;
    let db = shop.raw().await;
    let mode = (!is_postgres(&db)).then_some(SqliteTransactionMode::Immediate);
    let options = TransactionOptions { sqlite_transaction_mode: mode, ..Default::default() };
    let held = db.begin_with_options(options).await.unwrap();
    if is_postgres(&db) {
        held.execute_unprepared("SELECT id FROM stores FOR UPDATE").await.unwrap();
    }
    // A command that shares its batch with nobody is at the lock; the twenty behind it are queued meanwhile, and are
    // the next batch.
    let manager = shop.as_role(Role::Manager).await;
    let first =
        ItemDraft { name: "先來的".into(), price: Money(4500), is_active: true, ..ItemDraft::default() };
    let mut first = std::pin::pin!(service::menu::create(&manager, first, None));
    assert!(futures::poll!(first.as_mut()).is_pending(), "it is in the queue");
    until("the first is at the lock", || async { shop.store.waiting() == 0 }).await;
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let staff = staff.clone();
            let mut draft: Draft = unpaid(item, 1);
            draft.items[0].note = Some(if n == 9 { "poison".into() } else { format!("{n}") });
            tokio::spawn(async move { place(&staff, draft).await })
        })
        .collect();
    until("they are queued", || async { shop.store.waiting() == 20 }).await;
    held.rollback().await.unwrap();
    first.await.unwrap();
    for (n, task) in tasks.into_iter().enumerate() {
        let outcome = task.await.unwrap();
        assert_eq!(outcome.is_ok(), n != 9, "{n}: {outcome:?}");
    }
    check_log(&shop.store, 19).await;
    let numbers = "SELECT COUNT(DISTINCT call_number) FROM orders";
    assert_eq!(shop.number(numbers).await, 19);
}
