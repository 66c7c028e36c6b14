//! The cash drawer.

use super::{Context, KeyedBody};
use crate::{
    Outcome,
    approval::Deed,
    identity::Action,
    shift::{CashDraft, CashMove, CloseDraft, OpenDraft, Shift},
    write::{Command, ShiftCommand},
};

/// The shift that is open, with its figures of this moment.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn current(ctx: &Context) -> Outcome<Option<Shift>> {
    ctx.may(Action::ShiftManage)?;
    ctx.store.open_shift().await
}

/// The newest shifts first, the open one included; `limit` is clamped to 1-120.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn history(ctx: &Context, limit: i64) -> Outcome<Vec<Shift>> {
    ctx.may(Action::ShiftManage)?;
    ctx.store.shifts(limit.clamp(1, 120).unsigned_abs()).await
}

/// Begins a shift.
///
/// # Errors
/// `Denied`, `Invalid`, `ShiftIsOpen`.
pub async fn open(ctx: &Context, draft: OpenDraft, key: Option<KeyedBody>) -> Outcome<Shift> {
    ctx.may_if_approved(Deed::Shift)?.write(Command::Shift(ShiftCommand::Open(draft)), key).await
}

/// Ends the shift that is open.
///
/// # Errors
/// `Denied`, `Invalid`, `NoOpenShift`.
pub async fn close(ctx: &Context, draft: CloseDraft, key: Option<KeyedBody>) -> Outcome<Shift> {
    ctx.may_if_approved(Deed::Shift)?.write(Command::Shift(ShiftCommand::Close(draft)), key).await
}

/// Puts cash into the drawer or takes it out.
///
/// # Errors
/// `Denied`, `Invalid`, `NoOpenShift`.
pub async fn move_cash(ctx: &Context, draft: CashDraft, key: Option<KeyedBody>) -> Outcome<CashMove> {
    ctx.may_if_approved(Deed::Shift)?.write(Command::Shift(ShiftCommand::MoveCash(draft)), key).await
}

/// The cash moves of the shift that is open, newest first; none where no shift is.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn cash_moves(ctx: &Context) -> Outcome<Vec<CashMove>> {
    ctx.may(Action::ShiftManage)?;
    ctx.store.cash_moves().await
}
