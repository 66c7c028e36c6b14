//! The live events: who may listen, and where a screen begins.

mod feed;
mod talk;

use axum::{
    Router,
    extract::{State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::get,
};
use sunnyside::{Outcome, Refusal, identity::Action};

use crate::{
    App, origin,
    rest::{error::Refused, params::Params},
    session::Caller,
};
use feed::Start;
use talk::Talk;

/// The largest frame in either direction.
const LARGEST_FRAME: usize = 64 * 1024;

pub fn router() -> Router<App> {
    Router::new().route("/ws/events", get(events)).route("/ws/pickup", get(pickup))
}

type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

async fn events(
    State(app): State<App>,
    caller: Caller,
    params: Params,
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Result<Response, Refused> {
    let caller = listener(&app, caller, params.text("token"), &headers).await?;
    open(app, Some(caller), &params, upgrade)
}

async fn pickup(State(app): State<App>, params: Params, upgrade: Upgrade) -> Result<Response, Refused> {
    open(app, None, &params, upgrade)
}

/// Who listens: a token in the address first, then what the request itself carries. What a browser adds by itself
/// counts only for our own pages.
async fn listener(
    app: &App,
    mut caller: Caller,
    token: Option<&str>,
    headers: &HeaderMap,
) -> Outcome<Caller> {
    if let Some(token) = token.filter(|_| !app.config().auth_disabled) {
        caller.take_token(app, token.to_owned(), false).await;
        caller.needs_own_origin = false;
    }
    if let Some(refusal) = caller.error {
        return Err(refusal);
    }
    if caller.needs_own_origin && origin::is_foreign(headers, &app.config().cors_origins) {
        return Err(Refusal::Denied);
    }
    caller.context.may(Action::OrderRead)?;
    Ok(caller)
}

fn open(app: App, caller: Option<Caller>, params: &Params, upgrade: Upgrade) -> Result<Response, Refused> {
    let start = Start { since: params.number("since")?, epoch: params.text("epoch").map(str::to_owned) };
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    // The place is given back when the conversation ends, however it ends.
    let place = app.sockets(caller.is_none()).try_acquire_owned().map_err(|_| Refusal::Busy(5))?;
    Ok(upgrade.max_message_size(LARGEST_FRAME).max_frame_size(LARGEST_FRAME).on_upgrade(
        async move |socket| {
            Talk::new(app, caller, socket).run(start).await;
            drop(place);
        },
    ))
}
