//! Accounts: what a new one needs, what can be changed of one, and passwords that no log ever shows.

use crate::{
    Outcome, Refusal,
    identity::Role,
    menu::text_fault,
    refusal::{Fault, Problem},
};

/// The shortest password that is taken.
pub const SHORTEST_PASSWORD: u32 = 8;
/// The longest password that is taken.
pub const LONGEST_PASSWORD: u32 = 128;
/// The longest name.
pub const LONGEST_USERNAME: u32 = 80;

/// The fewest digits of a PIN.
pub const SHORTEST_PIN: usize = 4;
/// The most digits of a PIN.
pub const LONGEST_PIN: usize = 6;

/// A password as it was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(pub String);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(password)")
    }
}

/// A PIN as it was typed: 4 to 6 digits, for a device of the shop.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(pub String);

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(pin)")
    }
}

impl Pin {
    /// What is wrong with it as a new PIN, if anything.
    fn fault(&self, way: &str) -> Option<Fault> {
        let digits = self.0.as_bytes();
        let problem = if !digits.iter().all(u8::is_ascii_digit) {
            Problem::NotDigits
        } else if digits.len() < SHORTEST_PIN {
            Problem::TooShort(4)
        } else if digits.len() > LONGEST_PIN {
            Problem::TooLong(6)
        } else if is_weak(digits) {
            Problem::WeakPin
        } else {
            return None;
        };
        Some(Fault::body(way, problem))
    }
}

/// Whether it is among the first that anybody would try: one digit or two in turn (1111, 1212), pairs (1122), a row up
/// or down (1234, 9876, 7890), a year of somebody's birth.
fn is_weak(digits: &[u8]) -> bool {
    let steps = |by: u8| digits.windows(2).all(|pair| (pair[1] + 10 - pair[0]) % 10 == by);
    let in_turn = digits.iter().zip(digits.iter().skip(2)).all(|(one, next)| one == next);
    let pairs = digits.len().is_multiple_of(2) && digits.chunks(2).all(|pair| pair[0] == pair[1]);
    let year = digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20"));
    steps(1) || steps(9) || in_turn || pairs || year
}

/// What somebody proves with that they are who they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    /// Their password.
    Password(Password),
    /// Their PIN.
    Pin(Pin),
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
    /// A PIN in the place of the one before; `Some(None)` takes it away.
    pub pin: Option<Option<Pin>>,
}

/// One's own PIN to come, and the password that says that one may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinChange {
    /// One's password.
    pub current: Password,
    /// The PIN as it should be; none takes it away.
    pub pin: Option<Pin>,
}

impl PinChange {
    /// Checks the password's length and the PIN.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        checked([
            text_fault("current_password", &self.current.0, 1, LONGEST_PASSWORD),
            self.pin.as_ref().and_then(|pin| pin.fault("pin")),
        ])
    }
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
    /// Checks the password and the PIN, where there are any.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        let pin = self.pin.as_ref().and_then(Option::as_ref);
        checked([
            self.password.as_ref().and_then(|password| password.fault("password")),
            pin.and_then(|pin| pin.fault("pin")),
        ])
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
    fn a_pin_has_a_few_digits_and_is_not_the_first_to_be_tried() {
        let fault = |pin: &str| Pin(pin.into()).fault("pin").map(|fault| fault.problem);
        for good in ["1470", "2580", "3690", "4561", "90817", "274913"] {
            assert_eq!(fault(good), None, "{good}");
        }
        for weak in
            ["1111", "000000", "1234", "123456", "4321", "7890", "1212", "1122", "1987", "2011", "121212"]
        {
            assert_eq!(fault(weak), Some(Problem::WeakPin), "{weak}");
        }
        assert_eq!(fault("147"), Some(Problem::TooShort(4)));
        assert_eq!(fault("1470258"), Some(Problem::TooLong(6)));
        for other in ["147a", "１４７０", "14 70", "-1470"] {
            assert_eq!(fault(other), Some(Problem::NotDigits), "{other}");
        }
        assert!(!format!("{:?}", Secret::Pin(Pin("1470".into()))).contains("1470"));
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
