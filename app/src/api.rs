//! The server functions: what the pages ask of the server. Each takes its context, calls a service and translates.

mod orders;
pub mod pay;
#[cfg(feature = "ssr")]
pub(crate) mod ssr;

pub use orders::*;

use leptos::{
    prelude::*,
    server_fn::codec::{Json, JsonEncoding},
};
use serde::{Deserialize, Serialize};
use sunnyside::{
    Refusal,
    menu::{CounterMenu, Left},
    order::Order,
};

use crate::session::Viewer;

/// Why a call brought nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FnError {
    /// The shop said no, and why.
    Refused(Refusal),
    /// The server was not reached, or did not answer in time: it may or may not have done it.
    Network,
    /// The server answered with something that is no answer.
    Server,
}

impl From<Refusal> for FnError {
    /// On the server the answer gets the refusal's status too.
    fn from(refusal: Refusal) -> Self {
        #[cfg(feature = "ssr")]
        ssr::set_status(&refusal);
        Self::Refused(refusal)
    }
}

impl FromServerFnError for FnError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Network,
            _ => Self::Server,
        }
    }
}

/// What the counter begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// The menu with what is left of it.
    pub menu: CounterMenu,
    /// The last event that `orders` has in it.
    pub seq: i64,
    /// Today's orders.
    pub orders: Vec<Order>,
    /// The kitchen begins so many minutes before an order is wanted.
    pub lead_minutes: u32,
}

/// The state of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// `2026-11-23`.
    pub business_day: String,
    /// Tickets that wait.
    pub pending: u64,
    /// Tickets that are being made.
    pub preparing: u64,
    /// Tickets that are ready.
    pub ready: u64,
    /// Orders of the business day.
    pub orders_today: u64,
    /// Ingredients that run low.
    pub low_stock: u64,
    /// The kitchen's displays, the one that was heard of last first.
    pub displays: Vec<sunnyside::kitchen::shown::Shown>,
}

/// Who looks, and at which shop. Public.
///
/// # Errors
/// The shop's facts cannot be read.
#[server(prefix = "/fn", endpoint = "viewer", input = Json, output = Json)]
pub async fn read_viewer() -> Result<Viewer, FnError> {
    use sunnyside::service::{device, identity, shop};
    let context = ssr::context()?;
    let site = use_context::<crate::SiteFacts>().ok_or(FnError::Server)?;
    let facts = shop::facts(&context).await?;
    Ok(Viewer {
        user: identity::me(&context).await.ok(),
        auth_disabled: site.auth_disabled,
        is_development: site.is_development,
        shop_name: facts.shop_name,
        utc_offset_seconds: facts.utc_offset_seconds,
        lead_minutes: facts.lead_minutes,
        now: facts.now,
        device: device::seen(&context).await?.map(|device| device.name),
        lock_minutes: facts.lock_minutes,
        wall: facts.wall,
        epoch: facts.epoch,
    })
}

/// Signs in; answers the page to go to.
///
/// # Errors
/// Wrong credentials, too many tries.
#[server(prefix = "/fn", endpoint = "sign_in", input = Json, output = Json)]
pub async fn sign_in(username: String, password: String, next: Option<String>) -> Result<String, FnError> {
    let context = ssr::context()?;
    let signed_in = sunnyside::service::identity::sign_in(&context, &username, password, true).await?;
    ssr::set_cookie(Some(&signed_in.access_token))?;
    Ok(crate::session::landing(next.as_deref(), signed_in.user.role.landing()))
}

/// Ends the session.
///
/// # Errors
/// The session cannot be ended now.
#[server(prefix = "/fn", endpoint = "sign_out", input = Json, output = Json)]
pub async fn sign_out() -> Result<(), FnError> {
    let ended = sunnyside::service::identity::sign_out(&ssr::context()?).await;
    ssr::set_cookie(None)?;
    // A session that had ended already is what was asked for.
    if let Err(refusal) = ended
        && !matches!(refusal, Refusal::NoToken | Refusal::BadToken)
    {
        return Err(refusal.into());
    }
    Ok(())
}

