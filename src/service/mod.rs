//! What the shop can do: authorise, load, decide, hand to the writer. Every function takes the context first and
//! authorises on its first line.

pub mod approval;
mod attempts;
pub mod audit;
pub mod choice;
pub mod combo;
pub mod device;
pub mod display;
pub mod identity;
pub mod kitchen;
pub mod menu;
pub mod menu_file;
pub mod order;
pub mod pickup;
pub mod printing;
pub mod report;
pub mod section;
pub mod settings;
pub mod shift;
pub mod shop;
pub mod stock;
pub mod user;

use std::sync::Arc;

use crate::{
    Outcome, Refusal,
    approval::{Deed, Presented},
    identity::{Action, Actor, Role},
    store::{Store, Version},
    write::{Command, Key, Request},
};

pub(crate) use attempts::Attempts;

/// Who asks, from where, and of which store.
#[derive(Clone)]
pub struct Context {
    /// The shop's data.
    pub store: Arc<Store>,
    /// Who is signed in.
    pub actor: Option<Actor>,
    /// Their session's id; none where `AUTH_DISABLED` is set.
    pub session: Option<String>,
    /// The client's address.
    pub address: Option<String>,
    /// The token of the device that asks, where it is paired or was.
    pub device: Option<String>,
    /// The token of an approval that the request came with.
    pub grant: Option<String>,
    /// How far the shop's data had come when the request was let in, where that is known.
    pub seen: Option<Version>,
}

/// The `Idempotency-Key` of a POST, its path, and a hash of its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyedBody {
    /// The path that was asked.
    pub path: String,
    /// 1-255 characters.
    pub key: String,
    /// SHA-256 over the canonical JSON of the body.
    pub body_hash: String,
}

impl Context {
    /// Nobody in particular.
    pub const fn public(store: Arc<Store>) -> Self {
        Self { store, actor: None, session: None, address: None, device: None, grant: None, seen: None }
    }

    /// The program itself, where somebody with access to its database uses the command line.
    pub fn of_program(store: Arc<Store>) -> Self {
        let actor =
            Actor { user_id: 0, username: "sunnyside".to_owned(), role: Role::Owner, auth_disabled: false };
        Self {
            store,
            actor: Some(actor),
            session: None,
            address: None,
            device: None,
            grant: None,
            seen: None,
        }
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// `NoToken` where nobody is.
    pub fn actor(&self) -> Outcome<&Actor> {
        self.actor.as_ref().ok_or(Refusal::NoToken)
    }

    /// Refuses what the actor may not do.
    ///
    /// # Errors
    /// `NoToken`, `Denied`.
    pub fn may(&self, action: Action) -> Outcome<&Actor> {
        let actor = self.actor()?;
        actor.may(action)?;
        Ok(actor)
    }

    /// With the token of an approval, where there is one; an empty one is none.
    #[must_use]
    pub fn with_grant(self, token: Option<String>) -> Self {
        Self { grant: token.filter(|token| !token.is_empty()), ..self }
    }

    /// Refuses what the actor may not do, unless somebody who may has approved it: whether the approval is good is
    /// decided with the command, which has to be written through what this gives.
    ///
    /// # Errors
    /// `NoToken`, `Denied`.
    pub fn may_if_approved(&self, deed: Deed) -> Outcome<Approved<'_>> {
        let actor = self.actor()?;
        match (actor.may(deed.action()), &self.grant) {
            (Err(refusal), None) => Err(refusal),
            _ => Ok(self.approved(deed)),
        }
    }

    /// What was approved of this request, for a deed that only the decision can tell the need of (a discount above the
    /// limit); the rest was authorised before.
    pub fn approved(&self, deed: Deed) -> Approved<'_> {
        Approved { context: self, deed }
    }

    /// Hands a command to the writer; it was authorised before.
    async fn write<T: serde::de::DeserializeOwned>(
        &self,
        command: Command,
        key: Option<KeyedBody>,
    ) -> Outcome<T> {
        self.write_with(None, command, key).await
    }

    async fn write_with<T: serde::de::DeserializeOwned>(
        &self,
        approval: Option<Presented>,
        command: Command,
        key: Option<KeyedBody>,
    ) -> Outcome<T> {
        let actor = self.actor()?.clone();
        let key = key.map(|keyed| {
            let KeyedBody { path, key, body_hash } = keyed;
            (Key { user_id: actor.user_id, method: "POST".to_owned(), path, key }, body_hash)
        });
        self.store.write(Request { actor, address: self.address.clone(), key, approval, command }).await
    }
}

/// A request that may go on because its role allows it, or because of an approval that the decision will look at.
#[must_use]
pub struct Approved<'a> {
    context: &'a Context,
    deed: Deed,
}

impl Approved<'_> {
    /// Hands a command to the writer. An approval is used up with it, in the same transaction.
    async fn write<T: serde::de::DeserializeOwned>(
        self,
        command: Command,
        key: Option<KeyedBody>,
    ) -> Outcome<T> {
        let deed = self.deed;
        let hash = self.context.grant.as_deref().map(approval::hash);
        let presented = hash.map(|hash| Presented { hash, deed });
        self.context.write_with(presented, command, key).await
    }
}
