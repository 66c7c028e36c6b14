//! Approvals: somebody who may not do a thing asks somebody who may, at the same counter, and gets a grant that is good
//! once, for that thing, for two minutes.

use serde::{Deserialize, Serialize};

use crate::{
    Moment, Outcome, Refusal,
    identity::{Action, Actor, Role},
    refusal::Problem,
    write::{Command, Request, State},
};

/// How long a grant is good, in seconds.
pub const GRANT_SECONDS: i64 = 120;

/// What can be approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Take more off an order than staff may by themselves.
    Discount,
    /// Give money back for an order.
    Refund,
    /// Cancel an order that is paid.
    Cancel,
    /// Open or close the drawer, or move its cash.
    Shift,
    /// Enter stock that was found, so that a sale can go on.
    Found,
}

impl Deed {
    /// Every deed.
    pub const ALL: &[Self] = &[Self::Discount, Self::Refund, Self::Cancel, Self::Shift, Self::Found];

    /// The word on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Discount => "discount",
            Self::Refund => "refund",
            Self::Cancel => "cancel",
            Self::Shift => "shift",
            Self::Found => "found",
        }
    }

    /// The deed of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|deed| deed.as_str() == word)
    }

    /// What one has to be allowed to do it unasked, and to approve it.
    pub const fn action(self) -> Action {
        match self {
            Self::Discount => Action::DiscountFreely,
            Self::Refund | Self::Cancel => Action::OrderRefund,
            Self::Shift => Action::ShiftManage,
            Self::Found => Action::StockManage,
        }
    }
}

/// What it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An order, by its row id.
    Order(i64),
    /// An order that is still being taken, by the id that the device gave it.
    Draft(String),
    /// No order: the shop as a whole.
    Shop,
}

impl Subject {
    /// What a command is about.
    pub fn of(command: &Command) -> Self {
        match command {
            Command::Place(draft) => draft.client_id.as_deref().map_or(Self::Shop, Self::draft),
            Command::TakeUp(_, _, draft) => draft.client_id.as_deref().map_or(Self::Shop, Self::draft),
            Command::Pay(id, _)
            | Command::Cancel(id, _)
            | Command::SetStatus(id, _)
            | Command::Kitchen(id, _)
            | Command::Amend(id, _)
            | Command::Refund(id, _)
            | Command::Discount(id, _)
            | Command::Send(id)
            | Command::AcknowledgeRefund(id) => Self::Order(*id),
            _ => Self::Shop,
        }
    }

    fn draft(client_id: &str) -> Self {
        Self::Draft(client_id.to_lowercase())
    }

    /// As it stands in the database and in the audit.
    pub fn to_text(&self) -> String {
        match self {
            Self::Order(id) => format!("order:{id}"),
            Self::Draft(id) => format!("draft:{id}"),
            Self::Shop => "shop".to_owned(),
        }
    }

    /// The subject of such a text.
    pub fn from_text(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "shop" => Some(Self::Shop),
            Some(("order", id)) => id.parse().ok().map(Self::Order),
            Some(("draft", id)) => Some(Self::draft(id)),
            _ => None,
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// To do this…
    pub deed: Deed,
    /// … with that.
    pub subject: Subject,
}

impl Approval {
    /// A discount above the limit on an order that was taken.
    pub const fn discount(order_id: i64) -> Self {
        Self { deed: Deed::Discount, subject: Subject::Order(order_id) }
    }

    /// A discount above the limit on the order in hand, by its `client_id`.
    pub fn discount_on_draft(client_id: &str) -> Self {
        Self { deed: Deed::Discount, subject: Subject::draft(client_id) }
    }

    /// A refund.
    pub const fn refund(order_id: i64) -> Self {
        Self { deed: Deed::Refund, subject: Subject::Order(order_id) }
    }

    /// Cancelling a paid order.
    pub const fn cancel(order_id: i64) -> Self {
        Self { deed: Deed::Cancel, subject: Subject::Order(order_id) }
    }

    /// One step of the drawer: opening, closing or one cash move.
    pub const fn shift() -> Self {
        Self { deed: Deed::Shift, subject: Subject::Shop }
    }

    /// Entering stock that was found, so that an order that was taken can be paid.
    pub const fn found(order_id: i64) -> Self {
        Self { deed: Deed::Found, subject: Subject::Order(order_id) }
    }

    /// The same for the order in hand, by its `client_id`.
    pub fn found_on_draft(client_id: &str) -> Self {
        Self { deed: Deed::Found, subject: Subject::draft(client_id) }
    }

    /// Refuses a deed that is not bound to what it has to be bound to.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Outcome<()> {
        let wants = match (self.deed, &self.subject) {
            (Deed::Discount | Deed::Found, Subject::Order(_) | Subject::Draft(_))
            | (Deed::Refund | Deed::Cancel, Subject::Order(_))
            | (Deed::Shift, Subject::Shop) => return Ok(()),
            (Deed::Shift, _) => Problem::NotBoth,
            _ => Problem::Missing,
        };
        Err(Refusal::field("order_id", wants))
    }
}

