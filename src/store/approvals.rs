//! Approvals, by the hash of their token.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::{STORE, entity::approvals};
use crate::{
    Moment,
    approval::{Approval, Deed, Grant, Subject},
    identity::Role,
};

fn grant(row: approvals::Model) -> Result<Grant, DbErr> {
    let unknown = || DbErr::Custom("an unknown word in approvals".to_owned());
    let approval = Approval {
        deed: Deed::from_word(&row.deed).ok_or_else(unknown)?,
        subject: Subject::from_text(&row.subject).ok_or_else(unknown)?,
    };
    Ok(Grant {
        hash: row.token_hash,
        approval,
        asked_by: row.asked_by_user_id,
        approved_by: row.approved_by_user_id,
        approved_by_username: row.approved_by_username,
        approved_by_role: Role::from_word(&row.approved_by_role).ok_or_else(unknown)?,
        expires_at: Moment(row.expires_at),
        is_used: row.used_at.is_some(),
    })
}

/// Those of these hashes that there are; without a hash no query.
pub(super) async fn by_hash<C: ConnectionTrait>(
    db: &C,
    hashes: &BTreeSet<String>,
) -> Result<BTreeMap<String, Grant>, DbErr> {
    if hashes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = approvals::Entity::find()
        .filter(approvals::Column::StoreId.eq(STORE))
        .filter(approvals::Column::TokenHash.is_in(hashes.iter().map(String::as_str)))
        .all(db)
        .await?;
    rows.into_iter().map(|row| grant(row).map(|grant| (grant.hash.clone(), grant))).collect()
}
