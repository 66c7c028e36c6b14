//! What is chosen on an item, by the rules of its groups. Plain data, no browser.

use std::collections::BTreeSet;

use sunnyside::{
    Money,
    menu::{Choice, ChoiceGroup, Left, Tile},
    order::line_total,
};

use super::cart::{CartLine, Chosen, MOST_QUANTITY, clean, unit_price};

/// An item that is being chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choosing {
    /// The item.
    pub tile: Tile,
    /// Its groups.
    pub groups: Vec<ChoiceGroup>,
    /// What is chosen.
    pub chosen: BTreeSet<i64>,
    /// How many.
    pub quantity: u32,
    /// The cook's words.
    pub note: String,
    /// The line that it changes; none where it is new.
    pub line: Option<u32>,
}

/// Whether a choice can be made now.
pub fn is_there(left: &Left, choice: &Choice) -> bool {
    left.choices.get(&choice.id) != Some(&0)
}

/// What stands by itself, as far as it is there.
pub fn usual(groups: &[ChoiceGroup], left: &Left) -> BTreeSet<i64> {
    let all = groups.iter().flat_map(|group| &group.choices);
    all.filter(|choice| choice.is_default && is_there(left, choice)).map(|choice| choice.id).collect()
}

/// What is chosen, in the order of the groups, as a line carries it.
pub fn in_order(groups: &[ChoiceGroup], chosen: &BTreeSet<i64>) -> Vec<Chosen> {
    let all = groups.iter().flat_map(|group| &group.choices).filter(|choice| chosen.contains(&choice.id));
    all.map(|choice| Chosen {
        id: choice.id,
        name: choice.name.clone(),
        name_en: choice.name_en.clone(),
        price_delta: choice.price_delta,
    })
    .collect()
}

/// Chooses one, or gives it up where it is chosen. Where only one may be, it takes the place of the other; where the
/// group is full already nothing happens, and the one that has to be is not given up.
pub fn toggle(group: &ChoiceGroup, chosen: &mut BTreeSet<i64>, id: i64) -> bool {
    let count = group.choices.iter().filter(|choice| chosen.contains(&choice.id)).count();
    if chosen.contains(&id) {
        let is_needed = group.most == 1 && group.least == 1;
        return !is_needed && chosen.remove(&id);
    }
    if group.most == 1 {
        chosen.retain(|own| group.choices.iter().all(|choice| choice.id != *own));
    } else if count >= group.most as usize {
        return false;
    }
    chosen.insert(id)
}

impl Choosing {
    /// A new one.
    pub fn new(tile: Tile, groups: Vec<ChoiceGroup>, left: &Left) -> Self {
        let chosen = usual(&groups, left);
        Self { tile, groups, chosen, quantity: 1, note: String::new(), line: None }
    }

    /// One that is in the order already.
    pub fn again(tile: Tile, groups: Vec<ChoiceGroup>, line: &CartLine) -> Self {
        let chosen = line.choice_ids().unwrap_or_default().into_iter().collect();
        let (quantity, note) = (line.quantity, line.note.clone());
        Self { tile, groups, chosen, quantity, note, line: Some(line.key) }
    }

    /// The first group that has too few or too many.
    pub fn lacking(&self) -> Option<&ChoiceGroup> {
        self.groups.iter().find(|group| {
            let count = group.choices.iter().filter(|choice| self.chosen.contains(&choice.id)).count();
            count < group.least as usize || count > group.most as usize
        })
    }

    /// What it comes to.
    pub fn total(&self) -> Money {
        let chosen = in_order(&self.groups, &self.chosen);
        line_total(unit_price(self.tile.price, chosen.iter().map(|one| one.price_delta)), self.quantity)
    }

    /// One more or one less, 1 at least.
    pub fn step(&mut self, up: bool) {
        self.quantity = (if up { self.quantity + 1 } else { self.quantity - 1 }).clamp(1, MOST_QUANTITY);
    }

    /// The line that it becomes.
    pub fn line(&self) -> CartLine {
        let choices = (!self.groups.is_empty()).then(|| in_order(&self.groups, &self.chosen));
        CartLine {
            key: self.line.unwrap_or(0),
            item_id: self.tile.id,
            name: self.tile.name.clone(),
            name_en: self.tile.name_en.clone(),
            price: self.tile.price,
            quantity: self.quantity,
            note: clean(&self.note),
            choices,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn group(least: u32, most: u32, defaults: &[i64], ids: &[i64]) -> ChoiceGroup {
        let choice = |id: &i64| Choice {
            id: *id,
            name: format!("choice {id}"),
            name_en: None,
            price_delta: Money(id * 100),
            is_default: defaults.contains(id),
            portions: None,
        };
        let choices = ids.iter().map(choice).collect();
        ChoiceGroup { id: 1, name: "加料".into(), name_en: None, least, most, choices }
    }

    fn choosing(groups: Vec<ChoiceGroup>) -> Choosing {
        let tile = Tile {
            id: 1,
            category_id: None,
            name: "蛋餅".into(),
            name_en: None,
            price: Money(4500),
            portions: None,
            groups: vec![1],
        };
        Choosing::new(tile, groups, &Left::default())
    }

    #[test]
    fn of_one_the_other_takes_its_place_and_one_that_must_be_stays() {
        let group = group(1, 1, &[2], &[2, 3]);
        let mut chosen = BTreeSet::from([2]);
        assert!(toggle(&group, &mut chosen, 3));
        assert_eq!(chosen, BTreeSet::from([3]));
        assert!(!toggle(&group, &mut chosen, 3), "one has to be");
    }

    #[test]
    fn of_several_no_more_than_the_most_and_each_can_be_given_up() {
        let group = group(0, 2, &[], &[2, 3, 4]);
        let mut chosen = BTreeSet::new();
        assert!(toggle(&group, &mut chosen, 2) && toggle(&group, &mut chosen, 4));
        assert!(!toggle(&group, &mut chosen, 3), "it is full");
        assert!(toggle(&group, &mut chosen, 2) && toggle(&group, &mut chosen, 3));
        assert_eq!(chosen, BTreeSet::from([3, 4]));
    }

    #[test]
    fn what_stands_by_itself_is_chosen_as_far_as_it_is_there() {
        let groups = [group(0, 2, &[2, 3], &[2, 3, 4])];
        let left = Left { choices: BTreeMap::from([(3, 0), (4, 0)]), ..Left::default() };
        assert_eq!(usual(&groups, &left), BTreeSet::from([2]));
    }

    #[test]
    fn the_price_follows_and_what_lacks_is_said() {
        let mut choosing = choosing(vec![group(1, 1, &[], &[15, 20]), group(0, 2, &[], &[10])]);
        assert_eq!(choosing.lacking().map(|group| group.least), Some(1));
        choosing.chosen = BTreeSet::from([15, 10]);
        choosing.step(true);
        assert_eq!((choosing.lacking(), choosing.total()), (None, Money(2 * (4500 + 1500 + 1000))));
        assert_eq!(choosing.line().choice_ids(), Some(vec![15, 10]), "in the order of the groups");
        for _ in 0..3 {
            choosing.step(false);
        }
        assert_eq!(choosing.quantity, 1);
    }
}
