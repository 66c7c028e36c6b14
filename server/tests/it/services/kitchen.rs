//! The kitchen over a real database: who makes a line, what is made, what is recalled, how fast it is.

use sunnyside::{
    Refusal,
    identity::Role,
    kitchen::{KitchenCommand, Notice},
    menu::{ItemPatch, SectionDraft, SectionKind},
    order::{Draft, OrderStatus},
    service::{kitchen, menu, order, section},
};

use crate::support::{Backend, TestShop, paid, place};

crate::on_both!(
    a_line_is_routed_at_the_sale_and_its_station_makes_it,
    what_was_collected_can_be_recalled_for_an_hour,
    a_called_off_order_is_on_the_wall_until_it_is_acknowledged,
);

async fn a_line_is_routed_at_the_sale_and_its_station_makes_it(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let (staff, cook) = (shop.as_role(Role::Staff).await, shop.as_role(Role::Kitchen).await);
    let (tea, toast) = (shop.item("大冰奶").await, shop.item("總匯吐司").await);
    let manager = shop.as_role(Role::Manager).await;
    for (item, name) in [(tea, "飲料"), (toast, "煎台")] {
        let draft = SectionDraft { name: name.into(), ..SectionDraft::default() };
        let station = section::create(&manager, SectionKind::Station, draft, None).await.unwrap();
        let patch = ItemPatch { station_id: Some(Some(station.id)), ..ItemPatch::default() };
        menu::update(&manager, item, patch).await.unwrap();
    }
    let draft = Draft { items: [paid(tea, 2).items, paid(toast, 1).items].concat(), ..paid(tea, 1) };
    let taken = place(&staff, draft).await.unwrap();
    let board = kitchen::board(&cook).await.unwrap();
    let ticket = &board.tickets[&taken.id];
    let stations: Vec<Option<i64>> = ticket.lines.iter().map(|line| line.station_id).collect();
    assert!(stations.iter().all(Option::is_some) && stations[0] != stations[1], "{stations:?}");
    assert!(ticket.lines.iter().all(|line| !line.uses.is_empty()), "the recipes of the sale are counted");
    let bump = |line: usize| KitchenCommand::Bump { lines: vec![ticket.lines[line].line_id], done: true };
    shop.clock.advance_seconds(60);
    kitchen::ask(&cook, taken.id, bump(0)).await.unwrap();
    assert_eq!(kitchen::ask(&staff, taken.id, bump(1)).await.err(), Some(Refusal::Denied));
    let pace = |station| {
        let cook = cook.clone();
        async move { kitchen::pace(&cook, station).await.unwrap() }
    };
    assert_eq!(pace(stations[0]).await.seconds.map(|s| s.p50), Some(60), "its part is made");
    assert_eq!((pace(stations[1]).await.orders, pace(None).await.orders), (0, 0));
    shop.clock.advance_seconds(30);
    let ready = kitchen::ask(&cook, taken.id, bump(1)).await.unwrap();
    assert_eq!(ready.status, OrderStatus::Ready);
    assert_eq!(pace(None).await.seconds.map(|s| s.p90), Some(90));
    let board = kitchen::board(&cook).await.unwrap();
    assert!(board.tickets[&taken.id].lines.iter().all(|line| line.done));
    assert!(kitchen::components(&cook).await.unwrap().len() > 3);
}

async fn what_was_collected_can_be_recalled_for_an_hour(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let cook = shop.as_role(Role::Kitchen).await;
    let item = shop.item("薯條").await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let taken = place(&shop.as_role(Role::Staff).await, paid(item, 1)).await.unwrap();
        for status in [OrderStatus::Preparing, OrderStatus::Ready, OrderStatus::Completed] {
            order::set_status(&cook, taken.id, status, None).await.unwrap();
        }
        ids.push(taken.id);
        shop.clock.advance_seconds(1_800);
    }
    let offered =
        |tickets: Vec<sunnyside::kitchen::Ticket>| tickets.iter().map(|t| t.order_id).collect::<Vec<_>>();
    assert_eq!(offered(kitchen::collected(&cook).await.unwrap()), [ids[1], ids[0]]);
    shop.clock.advance_seconds(1);
    assert_eq!(offered(kitchen::collected(&cook).await.unwrap()), [ids[1]]);
    let recall = KitchenCommand::Recall { from: OrderStatus::Completed };
    assert_eq!(kitchen::ask(&cook, ids[0], recall.clone()).await.err(), Some(Refusal::RecalledTooLate));
    let back = kitchen::ask(&cook, ids[1], recall).await.unwrap();
    assert_eq!((back.status, back.completed_at), (OrderStatus::Ready, None));
    assert_eq!(shop.number("SELECT COUNT(*) FROM audit_logs WHERE action = 'order.recall'").await, 1);
    assert_eq!(kitchen::board(&cook).await.unwrap().tickets[&ids[1]].status, OrderStatus::Ready);
}

async fn a_called_off_order_is_on_the_wall_until_it_is_acknowledged(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let cook = shop.as_role(Role::Kitchen).await;
    let taken = place(&shop.as_role(Role::Staff).await, paid(shop.item("薯條").await, 1)).await.unwrap();
    let call_off = KitchenCommand::CallOff { reason: "薯條用完".into() };
    let off = kitchen::ask(&cook, taken.id, call_off).await.unwrap();
    assert!(off.refund_due, "its money is to be handed back");
    let seen = kitchen::board(&cook).await.unwrap().tickets[&taken.id].notice.clone();
    assert_eq!(seen, Some(Notice::Cancelled));
    let acknowledge = KitchenCommand::Acknowledge { notice: Notice::Cancelled };
    kitchen::ask(&cook, taken.id, acknowledge).await.unwrap();
    assert!(kitchen::board(&cook).await.unwrap().tickets.is_empty());
}
