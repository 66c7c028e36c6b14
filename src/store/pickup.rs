//! What the public reads: numbers and where they are on their way, without lines, amounts and names.

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{STORE, Store, entity::orders, log, orders::word};
use crate::{
    Moment, Outcome,
    order::{OrderStatus, PaymentStatus, PickupRow, Source},
    pickup::Entry,
};

/// Call number, status, source, when it was taken and sent, and when its status began: preparing or ready.
type EntryRow = (String, String, String, i64, Option<i64>, Option<i64>, Option<i64>);
/// Id, order number, call number, source, status, payment, when it was taken and collected.
type ListRow = (i64, String, String, String, String, String, i64, Option<i64>);

impl Store {
    /// What the public board shows, and the position that it agrees with.
    pub(crate) async fn public_board(&self) -> Outcome<(i64, Vec<Entry>)> {
        let tx = self.snapshot().await?;
        let shown = [OrderStatus::Preparing, OrderStatus::Ready].map(OrderStatus::as_str);
        let rows: Vec<EntryRow> = orders::Entity::find()
            .select_only()
            .columns([
                orders::Column::CallNumber,
                orders::Column::Status,
                orders::Column::Source,
                orders::Column::CreatedAt,
                orders::Column::SentAt,
                orders::Column::PreparingAt,
                orders::Column::ReadyAt,
            ])
            .filter(orders::Column::StoreId.eq(STORE))
            .filter(orders::Column::Status.is_in(shown))
            .order_by_asc(orders::Column::Id)
            .into_tuple()
            .all(&tx)
            .await?;
        let entries = rows.into_iter().map(entry).collect::<Result<_, _>>()?;
        let found = (log::head(&tx).await?, entries);
        tx.commit().await?;
        Ok(found)
    }

    /// What the public list shows since a moment, newest first.
    pub(crate) async fn pickup_rows(&self, since: Moment, limit: u64) -> Outcome<Vec<PickupRow>> {
        let shown =
            [OrderStatus::Preparing, OrderStatus::Ready, OrderStatus::Completed].map(OrderStatus::as_str);
        let rows: Vec<ListRow> = orders::Entity::find()
            .select_only()
            .columns([
                orders::Column::Id,
                orders::Column::OrderNumber,
                orders::Column::CallNumber,
                orders::Column::Source,
                orders::Column::Status,
                orders::Column::PaymentStatus,
                orders::Column::CreatedAt,
                orders::Column::CompletedAt,
            ])
            .filter(orders::Column::StoreId.eq(STORE))
            .filter(orders::Column::Status.is_in(shown))
            .filter(orders::Column::CreatedAt.gte(since.0))
            .order_by_desc(orders::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.readers())
            .await?;
        Ok(rows.into_iter().map(pickup_row).collect::<Result<_, _>>()?)
    }
}

fn entry(row: EntryRow) -> Result<Entry, DbErr> {
    let (call_number, status, source, created_at, sent_at, preparing_at, ready_at) = row;
    let status = word(OrderStatus::from_word(&status), "status")?;
    let began = if status == OrderStatus::Ready { ready_at } else { preparing_at };
    Ok(Entry {
        call_number,
        status,
        source: word(Source::from_word(&source), "source")?,
        since: Moment(began.or(sent_at).unwrap_or(created_at)),
    })
}

fn pickup_row(row: ListRow) -> Result<PickupRow, DbErr> {
    let (id, order_number, call_number, source, status, payment_status, created_at, completed_at) = row;
    Ok(PickupRow {
        id,
        order_number,
        call_number,
        source: word(Source::from_word(&source), "source")?,
        status: word(OrderStatus::from_word(&status), "status")?,
        payment_status: word(PaymentStatus::from_word(&payment_status), "payment_status")?,
        created_at: Moment(created_at),
        completed_at: completed_at.map(Moment),
    })
}
