//! The server functions for the kitchen's setup.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use sunnyside::{
    kitchen::shown::Shown,
    menu::{Category, Station},
    settings::{Settings, SettingsPatch},
};

use crate::api::FnError;
#[cfg(feature = "ssr")]
use crate::api::ssr;

/// The most changes that one save takes.
#[cfg(feature = "ssr")]
const MOST_CHANGES: usize = 10_000;

/// An item as far as it matters where it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dish {
    /// Row id.
    pub id: i64,
    /// Its name without the tag.
    pub name: String,
    /// Its name in English.
    pub name_en: Option<String>,
    /// Its category, where it has one.
    pub category_id: Option<i64>,
    /// Its own station, where it is not made where its category says.
    pub station_id: Option<i64>,
}

/// What the page begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitchenSetup {
    /// In their order.
    pub stations: Vec<Station>,
    /// In their order.
    pub categories: Vec<Category>,
    /// All items, by category and place.
    pub dishes: Vec<Dish>,
    /// How the shop is set.
    pub settings: Settings,
    /// The kitchen's displays, the one that was heard of last first.
    pub displays: Vec<Shown>,
}

/// A category or an item, and the station that it is given.
pub type Route = (i64, Option<i64>);

/// What the page begins with.
///
/// # Errors
/// `NoToken`, `Denied`.
#[server(prefix = "/fn", endpoint = "kitchen_setup", input = Json, output = Json)]
pub async fn read_kitchen_setup() -> Result<KitchenSetup, FnError> {
    use sunnyside::{
        identity::Action,
        menu::{SectionKind, split_tag},
        service::{display, menu, section, settings},
    };
    let context = ssr::context()?;
    context.may(Action::MenuManage)?;
    let mut items = menu::items(&context, false).await?;
    items.sort_by_key(|item| (item.category_id, item.position, item.id));
    let dish = |item: sunnyside::menu::MenuItem| Dish {
        id: item.id,
        name: split_tag(&item.name).1.to_owned(),
        name_en: item.name_en,
        category_id: item.category_id,
        station_id: item.station_id,
    };
    Ok(KitchenSetup {
        stations: section::list(&context, SectionKind::Station).await?,
        categories: section::list(&context, SectionKind::Category).await?,
        dishes: items.into_iter().map(dish).collect(),
        settings: settings::fetch(&context).await?,
        displays: display::list(&context)?,
    })
}

/// Adds a station, or gives one another name; an empty English name is none.
///
/// # Errors
/// Whatever `service::section` refuses.
#[server(prefix = "/fn", endpoint = "station_save", input = Json, output = Json)]
pub async fn station_save(
    id: Option<i64>,
    name: String,
    name_en: String,
    position: i64,
) -> Result<Station, FnError> {
    use sunnyside::{
        menu::{SectionDraft, SectionKind, SectionPatch},
        service::section,
    };
    let context = ssr::context()?;
    let name = name.trim().to_owned();
    let name_en = Some(name_en.trim().to_owned()).filter(|name| !name.is_empty());
    let kind = SectionKind::Station;
    Ok(match id {
        Some(id) => {
            let patch = SectionPatch { name: Some(name), name_en: Some(name_en), ..SectionPatch::default() };
            section::update(&context, kind, id, patch).await?
        }
        None => {
            let draft = SectionDraft { name, name_en, position, station_id: None };
            section::create(&context, kind, draft, None).await?
        }
    })
}

/// Puts the stations into this order; one that is not named stays where it is. Answers them all.
///
/// # Errors
/// Whatever `service::section::update` refuses.
#[server(prefix = "/fn", endpoint = "stations_order", input = Json, output = Json)]
pub async fn stations_order(ids: Vec<i64>) -> Result<Vec<Station>, FnError> {
    use sunnyside::{
        identity::Action,
        menu::{SectionKind, SectionPatch},
        service::section,
    };
    let context = ssr::context()?;
    context.may(Action::MenuManage)?;
    for (position, id) in (0..).zip(ids.into_iter().take(MOST_CHANGES)) {
        let patch = SectionPatch { position: Some(position), ..SectionPatch::default() };
        section::update(&context, SectionKind::Station, id, patch).await?;
    }
    Ok(section::list(&context, SectionKind::Station).await?)
}

/// Gives categories and items their stations, one after the other: sent again it does what is left.
///
/// # Errors
/// Whatever `service::section::update` and `service::menu::update` refuse.
#[server(prefix = "/fn", endpoint = "routes_save", input = Json, output = Json)]
pub async fn routes_save(categories: Vec<Route>, items: Vec<Route>) -> Result<(), FnError> {
    use sunnyside::{
        identity::Action,
        menu::{ItemPatch, SectionKind, SectionPatch},
        service::{menu, section},
    };
    let context = ssr::context()?;
    context.may(Action::MenuManage)?;
    for (id, station) in categories.into_iter().take(MOST_CHANGES) {
        let patch = SectionPatch { station_id: Some(station), ..SectionPatch::default() };
        section::update(&context, SectionKind::Category, id, patch).await?;
    }
    for (id, station) in items.into_iter().take(MOST_CHANGES) {
        let patch = ItemPatch { station_id: Some(station), ..ItemPatch::default() };
        menu::update(&context, id, patch).await?;
    }
    Ok(())
}

/// Changes how the shop is set.
///
/// # Errors
/// Whatever `service::settings::update` refuses.
#[server(prefix = "/fn", endpoint = "kitchen_settings", input = Json, output = Json)]
pub async fn kitchen_settings(patch: SettingsPatch) -> Result<Settings, FnError> {
    Ok(sunnyside::service::settings::update(&ssr::context()?, patch).await?)
}