/// Slides the session of a page that stays open.
///
/// # Errors
/// The session has ended.
#[server(prefix = "/fn", endpoint = "session_keep", input = Json, output = Json)]
pub async fn session_keep() -> Result<(), FnError> {
    match sunnyside::service::identity::renew(&ssr::context()?).await? {
        Some(renewed) => ssr::set_cookie(Some(&renewed.access_token)),
        None => Ok(()),
    }
}

/// The state of the shop.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "overview", input = Json, output = Json)]
pub async fn read_overview() -> Result<Overview, FnError> {
    let context = ssr::context()?;
    context.actor()?;
    let shop = sunnyside::service::shop::overview(&context).await?;
    Ok(Overview {
        business_day: shop.business_day.to_string(),
        pending: ssr::count(shop.pending),
        preparing: ssr::count(shop.preparing),
        ready: ssr::count(shop.ready),
        orders_today: ssr::count(shop.orders_today),
        low_stock: ssr::count(shop.low_stock),
        displays: sunnyside::service::display::list(&context)?,
    })
}

/// The kitchen's displays, the one that was heard of last first, and the server's time.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "displays", input = Json, output = Json)]
pub async fn read_displays() -> Result<(sunnyside::Moment, Vec<sunnyside::kitchen::shown::Shown>), FnError> {
    let context = ssr::context()?;
    let shown = sunnyside::service::display::list(&context)?;
    Ok((context.store.now(), shown))
}

/// So many tiles are sent along with the page; the browser asks for the rest of a longer menu afterwards.
#[cfg(feature = "ssr")]
const TILES_OF_A_PAGE: usize = 400;

/// What the counter begins with.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "counter", input = Json, output = Json)]
pub async fn read_counter() -> Result<Counter, FnError> {
    let context = ssr::context()?;
    let (seq, orders) = sunnyside::service::order::today(&context).await?;
    let menu = sunnyside::service::menu::counter(&context).await?.beginning(TILES_OF_A_PAGE);
    Ok(Counter { menu, seq, orders, lead_minutes: context.store.profile().settings.lead_minutes })
}

/// The menu with what is left of it now.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "counter_menu", input = Json, output = Json)]
pub async fn read_menu() -> Result<CounterMenu, FnError> {
    Ok(sunnyside::service::menu::counter(&ssr::context()?).await?)
}

/// What is left of the menu now.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "counter_left", input = Json, output = Json)]
pub async fn read_left() -> Result<Left, FnError> {
    Ok(sunnyside::service::menu::left(&ssr::context()?).await?)
}

/// Says that an item is sold out for today, or that it is there again.
///
/// # Errors
/// Whatever `service::menu::mark_sold_out` refuses.
#[server(prefix = "/fn", endpoint = "item_sold_out", input = Json, output = Json)]
pub async fn mark_sold_out(item_id: i64, sold_out: bool) -> Result<(), FnError> {
    sunnyside::service::menu::mark_sold_out(&ssr::context()?, item_id, sold_out, None).await?;
    Ok(())
}

/// Waits for a call 10 s at most: a tap that hangs for ever is worse than one that failed.
///
/// # Errors
/// The call's own, or `Network` where it took too long.
#[cfg(feature = "hydrate")]
pub async fn in_time<T>(call: impl Future<Output = Result<T, FnError>>) -> Result<T, FnError> {
    use futures::future::{Either, select};
    let limit = gloo_timers::future::TimeoutFuture::new(10_000);
    match select(std::pin::pin!(call), limit).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => Err(FnError::Network),
    }
}

/// On the server a call is a function call.
///
/// # Errors
/// The call's own.
#[cfg(not(feature = "hydrate"))]
pub async fn in_time<T>(call: impl Future<Output = Result<T, FnError>>) -> Result<T, FnError> {
    call.await
}
