//! A shop for each test: a real SQLite file with production settings, or a database of its own on a real PostgreSQL.

pub mod http;
pub mod office;
pub mod printer;
pub mod redis;
pub mod till;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sunnyside::{
    Moment, Outcome,
    clock::Clock,
    identity::{Actor, Role},
    order::{Draft, DraftLine, Order, PaymentMethod, Source, Tender},
    service::{self, Context},
    store::{Store, StoreConfig},
};

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// The variable that names the throw-away PostgreSQL.
const POSTGRES: &str = "SUNNYSIDE_TEST_POSTGRES";

/// A clock that stands until a test moves it.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// 2026-11-23 07:40 in Taipei.
    pub fn new() -> Arc<Self> {
        let begin: Moment = "2026-11-22T23:40:00Z".parse().unwrap();
        Arc::new(Self(AtomicI64::new(begin.0)))
    }

    pub fn set(&self, text: &str) {
        self.0.store(text.parse::<Moment>().unwrap().0, Ordering::SeqCst);
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }
}

/// A shop of a test's own.
pub struct TestShop {
    pub store: Arc<Store>,
    pub config: StoreConfig,
    pub clock: Arc<TestClock>,
    _folder: tempfile::TempDir,
}

/// The address of an empty database.
pub async fn empty_database(backend: Backend, folder: &std::path::Path) -> String {
    match backend {
        Backend::Sqlite => format!("sqlite://{}", folder.join("shop.db").display()),
        Backend::Postgres => {
            let base = std::env::var(POSTGRES).unwrap_or_else(|_| {
                panic!("{POSTGRES} names no PostgreSQL: run `cargo xtask test services`, which starts one")
            });
            let name = format!("t_{}", uuid::Uuid::new_v4().simple());
            let db = Database::connect(&base).await.unwrap();
            db.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
            db.close().await.unwrap();
            let (server, _) = base.rsplit_once('/').unwrap();
            format!("{server}/{name}")
        }
    }
}

impl TestShop {
    /// An empty shop, in which nobody waits long for the head row.
    pub async fn empty(backend: Backend) -> Self {
        Self::patient(backend, Duration::from_millis(700)).await
    }

    /// An empty shop, in which one waits so long for the head row.
    async fn patient(backend: Backend, lock_timeout: Duration) -> Self {
        Self::tuned(backend, |config| config.lock_timeout = lock_timeout).await
    }

    /// An empty shop that is opened a little differently.
    pub async fn tuned(backend: Backend, tune: impl FnOnce(&mut StoreConfig)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = TestClock::new();
        let url = empty_database(backend, folder.path()).await;
        let mut config = StoreConfig::new(url, clock.clone(), "a-secret-of-the-tests-0123456789abcdef");
        config.lock_timeout = Duration::from_millis(700);
        tune(&mut config);
        let store = Store::open(config.clone()).await.unwrap();
        Self { store, config, clock, _folder: folder }
    }

    /// A shop with the demo's items and accounts; tests make the choices and bundles that they need.
    pub async fn demo(backend: Backend) -> Self {
        let shop = Self::empty(backend).await;
        service::shop::seed_demo_items(&shop.store).await.unwrap();
        shop
    }

    /// The same, for a test that holds the head row itself: nobody gives up while it does.
    pub async fn patient_demo(backend: Backend) -> Self {
        let shop = Self::patient(backend, Duration::from_secs(30)).await;
        service::shop::seed_demo_items(&shop.store).await.unwrap();
        shop
    }

    /// Another instance on the same database.
    pub async fn second_instance(&self) -> Arc<Store> {
        Store::open(self.config.clone()).await.unwrap()
    }

    /// Somebody of a role.
    pub async fn as_role(&self, role: Role) -> Context {
        context(&self.store, role).await
    }

    /// A connection past the store, for what only a test does.
    pub async fn raw(&self) -> DatabaseConnection {
        Database::connect(sunnyside::store::normal_url(&self.config.database_url).unwrap()).await.unwrap()
    }

    /// A number that a query gives.
    pub async fn number(&self, sql: &str) -> i64 {
        let db = self.raw().await;
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let found = db.query_one_raw(statement).await.unwrap().unwrap();
        let number = found.try_get_by_index::<i64>(0).unwrap();
        db.close().await.unwrap();
        number
    }

    /// The id of an item of the menu.
    pub async fn item(&self, name: &str) -> i64 {
        let owner = self.as_role(Role::Owner).await;
        let items = service::menu::items(&owner, false).await.unwrap();
        items.iter().find(|item| item.name == name).unwrap_or_else(|| panic!("no {name}")).id
    }

    /// What is on hand of an ingredient, in thousandths.
    pub async fn on_hand(&self, name: &str) -> i64 {
        self.number(&format!("SELECT on_hand FROM ingredients WHERE name = '{name}'")).await
    }
}

/// Somebody of a role, on an instance.
pub async fn context(store: &Arc<Store>, role: Role) -> Context {
    let actor = service::identity::acting(store).await.unwrap();
    let actor = Actor { username: format!("{}1", role.as_str()), role, auth_disabled: false, ..actor };
    Context { actor: Some(actor), address: Some("127.0.0.1".into()), ..Context::public(store.clone()) }
}

/// Forms of SQL that differ.
pub fn is_postgres(db: &DatabaseConnection) -> bool {
    db.get_database_backend() == DbBackend::Postgres
}

/// An order of so many of one item, paid at once in cash.
pub fn paid(item: i64, quantity: u32) -> Draft {
    Draft {
        client_id: None,
        source: Source::Takeout,
        auto_pay: true,
        payment_method: PaymentMethod::Cash,
        tender: Tender::default(),
        items: vec![DraftLine { menu_item_id: item, quantity, note: None, modifier_ids: None }],
        combos: vec![],
        discount: None,
        held: false,
        table_no: None,
        customer_name: None,
        customer_phone: None,
        due_at: None,
    }
}

/// The same, to be paid later.
pub fn unpaid(item: i64, quantity: u32) -> Draft {
    Draft { auto_pay: false, ..paid(item, quantity) }
}

/// Takes an order.
pub async fn place(ctx: &Context, draft: Draft) -> Outcome<Order> {
    service::order::create(ctx, draft, None).await
}

/// Waits until a condition holds, for ten seconds at most; a test never waits for time.
pub async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let end = Instant::now() + Duration::from_secs(10);
    while !holds().await {
        assert!(Instant::now() < end, "not within 10 s: {what}");
        tokio::task::yield_now().await;
    }
}

/// Makes a test for each database of an `async fn name(backend: Backend)`.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name($crate::support::Backend::Sqlite).await; })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name($crate::support::Backend::Postgres).await; })+
        }
    };
}
