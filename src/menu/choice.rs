//! Choices: what may be changed on an item, how many of a group, and what each costs and uses.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{RecipeLine, check_recipe_at, faults_of, place_fault, range_fault, text_fault};
use crate::{
    Money, Outcome, Refusal,
    refusal::{Fault, Noun, Problem},
};

/// The most choices of a group.
pub const MOST_CHOICES: usize = 50;
/// The most groups of an item.
pub const MOST_GROUPS: usize = 50;
/// The most that may be chosen of one group.
const MOST_CHOSEN: i64 = 20;

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

/// What a group is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupDraft {
    /// 1-80 characters.
    pub name: String,
    /// 1-80 characters.
    pub name_en: Option<String>,
    /// At least so many have to be chosen.
    pub min_choices: i64,
    /// At most so many may be chosen, 1-20, not below `min_choices`.
    pub max_choices: i64,
    /// Where it stands among the groups, 0-9999.
    pub position: i64,
    /// The choices in their order, 50 at most.
    pub modifiers: Vec<ModifierDraft>,
}

/// What a choice is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModifierDraft {
    /// The choice that it is already; `None` where it is new.
    pub id: Option<i64>,
    /// 1-80 characters.
    pub name: String,
    /// 1-80 characters.
    pub name_en: Option<String>,
    /// What it adds to the price.
    pub price_delta: Money,
    /// Chosen where a client says nothing.
    pub is_default: bool,
    /// Whether it can be chosen.
    pub is_active: bool,
    /// What one of it takes out of stock.
    pub recipe: Vec<RecipeLine>,
}

/// What changes of a group; what is `None` is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupPatch {
    /// A new name.
    pub name: Option<String>,
    /// A new English name, or none any more.
    pub name_en: Option<Option<String>>,
    /// At least so many.
    pub min_choices: Option<i64>,
    /// At most so many.
    pub max_choices: Option<i64>,
    /// Another place.
    pub position: Option<i64>,
    /// The choices as they are from now on; one that is not among them is not offered any more.
    pub modifiers: Option<Vec<ModifierDraft>>,
}

impl GroupDraft {
    /// Checks everything that needs no look at the stock.
    ///
    /// # Errors
    /// `Invalid`, `TooManyDefaults`, `IngredientTwice`; `Unknown` or `Twice` for a choice's id that is none of `known`.
    pub fn check(&self, known: &BTreeSet<i64>) -> Outcome<()> {
        let length = u32::try_from(MOST_CHOICES).unwrap_or(u32::MAX);
        let mut faults: Vec<Fault> = [
            text_fault("name", &self.name, 1, 80),
            self.name_en.as_ref().and_then(|name| text_fault("name_en", name, 1, 80)),
            range_fault("max_choices", self.max_choices, 1, MOST_CHOSEN),
            range_fault("min_choices", self.min_choices, 0, self.max_choices.clamp(0, MOST_CHOSEN)),
            place_fault(self.position),
            (self.modifiers.len() > MOST_CHOICES).then(|| Fault::body("modifiers", Problem::TooLong(length))),
        ]
        .into_iter()
        .flatten()
        .collect();
        for (index, modifier) in self.modifiers.iter().enumerate() {
            let way = |field: &str| format!("modifiers.{index}.{field}");
            faults.extend(text_fault(&way("name"), &modifier.name, 1, 80));
            let name_en = modifier.name_en.as_ref();
            faults.extend(name_en.and_then(|name| text_fault(&way("name_en"), name, 1, 80)));
            if modifier.price_delta.0.unsigned_abs() > Money::HIGHEST_PRICE.0.unsigned_abs() {
                faults.push(Fault::body(&way("price_delta"), Problem::TooLarge));
            }
        }
        faults_of(faults)?;
        let mut seen = BTreeSet::new();
        for (index, modifier) in self.modifiers.iter().enumerate() {
            check_recipe_at(&format!("modifiers.{index}.recipe"), &modifier.recipe)?;
            match modifier.id {
                Some(id) if !known.contains(&id) => return Err(Refusal::Unknown(Noun::Modifier, id)),
                Some(id) if !seen.insert(id) => return Err(Refusal::Twice(Noun::Modifier, id)),
                _ => {}
            }
        }
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let defaults = count(self.modifiers.iter().filter(|modifier| modifier.is_default).count());
        let most = u32::try_from(self.max_choices).unwrap_or(0);
        if defaults > most { Err(Refusal::TooManyDefaults { defaults, most }) } else { Ok(()) }
    }

