//! Approvals at the counter: who may, verified there and then, lets somebody else do one thing once.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Context, device, identity::proven};
use crate::{
    Moment, Outcome, Refusal,
    account::Secret,
    approval::{Approval, Deed},
    identity::{Action, Actor, Face, User},
    menu::text_fault,
    write::{Command, NewGrant},
};

/// What was approved, as who asked gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Given {
    /// Goes with the command; good once.
    pub token: String,
    /// Who approved.
    pub approved_by: User,
    /// Until when it is good.
    pub expires_at: Moment,
}

/// SHA-256 of a token, in hex: nothing else of it is kept.
pub(crate) fn hash(token: &str) -> String {
    Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A token that nobody guesses: 256 bits, in hex.
pub(crate) fn random_token() -> String {
    rand::random::<[u8; 32]>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Approves what the one who is signed in asks to do, in the name of somebody else who proves to be there. Wrong
/// guesses count like failed sign-ins.
///
/// # Errors
/// `NoToken`, `Denied` for who takes no orders, `Invalid`, `NotPaired` for a PIN elsewhere, `WrongPin`,
/// `TooManyAttempts`, `MayNotApprove`.
pub async fn grant(ctx: &Context, asked: Approval, username: &str, secret: Secret) -> Outcome<Given> {
    let actor = ctx.may(Action::OrderTake)?;
    asked.check()?;
    text_fault("username", username, 1, 80).map_or(Ok(()), |fault| Err(Refusal::Invalid(vec![fault])))?;
    let attempts = &ctx.store.attempts;
    // Counted apart from sign-ins: a PIN mistyped at the counter keeps nobody from signing in with a password.
    let who = match secret {
        Secret::Pin(_) => format!("pin:{}:{username}", device::paired(ctx).await?.id),
        Secret::Password(_) => username.to_owned(),
    };
    let attempt = attempts.begin(ctx.address.as_deref(), &who, ctx.store.now()).await?;
    let left = attempt.left();
    let given = async {
        let person = proven(&ctx.store, username, secret).await?.ok_or(Refusal::WrongPin(left))?;
        if !asked.deed.action().is_open_to(person.user.role) {
            return Err(Refusal::MayNotApprove);
        }
        let (token, user) = (random_token(), person.user.clone());
        let approved_by = Actor {
            user_id: user.id,
            username: user.username.clone(),
            role: user.role,
            auth_disabled: false,
        };
        let new = NewGrant {
            hash: hash(&token),
            approval: asked,
            asked_by: actor.user_id,
            approved_by,
            expires_at: ctx.store.now(),
        };
        let expires_at = ctx.write(Command::Approve(new, person), None).await?;
        Ok(Given { token, approved_by: user, expires_at })
    };
    let given = given.await;
    attempt.end(&given).await;
    given
}

/// Who may approve it, by name.
///
/// # Errors
/// `NoToken`, `Denied` for who takes no orders.
pub async fn approvers(ctx: &Context, deed: Deed) -> Outcome<Vec<Face>> {
    ctx.may(Action::OrderTake)?;
    let faces = ctx.store.faces(device::own(ctx).await?.is_some()).await?;
    Ok(faces.into_iter().filter(|face| deed.action().is_open_to(face.role)).collect())
}
