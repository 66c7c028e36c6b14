//! Categories and stations.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{
    STORE, Store,
    entity::{menu_categories, stations},
};
use crate::{
    Outcome,
    menu::{Category, Section, SectionKind, Station},
};

/// All categories, in their order.
pub(super) async fn categories<C: ConnectionTrait>(db: &C) -> Result<Vec<Category>, DbErr> {
    let rows = menu_categories::Entity::find()
        .filter(menu_categories::Column::StoreId.eq(STORE))
        .order_by_asc(menu_categories::Column::Position)
        .order_by_asc(menu_categories::Column::Id)
        .all(db)
        .await?;
    let section = |r: menu_categories::Model| Section {
        id: r.id,
        name: r.name,
        name_en: r.name_en,
        position: r.position,
    };
    Ok(rows.into_iter().map(section).collect())
}

/// All stations, in their order.
pub(super) async fn stations<C: ConnectionTrait>(db: &C) -> Result<Vec<Station>, DbErr> {
    let rows = stations::Entity::find()
        .filter(stations::Column::StoreId.eq(STORE))
        .order_by_asc(stations::Column::Position)
        .order_by_asc(stations::Column::Id)
        .all(db)
        .await?;
    let section =
        |r: stations::Model| Section { id: r.id, name: r.name, name_en: r.name_en, position: r.position };
    Ok(rows.into_iter().map(section).collect())
}

/// Sections by id.
pub(super) fn by_id(sections: Vec<Section>) -> BTreeMap<i64, Section> {
    sections.into_iter().map(|section| (section.id, section)).collect()
}

impl Store {
    /// All categories or all stations, in their order.
    pub(crate) async fn sections(&self, kind: SectionKind) -> Outcome<Vec<Section>> {
        Ok(match kind {
            SectionKind::Category => categories(self.readers()).await?,
            SectionKind::Station => stations(self.readers()).await?,
        })
    }
}
