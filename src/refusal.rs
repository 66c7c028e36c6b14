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
    /// A bundle.
    Combo,
    /// A category of the menu.
    Category,
    /// A station of the kitchen.
    Station,
    /// A group of choices.
    ModifierGroup,
    /// A choice.
    Modifier,
    /// A printer.
    Printer,
    /// Something to be printed.
    PrintJob,
    /// A device of the shop.
    Device,
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
    /// No time zone of that name is known.
    UnknownZone,
    /// The body is not JSON.
    NotJson,
    /// Nothing was ordered.
    Empty,
    /// Digits alone make a PIN.
    NotDigits,
    /// A PIN that is among the first that anybody would try.
    WeakPin,
    /// An address outside of the shop's own network.
    NotOfShop,
    /// Not a UUID.
    NotAUuid,
    /// Not a moment such as `2026-11-23T07:30:00Z`.
    NotAMoment,
    /// Only one of two fields that mean the same may be given.
    NotBoth,
    /// A key of the keyboard that means something else already.
    KeyTaken,
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
    /// The last active owner can be neither deactivated nor demoted.
    LastOwner,
    /// The present password, asked for again, is another one.
    WrongPassword,
    /// A PIN, or a password in its place, is wrong; how many tries are left.
    WrongPin(u32),
    /// A PIN is good on a paired device alone.
    NotPaired,
    /// Who was asked may not approve this.
    MayNotApprove,
    /// The approval is not good for this, was used up, or is over.
    NotApproved,
    /// The name is taken.
    NameTaken(Noun),
    /// Fields missing, of the wrong type or out of range.
    Invalid(Vec<Fault>),
    /// The parts of a payment do not add up to the order.
    PaymentsMismatch,
    /// Less cash was handed over than it is to pay.
    TooLittleTendered,
    /// More than that method holds of an order that was paid in parts.
    MoreThanMethodHolds,
    /// The idempotency key came before with another body.
    KeyReused,
    /// An ordered item that does not exist (its id).
    UnknownItem(i64),
    /// An ordered item that is not sold any more (its id).
    InactiveItem(i64),
    /// An ordered item that is sold out for today (its id).
    SoldOut(i64),
    /// A choice that the item does not have, that is not offered, or that is named twice (its id).
    UnknownModifier(i64),
    /// Too few or too many choices of a group.
    ChoiceCount {
        /// The item.
        item: i64,
        /// The group of choices.
        group: i64,
        /// At least so many.
        least: u32,
        /// At most so many.
        most: u32,
    },
    /// An ordered bundle that does not exist (its id).
    UnknownCombo(i64),
    /// An ordered bundle that is not sold (its id).
    InactiveCombo(i64),
    /// A bundle with more or fewer drinks than it has.
    DrinkCount {
        /// The bundle.
        combo: i64,
        /// How many it has.
        count: u32,
    },
    /// A bundle with more or fewer sides than it has.
    SideCount {
        /// The bundle.
        combo: i64,
        /// How many it has.
        count: u32,
    },
    /// A drink that the bundle does not offer.
    DrinkNotEligible {
        /// The bundle.
        combo: i64,
        /// The drink.
        item: i64,
    },
    /// A line that the order does not have (its id).
    UnknownLine(i64),
    /// More of a line than was sold and not refunded yet (the line's id).
    MoreThanSold(i64),
    /// Completed and cancelled orders are not amended.
    NotAmendable,
    /// The order was refunded.
    OrderRefunded,
    /// The order is not paid.
    OrderUnpaid,
    /// The order was changed since it was looked at.
    OrderMovedOn,
    /// The held order was sold or changed at another counter.
    HeldElsewhere,
    /// The order is kept at the counter and has to be sent first.
    OrderHeld,
    /// Paid, completed and cancelled orders keep their price.
    PriceIsFinal,
    /// A recipe or order names an ingredient that does not exist (its id).
    UnknownIngredient(i64),
    /// A recipe names the same ingredient twice (its id).
    IngredientTwice(i64),
    /// The body names something that does not exist (its id).
    Unknown(Noun, i64),
    /// The body names the same thing twice (its id).
    Twice(Noun, i64),
    /// A code that is nothing but blanks.
    BlankCode,
    /// A side's code that repeats within the bundle.
    SideCodeTwice(String),
    /// More are to be chosen than the list has.
    MoreThanListed {
        /// How many are to be chosen.
        wanted: u32,
        /// How many the list has.
        listed: u32,
    },
    /// More choices stand as chosen by themselves than may be chosen.
    TooManyDefaults {
        /// How many stand so.
        defaults: u32,
        /// How many may be chosen.
        most: u32,
    },
    /// A menu file that cannot be imported: everything that is wrong with it.
    BadMenuFile(Vec<crate::menu::import::FileFault>),
    /// Stock cannot be set below zero.
    NegativeStock,
    /// Orders alone use stock up; by hand it is waste or an adjustment.
    UsageByHand,
    /// A shift is open already.
    ShiftIsOpen,
    /// No shift is open.
    NoOpenShift,
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
