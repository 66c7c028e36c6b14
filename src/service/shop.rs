//! The shop as a whole: its state, its health, and filling an empty one.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Context, identity::hash_password};
use crate::{
    Moment, Outcome, demo,
    demo::year::{Obstacle, Sown, Wanted},
    desk::Desk,
    identity::{Action, Role},
    order::OrderStatus,
    settings::Wall,
    store::Store,
    write::{Command, Demo, NewUser},
};

/// What every page may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The shop's name.
    pub shop_name: String,
    /// How far its clocks are ahead of UTC, in seconds.
    pub utc_offset_seconds: i32,
    /// The kitchen begins so many minutes before an order is wanted.
    pub lead_minutes: u32,
    /// The server's present moment.
    pub now: Moment,
    /// Which log positions belong to.
    pub epoch: String,
    /// After how many minutes without a tap a counter locks; 0 never.
    pub lock_minutes: u32,
    /// What the screens on the wall need of the settings.
    pub wall: Wall,
}

/// How the day goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The shop's name.
    pub shop_name: String,
    /// The shop's day.
    pub business_day: String,
    /// How far its clocks are ahead of UTC, in seconds.
    pub utc_offset_seconds: i32,
    /// Orders that wait.
    pub pending: u32,
    /// Orders that are being made.
    pub preparing: u32,
    /// Orders that are ready.
    pub ready: u32,
    /// Orders of the day, cancelled ones aside.
    pub orders_today: u32,
    /// How many ingredients run low.
    pub low_stock: u32,
}

/// The people of a demo shop: name, password, role, PIN. Only for development.
const DEMO_PEOPLE: [(&str, &str, Role, &str); 4] = [
    ("staff1", "staff1234", Role::Staff, "2580"),
    ("kitchen1", "kitchen1234", Role::Kitchen, "3690"),
    ("manager1", "manager1234", Role::Manager, "1470"),
    ("owner1", "owner1234", Role::Owner, "4561"),
];

/// Whether the database answers; gives the newest event's position. Open to everybody.
///
/// # Errors
/// `Busy`, `Internal`.
pub async fn health(store: &Arc<Store>) -> Outcome<i64> {
    Ok(store.head().await?.0)
}

/// What every page may know. Open to everybody.
///
/// # Errors
/// None so far.
pub async fn facts(ctx: &Context) -> Outcome<Facts> {
    let (now, profile) = (ctx.store.now(), ctx.store.profile());
    Ok(Facts {
        lock_minutes: profile.settings.lock_minutes,
        wall: Wall::from(&profile.settings),
        shop_name: profile.settings.shop_name.clone(),
        utc_offset_seconds: profile.utc_offset_seconds(now),
        lead_minutes: profile.settings.lead_minutes,
        now,
        epoch: profile.epoch.clone(),
    })
}

/// How the day goes.
///
/// # Errors
/// `NoToken`.
pub async fn overview(ctx: &Context) -> Outcome<Overview> {
    ctx.may(crate::identity::Action::OrderRead)?;
    let (store, facts) = (&ctx.store, facts(ctx).await?);
    let day = store.profile().day_of(store.now());
    let counts = store.order_counts(&day).await?;
    let count =
        |status: OrderStatus| counts.get(status.as_str()).and_then(|n| u32::try_from(*n).ok()).unwrap_or(0);
    let orders_today =
        OrderStatus::ALL.iter().filter(|s| **s != OrderStatus::Cancelled).map(|s| count(*s)).sum();
    Ok(Overview {
        shop_name: facts.shop_name,
        business_day: day.0,
        utc_offset_seconds: facts.utc_offset_seconds,
        pending: count(OrderStatus::Pending),
        preparing: count(OrderStatus::Preparing),
        ready: count(OrderStatus::Ready),
        orders_today,
        low_stock: u32::try_from(store.low_stock().await?.len()).unwrap_or(u32::MAX),
    })
}

/// What a counter has to know of the shop's money.
///
/// # Errors
/// `NoToken`.
pub async fn desk(ctx: &Context) -> Outcome<Desk> {
    ctx.may(crate::identity::Action::OrderRead)?;
    let settings = &ctx.store.profile().settings;
    let (shift, refunds) = ctx.store.desk().await?;
    Ok(Desk {
        smallest_coin: settings.smallest_coin,
        discount_limit_percent: settings.discount_limit_percent,
        shift,
        refunds,
    })
}

/// Whether the shop has neither menu nor people.
///
/// # Errors
/// The database's.
pub async fn is_empty(store: &Arc<Store>) -> Outcome<bool> {
    store.is_empty().await
}

/// Fills an empty shop with the demo's menu and its four accounts.
///
/// # Errors
/// `NotEmpty`.
pub async fn seed_demo(store: &Arc<Store>) -> Outcome<()> {
    fill(store, demo::menu(), &demo_people()).await
}

/// Fills an empty shop with the demo's items and people, without choices and bundles.
///
/// # Errors
/// `NotEmpty`.
pub async fn seed_demo_items(store: &Arc<Store>) -> Outcome<()> {
    fill(store, demo::menu().items_alone(), &demo_people()).await
}

/// Gives a shop that has sold nothing yet a past, up to yesterday; `told` hears after each day how far it has come.
///
/// # Errors
/// What stands in the way.
pub async fn seed_past(
    ctx: &Context,
    wanted: Wanted,
    told: &mut (dyn FnMut(Sown) + Send),
) -> Result<Sown, Obstacle> {
    let actor = ctx.may(Action::SettingsManage)?;
    ctx.store.sow(actor.clone(), wanted, told).await
}

fn demo_people() -> [(&'static str, String, Role, Option<&'static str>); 4] {
    DEMO_PEOPLE.map(|(name, password, role, pin)| (name, password.to_owned(), role, Some(pin)))
}

/// Gives an empty shop its owner, with that password.
///
/// # Errors
/// `NotEmpty`.
pub async fn seed_owner(store: &Arc<Store>, username: &'static str, password: String) -> Outcome<()> {
    fill(store, Demo::default(), &[(username, password, Role::Owner, None)]).await
}

async fn fill(store: &Arc<Store>, demo: Demo, people: &[(&str, String, Role, Option<&str>)]) -> Outcome<()> {
    let mut users = Vec::with_capacity(people.len());
    for (username, password, role, pin) in people {
        let password_hash = hash_password(store, password.clone()).await?;
        let username = (*username).to_owned();
        let pin_hash = match pin {
            Some(pin) => Some(hash_password(store, (*pin).to_owned()).await?),
            None => None,
        };
        users.push(NewUser { username, password_hash, role: *role, is_active: true, pin_hash });
    }
    // Nobody is signed in yet: the program itself acts.
    let command = Command::Seed(Box::new(demo), users);
    Context::of_program(store.clone()).write(command, None).await
}
