//! Failed sign-ins are counted by all instances together, and by each alone while Redis is away.

use std::{sync::Arc, time::Instant};

use sunnyside::{
    Refusal,
    service::{Context, identity, shop},
    store::Store,
};

use crate::support::{
    Backend, TestShop,
    redis::{Door, Stands, nowhere, url},
    until,
};

crate::on_both!(
    instances_count_together,
    a_success_clears_the_count_everywhere,
    the_window_slides,
    without_redis_each_counts_alone,
    a_silent_redis_delays_nobody_for_long,
    it_counts_together_again_when_redis_is_back,
);

async fn demo(backend: Backend, redis: String) -> TestShop {
    let test = TestShop::tuned(backend, |config| config.redis_url = Some(redis)).await;
    shop::seed_demo(&test.store).await.unwrap();
    test
}

async fn sign_in(store: &Arc<Store>, address: &str, name: &str, password: &str) -> Result<(), Refusal> {
    let ctx = Context { address: Some(address.to_owned()), ..Context::public(store.clone()) };
    identity::sign_in(&ctx, name, password.to_owned(), false).await.map(|_| ())
}

async fn fail(store: &Arc<Store>, times: usize) {
    for n in 0..times {
        assert_eq!(sign_in(store, "192.0.2.7", "owner1", "wrong").await, Err(Refusal::BadCredentials), "{n}");
    }
}

fn has_to_wait(outcome: &Result<(), Refusal>) -> bool {
    matches!(outcome, Err(Refusal::TooManyAttempts(1..=60)))
}

async fn instances_count_together(backend: Backend) {
    let test = demo(backend, url()).await;
    let other = test.second_instance().await;
    fail(&test.store, 5).await;
    fail(&other, 5).await;
    for store in [&test.store, &other] {
        let eleventh = sign_in(store, "192.0.2.7", "OWNER1", "owner1234").await;
        assert!(has_to_wait(&eleventh), "{eleventh:?}");
    }
    assert_eq!(sign_in(&other, "192.0.2.7", "staff1", "staff1234").await, Ok(()), "other names");
    assert_eq!(sign_in(&other, "192.0.2.8", "owner1", "owner1234").await, Ok(()), "other addresses");
    let another_shop = demo(backend, url()).await;
    assert_eq!(sign_in(&another_shop.store, "192.0.2.7", "owner1", "owner1234").await, Ok(()), "other shops");
}

async fn a_success_clears_the_count_everywhere(backend: Backend) {
    let test = demo(backend, url()).await;
    let other = test.second_instance().await;
    fail(&test.store, 5).await;
    fail(&other, 4).await;
    assert_eq!(sign_in(&other, "192.0.2.7", "owner1", "owner1234").await, Ok(()));
    fail(&test.store, 5).await;
    fail(&other, 5).await;
    assert!(has_to_wait(&sign_in(&test.store, "192.0.2.7", "owner1", "owner1234").await));
}

async fn the_window_slides(backend: Backend) {
    let test = demo(backend, url()).await;
    fail(&test.store, 9).await;
    test.clock.advance_seconds(30);
    fail(&test.store, 1).await;
    let wait = sign_in(&test.store, "192.0.2.7", "owner1", "owner1234").await;
    assert_eq!(wait, Err(Refusal::TooManyAttempts(30)));
    test.clock.advance_seconds(30);
    fail(&test.store, 9).await;
    assert!(
        has_to_wait(&sign_in(&test.store, "192.0.2.7", "owner1", "owner1234").await),
        "the tenth counts still"
    );
}

async fn without_redis_each_counts_alone(backend: Backend) {
    let test = demo(backend, nowhere()).await;
    let other = test.second_instance().await;
    fail(&test.store, 10).await;
    assert!(has_to_wait(&sign_in(&test.store, "192.0.2.7", "owner1", "owner1234").await));
    assert_eq!(sign_in(&other, "192.0.2.7", "owner1", "owner1234").await, Ok(()));
}

async fn a_silent_redis_delays_nobody_for_long(backend: Backend) {
    let door = Door::new(Stands::Silent).await;
    let test = demo(backend, door.url.clone()).await;
    let begun = Instant::now();
    fail(&test.store, 10).await;
    assert!(has_to_wait(&sign_in(&test.store, "192.0.2.7", "owner1", "owner1234").await));
    // Eleven waits of 300 ms would be 3.3 s, and half a second for each password would be as much again.
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

async fn it_counts_together_again_when_redis_is_back(backend: Backend) {
    let door = Door::new(Stands::Open).await;
    let test = demo(backend, door.url.clone()).await;
    let other = test.second_instance().await;
    fail(&other, 10).await;
    assert!(has_to_wait(&sign_in(&test.store, "192.0.2.7", "owner1", "owner1234").await), "counted together");
    door.turn(Stands::Shut);
    // The own count has been kept meanwhile: this instance has seen one attempt, that one ten.
    until("Redis is missed", || async {
        sign_in(&test.store, "192.0.2.7", "owner1", "owner1234").await == Ok(())
    })
    .await;
    assert!(has_to_wait(&sign_in(&other, "192.0.2.7", "owner1", "owner1234").await));
    door.turn(Stands::Open);
    until("Redis is found again", || async {
        has_to_wait(&sign_in(&test.store, "192.0.2.7", "owner1", "owner1234").await)
    })
    .await;
}
