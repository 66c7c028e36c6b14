//! The decisions on approvals: giving one, and using it up.

use serde_json::json;

use super::{Audit, Changes, Person, State};
use crate::{
    Moment, Outcome, Refusal,
    approval::{Approval, GRANT_SECONDS, Grant},
    identity::Actor,
};

/// An approval that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGrant {
    /// SHA-256 of the token, in hex.
    pub hash: String,
    /// For what.
    pub approval: Approval,
    /// Who asks.
    pub asked_by: i64,
    /// Who approves.
    pub approved_by: Actor,
    /// Until when it is good; the decision says so.
    pub expires_at: Moment,
}

/// Decides on an approval by somebody who was verified before the writer's turn came: they still have to be who they
/// were, and may do it themselves.
pub(super) fn approve(
    state: &State,
    asked_by: &Actor,
    new: &NewGrant,
    verified: &Person,
    now: Moment,
) -> Outcome<Changes> {
    let person = state.people.get(&verified.user.id).filter(|person| **person == *verified);
    let user = &person.filter(|person| person.user.is_active).ok_or(Refusal::BadCredentials)?.user;
    new.approval.check()?;
    if !new.approval.deed.action().is_open_to(user.role) {
        return Err(Refusal::MayNotApprove);
    }
    let grant = NewGrant { expires_at: now.plus_seconds(GRANT_SECONDS), ..new.clone() };
    let payload = json!({
        "deed": grant.approval.deed, "subject": grant.approval.subject.to_text(),
        "asked_by": {"id": asked_by.user_id, "username": asked_by.username},
        "approved_by": {"id": user.id, "username": user.username},
    });
    let audit = vec![Audit {
        action: "approval.grant",
        entity_type: "user",
        entity_id: user.id.to_string(),
        payload,
    }];
    let answer = Changes::answering(&grant.expires_at);
    Ok(Changes { audit, new_grants: vec![grant], ..answer })
}

/// Uses a grant up for these changes, and writes into each of their audit lines who approved. What changed nothing
/// uses nothing up.
pub(super) fn use_up(grant: &Grant, changes: &mut Changes) {
    if changes.audit.is_empty() {
        return;
    }
    let approved_by = json!({"id": grant.approved_by, "username": grant.approved_by_username});
    for line in &mut changes.audit {
        if let Some(payload) = line.payload.as_object_mut() {
            payload.insert("approved_by".to_owned(), approved_by.clone());
        }
    }
    changes.used_grants.push(grant.hash.clone());
}
