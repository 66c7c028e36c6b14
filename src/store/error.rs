//! A database's error as a refusal: busy where waiting helps, our own fault otherwise. The cause is logged once, here.

use sea_orm::{DbErr, RuntimeErr};

use crate::Refusal;

/// How many seconds a client should wait when the database is busy.
const RETRY_SECONDS: u32 = 1;

/// Codes that mean "not now": SQLite BUSY (5, 261, 517) and LOCKED (6); PostgreSQL's lock time-out, cancelled
/// statement, serialisation failure, deadlock, too many connections, shutting down.
const BUSY: [&str; 12] =
    ["5", "6", "261", "517", "55P03", "57014", "40001", "40P01", "53300", "57P01", "57P02", "57P03"];

/// Whether waiting may help.
pub(super) fn is_busy(error: &DbErr) -> bool {
    let runtime = match error {
        DbErr::ConnectionAcquire(_) => return true,
        DbErr::Conn(runtime) | DbErr::Exec(runtime) | DbErr::Query(runtime) => runtime,
        _ => return false,
    };
    match runtime {
        RuntimeErr::SqlxError(cause) => match cause.as_ref() {
            sqlx::Error::Database(inner) => inner.code().is_some_and(|code| BUSY.contains(&code.as_ref())),
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed => true,
            _ => false,
        },
        RuntimeErr::Internal(_) => false,
    }
}

impl From<DbErr> for Refusal {
    fn from(error: DbErr) -> Self {
        if is_busy(&error) {
            tracing::warn!(cause = %error, "the database is busy");
            Self::Busy(RETRY_SECONDS)
        } else {
            tracing::error!(cause = %error, "the database refused");
            Self::Internal
        }
    }
}
