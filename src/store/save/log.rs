//! What is kept of a change besides the change: its events, its answer, its line in the audit.

use super::{
    super::{
        STORE,
        audit::Covered,
        entity::{audit_logs, events, idempotency_keys, stores},
        hub::Logged,
        writer::Decided,
    },
    insert,
};
use crate::{
    Moment,
    write::{Audit, Changes, Request},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    DatabaseTransaction, DbErr,
    sea_query::OnConflict,
};

pub(super) async fn rows(
    tx: &DatabaseTransaction,
    decided: &[Decided<'_>],
    logged: &[Logged],
) -> Result<(), DbErr> {
    let orders = decided.iter().flat_map(|(_, c, _)| c.events.iter().map(|(order_id, _)| *order_id));
    let rows = logged.iter().zip(orders).map(|(logged, order_id)| events::ActiveModel {
        store_id: Set(STORE),
        seq: Set(logged.event.seq),
        name: Set(logged.event.what.name().to_owned()),
        order_id: Set(order_id),
        body: Set(logged.text.clone()),
        created_at: Set(logged.event.at.0),
    });
    insert(tx, rows.collect(), None).await
}

pub(super) async fn keys<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes>,
    now: Moment,
) -> Result<(), DbErr> {
    let rows = all.filter_map(|c| c.keep.as_ref()).map(|(key, kept)| idempotency_keys::ActiveModel {
        store_id: Set(STORE),
        user_id: Set(key.user_id),
        method: Set(key.method.clone()),
        path: Set(key.path.clone()),
        key: Set(key.key.clone()),
        body_hash: Set(kept.body_hash.clone()),
        answer: Set(kept.answer.clone()),
        created_at: Set(now.0),
    });
    // Only an answer that is older than it is kept can stand in the way.
    let replace = OnConflict::columns([
        idempotency_keys::Column::StoreId,
        idempotency_keys::Column::UserId,
        idempotency_keys::Column::Method,
        idempotency_keys::Column::Path,
        idempotency_keys::Column::Key,
    ])
    .update_columns([
        idempotency_keys::Column::BodyHash,
        idempotency_keys::Column::Answer,
        idempotency_keys::Column::CreatedAt,
    ])
    .to_owned();
    insert(tx, rows.collect(), Some(replace)).await
}

/// Adds the audit lines to the chain: each hash covers the line and the hash before it.
pub(super) async fn audit(
    tx: &DatabaseTransaction,
    head: &stores::Model,
    decided: &[Decided<'_>],
    now: Moment,
) -> Result<(i64, String), DbErr> {
    let (mut seq, mut hash) = (head.audit_seq, head.audit_hash.clone());
    let mut rows = Vec::new();
    for (request, changes, _) in decided {
        for line in &changes.audit {
            seq += 1;
            let row = audit_row(request, line, seq, &hash, now);
            if let Set(new) = &row.hash {
                hash.clone_from(new);
            }
            rows.push(row);
        }
    }
    insert(tx, rows, None).await?;
    Ok((seq, hash))
}

fn audit_row(
    request: &Request,
    line: &Audit,
    seq: i64,
    prev_hash: &str,
    now: Moment,
) -> audit_logs::ActiveModel {
    let payload = line.payload.to_string();
    let actor = &request.actor;
    // The program itself has no row among the users.
    let actor_user_id = (actor.user_id != 0).then_some(actor.user_id);
    let covered = Covered {
        seq,
        actor_user_id,
        actor_username: &actor.username,
        actor_role: actor.role.as_str(),
        auth_disabled: actor.auth_disabled,
        address: request.address.as_deref(),
        action: line.action,
        entity_type: line.entity_type,
        entity_id: &line.entity_id,
        payload: &payload,
        prev_hash,
        created_at: now.0,
    };
    let hash = covered.hash();
    audit_logs::ActiveModel {
        id: NotSet,
        store_id: Set(STORE),
        seq: Set(seq),
        actor_user_id: Set(actor_user_id),
        actor_username: Set(actor.username.clone()),
        actor_role: Set(actor.role.as_str().to_owned()),
        auth_disabled: Set(actor.auth_disabled),
        address: Set(request.address.clone()),
        action: Set(line.action.to_owned()),
        entity_type: Set(line.entity_type.to_owned()),
        entity_id: Set(line.entity_id.clone()),
        payload: Set(payload),
        prev_hash: Set(prev_hash.to_owned()),
        hash: Set(hash),
        created_at: Set(now.0),
    }
}
