//! What a refusal is in HTTP: a status, an English `detail`, and when to try again.

mod detail;

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::json;
use sunnyside::{Refusal, stock::Shortage};
use utoipa::ToSchema;

pub use detail::{detail, file_message, message};

/// The body of every refusal.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"detail": "Permission denied"}))]
pub struct ErrorBody {
    /// Why: a sentence, or data that says more.
    detail: Detail,
}

/// Why a request was refused.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "bodies are written as JSON; this describes them")]
enum Detail {
    /// A sentence.
    Sentence(String),
    /// A sentence, and what it is about.
    Told(Told),
    /// Everything that is wrong with what was sent.
    Faults(Vec<FieldFault>),
}

/// A sentence, and what it is about.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"message": "Insufficient inventory", "shortages": [
    {"ingredient_name": "雞蛋", "current_stock": 1, "required": 2, "unit": "顆"},
]}))]
struct Told {
    /// The sentence.
    message: String,
    /// Every short ingredient and only those, where stock does not suffice.
    #[schema(nullable = false)]
    shortages: Option<Vec<Shortage>>,
}

/// One thing that is wrong with what was sent.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"loc": ["body", "items", "0", "quantity"], "msg": "should be at least 1"}))]
struct FieldFault {
    /// The way to it: `body`, `query`, `path` or `header`, then names and places in lists.
    loc: Vec<String>,
    /// What is wrong there.
    msg: String,
}

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

/// The status of the answer.
pub fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NoToken | Refusal::BadToken | Refusal::BadCredentials => StatusCode::UNAUTHORIZED,
        Refusal::TooManyAttempts(_) => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Denied | Refusal::MayNotApprove | Refusal::NotApproved | Refusal::NotPaired => {
            StatusCode::FORBIDDEN
        }
        Refusal::NotFound(_) => StatusCode::NOT_FOUND,
        Refusal::NameTaken(_)
        | Refusal::OrderCancelled
        | Refusal::InsufficientStock(_)
        | Refusal::MoreThanSold(_)
        | Refusal::MoreThanMethodHolds
        | Refusal::NotAmendable
        | Refusal::OrderRefunded
        | Refusal::OrderUnpaid
        | Refusal::OrderHeld
        | Refusal::HeldElsewhere
        | Refusal::OrderMovedOn
        | Refusal::RecalledTooLate
        | Refusal::PriceIsFinal
        | Refusal::ShiftIsOpen
        | Refusal::NoOpenShift
        | Refusal::LastOwner
        | Refusal::NotEmpty => StatusCode::CONFLICT,
        Refusal::Invalid(_) | Refusal::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::UnknownItem(_)
        | Refusal::PaymentsMismatch
        | Refusal::TooLittleTendered
        | Refusal::WrongPassword
        | Refusal::WrongPin(_)
        | Refusal::InactiveItem(_)
        | Refusal::SoldOut(_)
        | Refusal::UnknownModifier(_)
        | Refusal::ChoiceCount { .. }
        | Refusal::UnknownCombo(_)
        | Refusal::InactiveCombo(_)
        | Refusal::DrinkCount { .. }
        | Refusal::SideCount { .. }
        | Refusal::DrinkNotEligible { .. }
        | Refusal::UnknownLine(_)
        | Refusal::UnknownIngredient(_)
        | Refusal::IngredientTwice(_)
        | Refusal::Unknown(..)
        | Refusal::Twice(..)
        | Refusal::BlankCode
        | Refusal::SideCodeTwice(_)
        | Refusal::MoreThanListed { .. }
        | Refusal::TooManyDefaults { .. }
        | Refusal::BadMenuFile(_)
        | Refusal::NegativeStock
        | Refusal::UsageByHand
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

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::{
        Quantity,
        order::OrderStatus,
        refusal::{Noun, Problem},
    };

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
            (Refusal::ShiftIsOpen, 409, "A shift is already open"),
            (Refusal::NoOpenShift, 409, "No shift is open"),
            (Refusal::UsageByHand, 400, "Usage is recorded by orders alone"),
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
