//! Reports.

use super::Context;
use crate::{
    Outcome,
    identity::Action,
    report::{self, Hourly, Items, Overview, Payments, PrepTimes, Range},
};

/// The days that are asked for, as they were written; absent they are the last 7.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// The first one.
    pub start_date: Option<String>,
    /// The last one.
    pub end_date: Option<String>,
}

impl Days {
    fn range(&self, ctx: &Context) -> Outcome<Range> {
        let today = ctx.store.profile().day_of(ctx.store.now());
        Range::of(self.start_date.as_deref(), self.end_date.as_deref(), &today)
    }
}

/// The days at a glance.
///
/// # Errors
/// `Denied`, `NotADate`, `RangeReversed`.
pub async fn overview(ctx: &Context, days: Days) -> Outcome<Overview> {
    ctx.may(Action::ReportRead)?;
    let range = days.range(ctx)?;
    let (takings, counts, sold, stock) = ctx.store.at_a_glance(&range).await?;
    Ok(report::overview(&range, &takings, &counts, sold, &stock))
}

/// When the orders came.
///
/// # Errors
/// `Denied`, `NotADate`, `RangeReversed`, `RangeTooLong`.
pub async fn hourly(ctx: &Context, days: Days) -> Outcome<Hourly> {
    ctx.may(Action::ReportRead)?;
    let range = days.range(ctx)?.within_a_year()?;
    let (takings, counts) = ctx.store.by_quarter(&range).await?;
    Ok(report::hourly(&range, &ctx.store.profile().zone, &takings, &counts))
}

/// What each item brought.
///
/// # Errors
/// `Denied`, `NotADate`, `RangeReversed`, `RangeTooLong`.
pub async fn items(ctx: &Context, days: Days) -> Outcome<Items> {
    ctx.may(Action::ReportRead)?;
    let range = days.range(ctx)?.within_a_year()?;
    Ok(report::items(&range, ctx.store.sold_items(&range).await?))
}

/// How the money came and went.
///
/// # Errors
/// `Denied`, `NotADate`, `RangeReversed`, `RangeTooLong`.
pub async fn payments(ctx: &Context, days: Days) -> Outcome<Payments> {
    ctx.may(Action::ReportRead)?;
    let range = days.range(ctx)?.within_a_year()?;
    Ok(report::payments(&range, &ctx.store.by_method(&range).await?))
}

/// How long the kitchen took.
///
/// # Errors
/// `Denied`, `NotADate`, `RangeReversed`, `RangeTooLong`.
pub async fn prep_times(ctx: &Context, days: Days) -> Outcome<PrepTimes> {
    ctx.may(Action::ReportRead)?;
    let range = days.range(ctx)?.within_a_year()?;
    let (preps, of_items) = ctx.store.preps(&range).await?;
    Ok(report::prep_times(&range, &ctx.store.profile().zone, &preps, of_items))
}
