//! Users and their sessions.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::{
    STORE, Store,
    entity::{menu_items, sessions, users},
};
use crate::{
    Moment, Outcome,
    identity::{Role, User},
    write::{PasswordHash, Person},
};

/// A session that is alive, and whose.
pub struct SessionRow {
    /// Its id.
    pub id: String,
    /// Whose.
    pub user: User,
    /// A browser's, which slides.
    pub is_browser: bool,
    /// When it ends by itself.
    pub expires_at: Moment,
    /// When it ends however often it was renewed.
    pub absolute_expires_at: Moment,
}

fn user(row: &users::Model) -> Result<User, DbErr> {
    let role = Role::from_word(&row.role)
        .ok_or_else(|| DbErr::Custom("an unknown word in users.role".to_owned()))?;
    Ok(User { id: row.id, username: row.username.clone(), role, is_active: row.is_active })
}

fn person(row: users::Model) -> Result<Person, DbErr> {
    Ok(Person { user: user(&row)?, password_hash: PasswordHash(row.password_hash) })
}

/// Everybody, by id.
pub(super) async fn all<C: ConnectionTrait>(db: &C) -> Result<Vec<Person>, DbErr> {
    let rows = users::Entity::find()
        .filter(users::Column::StoreId.eq(STORE))
        .order_by_asc(users::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(person).collect()
}

impl Store {
    /// Everybody who has an account, by id.
    pub(crate) async fn users(&self) -> Outcome<Vec<User>> {
        Ok(all(self.readers()).await?.into_iter().map(|person| person.user).collect())
    }

    /// Somebody by id.
    pub(crate) async fn person(&self, id: i64) -> Outcome<Option<Person>> {
        let row = users::Entity::find_by_id(id)
            .filter(users::Column::StoreId.eq(STORE))
            .one(self.readers())
            .await?;
        Ok(row.map(person).transpose()?)
    }

    /// Somebody by the name they sign in with.
    pub(crate) async fn person_named(&self, username: &str) -> Outcome<Option<Person>> {
        let row = users::Entity::find()
            .filter(users::Column::StoreId.eq(STORE))
            .filter(users::Column::Username.eq(username))
            .one(self.readers())
            .await?;
        Ok(row.map(person).transpose()?)
    }

    /// Active users, by id.
    pub(crate) async fn active_users(&self) -> Outcome<Vec<User>> {
        let rows = users::Entity::find()
            .filter(users::Column::StoreId.eq(STORE))
            .filter(users::Column::IsActive.eq(true))
            .order_by_asc(users::Column::Id)
            .all(self.readers())
            .await?;
        Ok(rows.iter().map(user).collect::<Result<Vec<User>, DbErr>>()?)
    }

    /// A session that is neither revoked nor over, whose user is active.
    pub(crate) async fn live_session(&self, id: &str, now: Moment) -> Outcome<Option<SessionRow>> {
        let Some(row) = sessions::Entity::find_by_id(id).one(self.readers()).await? else { return Ok(None) };
        if row.revoked_at.is_some() || row.expires_at <= now.0 {
            return Ok(None);
        }
        let Some(owner) = users::Entity::find_by_id(row.user_id).one(self.readers()).await? else {
            return Ok(None);
        };
        if !owner.is_active {
            return Ok(None);
        }
        Ok(Some(SessionRow {
            id: row.id,
            user: user(&owner)?,
            is_browser: row.is_browser,
            expires_at: Moment(row.expires_at),
            absolute_expires_at: Moment(row.absolute_expires_at),
        }))
    }

    /// Whether the shop has neither menu nor people.
    pub(crate) async fn is_empty(&self) -> Outcome<bool> {
        let items = menu_items::Entity::find().count(self.readers()).await?;
        Ok(items == 0 && users::Entity::find().count(self.readers()).await? == 0)
    }
}
