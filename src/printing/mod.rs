//! Printers, what they print by themselves, and the jobs that wait for them.

mod command;
mod host;

use serde::{Deserialize, Serialize};

use crate::{
    Moment, Outcome, Refusal,
    event::{Event, Happening},
    menu::text_fault,
    order::{Line, OrderStatus, PaymentStatus},
    receipt::{Change, Kind, Language, Width},
    refusal::{Fault, Problem},
    words::words,
};

pub use command::{LEASE_SECONDS, MOST_BREAKS, PrintingCommand};
pub use host::{is_of_shop, may_be_host};

/// The port that receipt printers listen on.
pub const USUAL_PORT: u16 = 9100;
/// A job that nobody could print for so long is not printed any more: the order was made long ago.
pub const TOO_OLD_SECONDS: i64 = 2 * 3600;

words!(
    /// When a printer prints receipts.
    Receipts {
        /// Whenever an order is paid.
        OnPayment = "on_payment",
        /// When somebody asks for one.
        OnDemand = "on_demand",
    }
);

words!(
    /// Which orders a printer prints for the kitchen.
    Tickets {
        /// None.
        None = "none",
        /// All.
        All = "all",
        /// What its stations make.
        Stations = "stations",
    }
);

words!(
    /// Where a job is on its way.
    JobStatus {
        /// It waits.
        Queued = "queued",
        /// A printer has it.
        Printing = "printing",
        /// It is on paper, or there was nothing to print.
        Done = "done",
        /// It is not tried any more.
        Failed = "failed",
    }
);

words!(
    /// Why a job is not on paper.
    Trouble {
        /// The printer does not answer.
        Away = "away",
        /// The printer has no paper.
        PaperOut = "paper_out",
        /// The connection broke while it printed: some of it may be on paper.
        Broken = "broken",
        /// Its address is none of the shop's own network.
        Elsewhere = "elsewhere",
        /// It waited for too long.
        TooOld = "too_old",
    }
);

/// A printer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Printer {
    /// Row id.
    pub id: i64,
    /// What it is called, 1-80 characters.
    pub name: String,
    /// Its address in the shop's own network, or a name for one.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The width of its paper in millimetres: 80 or 58.
    pub width: u16,
    /// The language that it prints.
    pub language: Language,
    /// When it prints receipts.
    pub receipts: Receipts,
    /// Which orders it prints for the kitchen.
    pub tickets: Tickets,
    /// The stations that it prints for, where it prints for some.
    pub station_ids: Vec<i64>,
    /// Whether it is used.
    pub is_active: bool,
    /// The event up to which it has got its jobs. Not on the wire.
    #[serde(skip)]
    pub position: i64,
}

/// A printer as it is asked for; numbers are as they came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrinterDraft {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub host: String,
    /// Its port.
    pub port: i64,
    /// The width of its paper in millimetres.
    pub width: i64,
    /// The language that it prints.
    pub language: Language,
    /// When it prints receipts.
    pub receipts: Receipts,
    /// Which orders it prints for the kitchen.
    pub tickets: Tickets,
    /// The stations that it prints for.
    pub station_ids: Vec<i64>,
    /// Whether it is used.
    pub is_active: bool,
}

/// A paper that an event brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The event.
    pub event_seq: i64,
    /// Of which order.
    pub order_id: i64,
    /// Which paper.
    pub kind: Kind,
    /// Why.
    pub change: Change,
    /// When the order is wanted: its ticket waits until the kitchen begins.
    pub due_at: Option<Moment>,
}

/// Something to be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PrintJob {
    /// Row id.
    pub id: i64,
    /// On which printer.
    pub printer_id: i64,
    /// Which paper.
    pub kind: Kind,
    /// Of which order; none where the printer is only tried.
    pub order_id: Option<i64>,
    /// Why a ticket is printed.
    pub change: Change,
    /// It was, or may have been, printed before, and says so.
    pub is_copy: bool,
    /// The event that it was printed for by itself; none where somebody asked for it. Once a printer, kind and event.
    pub event_seq: Option<i64>,
    /// Where it is on its way.
    pub status: JobStatus,
    /// How often it was tried.
    pub tries: u32,
    /// Why the last try brought nothing.
    pub last_error: Option<Trouble>,
    /// It is not tried before; while it is printed: nobody else takes it up before.
    pub not_before: Moment,
    /// When it was asked for.
    pub created_at: Moment,
    /// When it was done or given up.
    pub finished_at: Option<Moment>,
    /// Which instance prints it. Not on the wire.
    #[serde(skip)]
    pub owner: Option<String>,
}

