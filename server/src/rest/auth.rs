//! Signing in and out with a bearer token.

use axum::{Json, http::StatusCode};
use sunnyside::{
    identity::{Action, SignedIn, User},
    service::identity,
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer,
    body::{Body, text},
    describe::open_to,
    error::Refused,
};
use crate::{
    App,
    session::{Anyone, Signed},
};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(login)).routes(routes!(me)).routes(routes!(logout))
}

/// A name and its password.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct LoginIn {
    /// The name that one signs in with.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    username: String,
    /// Their password.
    #[schema(min_length = 1, max_length = 128, pattern = r"\S")]
    password: String,
}

/// Sign in
///
/// After 10 failures within 60 s for one address and username, further tries are refused until the window has passed.
#[utoipa::path(
    post,
    path = "/api/auth/login",
    tag = "auth",
    request_body(content = LoginIn, example = json!({"username": "owner1", "password": "owner1234"})),
    responses(
        (status = 200, description = "The token, and who it stands for", body = SignedIn),
        (status = 401, description = "Unknown or inactive user, or a wrong password: they look alike",
            example = json!({"detail": "Invalid username or password"})),
        (status = 429, description = "Too many failures"),
    ),
    extensions(("x-roles" = json!(["anyone"])))
)]
async fn login(Anyone(context): Anyone, body: Body) -> Answer<SignedIn> {
    let (username, password) = body.object(|f| {
        let (username, password) = (f.need("username", text), f.need("password", text));
        username.zip(password)
    })?;
    Ok(Json(identity::sign_in(&context, &username, password, false).await?))
}

/// Who I am
#[utoipa::path(
    get,
    path = "/api/auth/me",
    tag = "auth",
    responses((status = 200, description = "The user that the token stands for", body = User,
        example = json!({"id": 1, "username": "owner1", "role": "owner", "is_active": true}))),
    extensions(("x-roles" = json!(open_to(Action::OwnSession))))
)]
async fn me(Signed(context): Signed) -> Answer<User> {
    Ok(Json(identity::me(&context).await?))
}

/// Sign out
///
/// The token is worth nothing from then on, and its sockets are closed.
#[utoipa::path(
    post,
    path = "/api/auth/logout",
    tag = "auth",
    responses((status = 204, description = "The session has ended")),
    extensions(("x-roles" = json!(open_to(Action::OwnSession))))
)]
async fn logout(Signed(context): Signed) -> Result<StatusCode, Refused> {
    identity::sign_out(&context).await?;
    Ok(StatusCode::NO_CONTENT)
}
