//! Paying takes exactly the recipe; what is not there cannot be sold.

use std::collections::BTreeMap;

use sunnyside::{
    Quantity, Refusal, UnitCost,
    identity::Role,
    menu::RecipeLine,
    order::{DraftLine, OrderStatus, PaymentKind, PaymentStatus},
    service::{menu, order, stock},
    stock::{Ingredient, IngredientPatch, MovementType},
};

use crate::support::{Backend, TestShop, paid, place, unpaid};

crate::on_both!(
    paying_takes_exactly_the_recipe,
    a_shortage_names_all_that_is_short_and_changes_nothing,
    forty_at_once_for_the_last_ten_portions,
    cancelling_gives_back_what_the_ledger_says,
    the_ledger_sums_up_to_what_is_on_hand,
);

async fn on_hand(shop: &TestShop) -> BTreeMap<String, Ingredient> {
    let manager = shop.as_role(Role::Manager).await;
    stock::ingredients(&manager).await.unwrap().into_iter().map(|i| (i.name.clone(), i)).collect()
}

async fn set_stock(shop: &TestShop, name: &str, to: Quantity) {
    let manager = shop.as_role(Role::Manager).await;
    let id = on_hand(shop).await[name].id;
    let patch = IngredientPatch { current_stock: Some(to), ..IngredientPatch::default() };
    stock::update(&manager, id, patch).await.unwrap();
}

async fn paying_takes_exactly_the_recipe(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    let before = on_hand(&shop).await;
    let crepe = shop.item("起司蛋餅").await;
    let order = place(&staff, unpaid(crepe, 3)).await.unwrap();
    assert_eq!(on_hand(&shop).await, before, "an unpaid order takes nothing");
    let order = order::pay(&staff, order.id, None.into(), None).await.unwrap();
    assert_eq!(order.payment_status, PaymentStatus::Paid);
    let after = on_hand(&shop).await;
    for (name, ingredient) in &before {
        let taken = if ["蛋餅皮", "雞蛋", "起司片"].contains(&name.as_str()) { 3000 } else { 0 };
        assert_eq!(after[name].current_stock, ingredient.current_stock - Quantity(taken), "{name}");
    }
    let manager = shop.as_role(Role::Manager).await;
    let movements = stock::movements(&manager, 3).await.unwrap();
    for movement in &movements {
        assert_eq!(movement.movement_type, MovementType::Usage);
        assert_eq!(movement.quantity, Quantity(-3000));
        assert_eq!(movement.reference.as_deref(), Some(format!("ORDER:{}", order.order_number).as_str()));
    }
    let again = order::pay(&staff, order.id, None.into(), None).await.unwrap();
    assert_eq!(again, order, "paying a paid order changes nothing");
    assert_eq!(on_hand(&shop).await, after);
}

async fn a_shortage_names_all_that_is_short_and_changes_nothing(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    set_stock(&shop, "雞蛋", Quantity(1500)).await;
    set_stock(&shop, "起司片", Quantity(0)).await;
    let crepe = shop.item("起司蛋餅").await;
    let count = "SELECT (SELECT COUNT(*) FROM orders) + (SELECT COUNT(*) FROM stock_movements) + (SELECT COUNT(*) FROM events) + (SELECT COUNT(*) FROM payments)";
    let before = (on_hand(&shop).await, shop.number(count).await);
    let Err(Refusal::InsufficientStock(short)) = place(&staff, paid(crepe, 2)).await else {
        panic!("there is not enough")
    };
    let mut short: Vec<_> =
        short.into_iter().map(|s| (s.ingredient_name, s.current_stock.0, s.required.0, s.unit)).collect();
    short.sort();
    assert_eq!(
        short,
        [("起司片".into(), 0, 2000, "片".into()), ("雞蛋".into(), 1500, 2000, "顆".to_owned())]
    );
    assert_eq!((on_hand(&shop).await, shop.number(count).await), before);
    // Taken for later it stands, but its payment is refused and changes nothing either.
    let order = place(&staff, unpaid(crepe, 2)).await.unwrap();
    let refused = order::pay(&staff, order.id, None.into(), None).await;
    assert!(matches!(refused, Err(Refusal::InsufficientStock(_))));
    assert_eq!(order::fetch(&staff, order.id).await.unwrap().payment_status, PaymentStatus::Unpaid);
}

async fn forty_at_once_for_the_last_ten_portions(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    set_stock(&shop, "薯餅", Quantity(10_000)).await;
    let item = shop.item("薯餅").await;
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let staff = staff.clone();
            tokio::spawn(async move { place(&staff, paid(item, 1)).await })
        })
        .collect();
    let (mut taken, mut refused) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => taken += 1,
            Err(Refusal::InsufficientStock(short)) => {
                assert_eq!(short.len(), 1);
                refused += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((taken, refused), (10, 30));
    assert_eq!(shop.on_hand("薯餅").await, 0);
    assert_eq!(shop.number("SELECT COUNT(*) FROM orders").await, 10);
}

async fn cancelling_gives_back_what_the_ledger_says(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let (staff, manager) = (shop.as_role(Role::Staff).await, shop.as_role(Role::Manager).await);
    let before = on_hand(&shop).await;
    let crepe = shop.item("起司蛋餅").await;
    let order = place(&staff, paid(crepe, 2)).await.unwrap();
    // Today's recipe is another one by now; the ledger is what counts.
    let egg = before["雞蛋"].id;
    menu::replace_recipe(&manager, crepe, vec![RecipeLine { ingredient_id: egg, quantity: Quantity(9000) }])
        .await
        .unwrap();
    let order = order::set_status(&manager, order.id, OrderStatus::Cancelled, None).await.unwrap();
    assert_eq!(order.payment_status, PaymentStatus::Refunded);
    let kinds: Vec<_> = order.payments.iter().map(|p| (p.kind, p.amount)).collect();
    assert_eq!(kinds, [(PaymentKind::Sale, order.total_amount), (PaymentKind::Refund, order.total_amount)]);
    assert_eq!(on_hand(&shop).await, before);
    let references = stock::movements(&manager, 3).await.unwrap();
    assert!(references.iter().all(|m| m.reference == Some(format!("CANCEL:{}", order.order_number))));
    assert_eq!(order::pay(&staff, order.id, None.into(), None).await, Err(Refusal::OrderCancelled));
}

async fn the_ledger_sums_up_to_what_is_on_hand(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    let manager = shop.as_role(Role::Manager).await;
    for name in ["總匯吐司", "大冰奶", "雞塊"] {
        let item = shop.item(name).await;
        let mut draft = paid(item, 2);
        draft.items.push(DraftLine {
            menu_item_id: item,
            quantity: 1,
            note: Some("少冰".into()),
            modifier_ids: None,
        });
        place(&staff, draft).await.unwrap();
    }
    let id = on_hand(&shop).await["鮮奶"].id;
    let patch = IngredientPatch {
        current_stock: Some(Quantity(1)),
        cost_per_unit: Some(UnitCost(7)),
        ..Default::default()
    };
    stock::update(&manager, id, patch).await.unwrap();
    let wrong = "SELECT COUNT(*) FROM ingredients i WHERE i.on_hand <> (SELECT COALESCE(SUM(m.quantity), 0) FROM stock_movements m WHERE m.ingredient_id = i.id)";
    assert_eq!(shop.number(wrong).await, 0);
}
