//! Orders: what they keep, and what they refuse.

use sunnyside::{
    Money, Refusal,
    identity::Role,
    menu::ItemPatch,
    order::{Draft, DraftLine, OrderStatus, PaymentMethod},
    refusal::Noun,
    service::{menu, order},
};

use crate::support::{Backend, TestShop, paid, place, unpaid};

crate::on_both!(
    an_order_keeps_the_moment_of_its_sale,
    the_way_through_the_kitchen,
    what_cannot_be_ordered_is_refused,
    newest_first_strictly,
    a_large_order_is_one_order,
);

async fn an_order_keeps_the_moment_of_its_sale(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let (staff, manager) = (shop.as_role(Role::Staff).await, shop.as_role(Role::Manager).await);
    let item = shop.item("大冰奶").await;
    let draft = Draft {
        payment_method: PaymentMethod::LinePay,
        table_no: Some(" 5 ".into()),
        items: vec![DraftLine {
            menu_item_id: item,
            quantity: 2,
            note: Some(" 少冰 ".into()),
            modifier_ids: None,
        }],
        ..paid(item, 1)
    };
    let order = place(&staff, draft).await.unwrap();
    assert_eq!((order.total_amount, order.table_no.as_deref()), (Money::whole(100), Some("5")));
    assert_eq!(order.items[0].note.as_deref(), Some("少冰"));
    let patch = ItemPatch {
        name: Some("特大冰奶".into()),
        price: Some(Money::whole(99)),
        is_active: Some(false),
        ..ItemPatch::default()
    };
    menu::update(&manager, item, patch).await.unwrap();
    // As it is sent: usage and the like stay inside.
    let sent = |order: &sunnyside::order::Order| serde_json::to_value(order).unwrap();
    assert_eq!(sent(&order::fetch(&staff, order.id).await.unwrap()), sent(&order));
    assert_eq!(place(&staff, paid(item, 1)).await, Err(Refusal::InactiveItem(item)));
}

async fn the_way_through_the_kitchen(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let (staff, kitchen) = (shop.as_role(Role::Staff).await, shop.as_role(Role::Kitchen).await);
    let item = shop.item("薯條").await;
    let order = place(&staff, paid(item, 1)).await.unwrap();
    let events = "SELECT COUNT(*) FROM events";
    for status in [OrderStatus::Preparing, OrderStatus::Ready, OrderStatus::Completed] {
        shop.clock.advance_seconds(60);
        let moved = order::set_status(&kitchen, order.id, status, None).await.unwrap();
        assert_eq!((moved.status, moved.status_since()), (status, shop.store.now()));
        let count = shop.number(events).await;
        assert_eq!(order::set_status(&kitchen, order.id, status, None).await.unwrap(), moved);
        assert_eq!(shop.number(events).await, count, "the status it has: nothing happens");
    }
    let back = order::set_status(&kitchen, order.id, OrderStatus::Preparing, None).await;
    assert_eq!(back, Err(Refusal::NoSuchStep { from: OrderStatus::Completed, to: OrderStatus::Preparing }));
    let denied = order::set_status(&staff, order.id, OrderStatus::Cancelled, None).await;
    assert_eq!(denied, Err(Refusal::Denied));
    assert_eq!(place(&kitchen, paid(item, 1)).await, Err(Refusal::Denied));
}

async fn what_cannot_be_ordered_is_refused(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    assert_eq!(place(&staff, paid(987_654, 1)).await, Err(Refusal::UnknownItem(987_654)));
    assert!(matches!(place(&staff, paid(1, 0)).await, Err(Refusal::Invalid(_))));
    assert_eq!(order::fetch(&staff, 987_654).await, Err(Refusal::NotFound(Noun::Order)));
    assert_eq!(order::pay(&staff, 987_654, None.into(), None).await, Err(Refusal::NotFound(Noun::Order)));
    assert_eq!(shop.number("SELECT COUNT(*) FROM orders").await, 0);
    assert_eq!(shop.number("SELECT COUNT(*) FROM events").await, 0);
}

async fn newest_first_strictly(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    let item = shop.item("荷包蛋").await;
    // The clock stands: all within one microsecond.
    for _ in 0..5 {
        place(&staff, unpaid(item, 1)).await.unwrap();
    }
    let listed = order::list(&staff, None, 100).await.unwrap();
    let ids: Vec<i64> = listed.iter().map(|o| o.id).collect();
    assert!(ids.is_sorted_by(|a, b| a > b) && ids.len() == 5, "{ids:?}");
    assert_eq!(order::list(&staff, None, 0).await.unwrap().len(), 1, "a limit is clamped");
    assert_eq!(order::list(&staff, Some(OrderStatus::Ready), 100).await.unwrap(), []);
}

async fn a_large_order_is_one_order(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    let item = shop.item("總匯吐司").await;
    let line =
        DraftLine { menu_item_id: item, quantity: 1, note: Some("長".repeat(200)), modifier_ids: None };
    let order = place(&staff, Draft { items: vec![line; 200], ..unpaid(item, 1) }).await.unwrap();
    assert_eq!((order.items.len(), order.total_amount), (200, Money::whole(75 * 200)));
}
