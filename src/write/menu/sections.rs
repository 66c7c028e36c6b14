//! Categories and stations.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Audit, Changes, State, audit};
use crate::{
    Outcome, Refusal,
    menu::{Section, SectionDraft, SectionKind, SectionPatch},
};

impl State {
    const fn sections(&self, kind: SectionKind) -> &BTreeMap<i64, Section> {
        match kind {
            SectionKind::Category => &self.categories,
            SectionKind::Station => &self.stations,
        }
    }

    /// Refuses a category or station that does not exist.
    pub(in crate::write) fn knows_section(&self, kind: SectionKind, id: Option<i64>) -> Outcome<()> {
        match id {
            Some(id) if !self.sections(kind).contains_key(&id) => Err(Refusal::Unknown(kind.noun(), id)),
            _ => Ok(()),
        }
    }
}

pub(super) fn create(state: &State, kind: SectionKind, draft: &SectionDraft) -> Outcome<Changes> {
    let ids = match kind {
        SectionKind::Category => &state.ids.categories,
        SectionKind::Station => &state.ids.stations,
    };
    let section = draft.section(ids.front().copied().ok_or(Refusal::Internal)?)?;
    not_taken(state, kind, &section)?;
    let line = line(kind, true, section.id, json!({"after": section}));
    Ok(changes(kind, section, line))
}

pub(super) fn update(state: &State, kind: SectionKind, id: i64, patch: &SectionPatch) -> Outcome<Changes> {
    let before = state.sections(kind).get(&id).ok_or(Refusal::NotFound(kind.noun()))?;
    let section = patch.over(before)?;
    not_taken(state, kind, &section)?;
    if section == *before {
        return Ok(Changes::answering(&section));
    }
    let line = line(kind, false, id, json!({"before": before, "after": section}));
    Ok(changes(kind, section, line))
}

fn not_taken(state: &State, kind: SectionKind, section: &Section) -> Outcome<()> {
    let taken = state.sections(kind).values().any(|s| s.name == section.name && s.id != section.id);
    if taken { Err(Refusal::NameTaken(kind.noun())) } else { Ok(()) }
}

fn line(kind: SectionKind, is_new: bool, id: i64, payload: serde_json::Value) -> Audit {
    let (action, entity_type) = match (kind, is_new) {
        (SectionKind::Category, true) => ("menu.category.create", "menu_category"),
        (SectionKind::Category, false) => ("menu.category.update", "menu_category"),
        (SectionKind::Station, true) => ("menu.station.create", "station"),
        (SectionKind::Station, false) => ("menu.station.update", "station"),
    };
    audit(action, entity_type, id, payload)
}

fn changes(kind: SectionKind, section: Section, line: Audit) -> Changes {
    let mut changes = Changes { audit: vec![line], ..Changes::answering(&section) };
    match kind {
        SectionKind::Category => changes.categories.push(section),
        SectionKind::Station => changes.stations.push(section),
    }
    changes
}
