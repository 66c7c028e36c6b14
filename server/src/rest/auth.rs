//! Signing in and out with a bearer token.

use axum::{
    Json,
    http::StatusCode,
    routing::{get, post},
};
use sunnyside::{
    identity::{SignedIn, User},
    service::identity,
};
use utoipa_axum::router::OpenApiRouter;

use super::{
    Answer,
    body::{Body, text},
    error::Refused,
};
use crate::{
    App,
    session::{Anyone, Signed},
};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .route("/api/auth/login", post(login))
        .route("/api/auth/me", get(me))
        .route("/api/auth/logout", post(logout))
}

async fn login(Anyone(context): Anyone, body: Body) -> Answer<SignedIn> {
    let (username, password) = body.object(|f| {
        let (username, password) = (f.need("username", text), f.need("password", text));
        username.zip(password)
    })?;
    Ok(Json(identity::sign_in(&context, &username, password, false).await?))
}

async fn me(Signed(context): Signed) -> Answer<User> {
    Ok(Json(identity::me(&context).await?))
}

async fn logout(Signed(context): Signed) -> Result<StatusCode, Refused> {
    identity::sign_out(&context).await?;
    Ok(StatusCode::NO_CONTENT)
}
