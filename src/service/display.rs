//! The kitchen's displays: what they have shown.

use super::Context;
use crate::{
    Outcome,
    identity::Action,
    kitchen::shown::{Shown, display_name},
};

/// A display says that it has painted all events up to `seq`, or that it is still there. A name that is none is
/// ignored.
///
/// # Errors
/// `NoToken`.
pub fn shown(ctx: &Context, display: &str, seq: i64) -> Outcome<()> {
    ctx.may(Action::OrderRead)?;
    if let Some(name) = display_name(display) {
        ctx.store.displays.note(Shown { display: name.to_owned(), seq: seq.max(0), at: ctx.store.now() });
    }
    Ok(())
}

/// The displays that this shop knows, the one that was heard of last first.
///
/// # Errors
/// `NoToken`.
pub fn list(ctx: &Context) -> Outcome<Vec<Shown>> {
    ctx.may(Action::OrderRead)?;
    let mut all = ctx.store.displays.all();
    all.sort_by_key(|shown| std::cmp::Reverse(shown.at));
    Ok(all)
}
