//! What the public board says besides the numbers.

use super::Context;
use crate::{Outcome, kitchen::Pace, pickup};

/// In how many minutes an order that is placed now is ready, by today's orders; none where they are too few. Open to
/// everybody.
///
/// # Errors
/// The database's.
pub async fn wait_minutes(ctx: &Context) -> Outcome<Option<u32>> {
    let profile = ctx.store.profile();
    let today = profile.day_of(ctx.store.now());
    let made = ctx.store.made(&today, None).await?;
    Ok(pickup::wait_minutes(&Pace::of(today, &made, profile.settings.lead_minutes)))
}
