//! The decisions on printers and their jobs. All of them run under the head row's lock, so that of several instances
//! one prints.

use serde_json::json;

use super::{JobStatus, PrintJob, Printer, PrinterDraft, TOO_OLD_SECONDS, Trouble, Wanted};
use crate::{
    Moment, Outcome, Refusal,
    kitchen::{begins_at, waits},
    receipt::{Change, Kind},
    refusal::Noun,
    write::{Audit, Changes, Needs, State},
};

/// Whoever took a job up has so many seconds; then somebody else may.
pub const LEASE_SECONDS: i64 = 60;
/// The longest wait between two tries, in seconds.
const LONGEST_WAIT: i64 = 30;
/// A paper that broke so often is given up: each time some of it may have come out, and the roll would go on for hours.
pub const MOST_BREAKS: u32 = 5;

/// What can be asked about printing.
#[derive(Clone, Debug)]
pub enum PrintingCommand {
    /// Add a printer.
    Create(PrinterDraft),
    /// Give a printer other settings.
    Update(i64, PrinterDraft),
    /// Print a paper of an order (or none, to try the printer) on a printer, or on the first one.
    Print {
        /// Which paper.
        kind: Kind,
        /// Of which order.
        order_id: Option<i64>,
        /// Where.
        printer_id: Option<i64>,
    },
    /// Try a job again at once, there or on another printer.
    Retry {
        /// Which.
        job_id: i64,
        /// Where; absent means where it was.
        printer_id: Option<i64>,
    },
    /// Give a printer the jobs that events bring.
    Follow {
        /// Which.
        printer_id: i64,
        /// Where it stood.
        from: i64,
        /// Where it stands then.
        to: i64,
        /// What the events between bring.
        jobs: Vec<Wanted>,
    },
    /// Take up the next job of a printer.
    Claim {
        /// Which.
        printer_id: i64,
        /// Who.
        owner: String,
    },
    /// Say how it went.
    Finish {
        /// Which.
        job_id: i64,
        /// Who.
        owner: String,
        /// What went wrong.
        trouble: Option<Trouble>,
    },
}

impl PrintingCommand {
    /// Adds what this needs.
    pub fn add_needs(&self, needs: &mut Needs) {
        needs.printing = true;
        match self {
            Self::Create(draft) | Self::Update(_, draft) => {
                needs.new_printers += usize::from(matches!(self, Self::Create(_)));
                needs.sections |= !draft.station_ids.is_empty();
            }
            Self::Print { order_id, .. } => {
                needs.orders.extend(*order_id);
                needs.printed_orders.extend(*order_id);
                needs.new_print_jobs += 1;
            }
            Self::Retry { job_id, .. } | Self::Finish { job_id, .. } => {
                needs.print_jobs.insert(*job_id);
            }
            Self::Follow { jobs, .. } => needs.new_print_jobs += jobs.len(),
            Self::Claim { .. } => {}
        }
    }

    /// Decides.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`, `NameTaken`.
    pub fn decide(&self, state: &State, now: Moment) -> Outcome<Changes> {
        match self {
            Self::Create(draft) => {
                let id = state.ids.printers.front().copied().ok_or(Refusal::Internal)?;
                let printer = draft.printer(id, state.event_seq)?;
                keep(state, None, printer)
            }
            Self::Update(id, draft) => {
                let before = state.printers.get(id).ok_or(Refusal::NotFound(Noun::Printer))?;
                let after = draft.printer(*id, before.position)?;
                // What happened while it was not in use, or did not print such, is not printed afterwards.
                let position = if after.prints_more_than(before) { state.event_seq } else { before.position };
                keep(state, Some(before), Printer { position, ..after })
            }
            Self::Print { kind, order_id, printer_id } => print(state, *kind, *order_id, *printer_id, now),
            Self::Retry { job_id, printer_id } => retry(state, *job_id, *printer_id, now),
            Self::Follow { printer_id, from, to, jobs } => {
                Ok(follow(state, *printer_id, (*from, *to), jobs, now))
            }
            Self::Claim { printer_id, owner } => Ok(claim(state, *printer_id, owner, now)),
            Self::Finish { job_id, owner, trouble } => Ok(finish(state, *job_id, owner, *trouble, now)),
        }
    }
}

