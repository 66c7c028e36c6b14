//! The kitchen over a real database: who makes a line, what is made, what is recalled, how fast it is.

use sunnyside::{
    Refusal,
    identity::Role,
    kitchen::{KitchenCommand, NOTICE_SECONDS, Notice},
    menu::{ItemPatch, SectionDraft, SectionKind},
    order::{Draft, OrderStatus},
    printing::{PrinterDraft, Receipts, Tickets},
    receipt::{Kind, Language},
    service::{Context, kitchen, menu, order, printing, section},
};

use crate::support::{Backend, TestShop, paid, place};

crate::on_both!(
    a_line_is_routed_at_the_sale_and_its_station_makes_it,
    what_was_collected_can_be_recalled_for_an_hour,
    what_was_collected_before_the_day_began_is_not_offered,
    a_called_off_order_is_on_the_wall_until_it_is_acknowledged,
    what_nobody_acknowledges_leaves_the_wall_after_a_day,
    what_an_amendment_does_to_what_is_made,
    a_ticket_is_printed_where_its_lines_were_sent_at_the_sale,
);

/// A station that makes an item from now on.
async fn station_of(manager: &Context, item: i64, name: &str) -> i64 {
    let draft = SectionDraft { name: name.into(), ..SectionDraft::default() };
    let station = section::create(manager, SectionKind::Station, draft, None).await.unwrap();
    send_to(manager, item, station.id).await;
    station.id
}

async fn send_to(manager: &Context, item: i64, station: i64) {
    let patch = ItemPatch { station_id: Some(Some(station)), ..ItemPatch::default() };
    menu::update(manager, item, patch).await.unwrap();
}

async fn a_line_is_routed_at_the_sale_and_its_station_makes_it(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let (staff, cook) = (shop.as_role(Role::Staff).await, shop.as_role(Role::Kitchen).await);
    let (tea, toast) = (shop.item("大冰奶").await, shop.item("總匯吐司").await);
    let manager = shop.as_role(Role::Manager).await;
    for (item, name) in [(tea, "飲料"), (toast, "煎台")] {
        station_of(&manager, item, name).await;
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

async fn what_was_collected_before_the_day_began_is_not_offered(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let cook = shop.as_role(Role::Kitchen).await;
    // 02:50 in Taipei; the day begins at 03:00.
    shop.clock.set("2026-11-23T18:50:00Z");
    let taken = place(&shop.as_role(Role::Staff).await, paid(shop.item("薯條").await, 1)).await.unwrap();
    for status in [OrderStatus::Preparing, OrderStatus::Ready, OrderStatus::Completed] {
        order::set_status(&cook, taken.id, status, None).await.unwrap();
    }
    assert_eq!(kitchen::collected(&cook).await.unwrap().len(), 1);
    shop.clock.advance_seconds(600);
    assert!(kitchen::collected(&cook).await.unwrap().is_empty(), "it could not be recalled");
}

async fn what_nobody_acknowledges_leaves_the_wall_after_a_day(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let (staff, cook) = (shop.as_role(Role::Staff).await, shop.as_role(Role::Kitchen).await);
    let item = shop.item("薯條").await;
    let off = place(&staff, paid(item, 1)).await.unwrap();
    let mut followed = kitchen::board(&cook).await.unwrap();
    order::set_status(&cook, off.id, OrderStatus::Cancelled, None).await.unwrap();
    shop.clock.advance_seconds(NOTICE_SECONDS - 1);
    assert!(kitchen::board(&cook).await.unwrap().tickets.contains_key(&off.id));
    let kept = place(&staff, paid(item, 1)).await.unwrap();
    shop.clock.advance_seconds(1);
    let loaded = kitchen::board(&cook).await.unwrap();
    assert_eq!(loaded.tickets.keys().copied().collect::<Vec<_>>(), [kept.id]);
    for logged in shop.store.events_after(followed.seq, 100).await.unwrap() {
        followed.apply(&logged.event);
    }
    followed.let_go(shop.store.now());
    assert_eq!(followed, loaded, "a screen that followed all day has the same");
}

async fn what_an_amendment_does_to_what_is_made(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let (staff, cook) = (shop.as_role(Role::Staff).await, shop.as_role(Role::Kitchen).await);
    let (tea, toast) = (shop.item("大冰奶").await, shop.item("總匯吐司").await);
    let both = [paid(tea, 1).items, paid(toast, 1).items].concat();
    let taken = place(&staff, Draft { items: both.clone(), ..paid(tea, 1) }).await.unwrap();
    let bump = |line: i64| KitchenCommand::Bump { lines: vec![line], done: true };
    kitchen::ask(&cook, taken.id, bump(taken.items[0].id)).await.unwrap();
    // The toast is not wanted after all, and that was all there was left to make.
    order::amend(&staff, taken.id, paid(tea, 1).items, None).await.unwrap();
    let board = kitchen::board(&cook).await.unwrap();
    let seen = KitchenCommand::Acknowledge { notice: board.tickets[&taken.id].notice.clone().unwrap() };
    let order = kitchen::ask(&cook, taken.id, seen).await.unwrap();
    assert_eq!((order.status, order.ready_at), (OrderStatus::Ready, Some(shop.store.now())));
    assert_eq!(shop.number("SELECT COUNT(*) FROM audit_logs WHERE action = 'order.acknowledge'").await, 1);
    // It is wanted again: the order is ready, and one line of it is not.
    let more = order::amend(&staff, taken.id, both, None).await.unwrap().order;
    assert_eq!(more.status, OrderStatus::Ready);
    assert!(kitchen::board(&cook).await.unwrap().tickets[&taken.id].has_more());
    let new = more.items.iter().find(|line| line.menu_item_id == toast).unwrap().id;
    let whole = kitchen::ask(&cook, taken.id, bump(new)).await.unwrap();
    assert_eq!((whole.status, whole.ready_at), (OrderStatus::Ready, order.ready_at));
    assert!(!kitchen::board(&cook).await.unwrap().tickets[&taken.id].has_more());
    assert_eq!(shop.number("SELECT COUNT(*) FROM order_lines WHERE bumped_at IS NULL").await, 0);
}

async fn a_ticket_is_printed_where_its_lines_were_sent_at_the_sale(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let owner = shop.as_role(Role::Owner).await;
    let (tea, toast) = (shop.item("大冰奶").await, shop.item("總匯吐司").await);
    let bar = station_of(&owner, tea, "飲料").await;
    let grill = station_of(&owner, toast, "煎台").await;
    let taken = place(&owner, paid(toast, 1)).await.unwrap();
    // What is sold from now on is another station's.
    send_to(&owner, toast, bar).await;
    for (station, is_printed) in [(grill, true), (bar, false)] {
        let draft = PrinterDraft {
            name: format!("站 {station}"),
            host: "192.168.1.40".into(),
            port: 9100,
            width: 80,
            language: Language::Chinese,
            receipts: Receipts::OnDemand,
            tickets: Tickets::Stations,
            station_ids: vec![station],
            is_active: true,
        };
        let printer = printing::create(&owner, draft, None).await.unwrap();
        let job = printing::print(&owner, taken.id, Kind::Kitchen, Some(printer.id), None).await.unwrap();
        let paper = printing::bytes(&owner, &printer, &job).await.unwrap();
        assert_eq!(paper.is_some(), is_printed, "station {station}");
    }
}
