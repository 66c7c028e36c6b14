//! The server functions for papers and printers.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use sunnyside::{
    menu::Station,
    printing::{PrintJob, Printer, PrinterDraft},
    receipt::{Document, Kind, Language},
};

use crate::api::FnError;
#[cfg(feature = "ssr")]
use crate::api::ssr;

/// What is in trouble, and the printers that are in use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stuck {
    /// The jobs that are not on paper.
    pub jobs: Vec<PrintJob>,
    /// The printers.
    pub printers: Vec<Printer>,
}

/// A paper of an order.
///
/// # Errors
/// Whatever `service::printing::paper` refuses.
#[server(prefix = "/fn", endpoint = "paper", input = Json, output = Json)]
pub async fn paper(
    order_id: i64,
    kind: Kind,
    language: Language,
    width: i64,
    is_copy: bool,
) -> Result<Document, FnError> {
    use sunnyside::{receipt::Width, service::printing};
    let width = Width::from_millimetres(width).unwrap_or(Width::Wide);
    Ok(printing::paper(&ssr::context()?, order_id, kind, (language, width), is_copy).await?)
}

/// What is in trouble.
///
/// # Errors
/// Whatever `service::printing::stuck` refuses.
#[server(prefix = "/fn", endpoint = "prints_stuck", input = Json, output = Json)]
pub async fn prints_stuck() -> Result<Stuck, FnError> {
    let (jobs, printers) = sunnyside::service::printing::stuck(&ssr::context()?).await?;
    Ok(Stuck { jobs, printers })
}

/// Prints a paper of an order again.
///
/// # Errors
/// Whatever `service::printing::print` refuses.
#[server(prefix = "/fn", endpoint = "print_again", input = Json, output = Json)]
pub async fn print_again(order_id: i64, kind: Kind) -> Result<PrintJob, FnError> {
    Ok(sunnyside::service::printing::print(&ssr::context()?, order_id, kind, None, None).await?)
}

/// Tries jobs again, where they were or on another printer.
///
/// # Errors
/// Whatever `service::printing::retry` refuses.
#[server(prefix = "/fn", endpoint = "prints_retry", input = Json, output = Json)]
pub async fn prints_retry(job_ids: Vec<i64>, printer_id: Option<i64>) -> Result<(), FnError> {
    let context = ssr::context()?;
    context.may(sunnyside::identity::Action::OrderTake)?;
    for id in job_ids.into_iter().take(200) {
        sunnyside::service::printing::retry(&context, id, printer_id, None).await?;
    }
    Ok(())
}

/// All printers, and the kitchen's stations.
///
/// # Errors
/// Whatever `service::printing::printers` refuses.
#[server(prefix = "/fn", endpoint = "printers", input = Json, output = Json)]
pub async fn printers() -> Result<(Vec<Printer>, Vec<Station>), FnError> {
    use sunnyside::{menu::SectionKind, service};
    let context = ssr::context()?;
    let printers = service::printing::printers(&context).await?;
    Ok((printers, service::section::list(&context, SectionKind::Station).await?))
}

/// Adds a printer, or gives one other settings.
///
/// # Errors
/// Whatever `service::printing` refuses.
#[server(prefix = "/fn", endpoint = "printer_save", input = Json, output = Json)]
pub async fn printer_save(id: Option<i64>, draft: PrinterDraft) -> Result<Printer, FnError> {
    use sunnyside::service::printing;
    let context = ssr::context()?;
    Ok(match id {
        Some(id) => printing::update(&context, id, draft).await?,
        None => printing::create(&context, draft, None).await?,
    })
}

/// Prints something small on a printer.
///
/// # Errors
/// Whatever `service::printing::try_out` refuses.
#[server(prefix = "/fn", endpoint = "printer_try", input = Json, output = Json)]
pub async fn printer_try(id: i64) -> Result<PrintJob, FnError> {
    Ok(sunnyside::service::printing::try_out(&ssr::context()?, id, None).await?)
}
