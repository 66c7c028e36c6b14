//! Devices: paired, seen, revoked with the sessions that began on them.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, sea_query::Expr,
};

use super::{
    super::{
        STORE,
        entity::{devices, sessions},
    },
    insert,
};
use crate::{Moment, write::Changes};

pub(super) async fn rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
    now: Moment,
) -> Result<(), DbErr> {
    let new = all.clone().flat_map(|c| &c.new_devices).map(|device| devices::ActiveModel {
        id: Set(device.id),
        store_id: Set(STORE),
        name: Set(device.name.clone()),
        kind: Set("counter".to_owned()),
        token_hash: Set(Some(device.token_hash.clone())),
        created_at: Set(now.0),
        last_seen_at: Set(Some(now.0)),
        last_seq: Set(None),
        revoked_at: Set(None),
    });
    insert(tx, new.collect(), None).await?;
    for (id, at) in all.clone().flat_map(|c| &c.seen_devices) {
        devices::Entity::update_many()
            .col_expr(devices::Column::LastSeenAt, Expr::val(at.0))
            .filter(devices::Column::Id.eq(*id))
            .exec(tx)
            .await?;
    }
    let revoked: Vec<i64> = all.flat_map(|c| c.revoked_devices.clone()).collect();
    if revoked.is_empty() {
        return Ok(());
    }
    devices::Entity::update_many()
        .col_expr(devices::Column::RevokedAt, Expr::val(now.0))
        .filter(devices::Column::Id.is_in(revoked.clone()))
        .exec(tx)
        .await?;
    sessions::Entity::update_many()
        .col_expr(sessions::Column::RevokedAt, Expr::val(now.0))
        .filter(sessions::Column::DeviceId.is_in(revoked))
        .filter(sessions::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}
