//! The audit: who did what, and the proof that nobody rewrote it.

use super::Context;
use crate::{
    Outcome,
    audit::{Entry, Verdict},
    identity::Action,
};

/// The newest lines, newest first.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn entries(ctx: &Context, limit: u64) -> Outcome<Vec<Entry>> {
    ctx.may(Action::AuditRead)?;
    ctx.store.audit_entries(limit).await
}

/// Computes the chain again from its first line. `progress` is told from time to time how many lines were proved, of
/// how many.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn verify(ctx: &Context, progress: &(dyn Fn(i64, i64) + Sync)) -> Outcome<Verdict> {
    ctx.may(Action::AuditRead)?;
    ctx.store.prove_audit(progress).await
}
