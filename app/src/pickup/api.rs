//! What the public board asks of the server.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use sunnyside::pickup::Board;

use crate::api::FnError;
#[cfg(feature = "ssr")]
use crate::api::ssr;

/// What the public board begins with. The estimate stands beside the board: no event changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupStart {
    /// The numbers.
    pub board: Board,
    /// In how many minutes an order that is placed now is ready; none where too few orders tell.
    pub wait_minutes: Option<u32>,
}

/// What the public board begins with. Public.
///
/// # Errors
/// The board cannot be read now.
#[server(prefix = "/fn", endpoint = "pickup_board", input = Json, output = Json)]
pub async fn pickup_board() -> Result<PickupStart, FnError> {
    let context = ssr::context()?;
    let board = sunnyside::service::order::pickup_board(&context).await?;
    Ok(PickupStart { board, wait_minutes: sunnyside::service::pickup::wait_minutes(&context).await? })
}

/// In how many minutes an order that is placed now is ready. Public.
///
/// # Errors
/// The database's.
#[server(prefix = "/fn", endpoint = "pickup_wait", input = Json, output = Json)]
pub async fn pickup_wait() -> Result<Option<u32>, FnError> {
    Ok(sunnyside::service::pickup::wait_minutes(&ssr::context()?).await?)
}
