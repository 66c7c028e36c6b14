//! Who works here, and passwords.

use axum::{Json, http::StatusCode};
use serde_json::Value;
use sunnyside::{
    account::{AccountDraft, AccountPatch, Password, PasswordChange, Pin, PinChange},
    identity::{Action, Role, User},
    refusal::Problem,
    service::user,
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer, Created,
    body::{Body, Fields, flag, text, word},
    created,
    describe::open_to,
    error::Refused,
    params::Id,
};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(update))
        .routes(routes!(password))
        .routes(routes!(pin))
}

/// A new account.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it only describes the body")]
struct AccountIn {
    #[schema(min_length = 1, max_length = 80, pattern = r"\S", example = "ming")]
    username: String,
    #[schema(min_length = 8, max_length = 128, pattern = r"\S", format = Password, example = "eggs-and-soy-milk")]
    password: String,
    role: Role,
    /// Whether they may sign in.
    #[schema(default = true)]
    is_active: Option<bool>,
}

/// What changes of an account; what is absent or `null` stays.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it only describes the body")]
struct AccountPatchIn {
    role: Option<Role>,
    is_active: Option<bool>,
    /// A new password in the place of the one before.
    #[schema(min_length = 8, max_length = 128, pattern = r"\S", format = Password)]
    password: Option<String>,
    /// A PIN of 4 to 6 digits for the devices of the shop; `null` takes it away.
    #[schema(min_length = 4, max_length = 6, pattern = r"^[0-9]+$", format = Password)]
    pin: Option<String>,
}

/// One's own password, and the one to come.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it only describes the body")]
struct PasswordIn {
    #[schema(min_length = 1, max_length = 128, pattern = r"\S", format = Password)]
    current_password: String,
    #[schema(min_length = 8, max_length = 128, pattern = r"\S", format = Password)]
    new_password: String,
}

/// One's own PIN to come.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it only describes the body")]
struct PinIn {
    #[schema(min_length = 1, max_length = 128, pattern = r"\S", format = Password)]
    current_password: String,
    /// 4 to 6 digits; `null` takes the PIN away.
    #[schema(min_length = 4, max_length = 6, pattern = r"^[0-9]+$", format = Password)]
    pin: Option<String>,
}

fn secret(value: &Value) -> Result<Password, Problem> {
    text(value).map(Password)
}

fn digits(value: &Value) -> Result<Pin, Problem> {
    text(value).map(Pin)
}

fn role(value: &Value) -> Result<Role, Problem> {
    word(&Role::ALL, Role::as_str)(value)
}

fn draft(f: &Fields<'_>) -> Option<AccountDraft> {
    let (username, password) = (f.need("username", text), f.need("password", secret));
    let (role, is_active) = (f.need("role", role), f.may("is_active", flag).unwrap_or(true));
    Some(AccountDraft { username: username?, password: password?, role: role?, is_active })
}

fn patch(f: &Fields<'_>) -> Option<AccountPatch> {
    Some(AccountPatch {
        role: f.may("role", role),
        is_active: f.may("is_active", flag),
        password: f.may("password", secret),
        pin: f.clearable("pin", digits),
    })
}

fn change(f: &Fields<'_>) -> Option<PasswordChange> {
    let (current, new) = (f.need("current_password", secret), f.need("new_password", secret));
    Some(PasswordChange { current: current?, new: new? })
}

fn pin_change(f: &Fields<'_>) -> Option<PinChange> {
    let (current, pin) = (f.need("current_password", secret), f.may("pin", digits));
    Some(PinChange { current: current?, pin })
}

/// Who has an account
#[utoipa::path(
    get,
    path = "/api/auth/users",
    tag = "auth",
    responses(
        (status = 200, description = "Everybody who has an account, by id", body = Vec<User>),
    ),
    extensions(("x-roles" = json!(open_to(Action::UsersManage))))
)]
async fn list(Signed(context): Signed) -> Answer<Vec<User>> {
    Ok(Json(user::list(&context).await?))
}

/// Add an account
#[utoipa::path(
    post,
    path = "/api/auth/users",
    tag = "auth",
    request_body = AccountIn,
    responses(
        (status = 201, description = "The new account", body = User),
        (status = 409, description = "The name is taken; case makes no difference"),
    ),
    extensions(("x-roles" = json!(open_to(Action::UsersManage))))
)]
async fn create(signed: Signed, body: Body) -> Created<User> {
    let context = signed.may(Action::UsersManage)?;
    created(user::create(&context, body.object(draft)?).await?)
}

/// Change an account
///
/// Who is deactivated, gets another role or another password is signed out everywhere.
#[utoipa::path(
    put,
    path = "/api/auth/users/{id}",
    tag = "auth",
    params(("id" = i64, Path, description = "The user")),
    request_body = AccountPatchIn,
    responses(
        (status = 200, description = "The account as it is now", body = User),
        (status = 404, description = "No such user"),
        (status = 409, description = "The last active owner can be neither deactivated nor demoted"),
    ),
    extensions(("x-roles" = json!(open_to(Action::UsersManage))))
)]
async fn update(signed: Signed, Id(id): Id, body: Body) -> Answer<User> {
    let context = signed.may(Action::UsersManage)?;
    Ok(Json(user::update(&context, id, body.object(patch)?).await?))
}

/// Change my own password
#[utoipa::path(
    post,
    path = "/api/auth/password",
    tag = "auth",
    request_body = PasswordIn,
    responses(
        (status = 204, description = "Changed; one's other sessions have ended"),
        (status = 400, description = "The current password is wrong"),
        (status = 404, description = "The account is gone"),
        (status = 429, description = "Too many wrong passwords"),
    ),
    extensions(("x-roles" = json!(open_to(Action::OwnSession))))
)]
async fn password(Signed(context): Signed, body: Body) -> Result<StatusCode, Refused> {
    user::change_password(&context, body.object(change)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change my own PIN
///
/// It is good on the devices of the shop alone. Without one (`null`) the PIN there was is taken away.
#[utoipa::path(
    post,
    path = "/api/auth/pin",
    tag = "auth",
    request_body = PinIn,
    responses(
        (status = 204, description = "Changed"),
        (status = 400, description = "The password is wrong"),
        (status = 404, description = "The account is gone"),
        (status = 429, description = "Too many wrong passwords"),
    ),
    extensions(("x-roles" = json!(open_to(Action::OwnSession))))
)]
async fn pin(Signed(context): Signed, body: Body) -> Result<StatusCode, Refused> {
    user::change_pin(&context, body.object(pin_change)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
