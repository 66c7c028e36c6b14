//! The sums that are kept with the sales are what the orders say.

use std::collections::BTreeMap;

use futures::future::join_all;
use rand::{Rng, SeedableRng, rngs::StdRng};
use sea_orm::EntityTrait;
use sunnyside::{
    Money, Percent, Quantity, UnitCost,
    clock::BusinessDay,
    identity::Role,
    menu::RecipeLine,
    order::{
        DiscountTerms, Draft, DraftLine, OrderStatus, PaymentKind, PaymentMethod, RefundDraft, RefundLine,
        Usage,
    },
    report::rollup::{Sales, moved},
    service::{
        Context, menu, order,
        report::{self, Days},
        stock,
    },
    stock::IngredientPatch,
    store::{
        Migrate, Store,
        entity::{daily_item_sales, order_line_usage},
    },
};

use crate::support::{Backend, TestShop, paid, place};

crate::on_both!(
    sums_are_what_the_orders_say_after_any_history,
    a_batch_of_orders_adds_each_of_them,
    a_sale_keeps_its_cost,
    what_was_sold_before_is_summed_up,
);

pub(super) type Sums = BTreeMap<(BusinessDay, i64), Sales>;

/// The sums as they are kept.
pub(super) async fn kept(shop: &TestShop) -> Sums {
    let db = shop.raw().await;
    let rows = daily_item_sales::Entity::find().all(&db).await.unwrap();
    db.close().await.unwrap();
    let sums = rows.into_iter().map(|row| {
        let sales = Sales { quantity: row.quantity, revenue: Money(row.revenue), cost: UnitCost(row.cost) };
        ((BusinessDay(row.business_day), row.menu_item_id), sales)
    });
    sums.filter(|(_, sales)| *sales != Sales::default()).collect()
}

/// What each line used, by its rows.
async fn used(shop: &TestShop) -> BTreeMap<i64, Vec<Usage>> {
    let db = shop.raw().await;
    let rows = order_line_usage::Entity::find().all(&db).await.unwrap();
    db.close().await.unwrap();
    let mut used: BTreeMap<i64, Vec<Usage>> = BTreeMap::new();
    for row in rows {
        let (quantity, unit_cost) = (Quantity(row.quantity), UnitCost(row.unit_cost));
        let usage = Usage { ingredient_id: row.ingredient_id, quantity, unit_cost };
        used.entry(row.order_line_id).or_default().push(usage);
    }
    used
}

/// The sums by the orders themselves, and that they agree with the money that moved.
pub(super) async fn raw(shop: &TestShop) -> Sums {
    let staff = shop.as_role(Role::Staff).await;
    let mut orders = order::list(&staff, None, 500).await.unwrap();
    // Who reads an order is not told what its lines used.
    let mut used = used(shop).await;
    for line in orders.iter_mut().flat_map(|order| &mut order.items) {
        line.usage = used.remove(&line.id).unwrap_or_default();
    }
    let sums = moved(orders.iter().map(|order| (None, order)));
    let payments = orders.iter().flat_map(|order| &order.payments);
    let money = payments.map(|p| if p.kind == PaymentKind::Sale { p.amount } else { -p.amount });
    assert_eq!(sums.values().map(|sales| sales.revenue).sum::<Money>(), money.sum());
    sums
}

const ITEMS: [&str; 5] = ["起司蛋餅", "薯餅", "大冰奶", "荷包蛋", "總匯吐司"];

fn draft(rng: &mut StdRng, items: &[i64]) -> Draft {
    let lines = rng.random_range(1..4);
    let line = |rng: &mut StdRng| DraftLine {
        menu_item_id: items[rng.random_range(0..items.len())],
        quantity: rng.random_range(1..4),
        note: None,
        modifier_ids: None,
    };
    let methods = PaymentMethod::ALL;
    Draft {
        auto_pay: rng.random_bool(0.6),
        payment_method: methods[rng.random_range(0..methods.len())],
        items: (0..lines).map(|_| line(rng)).collect(),
        ..paid(items[0], 1)
    }
}

/// Does something to an order, or takes one; what the shop refuses changes nothing.
async fn step(rng: &mut StdRng, manager: &Context, items: &[i64], known: &mut Vec<i64>) {
    let id = if known.is_empty() { 0 } else { known[rng.random_range(0..known.len())] };
    match rng.random_range(0..10) {
        0..=3 => known.extend(place(manager, draft(rng, items)).await.map(|order| order.id).ok()),
        4..=5 => drop(order::pay(manager, id, None.into(), None).await),
        6 => drop(order::set_status(manager, id, OrderStatus::Cancelled, None).await),
        _ => {
            let status = OrderStatus::ALL[rng.random_range(0..OrderStatus::ALL.len())];
            drop(order::set_status(manager, id, status, None).await);
        }
    }
}

/// Terms of some discount.
fn terms(rng: &mut StdRng) -> DiscountTerms {
    let (off, is_share) = (rng.random_range(0..3000), rng.random_bool(0.5));
    DiscountTerms {
        amount: (!is_share).then_some(Money(off)),
        percent: is_share.then_some(Percent(off)),
        reason: "熟客".into(),
    }
}

