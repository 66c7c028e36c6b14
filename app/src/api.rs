//! The server functions: what the pages ask of the server. Each takes its context, calls a service and translates.

pub mod pay;

use leptos::{
    prelude::*,
    server_fn::codec::{Json, JsonEncoding},
};
use serde::{Deserialize, Serialize};
use sunnyside::{
    Refusal, kitchen,
    menu::{CounterMenu, Left},
    order::{Draft, DraftLine, Order, OrderStatus, PayDraft, Trial},
    pickup,
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

#[cfg(feature = "ssr")]
pub(crate) mod ssr {
    use axum::http::{HeaderValue, StatusCode, header::SET_COOKIE};
    use leptos::prelude::use_context;
    use sunnyside::{Refusal, service::Context};

    use super::FnError;
    use crate::session::{COOKIE_SECONDS, SessionCookie};

    /// With which status a call's answer says a refusal. The server provides it to calls alone: a page that is rendered
    /// shows the refusal on itself.
    #[derive(Clone, Copy)]
    pub struct StatusOf(pub fn(&Refusal) -> StatusCode);

    pub(super) fn set_status(refusal: &Refusal) {
        if let (Some(StatusOf(status)), Some(response)) =
            (use_context::<StatusOf>(), use_context::<leptos_axum::ResponseOptions>())
        {
            response.set_status(status(refusal));
        }
    }

    /// The context of the request, which the server provides.
    pub(crate) fn context() -> Result<Context, FnError> {
        use_context().ok_or(FnError::Server)
    }

    /// The same, with an approval that came with the call.
    pub(crate) fn context_with(grant: Option<String>) -> Result<Context, FnError> {
        Ok(context()?.with_grant(grant))
    }

    /// Makes the browser keep a token, or forget it.
    pub(crate) fn set_cookie(token: Option<&str>) -> Result<(), FnError> {
        let cookie = use_context::<SessionCookie>().ok_or(FnError::Server)?;
        let response = use_context::<leptos_axum::ResponseOptions>().ok_or(FnError::Server)?;
        let header =
            cookie.header(token.unwrap_or_default(), if token.is_some() { COOKIE_SECONDS } else { 0 });
        response.append_header(SET_COOKIE, HeaderValue::from_str(&header).map_err(|_| FnError::Server)?);
        Ok(())
    }

    /// Makes the browser keep its token as a device of the shop.
    pub(crate) fn set_device_cookie(token: &str) -> Result<(), FnError> {
        let cookie = use_context::<SessionCookie>().ok_or(FnError::Server)?;
        let response = use_context::<leptos_axum::ResponseOptions>().ok_or(FnError::Server)?;
        let header = HeaderValue::from_str(&cookie.device_header(token)).map_err(|_| FnError::Server)?;
        response.append_header(SET_COOKIE, header);
        Ok(())
    }

    pub(super) fn count(number: impl TryInto<u64>) -> u64 {
        number.try_into().unwrap_or_default()
    }
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

/// Takes an order; the same `client_id` twice is one order.
///
/// # Errors
/// Whatever `service::order::create` refuses.
#[server(prefix = "/fn", endpoint = "order_place", input = Json, output = Json)]
pub async fn order_place(draft: Draft, grant: Option<String>) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::create(&ssr::context_with(grant)?, draft, None).await?)
}

/// Sells an order that was held, or holds it again; of two counters the first one has it.
///
/// # Errors
/// Whatever `service::order::take_up` refuses.
#[server(prefix = "/fn", endpoint = "order_take_up", input = Json, output = Json)]
pub async fn take_up(order_id: i64, seq: i64, draft: Draft, grant: Option<String>) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::take_up(&ssr::context_with(grant)?, order_id, seq, draft).await?)
}

/// An order as it is now.
///
/// # Errors
/// Whatever `service::order::fetch` refuses.
#[server(prefix = "/fn", endpoint = "order_fetch", input = Json, output = Json)]
pub async fn fetch_order(order_id: i64) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::fetch(&ssr::context()?, order_id).await?)
}