fn line(action: &'static str, entity_type: &'static str, id: i64, payload: serde_json::Value) -> Audit {
    Audit { action, entity_type, entity_id: id.to_string(), payload }
}

fn keep(state: &State, before: Option<&Printer>, printer: Printer) -> Outcome<Changes> {
    if state.printers.values().any(|other| other.name == printer.name && other.id != printer.id) {
        return Err(Refusal::NameTaken(Noun::Printer));
    }
    if let Some(id) = printer.station_ids.iter().find(|id| !state.stations.contains_key(id)) {
        return Err(Refusal::Unknown(Noun::Station, *id));
    }
    let mut changes = Changes::answering(&printer);
    if before != Some(&printer) {
        let action = if before.is_some() { "printer.update" } else { "printer.create" };
        let payload = match before {
            Some(before) => json!({"before": before, "after": printer}),
            None => json!({"after": printer}),
        };
        changes.audit.push(line(action, "printer", printer.id, payload));
        changes.printers.push(printer);
    }
    Ok(changes)
}

/// The printer that is named, or else the first that suits.
fn printer_for(state: &State, kind: Kind, wanted: Option<i64>) -> Outcome<&Printer> {
    let found = match wanted {
        Some(id) => state.printers.get(&id),
        None => {
            let mut active = state.printers.values().filter(|printer| printer.is_active);
            let prints_tickets = |printer: &&Printer| printer.tickets != super::Tickets::None;
            // A printer that has tickets stands in the kitchen; the others stand at the counter.
            let suits = |printer: &&Printer| prints_tickets(printer) == (kind == Kind::Kitchen);
            active.clone().find(suits).or_else(|| active.next())
        }
    };
    found.filter(|printer| printer.is_active).ok_or(Refusal::NotFound(Noun::Printer))
}

fn print(
    state: &State,
    kind: Kind,
    order_id: Option<i64>,
    printer_id: Option<i64>,
    now: Moment,
) -> Outcome<Changes> {
    if order_id.is_some_and(|id| !state.orders.contains_key(&id)) {
        return Err(Refusal::NotFound(Noun::Order));
    }
    let printer = printer_for(state, kind, printer_id)?;
    let id = state.ids.print_jobs.front().copied().ok_or(Refusal::Internal)?;
    let job = PrintJob {
        id,
        printer_id: printer.id,
        kind,
        order_id,
        change: Change::New,
        is_copy: order_id.is_some_and(|id| was_printed(state, id, kind)),
        event_seq: None,
        status: JobStatus::Queued,
        tries: 0,
        last_error: None,
        not_before: now,
        created_at: now,
        finished_at: None,
        owner: None,
    };
    let payload = json!({"kind": kind, "order_id": order_id, "printer": printer.name});
    let mut changes = Changes::answering(&job);
    changes.audit.push(line("print.ask", "print_job", id, payload));
    changes.print_jobs.push(job);
    Ok(changes)
}

/// Whether such a paper may be somewhere already. A ticket may lie on the pass, whoever wrote it; a receipt that was
/// never printed is the first.
fn was_printed(state: &State, order_id: i64, kind: Kind) -> bool {
    let mut jobs = state.print_jobs.values();
    kind == Kind::Kitchen
        || jobs.any(|job| {
            job.order_id == Some(order_id) && job.kind == kind && job.last_error != Some(Trouble::TooOld)
        })
}

fn retry(state: &State, job_id: i64, printer_id: Option<i64>, now: Moment) -> Outcome<Changes> {
    let before = state.print_jobs.get(&job_id).ok_or(Refusal::NotFound(Noun::PrintJob))?;
    if matches!(before.status, JobStatus::Done | JobStatus::Printing) {
        return Ok(Changes::answering(before));
    }
    let printer = printer_for(state, before.kind, Some(printer_id.unwrap_or(before.printer_id)))?;
    let job = PrintJob {
        printer_id: printer.id,
        // Two printers may both have brought a job for one event: on paper it is asked for by hand now.
        event_seq: before.event_seq.filter(|_| printer.id == before.printer_id),
        is_copy: before.is_copy || printer.id != before.printer_id,
        status: JobStatus::Queued,
        tries: 0,
        not_before: now,
        created_at: if before.status == JobStatus::Failed { now } else { before.created_at },
        finished_at: None,
        ..before.clone()
    };
    let mut changes = Changes::answering(&job);
    changes.audit.push(line("print.retry", "print_job", job_id, json!({"printer": printer.name})));
    changes.print_jobs.push(job);
    Ok(changes)
}

