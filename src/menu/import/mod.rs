//! The menu file: what it says, what is wrong with it, and what it would change. Items are matched by name and bundles
//! by code; what exists is updated, what is new is created, nothing is deleted.

mod plan;
mod read;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use plan::{Names, Plan, Ready, Shop, Step, plan};
pub use read::read;

use super::{code_of, split_tag};
use crate::{Money, refusal::Problem};

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MenuFile {
    /// Its items.
    pub items: Vec<FileItem>,
    /// Its bundles.
    pub rules: Vec<FileRule>,
}

/// An item as a file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileItem {
    /// Its name, with its tag.
    pub name: String,
    /// Its price.
    pub price: Money,
    /// Whether it is sold; where the file is silent, a new one is and an old one stays as it is.
    pub is_active: Option<bool>,
}

/// A bundle as a file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileRule {
    /// Its code, trimmed and upper-cased.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it comes to.
    pub bundle_price: Money,
    /// The rule in words.
    pub raw_rule_text: Option<String>,
    /// Whether it is sold; where the file is silent, a new one is and an old one stays as it is.
    pub is_active: Option<bool>,
    /// Up to which price a drink is meant.
    pub max_drink_price: Option<Money>,
    /// How many drinks.
    pub drink_choice_count: i64,
    /// The drinks, by name.
    pub drinks: Vec<String>,
    /// How many sides.
    pub side_choice_count: i64,
    /// The sides: code and name.
    pub sides: Vec<(String, String)>,
}

impl MenuFile {
    /// Every item that it names, as an item or as a drink.
    pub fn item_names(&self) -> impl Iterator<Item = &String> {
        let items = self.items.iter().map(|item| &item.name);
        items.chain(self.rules.iter().flat_map(|rule| &rule.drinks))
    }

    /// How many tags its names carry: at most so many categories are new.
    pub fn tag_count(&self) -> usize {
        let tags = self.items.iter().filter_map(|item| split_tag(&item.name).0);
        tags.collect::<std::collections::BTreeSet<&str>>().len()
    }
}

/// One thing that is wrong with a file, and where: `combo_rules[1].drink_rule.eligible_drinks[3]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFault {
    /// The place in the file.
    pub place: String,
    /// What is wrong there.
    pub problem: FileProblem,
}

/// What can be wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileProblem {
    /// A field missing, of the wrong type or out of range.
    Field(Problem),
    /// A name or a code that stood further up already.
    Repeated(String),
    /// No item has this name, neither in the file nor in the shop.
    UnknownItem(String),
    /// A drink that is not sold.
    InactiveItem(String),
    /// More are to be chosen than the list has.
    MoreThanListed {
        /// How many are to be chosen.
        wanted: i64,
        /// How many the list has.
        listed: usize,
    },
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What changes, in the order in which it is done.
    pub lines: Vec<ReportLine>,
    /// How many items stay as they are.
    pub same_items: usize,
    /// How many bundles stay as they are.
    pub same_rules: usize,
}

/// One thing that is created or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLine {
    /// What it is.
    pub thing: Thing,
    /// Its name, or a bundle's code.
    pub name: String,
    /// Which fields change; none where it is new.
    pub fields: Vec<String>,
}

/// What an import makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// A category that a tag names.
    Category,
    /// An item.
    Item,
    /// A bundle.
    Rule,
}

impl Report {
    /// How many of a thing are created, and how many are changed.
    pub fn counts(&self, thing: Thing) -> (usize, usize) {
        let of = |is_new: bool| {
            self.lines.iter().filter(|line| line.thing == thing && line.fields.is_empty() == is_new).count()
        };
        (of(true), of(false))
    }
}
