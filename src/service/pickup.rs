//! What the public board says besides the numbers.

use super::Context;
use crate::{Outcome, pickup, report::Range};

/// In how many minutes an order that is placed now is ready, by today's orders; none where they are too few. Open to
/// everybody.
///
/// # Errors
/// The database's.
pub async fn wait_minutes(ctx: &Context) -> Outcome<Option<u32>> {
    let today = ctx.store.profile().day_of(ctx.store.now());
    let range = Range::of(Some(&today.0), Some(&today.0), &today)?;
    Ok(pickup::wait_minutes(&ctx.store.prep_spread(&range).await?))
}
