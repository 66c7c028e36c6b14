//! What seldom changes of a store: kept in memory, and followed by the version in the head row.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::tz::TimeZone;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};
use serde_json::{Map, Value};

use super::{
    STORE, Store,
    entity::{settings, stores},
};
use crate::{
    Moment, Outcome,
    clock::{BusinessDay, Clock},
    settings::Settings,
};

/// The settings that are columns of the store's own row; every other one is a row of its own.
pub(super) const COLUMNS: [&str; 3] = ["shop_name", "zone", "day_start_hour"];

/// What seldom changes of a store.
#[derive(Clone, Debug)]
pub struct Profile {
    /// How the shop is set.
    pub settings: Settings,
    /// Its time zone.
    pub zone: TimeZone,
    /// The hour its day begins.
    pub day_start_hour: u8,
    /// Which log the positions belong to.
    pub epoch: String,
    /// Grows with every change of the settings.
    pub(super) version: i64,
}

impl Profile {
    pub(super) fn new(settings: Settings, epoch: String, version: i64) -> Result<Self, DbErr> {
        let zone = TimeZone::get(&settings.zone)
            .map_err(|cause| DbErr::Custom(format!("the time zone {} is unknown: {cause}", settings.zone)))?;
        Ok(Self { zone, day_start_hour: settings.day_start_hour, settings, epoch, version })
    }

    /// How far the shop's clocks are ahead of UTC, in seconds.
    pub fn utc_offset_seconds(&self, moment: Moment) -> i32 {
        moment.offset_in(&self.zone)
    }

    /// The shop's day of a moment.
    pub fn day_of(&self, moment: Moment) -> BusinessDay {
        BusinessDay::of(moment, &self.zone, self.day_start_hour)
    }
}

/// The profile as this instance knows it; writer, hub and readers share it.
pub(super) struct Known(RwLock<Arc<Profile>>);

impl Known {
    pub(super) fn new(profile: Profile) -> Arc<Self> {
        Arc::new(Self(RwLock::new(Arc::new(profile))))
    }

    pub(super) fn get(&self) -> Arc<Profile> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes a profile in, where it is newer than the one that is known: a slow reader must not bring back an old one.
    pub(super) fn learn(&self, profile: Profile) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if profile.version > known.version {
            *known = Arc::new(profile);
        }
    }

    /// The profile of this version: the known one, or else what the database has.
    pub(super) async fn at<C: ConnectionTrait>(&self, db: &C, version: i64) -> Result<Arc<Profile>, DbErr> {
        let known = self.get();
        if known.version >= version {
            return Ok(known);
        }
        self.learn(read(db).await?);
        Ok(self.get())
    }
}

/// The profile as the database has it.
pub(super) async fn read<C: ConnectionTrait>(db: &C) -> Result<Profile, DbErr> {
    let row = stores::Entity::find_by_id(STORE)
        .one(db)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("the store's row".to_owned()))?;
    let rows = settings::Entity::find().filter(settings::Column::StoreId.eq(STORE)).all(db).await?;
    let unreadable =
        |cause: serde_json::Error| DbErr::Custom(format!("the settings cannot be read: {cause}"));
    // What was never set is as it is by default.
    let mut map = as_map(&Settings::default()).map_err(unreadable)?;
    for setting in rows {
        map.insert(setting.key, serde_json::from_str(&setting.value).map_err(unreadable)?);
    }
    let own = [Value::from(row.name), Value::from(row.zone), Value::from(row.day_start_hour)];
    map.extend(COLUMNS.map(str::to_owned).into_iter().zip(own));
    let settings = serde_json::from_value(Value::Object(map)).map_err(unreadable)?;
    Profile::new(settings, row.epoch, row.settings_version)
}

/// The settings by their keys.
pub(super) fn as_map(settings: &Settings) -> Result<Map<String, Value>, serde_json::Error> {
    serde_json::from_value(serde_json::to_value(settings)?)
}

/// Makes the store's row where there is none, with a new epoch, and reads it.
pub(super) async fn begin(db: &DatabaseConnection, clock: &dyn Clock) -> Result<Profile, DbErr> {
    let usual = Settings::default();
    let fresh = stores::ActiveModel {
        id: Set(STORE),
        name: Set(usual.shop_name),
        zone: Set(usual.zone),
        day_start_hour: Set(usual.day_start_hour.into()),
        epoch: Set(uuid::Uuid::new_v4().to_string()),
        event_seq: Set(0),
        business_day: Set(String::new()),
        last_call_number: Set(0),
        audit_seq: Set(0),
        audit_hash: Set(String::new()),
        created_at: Set(clock.now().0),
        settings_version: Set(0),
    };
    stores::Entity::insert(fresh)
        .on_conflict(OnConflict::column(stores::Column::Id).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    read(db).await
}

impl Store {
    /// What seldom changes of the shop. This instance's own changes are in it at once, those of others within a second.
    pub fn profile(&self) -> Arc<Profile> {
        self.known.get()
    }

    /// How the shop is set, as the database has it now.
    pub(crate) async fn settings(&self) -> Outcome<Settings> {
        let tx = self.snapshot().await?;
        let profile = read(&tx).await?;
        tx.commit().await?;
        self.known.learn(profile.clone());
        Ok(profile.settings)
    }
}
