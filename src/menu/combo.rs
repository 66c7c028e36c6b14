//! Bundles: a drink or more and a side or more for one price.

use serde::{Deserialize, Serialize};

use crate::Money;

/// A bundle of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Combo {
    /// Row id.
    pub id: i64,
    /// What it is called on tickets, upper case and unique: `A`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What one bundle comes to, above 0.
    pub bundle_price: Money,
    /// Up to which price a drink is meant to be chosen; for information, it is not enforced.
    pub max_drink_price: Option<Money>,
    /// How many drinks one bundle has, 0-20.
    pub drink_choice_count: u32,
    /// How many sides one bundle has, 0-20.
    pub side_choice_count: u32,
    /// The rule in words, 300 characters at most.
    pub raw_rule_text: Option<String>,
    /// Whether it is sold.
    pub is_active: bool,
    /// The drinks that may be chosen, in the order given; none means any item.
    pub eligible_drinks: Vec<ComboDrink>,
    /// The sides that may be chosen, in the order given.
    pub side_options: Vec<ComboSide>,
}

/// A drink that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ComboDrink {
    /// The item.
    pub menu_item_id: i64,
    /// Its name today.
    pub menu_item_name: String,
}

/// A side that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ComboSide {
    /// 1-20 characters, upper case, unique within the bundle.
    pub code: String,
    /// 1-120 characters.
    pub name: String,
    /// What it stands for on the menu; empty where nobody has said yet.
    #[serde(default)]
    pub items: Vec<SideItem>,
}

/// So many of an item, of which a side consists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SideItem {
    /// The item.
    pub menu_item_id: i64,
    /// How many of it, 1-100.
    pub quantity: u32,
}
