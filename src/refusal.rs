//! Why something was refused, without a word of text: `server` maps it to a status and English, `app` to the
//! reader's language.

use serde::{Deserialize, Serialize};

use crate::{order::OrderStatus, stock::Shortage};

/// What a decision or a service answers.
pub type Outcome<T> = Result<T, Refusal>;

/// A thing that can be missing or taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// An order.
    Order,
    /// An item of the menu.
    MenuItem,
    /// An ingredient.
    Ingredient,
    /// A user.
    User,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// It has to be there.
    Missing,
    /// It is of another type than this one (`a string`, `a number`, `true or false`, `a list`, `an object`).
    WrongType(Kind),
    /// A text with fewer characters than this.
    TooShort(u32),
    /// A text with more characters than this, or a list with more entries.
    TooLong(u32),
    /// A number below this one.
    BelowMinimum(i64),
    /// A number above this one.
    AboveMaximum(i64),
    /// A number that has to be above 0, and is not once rounded to the decimals that are kept.
    NotPositive,
    /// A price or amount higher than is kept.
    TooLarge,
    /// A text with a NUL character.
    NulCharacter,
    /// None of the words that are known here.
    UnknownWord(Vec<String>),
    /// The body is not JSON.
    NotJson,
    /// Nothing was ordered.
    Empty,
    /// Not a UUID.
    NotAUuid,
}

/// The type that a field should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
    /// A list.
    List,
    /// An object.
    Object,
}

/// One field that is wrong, and where it stands: `["body", "items", "0", "quantity"]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The way to the field.
    pub loc: Vec<String>,
    /// What is wrong there.
    pub problem: Problem,
}

impl Fault {
    /// A fault in the body at a way such as `items.0.quantity`.
    pub fn body(way: &str, problem: Problem) -> Self {
        let loc = std::iter::once("body").chain(way.split('.').filter(|part| !part.is_empty()));
        Self { loc: loc.map(str::to_owned).collect(), problem }
    }
}

/// Why it was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Nobody is signed in.
    NoToken,
    /// The token is malformed, expired or revoked.
    BadToken,
    /// Unknown user, wrong password, or an inactive user: they look alike.
    BadCredentials,
    /// Too many failed sign-ins; how many seconds to wait.
    TooManyAttempts(u32),
    /// The role does not allow it, or the request comes from a foreign page.
    Denied,
    /// No such thing.
    NotFound(Noun),
    /// The name is taken.
    NameTaken(Noun),
    /// Fields missing, of the wrong type or out of range.
    Invalid(Vec<Fault>),
    /// The idempotency key came before with another body.
    KeyReused,
    /// An ordered item that does not exist (its id).
    UnknownItem(i64),
    /// An ordered item that is not sold any more (its id).
    InactiveItem(i64),
    /// A recipe or order names an ingredient that does not exist (its id).
    UnknownIngredient(i64),
    /// A recipe names the same ingredient twice (its id).
    IngredientTwice(i64),
    /// Stock cannot be set below zero.
    NegativeStock,
    /// The status machine has no such step.
    NoSuchStep {
        /// The status it has.
        from: OrderStatus,
        /// The status that was asked for.
        to: OrderStatus,
    },
    /// A cancelled order takes no payment.
    OrderCancelled,
    /// What was given for this parameter is not a date.
    NotADate(String),
    /// A report begins after it ends.
    RangeReversed,
    /// A report covers more days than this.
    RangeTooLong(u32),
    /// There is not enough in stock; every short ingredient and only those.
    InsufficientStock(Vec<Shortage>),
    /// `AUTH_DISABLED` is set and there is no active user to act as.
    NobodyToActAs,
    /// The shop's data is there already: the demo is only for an empty shop.
    NotEmpty,
    /// The database or the queue cannot take it now; how many seconds to wait.
    Busy(u32),
    /// Our own fault; the cause is in the log.
    Internal,
}

impl Refusal {
    /// A single wrong field of the body.
    pub fn field(way: &str, problem: Problem) -> Self {
        Self::Invalid(vec![Fault::body(way, problem)])
    }
}
