//! How the shop is set: name, zone and beginning of the day in the store's row, the rest a row a key.

use sea_orm::{ActiveValue::Set, DatabaseTransaction, DbErr, sea_query::OnConflict};

use super::{
    super::{
        STORE,
        entity::{settings, stores},
        profile::{COLUMNS, as_map},
    },
    insert,
};
use crate::write::State;

/// Writes the settings that changed, and what of them stands in the head row, which is written last.
pub(super) async fn rows(
    tx: &DatabaseTransaction,
    before: &State,
    after: &State,
    head: &stores::Model,
    row: &mut stores::ActiveModel,
) -> Result<(), DbErr> {
    if before.settings == after.settings {
        return Ok(());
    }
    let version = head.settings_version + 1;
    row.settings_version = Set(version);
    row.name = Set(after.settings.shop_name.clone());
    row.zone = Set(after.settings.zone.clone());
    row.day_start_hour = Set(after.settings.day_start_hour.into());
    let unwritable = |cause: serde_json::Error| DbErr::Custom(format!("settings: {cause}"));
    let old = as_map(&before.settings).map_err(unwritable)?;
    let new = as_map(&after.settings).map_err(unwritable)?;
    let changed = new
        .into_iter()
        .filter(|(key, value)| !COLUMNS.contains(&key.as_str()) && old.get(key) != Some(value));
    let rows = changed.map(|(key, value)| settings::ActiveModel {
        store_id: Set(STORE),
        key: Set(key),
        value: Set(value.to_string()),
        version: Set(version),
    });
    let replace = OnConflict::columns([settings::Column::StoreId, settings::Column::Key])
        .update_columns([settings::Column::Value, settings::Column::Version])
        .to_owned();
    insert(tx, rows.collect(), Some(replace)).await
}