/// Gives a printer its jobs, where nobody else has done so.
fn follow(state: &State, printer_id: i64, (from, to): (i64, i64), jobs: &[Wanted], now: Moment) -> Changes {
    let mut changes = Changes::answering(&());
    let Some(printer) = state.printers.get(&printer_id).filter(|p| p.position == from && p.is_active) else {
        return changes;
    };
    changes.printers.push(Printer { position: to, ..printer.clone() });
    let lead = state.settings.lead_minutes;
    // A ticket comes when the kitchen begins, with what the order is by then.
    let begins = |wanted: &Wanted| {
        let due = wanted.due_at.filter(|_| wanted.kind == Kind::Kitchen);
        due.filter(|due| waits(Some(*due), lead, now)).map(|due| begins_at(due, lead))
    };
    let is_told = |wanted: &&Wanted| begins(wanted).is_none() || wanted.change == Change::New;
    let new = state.ids.print_jobs.iter().zip(jobs.iter().filter(is_told));
    changes.print_jobs.extend(new.map(|(id, wanted)| {
        let from = begins(wanted).unwrap_or(now);
        PrintJob {
            id: *id,
            printer_id,
            kind: wanted.kind,
            order_id: Some(wanted.order_id),
            change: wanted.change,
            is_copy: false,
            event_seq: Some(wanted.event_seq),
            status: JobStatus::Queued,
            tries: 0,
            last_error: None,
            not_before: from,
            created_at: from,
            finished_at: None,
            owner: None,
        }
    }));
    changes
}

/// The oldest job of a printer, where its time has come. A later one does not overtake it.
fn claim(state: &State, printer_id: i64, owner: &str, now: Moment) -> Changes {
    let mut changes = Changes::default();
    let mut claimed = None;
    let waiting = |job: &&PrintJob| {
        job.printer_id == printer_id
            && matches!(job.status, JobStatus::Queued | JobStatus::Printing)
            && !job.is_for_later(now)
    };
    for job in state.print_jobs.values().filter(waiting) {
        if !job.is_due(now) {
            break;
        }
        if job.created_at.plus_seconds(TOO_OLD_SECONDS) < now {
            changes.print_jobs.push(PrintJob {
                status: JobStatus::Failed,
                last_error: Some(Trouble::TooOld),
                finished_at: Some(now),
                ..job.clone()
            });
            continue;
        }
        claimed = Some(PrintJob {
            status: JobStatus::Printing,
            owner: Some(owner.to_owned()),
            tries: job.tries + 1,
            // Whoever had it may have printed it before they went away.
            is_copy: job.is_copy || job.status == JobStatus::Printing,
            not_before: now.plus_seconds(LEASE_SECONDS),
            ..job.clone()
        });
        break;
    }
    changes.answer = Changes::answer_of(&claimed);
    changes.print_jobs.extend(claimed);
    changes
}

fn finish(state: &State, job_id: i64, owner: &str, trouble: Option<Trouble>, now: Moment) -> Changes {
    let mut changes = Changes::answering(&());
    let is_ours = |job: &&PrintJob| job.status == JobStatus::Printing && job.owner.as_deref() == Some(owner);
    let Some(job) = state.print_jobs.get(&job_id).filter(is_ours) else { return changes };
    let job = job.clone();
    changes.print_jobs.push(match trouble {
        None => {
            PrintJob { status: JobStatus::Done, last_error: None, finished_at: Some(now), owner: None, ..job }
        }
        Some(Trouble::Broken) if job.tries >= MOST_BREAKS => PrintJob {
            status: JobStatus::Failed,
            last_error: Some(Trouble::Broken),
            is_copy: true,
            finished_at: Some(now),
            owner: None,
            ..job
        },
        Some(trouble) => {
            let wait = 1_i64.checked_shl(job.tries.min(6)).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
            PrintJob {
                status: JobStatus::Queued,
                last_error: Some(trouble),
                is_copy: job.is_copy || trouble == Trouble::Broken,
                not_before: now.plus_seconds(wait),
                owner: None,
                ..job
            }
        }
    });
    changes
}
