//! The kitchen.

use super::Context;
use crate::{
    Outcome,
    identity::Action,
    kitchen::{Board, Component, KitchenCommand, MOST_RECALLED, Pace, RECALL_MINUTES, Ticket},
    order::Order,
    write::Command,
};

/// The board, at its position.
///
/// # Errors
/// `NoToken`.
pub async fn board(ctx: &Context) -> Outcome<Board> {
    ctx.may(Action::OrderRead)?;
    let (seq, orders, low_stock) = ctx.store.unfinished().await?;
    Ok(Board::of(seq, &orders, low_stock))
}

/// Does something with an order.
///
/// # Errors
/// `Denied`, `NotFound`, `UnknownLine`, `NoSuchStep`, `OrderHeld`, `RecalledTooLate`, `Invalid`.
pub async fn ask(ctx: &Context, id: i64, command: KitchenCommand) -> Outcome<Order> {
    ctx.may(Action::OrderMove)?;
    ctx.write(Command::Kitchen(id, command), None).await
}

/// Today's tickets that were collected within the last hour, newest first: those that can be recalled.
///
/// # Errors
/// `NoToken`.
pub async fn collected(ctx: &Context) -> Outcome<Vec<Ticket>> {
    ctx.may(Action::OrderRead)?;
    let now = ctx.store.now();
    let (today, since) = (ctx.store.profile().day_of(now), now.plus_seconds(-60 * RECALL_MINUTES));
    Ok(ctx.store.collected(&today, since, MOST_RECALLED).await?.iter().map(Ticket::from).collect())
}

/// How fast the kitchen is today, or one of its stations.
///
/// # Errors
/// `NoToken`.
pub async fn pace(ctx: &Context, station: Option<i64>) -> Outcome<Pace> {
    ctx.may(Action::OrderRead)?;
    let profile = ctx.store.profile();
    let day = profile.day_of(ctx.store.now());
    let made = ctx.store.made(&day, station).await?;
    Ok(Pace::of(day, &made, profile.settings.lead_minutes))
}

/// What recipes are made of.
///
/// # Errors
/// `NoToken`.
pub async fn components(ctx: &Context) -> Outcome<Vec<Component>> {
    ctx.may(Action::OrderRead)?;
    ctx.store.components().await
}
