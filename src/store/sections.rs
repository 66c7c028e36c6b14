//! Categories and stations.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

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
        station_id: r.station_id,
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
    let section = |r: stations::Model| Section {
        id: r.id,
        name: r.name,
        name_en: r.name_en,
        position: r.position,
        station_id: None,
    };
    Ok(rows.into_iter().map(section).collect())
}

/// The station of each category that has one.
pub(super) async fn routes<C: ConnectionTrait>(db: &C) -> Result<BTreeMap<i64, i64>, DbErr> {
    let rows: Vec<(i64, i64)> = menu_categories::Entity::find()
        .select_only()
        .columns([menu_categories::Column::Id, menu_categories::Column::StationId])
        .filter(menu_categories::Column::StoreId.eq(STORE))
        .filter(menu_categories::Column::StationId.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
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
