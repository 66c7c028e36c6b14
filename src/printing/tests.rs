use super::*;
use crate::{
    event::OrderRef,
    order::{PaymentMethod, Source},
    write::{Changes, State},
};

const NOW: Moment = Moment(1_000_000_000_000);

fn draft() -> PrinterDraft {
    PrinterDraft {
        name: "廚房".into(),
        host: "192.168.1.40".into(),
        port: 9100,
        width: 80,
        language: Language::Chinese,
        receipts: Receipts::OnDemand,
        tickets: Tickets::All,
        station_ids: vec![],
        is_active: true,
    }
}

fn decide(state: &mut State, command: PrintingCommand, now: Moment) -> Changes {
    state.ids.printers.extend(if state.ids.printers.is_empty() { vec![1] } else { vec![] });
    state.ids.print_jobs = (100 + state.print_jobs.len() as i64..200).collect();
    let changes = command.decide(state, now).unwrap();
    state.apply(&changes);
    changes
}

fn shop() -> State {
    let mut state = State::default();
    decide(&mut state, PrintingCommand::Create(draft()), NOW);
    state
}

fn ticket(seq: i64, due_at: Option<Moment>) -> Wanted {
    Wanted { event_seq: seq, order_id: seq, kind: Kind::Kitchen, change: Change::New, due_at }
}

fn followed(state: &mut State, from: i64, to: i64) {
    let jobs = (from + 1..=to).map(|seq| ticket(seq, None)).collect();
    decide(state, PrintingCommand::Follow { printer_id: 1, from, to, jobs }, NOW);
}

fn claim(state: &mut State, owner: &str, now: Moment) -> Option<PrintJob> {
    let changes = decide(state, PrintingCommand::Claim { printer_id: 1, owner: owner.into() }, now);
    serde_json::from_str(&changes.answer).unwrap()
}

fn finish(state: &mut State, job_id: i64, owner: &str, trouble: Option<Trouble>, now: Moment) {
    decide(state, PrintingCommand::Finish { job_id, owner: owner.into(), trouble }, now);
}

#[test]
fn what_a_printer_prints_by_itself() {
    let order = OrderRef {
        order_id: 3,
        order_number: "20261123-0003".into(),
        call_number: "003".into(),
        source: Source::Takeout,
        status: OrderStatus::Pending,
        payment_status: PaymentStatus::Paid,
        table_no: None,
        customer_name: None,
        due_at: None,
    };
    let event = |what| Event { seq: 1, at: NOW, what };
    let created = event(Happening::OrderCreated {
        order: order.clone(),
        total_amount: crate::Money(1),
        lines: vec![],
        low_stock: vec![],
    });
    let paid = event(Happening::OrderPaid {
        order,
        payment_method: PaymentMethod::Cash,
        total_amount: crate::Money(1),
        low_stock: vec![],
    });
    let kitchen = draft().printer(1, 0).unwrap();
    let papers = |printer: &Printer, event: &Event| -> Vec<(i64, Kind, Change)> {
        printer.prints_for(event).into_iter().map(|w| (w.order_id, w.kind, w.change)).collect()
    };
    assert_eq!(papers(&kitchen, &created), [(3, Kind::Kitchen, Change::New)]);
    assert_eq!(papers(&kitchen, &paid), []);
    let counter = Printer { receipts: Receipts::OnPayment, tickets: Tickets::None, ..kitchen.clone() };
    assert_eq!(papers(&counter, &created), [(3, Kind::Receipt, Change::New)], "paid as it was taken");
    assert_eq!(papers(&counter, &paid), [(3, Kind::Receipt, Change::New)]);
    let only = Printer { receipts: Receipts::OnPayment, ..kitchen.clone() };
    assert_eq!(papers(&only, &created).len(), 2);
    assert_eq!(papers(&Printer { is_active: false, ..kitchen }, &created), []);
}

#[test]
fn two_instances_give_a_printer_its_jobs_once_and_print_each_once() {
    let mut state = shop();
    followed(&mut state, 0, 2);
    followed(&mut state, 0, 2);
    assert_eq!(state.print_jobs.len(), 2);
    let first = claim(&mut state, "a", NOW).unwrap();
    assert!(claim(&mut state, "b", NOW).is_none(), "the second waits for the first");
    finish(&mut state, first.id, "b", None, NOW);
    assert_eq!(state.print_jobs[&first.id].status, JobStatus::Printing, "who has it says how it went");
    finish(&mut state, first.id, "a", None, NOW);
    assert!(!first.is_copy);
    assert_eq!(claim(&mut state, "b", NOW).unwrap().id, first.id + 1);
}

#[test]
fn a_ticket_for_later_comes_when_the_kitchen_begins_and_holds_nothing_up() {
    let mut state = shop();
    let lead = 60 * i64::from(state.settings.lead_minutes);
    let due = NOW.plus_seconds(lead + 600);
    let changed = Wanted { change: Change::Changed, ..ticket(2, Some(due)) };
    let jobs = vec![ticket(1, Some(due)), changed, ticket(3, Some(NOW.plus_seconds(60)))];
    decide(&mut state, PrintingCommand::Follow { printer_id: 1, from: 0, to: 3, jobs }, NOW);
    assert_eq!(state.print_jobs.len(), 2, "nobody has seen it: there is nothing to be told of a change");
    let first = claim(&mut state, "a", NOW).unwrap();
    assert_eq!(first.order_id, Some(3), "it is wanted before");
    finish(&mut state, first.id, "a", None, NOW);
    assert!(claim(&mut state, "a", NOW.plus_seconds(599)).is_none());
    assert_eq!(claim(&mut state, "a", NOW.plus_seconds(600)).unwrap().order_id, Some(1));
}

