//! Categories of the menu and stations of the kitchen: a name and a place in a row, and which station makes what a
//! category holds.

use serde::{Deserialize, Serialize};

use super::{faults_of, place_fault, text_fault};
use crate::{Outcome, refusal::Noun};

/// A category of the menu (a button at the left of the counter) or a station of the kitchen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Section {
    /// Row id.
    pub id: i64,
    /// Its name, unique among its kind.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// Where it stands among its kind.
    pub position: i32,
    /// The station that makes what a category holds; a station itself has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station_id: Option<i64>,
}

/// A category of the menu.
pub type Category = Section;
/// A station of the kitchen.
pub type Station = Section;

/// Which kind of section it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// Of the menu.
    Category,
    /// Of the kitchen.
    Station,
}

impl SectionKind {
    /// What it is called where it is missing or taken.
    pub const fn noun(self) -> Noun {
        match self {
            Self::Category => Noun::Category,
            Self::Station => Noun::Station,
        }
    }
}

/// What a new section is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionDraft {
    /// 1-80 characters, unique among its kind.
    pub name: String,
    /// 1-80 characters.
    pub name_en: Option<String>,
    /// Where it stands, 0-9999.
    pub position: i64,
    /// The station that makes what a category holds.
    pub station_id: Option<i64>,
}

/// What changes of a section; what is `None` is left as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionPatch {
    /// A new name.
    pub name: Option<String>,
    /// A new English name, or none any more.
    pub name_en: Option<Option<String>>,
    /// A new place.
    pub position: Option<i64>,
    /// Another station for what a category holds, or none any more.
    pub station_id: Option<Option<i64>>,
}

impl SectionDraft {
    /// The section that it becomes under this id.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn section(&self, id: i64) -> Outcome<Section> {
        let faults = [
            text_fault("name", &self.name, 1, 80),
            self.name_en.as_ref().and_then(|name| text_fault("name_en", name, 1, 80)),
            place_fault(self.position),
        ];
        faults_of(faults.into_iter().flatten())?;
        Ok(Section {
            id,
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            position: i32::try_from(self.position).unwrap_or(i32::MAX),
            station_id: self.station_id,
        })
    }
}

impl SectionPatch {
    /// The section as it is afterwards.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn over(&self, before: &Section) -> Outcome<Section> {
        let whole = SectionDraft {
            name: self.name.clone().unwrap_or_else(|| before.name.clone()),
            name_en: self.name_en.clone().unwrap_or_else(|| before.name_en.clone()),
            position: self.position.unwrap_or_else(|| before.position.into()),
            station_id: self.station_id.unwrap_or(before.station_id),
        };
        whole.section(before.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_leaves_what_it_does_not_name_and_null_clears() {
        let before = Section {
            id: 7,
            name: "飲料".into(),
            name_en: Some("Drinks".into()),
            position: 2,
            station_id: Some(3),
        };
        assert_eq!(SectionPatch::default().over(&before).as_ref(), Ok(&before));
        let patch = SectionPatch { name_en: Some(None), position: Some(9), ..SectionPatch::default() };
        assert_eq!(patch.over(&before), Ok(Section { name_en: None, position: 9, ..before.clone() }));
        let unrouted = SectionPatch { station_id: Some(None), ..SectionPatch::default() };
        assert_eq!(unrouted.over(&before), Ok(Section { station_id: None, ..before.clone() }));
        for bad in [
            SectionPatch { name: Some("  ".into()), ..SectionPatch::default() },
            SectionPatch { name: Some("長".repeat(81)), ..SectionPatch::default() },
            SectionPatch { name_en: Some(Some(String::new())), ..SectionPatch::default() },
            SectionPatch { position: Some(-1), ..SectionPatch::default() },
            SectionPatch { position: Some(10_000), ..SectionPatch::default() },
        ] {
            assert!(matches!(bad.over(&before), Err(crate::Refusal::Invalid(_))), "{bad:?}");
        }
    }
}
