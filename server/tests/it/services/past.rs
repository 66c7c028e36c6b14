//! A past that was made adds up like one that happened, and the shop sells on after it.

use sea_orm::{ConnectionTrait, Statement};
use sunnyside::{
    Money, UnitCost,
    audit::Verdict,
    demo::year::{Obstacle, Sown, Wanted},
    identity::Role,
    service::{
        Context, audit, kitchen,
        report::{self, Days},
        shift, shop,
    },
    shift::{OpenDraft, ShiftStatus},
};

use super::report::{kept, raw};
use crate::support::{Backend, TestShop, paid, place};

crate::on_both!(
    a_past_adds_up,
    the_shop_sells_on_after_it,
    only_a_shop_without_orders_gets_one,
    whoever_works_in_the_shop_meanwhile_ends_it,
);

/// Ten days up to 2026-11-22, one of them a Tuesday.
const WANTED: Wanted = Wanted { seed: 7, days: 10, orders_a_day: 48 };

/// A shop with the demo's whole menu.
async fn whole(backend: Backend) -> TestShop {
    let shop = TestShop::empty(backend).await;
    shop::seed_demo(&shop.store).await.unwrap();
    shop
}

async fn sow(shop: &TestShop, wanted: Wanted) -> Result<Sown, Obstacle> {
    shop::seed_past(&Context::of_program(shop.store.clone()), wanted, &mut |_| {}).await
}

/// Holds that a query counts nothing.
async fn none(shop: &TestShop, what: &str, query: &str) {
    assert_eq!(shop.number(&format!("SELECT COUNT(*) FROM {query}")).await, 0, "{what}");
}

async fn a_past_adds_up(backend: Backend) {
    let shop = whole(backend).await;
    let mut told = Vec::new();
    let context = Context::of_program(shop.store.clone());
    let sown = shop::seed_past(&context, WANTED, &mut |sown| told.push(sown)).await.unwrap();
    assert_eq!((sown.days, sown.open_days, told.len()), (10, 9, 10));
    assert_eq!(told.last(), Some(&sown));
    assert!(told.is_sorted_by_key(|sown| (sown.days, sown.orders)));
    let orders = shop.number("SELECT COUNT(*) FROM orders").await;
    assert_eq!(u64::try_from(orders), Ok(sown.orders));
    assert!((350..500).contains(&orders), "{orders}");
    none(
        &shop,
        "stock is the sum of movements",
        "ingredients i WHERE on_hand <> (SELECT COALESCE(SUM(m.quantity), 0) FROM stock_movements m \
         WHERE m.ingredient_id = i.id)",
    )
    .await;
    none(
        &shop,
        "what came in is what the orders come to",
        "orders o WHERE o.paid_at IS NOT NULL AND o.total_amount <> (SELECT COALESCE(SUM(p.amount), 0) \
         FROM payments p WHERE p.order_id = o.id AND p.kind = 'sale')",
    )
    .await;
    none(
        &shop,
        "what went back is what was refunded or called off",
        "orders o WHERE o.paid_at IS NOT NULL AND (SELECT COALESCE(SUM(p.amount), 0) FROM payments p \
         WHERE p.order_id = o.id AND p.kind = 'refund') <> CASE WHEN o.status = 'cancelled' THEN o.total_amount \
         ELSE (SELECT COALESCE(SUM(r.amount), 0) FROM refunds r WHERE r.order_id = o.id) END",
    )
    .await;
    none(
        &shop,
        "a call number is there once a day",
        "(SELECT 1 FROM orders GROUP BY business_day, call_number HAVING COUNT(*) > 1) twice",
    )
    .await;
    none(&shop, "nothing hangs on", "orders WHERE status NOT IN ('completed', 'cancelled')").await;
    none(&shop, "the kitchen has seen all", "orders WHERE kitchen_notice IS NOT NULL").await;
    none(&shop, "all is in a shift", "payments WHERE shift_id IS NULL").await;
    none(&shop, "nobody follows what is over", "events").await;
    none(
        &shop,
        "every line has its usage",
        "order_lines l WHERE NOT EXISTS (SELECT 1 FROM order_line_usage u WHERE u.order_line_id = l.id)",
    )
    .await;
    none(
        &shop,
        "the ledger is in the order of time",
        "stock_movements a JOIN stock_movements b ON b.id = a.id + 1 WHERE b.created_at < a.created_at",
    )
    .await;
    for table in ["order_line_modifiers", "stock_counts", "stock_count_lines", "cash_moves", "refunds"] {
        assert!(shop.number(&format!("SELECT COUNT(*) FROM {table}")).await > 0, "{table}");
    }
    assert_eq!(kept(&shop).await, raw(&shop).await, "what is kept of the sales is what the orders say");
    figures_are_those_of_the_rows(&shop).await;
    assert!(kitchen::board(&context).await.unwrap().tickets.is_empty());
}

