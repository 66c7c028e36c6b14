//! A whole file at once: the same decisions as one by one, each seeing what those before it changed.

use super::{Changes, State, combos, sections};
use crate::{
    Outcome, Refusal,
    menu::{
        SectionKind,
        import::{MenuFile, Names, Ready, Shop, plan},
    },
    write::office,
};

pub(super) fn import(state: &State, file: &MenuFile) -> Outcome<Changes> {
    let shop = Shop {
        items: state.items.values().cloned().collect(),
        categories: state.categories.values().cloned().collect(),
        combos: state.combos.values().cloned().collect(),
    };
    let plan = plan(file, &shop).map_err(Refusal::BadMenuFile)?;
    let mut names = Names::from(&shop);
    let mut scratch = state.clone();
    let mut all = Changes::answering(&plan.report());
    for step in &plan.steps {
        let changes = match step.ready(&names).ok_or(Refusal::Internal)? {
            Ready::NewCategory(draft) => sections::create(&scratch, SectionKind::Category, &draft)?,
            Ready::NewItem(draft) => office::create_item(&scratch, &draft)?,
            Ready::ChangeItem(id, patch) => office::update_item(&scratch, id, &patch)?,
            Ready::NewCombo(draft) => combos::create(&scratch, &draft)?,
            Ready::ChangeCombo(id, patch) => combos::update(&scratch, id, &patch)?,
        };
        scratch.apply(&changes);
        names.items.extend(changes.new_items.iter().map(|item| (item.name.clone(), item.id)));
        names.categories.extend(changes.categories.iter().map(|c| (c.name.clone(), c.id)));
        all.categories.extend(changes.categories);
        all.new_items.extend(changes.new_items);
        all.altered_items.extend(changes.altered_items);
        all.combos.extend(changes.combos);
        all.audit.extend(changes.audit);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        Money,
        menu::import::{FileItem, FileRule},
    };

    const NAMES: [&str; 6] = ["紅茶", "豆漿", "[TOAST] 花生", "[TOAST] 奶酥", "[RICE] 滷肉飯", "蛋餅"];

    fn item() -> impl Strategy<Value = (usize, i64, Option<bool>)> {
        (0..NAMES.len(), 1_i64..4, prop::option::of(any::<bool>()))
    }

    /// A file in which no name and no code repeats.
    fn file() -> impl Strategy<Value = MenuFile> {
        let items = prop::collection::vec(item(), 0..8);
        let drinks = prop::collection::btree_set(0..NAMES.len(), 0..4);
        let rule = (0..3_usize, 1_i64..4, drinks, prop::option::of(1_i64..3), any::<bool>());
        (items, prop::collection::vec(rule, 0..3)).prop_map(|(items, rules)| {
            let mut file = MenuFile::default();
            for (name, price, is_active) in items {
                if file.items.iter().all(|item| item.name != NAMES[name]) {
                    file.items.push(FileItem { name: NAMES[name].into(), price: Money(price), is_active });
                }
            }
            for (code, price, drinks, most, has_sides) in rules {
                let code = ["A", "B", "C"][code].to_owned();
                if file.rules.iter().all(|rule| rule.code != code) {
                    let side = |code: &str| (code.to_owned(), "薯餅".to_owned());
                    file.rules.push(FileRule {
                        code,
                        name: "套餐".into(),
                        bundle_price: Money(price),
                        max_drink_price: most.map(Money),
                        drink_choice_count: i64::from(!drinks.is_empty()),
                        drinks: drinks.into_iter().map(|name| NAMES[name].to_owned()).collect(),
                        side_choice_count: i64::from(has_sides),
                        sides: if has_sides { vec![side("A"), side("B")] } else { vec![] },
                        ..FileRule::default()
                    });
                }
            }
            file
        })
    }

    /// The state that an import finds: what is there, and ids enough.
    fn ready(mut state: State) -> State {
        let last = |ids: Option<&i64>| ids.copied().unwrap_or(0);
        let from = 1 + last(state.items.keys().max())
            .max(last(state.combos.keys().max()))
            .max(last(state.categories.keys().max()));
        state.ids.menu_items = (from..from + 20).collect();
        state.ids.categories = (from..from + 20).collect();
        state.ids.combos = (from..from + 20).collect();
        state
    }

    proptest! {
        #[test]
        fn what_was_imported_is_not_imported_again(files in prop::collection::vec(file(), 1..4)) {
            let mut state = ready(State::default());
            for file in files {
                let before = state.clone();
                // A drink that nobody sells is a fault, and then nothing is applied.
                let Ok(changes) = import(&state, &file) else { continue };
                state.apply(&changes);
                for item in &file.items {
                    let id = state.item_names[&item.name];
                    let kept = before.items.get(&id).is_none_or(|known| known.is_active);
                    prop_assert_eq!(state.items[&id].price, item.price);
                    prop_assert_eq!(state.items[&id].is_active, item.is_active.unwrap_or(kept));
                    prop_assert_eq!(state.items[&id].category_id.is_some(), item.name.starts_with('['));
                }
                prop_assert!(before.items.keys().all(|id| state.items.contains_key(id)), "nothing is deleted");
                state = ready(state);
                let again = import(&state, &file);
                prop_assert!(again.is_ok_and(|changes| changes.is_empty()), "a second run changes nothing");
            }
        }
    }
}