/// What came after the first orders were sold: refunds of lines, discounts, and then whatever else there is.
async fn later_step(rng: &mut StdRng, manager: &Context, items: &[i64], known: &mut Vec<i64>) {
    let id = if known.is_empty() { 0 } else { known[rng.random_range(0..known.len())] };
    match rng.random_range(0..10) {
        0..=1 => {
            let discounted = Draft { discount: Some(terms(rng)), ..draft(rng, items) };
            known.extend(place(manager, discounted).await.map(|order| order.id).ok());
        }
        2 => drop(order::discount(manager, id, terms(rng), None).await),
        3..=4 => drop(order::amend(manager, id, draft(rng, items).items, None).await),
        5..=6 => {
            let Ok(found) = order::fetch(manager, id).await else { return };
            let line = &found.items[rng.random_range(0..found.items.len())];
            let (quantity, restock) = (rng.random_range(1..=line.quantity), rng.random_bool(0.5));
            let lines = vec![RefundLine { line_id: line.id, quantity, restock }];
            let refund = RefundDraft { lines, reason: "做錯".into(), payment_method: None };
            drop(order::refund(manager, id, refund, None).await);
        }
        _ => step(rng, manager, items, known).await,
    }
}

async fn sums_are_what_the_orders_say_after_any_history(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let manager = shop.as_role(Role::Manager).await;
    let mut items = Vec::new();
    for name in ITEMS {
        items.push(shop.item(name).await);
    }
    for seed in 0..3 {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut known = Vec::new();
        for _ in 0..60 {
            later_step(&mut rng, &manager, &items, &mut known).await;
            // Some eight hours: three days in a history, and orders that end on another day than they began.
            shop.clock.advance_seconds(rng.random_range(0..3600));
        }
        let (kept, raw) = (kept(&shop).await, raw(&shop).await);
        assert_eq!(kept, raw, "history {seed}");
        assert!(kept.len() >= 5, "there was something to sum up: {}", kept.len());
    }
    let sums = raw(&shop).await;
    let days = Days { start_date: Some("2026-11-23".into()), ..Days::default() };
    let overview = report::overview(&manager, days.clone()).await.unwrap();
    assert_eq!(overview.total_revenue, sums.values().map(|sales| sales.revenue).sum());
    let cancelled = order::list(&manager, Some(OrderStatus::Cancelled), 500).await.unwrap();
    assert!(cancelled.iter().any(|order| order.paid_at.is_some()), "a paid order was cancelled");
    for table in
        ["refunds", "events WHERE name = 'order_amended'", "orders WHERE discount > 0 AND paid_at > 0"]
    {
        assert!(shop.number(&format!("SELECT COUNT(*) FROM {table}")).await > 0, "{table}");
    }
    let items = report::items(&manager, days).await.unwrap();
    assert_eq!(items.revenue, overview.total_revenue, "by items it is the same");
    assert_eq!(items.cost, overview.food_cost);
}

async fn a_batch_of_orders_adds_each_of_them(backend: Backend) {
    let shop = TestShop::patient_demo(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    let item = shop.item("薯餅").await;
    let placed = join_all((0..30).map(|n| place(&staff, paid(item, n % 3 + 1)))).await;
    assert!(placed.iter().all(Result::is_ok), "{placed:?}");
    let day = BusinessDay("2026-11-23".into());
    let all = Sales { quantity: 60, revenue: Money::whole(60 * 25), cost: UnitCost(60 * 5_500_000) };
    assert_eq!(kept(&shop).await, BTreeMap::from([((day, item), all)]));
    assert_eq!(kept(&shop).await, raw(&shop).await);
}

async fn a_sale_keeps_its_cost(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let manager = shop.as_role(Role::Manager).await;
    let item = shop.item("荷包蛋").await;
    place(&manager, paid(item, 2)).await.unwrap();
    let before = kept(&shop).await;
    let egg = stock::ingredients(&manager).await.unwrap().into_iter().find(|i| i.name == "雞蛋").unwrap();
    let dearer = IngredientPatch { cost_per_unit: Some(UnitCost::whole(9)), ..IngredientPatch::default() };
    stock::update(&manager, egg.id, dearer).await.unwrap();
    let quantity = Quantity::whole(2);
    menu::replace_recipe(&manager, item, vec![RecipeLine { ingredient_id: egg.id, quantity }]).await.unwrap();
    assert_eq!(kept(&shop).await, before);
    place(&manager, paid(item, 1)).await.unwrap();
    // Two at 4.80, and one of two eggs at 9.
    let costs: i64 = kept(&shop).await.values().map(|sales| sales.cost.0).sum();
    assert_eq!(costs, 9_600_000 + 18_000_000);
}

async fn what_was_sold_before_is_summed_up(backend: Backend) {
    let shop = TestShop::demo(backend).await;
    let manager = shop.as_role(Role::Manager).await;
    let mut rng = StdRng::seed_from_u64(7);
    let items = [shop.item("起司蛋餅").await, shop.item("大冰奶").await];
    let mut known = Vec::new();
    for _ in 0..25 {
        step(&mut rng, &manager, &items, &mut known).await;
        shop.clock.advance_seconds(3000);
    }
    let before = kept(&shop).await;
    assert!(!before.is_empty());
    let is_there =
        |steps: &[(String, bool)]| steps.iter().any(|(name, done)| name.contains("rollup") && *done);
    let mut steps = Store::migrate(&shop.config, Migrate::Status).await.unwrap();
    while is_there(&steps) {
        steps = Store::migrate(&shop.config, Migrate::Down(1)).await.unwrap();
    }
    Store::migrate(&shop.config, Migrate::Up).await.unwrap();
    assert_eq!(kept(&shop).await, before);
}