/// The reports say what a plain sum over the rows says.
async fn figures_are_those_of_the_rows(shop: &TestShop) {
    let manager = shop.as_role(Role::Manager).await;
    let days = Days { start_date: Some("2026-11-13".into()), end_date: Some("2026-11-22".into()) };
    let overview = report::overview(&manager, days.clone()).await.unwrap();
    let net = "SELECT CAST(SUM(CASE WHEN p.kind = 'sale' THEN p.amount ELSE -p.amount END) AS BIGINT) \
               FROM payments p JOIN orders o ON o.id = p.order_id";
    assert_eq!(overview.total_revenue, Money(shop.number(net).await));
    let paid = "SELECT COUNT(*) FROM orders WHERE payment_status = 'paid'";
    assert_eq!(overview.total_orders, shop.number(paid).await);
    let cost: UnitCost = raw(shop).await.values().map(|sales| sales.cost).sum();
    // Millionths as hundredths.
    assert_eq!(overview.food_cost, Money((cost.0 + 5_000) / 10_000));
    assert_eq!(overview.daily_sales.len(), 9);
    for day in &overview.daily_sales {
        let of_day = format!("{net} WHERE o.business_day = '{}'", day.day);
        assert_eq!(day.revenue, Money(shop.number(&of_day).await), "{}", day.day);
    }
    let items = report::items(&manager, days).await.unwrap();
    assert_eq!((items.revenue, items.cost), (overview.total_revenue, overview.food_cost));
    let shifts = shift::history(&manager, 100).await.unwrap();
    assert_eq!(shifts.len(), 18);
    for shift in &shifts {
        assert_eq!(shift.status, ShiftStatus::Closed);
        assert!(shift.cash_difference.unwrap().0.abs() <= 30_000, "{shift:?}");
        assert!(shift.paid_order_count > 0, "{shift:?}");
    }
    assert_eq!(
        shifts.iter().map(|shift| shift.total_revenue - shift.refund_amount).sum::<Money>(),
        overview.total_revenue
    );
}

async fn the_shop_sells_on_after_it(backend: Backend) {
    let shop = whole(backend).await;
    let sown = sow(&shop, Wanted { days: 3, ..WANTED }).await.unwrap();
    let staff = shop.as_role(Role::Staff).await;
    let item = shop.item("薯餅").await;
    let on_hand = shop.on_hand("薯餅").await;
    for number in 1..=2 {
        let order = place(&staff, paid(item, 1)).await.unwrap();
        assert_eq!(order.order_number, format!("20261123-{number:04}"));
        assert_eq!(order.seq, number, "the log begins with it");
        assert!(u64::try_from(order.id).unwrap() > sown.orders);
    }
    assert_eq!(shop.on_hand("薯餅").await, on_hand - 2_000);
    let owner = shop.as_role(Role::Owner).await;
    let name = OpenDraft { shift_name: "早班".into(), opening_cash: Money::ZERO, notes: None };
    shift::open(&owner, name, None).await.unwrap();
    // What was made, two orders and a shift.
    let verdict = audit::verify(&owner, &|_, _| {}).await.unwrap();
    assert_eq!(verdict, Verdict::Whole(4));
    let lines = audit::entries(&owner, 10).await.unwrap();
    let first = lines.last().unwrap();
    assert_eq!((first.action.as_str(), first.actor_username.as_str()), ("shop.seed", "sunnyside"));
    assert_eq!(first.payload["after"]["seed"], 7);
    assert_eq!(first.payload["after"]["last_day"], "2026-11-22");
}

