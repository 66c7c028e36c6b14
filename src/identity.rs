//! Who works here and what each role may do.

use serde::{Deserialize, Serialize};

use crate::{Moment, Outcome, Refusal};

/// A role; the order is the order in which `AUTH_DISABLED` looks for somebody to act as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Owns the shop.
    Owner,
    /// Runs the shop.
    Manager,
    /// Takes orders at the counter.
    Staff,
    /// Cooks.
    Kitchen,
}

impl Role {
    /// Every role, in the order in which `AUTH_DISABLED` looks for somebody to act as.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Manager, Self::Staff, Self::Kitchen];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::Staff => "staff",
            Self::Kitchen => "kitchen",
        }
    }

    /// The role of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// The page where this role begins its work.
    pub const fn landing(self) -> &'static str {
        match self {
            Self::Staff => "/pos",
            Self::Kitchen => "/kds",
            Self::Owner | Self::Manager => "/",
        }
    }
}

/// What somebody wants to do; every service function names one on its first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See the menu with its prices.
    MenuRead,
    /// Say that something is sold out, or there again.
    MenuSoldOut,
    /// Change items and recipes, and see recipes.
    MenuManage,
    /// See orders, live events and the shop's state.
    OrderRead,
    /// Take an order or its payment.
    OrderTake,
    /// Give money back for an order.
    OrderRefund,
    /// Take more off an order than the settings let staff take off.
    DiscountFreely,
    /// Move an order through the kitchen.
    OrderMove,
    /// See which ingredients run low.
    LowStockRead,
    /// See and change ingredients and movements.
    StockManage,
    /// See, open and close shifts, and move cash by hand.
    ShiftManage,
    /// See how the shop is set.
    SettingsRead,
    /// Change how the shop is set.
    SettingsManage,
    /// See what was sold, earned and used.
    ReportRead,
    /// See or change one's own session and password.
    OwnSession,
    /// See who works here, and change it.
    UsersManage,
    /// See who did what.
    AuditRead,
}

impl Action {
    /// Whether a role may do it (the "who" column of the contract).
    pub const fn is_open_to(self, role: Role) -> bool {
        use Role::{Kitchen, Manager, Owner, Staff};
        match self {
            Self::MenuRead | Self::MenuSoldOut | Self::OrderRead | Self::OwnSession => true,
            Self::MenuManage
            | Self::StockManage
            | Self::OrderRefund
            | Self::DiscountFreely
            | Self::ShiftManage
            | Self::SettingsRead
            | Self::ReportRead
            | Self::AuditRead => matches!(role, Manager | Owner),
            Self::SettingsManage | Self::UsersManage => matches!(role, Owner),
            Self::OrderTake => matches!(role, Staff | Manager | Owner),
            Self::OrderMove | Self::LowStockRead => matches!(role, Kitchen | Manager | Owner),
        }
    }
}

/// Somebody who is signed in, as far as a decision needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Row id of the user.
    pub user_id: i64,
    /// The name they sign in with.
    pub username: String,
    /// What they may do.
    pub role: Role,
    /// True where nobody signed in because `AUTH_DISABLED` is set: then no role is refused.
    pub auth_disabled: bool,
}

impl Actor {
    /// Refuses with `Denied` what the role may not do.
    pub fn may(&self, action: Action) -> Outcome<()> {
        if self.auth_disabled || action.is_open_to(self.role) { Ok(()) } else { Err(Refusal::Denied) }
    }
}

/// A user as the API shows one: never with a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct User {
    /// Row id.
    pub id: i64,
    /// The name they sign in with.
    pub username: String,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub is_active: bool,
}

/// Somebody to choose from a list at the counter, and whether a PIN of theirs is good there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// Row id.
    pub id: i64,
    /// The name they sign in with.
    pub username: String,
    /// What they may do.
    pub role: Role,
    /// They have a PIN, and this device takes it; otherwise it has to be the password.
    pub by_pin: bool,
}

/// What a successful sign-in gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// The signed token; a bearer's, or a browser's cookie.
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: String,
    /// When the token ends by itself.
    pub expires_at: Moment,
    /// Who it is.
    pub user: User,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_who_column() {
        use Role::{Kitchen, Manager, Owner, Staff};
        let table = [
            (Action::MenuRead, vec![Owner, Manager, Staff, Kitchen]),
            (Action::MenuSoldOut, vec![Owner, Manager, Staff, Kitchen]),
            (Action::OrderRead, vec![Owner, Manager, Staff, Kitchen]),
            (Action::OwnSession, vec![Owner, Manager, Staff, Kitchen]),
            (Action::MenuManage, vec![Owner, Manager]),
            (Action::StockManage, vec![Owner, Manager]),
            (Action::ShiftManage, vec![Owner, Manager]),
            (Action::SettingsRead, vec![Owner, Manager]),
            (Action::SettingsManage, vec![Owner]),
            (Action::AuditRead, vec![Owner, Manager]),
            (Action::UsersManage, vec![Owner]),
            (Action::ReportRead, vec![Owner, Manager]),
            (Action::OrderTake, vec![Owner, Manager, Staff]),
            (Action::OrderRefund, vec![Owner, Manager]),
            (Action::DiscountFreely, vec![Owner, Manager]),
            (Action::OrderMove, vec![Owner, Manager, Kitchen]),
            (Action::LowStockRead, vec![Owner, Manager, Kitchen]),
        ];
        for (action, allowed) in table {
            for role in Role::ALL {
                let actor = Actor { user_id: 1, username: "x".into(), role, auth_disabled: false };
                assert_eq!(actor.may(action).is_ok(), allowed.contains(&role), "{action:?} {role:?}");
                assert!(Actor { auth_disabled: true, ..actor }.may(action).is_ok());
            }
        }
    }
}
