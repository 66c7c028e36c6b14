//! The kitchen's server functions.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use sunnyside::{
    kitchen::{Board, Component, KitchenCommand, Pace, Ticket},
    menu::Station,
};

use crate::api::FnError;
#[cfg(feature = "ssr")]
use crate::api::ssr;

/// What a kitchen's screen begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The wall.
    pub board: Board,
    /// The stations, in their order.
    pub stations: Vec<Station>,
    /// What recipes are made of.
    pub components: Vec<Component>,
    /// How fast the whole kitchen is today.
    pub pace: Pace,
}

/// What a kitchen's screen begins with.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "kitchen_start", input = Json, output = Json)]
pub async fn kitchen_start() -> Result<Start, FnError> {
    use sunnyside::{
        menu::SectionKind,
        service::{kitchen, section},
    };
    let context = ssr::context()?;
    Ok(Start {
        // First, so that nothing that is loaded after it is older than the board.
        board: kitchen::board(&context).await?,
        stations: section::list(&context, SectionKind::Station).await?,
        components: kitchen::components(&context).await?,
        pace: kitchen::pace(&context, None).await?,
    })
}

/// The kitchen's wall.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "kitchen_board", input = Json, output = Json)]
pub async fn kitchen_board() -> Result<Board, FnError> {
    Ok(sunnyside::service::kitchen::board(&ssr::context()?).await?)
}

/// Does something with an order; the answer is the event after which that is so.
///
/// # Errors
/// Whatever `service::kitchen::ask` refuses.
#[server(prefix = "/fn", endpoint = "kitchen_ask", input = Json, output = Json)]
pub async fn kitchen_ask(order_id: i64, command: KitchenCommand) -> Result<i64, FnError> {
    Ok(sunnyside::service::kitchen::ask(&ssr::context()?, order_id, command).await?.seq)
}

/// What can be recalled.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "kitchen_collected", input = Json, output = Json)]
pub async fn kitchen_collected() -> Result<Vec<Ticket>, FnError> {
    Ok(sunnyside::service::kitchen::collected(&ssr::context()?).await?)
}

/// How fast the kitchen is today, or one of its stations.
///
/// # Errors
/// Nobody is signed in.
#[server(prefix = "/fn", endpoint = "kitchen_pace", input = Json, output = Json)]
pub async fn kitchen_pace(station: Option<i64>) -> Result<Pace, FnError> {
    Ok(sunnyside::service::kitchen::pace(&ssr::context()?, station).await?)
}
