//! Approvals at the counter.

use sunnyside::{
    account::{Password, Pin, Secret},
    approval::{Approval, Deed, Subject},
    identity::Action,
    service::approval::{self, Given},
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Created,
    body::{Body, Fields, integer, text, word},
    created,
    describe::open_to,
};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(grant))
}

/// What is to be approved, and who approves.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the body, which `Fields` reads")]
struct ApprovalIn {
    action: Deed,
    /// The order: for a refund, a cancellation, or a discount on an order that was taken.
    order_id: Option<i64>,
    /// The device's id of the order that is being taken: for a discount on it.
    #[schema(max_length = 80)]
    client_id: Option<String>,
    /// Who approves.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    username: String,
    /// Their PIN.
    #[schema(min_length = 4, max_length = 6, pattern = r"^[0-9]+$", format = Password)]
    pin: Option<String>,
    /// Their password, where no PIN is given.
    #[schema(min_length = 1, max_length = 128, format = Password)]
    password: Option<String>,
}

fn asked(f: &Fields<'_>) -> Option<(Approval, String, Secret)> {
    let deed = f.need("action", word(Deed::ALL, Deed::as_str));
    let (order_id, client_id) = (f.may("order_id", integer), f.may("client_id", text));
    let username = f.need("username", text);
    let secret = if f.is_given("password") {
        f.need("password", text).map(|password| Secret::Password(Password(password)))
    } else {
        f.need("pin", text).map(|pin| Secret::Pin(Pin(pin)))
    };
    let subject = match (order_id, client_id) {
        (Some(id), _) => Subject::Order(id),
        (None, Some(id)) => Subject::Draft(id.to_lowercase()),
        (None, None) => Subject::Shop,
    };
    Some((Approval { deed: deed?, subject }, username?, secret?))
}

/// Approve what somebody else asks to do
///
/// Who is signed in asks, the one who is named approves; the token goes with the command as `X-Approval`, by the same
/// user, within two minutes, once. After 10 failures within 60 s for one address and name, further tries are refused
/// until the window has passed.
#[utoipa::path(
    post,
    path = "/api/auth/approvals",
    tag = "auth",
    request_body(content = ApprovalIn, example = json!({"action": "refund", "order_id": 42, "username": "manager1", "pin": "1470"})),
    responses(
        (status = 201, description = "The token, and who approved", body = Given),
        (status = 400, description = "The PIN or the password is wrong"),
        (status = 429, description = "Too many failures"),
    ),
    extensions(("x-roles" = json!(open_to(Action::OrderTake))))
)]
async fn grant(signed: Signed, body: Body) -> Created<Given> {
    let context = signed.may(Action::OrderTake)?;
    let (asked, username, secret) = body.object(asked)?;
    created(approval::grant(&context, asked, &username, secret).await?)
}
