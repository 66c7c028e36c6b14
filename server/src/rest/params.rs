//! What stands in the path and behind the question mark.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRequestParts, Query, RawPathParams},
    http::request::Parts,
};
use sunnyside::{
    Outcome, Refusal,
    refusal::{Fault, Kind, Problem},
};

use super::error::Refused;

fn fault(place: &str, name: &str, problem: Problem) -> Refusal {
    Refusal::Invalid(vec![Fault { loc: vec![place.to_owned(), name.to_owned()], problem }])
}

/// A row id in the path.
pub struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let id = params.ok().and_then(|found| {
            found.iter().find(|(name, _)| *name == "id").and_then(|(_, text)| text.parse().ok())
        });
        id.map(Self).ok_or_else(|| fault("path", "id", Problem::WrongType(Kind::Integer)).into())
    }
}

/// The parameters behind the question mark.
pub struct Params(BTreeMap<String, String>);

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        // A query that cannot be decoded has nothing in it that we know.
        let query = Query::<BTreeMap<String, String>>::from_request_parts(parts, state).await;
        Ok(Self(query.map(|Query(map)| map).unwrap_or_default()))
    }
}

impl Params {
    /// A parameter, where it is there and not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// A whole number, brought into its range.
    ///
    /// # Errors
    /// Where it is no whole number.
    pub fn clamped(&self, name: &str, default: i64, least: i64, most: i64) -> Outcome<i64> {
        let Some(text) = self.text(name) else { return Ok(default) };
        match text.parse::<i128>() {
            Ok(number) => Ok(i64::try_from(number.clamp(least.into(), most.into())).unwrap_or(default)),
            // More digits than even that holds are still a number, far outside the range.
            Err(error) => match error.kind() {
                std::num::IntErrorKind::PosOverflow => Ok(most),
                std::num::IntErrorKind::NegOverflow => Ok(least),
                _ => Err(fault("query", name, Problem::WrongType(Kind::Integer))),
            },
        }
    }

    /// A whole number that is not brought into any range.
    ///
    /// # Errors
    /// Where it is no whole number.
    pub fn number(&self, name: &str) -> Outcome<Option<i64>> {
        self.text(name).map(|_| self.clamped(name, 0, i64::MIN, i64::MAX)).transpose()
    }

    /// Yes or no.
    ///
    /// # Errors
    /// Where it is neither.
    pub fn flag(&self, name: &str, default: bool) -> Outcome<bool> {
        match self.text(name).map(str::to_ascii_lowercase).as_deref() {
            None => Ok(default),
            Some("true" | "1" | "yes" | "on") => Ok(true),
            Some("false" | "0" | "no" | "off") => Ok(false),
            Some(_) => Err(fault("query", name, Problem::WrongType(Kind::Flag))),
        }
    }

    /// One of these words.
    ///
    /// # Errors
    /// Where it is none of them.
    pub fn word<T: Copy>(&self, name: &str, all: &[T], as_str: fn(T) -> &'static str) -> Outcome<Option<T>> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let known = || all.iter().map(|word| as_str(*word).to_owned()).collect();
        let found = all.iter().copied().find(|word| as_str(*word) == text);
        found.map(Some).ok_or_else(|| fault("query", name, Problem::UnknownWord(known())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::order::OrderStatus;

    fn params(name: &str, value: &str) -> Params {
        Params(BTreeMap::from([(name.to_owned(), value.to_owned())]))
    }

    #[test]
    fn a_limit_outside_its_range_is_brought_into_it() {
        let limit = |text: &str| params("limit", text).clamped("limit", 100, 1, 500);
        for (text, want) in [
            ("", 100),
            ("7", 7),
            ("0", 1),
            ("-9", 1),
            ("501", 500),
            ("99999999999999999999999999999999999999999999", 500),
            ("-99999999999999999999999999999999999999999999", 1),
        ] {
            assert_eq!(limit(text), Ok(want), "{text}");
        }
        for bad in ["x", "1.5", "1e2", " 1"] {
            assert!(matches!(limit(bad), Err(Refusal::Invalid(_))), "{bad}");
        }
        assert_eq!(params("other", "1").clamped("limit", 100, 1, 500), Ok(100));
    }

    #[test]
    fn words_and_flags() {
        let status =
            |text: &str| params("status", text).word("status", OrderStatus::ALL, OrderStatus::as_str);
        assert_eq!(status("ready"), Ok(Some(OrderStatus::Ready)));
        assert_eq!(status(""), Ok(None));
        assert!(status("READY").is_err());
        assert_eq!(params("active_only", "False").flag("active_only", true), Ok(false));
        assert_eq!(params("active_only", "").flag("active_only", true), Ok(true));
        assert!(params("active_only", "2").flag("active_only", true).is_err());
    }
}
