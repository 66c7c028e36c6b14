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
