//! What a refusal says: the contract's sentence, or data where it has some.

use serde_json::{Value, json};
use sunnyside::{
    Refusal,
    menu::import::{FileFault, FileProblem},
    refusal::{Fault, Kind, Noun, Problem},
};

/// The `detail` of the body.
pub fn detail(refusal: &Refusal) -> Value {
    match refusal {
        Refusal::Invalid(faults) => faults.iter().map(fault).collect(),
        Refusal::KeyReused => json!([{
            "loc": ["header", "Idempotency-Key"],
            "msg": "this key was used before with another body",
        }]),
        Refusal::InsufficientStock(shortages) => {
            json!({ "message": "Insufficient inventory", "shortages": shortages })
        }
        Refusal::UnknownItem(id) => json!(format!("Menu item {id} does not exist")),
        Refusal::InactiveItem(id) => json!(format!("Menu item {id} is not sold at present")),
        Refusal::WrongPin(left) => json!(format!("Wrong PIN or password; {left} more tries")),
        Refusal::SoldOut(id) => json!(format!("Menu item {id} is sold out for today")),
        Refusal::UnknownModifier(id) => {
            json!(format!("Modifier {id} is not offered for this item, or is given twice"))
        }
        Refusal::ChoiceCount { item, group, least, most } => {
            json!(format!("Menu item {item} takes {least} to {most} modifiers of group {group}"))
        }
        Refusal::UnknownCombo(id) => json!(format!("Combo {id} does not exist")),
        Refusal::InactiveCombo(id) => json!(format!("Combo {id} is not sold at present")),
        Refusal::DrinkCount { combo, count } => json!(format!("Combo {combo} has {count} drinks")),
        Refusal::SideCount { combo, count } => json!(format!("Combo {combo} has {count} sides")),
        Refusal::DrinkNotEligible { combo, item } => {
            json!(format!("Menu item {item} is not a drink of combo {combo}"))
        }
        Refusal::UnknownLine(id) => json!(format!("The order has no line {id}")),
        Refusal::MoreThanSold(id) => {
            json!(format!("Line {id}: more than was sold or is not refunded yet"))
        }
        Refusal::UnknownIngredient(id) => json!(format!("Ingredient {id} does not exist")),
        Refusal::IngredientTwice(id) => json!(format!("Ingredient {id} is given twice")),
        Refusal::NotADate(name) => json!(format!("{name} should be a date such as 2026-11-23")),
        Refusal::RangeTooLong(most) => json!(format!("A report covers at most {most} days")),
        Refusal::NoSuchStep { from, to } => {
            json!(format!("An order that is {} cannot become {}", from.as_str(), to.as_str()))
        }
        Refusal::Unknown(noun, id) => json!(format!("{} {id} does not exist", noun_word(*noun))),
        Refusal::Twice(noun, id) => json!(format!("{} {id} is given twice", noun_word(*noun))),
        Refusal::SideCodeTwice(code) => json!(format!("Side code {code} is given twice")),
        Refusal::MoreThanListed { wanted, listed } => {
            json!(format!("{wanted} are to be chosen, but the list has {listed}"))
        }
        Refusal::TooManyDefaults { defaults, most } => {
            json!(format!("{defaults} choices are defaults, but only {most} may be chosen"))
        }
        Refusal::BadMenuFile(faults) => faults.iter().map(file_fault).collect(),
        _ => json!(sentence(refusal)),
    }
}

const fn noun_word(noun: Noun) -> &'static str {
    match noun {
        Noun::Order => "Order",
        Noun::MenuItem => "Menu item",
        Noun::Ingredient => "Ingredient",
        Noun::User => "User",
        Noun::Combo => "Combo",
        Noun::Category => "Category",
        Noun::Station => "Station",
        Noun::ModifierGroup => "Modifier group",
        Noun::Modifier => "Modifier",
        Noun::Printer => "Printer",
        Noun::PrintJob => "Print job",
        Noun::Device => "Device",
    }
}

fn file_fault(fault: &FileFault) -> Value {
    json!({ "loc": ["file", fault.place], "msg": file_message(&fault.problem) })
}

/// What is wrong with a place in a menu file.
pub fn file_message(problem: &FileProblem) -> String {
    match problem {
        FileProblem::Field(problem) => message(problem),
        FileProblem::Repeated(text) => format!("repeats `{text}`, which stands further up"),
        FileProblem::UnknownItem(name) => format!("names `{name}`, which neither the file nor the shop has"),
        FileProblem::InactiveItem(name) => format!("names `{name}`, which is not sold"),
        FileProblem::MoreThanListed { wanted, listed } => {
            format!("{wanted} are to be chosen, but the list has {listed}")
        }
    }
}

