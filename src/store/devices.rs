//! The paired devices.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{STORE, Store, entity::devices};
use crate::{Moment, Outcome, device::Device};

fn device(row: devices::Model) -> Device {
    Device {
        id: row.id,
        name: row.name,
        created_at: Moment(row.created_at),
        last_seen_at: row.last_seen_at.map(Moment),
    }
}

impl Store {
    /// The devices that are paired, by id.
    pub(crate) async fn devices(&self) -> Outcome<Vec<Device>> {
        let rows = devices::Entity::find()
            .filter(devices::Column::StoreId.eq(STORE))
            .filter(devices::Column::TokenHash.is_not_null())
            .filter(devices::Column::RevokedAt.is_null())
            .order_by_asc(devices::Column::Id)
            .all(self.readers())
            .await?;
        Ok(rows.into_iter().map(device).collect())
    }

    /// The paired device whose token has this hash.
    pub(crate) async fn device_of(&self, token_hash: &str) -> Outcome<Option<Device>> {
        let row = devices::Entity::find()
            .filter(devices::Column::StoreId.eq(STORE))
            .filter(devices::Column::TokenHash.eq(token_hash))
            .filter(devices::Column::RevokedAt.is_null())
            .one(self.readers())
            .await?;
        Ok(row.map(device))
    }
}
