//! The rows of printers and their jobs.

use sea_orm::{ActiveValue::Set, DatabaseTransaction, DbErr, sea_query::OnConflict};

use super::{
    super::{
        STORE,
        entity::{print_jobs, printers},
    },
    insert, last_of_each,
};
use crate::{printing, write::Changes};

pub(super) async fn rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
) -> Result<(), DbErr> {
    let rows = last_of_each(all.clone().flat_map(|c| &c.printers), |p: &printing::Printer| p.id);
    let rows = rows.values().map(|printer| {
        let station_ids: Vec<String> = printer.station_ids.iter().map(ToString::to_string).collect();
        printers::ActiveModel {
            id: Set(printer.id),
            store_id: Set(STORE),
            name: Set(printer.name.clone()),
            host: Set(printer.host.clone()),
            port: Set(printer.port.into()),
            width: Set(printer.width.into()),
            language: Set(printer.language.as_str().to_owned()),
            receipts: Set(printer.receipts.as_str().to_owned()),
            tickets: Set(printer.tickets.as_str().to_owned()),
            station_ids: Set(station_ids.join(",")),
            is_active: Set(printer.is_active),
            position: Set(printer.position),
        }
    });
    let replace = OnConflict::column(printers::Column::Id)
        .update_columns([
            printers::Column::Name,
            printers::Column::Host,
            printers::Column::Port,
            printers::Column::Width,
            printers::Column::Language,
            printers::Column::Receipts,
            printers::Column::Tickets,
            printers::Column::StationIds,
            printers::Column::IsActive,
            printers::Column::Position,
        ])
        .to_owned();
    insert(tx, rows.collect(), Some(replace)).await?;
    let rows = last_of_each(all.flat_map(|c| &c.print_jobs), |job: &printing::PrintJob| job.id);
    let rows = rows.values().map(|job| print_jobs::ActiveModel {
        id: Set(job.id),
        store_id: Set(STORE),
        printer_id: Set(job.printer_id),
        kind: Set(job.kind.as_str().to_owned()),
        order_id: Set(job.order_id),
        change: Set(job.change.as_str().to_owned()),
        is_copy: Set(job.is_copy),
        event_seq: Set(job.event_seq),
        status: Set(job.status.as_str().to_owned()),
        tries: Set(i32::try_from(job.tries).unwrap_or(i32::MAX)),
        last_error: Set(job.last_error.map(|error| error.as_str().to_owned())),
        not_before: Set(job.not_before.0),
        created_at: Set(job.created_at.0),
        finished_at: Set(job.finished_at.map(|at| at.0)),
        owner: Set(job.owner.clone()),
    });
    let replace = OnConflict::column(print_jobs::Column::Id)
        .update_columns([
            print_jobs::Column::PrinterId,
            print_jobs::Column::IsCopy,
            print_jobs::Column::EventSeq,
            print_jobs::Column::Status,
            print_jobs::Column::Tries,
            print_jobs::Column::LastError,
            print_jobs::Column::NotBefore,
            print_jobs::Column::CreatedAt,
            print_jobs::Column::FinishedAt,
            print_jobs::Column::Owner,
        ])
        .to_owned();
    insert(tx, rows.collect(), Some(replace)).await
}
