//! The counter's menu: its choices and bundles, what is left of it, what sold best, and that an order with all of it
//! comes to what the counter says.

use sunnyside::{
    Money,
    identity::Role,
    order::{Draft, DraftCombo, DraftLine},
    service::{menu, shop},
};

use crate::support::{Backend, TestShop, paid, place};

crate::on_both!(a_new_shop_has_choices_and_bundles, what_runs_low_and_what_sells_best);

async fn a_new_shop_has_choices_and_bundles(backend: Backend) {
    let test = TestShop::empty(backend).await;
    shop::seed_demo(&test.store).await.unwrap();
    let staff = test.as_role(Role::Staff).await;
    let counter = menu::counter(&staff).await.unwrap();
    let crepe = counter.tiles.iter().find(|tile| tile.name == "原味蛋餅").unwrap();
    let extras = counter.groups.iter().find(|group| group.name == "加料").unwrap();
    assert_eq!((crepe.groups.first(), extras.least), (Some(&extras.id), 0));
    let egg = extras.choices.iter().find(|choice| choice.name == "加蛋").unwrap();
    let combo = counter.combos.iter().find(|combo| combo.code == "T60").unwrap();
    let side = combo.side_options[0].single_item().unwrap();
    let draft = Draft {
        items: vec![DraftLine {
            menu_item_id: crepe.id,
            quantity: 2,
            note: None,
            modifier_ids: Some(vec![egg.id]),
        }],
        combos: vec![DraftCombo {
            combo_id: combo.id,
            quantity: 1,
            drink_item_ids: vec![combo.eligible_drinks[0].menu_item_id],
            side_item_ids: vec![side],
        }],
        ..paid(crepe.id, 1)
    };
    let order = place(&staff, draft).await.unwrap();
    assert_eq!(order.total_amount, Money::whole(2 * (35 + 15) + 60));
    // Old clients know nothing of choices: what has to be chosen stands by itself.
    for tile in &counter.tiles {
        place(&staff, paid(tile.id, 1)).await.unwrap();
    }
}

async fn what_runs_low_and_what_sells_best(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    let [tea, noodles] = [shop.item("中紅茶").await, shop.item("黑胡椒鐵板麵").await];
    let before = menu::counter(&staff).await.unwrap();
    assert!(before.favourites.is_empty() && before.left().items.is_empty());
    place(&staff, paid(noodles, 56)).await.unwrap();
    place(&staff, paid(tea, 60)).await.unwrap();
    let after = menu::counter(&staff).await.unwrap();
    assert_eq!((after.favourites.clone(), &after.version), (vec![tea, noodles], &before.version));
    let left = menu::left(&staff).await.unwrap();
    assert_eq!((left.items.get(&noodles), left.items.get(&tea)), (Some(&4), None));
    assert_eq!(left, after.left());
    menu::mark_sold_out(&staff, tea, true, None).await.unwrap();
    assert_eq!(menu::left(&staff).await.unwrap().items.get(&tea), Some(&0));
    shop.clock.advance_seconds(31 * 86_400);
    assert!(menu::counter(&staff).await.unwrap().favourites.is_empty(), "that was long ago");
}
