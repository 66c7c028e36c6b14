//! Printers, papers and their jobs.

use std::collections::BTreeMap;

use super::{Context, KeyedBody};
use crate::{
    Outcome, Refusal,
    identity::Action,
    order::{Order, OrderStatus},
    printing::{JobStatus, PrintJob, Printer, PrinterDraft, PrintingCommand, Trouble},
    receipt::{Align, Change, Document, Kind, Language, Row, Slip, Width, escpos, font::Unifont},
    refusal::Noun,
    write::Command,
};

/// A job that was given up is shown for so many seconds.
const SHOWN_SECONDS: i64 = 12 * 3600;

/// All printers, by id.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn printers(ctx: &Context) -> Outcome<Vec<Printer>> {
    ctx.may(Action::SettingsRead)?;
    ctx.store.printers().await
}

/// Adds a printer.
///
/// # Errors
/// `Denied`, `Invalid`, `NameTaken`, `Unknown`.
pub async fn create(ctx: &Context, draft: PrinterDraft, key: Option<KeyedBody>) -> Outcome<Printer> {
    ctx.may(Action::SettingsRead)?;
    ctx.write(Command::Printing(PrintingCommand::Create(draft)), key).await
}

/// Gives a printer other settings.
///
/// # Errors
/// `Denied`, `NotFound`, `Invalid`, `NameTaken`, `Unknown`.
pub async fn update(ctx: &Context, id: i64, draft: PrinterDraft) -> Outcome<Printer> {
    ctx.may(Action::SettingsRead)?;
    ctx.write(Command::Printing(PrintingCommand::Update(id, draft)), None).await
}

/// Prints something small on a printer.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn try_out(ctx: &Context, id: i64, key: Option<KeyedBody>) -> Outcome<PrintJob> {
    ctx.may(Action::SettingsRead)?;
    let command = PrintingCommand::Print { kind: Kind::Receipt, order_id: None, printer_id: Some(id) };
    ctx.write(Command::Printing(command), key).await
}

/// Prints a paper of an order, marked as a copy unless it is a receipt's first print.
///
/// # Errors
/// `Denied`, `NotFound` of the order, of the printer, or where there is none.
pub async fn print(
    ctx: &Context,
    order_id: i64,
    kind: Kind,
    printer_id: Option<i64>,
    key: Option<KeyedBody>,
) -> Outcome<PrintJob> {
    ctx.may(Action::OrderTake)?;
    let command = PrintingCommand::Print { kind, order_id: Some(order_id), printer_id };
    ctx.write(Command::Printing(command), key).await
}

/// The newest jobs first, of one status or of all; `limit` is clamped to 1-500.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn jobs(ctx: &Context, status: Option<JobStatus>, limit: i64) -> Outcome<Vec<PrintJob>> {
    ctx.may(Action::OrderTake)?;
    ctx.store.print_jobs(status, limit.clamp(1, 500).unsigned_abs()).await
}

/// Tries a job again at once, where it was or on another printer.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn retry(
    ctx: &Context,
    job_id: i64,
    printer_id: Option<i64>,
    key: Option<KeyedBody>,
) -> Outcome<PrintJob> {
    ctx.may(Action::OrderTake)?;
    ctx.write(Command::Printing(PrintingCommand::Retry { job_id, printer_id }), key).await
}

/// What a person should look at: the jobs that were tried for nothing or were given up, of printers in use, with those
/// printers by id.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn stuck(ctx: &Context) -> Outcome<(Vec<PrintJob>, Vec<Printer>)> {
    ctx.may(Action::OrderTake)?;
    let printers: Vec<Printer> =
        ctx.store.printers().await?.into_iter().filter(|printer| printer.is_active).collect();
    if printers.is_empty() {
        return Ok((Vec::new(), printers));
    }
    let mut jobs = ctx.store.open_print_jobs(ctx.store.now().plus_seconds(-SHOWN_SECONDS)).await?;
    // What waits behind a job that is stuck is stuck as well.
    let mut blocked = Vec::new();
    jobs.retain(|job| {
        if job.is_stuck() {
            blocked.push(job.printer_id);
        }
        blocked.contains(&job.printer_id) && printers.iter().any(|printer| printer.id == job.printer_id)
    });
    Ok((jobs, printers))
}

/// A paper of an order, for a page.
///
/// # Errors
/// `NoToken`, `NotFound`.
pub async fn paper(
    ctx: &Context,
    order_id: i64,
    kind: Kind,
    (language, width): (Language, Width),
    is_copy: bool,
) -> Outcome<Document> {
    ctx.may(Action::OrderRead)?;
    let order = ctx.store.order(order_id).await?.ok_or(Refusal::NotFound(Noun::Order))?;
    lay_out(ctx, &order, kind, (Change::New, is_copy), (language, width)).await
}