#[test]
fn a_job_whose_printer_went_away_is_taken_up_and_marked() {
    let mut state = shop();
    followed(&mut state, 0, 1);
    let job = claim(&mut state, "a", NOW).unwrap();
    let later = NOW.plus_seconds(LEASE_SECONDS);
    assert!(claim(&mut state, "b", later.plus_seconds(-1)).is_none());
    let again = claim(&mut state, "b", later).unwrap();
    assert!(again.id == job.id && again.is_copy, "it may be on paper already");
}

#[test]
fn no_paper_means_again_soon_and_a_break_means_a_copy() {
    let mut state = shop();
    followed(&mut state, 0, 1);
    let job = claim(&mut state, "a", NOW).unwrap();
    finish(&mut state, job.id, "a", Some(Trouble::PaperOut), NOW);
    assert!(claim(&mut state, "a", NOW).is_none());
    let job = claim(&mut state, "a", NOW.plus_seconds(2)).unwrap();
    assert!(!job.is_copy && job.last_error == Some(Trouble::PaperOut));
    finish(&mut state, job.id, "a", Some(Trouble::Broken), NOW.plus_seconds(2));
    let job = claim(&mut state, "a", NOW.plus_seconds(40)).unwrap();
    assert!(job.is_copy);
}

#[test]
fn what_breaks_again_and_again_is_given_up() {
    let mut state = shop();
    followed(&mut state, 0, 1);
    for round in 1..=i64::from(MOST_BREAKS) {
        let now = NOW.plus_seconds(round * 40);
        let job = claim(&mut state, "a", now).unwrap();
        finish(&mut state, job.id, "a", Some(Trouble::Broken), now);
    }
    let job = state.print_jobs.values().next().unwrap();
    assert!(job.status == JobStatus::Failed && job.is_stuck() && job.is_copy);
}

#[test]
fn a_receipt_that_is_asked_for_is_a_copy_from_the_second_on() {
    let mut state = shop();
    state.orders.insert(3, crate::receipt::tests::order());
    for (kind, is_copy) in [(Kind::Receipt, false), (Kind::Receipt, true), (Kind::Kitchen, true)] {
        let ask = PrintingCommand::Print { kind, order_id: Some(3), printer_id: None };
        let changes = decide(&mut state, ask, NOW);
        assert_eq!(changes.print_jobs[0].is_copy, is_copy, "{kind:?}");
    }
}

#[test]
fn a_printer_that_is_to_print_more_does_not_print_what_was_before() {
    let mut state = shop();
    state.event_seq = 9;
    let renamed = PrinterDraft { name: "後場".into(), ..draft() };
    decide(&mut state, PrintingCommand::Update(1, renamed), NOW);
    assert_eq!(state.printers[&1].position, 0, "what it prints already is not lost by another name");
    decide(
        &mut state,
        PrintingCommand::Update(1, PrinterDraft { receipts: Receipts::OnPayment, ..draft() }),
        NOW,
    );
    assert_eq!(state.printers[&1].position, 9);
}

#[test]
fn what_waited_for_hours_is_given_up_and_can_be_asked_for() {
    let mut state = shop();
    followed(&mut state, 0, 1);
    let late = NOW.plus_seconds(TOO_OLD_SECONDS + 1);
    assert!(claim(&mut state, "a", late).is_none());
    let job = state.print_jobs.values().next().unwrap().clone();
    assert!(job.is_stuck() && job.last_error == Some(Trouble::TooOld));
    decide(&mut state, PrintingCommand::Retry { job_id: job.id, printer_id: None }, late);
    assert_eq!(claim(&mut state, "a", late).unwrap().id, job.id);
}

#[test]
fn a_printer_that_was_switched_on_again_does_not_print_what_it_missed() {
    let mut state = shop();
    decide(&mut state, PrintingCommand::Update(1, PrinterDraft { is_active: false, ..draft() }), NOW);
    state.event_seq = 9;
    decide(&mut state, PrintingCommand::Update(1, draft()), NOW);
    assert_eq!(state.printers[&1].position, 9);
}

#[test]
fn a_printer_needs_a_place_in_the_shop() {
    for (draft, field) in [
        (PrinterDraft { host: "8.8.8.8".into(), ..draft() }, "host"),
        (PrinterDraft { port: 0, ..draft() }, "port"),
        (PrinterDraft { width: 70, ..draft() }, "width"),
        (PrinterDraft { name: " ".into(), ..draft() }, "name"),
        (PrinterDraft { tickets: Tickets::Stations, ..draft() }, "station_ids"),
    ] {
        let Err(Refusal::Invalid(faults)) = draft.printer(1, 0) else { panic!("{field}") };
        assert_eq!(faults[0].loc, ["body", field]);
    }
}
