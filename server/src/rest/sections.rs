//! Categories of the menu and stations of the kitchen.

use axum::Json;
use sunnyside::{
    identity::Action,
    menu::{Section, SectionDraft, SectionKind, SectionPatch},
    service::section,
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer, Created,
    body::{Body, Fields, integer, text},
    created,
    describe::open_to,
    params::Id,
};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(categories, create_category))
        .routes(routes!(update_category))
        .routes(routes!(stations, create_station))
        .routes(routes!(update_station))
}

/// A new category.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct CategoryIn {
    /// Unique among its kind.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name: String,
    /// Its name in English.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name_en: Option<String>,
    /// Where it stands.
    #[schema(minimum = 0, maximum = 9999, default = 0)]
    position: Option<i64>,
    /// The station that makes what it holds.
    station_id: Option<i64>,
}

/// What changes of a category; what is absent or `null` is left as it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct CategoryPatchIn {
    /// Unique among its kind.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name: Option<String>,
    /// Its name in English; `null` clears it.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name_en: Option<String>,
    /// Where it stands.
    #[schema(minimum = 0, maximum = 9999)]
    position: Option<i64>,
    /// The station that makes what it holds; `null` for none.
    station_id: Option<i64>,
}

/// A new station.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct StationIn {
    /// Unique among its kind.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name: String,
    /// Its name in English.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name_en: Option<String>,
    /// Where it stands.
    #[schema(minimum = 0, maximum = 9999, default = 0)]
    position: Option<i64>,
}

/// What changes of a station; what is absent or `null` is left as it is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct StationPatchIn {
    /// Unique among its kind.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name: Option<String>,
    /// Its name in English; `null` clears it.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name_en: Option<String>,
    /// Where it stands.
    #[schema(minimum = 0, maximum = 9999)]
    position: Option<i64>,
}

fn station(f: &Fields<'_>) -> Option<SectionDraft> {
    let (name, name_en) = (f.need("name", text), f.may("name_en", text));
    let position = f.may("position", integer).unwrap_or(0);
    Some(SectionDraft { name: name?, name_en, position, station_id: None })
}

fn category(f: &Fields<'_>) -> Option<SectionDraft> {
    let (whole, station_id) = (station(f), f.may("station_id", integer));
    Some(SectionDraft { station_id, ..whole? })
}

fn station_patch(f: &Fields<'_>) -> Option<SectionPatch> {
    Some(SectionPatch {
        name: f.may("name", text),
        name_en: f.clearable("name_en", text),
        position: f.may("position", integer),
        station_id: None,
    })
}

fn category_patch(f: &Fields<'_>) -> Option<SectionPatch> {
    let (whole, station_id) = (station_patch(f), f.clearable("station_id", integer));
    Some(SectionPatch { station_id, ..whole? })
}

/// The categories in their order.
#[utoipa::path(get, path = "/api/menu/categories", tag = "menu", responses(
    (status = 200, description = "The categories in their order.", body = Vec<Section>),
),
    extensions(("x-roles" = json!(open_to(Action::MenuRead))))
)]
async fn categories(Signed(context): Signed) -> Answer<Vec<Section>> {
    Ok(Json(section::list(&context, SectionKind::Category).await?))
}

/// Adds a category.
#[utoipa::path(post, path = "/api/menu/categories", tag = "menu", request_body = CategoryIn,
    responses(
        (status = 201, description = "The new category.", body = Section),
        (status = 400, description = "There is no such station."),
        (status = 409, description = "The name is taken."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn create_category(signed: Signed, body: Body) -> Created<Section> {
    let context = signed.may(Action::MenuManage)?;
    created(section::create(&context, SectionKind::Category, body.object(category)?, body.key()?).await?)
}

/// Changes a category.
#[utoipa::path(put, path = "/api/menu/categories/{id}", tag = "menu", request_body = CategoryPatchIn,
    params(("id" = i64, Path, description = "The category.")),
    responses(
        (status = 200, description = "The category as it is now.", body = Section),
        (status = 400, description = "There is no such station."),
        (status = 404, description = "There is no such category."),
        (status = 409, description = "The name is taken."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn update_category(signed: Signed, Id(id): Id, body: Body) -> Answer<Section> {
    let context = signed.may(Action::MenuManage)?;
    Ok(Json(section::update(&context, SectionKind::Category, id, body.object(category_patch)?).await?))
}

/// The stations in their order.
#[utoipa::path(get, path = "/api/menu/stations", tag = "menu", responses(
    (status = 200, description = "The stations in their order.", body = Vec<Section>),
),
    extensions(("x-roles" = json!(open_to(Action::MenuRead))))
)]
async fn stations(Signed(context): Signed) -> Answer<Vec<Section>> {
    Ok(Json(section::list(&context, SectionKind::Station).await?))
}

/// Adds a station.
#[utoipa::path(post, path = "/api/menu/stations", tag = "menu", request_body = StationIn,
    responses(
        (status = 201, description = "The new station.", body = Section),
        (status = 409, description = "The name is taken."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn create_station(signed: Signed, body: Body) -> Created<Section> {
    let context = signed.may(Action::MenuManage)?;
    created(section::create(&context, SectionKind::Station, body.object(station)?, body.key()?).await?)
}

/// Changes a station.
#[utoipa::path(put, path = "/api/menu/stations/{id}", tag = "menu", request_body = StationPatchIn,
    params(("id" = i64, Path, description = "The station.")),
    responses(
        (status = 200, description = "The station as it is now.", body = Section),
        (status = 404, description = "There is no such station."),
        (status = 409, description = "The name is taken."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn update_station(signed: Signed, Id(id): Id, body: Body) -> Answer<Section> {
    let context = signed.may(Action::MenuManage)?;
    Ok(Json(section::update(&context, SectionKind::Station, id, body.object(station_patch)?).await?))
}
