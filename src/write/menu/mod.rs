//! The decisions on the menu beyond its items: categories, stations, choices, bundles, what is sold out, a whole file.

mod choices;
mod combos;
mod import;
mod sections;

use serde_json::json;

use super::{Audit, Changes, Needs, State, office::audit};
use crate::{
    Outcome, Refusal,
    event::Happening,
    menu::{
        ComboDraft, ComboPatch, GroupDraft, GroupPatch, MenuItem, SectionDraft, SectionKind, SectionPatch,
        import::MenuFile,
    },
    refusal::Noun,
};

/// A change of the menu that is asked for.
#[derive(Clone, Debug)]
pub enum MenuCommand {
    /// Add a category or a station.
    CreateSection(SectionKind, SectionDraft),
    /// Change a category or a station.
    UpdateSection(SectionKind, i64, SectionPatch),
    /// Add a group of choices.
    CreateGroup(GroupDraft),
    /// Change a group of choices.
    UpdateGroup(i64, GroupPatch),
    /// Give an item exactly these groups, in this order.
    AttachGroups(i64, Vec<i64>),
    /// Add a bundle.
    CreateCombo(ComboDraft),
    /// Change a bundle.
    UpdateCombo(i64, ComboPatch),
    /// Mark an item as sold out until the business day ends, or take that back.
    SoldOut(i64, bool),
    /// Bring a whole file in.
    Import(Box<MenuFile>),
}

impl MenuCommand {
    /// Adds what this command needs.
    pub(super) fn add_needs(&self, needs: &mut Needs) {
        match self {
            Self::CreateSection(kind, _) => {
                needs.sections = true;
                match kind {
                    SectionKind::Category => needs.new_categories += 1,
                    SectionKind::Station => needs.new_stations += 1,
                }
            }
            Self::UpdateSection(..) => needs.sections = true,
            Self::CreateGroup(draft) => {
                needs.new_groups += 1;
                needs.new_modifiers += draft.modifiers.len();
                needs.ingredients.extend(draft.ingredient_ids());
            }
            Self::UpdateGroup(id, patch) => {
                let modifiers = patch.modifiers.iter().flatten();
                needs.groups.insert(*id);
                needs.new_modifiers += modifiers.clone().filter(|modifier| modifier.id.is_none()).count();
                needs.ingredients.extend(modifiers.flat_map(|m| &m.recipe).map(|line| line.ingredient_id));
            }
            Self::AttachGroups(id, groups) => {
                needs.items.insert(*id);
                needs.groups.extend(groups);
            }
            Self::CreateCombo(draft) => {
                needs.new_combos += 1;
                needs.combo_codes.insert(crate::menu::code_of(&draft.code));
                needs
                    .items
                    .extend(draft.eligible_drink_item_ids.iter().copied().chain(draft.side_item_ids()));
            }
            Self::UpdateCombo(id, patch) => {
                needs.combos.insert(*id);
                needs.combo_codes.extend(patch.code.as_deref().map(crate::menu::code_of));
                needs.items.extend(patch.eligible_drink_item_ids.iter().flatten());
                let sides = patch.side_options.iter().flatten();
                needs.items.extend(sides.flat_map(|side| &side.items).map(|item| item.menu_item_id));
            }
            Self::SoldOut(id, _) => {
                needs.items.insert(*id);
            }
            Self::Import(file) => {
                needs.sections = true;
                needs.item_names.extend(file.item_names().cloned());
                needs.combo_codes.extend(file.rules.iter().map(|rule| rule.code.clone()));
                needs.new_items += file.items.len();
                needs.new_categories += file.tag_count();
                needs.new_combos += file.rules.len();
            }
        }
    }

    /// Decides on this command.
    pub(super) fn decide(&self, state: &State) -> Outcome<Changes> {
        match self {
            Self::CreateSection(kind, draft) => sections::create(state, *kind, draft),
            Self::UpdateSection(kind, id, patch) => sections::update(state, *kind, *id, patch),
            Self::CreateGroup(draft) => choices::create(state, draft),
            Self::UpdateGroup(id, patch) => choices::update(state, *id, patch),
            Self::AttachGroups(id, groups) => choices::attach(state, *id, groups),
            Self::CreateCombo(draft) => combos::create(state, draft),
            Self::UpdateCombo(id, patch) => combos::update(state, *id, patch),
            Self::SoldOut(id, sold_out) => mark_sold_out(state, *id, *sold_out),
            Self::Import(file) => import::import(state, file),
        }
    }
}

fn mark_sold_out(state: &State, id: i64, sold_out: bool) -> Outcome<Changes> {
    let before = state.items.get(&id).ok_or(Refusal::NotFound(Noun::MenuItem))?;
    if before.sold_out == sold_out {
        return Ok(Changes::answering(before));
    }
    let item = MenuItem { sold_out, ..before.clone() };
    let seen = |item: &MenuItem| json!({"name": item.name, "sold_out": item.sold_out});
    let payload = json!({"before": seen(before), "after": seen(&item)});
    let event = Happening::MenuItemSoldOut { item_id: id, name: item.name.clone(), sold_out };
    Ok(Changes {
        audit: vec![audit("menu.sold_out", "menu_item", id, payload)],
        events: vec![(None, event)],
        altered_items: vec![item.clone()],
        ..Changes::answering(&item)
    })
}
