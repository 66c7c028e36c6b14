//! Users and their sessions.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QueryResult,
    sea_query::{Expr, Query},
};

use super::{
    STORE, Store,
    entity::{menu_items, sessions, stores, users},
    log::Version,
};
use crate::{
    Moment, Outcome,
    identity::{Role, User},
    write::{PasswordHash, Person},
};

/// A session that is alive, and whose.
#[derive(Clone)]
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
    /// How far the shop's data had come when it was looked up.
    pub version: Version,
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

fn session(row: &QueryResult, id: &str) -> Result<SessionRow, DbErr> {
    let role: String = row.try_get_by_index(5)?;
    let role =
        Role::from_word(&role).ok_or_else(|| DbErr::Custom("an unknown word in users.role".to_owned()))?;
    Ok(SessionRow {
        id: id.to_owned(),
        user: User {
            id: row.try_get_by_index(3)?,
            username: row.try_get_by_index(4)?,
            role,
            is_active: true,
        },
        is_browser: row.try_get_by_index(0)?,
        expires_at: Moment(row.try_get_by_index(1)?),
        absolute_expires_at: Moment(row.try_get_by_index(2)?),
        version: Version { event_seq: row.try_get_by_index(6)?, audit_seq: row.try_get_by_index(7)? },
    })
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

    /// A session that is neither revoked nor over, whose user is active: one query, since every request asks it.
    pub(crate) async fn live_session(&self, id: &str, now: Moment) -> Outcome<Option<SessionRow>> {
        let of_user = Expr::col((users::Entity, users::Column::Id))
            .equals((sessions::Entity, sessions::Column::UserId));
        let of_store = Expr::col((stores::Entity, stores::Column::Id))
            .equals((sessions::Entity, sessions::Column::StoreId));
        let query = Query::select()
            .columns([
                (sessions::Entity, sessions::Column::IsBrowser),
                (sessions::Entity, sessions::Column::ExpiresAt),
                (sessions::Entity, sessions::Column::AbsoluteExpiresAt),
            ])
            .columns([
                (users::Entity, users::Column::Id),
                (users::Entity, users::Column::Username),
                (users::Entity, users::Column::Role),
            ])
            .columns([(stores::Entity, stores::Column::EventSeq), (stores::Entity, stores::Column::AuditSeq)])
            .from(sessions::Entity)
            .inner_join(users::Entity, of_user)
            .inner_join(stores::Entity, of_store)
            .and_where(Expr::col((sessions::Entity, sessions::Column::Id)).eq(id))
            .and_where(Expr::col((sessions::Entity, sessions::Column::RevokedAt)).is_null())
            .and_where(Expr::col((sessions::Entity, sessions::Column::ExpiresAt)).gt(now.0))
            .and_where(Expr::col((users::Entity, users::Column::IsActive)).eq(true))
            .to_owned();
        let found = self.readers().query_one(&query).await?;
        Ok(found.map(|row| session(&row, id)).transpose()?)
    }

    /// Whether the shop has neither menu nor people.
    pub(crate) async fn is_empty(&self) -> Outcome<bool> {
        let items = menu_items::Entity::find().count(self.readers()).await?;
        Ok(items == 0 && users::Entity::find().count(self.readers()).await? == 0)
    }
}
