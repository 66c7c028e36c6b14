//! Approvals: given, and used up.

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    sea_query::Expr,
};

use super::{
    super::{STORE, entity::approvals},
    insert,
};
use crate::{Moment, write::Changes};

pub(super) async fn rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
    now: Moment,
) -> Result<(), DbErr> {
    let new = all.clone().flat_map(|c| &c.new_grants).map(|grant| approvals::ActiveModel {
        id: NotSet,
        store_id: Set(STORE),
        token_hash: Set(grant.hash.clone()),
        deed: Set(grant.approval.deed.as_str().to_owned()),
        subject: Set(grant.approval.subject.to_text()),
        asked_by_user_id: Set(grant.asked_by),
        approved_by_user_id: Set(grant.approved_by.user_id),
        approved_by_username: Set(grant.approved_by.username.clone()),
        approved_by_role: Set(grant.approved_by.role.as_str().to_owned()),
        created_at: Set(now.0),
        expires_at: Set(grant.expires_at.0),
        used_at: Set(None),
    });
    insert(tx, new.collect(), None).await?;
    let used: Vec<&str> = all.flat_map(|c| &c.used_grants).map(String::as_str).collect();
    if used.is_empty() {
        return Ok(());
    }
    let count = used.len();
    let done = approvals::Entity::update_many()
        .col_expr(approvals::Column::UsedAt, Expr::val(now.0))
        .filter(approvals::Column::TokenHash.is_in(used))
        .filter(approvals::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    if done.rows_affected == count as u64 { Ok(()) } else { Err(DbErr::RecordNotUpdated) }
}
