//! Reads a JSON body and gathers everything that is wrong with its fields; what they may be is the rules' business.

use std::cell::RefCell;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::StatusCode,
};
use serde_json::{Map, Value};
use sunnyside::{
    Moment, Money, Outcome, Percent, Quantity, Refusal, UnitCost,
    refusal::{Fault, Kind, Problem},
    service::KeyedBody,
};

use super::{canonical, error::Refused};

/// The body of a request, and the key that it came with. Nothing is complained about before it is asked for, so that
/// who may not do a thing hears that first.
pub struct Body {
    json: Result<Option<Value>, Problem>,
    path: String,
    key: Option<Result<String, Problem>>,
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let path = request.uri().path().to_owned();
        let key = request.headers().get("idempotency-key").map(|value| read_key(value.as_bytes()));
        let bytes =
            Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => {
                    Refused::plain(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 1 MiB")
                }
                _ => Refused::plain(StatusCode::BAD_REQUEST, "The body did not arrive"),
            })?;
        let json = if bytes.is_empty() {
            Ok(None)
        } else {
            serde_json::from_slice(&bytes).map(Some).map_err(|_| Problem::NotJson)
        };
        Ok(Self { json, path, key })
    }
}

fn read_key(bytes: &[u8]) -> Result<String, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| Problem::WrongType(Kind::Text))?;
    match text.chars().count() {
        0 => Err(Problem::TooShort(1)),
        1..=255 => Ok(text.to_owned()),
        _ => Err(Problem::TooLong(255)),
    }
}

impl Body {
    fn value(&self) -> Outcome<Option<&Value>> {
        self.json.as_ref().map(Option::as_ref).map_err(|problem| Refusal::field("", problem.clone()))
    }

    /// The `Idempotency-Key` with a hash of the body, where there is a key.
    ///
    /// # Errors
    /// Where the key is none.
    pub fn key(&self) -> Outcome<Option<KeyedBody>> {
        let Some(key) = &self.key else { return Ok(None) };
        let loc = || vec!["header".to_owned(), "Idempotency-Key".to_owned()];
        let key = key.clone().map_err(|problem| Refusal::Invalid(vec![Fault { loc: loc(), problem }]))?;
        Ok(Some(KeyedBody { path: self.path.clone(), key, body_hash: canonical::hash(self.value()?) }))
    }

    /// Reads an object.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn object<T>(&self, read: impl FnOnce(&Fields<'_>) -> Option<T>) -> Outcome<T> {
        let value = self.value()?.ok_or_else(|| Refusal::field("", Problem::Missing))?;
        self.gather(|faults| read(&Fields::of(value, String::new(), faults)?))
    }

    /// Reads an object that may be left out.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn object_or<T>(&self, absent: T, read: impl FnOnce(&Fields<'_>) -> Option<T>) -> Outcome<T> {
        match self.value()? {
            None | Some(Value::Null) => Ok(absent),
            Some(_) => self.object(read),
        }
    }

    /// Reads a list of objects.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn list<T>(&self, read: impl Fn(&Fields<'_>) -> Option<T>) -> Outcome<Vec<T>> {
        let value = self.value()?.ok_or_else(|| Refusal::field("", Problem::Missing))?;
        self.gather(|faults| entries(value, "", faults, read))
    }

    fn gather<T>(&self, read: impl FnOnce(&RefCell<Vec<Fault>>) -> Option<T>) -> Outcome<T> {
        let faults = RefCell::new(Vec::new());
        let thing = read(&faults);
        match (faults.into_inner(), thing) {
            (faults, Some(thing)) if faults.is_empty() => Ok(thing),
            (faults, _) => Err(Refusal::Invalid(faults)),
        }
    }
}

/// The fields of an object, and where it stands in the body.
pub struct Fields<'a> {
    map: &'a Map<String, Value>,
    way: String,
    faults: &'a RefCell<Vec<Fault>>,
}

impl<'a> Fields<'a> {
    fn of(value: &'a Value, way: String, faults: &'a RefCell<Vec<Fault>>) -> Option<Self> {
        match value {
            Value::Object(map) => Some(Self { map, way, faults }),
            _ => {
                faults.borrow_mut().push(Fault::body(&way, Problem::WrongType(Kind::Object)));
                None
            }
        }
    }

    /// Notes that a field is wrong.
    pub fn fault(&self, name: &str, problem: Problem) {
        self.faults.borrow_mut().push(Fault::body(&joined(&self.way, name), problem));
    }

