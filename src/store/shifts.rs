//! Shifts, with what their payments and cash moves add up to.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Expr},
};

use super::{
    STORE, Store,
    entity::{cash_moves, payments, shifts},
};
use crate::{
    Moment, Money, Outcome,
    order::{PaymentKind, PaymentMethod},
    shift::{CashMove, Closing, Direction, Hand, Shift, ShiftRecord, ShiftStatus, Tally},
    write::Drawer,
};

fn record(row: shifts::Model) -> ShiftRecord {
    let closing = row.closed_at.map(|at| Closing {
        actual_cash: Money(row.actual_cash.unwrap_or(0)),
        by: Hand {
            user_id: row.closed_by.unwrap_or(0),
            username: row.closed_by_username.unwrap_or_default(),
        },
        at: Moment(at),
    });
    ShiftRecord {
        id: row.id,
        shift_name: row.shift_name,
        opening_cash: Money(row.opening_cash),
        notes: row.notes,
        opened_by: Hand { user_id: row.opened_by, username: row.opened_by_username.unwrap_or_default() },
        opened_at: Moment(row.opened_at),
        closing,
    }
}

/// The shift that is open.
pub(super) async fn open_record<C: ConnectionTrait>(db: &C) -> Result<Option<ShiftRecord>, DbErr> {
    let row = shifts::Entity::find()
        .filter(shifts::Column::StoreId.eq(STORE))
        .filter(shifts::Column::Status.eq(ShiftStatus::Open.as_str()))
        .one(db)
        .await?;
    Ok(row.map(record))
}

/// The shift that is open, and what it adds up to.
pub(super) async fn drawer<C: ConnectionTrait>(db: &C) -> Result<Option<Drawer>, DbErr> {
    let Some(record) = open_record(db).await? else { return Ok(None) };
    let tally = tallies(db, &[record.id]).await?.remove(&record.id).unwrap_or_default();
    Ok(Some(Drawer { record, tally }))
}

fn unknown(column: &str) -> DbErr {
    DbErr::Custom(format!("an unknown word in {column}"))
}

/// What these shifts add up to, with three grouped reads: exactly the payments that say they belong to them.
async fn tallies<C: ConnectionTrait>(db: &C, ids: &[i64]) -> Result<BTreeMap<i64, Tally>, DbErr> {
    let mut found: BTreeMap<i64, Tally> = ids.iter().map(|id| (*id, Tally::default())).collect();
    // A sum of BIGINT is NUMERIC on PostgreSQL.
    let sum = |column: Expr| column.sum().cast_as(Alias::new("BIGINT"));
    let money: Vec<(i64, String, String, i64)> = payments::Entity::find()
        .select_only()
        .column(payments::Column::ShiftId)
        .column(payments::Column::Kind)
        .column(payments::Column::Method)
        .column_as(sum(Expr::col(payments::Column::Amount)), "amount")
        .filter(payments::Column::ShiftId.is_in(ids.iter().copied()))
        .group_by(payments::Column::ShiftId)
        .group_by(payments::Column::Kind)
        .group_by(payments::Column::Method)
        .into_tuple()
        .all(db)
        .await?;
    for (id, kind, method, amount) in money {
        let kind = PaymentKind::from_word(&kind).ok_or_else(|| unknown("payments.kind"))?;
        let method = PaymentMethod::from_word(&method).ok_or_else(|| unknown("payments.method"))?;
        found.entry(id).or_default().add_payments(kind, method, Money(amount));
    }
    let orders: Vec<(i64, i64)> = payments::Entity::find()
        .select_only()
        .column(payments::Column::ShiftId)
        .column_as(Expr::col(payments::Column::OrderId).count_distinct(), "orders")
        .filter(payments::Column::ShiftId.is_in(ids.iter().copied()))
        .filter(payments::Column::Kind.eq(PaymentKind::Sale.as_str()))
        .group_by(payments::Column::ShiftId)
        .into_tuple()
        .all(db)
        .await?;
    for (id, orders) in orders {
        found.entry(id).or_default().paid_orders = orders;
    }
    let cash: Vec<(i64, String, i64)> = cash_moves::Entity::find()
        .select_only()
        .column(cash_moves::Column::ShiftId)
        .column(cash_moves::Column::Direction)
        .column_as(sum(Expr::col(cash_moves::Column::Amount)), "amount")
        .filter(cash_moves::Column::ShiftId.is_in(ids.iter().copied()))
        .group_by(cash_moves::Column::ShiftId)
        .group_by(cash_moves::Column::Direction)
        .into_tuple()
        .all(db)
        .await?;
    for (id, direction, amount) in cash {
        let direction = Direction::from_word(&direction).ok_or_else(|| unknown("cash_moves.direction"))?;
        found.entry(id).or_default().add_cash(direction, Money(amount));
    }
    Ok(found)
}

impl Store {
    /// The shift that is open, with its figures of this moment.
    pub(crate) async fn open_shift(&self) -> Outcome<Option<Shift>> {
        let tx = self.snapshot().await?;
        let found = drawer(&tx).await?;
        tx.commit().await?;
        Ok(found.map(|drawer| Shift::of(&drawer.record, &drawer.tally)))
    }

    /// The newest shifts with their figures.
    pub(crate) async fn shifts(&self, limit: u64) -> Outcome<Vec<Shift>> {
        let tx = self.snapshot().await?;
        let rows = shifts::Entity::find()
            .filter(shifts::Column::StoreId.eq(STORE))
            .order_by_desc(shifts::Column::Id)
            .limit(limit)
            .all(&tx)
            .await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let tallies = tallies(&tx, &ids).await?;
        tx.commit().await?;
        let shift = |row: shifts::Model| {
            let tally = tallies.get(&row.id).copied().unwrap_or_default();
            Shift::of(&record(row), &tally)
        };
        Ok(rows.into_iter().map(shift).collect())
    }

    /// The cash moves of the shift that is open, newest first; none where no shift is.
    pub(crate) async fn cash_moves(&self) -> Outcome<Vec<CashMove>> {
        let tx = self.snapshot().await?;
        let open = open_record(&tx).await?.map(|record| record.id);
        let rows = cash_moves::Entity::find()
            .filter(cash_moves::Column::ShiftId.is_in(open))
            .order_by_desc(cash_moves::Column::Id)
            .all(&tx)
            .await?;
        tx.commit().await?;
        let moved = |row: cash_moves::Model| {
            Ok(CashMove {
                id: row.id,
                shift_id: row.shift_id,
                direction: Direction::from_word(&row.direction)
                    .ok_or_else(|| unknown("cash_moves.direction"))?,
                amount: Money(row.amount),
                reason: row.reason,
                created_by_user_id: row.created_by,
                created_by_username: row.created_by_username,
                created_at: Moment(row.created_at),
            })
        };
        Ok(rows.into_iter().map(moved).collect::<Result<Vec<CashMove>, DbErr>>()?)
    }
}
