//! What a file would change in a shop, step by step.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    FileFault, FileItem, FileProblem, FileRule, MenuFile, Report, ReportLine, Thing, code_of, split_tag,
};
use crate::menu::{
    Category, Combo, ComboDraft, ComboPatch, ComboSide, ItemDraft, ItemPatch, MenuItem, SectionDraft,
};

/// What the shop has: all of it, or at least what the file names.
#[derive(Clone, Debug, Default)]
pub struct Shop {
    /// Items.
    pub items: Vec<MenuItem>,
    /// Categories.
    pub categories: Vec<Category>,
    /// Bundles.
    pub combos: Vec<Combo>,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
    /// How many items stay as they are.
    pub same_items: usize,
    /// How many bundles stay as they are.
    pub same_rules: usize,
}

/// One step. Names stand for what has no id yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A category that a tag names.
    NewCategory(SectionDraft),
    /// A new item, and the name of its category.
    NewItem(ItemDraft, Option<String>),
    /// An item changes (id, name), and is given the category of that name.
    ChangeItem(i64, String, ItemPatch, Option<String>),
    /// A new bundle with these drinks.
    NewCombo(Box<ComboDraft>, Vec<String>),
    /// A bundle changes (id, code); drinks where they change.
    ChangeCombo(i64, String, Box<ComboPatch>, Option<Vec<String>>),
}

/// A step whose names have become ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ready {
    /// Create a category.
    NewCategory(SectionDraft),
    /// Create an item.
    NewItem(ItemDraft),
    /// Change an item.
    ChangeItem(i64, ItemPatch),
    /// Create a bundle.
    NewCombo(Box<ComboDraft>),
    /// Change a bundle.
    ChangeCombo(i64, Box<ComboPatch>),
}

/// Which id a name has by now.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Items.
    pub items: BTreeMap<String, i64>,
    /// Categories.
    pub categories: BTreeMap<String, i64>,
}

impl From<&Shop> for Names {
    fn from(shop: &Shop) -> Self {
        Self {
            items: shop.items.iter().map(|item| (item.name.clone(), item.id)).collect(),
            categories: shop.categories.iter().map(|c| (c.name.clone(), c.id)).collect(),
        }
    }
}

impl Step {
    /// Puts ids in the place of names; `None` where a name has none, which a step before it should have seen to.
    pub fn ready(&self, names: &Names) -> Option<Ready> {
        let category = |name: &String| names.categories.get(name).copied();
        let items = |drinks: &[String]| {
            drinks.iter().map(|name| names.items.get(name).copied()).collect::<Option<Vec<i64>>>()
        };
        Some(match self {
            Self::NewCategory(draft) => Ready::NewCategory(draft.clone()),
            Self::NewItem(draft, None) => Ready::NewItem(draft.clone()),
            Self::NewItem(draft, Some(name)) => {
                Ready::NewItem(ItemDraft { category_id: Some(category(name)?), ..draft.clone() })
            }
            Self::ChangeItem(id, _, patch, None) => Ready::ChangeItem(*id, patch.clone()),
            Self::ChangeItem(id, _, patch, Some(name)) => Ready::ChangeItem(
                *id,
                ItemPatch { category_id: Some(Some(category(name)?)), ..patch.clone() },
            ),
            Self::NewCombo(draft, drinks) => {
                let eligible_drink_item_ids = items(drinks)?;
                Ready::NewCombo(Box::new(ComboDraft { eligible_drink_item_ids, ..(**draft).clone() }))
            }
            Self::ChangeCombo(id, _, patch, drinks) => {
                let eligible_drink_item_ids = match drinks {
                    Some(drinks) => Some(items(drinks)?),
                    None => None,
                };
                Ready::ChangeCombo(*id, Box::new(ComboPatch { eligible_drink_item_ids, ..(**patch).clone() }))
            }
        })
    }

