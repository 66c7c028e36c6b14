//! Choices: what may be changed on an item, how many of a group, and what each costs and uses.

use serde::{Deserialize, Serialize};

use super::RecipeLine;
use crate::Money;

/// Choices that belong together: the size of a drink, what is added to an omelette.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ModifierGroup {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// At least so many have to be chosen; 0 where the group may be passed over.
    pub min_choices: u32,
    /// At most so many may be chosen.
    pub max_choices: u32,
    /// Where it stands among the groups.
    pub position: i32,
    /// The choices, in their order.
    pub modifiers: Vec<Modifier>,
}

/// One choice: 加蛋, 去蔥.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Modifier {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// What it adds to the price of one item; below 0 where it makes it cheaper.
    pub price_delta: Money,
    /// Chosen where a client says nothing of choices.
    pub is_default: bool,
    /// Whether it can be chosen.
    pub is_active: bool,
    /// What one of it takes out of stock.
    #[serde(default)]
    pub recipe: Vec<RecipeLine>,
}