async fn only_a_shop_without_orders_gets_one(backend: Backend) {
    let shop = TestShop::empty(backend).await;
    let one = Wanted { days: 1, ..WANTED };
    assert_eq!(sow(&shop, one).await, Err(Obstacle::NobodyThere));
    shop::seed_owner(&shop.store, "owner", "a password of tests".into()).await.unwrap();
    assert_eq!(sow(&shop, one).await, Err(Obstacle::NoMenu));
    assert_eq!(sow(&shop, Wanted { days: 0, ..WANTED }).await, Err(Obstacle::TooMuch));
    let shop = whole(backend).await;
    let manager = shop.as_role(Role::Manager).await;
    let refused = shop::seed_past(&manager, one, &mut |_| {}).await;
    assert!(matches!(refused, Err(Obstacle::Refused(_))), "{refused:?}");
    let name = OpenDraft { shift_name: "早班".into(), opening_cash: Money::ZERO, notes: None };
    shift::open(&manager, name, None).await.unwrap();
    assert_eq!(sow(&shop, one).await, Err(Obstacle::DrawerOpen));
    none(&shop, "nothing was written", "orders").await;
    let shop = whole(backend).await;
    sow(&shop, one).await.unwrap();
    let before = shop.number("SELECT COUNT(*) FROM orders").await;
    assert_eq!(sow(&shop, one).await, Err(Obstacle::HasOrders));
    assert_eq!(shop.number("SELECT COUNT(*) FROM orders").await, before);
    assert_eq!(shop.number("SELECT COUNT(*) FROM audit_logs").await, 1, "what is refused is not told");
}

async fn whoever_works_in_the_shop_meanwhile_ends_it(backend: Backend) {
    let shop = whole(backend).await;
    let staff = shop.as_role(Role::Staff).await;
    let item = shop.item("薯餅").await;
    let mut last = Sown::default();
    let context = Context::of_program(shop.store.clone());
    let outcome = shop::seed_past(&context, WANTED, &mut |sown| {
        last = sown;
        if sown.days == 2 {
            let order = place(&staff, paid(item, 1));
            let here = tokio::runtime::Handle::current();
            tokio::task::block_in_place(|| here.block_on(order)).unwrap();
        }
    })
    .await;
    assert_eq!(outcome, Err(Obstacle::InUse));
    assert_eq!(last.days, 2);
    none(&shop, "whole days or none", "orders WHERE business_day IN ('2026-11-15', '2026-11-16')").await;
}

/// All rows of a table, as text.
async fn rows(shop: &TestShop, table: &str, columns: &str, order: &str) -> Vec<String> {
    let db = shop.raw().await;
    let parts: Vec<String> =
        columns.split(' ').map(|c| format!("COALESCE(CAST({c} AS TEXT), '-')")).collect();
    let sql = format!("SELECT {} FROM {table} ORDER BY {order}", parts.join(" || '|' || "));
    let found = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    db.close().await.unwrap();
    found.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_gives_the_same_rows_in_both_databases() {
    let shops = [whole(Backend::Sqlite).await, whole(Backend::Postgres).await];
    // From a Sunday to a Sunday: on the Monday the shelves are counted.
    let wanted = Wanted { days: 8, orders_a_day: 24, ..WANTED };
    for shop in &shops {
        sow(shop, wanted).await.unwrap();
    }
    for (table, columns, order) in [
        (
            "orders",
            "id order_number business_day source status payment_status payment_method total_amount discount \
             table_no customer_name due_at created_by created_at sent_at paid_at preparing_at ready_at completed_at \
             cancelled_at last_seq",
            "id",
        ),
        (
            "order_lines",
            "id order_id position menu_item_id quantity unit_price line_total cost note combo_code",
            "id",
        ),
        ("order_line_modifiers", "id order_line_id modifier_id price_delta", "id"),
        ("order_line_usage", "id order_line_id ingredient_id quantity unit_cost", "id"),
        ("payments", "id order_id kind method amount tendered shift_id created_by created_at", "id"),
        ("refunds", "id order_id order_line_id quantity amount reason shift_id created_at", "id"),
        (
            "stock_movements",
            "id ingredient_id movement_type quantity unit_cost reference user_id created_at",
            "id",
        ),
        ("ingredients", "id on_hand cost_per_unit", "id"),
        ("shifts", "id shift_name opening_cash actual_cash opened_by opened_at closed_at", "id"),
        ("cash_moves", "id shift_id direction amount reason created_at", "id"),
        ("stock_count_lines", "count_id position ingredient_id expected counted cost", "count_id, position"),
        ("daily_item_sales", "business_day menu_item_id quantity revenue cost", "business_day, menu_item_id"),
    ] {
        let (one, other) =
            (rows(&shops[0], table, columns, order).await, rows(&shops[1], table, columns, order).await);
        assert!(!one.is_empty() || table == "refunds" || table == "cash_moves", "{table}");
        assert_eq!(one, other, "{table}");
    }
}
