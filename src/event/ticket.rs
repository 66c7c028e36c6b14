//! What an event tells the kitchen of a ticket.

use serde::{Deserialize, Serialize};

use crate::{
    Moment, Quantity,
    kitchen::Notice,
    order::{Line, Order},
};

/// A line of a ticket: what the cook needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketLine {
    /// The line's row id.
    #[serde(default)]
    pub line_id: i64,
    /// How many.
    pub quantity: u32,
    /// Of what.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// The cook's words.
    pub note: Option<String>,
    /// What was chosen on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<TicketChoice>,
    /// The station that makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station_id: Option<i64>,
    /// Whether the kitchen has made it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
    /// What it takes out of stock, by the recipe at the sale.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<Use>,
}

/// So much of an ingredient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// Which.
    pub ingredient_id: i64,
    /// How much of its unit, for the whole line.
    pub quantity: Quantity,
}

/// What the kitchen knows of a ticket beyond the order's own state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketState {
    /// What is to be made.
    pub lines: Vec<TicketLine>,
    /// When the kitchen got it.
    pub sent_at: Moment,
    /// When its present status began.
    pub since: Moment,
    /// Since when it comes first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority_at: Option<Moment>,
    /// What the kitchen has not acknowledged yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
}

impl TicketState {
    /// A ticket that comes to the kitchen.
    pub const fn new(lines: Vec<TicketLine>, at: Moment) -> Self {
        Self { lines, sent_at: at, since: at, priority_at: None, notice: None }
    }
}

impl From<&Order> for TicketState {
    fn from(order: &Order) -> Self {
        Self {
            lines: order.items.iter().map(TicketLine::from).collect(),
            sent_at: order.sent_at.unwrap_or(order.created_at),
            since: order.status_since(),
            priority_at: order.priority_at,
            notice: order.notice.clone(),
        }
    }
}

/// A choice on a ticket's line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketChoice {
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
}

impl From<&Line> for TicketLine {
    fn from(line: &Line) -> Self {
        Self {
            line_id: line.id,
            station_id: line.station_id,
            done: line.bumped_at.is_some(),
            uses: line
                .usage
                .iter()
                .map(|usage| Use { ingredient_id: usage.ingredient_id, quantity: usage.quantity })
                .collect(),
            quantity: line.quantity,
            name: line.menu_item_name.clone(),
            name_en: line.menu_item_name_en.clone(),
            note: line.note.clone(),
            choices: line
                .modifiers
                .iter()
                .map(|m| TicketChoice { name: m.name.clone(), name_en: m.name_en.clone() })
                .collect(),
        }
    }
}
