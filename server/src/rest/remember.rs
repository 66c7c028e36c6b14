//! Answers to reads that every screen and script repeats, kept as text until anything in the shop changes.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use axum::{
    body::Bytes,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use sunnyside::{Outcome, Refusal, service::Context, store::Version};

use super::error::Refused;

/// So many answers are kept at most; beyond that all are forgotten.
const MOST_KEPT: usize = 32;

/// What was answered, by what was asked, and the version of the data that it was read at or after.
#[derive(Default)]
pub struct Remembered(Mutex<HashMap<String, (Version, Bytes)>>);

impl Remembered {
    /// The kept answer where nothing has changed since, or else a new one. `asked` names the read with its parameters;
    /// who may not have the answer has to be refused before.
    ///
    /// The version was read before the data: a kept answer may be newer than its version says, but never older.
    ///
    /// # Errors
    /// What making it refuses.
    pub async fn answer<T: Serialize>(
        &self,
        context: &Context,
        asked: String,
        make: impl Future<Output = Outcome<T>>,
    ) -> Result<Response, Refused> {
        if let Some(kept) = context.seen.and_then(|version| self.kept(&asked, version)) {
            return Ok(json(kept));
        }
        let text = serde_json::to_vec(&make.await?).map(Bytes::from).map_err(|cause| {
            tracing::error!(%cause, "an answer cannot be written");
            Refusal::Internal
        })?;
        if let Some(version) = context.seen {
            self.keep(asked, version, text.clone());
        }
        Ok(json(text))
    }

    fn kept(&self, asked: &str, version: Version) -> Option<Bytes> {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(asked).filter(|(of, _)| *of == version).map(|(_, text)| text.clone())
    }

    fn keep(&self, asked: String, version: Version, text: Bytes) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= MOST_KEPT {
            answers.clear();
        }
        let is_newer = answers.get(&asked).is_none_or(|(of, _)| *of < version);
        if is_newer {
            answers.insert(asked, (version, text));
        }
    }
}

fn json(text: Bytes) -> Response {
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(event_seq: i64, audit_seq: i64) -> Version {
        Version { event_seq, audit_seq }
    }

    #[test]
    fn an_answer_is_kept_for_its_version_alone() {
        let remembered = Remembered::default();
        remembered.keep("menu".into(), at(1, 5), Bytes::from_static(b"5"));
        assert_eq!(remembered.kept("menu", at(1, 5)).as_deref(), Some(&b"5"[..]));
        assert_eq!(remembered.kept("menu", at(1, 6)), None, "something changed");
        assert_eq!(remembered.kept("menu", at(2, 5)), None, "something happened");
        assert_eq!(remembered.kept("orders", at(1, 5)), None, "something else was asked");
        remembered.keep("menu".into(), at(1, 4), Bytes::from_static(b"4"));
        assert_eq!(
            remembered.kept("menu", at(1, 5)).as_deref(),
            Some(&b"5"[..]),
            "a slow reader changes nothing"
        );
    }

    #[test]
    fn only_so_many_are_kept() {
        let remembered = Remembered::default();
        for n in 0..=MOST_KEPT {
            remembered.keep(n.to_string(), at(1, 1), Bytes::new());
        }
        assert_eq!(remembered.0.lock().unwrap().len(), 1);
    }
}
