//! The menu: items and their recipes.

use axum::{
    Json,
    routing::{get, put},
};
use sunnyside::{
    identity::Action,
    menu::{ItemDraft, ItemPatch, MenuItem, RecipeLine, RecipeView},
    service::menu,
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer, Created,
    body::{Body, Fields, flag, integer, money, quantity, text},
    created,
    params::{Id, Params},
};
use crate::{App, session::Signed};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .route("/api/menu/items", get(items).post(create))
        .route("/api/menu/items/{id}", put(update))
        .route("/api/menu/items/{id}/recipe", get(recipe).put(replace_recipe))
        .routes(routes!(mark_sold_out))
}

async fn items(Signed(context): Signed, params: Params) -> Answer<Vec<MenuItem>> {
    Ok(Json(menu::items(&context, params.flag("active_only", true)?).await?))
}

fn draft(f: &Fields<'_>) -> Option<ItemDraft> {
    let (name, price) = (f.need("name", text), f.need("price", money));
    let is_active = f.may("is_active", flag).unwrap_or(true);
    let name_en = f.may("name_en", text);
    let (category_id, station_id) = (f.may("category_id", integer), f.may("station_id", integer));
    let position = f.may("position", integer).unwrap_or(0);
    Some(ItemDraft { name: name?, price: price?, is_active, name_en, category_id, station_id, position })
}

fn patch(f: &Fields<'_>) -> Option<ItemPatch> {
    Some(ItemPatch {
        name: f.may("name", text),
        price: f.may("price", money),
        is_active: f.may("is_active", flag),
        name_en: f.clearable("name_en", text),
        category_id: f.clearable("category_id", integer),
        station_id: f.clearable("station_id", integer),
        position: f.may("position", integer),
    })
}

pub(super) fn line(f: &Fields<'_>) -> Option<RecipeLine> {
    let (ingredient_id, quantity) = (f.need("ingredient_id", integer), f.need("quantity", quantity));
    Some(RecipeLine { ingredient_id: ingredient_id?, quantity: quantity? })
}

async fn create(signed: Signed, body: Body) -> Created<MenuItem> {
    let context = signed.may(Action::MenuManage)?;
    created(menu::create(&context, body.object(draft)?, body.key()?).await?)
}

async fn update(signed: Signed, Id(id): Id, body: Body) -> Answer<MenuItem> {
    let context = signed.may(Action::MenuManage)?;
    Ok(Json(menu::update(&context, id, body.object(patch)?).await?))
}

async fn recipe(Signed(context): Signed, Id(id): Id) -> Answer<Vec<RecipeView>> {
    Ok(Json(menu::recipe(&context, id).await?))
}

async fn replace_recipe(signed: Signed, Id(id): Id, body: Body) -> Answer<Vec<RecipeView>> {
    let context = signed.may(Action::MenuManage)?;
    Ok(Json(menu::replace_recipe(&context, id, body.list(line)?).await?))
}

/// Whether an item is sold out.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes what the handler reads field by field")]
struct SoldOutIn {
    /// False takes it back; true where it is not said.
    sold_out: Option<bool>,
}

/// Marks an item as sold out until the business day ends, or takes that back (any role). The body may be left out.
#[utoipa::path(post, path = "/api/menu/items/{id}/sold-out", tag = "menu", request_body = Option<SoldOutIn>,
    params(
        ("id" = i64, Path, description = "The item."),
        ("Idempotency-Key" = Option<String>, Header, description = "The first answer again for the same key."),
    ),
    responses(
        (status = 200, description = "The item as it is now.", body = MenuItem),
        (status = 401, description = "Nobody is signed in."),
        (status = 404, description = "There is no such item."),
        (status = 422, description = "`sold_out` is neither true nor false."),
        (status = 503, description = "The database or the queue cannot take it now."),
    ))]
async fn mark_sold_out(signed: Signed, Id(id): Id, body: Body) -> Answer<MenuItem> {
    let context = signed.may(Action::MenuSoldOut)?;
    let sold_out = body.object_or(true, |f| Some(f.may("sold_out", flag).unwrap_or(true)))?;
    Ok(Json(menu::mark_sold_out(&context, id, sold_out, body.key()?).await?))
}