    /// What is told of it.
    pub fn line(&self) -> ReportLine {
        let (thing, name, fields) = match self {
            Self::NewCategory(draft) => (Thing::Category, &draft.name, vec![]),
            Self::NewItem(draft, _) => (Thing::Item, &draft.name, vec![]),
            Self::ChangeItem(_, name, patch, category) => {
                let fields = [
                    ("price", patch.price.is_some()),
                    ("is_active", patch.is_active.is_some()),
                    ("category", category.is_some()),
                ];
                (Thing::Item, name, named(&fields))
            }
            Self::NewCombo(draft, _) => (Thing::Rule, &draft.code, vec![]),
            Self::ChangeCombo(_, code, patch, drinks) => {
                let fields = [
                    ("name", patch.name.is_some()),
                    ("bundle_price", patch.bundle_price.is_some()),
                    ("max_drink_price", patch.max_drink_price.is_some()),
                    ("drink_choice_count", patch.drink_choice_count.is_some()),
                    ("side_choice_count", patch.side_choice_count.is_some()),
                    ("raw_rule_text", patch.raw_rule_text.is_some()),
                    ("is_active", patch.is_active.is_some()),
                    ("eligible_drinks", drinks.is_some()),
                    ("side_options", patch.side_options.is_some()),
                ];
                (Thing::Rule, code, named(&fields))
            }
        };
        ReportLine { thing, name: name.clone(), fields }
    }
}

fn named(fields: &[(&str, bool)]) -> Vec<String> {
    fields.iter().filter(|(_, changes)| *changes).map(|(name, _)| (*name).to_owned()).collect()
}

impl Plan {
    /// What is told of it.
    pub fn report(&self) -> Report {
        Report {
            lines: self.steps.iter().map(Step::line).collect(),
            same_items: self.same_items,
            same_rules: self.same_rules,
        }
    }
}

/// Plans an import.
///
/// # Errors
/// Every name that no item has, and every drink that would not be sold.
pub fn plan(file: &MenuFile, shop: &Shop) -> Result<Plan, Vec<FileFault>> {
    let faults = strangers(file, shop);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut plan = Plan::default();
    let mut categories: BTreeSet<&str> = shop.categories.iter().map(|c| c.name.as_str()).collect();
    let mut place = shop.categories.iter().map(|c| i64::from(c.position) + 1).max().unwrap_or(0);
    let mut items = Vec::new();
    for item in &file.items {
        let known = shop.items.iter().find(|known| known.name == item.name);
        let tag = split_tag(&item.name).0.filter(|_| known.is_none_or(|known| known.category_id.is_none()));
        let category = tag.map(|tag| category_of(tag, shop));
        let step = match known {
            None => Some(new_item(item, category.clone())),
            Some(known) => changed_item(item, known, category.clone()),
        };
        if let Some(name) = category.as_deref().filter(|name| !categories.contains(name)) {
            plan.steps.push(Step::NewCategory(SectionDraft {
                name: name.to_owned(),
                name_en: None,
                position: place.min(crate::menu::LAST_PLACE),
                station_id: None,
            }));
            place += 1;
            categories.extend(tag);
        }
        plan.same_items += usize::from(step.is_none());
        items.extend(step);
    }
    plan.steps.append(&mut items);
    for rule in &file.rules {
        let step = match shop.combos.iter().find(|combo| combo.code == rule.code) {
            None => Some(new_combo(rule)),
            Some(combo) => changed_combo(rule, combo),
        };
        plan.same_rules += usize::from(step.is_none());
        plan.steps.extend(step);
    }
    Ok(plan)
}

/// The category that a tag stands for: where it was given another label, the one that its other items are in.
fn category_of(tag: &str, shop: &Shop) -> String {
    let is_there = shop.categories.iter().any(|category| category.name == tag);
    let relabelled = || {
        let sibling = shop.items.iter().filter(|item| split_tag(&item.name).0 == Some(tag));
        let id = sibling.filter_map(|item| item.category_id).next()?;
        shop.categories.iter().find(|category| category.id == id).map(|category| category.name.clone())
    };
    if is_there { tag.to_owned() } else { relabelled().unwrap_or_else(|| tag.to_owned()) }
}

