//! Prints what waits: looks at the log and the queue, and sends to each printer over TCP. No sale waits for it.

mod wire;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use sunnyside::{
    Outcome,
    printing::{Printer, Trouble},
    service::{Context, printing},
    store::Store,
};
use tokio::{sync::watch, task::JoinHandle};

/// How often the queue is looked at.
const LOOK: Duration = Duration::from_millis(700);
/// How often it is looked at whether there is a printer, where there was none.
const LOOK_FOR_PRINTERS: Duration = Duration::from_secs(3);

/// Prints until the server stops.
pub async fn run(store: Arc<Store>, mut closing: watch::Receiver<bool>) {
    let context = Context::of_program(store);
    let owner = uuid::Uuid::new_v4().to_string();
    let mut seen: BTreeMap<i64, i64> = BTreeMap::new();
    let mut busy: BTreeMap<i64, JoinHandle<()>> = BTreeMap::new();
    loop {
        let wait = match look(&context, &owner, &mut seen, &mut busy).await {
            Ok(true) => LOOK,
            Ok(false) => LOOK_FOR_PRINTERS,
            Err(refusal) => {
                tracing::warn!(?refusal, "the print queue cannot be looked at now");
                LOOK_FOR_PRINTERS
            }
        };
        tokio::select! {
            _ = closing.wait_for(|stops| *stops) => break,
            () = tokio::time::sleep(wait) => {}
        }
    }
    // Whoever prints finishes; the server gives it as long as its requests.
    for (_, printing) in busy {
        let _ = tokio::time::timeout(Duration::from_secs(5), printing).await;
    }
}

/// Looks once; whether there is any printer.
async fn look(
    context: &Context,
    owner: &str,
    seen: &mut BTreeMap<i64, i64>,
    busy: &mut BTreeMap<i64, JoinHandle<()>>,
) -> Outcome<bool> {
    let printers = context.store.printers().await?;
    let active: Vec<Printer> = printers.into_iter().filter(|printer| printer.is_active).collect();
    if active.is_empty() {
        return Ok(false);
    }
    for printer in &active {
        printing::follow(context, printer, seen.entry(printer.id).or_default()).await?;
    }
    let due: BTreeSet<i64> = printing::due(context).await?.into_iter().collect();
    busy.retain(|_, printing| !printing.is_finished());
    for printer in active {
        if due.contains(&printer.id) && !busy.contains_key(&printer.id) {
            let (context, owner, id) = (context.clone(), owner.to_owned(), printer.id);
            busy.insert(id, tokio::spawn(async move { print_all(&context, &printer, &owner).await }));
        }
    }
    Ok(true)
}

/// Prints what a printer has to print, until nothing is left or something goes wrong.
async fn print_all(context: &Context, printer: &Printer, owner: &str) {
    loop {
        match print_next(context, printer, owner).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(refusal) => {
                tracing::warn!(?refusal, printer = printer.name, "a job cannot be taken up now");
                return;
            }
        }
    }
}

async fn print_next(context: &Context, printer: &Printer, owner: &str) -> Outcome<bool> {
    let Some(job) = printing::claim(context, printer.id, owner).await? else { return Ok(false) };
    let trouble = match printing::bytes(context, printer, &job).await? {
        Some(bytes) => wire::send(printer, &bytes).await.err(),
        None => None,
    };
    if let Some(trouble) = trouble {
        tracing::info!(printer = printer.name, job = job.id, trouble = trouble.as_str(), "not printed");
    }
    printing::finish(context, job.id, owner, trouble).await?;
    Ok(trouble.is_none_or(|trouble| trouble == Trouble::TooOld))
}
