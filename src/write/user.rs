//! The decisions about people: accounts, passwords, and the sessions that end with them.

use serde_json::json;

use super::{Audit, Changes, NewSession, NewUser, PasswordHash, Person, State};
use crate::{
    Outcome, Refusal,
    account::is_same_name,
    identity::{Role, User},
    refusal::Noun,
};

/// A change of who works here. Passwords come hashed.
#[derive(Clone, Debug)]
pub enum UserCommand {
    /// Add somebody.
    Create(NewUser),
    /// Change somebody's account.
    Update(UserChange),
    /// Change one's own password: whose it is and what was verified, the new hash, and the session that stays.
    ChangePassword(Person, PasswordHash, Option<String>),
    /// Change one's own PIN, or take it away: whose it is and what was verified, and the new hash.
    ChangePin(Person, Option<PasswordHash>),
}

/// What changes of an account; what is absent stays.
#[derive(Clone, Debug)]
pub struct UserChange {
    /// Whose.
    pub id: i64,
    /// What they may do.
    pub role: Option<Role>,
    /// Whether they may sign in.
    pub is_active: Option<bool>,
    /// A new password's hash.
    pub password_hash: Option<PasswordHash>,
    /// A new PIN's hash; `Some(None)` takes the PIN away.
    pub pin_hash: Option<Option<PasswordHash>>,
    /// The session that asks: a new password does not end it.
    pub session: Option<String>,
}

impl UserCommand {
    /// How many ids it needs for accounts.
    pub(super) const fn new_users(&self) -> usize {
        if matches!(self, Self::Create(_)) { 1 } else { 0 }
    }

    pub(super) fn decide(&self, state: &State) -> Outcome<Changes> {
        match self {
            Self::Create(new) => create(state, new),
            Self::Update(change) => update(state, change),
            Self::ChangePassword(verified, hash, session) => {
                change_password(state, verified, hash, session.as_deref())
            }
            Self::ChangePin(verified, hash) => change_pin(state, verified, hash.as_ref()),
        }
    }
}

fn audit(action: &'static str, user: &User, payload: serde_json::Value) -> Audit {
    Audit { action, entity_type: "user", entity_id: user.id.to_string(), payload }
}

fn create(state: &State, new: &NewUser) -> Outcome<Changes> {
    if state.people.values().any(|person| is_same_name(&person.user.username, &new.username)) {
        return Err(Refusal::NameTaken(Noun::User));
    }
    let id = state.ids.users.front().copied().ok_or(Refusal::Internal)?;
    let person = new.with_id(id);
    let user = person.user.clone();
    let audit = vec![audit("user.create", &user, json!({"after": user}))];
    Ok(Changes { audit, new_users: vec![person], ..Changes::answering(&user) })
}

fn update(state: &State, change: &UserChange) -> Outcome<Changes> {
    let before = state.people.get(&change.id).ok_or(Refusal::NotFound(Noun::User))?;
    let user = User {
        role: change.role.unwrap_or(before.user.role),
        is_active: change.is_active.unwrap_or(before.user.is_active),
        ..before.user.clone()
    };
    let is_owner = |user: &User| user.is_active && user.role == Role::Owner;
    let others = || state.people.values().filter(|person| person.user.id != user.id);
    if is_owner(&before.user) && !is_owner(&user) && !others().any(|person| is_owner(&person.user)) {
        return Err(Refusal::LastOwner);
    }
    let mut changes = Changes::answering(&user);
    if user != before.user {
        let payload = json!({"before": before.user, "after": user});
        changes.audit.push(audit("user.update", &user, payload));
    }
    if change.password_hash.is_some() {
        changes.audit.push(audit("user.password", &user, json!({"username": user.username, "reset": true})));
        changes.ended_people.push((user.id, change.session.clone()));
    }
    if let Some(hash) = &change.pin_hash
        && (hash.is_some() || before.pin_hash.is_some())
    {
        changes.audit.push(audit("user.pin", &user, pin_payload(&user, hash.is_some(), true)));
    }
    if before.user.is_active && !user.is_active {
        changes.ended_people.push((user.id, None));
    }
    if !changes.audit.is_empty() {
        let password_hash = change.password_hash.as_ref().unwrap_or(&before.password_hash).clone();
        let pin_hash = change.pin_hash.as_ref().unwrap_or(&before.pin_hash).clone();
        changes.altered_people.push(Person { user, password_hash, pin_hash });
    }
    Ok(changes)
}

/// The current password was verified before the writer's turn came: it still has to be the one.
fn change_password(
    state: &State,
    verified: &Person,
    hash: &PasswordHash,
    session: Option<&str>,
) -> Outcome<Changes> {
    let person = still(state, verified).ok_or(Refusal::WrongPassword)?;
    let user = person.user.clone();
    let payload = json!({"username": user.username, "reset": false});
    Ok(Changes {
        audit: vec![audit("user.password", &user, payload)],
        ended_people: vec![(user.id, session.map(str::to_owned))],
        altered_people: vec![Person { user, password_hash: hash.clone(), ..person.clone() }],
        ..Changes::answering(&())
    })
}

/// Of a PIN the audit says whose it is, whether there is one, and whether somebody else set it.
fn pin_payload(user: &User, is_set: bool, reset: bool) -> serde_json::Value {
    json!({"username": user.username, "set": is_set, "reset": reset})
}