impl PrinterDraft {
    /// The printer with this id.
    ///
    /// # Errors
    /// `Invalid` with every field that is out of its range.
    pub fn printer(&self, id: i64, position: i64) -> Outcome<Printer> {
        let mut faults: Vec<Fault> = text_fault("name", &self.name, 1, 80).into_iter().collect();
        let host = self.host.trim();
        if !may_be_host(host) {
            faults.push(Fault::body("host", Problem::NotOfShop));
        }
        let port = u16::try_from(self.port).ok().filter(|port| *port > 0);
        if port.is_none() {
            let problem =
                if self.port < 1 { Problem::BelowMinimum(1) } else { Problem::AboveMaximum(65_535) };
            faults.push(Fault::body("port", problem));
        }
        if Width::from_millimetres(self.width).is_none() {
            let known = ["80", "58"].map(str::to_owned).to_vec();
            faults.push(Fault::body("width", Problem::UnknownWord(known)));
        }
        if self.tickets == Tickets::Stations && self.station_ids.is_empty() {
            faults.push(Fault::body("station_ids", Problem::Missing));
        }
        let (Some(port), Some(width), true) = (port, Width::from_millimetres(self.width), faults.is_empty())
        else {
            return Err(Refusal::Invalid(faults));
        };
        Ok(Printer {
            id,
            name: self.name.trim().to_owned(),
            host: host.to_owned(),
            port,
            width: width.millimetres(),
            language: self.language,
            receipts: self.receipts,
            tickets: self.tickets,
            station_ids: self.station_ids.clone(),
            is_active: self.is_active,
            position,
        })
    }
}

impl Printer {
    /// Whether it prints something by itself that it did not print by itself before.
    pub fn prints_more_than(&self, before: &Self) -> bool {
        self.is_active
            && (!before.is_active
                || (self.receipts == Receipts::OnPayment && before.receipts != Receipts::OnPayment)
                || (self.tickets != Tickets::None && before.tickets == Tickets::None))
    }

    /// Whether a line stands on its tickets: where it prints for stations, what was theirs at the sale.
    pub fn has_on_tickets(&self, line: &Line) -> bool {
        self.tickets != Tickets::Stations || line.station_id.is_some_and(|id| self.station_ids.contains(&id))
    }

    /// What it prints by itself for an event: which papers and why. An order that is paid as it is taken has both.
    pub fn prints_for(&self, event: &Event) -> Vec<Wanted> {
        let Some(order) = event.what.order().filter(|_| self.is_active) else { return Vec::new() };
        let is_paid = order.payment_status == PaymentStatus::Paid;
        let ticket = match &event.what {
            Happening::OrderCreated { .. } => Some(Change::New),
            Happening::OrderAmended { .. } => Some(Change::Changed),
            Happening::OrderStatusChanged { order, .. } if order.status == OrderStatus::Cancelled => {
                Some(Change::Void)
            }
            _ => None,
        };
        let is_sale = matches!(&event.what, Happening::OrderPaid { .. })
            || (is_paid && matches!(&event.what, Happening::OrderCreated { .. }));
        let receipt = is_sale.then_some(Change::New).filter(|_| self.receipts == Receipts::OnPayment);
        let ticket = ticket.filter(|_| self.tickets != Tickets::None);
        let papers = [(Kind::Kitchen, ticket), (Kind::Receipt, receipt)];
        let wanted = papers.into_iter().filter_map(|(kind, change)| {
            let (event_seq, order_id, due_at) = (event.seq, order.order_id, order.due_at);
            Some(Wanted { event_seq, order_id, kind, change: change?, due_at })
        });
        wanted.collect()
    }
}

impl PrintJob {
    /// Whether it is to be tried now: it waits and its time has come, or whoever had it did not come back.
    pub fn is_due(&self, now: Moment) -> bool {
        matches!(self.status, JobStatus::Queued | JobStatus::Printing) && self.not_before <= now
    }

    /// Whether it waits for an order's time: what comes after it is not held up.
    pub fn is_for_later(&self, now: Moment) -> bool {
        self.status == JobStatus::Queued && self.tries == 0 && self.not_before > now
    }

    /// Whether a person should look: it was tried for nothing, or it was given up.
    pub const fn is_stuck(&self) -> bool {
        matches!(self.status, JobStatus::Failed) || (self.last_error.is_some() && self.finished_at.is_none())
    }
}

#[cfg(test)]
mod tests;
