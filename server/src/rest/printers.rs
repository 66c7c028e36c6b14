//! Printers and what waits for them.

use axum::Json;
use sunnyside::{
    identity::Action,
    printing::{JobStatus, PrintJob, Printer, PrinterDraft, Receipts, Tickets, USUAL_PORT},
    receipt::{Kind, Language},
    service::printing,
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer, Created,
    body::{Body, Fields, flag, integer, text, word},
    created,
    describe::open_to,
    params::{Id, Params},
};
use crate::{App, session::Signed};

/// The most stations that a printer prints for.
const MOST_STATIONS: usize = 50;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(update))
        .routes(routes!(try_out))
        .routes(routes!(jobs))
        .routes(routes!(retry))
        .routes(routes!(print))
}

/// A printer. What is absent is as it is by default.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct PrinterIn {
    /// Unique.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name: String,
    /// An address of the shop's own network, or a name for one.
    #[schema(min_length = 1, max_length = 253, example = "192.168.1.40")]
    host: String,
    #[schema(minimum = 1, maximum = 65535, default = 9100)]
    port: Option<i64>,
    /// Of the paper, in millimetres: 80 or 58.
    #[schema(default = 80)]
    width: Option<i64>,
    /// What it prints (default: zh-TW).
    language: Option<Language>,
    /// When it prints receipts (default: on_demand).
    receipts: Option<Receipts>,
    /// Which orders it prints for the kitchen (default: none).
    tickets: Option<Tickets>,
    /// The stations that it prints for, where `tickets` is `stations`.
    #[schema(max_items = 50)]
    station_ids: Option<Vec<i64>>,
    #[schema(default = true)]
    is_active: Option<bool>,
}

/// What to print.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct PrintIn {
    /// Which paper.
    kind: Kind,
    /// On which printer; absent means the first one that suits.
    printer_id: Option<i64>,
}

/// Where to try again.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct RetryIn {
    /// Another printer; absent means the same.
    printer_id: Option<i64>,
}

fn draft(f: &Fields<'_>) -> Option<PrinterDraft> {
    let (name, host) = (f.need("name", text), f.need("host", text));
    let port = f.may("port", integer).unwrap_or(i64::from(USUAL_PORT));
    let width = f.may("width", integer).unwrap_or(80);
    let language = f.may("language", word(Language::ALL, Language::as_str)).unwrap_or(Language::Chinese);
    let receipts = f.may("receipts", word(Receipts::ALL, Receipts::as_str)).unwrap_or(Receipts::OnDemand);
    let tickets = f.may("tickets", word(Tickets::ALL, Tickets::as_str)).unwrap_or(Tickets::None);
    let station_ids = f.ids("station_ids", MOST_STATIONS);
    let is_active = f.may("is_active", flag).unwrap_or(true);
    Some(PrinterDraft {
        name: name?,
        host: host?,
        port,
        width,
        language,
        receipts,
        tickets,
        station_ids,
        is_active,
    })
}

/// All printers, by id.
#[utoipa::path(get, path = "/api/printers", tag = "printing",
    responses((status = 200, description = "All printers.", body = [Printer])),
    extensions(("x-roles" = json!(open_to(Action::SettingsRead))))
)]
async fn list(Signed(context): Signed) -> Answer<Vec<Printer>> {
    Ok(Json(printing::printers(&context).await?))
}

/// Adds a printer.
#[utoipa::path(post, path = "/api/printers", tag = "printing", request_body = PrinterIn,
    responses(
        (status = 201, description = "The new printer.", body = Printer),
        (status = 400, description = "A station that does not exist."),
        (status = 409, description = "The name is taken."),
    ),
    extensions(("x-roles" = json!(open_to(Action::SettingsRead))))
)]
async fn create(signed: Signed, body: Body) -> Created<Printer> {
    let context = signed.may(Action::SettingsRead)?;
    created(printing::create(&context, body.object(draft)?, body.key()?).await?)
}

/// Gives a printer other settings: all of them.
#[utoipa::path(put, path = "/api/printers/{id}", tag = "printing", request_body = PrinterIn,
    params(("id" = i64, Path, description = "The printer.")),
    responses(
        (status = 200, description = "The printer as it is now.", body = Printer),
        (status = 400, description = "A station that does not exist."),
        (status = 404, description = "There is no such printer."),
        (status = 409, description = "The name is taken."),
    ),
    extensions(("x-roles" = json!(open_to(Action::SettingsRead))))
)]
async fn update(signed: Signed, Id(id): Id, body: Body) -> Answer<Printer> {
    let context = signed.may(Action::SettingsRead)?;
    Ok(Json(printing::update(&context, id, body.object(draft)?).await?))
}

/// Prints something small on a printer.
#[utoipa::path(post, path = "/api/printers/{id}/test", tag = "printing",
    params(("id" = i64, Path, description = "The printer.")),
    responses(
        (status = 201, description = "The job.", body = PrintJob),
        (status = 404, description = "There is no such printer in use."),
    ),
    extensions(("x-roles" = json!(open_to(Action::SettingsRead))))
)]
async fn try_out(Signed(context): Signed, Id(id): Id, body: Body) -> Created<PrintJob> {
    created(printing::try_out(&context, id, body.key()?).await?)
}

/// What waits for printers and what was printed, the newest first.
#[utoipa::path(get, path = "/api/print-jobs", tag = "printing",
    params(
        ("status" = Option<JobStatus>, Query, description = "Only those with this status."),
        ("limit" = Option<i64>, Query, description = "How many at most (default: 100); brought into 1-500."),
    ),
    responses((status = 200, description = "The jobs.", body = [PrintJob])),
    extensions(("x-roles" = json!(open_to(Action::OrderTake))))
)]
async fn jobs(signed: Signed, params: Params) -> Answer<Vec<PrintJob>> {
    let context = signed.may(Action::OrderTake)?;
    let status = params.word("status", JobStatus::ALL, JobStatus::as_str)?;
    Ok(Json(printing::jobs(&context, status, params.clamped("limit", 100, 1, 500)?).await?))
}

/// Tries a job again at once. One that is printed stays as it is.
#[utoipa::path(post, path = "/api/print-jobs/{id}/retry", tag = "printing", request_body = Option<RetryIn>,
    params(("id" = i64, Path, description = "The job.")),
    responses(
        (status = 200, description = "The job as it is now.", body = PrintJob),
        (status = 404, description = "There is no such job, or no such printer in use."),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderTake))))
)]
async fn retry(signed: Signed, Id(id): Id, body: Body) -> Answer<PrintJob> {
    let context = signed.may(Action::OrderTake)?;
    let printer_id = body.object_or(None, |f| Some(f.may("printer_id", integer)))?;
    Ok(Json(printing::retry(&context, id, printer_id, body.key()?).await?))
}

/// Prints a paper of an order, marked as a copy unless it is a receipt's first print.
#[utoipa::path(post, path = "/api/orders/{id}/print", tag = "printing", request_body = PrintIn,
    params(("id" = i64, Path, description = "The order.")),
    responses(
        (status = 201, description = "The job.", body = PrintJob),
        (status = 404, description = "There is no such order, or no such printer in use."),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderTake))))
)]
async fn print(signed: Signed, Id(id): Id, body: Body) -> Created<PrintJob> {
    let context = signed.may(Action::OrderTake)?;
    let (kind, printer_id) = body.object(|f| {
        let (kind, printer_id) =
            (f.need("kind", word(Kind::ALL, Kind::as_str)), f.may("printer_id", integer));
        Some((kind?, printer_id))
    })?;
    created(printing::print(&context, id, kind, printer_id, body.key()?).await?)
}
