//! The drawer's rows: shifts, and cash that went by hand.

use sea_orm::{ActiveValue::Set, DatabaseTransaction, DbErr, sea_query::OnConflict};

use super::{
    super::{
        STORE,
        entity::{cash_moves, shifts},
    },
    insert,
};
use crate::{
    shift::{ShiftRecord, ShiftStatus},
    write::Changes,
};

pub(super) async fn rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
) -> Result<(), DbErr> {
    let records = all.clone().flat_map(|c| c.new_shifts.iter().chain(&c.closed_shifts)).map(shift_row);
    let upsert = OnConflict::column(shifts::Column::Id)
        .update_columns([
            shifts::Column::Status,
            shifts::Column::ActualCash,
            shifts::Column::Notes,
            shifts::Column::ClosedBy,
            shifts::Column::ClosedByUsername,
            shifts::Column::ClosedAt,
        ])
        .to_owned();
    insert(tx, records.collect(), Some(upsert)).await?;
    let moves = all.flat_map(|c| &c.cash_moves).map(|moved| cash_moves::ActiveModel {
        id: Set(moved.id),
        store_id: Set(STORE),
        shift_id: Set(moved.shift_id),
        direction: Set(moved.direction.as_str().to_owned()),
        amount: Set(moved.amount.0),
        reason: Set(moved.reason.clone()),
        created_by: Set(moved.created_by_user_id),
        created_by_username: Set(moved.created_by_username.clone()),
        created_at: Set(moved.created_at.0),
    });
    insert(tx, moves.collect(), None).await
}

fn shift_row(record: &ShiftRecord) -> shifts::ActiveModel {
    let closing = record.closing.as_ref();
    let status = if closing.is_some() { ShiftStatus::Closed } else { ShiftStatus::Open };
    shifts::ActiveModel {
        id: Set(record.id),
        store_id: Set(STORE),
        shift_name: Set(record.shift_name.clone()),
        status: Set(status.as_str().to_owned()),
        opening_cash: Set(record.opening_cash.0),
        actual_cash: Set(closing.map(|c| c.actual_cash.0)),
        notes: Set(record.notes.clone()),
        opened_by: Set(record.opened_by.user_id),
        closed_by: Set(closing.map(|c| c.by.user_id)),
        opened_at: Set(record.opened_at.0),
        closed_at: Set(closing.map(|c| c.at.0)),
        opened_by_username: Set(Some(record.opened_by.username.clone())),
        closed_by_username: Set(closing.map(|c| c.by.username.clone())),
    }
}