/// One's own PIN; the password was verified before the writer's turn came.
fn change_pin(state: &State, verified: &Person, hash: Option<&PasswordHash>) -> Outcome<Changes> {
    let person = still(state, verified).ok_or(Refusal::WrongPassword)?;
    let user = &person.user;
    Ok(Changes {
        audit: vec![audit("user.pin", user, pin_payload(user, hash.is_some(), false))],
        altered_people: vec![Person { pin_hash: hash.cloned(), ..person.clone() }],
        ..Changes::answering(&())
    })
}

/// The account that was looked at, where it may still sign in with the same password.
fn still<'a>(state: &'a State, verified: &Person) -> Option<&'a Person> {
    let person = state.people.get(&verified.user.id)?;
    (person.user.is_active && person.password_hash == verified.password_hash).then_some(person)
}

/// Decides on a session. A password that was changed, or an account that was closed, while the old one was being
/// verified opens none.
pub(super) fn sign_in(state: &State, session: &NewSession, verified: &Person) -> Outcome<Changes> {
    let user = &still(state, verified).ok_or(Refusal::BadCredentials)?.user;
    Ok(Changes {
        audit: vec![audit("auth.login", user, json!({"username": user.username}))],
        new_sessions: vec![session.clone()],
        ..Changes::answering(&())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Moment;

    fn person(id: i64, name: &str, role: Role, is_active: bool) -> Person {
        let user = User { id, username: name.into(), role, is_active };
        Person { user, password_hash: PasswordHash(format!("hash-of-{name}")), pin_hash: None }
    }

    fn state() -> State {
        let people = [
            person(1, "boss", Role::Owner, true),
            person(2, "retired", Role::Owner, false),
            person(3, "ming", Role::Staff, true),
        ];
        let mut state = State { people: people.map(|p| (p.user.id, p)).into(), ..State::default() };
        state.ids.users.push_back(4);
        state
    }

    fn change(id: i64) -> UserChange {
        UserChange {
            id,
            role: None,
            is_active: None,
            password_hash: None,
            pin_hash: None,
            session: Some("own".into()),
        }
    }

    fn decide(state: &State, change: UserChange) -> Outcome<Changes> {
        UserCommand::Update(change).decide(state)
    }

    #[test]
    fn a_name_is_taken_in_any_case() {
        let new = |name: &str| NewUser {
            username: name.into(),
            password_hash: PasswordHash("h".into()),
            role: Role::Kitchen,
            is_active: true,
            pin_hash: None,
        };
        for taken in ["boss", "BOSS", "Retired", "mInG"] {
            let refused = UserCommand::Create(new(taken)).decide(&state());
            assert_eq!(refused, Err(Refusal::NameTaken(Noun::User)), "{taken}");
        }
        let made = UserCommand::Create(new("hua")).decide(&state()).unwrap();
        assert_eq!(made.new_users[0].user.id, 4);
        let mut after = state();
        after.apply(&made);
        assert_eq!((after.people.len(), after.ids.users.len()), (4, 0));
    }

    #[test]
    fn the_last_active_owner_stays() {
        let mut state = state();
        for refused in [
            UserChange { is_active: Some(false), ..change(1) },
            UserChange { role: Some(Role::Manager), ..change(1) },
        ] {
            assert_eq!(decide(&state, refused), Err(Refusal::LastOwner));
        }
        let nothing = decide(&state, UserChange { role: Some(Role::Owner), ..change(1) }).unwrap();
        assert!(nothing.is_empty(), "what is the same leaves no trace");
        let back = decide(&state, UserChange { is_active: Some(true), ..change(2) }).unwrap();
        state.apply(&back);
        let gone = decide(&state, UserChange { is_active: Some(false), ..change(1) }).unwrap();
        state.apply(&gone);
        assert_eq!(
            decide(&state, UserChange { is_active: Some(false), ..change(2) }),
            Err(Refusal::LastOwner)
        );
    }

    #[test]
    fn what_ends_sessions() {
        let state = state();
        let hash = || Some(PasswordHash("new".into()));
        for (change, ended) in [
            (UserChange { role: Some(Role::Manager), ..change(3) }, vec![]),
            (UserChange { is_active: Some(false), ..change(3) }, vec![(3, None)]),
            (UserChange { password_hash: hash(), ..change(3) }, vec![(3, Some("own".to_owned()))]),
            (
                UserChange { password_hash: hash(), is_active: Some(false), ..change(3) },
                vec![(3, Some("own".to_owned())), (3, None)],
            ),
        ] {
            let changes = decide(&state, change.clone()).unwrap();
            assert_eq!(changes.ended_people, ended, "{change:?}");
            assert!(changes.audit.iter().all(|line| !line.payload.to_string().contains("hash")));
        }
    }

    #[test]
    fn what_was_verified_has_to_be_true_still() {
        let session = NewSession {
            id: "s".into(),
            user_id: 3,
            device_id: None,
            is_browser: false,
            expires_at: Moment(1),
            absolute_expires_at: Moment(1),
        };
        let verified = person(3, "ming", Role::Staff, true);
        assert!(sign_in(&state(), &session, &verified).is_ok());
        for alter in [
            UserChange { password_hash: Some(PasswordHash("new".into())), ..change(3) },
            UserChange { is_active: Some(false), ..change(3) },
        ] {
            let mut state = state();
            state.apply(&decide(&state, alter).unwrap());
            assert_eq!(sign_in(&state, &session, &verified), Err(Refusal::BadCredentials));
            let change = UserCommand::ChangePassword(verified.clone(), PasswordHash("x".into()), None);
            assert_eq!(change.decide(&state), Err(Refusal::WrongPassword));
        }
    }
}
