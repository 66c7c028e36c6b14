//! The schema goes up and down, and leaves another system's database alone.

use sea_orm::ConnectionTrait;
use sunnyside::{
    service::shop,
    store::{Migrate, OpenError, Store},
};

use crate::support::{Backend, TestShop};

crate::on_both!(every_step_goes_down_and_up_again, an_old_systems_database_is_left_alone);

async fn every_step_goes_down_and_up_again(backend: Backend) {
    let test = TestShop::demo(backend).await;
    let up = Store::migrate(&test.config, Migrate::Status).await.unwrap();
    assert!(up.len() >= 5 && up.iter().all(|(_, applied)| *applied));
    let steps = u32::try_from(up.len()).unwrap();
    for step in 1..=steps {
        let done = Store::migrate(&test.config, Migrate::Down(1)).await.unwrap();
        assert_eq!(done.iter().filter(|(_, applied)| *applied).count(), (steps - step) as usize);
    }
    let done = Store::migrate(&test.config, Migrate::Up).await.unwrap();
    assert_eq!(done, up);
    let again = Store::open(test.config.clone()).await.unwrap();
    assert!(shop::is_empty(&again).await.unwrap());
    shop::seed_demo(&again).await.unwrap();
    assert_eq!(shop::seed_demo(&again).await, Err(sunnyside::Refusal::NotEmpty));
}

async fn an_old_systems_database_is_left_alone(backend: Backend) {
    let test = TestShop::empty(backend).await;
    let db = test.raw().await;
    db.execute_unprepared("CREATE TABLE alembic_version (version_num TEXT)").await.unwrap();
    let refused = Store::open(test.config.clone()).await;
    assert!(matches!(refused, Err(OpenError::OldSystem)));
}