/// A grant as it comes with a command: a hash of its token, and what the command would do by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// SHA-256 of the token, in hex.
    pub hash: String,
    /// What needs it.
    pub deed: Deed,
}

/// A grant that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// SHA-256 of the token, in hex.
    pub hash: String,
    /// For what.
    pub approval: Approval,
    /// Who asked; nobody else can use it.
    pub asked_by: i64,
    /// Who approved.
    pub approved_by: i64,
    /// The name that they had.
    pub approved_by_username: String,
    /// The role that they had.
    pub approved_by_role: Role,
    /// Until when it is good.
    pub expires_at: Moment,
    /// It was used up.
    pub is_used: bool,
}

impl Grant {
    /// Whether it lets that user do this, now.
    pub fn fits(&self, deed: Deed, subject: &Subject, user_id: i64, now: Moment) -> bool {
        !self.is_used
            && now < self.expires_at
            && self.asked_by == user_id
            && self.approval.deed == deed
            && self.approval.subject == *subject
    }

    /// Who asks, with the role of who approved: what that role may, this once they may too.
    pub fn lift(&self, actor: &Actor) -> Actor {
        Actor { role: self.approved_by_role, ..actor.clone() }
    }
}

/// The grant that a request needs and has; none where its role does.
///
/// # Errors
/// `NotApproved` where what it came with is not good for this, or is not any more.
pub fn of_request<'a>(state: &'a State, request: &Request, now: Moment) -> Outcome<Option<&'a Grant>> {
    let Some(presented) = &request.approval else { return Ok(None) };
    if request.actor.may(presented.deed.action()).is_ok() {
        return Ok(None);
    }
    // An order that was taken already is answered again, and its approval was used up with it.
    if let Command::Place(draft) = &request.command
        && draft.client_id.as_ref().is_some_and(|id| state.order_of_client(id).is_some())
    {
        return Ok(None);
    }
    let subject = Subject::of(&request.command);
    state
        .approvals
        .get(&presented.hash)
        .filter(|grant| grant.fits(presented.deed, &subject, request.actor.user_id, now))
        .map(Some)
        .ok_or(Refusal::NotApproved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SECOND;

    fn grant() -> Grant {
        Grant {
            hash: "h".into(),
            approval: Approval::refund(5),
            asked_by: 3,
            approved_by: 2,
            approved_by_username: "manager1".into(),
            approved_by_role: Role::Manager,
            expires_at: Moment(GRANT_SECONDS * SECOND),
            is_used: false,
        }
    }

    #[test]
    fn a_grant_is_good_for_what_it_was_given_for() {
        let (order, last) = (Subject::Order(5), Moment(GRANT_SECONDS * SECOND - 1));
        assert!(grant().fits(Deed::Refund, &order, 3, last));
        assert!(!grant().fits(Deed::Cancel, &order, 3, last), "another deed");
        assert!(!grant().fits(Deed::Refund, &Subject::Order(6), 3, last), "another order");
        assert!(!grant().fits(Deed::Refund, &Subject::Shop, 3, last), "no order");
        assert!(!grant().fits(Deed::Refund, &order, 4, last), "somebody else");
        assert!(!grant().fits(Deed::Refund, &order, 3, Moment(last.0 + 1)), "too late");
        assert!(!Grant { is_used: true, ..grant() }.fits(Deed::Refund, &order, 3, last), "a second time");
    }

    #[test]
    fn a_deed_is_bound_to_what_it_is_done_to() {
        for good in [
            Approval::discount(1),
            Approval::discount_on_draft("AB"),
            Approval::refund(1),
            Approval::cancel(1),
            Approval::shift(),
            Approval::found(1),
            Approval::found_on_draft("AB"),
        ] {
            assert_eq!(good.check(), Ok(()), "{good:?}");
            assert_eq!(Subject::from_text(&good.subject.to_text()), Some(good.subject));
            assert_eq!(Deed::from_word(good.deed.as_str()), Some(good.deed));
        }
        for (deed, subject) in [
            (Deed::Discount, Subject::Shop),
            (Deed::Refund, Subject::Shop),
            (Deed::Refund, Subject::Draft("a".into())),
            (Deed::Cancel, Subject::Draft("a".into())),
            (Deed::Shift, Subject::Order(1)),
            (Deed::Found, Subject::Shop),
        ] {
            assert!(Approval { deed, subject }.check().is_err());
        }
        assert_eq!(Subject::from_text("order:x"), None);
        assert_eq!(Subject::from_text("else"), None);
    }

    #[test]
    fn managers_and_owners_approve() {
        for deed in Deed::ALL {
            for role in Role::ALL {
                let may = matches!(role, Role::Manager | Role::Owner);
                assert_eq!(deed.action().is_open_to(role), may, "{deed:?} {role:?}");
            }
        }
    }
}
