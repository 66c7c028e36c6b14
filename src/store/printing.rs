//! Printers and their jobs.

use std::collections::BTreeSet;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{
    STORE, Store,
    entity::{print_jobs, printers},
};
use crate::{
    Moment, Outcome,
    printing::{JobStatus, PrintJob, Printer, Receipts, Tickets, Trouble},
    receipt::{Change, Kind, Language},
};

fn word<T>(value: Option<T>, column: &str) -> Result<T, DbErr> {
    value.ok_or_else(|| DbErr::Custom(format!("an unknown word in {column}")))
}

fn printer(row: printers::Model) -> Result<Printer, DbErr> {
    Ok(Printer {
        id: row.id,
        name: row.name,
        host: row.host,
        port: u16::try_from(row.port).unwrap_or(0),
        width: u16::try_from(row.width).unwrap_or(80),
        language: word(Language::from_word(&row.language), "printers.language")?,
        receipts: word(Receipts::from_word(&row.receipts), "printers.receipts")?,
        tickets: word(Tickets::from_word(&row.tickets), "printers.tickets")?,
        station_ids: row.station_ids.split(',').filter_map(|id| id.parse().ok()).collect(),
        is_active: row.is_active,
        position: row.position,
    })
}

fn job(row: print_jobs::Model) -> Result<PrintJob, DbErr> {
    Ok(PrintJob {
        id: row.id,
        printer_id: row.printer_id,
        kind: word(Kind::from_word(&row.kind), "print_jobs.kind")?,
        order_id: row.order_id,
        change: word(Change::from_word(&row.change), "print_jobs.change")?,
        is_copy: row.is_copy,
        event_seq: row.event_seq,
        status: word(JobStatus::from_word(&row.status), "print_jobs.status")?,
        tries: u32::try_from(row.tries).unwrap_or(0),
        last_error: row
            .last_error
            .map(|error| word(Trouble::from_word(&error), "print_jobs.last_error"))
            .transpose()?,
        not_before: Moment(row.not_before),
        created_at: Moment(row.created_at),
        finished_at: row.finished_at.map(Moment),
        owner: row.owner,
    })
}

/// All printers, by id.
pub(super) async fn all<C: ConnectionTrait>(db: &C) -> Result<Vec<Printer>, DbErr> {
    let rows = printers::Entity::find()
        .filter(printers::Column::StoreId.eq(STORE))
        .order_by_asc(printers::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(printer).collect()
}

/// The jobs that are not finished, these, and those of these orders, by id.
pub(super) async fn jobs<C: ConnectionTrait>(
    db: &C,
    ids: &BTreeSet<i64>,
    orders: &BTreeSet<i64>,
) -> Result<Vec<PrintJob>, DbErr> {
    let mut condition = Condition::any()
        .add(print_jobs::Column::Status.is_in([JobStatus::Queued.as_str(), JobStatus::Printing.as_str()]))
        .add(print_jobs::Column::Id.is_in(ids.clone()));
    if !orders.is_empty() {
        condition = condition.add(print_jobs::Column::OrderId.is_in(orders.clone()));
    }
    let rows = print_jobs::Entity::find()
        .filter(print_jobs::Column::StoreId.eq(STORE))
        .filter(condition)
        .order_by_asc(print_jobs::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(job).collect()
}

impl Store {
    /// All printers, by id.
    ///
    /// # Errors
    /// The database's.
    pub async fn printers(&self) -> Outcome<Vec<Printer>> {
        Ok(all(self.readers()).await?)
    }

    /// The newest jobs first, of one status or of all.
    pub(crate) async fn print_jobs(&self, status: Option<JobStatus>, limit: u64) -> Outcome<Vec<PrintJob>> {
        let mut query = print_jobs::Entity::find().filter(print_jobs::Column::StoreId.eq(STORE));
        if let Some(status) = status {
            query = query.filter(print_jobs::Column::Status.eq(status.as_str()));
        }
        let rows = query.order_by_desc(print_jobs::Column::Id).limit(limit).all(self.readers()).await?;
        Ok(rows.into_iter().map(job).collect::<Result<_, _>>()?)
    }

    /// The jobs that are not on paper: those that wait, and those that were given up since then.
    pub(crate) async fn open_print_jobs(&self, since: Moment) -> Outcome<Vec<PrintJob>> {
        let given_up = Condition::all()
            .add(print_jobs::Column::Status.eq(JobStatus::Failed.as_str()))
            .add(print_jobs::Column::FinishedAt.gte(since.0));
        let waiting = [JobStatus::Queued.as_str(), JobStatus::Printing.as_str()];
        let rows = print_jobs::Entity::find()
            .filter(print_jobs::Column::StoreId.eq(STORE))
            .filter(Condition::any().add(print_jobs::Column::Status.is_in(waiting)).add(given_up))
            .order_by_asc(print_jobs::Column::Id)
            .limit(500)
            .all(self.readers())
            .await?;
        Ok(rows.into_iter().map(job).collect::<Result<_, _>>()?)
    }
}
