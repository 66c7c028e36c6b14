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

impl State {
    /// The station of a category.
    pub(in crate::write) fn station_of(&self, category: Option<i64>) -> Option<i64> {
        category.and_then(|id| self.categories.get(&id)).and_then(|category| category.station_id)
    }

    /// Refuses a station that does not exist. A station is made at none: each that it names is unknown.
    fn knows_route(&self, kind: SectionKind, station: Option<i64>) -> Outcome<()> {
        match (kind, station) {
            (SectionKind::Station, Some(id)) => Err(Refusal::Unknown(SectionKind::Station.noun(), id)),
            _ => self.knows_section(SectionKind::Station, station),
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
    state.knows_route(kind, draft.station_id)?;
    let line = line(kind, true, section.id, json!({"after": section}));
    Ok(changes(kind, section, line))
}

pub(super) fn update(state: &State, kind: SectionKind, id: i64, patch: &SectionPatch) -> Outcome<Changes> {
    let before = state.sections(kind).get(&id).ok_or(Refusal::NotFound(kind.noun()))?;
    let section = patch.over(before)?;
    not_taken(state, kind, &section)?;
    state.knows_route(kind, patch.station_id.flatten())?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Money,
        menu::{ItemDraft, ItemPatch},
        write::{Ids, office},
    };

    const GRILL: i64 = 1;
    const DRINKS: i64 = 2;

    /// Two stations, a category that is made at the first, and room for an item in it.
    fn shop() -> State {
        let section = |id, name: &str, station_id| {
            (id, Section { id, name: name.into(), name_en: None, position: 0, station_id })
        };
        State {
            stations: BTreeMap::from([section(GRILL, "煎台", None), section(DRINKS, "飲料", None)]),
            categories: BTreeMap::from([section(5, "蛋餅", Some(GRILL))]),
            ids: Ids {
                menu_items: [9].into(),
                categories: [6].into(),
                stations: [3].into(),
                ..Ids::default()
            },
            ..State::default()
        }
    }

    fn item(category_id: Option<i64>, station_id: Option<i64>) -> ItemDraft {
        let (name, price) = ("原味蛋餅".to_owned(), Money::whole(35));
        ItemDraft { name, price, is_active: true, category_id, station_id, ..ItemDraft::default() }
    }

    #[test]
    fn an_item_is_made_at_its_own_station_and_otherwise_at_its_categorys() {
        for (draft, route) in [
            (item(Some(5), None), Some(GRILL)),
            (item(Some(5), Some(DRINKS)), Some(DRINKS)),
            (item(None, Some(DRINKS)), Some(DRINKS)),
            (item(None, None), None),
        ] {
            let changes = office::create_item(&shop(), &draft).unwrap();
            assert_eq!(changes.new_items[0].route, route, "{draft:?}");
        }
        let mut state = shop();
        state.apply(&office::create_item(&state, &item(Some(5), None)).unwrap());
        let station_id = |to| ItemPatch { station_id: Some(to), ..ItemPatch::default() };
        for (patch, route) in [
            (station_id(Some(DRINKS)), Some(DRINKS)),
            (ItemPatch { price: Some(Money::whole(40)), ..ItemPatch::default() }, Some(DRINKS)),
            (station_id(None), Some(GRILL)),
            (ItemPatch { category_id: Some(None), ..ItemPatch::default() }, None),
        ] {
            state.apply(&office::update_item(&state, 9, &patch).unwrap());
            assert_eq!(state.items[&9].route, route, "{patch:?}");
        }
    }

    #[test]
    fn what_a_category_holds_moves_with_it() {
        let mut state = shop();
        state.apply(&office::create_item(&state, &item(Some(5), None)).unwrap());
        let patch = SectionPatch { station_id: Some(Some(DRINKS)), ..SectionPatch::default() };
        state.apply(&update(&state, SectionKind::Category, 5, &patch).unwrap());
        assert_eq!(state.items[&9].route, Some(DRINKS));
        assert!(update(&state, SectionKind::Category, 5, &patch).unwrap().is_empty());
        let none = SectionPatch { station_id: Some(None), ..SectionPatch::default() };
        state.apply(&update(&state, SectionKind::Category, 5, &none).unwrap());
        assert_eq!((state.categories[&5].station_id, state.items[&9].route), (None, None));
    }

    #[test]
    fn a_station_that_is_not_there_is_refused_and_a_station_has_none() {
        let draft = |station| SectionDraft {
            name: "新".into(),
            station_id: Some(station),
            ..SectionDraft::default()
        };
        let patch = |station| SectionPatch { station_id: Some(Some(station)), ..SectionPatch::default() };
        let unknown = |id| Some(Refusal::Unknown(SectionKind::Station.noun(), id));
        let (state, category, station) = (shop(), SectionKind::Category, SectionKind::Station);
        assert_eq!(create(&state, category, &draft(8)).err(), unknown(8));
        assert_eq!(update(&state, category, 5, &patch(8)).err(), unknown(8));
        assert_eq!(create(&state, station, &draft(DRINKS)).err(), unknown(DRINKS));
        assert_eq!(update(&state, station, GRILL, &patch(DRINKS)).err(), unknown(DRINKS));
        assert_eq!(create(&state, category, &draft(DRINKS)).unwrap().categories[0].station_id, Some(DRINKS));
    }
}
