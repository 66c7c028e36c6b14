//! Proving the audit.

use std::{
    io::{IsTerminal, Write},
    sync::atomic::{AtomicI64, Ordering},
};

use sunnyside::{
    audit::{Flaw, Verdict},
    service::{Context, audit},
};

use super::told;
use crate::{Config, open_store};

/// So many lines are proved between two signs of life.
const STEP: i64 = 10_000;

/// Computes the chain again from its first line, and says whether it is whole.
///
/// # Errors
/// A sentence that names the first line that does not fit, or why it could not be looked at.
pub async fn verify(config: &Config) -> Result<(), String> {
    let context = Context::of_program(open_store(config).await?);
    let last = AtomicI64::new(0);
    let progress = |done: i64, of: i64| {
        if done - last.load(Ordering::Relaxed) >= STEP && std::io::stderr().is_terminal() {
            last.store(done, Ordering::Relaxed);
            eprint!("\r{done} of {of} lines");
            let _ = std::io::stderr().flush();
        }
    };
    let verdict = audit::verify(&context, &progress).await.map_err(told)?;
    if last.load(Ordering::Relaxed) > 0 {
        eprintln!();
    }
    match verdict {
        Verdict::Whole(lines) => {
            println!("The audit is whole: {lines} line{}.", if lines == 1 { "" } else { "s" });
            Ok(())
        }
        Verdict::Broken(line, flaw) => Err(format!("the audit is broken at line {line}: {}", sentence(flaw))),
    }
}

const fn sentence(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Missing => "it is missing",
        Flaw::Surplus => "there is a line that the shop did not write",
        Flaw::Unlinked => "it does not follow from the line before",
        Flaw::Altered => "what it says is not what was written",
        Flaw::NotTheEnd => "it is not the line that the shop wrote last",
    }
}
