//! Days, order numbers and call numbers.

use sunnyside::{identity::Role, order::OrderStatus, service::order};

use crate::support::{Backend, TestShop, place, unpaid};

crate::on_both!(numbers_follow_the_shops_day, a_clock_that_is_set_back_gives_no_number_twice);

async fn numbers_follow_the_shops_day(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let (staff, kitchen) = (shop.as_role(Role::Staff).await, shop.as_role(Role::Kitchen).await);
    let item = shop.item("荷包蛋").await;
    let first = place(&staff, unpaid(item, 1)).await.unwrap();
    let second = place(&staff, unpaid(item, 1)).await.unwrap();
    assert_eq!((first.order_number.as_str(), first.call_number.as_str()), ("20261123-0001", "001"));
    assert_eq!(second.order_number, "20261123-0002");
    // 02:59 of the next morning is still the same day of business; 03:00 is the next.
    shop.clock.set("2026-11-23T18:59:59Z");
    let late = place(&staff, unpaid(item, 1)).await.unwrap();
    assert_eq!((late.business_day.0.as_str(), late.call_number.as_str()), ("2026-11-23", "003"));
    order::set_status(&kitchen, first.id, OrderStatus::Cancelled, None).await.unwrap();
    shop.clock.set("2026-11-23T19:00:00Z");
    let next = place(&staff, unpaid(item, 1)).await.unwrap();
    assert_eq!((next.order_number.as_str(), next.call_number.as_str()), ("20261124-0001", "001"));
    // 002 and 003 of yesterday are still live: they are passed over.
    let passed = place(&staff, unpaid(item, 1)).await.unwrap();
    assert_eq!(passed.call_number, "004");
}

async fn a_clock_that_is_set_back_gives_no_number_twice(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    let item = shop.item("荷包蛋").await;
    place(&staff, unpaid(item, 1)).await.unwrap();
    shop.clock.set("2027-01-01T00:00:00Z");
    place(&staff, unpaid(item, 1)).await.unwrap();
    shop.clock.set("2026-11-23T00:00:00Z");
    let back = place(&staff, unpaid(item, 1)).await.unwrap();
    assert_eq!(back.order_number, "20261123-0003", "001 and 002 are live");
}
