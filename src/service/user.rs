//! Who works here: accounts, roles and passwords.

use super::{
    Context,
    identity::{hash_password, is_right},
};
use crate::{
    Outcome, Refusal,
    account::{AccountDraft, AccountPatch, PasswordChange, Pin, PinChange, is_same_name},
    identity::{Action, Face, User},
    refusal::Noun,
    write::{Command, NewUser, PasswordHash, UserChange, UserCommand},
};

/// Everybody who has an account, by id.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn list(ctx: &Context) -> Outcome<Vec<User>> {
    ctx.may(Action::UsersManage)?;
    ctx.store.users().await
}

/// Everybody who is active, and whether they have a PIN, by id.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn faces(ctx: &Context) -> Outcome<Vec<Face>> {
    ctx.may(Action::UsersManage)?;
    ctx.store.faces(true).await
}

/// Somebody by name; case makes no difference.
///
/// # Errors
/// `NoToken`, `Denied`, `NotFound`.
pub async fn named(ctx: &Context, username: &str) -> Outcome<User> {
    ctx.may(Action::UsersManage)?;
    let users = ctx.store.users().await?;
    users.into_iter().find(|u| is_same_name(&u.username, username)).ok_or(Refusal::NotFound(Noun::User))
}

/// Adds an account.
///
/// # Errors
/// `NoToken`, `Denied`, `Invalid`, `NameTaken`.
pub async fn create(ctx: &Context, draft: AccountDraft) -> Outcome<User> {
    ctx.may(Action::UsersManage)?;
    draft.check()?;
    let AccountDraft { username, password, role, is_active } = draft;
    let password_hash = hash_password(&ctx.store, password.0).await?;
    let new = NewUser { username, password_hash, role, is_active, pin_hash: None };
    ctx.write(Command::User(UserCommand::Create(new)), None).await
}

/// Changes an account. A new password and being deactivated end that user's sessions, the one that asks aside.
///
/// # Errors
/// `NoToken`, `Denied`, `NotFound`, `Invalid`, `LastOwner`.
pub async fn update(ctx: &Context, id: i64, patch: AccountPatch) -> Outcome<User> {
    ctx.may(Action::UsersManage)?;
    ctx.store.person(id).await?.ok_or(Refusal::NotFound(Noun::User))?;
    patch.check()?;
    let AccountPatch { role, is_active, password, pin } = patch;
    let password_hash = match password {
        Some(password) => Some(hash_password(&ctx.store, password.0).await?),
        None => None,
    };
    let pin_hash = match pin {
        Some(pin) => Some(hash_pin(ctx, pin).await?),
        None => None,
    };
    let change = UserChange { id, role, is_active, password_hash, pin_hash, session: ctx.session.clone() };
    ctx.write(Command::User(UserCommand::Update(change)), None).await
}

/// Changes one's own PIN, or takes it away. Wrong guesses of the password count like failed sign-ins.
///
/// # Errors
/// `NoToken`, `Invalid`, `WrongPassword`, `TooManyAttempts`.
pub async fn change_pin(ctx: &Context, change: PinChange) -> Outcome<()> {
    let actor = ctx.may(Action::OwnSession)?;
    change.check()?;
    let person = ctx.store.person(actor.user_id).await?.ok_or(Refusal::NotFound(Noun::User))?;
    let (attempts, address) = (&ctx.store.attempts, ctx.address.as_deref());
    let attempt = attempts.begin(address, &actor.username, ctx.store.now()).await?;
    let PinChange { current, pin } = change;
    let changed = async {
        if !is_right(&ctx.store, current.0, person.password_hash.clone()).await? {
            return Err(Refusal::WrongPassword);
        }
        let command = UserCommand::ChangePin(person, hash_pin(ctx, pin).await?);
        ctx.write(Command::User(command), None).await
    };
    let changed = changed.await;
    attempt.end(&changed).await;
    changed
}

async fn hash_pin(ctx: &Context, pin: Option<Pin>) -> Outcome<Option<PasswordHash>> {
    match pin {
        Some(pin) => hash_password(&ctx.store, pin.0).await.map(Some),
        None => Ok(None),
    }
}

/// Changes one's own password; the other sessions end. Wrong guesses count like failed sign-ins.
///
/// # Errors
/// `NoToken`, `Invalid`, `WrongPassword`, `TooManyAttempts`.
pub async fn change_password(ctx: &Context, change: PasswordChange) -> Outcome<()> {
    let actor = ctx.may(Action::OwnSession)?;
    change.check()?;
    let person = ctx.store.person(actor.user_id).await?.ok_or(Refusal::NotFound(Noun::User))?;
    let (attempts, address) = (&ctx.store.attempts, ctx.address.as_deref());
    let attempt = attempts.begin(address, &actor.username, ctx.store.now()).await?;
    let PasswordChange { current, new } = change;
    let changed = async {
        if !is_right(&ctx.store, current.0, person.password_hash.clone()).await? {
            return Err(Refusal::WrongPassword);
        }
        let hash = hash_password(&ctx.store, new.0).await?;
        let command = UserCommand::ChangePassword(person, hash, ctx.session.clone());
        ctx.write(Command::User(command), None).await
    };
    let changed = changed.await;
    attempt.end(&changed).await;
    changed
}
