//! The event log: what was committed, in the order of the commits.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    STORE, Store,
    entity::{events, stores},
    hub::Logged,
};
use crate::{Outcome, event::Event};

/// How far a shop's data has come: every change has a line in the audit, and what happens to orders an event too, so
/// equal versions mean equal data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The newest event.
    pub event_seq: i64,
    /// The newest line of the audit.
    pub audit_seq: i64,
}

/// The newest committed event.
pub(super) async fn head<C: ConnectionTrait>(db: &C) -> Result<i64, DbErr> {
    let found: Option<i64> = stores::Entity::find_by_id(STORE)
        .select_only()
        .column(stores::Column::EventSeq)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.unwrap_or(0))
}

/// The newest committed event, and the version of the settings.
pub(super) async fn head_and_settings<C: ConnectionTrait>(db: &C) -> Result<(i64, i64), DbErr> {
    let found: Option<(i64, i64)> = stores::Entity::find_by_id(STORE)
        .select_only()
        .column(stores::Column::EventSeq)
        .column(stores::Column::SettingsVersion)
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.unwrap_or_default())
}

/// Events after a position, oldest first.
pub(super) async fn after<C: ConnectionTrait>(db: &C, seq: i64, limit: u64) -> Result<Vec<Logged>, DbErr> {
    let rows = events::Entity::find()
        .filter(events::Column::StoreId.eq(STORE))
        .filter(events::Column::Seq.gt(seq))
        .order_by_asc(events::Column::Seq)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let event =
                Event::from_text(&row.body).map_err(|e| DbErr::Custom(format!("event {}: {e}", row.seq)))?;
            Ok(Logged { event, text: row.body })
        })
        .collect()
}

impl Store {
    /// The newest committed event, and which log it belongs to.
    ///
    /// # Errors
    /// The database's.
    pub async fn head(&self) -> Outcome<(i64, String)> {
        Ok((head(self.readers()).await?, self.profile().epoch.clone()))
    }

    /// How far the shop's data has come.
    ///
    /// # Errors
    /// The database's.
    pub async fn version(&self) -> Outcome<Version> {
        let found: Option<(i64, i64)> = stores::Entity::find_by_id(STORE)
            .select_only()
            .column(stores::Column::EventSeq)
            .column(stores::Column::AuditSeq)
            .into_tuple()
            .one(self.readers())
            .await?;
        let (event_seq, audit_seq) = found.unwrap_or_default();
        Ok(Version { event_seq, audit_seq })
    }

    /// Events after a position, oldest first, `limit` at most.
    ///
    /// # Errors
    /// The database's.
    pub async fn events_after(&self, seq: i64, limit: u64) -> Outcome<Vec<Logged>> {
        Ok(after(self.readers(), seq, limit).await?)
    }
}