/// What would become of an order with these lines.
///
/// # Errors
/// Whatever `service::order::try_amendment` refuses.
#[server(prefix = "/fn", endpoint = "order_amend_try", input = Json, output = Json)]
pub async fn try_amendment(order_id: i64, items: Vec<DraftLine>) -> Result<Trial, FnError> {
    Ok(sunnyside::service::order::try_amendment(&ssr::context()?, order_id, items).await?)
}

/// Gives an order other lines, if it is still as this device knows it.
///
/// # Errors
/// Whatever `service::order::amend_known` refuses.
#[server(prefix = "/fn", endpoint = "order_amend", input = Json, output = Json)]
pub async fn amend_order(order_id: i64, seq: i64, items: Vec<DraftLine>) -> Result<Order, FnError> {
    let amended = sunnyside::service::order::amend_known(&ssr::context()?, order_id, seq, items).await?;
    Ok(amended.order)
}

/// Calls an order off, and why.
///
/// # Errors
/// Whatever `service::order::cancel` refuses.
#[server(prefix = "/fn", endpoint = "order_cancel", input = Json, output = Json)]
pub async fn cancel_order(order_id: i64, reason: String, grant: Option<String>) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::cancel(&ssr::context_with(grant)?, order_id, reason).await?)
}

/// What a refund of these lines would give back now.
///
/// # Errors
/// Whatever `service::order::refund_amount` refuses.
#[server(prefix = "/fn", endpoint = "refund_amount", input = Json, output = Json)]
pub async fn refund_amount(
    order_id: i64,
    lines: Vec<sunnyside::order::RefundLine>,
) -> Result<sunnyside::Money, FnError> {
    Ok(sunnyside::service::order::refund_amount(&ssr::context()?, order_id, &lines).await?)
}

/// Gives money back for lines of an order.
///
/// # Errors
/// Whatever `service::order::refund` refuses.
#[server(prefix = "/fn", endpoint = "order_refund", input = Json, output = Json)]
pub async fn refund_lines(
    order_id: i64,
    draft: sunnyside::order::RefundDraft,
    grant: Option<String>,
) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::refund(&ssr::context_with(grant)?, order_id, draft, None).await?)
}

/// Takes the payment of an order; one that is paid stays as it is.
///
/// # Errors
/// Whatever `service::order::pay` refuses.
#[server(prefix = "/fn", endpoint = "order_pay", input = Json, output = Json)]
pub async fn order_pay(order_id: i64, draft: PayDraft, grant: Option<String>) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::pay(&ssr::context_with(grant)?, order_id, draft, None).await?)
}

/// Notes that the money of a cancelled order was handed back; said twice it is said once.
///
/// # Errors
/// Whatever `service::order::acknowledge_refund` refuses.
#[server(prefix = "/fn", endpoint = "refund_handed", input = Json, output = Json)]
pub async fn refund_handed(order_id: i64) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::acknowledge_refund(&ssr::context()?, order_id, None).await?)
}

/// Moves an order on; the status that it has already is no error.
///
/// # Errors
/// Whatever `service::order::set_status` refuses.
#[server(prefix = "/fn", endpoint = "order_status", input = Json, output = Json)]
pub async fn move_order(order_id: i64, to: OrderStatus) -> Result<Order, FnError> {
    Ok(sunnyside::service::order::set_status(&ssr::context()?, order_id, to, None).await?)
}

/// The kitchen's wall.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "kitchen_board", input = Json, output = Json)]
pub async fn kitchen_board() -> Result<kitchen::Board, FnError> {
    Ok(sunnyside::service::order::kitchen_board(&ssr::context()?).await?)
}

/// The public board. Public.
///
/// # Errors
/// The board cannot be read now.
#[server(prefix = "/fn", endpoint = "pickup_board", input = Json, output = Json)]
pub async fn pickup_board() -> Result<pickup::Board, FnError> {
    Ok(sunnyside::service::order::pickup_board(&ssr::context()?).await?)
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