const fn sentence(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NoToken => "Missing bearer token",
        Refusal::BadToken => "Invalid or expired token",
        Refusal::BadCredentials => "Invalid username or password",
        Refusal::TooManyAttempts(_) => "Too many login attempts. Please try again later.",
        Refusal::Denied => "Permission denied",
        Refusal::PaymentsMismatch => "The payments do not add up to the order",
        Refusal::TooLittleTendered => "Less was handed over than it is to pay",
        Refusal::MoreThanMethodHolds => "More than was paid by that method",
        Refusal::NotFound(Noun::Order) => "Order not found",
        Refusal::NotFound(Noun::MenuItem) => "Menu item not found",
        Refusal::NotFound(Noun::Ingredient) => "Ingredient not found",
        Refusal::NotFound(Noun::User) => "User not found",
        Refusal::NotFound(Noun::Combo) => "Combo not found",
        Refusal::NotFound(Noun::Category) => "Category not found",
        Refusal::NotFound(Noun::Station) => "Station not found",
        Refusal::NotFound(Noun::ModifierGroup) => "Modifier group not found",
        Refusal::NotFound(Noun::Modifier) => "Modifier not found",
        Refusal::NotFound(Noun::Printer) => "Printer not found",
        Refusal::NotFound(Noun::PrintJob) => "Print job not found",
        Refusal::NotFound(Noun::Device) => "Device not found",
        Refusal::NameTaken(Noun::Order) => "Order already exists",
        Refusal::NameTaken(Noun::MenuItem) => "Menu item name already exists",
        Refusal::NameTaken(Noun::Ingredient) => "Ingredient name already exists",
        Refusal::NameTaken(Noun::User) => "Username already exists",
        Refusal::NameTaken(Noun::Combo) => "Combo code already exists",
        Refusal::NameTaken(Noun::Category) => "Category name already exists",
        Refusal::NameTaken(Noun::Station) => "Station name already exists",
        Refusal::NameTaken(Noun::ModifierGroup) => "Modifier group name already exists",
        Refusal::NameTaken(Noun::Device) => "Device name already exists",
        Refusal::NameTaken(Noun::Modifier) => "Modifier name already exists",
        Refusal::NameTaken(Noun::Printer) => "Printer name already exists",
        Refusal::NameTaken(Noun::PrintJob) => "Print job already exists",
        Refusal::BlankCode => "A code cannot be blank",
        Refusal::LastOwner => "The last active owner can be neither deactivated nor demoted",
        Refusal::NotPaired => "A PIN is good on a paired device alone",
        Refusal::MayNotApprove => "Only a manager or an owner can approve this",
        Refusal::NotApproved => "The approval is not good for this, was used, or has expired",
        Refusal::WrongPassword => "The current password is wrong",
        Refusal::NegativeStock => "Stock cannot be set below zero",
        Refusal::UsageByHand => "Usage is recorded by orders alone",
        Refusal::ShiftIsOpen => "A shift is already open",
        Refusal::NoOpenShift => "No shift is open",
        Refusal::RangeReversed => "start_date should not be after end_date",
        Refusal::OrderCancelled => "Cancelled orders cannot be paid",
        Refusal::NotAmendable => "Completed or cancelled orders cannot be amended",
        Refusal::OrderRefunded => "The order was cancelled or refunded",
        Refusal::OrderUnpaid => "The order is not paid",
        Refusal::OrderMovedOn => "The order was changed since it was looked at",
        Refusal::HeldElsewhere => "The held order was sold or changed at another counter",
        Refusal::OrderHeld => "The order is held; send it first",
        Refusal::PriceIsFinal => "Paid, completed or cancelled orders keep their price",
        Refusal::NobodyToActAs => "There is no active user to act as",
        Refusal::NotEmpty => "The shop already has data",
        Refusal::Busy(_) => "The shop is busy. Please try again in a moment.",
        _ => "Internal server error",
    }
}

fn fault(fault: &Fault) -> Value {
    json!({ "loc": fault.loc, "msg": message(&fault.problem) })
}

/// What is wrong with a field, in words.
pub fn message(problem: &Problem) -> String {
    match problem {
        Problem::Missing => "is required".to_owned(),
        Problem::WrongType(kind) => format!("should be {}", named(*kind)),
        Problem::TooShort(least) => {
            format!("should have at least {least} character{}, blanks not counted", plural(*least))
        }
        Problem::TooLong(most) => format!("should have at most {most} characters or entries"),
        Problem::BelowMinimum(least) => format!("should be at least {least}"),
        Problem::AboveMaximum(most) => format!("should be at most {most}"),
        Problem::NotPositive => "should be greater than 0".to_owned(),
        Problem::TooLarge => "is larger than is kept".to_owned(),
        Problem::NulCharacter => "should have no NUL character".to_owned(),
        Problem::UnknownWord(words) => format!("should be one of {}", words.join(", ")),
        Problem::UnknownZone => "should be the IANA name of a time zone".to_owned(),
        Problem::NotJson => "is not valid JSON".to_owned(),
        Problem::Empty => "should have at least one line".to_owned(),
        Problem::NotAMoment => "should be a moment such as 2026-11-23T07:30:00Z".to_owned(),
        Problem::NotBoth => "should not be given together with its alternative".to_owned(),
        Problem::KeyTaken => "should be a key that means nothing else".to_owned(),
        Problem::NotDigits => "should have digits alone".to_owned(),
        Problem::NotOfShop => "should be an address of the shop's own network, or a name for one".to_owned(),
        Problem::WeakPin => "should not be so easy to guess".to_owned(),
        Problem::NotAUuid => "should be a UUID".to_owned(),
    }
}

const fn plural(count: u32) -> &'static str {
    if count == 1 { "" } else { "s" }
}

const fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "a string",
        Kind::Integer => "a whole number",
        Kind::Number => "a number",
        Kind::Flag => "true or false",
        Kind::List => "a list",
        Kind::Object => "an object",
    }
}