    fn present(&self, name: &str) -> Option<&'a Value> {
        self.map.get(name).filter(|value| !value.is_null())
    }

    /// A field that may be absent or `null`.
    pub fn may<T>(&self, name: &str, read: impl FnOnce(&Value) -> Result<T, Problem>) -> Option<T> {
        let value = self.present(name)?;
        read(value).map_err(|problem| self.fault(name, problem)).ok()
    }

    /// A field that has to be there.
    pub fn need<T>(&self, name: &str, read: impl FnOnce(&Value) -> Result<T, Problem>) -> Option<T> {
        if self.present(name).is_none() {
            self.fault(name, Problem::Missing);
        }
        self.may(name, read)
    }

    /// Whether a field is there and not `null`.
    pub fn is_given(&self, name: &str) -> bool {
        self.present(name).is_some()
    }

    /// A field that `null` clears: `None` where it is absent, `Some(None)` where it is `null`.
    pub fn clearable<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Value) -> Result<T, Problem>,
    ) -> Option<Option<T>> {
        match self.map.get(name) {
            None => None,
            Some(Value::Null) => Some(None),
            Some(_) => self.may(name, read).map(Some),
        }
    }

    /// An object; absent or `null` is none.
    pub fn object<T>(&self, name: &str, read: impl FnOnce(&Fields<'_>) -> Option<T>) -> Option<T> {
        let fields = Fields::of(self.present(name)?, joined(&self.way, name), self.faults)?;
        read(&fields)
    }

    /// A list of objects; absent or `null` is an empty one.
    pub fn list<T>(&self, name: &str, read: impl Fn(&Fields<'_>) -> Option<T>) -> Vec<T> {
        let value = self.present(name);
        value
            .and_then(|value| entries(value, &joined(&self.way, name), self.faults, read))
            .unwrap_or_default()
    }

    /// A list of ids; absent or `null` is an empty one.
    pub fn ids(&self, name: &str, most: usize) -> Vec<i64> {
        let entries = match self.present(name) {
            None => return Vec::new(),
            Some(Value::Array(entries)) => entries,
            Some(_) => {
                self.fault(name, Problem::WrongType(Kind::List));
                return Vec::new();
            }
        };
        if entries.len() > most {
            self.fault(name, Problem::TooLong(u32::try_from(most).unwrap_or(u32::MAX)));
        }
        let one = |(index, entry)| {
            integer(entry).map_err(|problem| self.fault(&format!("{name}.{index}"), problem)).ok()
        };
        entries.iter().enumerate().filter_map(one).collect()
    }
}

fn joined(way: &str, name: &str) -> String {
    if way.is_empty() { name.to_owned() } else { format!("{way}.{name}") }
}

fn entries<T>(
    value: &Value,
    way: &str,
    faults: &RefCell<Vec<Fault>>,
    read: impl Fn(&Fields<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let Value::Array(entries) = value else {
        faults.borrow_mut().push(Fault::body(way, Problem::WrongType(Kind::List)));
        return None;
    };
    let place = |index: usize| joined(way, &index.to_string());
    // Every entry is looked at, so that all faults are told; one that cannot be read has left its fault behind.
    let read_one = |(index, entry)| Fields::of(entry, place(index), faults).and_then(|fields| read(&fields));
    Some(entries.iter().enumerate().filter_map(read_one).collect())
}

/// A text without NUL, which no database of ours keeps.
pub fn text(value: &Value) -> Result<String, Problem> {
    match value {
        Value::String(text) if text.contains('\0') => Err(Problem::NulCharacter),
        Value::String(text) => Ok(text.clone()),
        _ => Err(Problem::WrongType(Kind::Text)),
    }
}

/// `true` or `false` and nothing that merely looks like it.
pub fn flag(value: &Value) -> Result<bool, Problem> {
    value.as_bool().ok_or(Problem::WrongType(Kind::Flag))
}

/// A whole number; `1.0` is one, `"1"` is not.
pub fn integer(value: &Value) -> Result<i64, Problem> {
    let Value::Number(number) = value else { return Err(Problem::WrongType(Kind::Integer)) };
    if !canonical::is_whole(number.as_str()) {
        return Err(Problem::WrongType(Kind::Integer));
    }
    sunnyside::decimal::parse(number.as_str(), 0).map_err(|_| Problem::TooLarge)
}

/// A count from 1 to so many.
pub fn count(most: u32) -> impl Fn(&Value) -> Result<u32, Problem> {
    move |value| match u32::try_from(integer(value)?) {
        Ok(0) => Err(Problem::BelowMinimum(1)),
        Ok(count) if count <= most => Ok(count),
        Err(_) if integer(value)? < 1 => Err(Problem::BelowMinimum(1)),
        _ => Err(Problem::AboveMaximum(i64::from(most))),
    }
}

/// One of these words.
pub fn word<T: Copy>(
    all: &'static [T],
    as_str: fn(T) -> &'static str,
) -> impl Fn(&Value) -> Result<T, Problem> {
    move |value| {
        let word = text(value)?;
        let known = || all.iter().map(|one| as_str(*one).to_owned()).collect();
        all.iter().copied().find(|one| as_str(*one) == word).ok_or_else(|| Problem::UnknownWord(known()))
    }
}

fn digits(value: &Value) -> Result<&str, Problem> {
    match value {
        Value::Number(number) => Ok(number.as_str()),
        _ => Err(Problem::WrongType(Kind::Number)),
    }
}

/// An amount of money.
pub fn money(value: &Value) -> Result<Money, Problem> {
    Money::parse(digits(value)?).map_err(|_| Problem::TooLarge)
}

/// A share in percent.
pub fn percent(value: &Value) -> Result<Percent, Problem> {
    Percent::parse(digits(value)?).map_err(|_| Problem::TooLarge)
}

/// A moment in RFC 3339.
pub fn moment(value: &Value) -> Result<Moment, Problem> {
    text(value)?.parse().map_err(|_| Problem::NotAMoment)
}

/// An amount of an ingredient.
pub fn quantity(value: &Value) -> Result<Quantity, Problem> {
    Quantity::parse(digits(value)?).map_err(|_| Problem::TooLarge)
}

/// What one unit costs.
pub fn unit_cost(value: &Value) -> Result<UnitCost, Problem> {
    UnitCost::parse(digits(value)?).map_err(|_| Problem::TooLarge)
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
