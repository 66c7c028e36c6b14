//! Instances wake each other up through Redis; without it nothing is lost, only later.

use std::{sync::Arc, time::Duration};

use sunnyside::{identity::Role, service::shop, store::Logged};
use tokio::{
    sync::broadcast,
    time::{Instant, timeout},
};

use crate::support::{
    Backend, TestShop, place,
    redis::{Door, Stands, nowhere, url},
    unpaid,
};

crate::on_both!(
    a_hint_comes_long_before_the_poll,
    without_redis_the_poll_finds_it,
    what_was_committed_while_redis_was_away_comes_when_it_is_back,
);

const LONG: Duration = Duration::from_secs(3600);

async fn demo(backend: Backend, redis: String, poll: Duration) -> TestShop {
    let test = TestShop::tuned(backend, |config| {
        config.redis_url = Some(redis);
        config.poll = poll;
    })
    .await;
    shop::seed_demo(&test.store).await.unwrap();
    test
}

async fn take(test: &TestShop, count: usize) {
    let (staff, item) = (test.as_role(Role::Staff).await, test.item("荷包蛋").await);
    for _ in 0..count {
        place(&staff, unpaid(item, 1)).await.unwrap();
    }
}

async fn next(hub: &mut broadcast::Receiver<Arc<Logged>>) -> i64 {
    timeout(Duration::from_secs(10), hub.recv()).await.expect("an event within 10 s").unwrap().event.seq
}

async fn a_hint_comes_long_before_the_poll(backend: Backend) {
    let test = demo(backend, url(), LONG).await;
    let other = test.second_instance().await;
    let mut events = other.hub.subscribe();
    // It takes a moment until the other has subscribed: the first order that it hears of ends it.
    let (mut seen, end) = (0, Instant::now() + Duration::from_secs(10));
    while seen == 0 {
        assert!(Instant::now() < end, "no hint was heard within 10 s");
        take(&test, 1).await;
        let heard = timeout(Duration::from_millis(100), events.recv()).await;
        seen = heard.map_or(0, |logged| logged.unwrap().event.seq);
    }
    let head = test.store.head().await.unwrap().0;
    for seq in seen + 1..=head {
        assert_eq!(next(&mut events).await, seq);
    }
    // Many in a row: in order, none left out, none twice, and in seconds where the poll takes an hour.
    take(&test, 30).await;
    for seq in head + 1..=head + 30 {
        assert_eq!(next(&mut events).await, seq);
    }
    assert!(events.is_empty());
}

async fn without_redis_the_poll_finds_it(backend: Backend) {
    let test = demo(backend, nowhere(), Duration::from_millis(100)).await;
    let other = test.second_instance().await;
    let mut events = other.hub.subscribe();
    take(&test, 3).await;
    for seq in 1..=3 {
        assert_eq!(next(&mut events).await, seq);
    }
}

async fn what_was_committed_while_redis_was_away_comes_when_it_is_back(backend: Backend) {
    let door = Door::new(Stands::Shut).await;
    let test = demo(backend, door.url.clone(), LONG).await;
    let other = test.second_instance().await;
    let mut events = other.hub.subscribe();
    take(&test, 3).await;
    assert_eq!(test.store.head().await.unwrap().0, 3, "the shop sells without Redis");
    door.turn(Stands::Open);
    for seq in 1..=3 {
        assert_eq!(next(&mut events).await, seq);
    }
    door.turn(Stands::Silent);
    take(&test, 2).await;
    door.turn(Stands::Open);
    for seq in 4..=5 {
        assert_eq!(next(&mut events).await, seq);
    }
}
