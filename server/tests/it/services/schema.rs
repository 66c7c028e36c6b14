//! The schema goes up and down, and leaves another system's database alone.

use sea_orm::ConnectionTrait;
use sunnyside::{
    identity::Role,
    menu::{ItemPatch, SectionDraft, SectionKind},
    order::{Draft, OrderStatus},
    service::{kitchen, menu, order, section, shop},
    store::{Migrate, OpenError, Store},
};

use crate::support::{Backend, TestShop, context, paid, place};

crate::on_both!(
    every_step_goes_down_and_up_again,
    orders_of_before_have_their_stations_and_what_was_made_is_made,
    an_old_systems_database_is_left_alone,
);

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

async fn orders_of_before_have_their_stations_and_what_was_made_is_made(backend: Backend) {
    let test = TestShop::demo(backend).await;
    let owner = test.as_role(Role::Owner).await;
    let section = async |kind, name: &str, station_id| {
        let draft = SectionDraft { name: name.into(), station_id, ..SectionDraft::default() };
        section::create(&owner, kind, draft, None).await.unwrap().id
    };
    let grill = section(SectionKind::Station, "煎台", None).await;
    let bar = section(SectionKind::Station, "飲料", None).await;
    let drinks = section(SectionKind::Category, "冰飲", Some(bar)).await;
    let (toast, tea, fries) =
        (test.item("總匯吐司").await, test.item("大冰奶").await, test.item("薯條").await);
    let own = ItemPatch { station_id: Some(Some(grill)), ..ItemPatch::default() };
    menu::update(&owner, toast, own).await.unwrap();
    let held = ItemPatch { category_id: Some(Some(drinks)), ..ItemPatch::default() };
    menu::update(&owner, tea, held).await.unwrap();
    let mut ids = Vec::new();
    for steps in 0..4 {
        let items = [toast, tea, fries].into_iter().flat_map(|item| paid(item, 1).items).collect();
        let taken = place(&owner, Draft { items, ..paid(toast, 1) }).await.unwrap();
        for status in OrderStatus::ALL.iter().copied().skip(1).take(steps) {
            test.clock.advance_seconds(10);
            order::set_status(&owner, taken.id, status, None).await.unwrap();
        }
        ids.push(taken.id);
    }
    let all = Store::migrate(&test.config, Migrate::Status).await.unwrap();
    let at = all.iter().position(|(name, _)| name.contains("000018_kitchen")).unwrap();
    let steps = u32::try_from(all.len() - at).unwrap();
    Store::migrate(&test.config, Migrate::Down(steps)).await.unwrap();
    Store::migrate(&test.config, Migrate::Up).await.unwrap();
    let again = Store::open(test.config.clone()).await.unwrap();
    let cook = context(&again, Role::Kitchen).await;
    let board = kitchen::board(&cook).await.unwrap();
    assert_eq!(board.tickets.keys().copied().collect::<Vec<_>>(), ids[..3]);
    for (id, is_made) in ids.iter().zip([false, false, true]) {
        let lines: Vec<_> = board.tickets[id].lines.iter().map(|line| (line.station_id, line.done)).collect();
        let stations = [Some(grill), Some(bar), None];
        assert_eq!(lines, stations.map(|station| (station, is_made)), "order {id}");
    }
    let of_collected = format!(
        "SELECT COUNT(*) FROM order_lines l JOIN orders o ON o.id = l.order_id \
         WHERE o.id = {} AND l.bumped_at = o.ready_at AND l.station_id IS NULL",
        ids[3]
    );
    assert_eq!(test.number(&of_collected).await, 3, "what is finished is nobody's any more");
}

async fn an_old_systems_database_is_left_alone(backend: Backend) {
    let test = TestShop::empty(backend).await;
    let db = test.raw().await;
    db.execute_unprepared("CREATE TABLE alembic_version (version_num TEXT)").await.unwrap();
    let refused = Store::open(test.config.clone()).await;
    assert!(matches!(refused, Err(OpenError::OldSystem)));
}
