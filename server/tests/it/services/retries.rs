//! A repeated request is answered, not done again.

use sunnyside::{
    Refusal,
    identity::Role,
    order::Draft,
    service::{KeyedBody, order},
};

use crate::support::{Backend, TestShop, paid, place, unpaid};

crate::on_both!(a_double_tap_is_one_order, a_key_gives_the_first_answer_again, a_key_is_kept_for_seven_days);

fn key(body: &str) -> Option<KeyedBody> {
    Some(KeyedBody { path: "/api/orders".into(), key: "k1".into(), body_hash: body.into() })
}

async fn a_double_tap_is_one_order(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    let item = shop.item("薯條").await;
    let draft = Draft { client_id: Some(uuid::Uuid::now_v7().to_string()), ..paid(item, 1) };
    let upper = Draft { client_id: draft.client_id.as_ref().map(|id| id.to_uppercase()), ..draft.clone() };
    let (a, b, c) =
        tokio::join!(place(&staff, draft.clone()), place(&staff, draft.clone()), place(&staff, upper));
    let a = a.unwrap();
    assert_eq!((&b.unwrap(), &c.unwrap()), (&a, &a));
    assert_eq!(place(&staff, draft).await.unwrap(), a, "later too");
    assert_eq!(shop.number("SELECT COUNT(*) FROM orders").await, 1);
    assert_eq!(shop.number("SELECT COUNT(*) FROM payments").await, 1);
}

async fn a_key_gives_the_first_answer_again(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let (staff, manager) = (shop.as_role(Role::Staff).await, shop.as_role(Role::Manager).await);
    let item = shop.item("薯條").await;
    let create = |body: &str| order::create(&staff, unpaid(item, 1), key(body));
    let (a, b) = tokio::join!(create("one"), create("one"));
    let first = a.unwrap();
    assert_eq!(b.unwrap(), first, "both arrive together: the second waits");
    order::pay(&staff, first.id, None.into(), None).await.unwrap();
    assert_eq!(create("one").await.unwrap(), first, "the first answer, not the order as it is now");
    assert_eq!(create("two").await, Err(Refusal::KeyReused));
    let mut other = staff.clone();
    if let Some(actor) = &mut other.actor {
        actor.user_id = manager.actor.as_ref().unwrap().user_id + 1;
    }
    let refused =
        order::create(&staff, paid(987_654, 1), Some(KeyedBody { key: "k2".into(), ..key("x").unwrap() }))
            .await;
    assert_eq!(refused, Err(Refusal::UnknownItem(987_654)));
    let anew =
        order::create(&staff, unpaid(item, 1), Some(KeyedBody { key: "k2".into(), ..key("y").unwrap() }))
            .await;
    assert!(anew.is_ok(), "a refusal is decided anew");
    assert_eq!(shop.number("SELECT COUNT(*) FROM orders").await, 2);
}

async fn a_key_is_kept_for_seven_days(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    let item = shop.item("薯條").await;
    let first = order::create(&staff, unpaid(item, 1), key("one")).await.unwrap();
    shop.clock.advance_seconds(7 * 24 * 3600 - 1);
    assert_eq!(order::create(&staff, unpaid(item, 1), key("one")).await.unwrap(), first);
    shop.clock.advance_seconds(2);
    let anew = order::create(&staff, unpaid(item, 1), key("two")).await.unwrap();
    assert_ne!(anew.id, first.id);
}