async fn lay_out(
    ctx: &Context,
    order: &Order,
    kind: Kind,
    (change, is_copy): (Change, bool),
    (language, width): (Language, Width),
) -> Outcome<Document> {
    let profile = ctx.store.profile();
    let cashier = match order.created_by {
        Some(id) => ctx.store.person(id).await?.map(|person| person.user.username),
        None => None,
    };
    let mut combos = BTreeMap::new();
    if order.items.iter().any(|line| line.combo.is_some()) {
        combos.extend(ctx.store.combos(false).await?.into_iter().map(|combo| (combo.code, combo.name)));
    }
    let slip = Slip {
        order,
        shop_name: &profile.settings.shop_name,
        footer: &profile.settings.receipt_text,
        cashier: cashier.as_deref(),
        combos: &combos,
        utc_offset_seconds: profile.utc_offset_seconds(order.created_at),
        change,
        is_copy,
        language,
        width,
    };
    Ok(slip.lay_out(kind))
}

/// Gives printers the jobs that the events since their last look bring; the program's own. `seen` remembers how far
/// each was looked at for nothing, so that a quiet printer costs no write.
///
/// # Errors
/// `Denied`, the database's.
pub async fn follow(ctx: &Context, printer: &Printer, seen: &mut i64) -> Outcome<()> {
    ctx.may(Action::SettingsManage)?;
    let start = printer.position.max(*seen);
    let events = ctx.store.events_after(start, 200).await?;
    let Some(last) = events.last().map(|logged| logged.event.seq) else { return Ok(()) };
    let jobs: Vec<_> = events.iter().flat_map(|logged| printer.prints_for(&logged.event)).collect();
    // Once in a while the position moves on without a job: after a restart little is looked at again.
    if !jobs.is_empty() || last - printer.position > 1_000 {
        let command =
            PrintingCommand::Follow { printer_id: printer.id, from: printer.position, to: last, jobs };
        return ctx.write(Command::Printing(command), None).await;
    }
    *seen = last;
    Ok(())
}

/// Whether a printer has a job whose time has come; the program's own.
///
/// # Errors
/// `Denied`, the database's.
pub async fn due(ctx: &Context) -> Outcome<Vec<i64>> {
    ctx.may(Action::SettingsManage)?;
    let now = ctx.store.now();
    let mut open = ctx.store.open_print_jobs(now).await?;
    // Only the oldest of each: what waits behind one whose time has not come need not be asked for.
    let mut seen = std::collections::BTreeSet::new();
    open.retain(|job| {
        job.status != JobStatus::Failed && !job.is_for_later(now) && seen.insert(job.printer_id)
    });
    Ok(open.into_iter().filter(|job| job.is_due(now)).map(|job| job.printer_id).collect())
}

/// Takes up the next job of a printer; the program's own.
///
/// # Errors
/// `Denied`, the database's.
pub async fn claim(ctx: &Context, printer_id: i64, owner: &str) -> Outcome<Option<PrintJob>> {
    ctx.may(Action::SettingsManage)?;
    let command = PrintingCommand::Claim { printer_id, owner: owner.to_owned() };
    ctx.write(Command::Printing(command), None).await
}

/// Says how a job went; the program's own.
///
/// # Errors
/// `Denied`, the database's.
pub async fn finish(ctx: &Context, job_id: i64, owner: &str, trouble: Option<Trouble>) -> Outcome<()> {
    ctx.may(Action::SettingsManage)?;
    let command = PrintingCommand::Finish { job_id, owner: owner.to_owned(), trouble };
    ctx.write(Command::Printing(command), None).await
}

/// The bytes of a job for its printer; none where there is nothing to print: the kitchen has not got the order, or the
/// printer's stations make nothing of it. The program's own.
///
/// # Errors
/// `Denied`, the database's.
pub async fn bytes(ctx: &Context, printer: &Printer, job: &PrintJob) -> Outcome<Option<Vec<u8>>> {
    ctx.may(Action::SettingsManage)?;
    let width = Width::from_millimetres(printer.width.into()).unwrap_or(Width::Wide);
    let Some(order_id) = job.order_id else {
        let text =
            |text: &str, size| Row::Text { text: text.to_owned(), align: Align::Centre, size, bold: true };
        let name = ctx.store.profile().settings.shop_name.clone();
        let rows = vec![text(&name, 1), Row::Rule, text(&printer.name, 1), text("OK", 4), Row::Cut];
        return Ok(Some(escpos::encode(&Document { width, rows }, &Unifont)));
    };
    let Some(mut order) = ctx.store.order(order_id).await? else { return Ok(None) };
    if job.kind == Kind::Kitchen {
        let is_off = order.status == OrderStatus::Cancelled && job.change != Change::Void;
        if job.event_seq.is_some() && (order.sent_at.is_none() || is_off) {
            return Ok(None);
        }
        order.items.retain(|line| printer.has_on_tickets(line));
        if order.items.is_empty() {
            return Ok(None);
        }
    }
    let paper = lay_out(ctx, &order, job.kind, (job.change, job.is_copy), (printer.language, width)).await?;
    Ok(Some(escpos::encode(&paper, &Unifont)))
}
