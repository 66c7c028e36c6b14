//! Users and their sessions.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, sea_query::Expr,
};

use super::{
    super::{
        STORE,
        entity::{sessions, users},
    },
    insert,
};
use crate::{Moment, write::Changes};

pub(super) async fn rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
    now: Moment,
) -> Result<(), DbErr> {
    let new_users = all.clone().flat_map(|c| &c.new_users).map(|person| users::ActiveModel {
        id: Set(person.user.id),
        store_id: Set(STORE),
        username: Set(person.user.username.clone()),
        password_hash: Set(person.password_hash.0.clone()),
        role: Set(person.user.role.as_str().to_owned()),
        is_active: Set(person.user.is_active),
        pin_hash: Set(person.pin_hash.as_ref().map(|hash| hash.0.clone())),
        created_at: Set(now.0),
        updated_at: Set(now.0),
    });
    insert(tx, new_users.collect(), None).await?;
    for person in all.clone().flat_map(|c| &c.altered_people) {
        users::Entity::update(users::ActiveModel {
            id: Set(person.user.id),
            password_hash: Set(person.password_hash.0.clone()),
            role: Set(person.user.role.as_str().to_owned()),
            is_active: Set(person.user.is_active),
            pin_hash: Set(person.pin_hash.as_ref().map(|hash| hash.0.clone())),
            updated_at: Set(now.0),
            ..Default::default()
        })
        .exec(tx)
        .await?;
    }
    let new_sessions = all.clone().flat_map(|c| &c.new_sessions).map(|session| sessions::ActiveModel {
        id: Set(session.id.clone()),
        store_id: Set(STORE),
        user_id: Set(session.user_id),
        device_id: Set(session.device_id),
        is_browser: Set(session.is_browser),
        created_at: Set(now.0),
        expires_at: Set(session.expires_at.0),
        absolute_expires_at: Set(session.absolute_expires_at.0),
        revoked_at: Set(None),
    });
    insert(tx, new_sessions.collect(), None).await?;
    let ended: Vec<String> = all.clone().flat_map(|c| c.ended_sessions.clone()).collect();
    if !ended.is_empty() {
        sessions::Entity::update_many()
            .col_expr(sessions::Column::RevokedAt, Expr::val(now.0))
            .filter(sessions::Column::Id.is_in(ended))
            .exec(tx)
            .await?;
    }
    for (user_id, but) in all.clone().flat_map(|c| &c.ended_people) {
        let mut ending = sessions::Entity::update_many()
            .col_expr(sessions::Column::RevokedAt, Expr::val(now.0))
            .filter(sessions::Column::UserId.eq(*user_id))
            .filter(sessions::Column::RevokedAt.is_null());
        if let Some(but) = but {
            ending = ending.filter(sessions::Column::Id.ne(but));
        }
        ending.exec(tx).await?;
    }
    for (id, until) in all.flat_map(|c| &c.renewed_sessions) {
        sessions::Entity::update_many()
            .col_expr(sessions::Column::ExpiresAt, Expr::val(until.0))
            .filter(sessions::Column::Id.eq(id))
            .exec(tx)
            .await?;
    }
    Ok(())
}
