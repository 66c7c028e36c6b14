//! What a refusal is in HTTP: a status, an English `detail`, and when to try again.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use sunnyside::{
    Refusal,
    refusal::{Fault, Kind, Noun, Problem},
};

/// A refused request.
#[derive(Debug)]
pub enum Refused {
    /// By a rule of the shop.
    Rule(Refusal),
    /// By HTTP itself.
    Plain(StatusCode, &'static str),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Rule(refusal)
    }
}

impl Refused {
    /// A refusal that no rule knows.
    pub const fn plain(status: StatusCode, detail: &'static str) -> Self {
        Self::Plain(status, detail)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, detail, wait) = match &self {
            Self::Plain(status, detail) => (*status, json!(detail), None),
            Self::Rule(refusal) => (status(refusal), detail(refusal), wait(refusal)),
        };
        let mut response = (status, Json(json!({ "detail": detail }))).into_response();
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
        }
        response
    }
}

const fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NoToken | Refusal::BadToken | Refusal::BadCredentials => StatusCode::UNAUTHORIZED,
        Refusal::TooManyAttempts(_) => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Denied => StatusCode::FORBIDDEN,
        Refusal::NotFound(_) => StatusCode::NOT_FOUND,
        Refusal::NameTaken(_)
        | Refusal::OrderCancelled
        | Refusal::InsufficientStock(_)
        | Refusal::NotEmpty => StatusCode::CONFLICT,
        Refusal::Invalid(_) | Refusal::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::UnknownItem(_)
        | Refusal::InactiveItem(_)
        | Refusal::UnknownIngredient(_)
        | Refusal::IngredientTwice(_)
        | Refusal::NegativeStock
        | Refusal::NotADate(_)
        | Refusal::RangeReversed
        | Refusal::RangeTooLong(_)
        | Refusal::NoSuchStep { .. } => StatusCode::BAD_REQUEST,
        Refusal::NobodyToActAs | Refusal::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn wait(refusal: &Refusal) -> Option<u32> {
    match refusal {
        Refusal::TooManyAttempts(seconds) | Refusal::Busy(seconds) => Some((*seconds).max(1)),
        Refusal::NobodyToActAs => Some(30),
        _ => None,
    }
}

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
        Refusal::UnknownIngredient(id) => json!(format!("Ingredient {id} does not exist")),
        Refusal::IngredientTwice(id) => json!(format!("Ingredient {id} is given twice")),
        Refusal::NotADate(name) => json!(format!("{name} should be a date such as 2026-11-23")),
        Refusal::RangeTooLong(most) => json!(format!("A report covers at most {most} days")),
        Refusal::NoSuchStep { from, to } => {
            json!(format!("An order that is {} cannot become {}", from.as_str(), to.as_str()))
        }
        _ => json!(sentence(refusal)),
    }
}

const fn sentence(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NoToken => "Missing bearer token",
        Refusal::BadToken => "Invalid or expired token",
        Refusal::BadCredentials => "Invalid username or password",
        Refusal::TooManyAttempts(_) => "Too many login attempts. Please try again later.",
        Refusal::Denied => "Permission denied",
        Refusal::NotFound(Noun::Order) => "Order not found",
        Refusal::NotFound(Noun::MenuItem) => "Menu item not found",
        Refusal::NotFound(Noun::Ingredient) => "Ingredient not found",
        Refusal::NotFound(Noun::User) => "User not found",
        Refusal::NameTaken(Noun::Order) => "Order already exists",
        Refusal::NameTaken(Noun::MenuItem) => "Menu item name already exists",
        Refusal::NameTaken(Noun::Ingredient) => "Ingredient name already exists",
        Refusal::NameTaken(Noun::User) => "Username already exists",
        Refusal::NegativeStock => "Stock cannot be set below zero",
        Refusal::RangeReversed => "start_date should not be after end_date",
        Refusal::OrderCancelled => "Cancelled orders cannot be paid",
        Refusal::NobodyToActAs => "There is no active user to act as",
        Refusal::NotEmpty => "The shop already has data",
        Refusal::Busy(_) => "The shop is busy. Please try again in a moment.",
        _ => "Internal server error",
    }
}

fn fault(fault: &Fault) -> Value {
    json!({ "loc": fault.loc, "msg": message(&fault.problem) })
}

fn message(problem: &Problem) -> String {
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
        Problem::NotJson => "is not valid JSON".to_owned(),
        Problem::Empty => "should have at least one line".to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::{Quantity, order::OrderStatus, stock::Shortage};

    #[test]
    fn the_contracts_words() {
        for (refusal, code, text) in [
            (Refusal::NoToken, 401, "Missing bearer token"),
            (Refusal::BadToken, 401, "Invalid or expired token"),
            (Refusal::BadCredentials, 401, "Invalid username or password"),
            (Refusal::TooManyAttempts(9), 429, "Too many login attempts. Please try again later."),
            (Refusal::Denied, 403, "Permission denied"),
            (Refusal::NotFound(Noun::Order), 404, "Order not found"),
            (Refusal::NameTaken(Noun::MenuItem), 409, "Menu item name already exists"),
            (Refusal::OrderCancelled, 409, "Cancelled orders cannot be paid"),
            (Refusal::UnknownItem(7), 400, "Menu item 7 does not exist"),
            (
                Refusal::NoSuchStep { from: OrderStatus::Ready, to: OrderStatus::Pending },
                400,
                "An order that is ready cannot become pending",
            ),
            (Refusal::Internal, 500, "Internal server error"),
        ] {
            assert_eq!((status(&refusal).as_u16(), detail(&refusal)), (code, json!(text)), "{refusal:?}");
        }
    }

    #[test]
    fn shortages_and_faults_are_data() {
        let short = Shortage {
            ingredient_name: "蛋".into(),
            current_stock: Quantity(1500),
            required: Quantity(2000),
            unit: "顆".into(),
        };
        assert_eq!(
            detail(&Refusal::InsufficientStock(vec![short])).to_string(),
            r#"{"message":"Insufficient inventory","shortages":[{"current_stock":1.5,"ingredient_name":"蛋","required":2,"unit":"顆"}]}"#
        );
        let faults = Refusal::field("items.0.quantity", Problem::BelowMinimum(1));
        assert_eq!(
            detail(&faults),
            json!([{"loc": ["body", "items", "0", "quantity"], "msg": "should be at least 1"}])
        );
    }

    #[test]
    fn who_should_wait_is_told_how_long() {
        for refusal in [Refusal::TooManyAttempts(0), Refusal::Busy(1), Refusal::NobodyToActAs] {
            assert!(Refused::from(refusal).into_response().headers().contains_key(header::RETRY_AFTER));
        }
    }
}
