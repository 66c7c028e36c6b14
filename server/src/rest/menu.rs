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
use utoipa_axum::router::OpenApiRouter;

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
}

async fn items(Signed(context): Signed, params: Params) -> Answer<Vec<MenuItem>> {
    Ok(Json(menu::items(&context, params.flag("active_only", true)?).await?))
}

fn draft(f: &Fields<'_>) -> Option<ItemDraft> {
    let (name, price) = (f.need("name", text), f.need("price", money));
    let is_active = f.may("is_active", flag).unwrap_or(true);
    Some(ItemDraft { name: name?, price: price?, is_active })
}

fn patch(f: &Fields<'_>) -> Option<ItemPatch> {
    Some(ItemPatch {
        name: f.may("name", text),
        price: f.may("price", money),
        is_active: f.may("is_active", flag),
    })
}

fn line(f: &Fields<'_>) -> Option<RecipeLine> {
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
