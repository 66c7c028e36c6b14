//! The log, on the error channel: what a command prints stays apart from it.

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Begins to write the log; a second call does nothing.
pub fn begin(config: &Config) {
    let filter = EnvFilter::try_new(&config.log_filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = match config.log_format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init(),
    };
    if let Err(error) = begun {
        tracing::debug!(%error, "there is a log already");
    }
}
