//! What the command line does besides serving.

mod audit;
mod health;
mod seed;
mod user;

pub use audit::verify as verify_audit;
pub use health::health;
pub use seed::seed;
pub use user::user;

use sunnyside::{Refusal, refusal::Fault};

use crate::rest::error;

/// A refusal as a sentence for the terminal.
fn told(refusal: Refusal) -> String {
    match &refusal {
        Refusal::Invalid(faults) => faults.iter().map(one).collect::<Vec<_>>().join("; "),
        _ => match error::detail(&refusal) {
            serde_json::Value::String(sentence) => sentence,
            other => other.to_string(),
        },
    }
}

fn one(fault: &Fault) -> String {
    let field = fault.loc.last().map_or("", String::as_str);
    format!("{field} {}", error::message(&fault.problem))
}