fn strangers(file: &MenuFile, shop: &Shop) -> Vec<FileFault> {
    let mut sold: BTreeMap<&str, bool> =
        shop.items.iter().map(|item| (item.name.as_str(), item.is_active)).collect();
    for item in &file.items {
        let before = sold.get(item.name.as_str()).copied().unwrap_or(true);
        sold.insert(&item.name, item.is_active.unwrap_or(before));
    }
    let mut faults = Vec::new();
    for (index, rule) in file.rules.iter().enumerate() {
        // One that could not be read has its fault already.
        for (at, drink) in rule.drinks.iter().enumerate().filter(|(_, drink)| !drink.is_empty()) {
            let problem = match sold.get(drink.as_str()) {
                Some(true) => continue,
                Some(false) => FileProblem::InactiveItem(drink.clone()),
                None => FileProblem::UnknownItem(drink.clone()),
            };
            let place = format!("combo_rules[{index}].drink_rule.eligible_drinks[{at}]");
            faults.push(FileFault { place, problem });
        }
    }
    faults
}

fn new_item(item: &FileItem, category: Option<String>) -> Step {
    let draft = ItemDraft {
        name: item.name.clone(),
        price: item.price,
        is_active: item.is_active.unwrap_or(true),
        ..ItemDraft::default()
    };
    Step::NewItem(draft, category)
}

fn changed_item(item: &FileItem, known: &MenuItem, category: Option<String>) -> Option<Step> {
    let patch = ItemPatch {
        price: (item.price != known.price).then_some(item.price),
        is_active: item.is_active.filter(|is_active| *is_active != known.is_active),
        ..ItemPatch::default()
    };
    let changes = patch != ItemPatch::default() || category.is_some();
    changes.then(|| Step::ChangeItem(known.id, item.name.clone(), patch, category))
}

/// The sides as they are from now on; what somebody said that a side stands for stays with its code.
fn sides_of(rule: &FileRule, known: &[ComboSide]) -> Vec<ComboSide> {
    let items = |code: &str| known.iter().find(|side| side.code == code).map(|side| side.items.clone());
    let side = |(code, name): &(String, String)| {
        let code = code_of(code);
        ComboSide { items: items(&code).unwrap_or_default(), code, name: name.clone() }
    };
    rule.sides.iter().map(side).collect()
}

fn new_combo(rule: &FileRule) -> Step {
    let draft = ComboDraft {
        code: rule.code.clone(),
        name: rule.name.clone(),
        bundle_price: rule.bundle_price,
        max_drink_price: rule.max_drink_price,
        drink_choice_count: rule.drink_choice_count,
        side_choice_count: rule.side_choice_count,
        raw_rule_text: rule.raw_rule_text.clone(),
        is_active: rule.is_active.unwrap_or(true),
        eligible_drink_item_ids: vec![],
        side_options: sides_of(rule, &[]),
    };
    Step::NewCombo(Box::new(draft), rule.drinks.clone())
}

fn changed_combo(rule: &FileRule, known: &Combo) -> Option<Step> {
    let sides = sides_of(rule, &known.side_options);
    let (drink_count, side_count) = (rule.drink_choice_count, rule.side_choice_count);
    let patch = ComboPatch {
        code: None,
        name: (rule.name != known.name).then(|| rule.name.clone()),
        bundle_price: (rule.bundle_price != known.bundle_price).then_some(rule.bundle_price),
        max_drink_price: (rule.max_drink_price != known.max_drink_price).then_some(rule.max_drink_price),
        drink_choice_count: (drink_count != i64::from(known.drink_choice_count)).then_some(drink_count),
        side_choice_count: (side_count != i64::from(known.side_choice_count)).then_some(side_count),
        raw_rule_text: (rule.raw_rule_text != known.raw_rule_text).then(|| rule.raw_rule_text.clone()),
        is_active: rule.is_active.filter(|is_active| *is_active != known.is_active),
        eligible_drink_item_ids: None,
        side_options: (sides != known.side_options).then_some(sides),
    };
    let is_same = known.eligible_drinks.iter().map(|drink| &drink.menu_item_name).eq(&rule.drinks);
    let drinks = (!is_same).then(|| rule.drinks.clone());
    let changes = patch != ComboPatch::default() || drinks.is_some();
    changes.then(|| Step::ChangeCombo(known.id, rule.code.clone(), Box::new(patch), drinks))
}
