//! Accounts: what a new one needs, what can be changed of one, and passwords that no log ever shows.

use crate::{Outcome, Refusal, identity::Role, menu::text_fault, refusal::Fault};

/// The shortest password that is taken.
pub const SHORTEST_PASSWORD: u32 = 8;
/// The longest password that is taken.
pub const LONGEST_PASSWORD: u32 = 128;
/// The longest name.
pub const LONGEST_USERNAME: u32 = 80;

/// A password as it was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(pub String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(password)")
    }
}

impl Password {
    /// What is wrong with it as a new password, if anything.
    fn fault(&self, way: &str) -> Option<Fault> {
        text_fault(way, &self.0, SHORTEST_PASSWORD, LONGEST_PASSWORD)
    }
}

/// A new account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountDraft {
    /// The name to sign in with, kept as it is sent.
    pub username: String,
    /// The password to sign in with.
    pub password: Password,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub is_active: bool,
}

/// What changes of an account; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountPatch {
    /// What they may do.
    pub role: Option<Role>,
    /// Whether they may sign in.
    pub is_active: Option<bool>,
    /// A password in the place of the one before.
    pub password: Option<Password>,
}

/// One's own password, and the one to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordChange {
    /// As it is.
    pub current: Password,
    /// As it should be.
    pub new: Password,
}

fn checked(faults: impl IntoIterator<Item = Option<Fault>>) -> Outcome<()> {
    let faults: Vec<Fault> = faults.into_iter().flatten().collect();
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

impl AccountDraft {
    /// Checks the lengths.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        checked([
            text_fault("username", &self.username, 1, LONGEST_USERNAME),
            self.password.fault("password"),
        ])
    }
}

impl AccountPatch {
    /// Checks the length of the password, where there is one.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        checked([self.password.as_ref().and_then(|password| password.fault("password"))])
    }
}

impl PasswordChange {
    /// Checks the lengths.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        checked([
            text_fault("current_password", &self.current.0, 1, LONGEST_PASSWORD),
            self.new.fault("new_password"),
        ])
    }
}

/// Whether two names are one: case makes no difference.
pub fn is_same_name(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_characters() {
        for (username, password, places) in [
            ("阿明", "豆漿油條燒餅飯糰", vec![]),
            ("x", "12345678", vec![]),
            (&"名".repeat(80), &"密".repeat(128), vec![]),
            ("", "12345678", vec!["username"]),
            (" \u{3000}", "12345678", vec!["username"]),
            (&"名".repeat(81), "1234567", vec!["username", "password"]),
            ("x", &"密".repeat(129), vec!["password"]),
            ("x", "", vec!["password"]),
        ] {
            let draft = AccountDraft {
                username: username.to_owned(),
                password: Password(password.to_owned()),
                role: Role::Staff,
                is_active: true,
            };
            let found = match draft.check() {
                Ok(()) => vec![],
                Err(Refusal::Invalid(faults)) => faults.iter().map(|f| f.loc[1].clone()).collect(),
                Err(other) => panic!("{other:?}"),
            };
            assert_eq!(found, places, "{username} {password}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let change =
            PasswordChange { current: Password("hush-hush".into()), new: Password("hush-1234".into()) };
        assert!(!format!("{change:?}").contains("hush"));
    }

    #[test]
    fn case_makes_no_difference() {
        assert!(is_same_name("Owner1", "oWNER1") && is_same_name("ÉMILE", "émile"));
        assert!(!is_same_name("owner1", "owner2") && !is_same_name("阿明", "阿華"));
    }
}
