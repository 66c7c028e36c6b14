//! Signing in and out, and who a token stands for.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::SaltString,
};
use jsonwebtoken::{DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::Context;
use crate::{
    Moment, Outcome, Refusal,
    clock::SECOND,
    identity::{Action, Actor, Role, SignedIn, User},
    menu::text_fault,
    store::Store,
    write::{Command, NewSession, PasswordHash, Person, Request},
};

/// A browser's session slides, but not beyond so many seconds: 30 days.
const LONGEST_SESSION_SECONDS: i64 = 30 * 24 * 3600;
/// A hash of no password, so that an unknown name takes as long as a wrong password.
const NOBODYS_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c3VubnlzaWRlLW5vYm9keQ$Zt8hqiVI0hpXHSr3H3Ii0RkLZGNQ3fgd1a3m9UHPx0c";

/// What a token says: whose, which session, from when until when (seconds).
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sub: String,
    sid: String,
    iat: i64,
    exp: i64,
}

/// A session that is alive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// When it ends by itself.
    pub expires_at: Moment,
    /// How far the shop's data had come when it was looked up.
    pub version: crate::store::Version,
}

fn argon() -> Outcome<Argon2<'static>> {
    // 19 MiB, two passes, one lane: OWASP's first recommendation for argon2id.
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| Refusal::Internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password, off the async threads and never more at once than there are cores.
///
/// # Errors
/// `Internal` where hashing fails.
pub async fn hash_password(store: &Store, password: String) -> Outcome<PasswordHash> {
    let _permit = store.hashing.acquire().await.map_err(|_| Refusal::Busy(1))?;
    let hashed = tokio::task::spawn_blocking(move || {
        let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(|_| Refusal::Internal)?;
        let hash = argon()?.hash_password(password.as_bytes(), &salt).map_err(|_| Refusal::Internal)?;
        Ok(PasswordHash(hash.to_string()))
    });
    hashed.await.map_err(|_| Refusal::Internal)?
}

/// Whether a password is the one of a hash, found out off the async threads too.
pub(super) async fn is_right(store: &Store, password: String, hash: PasswordHash) -> Outcome<bool> {
    let _permit = store.hashing.acquire().await.map_err(|_| Refusal::Busy(1))?;
    let checked = tokio::task::spawn_blocking(move || {
        let hash = argon2::PasswordHash::new(&hash.0).map_err(|_| Refusal::Internal)?;
        Ok(argon()?.verify_password(password.as_bytes(), &hash).is_ok())
    });
    checked.await.map_err(|_| Refusal::Internal)?
}

/// Signs somebody in. Unknown, inactive and wrong look alike and take the same time.
///
/// # Errors
/// `BadCredentials`, `TooManyAttempts`, `Invalid` for texts that cannot be a name or a password.
pub async fn sign_in(ctx: &Context, username: &str, password: String, is_browser: bool) -> Outcome<SignedIn> {
    let faults: Vec<_> = [text_fault("username", username, 1, 80), text_fault("password", &password, 1, 128)]
        .into_iter()
        .flatten()
        .collect();
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let attempt = ctx.store.attempts.begin(ctx.address.as_deref(), username, ctx.store.now()).await?;
    let signed = enter(ctx, username, password, is_browser).await;
    attempt.end(&signed).await;
    signed
}

async fn enter(ctx: &Context, username: &str, password: String, is_browser: bool) -> Outcome<SignedIn> {
    let store = &ctx.store;
    let found = store.person_named(username).await?;
    let nobodys = || PasswordHash(NOBODYS_HASH.to_owned());
    let hash = found.as_ref().map_or_else(nobodys, |person| person.password_hash.clone());
    let is_right = is_right(store, password, hash).await?;
    let person = found.filter(|p| is_right && p.user.is_active).ok_or(Refusal::BadCredentials)?;
    let Person { user, .. } = &person;
    let now = store.now();
    let expires_at = now.plus_seconds(store.config.token_minutes * 60);
    let longest = if is_browser { now.plus_seconds(LONGEST_SESSION_SECONDS) } else { expires_at };
    let session = NewSession {
        id: uuid::Uuid::new_v4().to_string(),
        user_id: user.id,
        is_browser,
        expires_at,
        absolute_expires_at: longest.max(expires_at),
    };
    let signed = signed_in(store, &session.id, user.clone(), now, expires_at)?;
    let actor =
        Actor { user_id: user.id, username: user.username.clone(), role: user.role, auth_disabled: false };
    let command = Command::SignIn(session, person);
    store.write::<()>(Request { actor, address: ctx.address.clone(), key: None, command }).await?;
    Ok(signed)
}

