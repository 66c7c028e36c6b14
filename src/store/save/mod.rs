//! Writes what a batch decided, with a handful of multi-row statements.

mod approvals;
mod choices;
mod combos;
mod counts;
mod devices;
mod log;
mod menu;
mod orders;
mod people;
mod printing;
mod rollup;
mod settings;
mod shifts;
mod stock;

use std::collections::BTreeMap;

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, Iterable,
    QueryFilter, sea_query::OnConflict,
};

use super::{
    entity::{idempotency_keys, stores},
    hub::Logged,
    load::KEPT_SECONDS,
    writer::Decided,
};
use crate::{Moment, clock::SECOND, write::State};

/// A statement takes so many values at most: below SQLite's 32,766 and PostgreSQL's 65,535.
const MOST_VALUES: usize = 30_000;

/// Writes all changes of a batch and the head row; gives the events that were logged and the newest line of
/// the audit.
pub(super) async fn changes(
    tx: &DatabaseTransaction,
    head: &stores::Model,
    before: &State,
    after: &State,
    decided: &[Decided<'_>],
    now: Moment,
) -> Result<(Vec<Logged>, i64), DbErr> {
    let all = || decided.iter().map(|(_, changes, _)| changes);
    // Ingredients first: recipes refer to them.
    stock::rows(tx, all(), now).await?;
    menu::rows(tx, all(), &after.day.business_day, now).await?;
    choices::rows(tx, all()).await?;
    combos::rows(tx, all()).await?;
    // Payments refer to shifts.
    shifts::rows(tx, all()).await?;
    orders::rows(tx, decided, after).await?;
    rollup::rows(tx, before, after, decided).await?;
    stock::movements(tx, decided, now).await?;
    counts::rows(tx, decided).await?;
    // Sessions refer to devices.
    devices::rows(tx, all(), now).await?;
    people::rows(tx, all(), now).await?;
    printing::rows(tx, all()).await?;
    approvals::rows(tx, all(), now).await?;
    let logged: Vec<Logged> = decided.iter().flat_map(|(_, _, logged)| logged.clone()).collect();
    log::rows(tx, decided, &logged).await?;
    log::keys(tx, all(), now).await?;
    let (audit_seq, audit_hash) = log::audit(tx, head, decided, now).await?;
    let new_day = head.business_day != after.day.business_day.0;
    let mut row = stores::ActiveModel {
        id: Set(head.id),
        event_seq: Set(after.event_seq),
        business_day: Set(after.day.business_day.0.clone()),
        last_call_number: Set(i32::try_from(after.day.last_call_number).unwrap_or(i32::MAX)),
        audit_seq: Set(audit_seq),
        audit_hash: Set(audit_hash),
        ..Default::default()
    };
    settings::rows(tx, before, after, head, &mut row).await?;
    stores::Entity::update(row).exec(tx).await?;
    debug_assert!(after.event_seq == before.event_seq + i64::try_from(logged.len()).unwrap_or(0));
    if new_day {
        // Once a day is often enough to forget answers that nobody may ask for again.
        idempotency_keys::Entity::delete_many()
            .filter(idempotency_keys::Column::CreatedAt.lte(now.0 - KEPT_SECONDS * SECOND))
            .exec(tx)
            .await?;
    }
    Ok((logged, audit_seq))
}

/// Writes a day of a past: what was sold, paid, moved and counted. There are no events and no audit lines of it, and the
/// head row stays as it is.
pub(super) async fn past_day(
    tx: &DatabaseTransaction,
    before: &State,
    after: &State,
    decided: &[Decided<'_>],
    now: Moment,
) -> Result<(), DbErr> {
    let all = || decided.iter().map(|(_, changes, _)| changes);
    stock::rows(tx, all(), now).await?;
    shifts::rows(tx, all()).await?;
    orders::rows(tx, decided, after).await?;
    rollup::rows(tx, before, after, decided).await?;
    stock::movements(tx, decided, now).await?;
    counts::rows(tx, decided).await
}

/// Adds audit lines of what is no command, and moves the head row on.
pub(super) async fn told(
    tx: &DatabaseTransaction,
    head: &mut stores::Model,
    decided: &[Decided<'_>],
    now: Moment,
) -> Result<(), DbErr> {
    (head.audit_seq, head.audit_hash) = log::audit(tx, head, decided, now).await?;
    let row = stores::ActiveModel {
        id: Set(head.id),
        audit_seq: Set(head.audit_seq),
        audit_hash: Set(head.audit_hash.clone()),
        ..Default::default()
    };
    stores::Entity::update(row).exec(tx).await?;
    Ok(())
}

/// Inserts rows in as few statements as the limit of values allows.
async fn insert<A>(
    tx: &DatabaseTransaction,
    rows: Vec<A>,
    on_conflict: Option<OnConflict>,
) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count().max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let part: Vec<A> = rows.by_ref().take((MOST_VALUES / columns).max(1)).collect();
        let mut statement = <A::Entity as EntityTrait>::insert_many(part);
        if let Some(on_conflict) = &on_conflict {
            statement = statement.on_conflict(on_conflict.clone());
        }
        statement.exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Rows as they are at the end of the batch: the last of each id.
fn last_of_each<'a, T: 'a, I: Iterator<Item = &'a T>>(
    rows: I,
    id: impl Fn(&T) -> i64,
) -> BTreeMap<i64, &'a T> {
    rows.map(|row| (id(row), row)).collect()
}