    /// The group that it becomes; new choices take their ids from `ids`.
    ///
    /// # Errors
    /// `Internal` where the ids do not suffice.
    pub fn group(&self, id: i64, mut ids: impl Iterator<Item = i64>) -> Outcome<ModifierGroup> {
        let mut modifiers = Vec::with_capacity(self.modifiers.len());
        for modifier in &self.modifiers {
            modifiers.push(Modifier {
                id: modifier.id.or_else(|| ids.next()).ok_or(Refusal::Internal)?,
                name: modifier.name.clone(),
                name_en: modifier.name_en.clone(),
                price_delta: modifier.price_delta,
                is_default: modifier.is_default,
                is_active: modifier.is_active,
                recipe: modifier.recipe.clone(),
            });
        }
        Ok(ModifierGroup {
            id,
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            min_choices: u32::try_from(self.min_choices).unwrap_or(0),
            max_choices: u32::try_from(self.max_choices).unwrap_or(0),
            position: i32::try_from(self.position).unwrap_or(i32::MAX),
            modifiers,
        })
    }

    /// The ingredients that its choices use.
    pub fn ingredient_ids(&self) -> impl Iterator<Item = i64> {
        ingredient_ids(&self.modifiers)
    }
}

/// The ingredients that these choices use.
pub fn ingredient_ids(modifiers: &[ModifierDraft]) -> impl Iterator<Item = i64> {
    modifiers.iter().flat_map(|modifier| &modifier.recipe).map(|line| line.ingredient_id)
}

impl From<&Modifier> for ModifierDraft {
    fn from(modifier: &Modifier) -> Self {
        Self {
            id: Some(modifier.id),
            name: modifier.name.clone(),
            name_en: modifier.name_en.clone(),
            price_delta: modifier.price_delta,
            is_default: modifier.is_default,
            is_active: modifier.is_active,
            recipe: modifier.recipe.clone(),
        }
    }
}

impl GroupPatch {
    /// The group as it is afterwards, to be checked as a whole.
    pub fn over(&self, before: &ModifierGroup) -> GroupDraft {
        let kept = || before.modifiers.iter().map(ModifierDraft::from).collect();
        GroupDraft {
            name: self.name.clone().unwrap_or_else(|| before.name.clone()),
            name_en: self.name_en.clone().unwrap_or_else(|| before.name_en.clone()),
            min_choices: self.min_choices.unwrap_or_else(|| before.min_choices.into()),
            max_choices: self.max_choices.unwrap_or_else(|| before.max_choices.into()),
            position: self.position.unwrap_or_else(|| before.position.into()),
            modifiers: self.modifiers.clone().unwrap_or_else(kept),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Quantity;

    fn choice(id: Option<i64>, is_default: bool) -> ModifierDraft {
        ModifierDraft {
            id,
            name: "加蛋".into(),
            name_en: None,
            price_delta: Money(1500),
            is_default,
            is_active: true,
            recipe: vec![RecipeLine { ingredient_id: 1, quantity: Quantity(1000) }],
        }
    }

    fn group(min: i64, max: i64, modifiers: Vec<ModifierDraft>) -> GroupDraft {
        GroupDraft {
            name: "加料".into(),
            name_en: None,
            min_choices: min,
            max_choices: max,
            position: 0,
            modifiers,
        }
    }

    #[test]
    fn counts_have_bounds_and_belong_together() {
        let check = |min, max| group(min, max, vec![]).check(&BTreeSet::new());
        for (min, max) in [(0, 1), (1, 1), (0, 20), (20, 20)] {
            assert_eq!(check(min, max), Ok(()), "{min} {max}");
        }
        for (min, max) in [(0, 0), (-1, 1), (2, 1), (0, 21), (21, 21)] {
            assert!(matches!(check(min, max), Err(Refusal::Invalid(_))), "{min} {max}");
        }
    }

    #[test]
    fn a_choice_keeps_its_id_and_a_new_one_gets_one() {
        let known = BTreeSet::from([7, 8]);
        let sound = group(0, 1, vec![choice(Some(8), false), choice(None, true)]);
        assert_eq!(sound.check(&known), Ok(()));
        let made = sound.group(3, [20, 21].into_iter()).expect("ids suffice");
        assert_eq!(made.modifiers.iter().map(|m| m.id).collect::<Vec<_>>(), [8, 20]);
        let stranger = group(0, 1, vec![choice(Some(9), false)]);
        assert_eq!(stranger.check(&known), Err(Refusal::Unknown(Noun::Modifier, 9)));
        let twice = group(0, 1, vec![choice(Some(7), false), choice(Some(7), false)]);
        assert_eq!(twice.check(&known), Err(Refusal::Twice(Noun::Modifier, 7)));
        let defaults = group(0, 1, vec![choice(None, true), choice(None, true)]);
        assert_eq!(defaults.check(&known), Err(Refusal::TooManyDefaults { defaults: 2, most: 1 }));
    }
}