fn signed_in(store: &Store, session: &str, user: User, now: Moment, expires_at: Moment) -> Outcome<SignedIn> {
    let claims = Claims {
        sub: user.id.to_string(),
        sid: session.to_owned(),
        iat: now.0 / SECOND,
        exp: expires_at.0 / SECOND,
    };
    let key = EncodingKey::from_secret(store.config.secret.as_bytes());
    let access_token =
        jsonwebtoken::encode(&Header::default(), &claims, &key).map_err(|_| Refusal::Internal)?;
    Ok(SignedIn { access_token, token_type: "bearer".to_owned(), expires_at, user })
}

/// Who a token stands for, if its session is alive; for a `write` it may have been looked up within the last second.
///
/// # Errors
/// `BadToken` for anything that is not a living session's token.
pub async fn authenticate(store: &Arc<Store>, token: &str, write: bool) -> Outcome<(Actor, Session)> {
    let mut validation = Validation::new(jsonwebtoken::Algorithm::HS256);
    // Expiry is judged by our own clock and the session's row, below.
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(store.config.secret.as_bytes());
    let claims =
        jsonwebtoken::decode::<Claims>(token, &key, &validation).map_err(|_| Refusal::BadToken)?.claims;
    let now = store.now();
    if claims.exp <= now.0 / SECOND {
        return Err(Refusal::BadToken);
    }
    let found = if write {
        store.recent_session(&claims.sid, now).await?
    } else {
        store.live_session(&claims.sid, now).await?
    };
    let row = found.ok_or(Refusal::BadToken)?;
    let user = row.user;
    if user.id.to_string() != claims.sub {
        return Err(Refusal::BadToken);
    }
    let actor = Actor { user_id: user.id, username: user.username, role: user.role, auth_disabled: false };
    Ok((actor, Session { id: row.id, expires_at: row.expires_at, version: row.version }))
}

/// Whom everybody acts as where `AUTH_DISABLED` is set: the first active user in the order of the roles.
///
/// # Errors
/// `NobodyToActAs`.
pub async fn acting(store: &Arc<Store>) -> Outcome<Actor> {
    let users = store.active_users().await?;
    let user = Role::ALL.iter().find_map(|role| users.iter().find(|user| user.role == *role));
    let user = user.ok_or(Refusal::NobodyToActAs)?;
    Ok(Actor { user_id: user.id, username: user.username.clone(), role: user.role, auth_disabled: true })
}

/// Who is signed in.
///
/// # Errors
/// `NoToken`.
pub async fn me(ctx: &Context) -> Outcome<User> {
    let actor = ctx.may(Action::OwnSession)?;
    Ok(User { id: actor.user_id, username: actor.username.clone(), role: actor.role, is_active: true })
}

/// Ends one's own session, its sockets included.
///
/// # Errors
/// `NoToken`.
pub async fn sign_out(ctx: &Context) -> Outcome<()> {
    ctx.may(Action::OwnSession)?;
    match &ctx.session {
        Some(session) => ctx.write(Command::SignOut(session.clone()), None).await,
        None => Ok(()),
    }
}

/// Lets a browser's session go on, once it is past half its life, so that no display dies in the rush.
///
/// # Errors
/// `NoToken`.
pub async fn renew(ctx: &Context) -> Outcome<Option<SignedIn>> {
    let actor = ctx.may(Action::OwnSession)?;
    let Some(id) = &ctx.session else { return Ok(None) };
    let (store, now) = (&ctx.store, ctx.store.now());
    let row = store.live_session(id, now).await?.ok_or(Refusal::BadToken)?;
    let life = store.config.token_minutes * 60;
    let until = now.plus_seconds(life).min(row.absolute_expires_at);
    if !row.is_browser || row.expires_at > now.plus_seconds(life / 2) || until <= row.expires_at {
        return Ok(None);
    }
    let user =
        User { id: actor.user_id, username: actor.username.clone(), role: actor.role, is_active: true };
    ctx.write::<()>(Command::RenewSession(id.clone(), until), None).await?;
    Ok(Some(signed_in(store, id, user, now, until)?))
}
