//! Groups of choices, and which items have them.

use axum::Json;
use sunnyside::{
    Money,
    identity::Action,
    menu::{GroupDraft, GroupPatch, MenuItem, ModifierDraft, ModifierGroup},
    refusal::Problem,
    service::choice,
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer, Created,
    body::{Body, Fields, flag, integer, money, text},
    created,
    describe::open_to,
    menu::{RecipeLineIn, line},
    params::Id,
    schema,
};
use crate::{App, session::Signed};

/// The most groups of an item.
const MOST_GROUPS: usize = 50;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(fetch, update)).routes(routes!(attach))
}

/// A new group of choices.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct ModifierGroupIn {
    /// Its name.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name: String,
    /// Its name in English.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name_en: Option<String>,
    /// At least so many have to be chosen. Not above `max_choices`.
    #[schema(minimum = 0, maximum = 20, default = 0)]
    min_choices: Option<i64>,
    /// At most so many may be chosen.
    #[schema(minimum = 1, maximum = 20, default = 1)]
    max_choices: Option<i64>,
    /// Where it stands.
    #[schema(minimum = 0, maximum = 9999, default = 0)]
    position: Option<i64>,
    /// The choices in their order.
    #[schema(max_items = 50)]
    modifiers: Option<Vec<ModifierIn>>,
}

/// What changes of a group; what is absent or `null` is left as it is, except where it says that `null` clears.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct ModifierGroupPatchIn {
    /// Its name.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name: Option<String>,
    /// Its name in English; `null` clears it.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name_en: Option<String>,
    /// At least so many have to be chosen. Not above `max_choices`.
    #[schema(minimum = 0, maximum = 20)]
    min_choices: Option<i64>,
    /// At most so many may be chosen.
    #[schema(minimum = 1, maximum = 20)]
    max_choices: Option<i64>,
    /// Where it stands.
    #[schema(minimum = 0, maximum = 9999)]
    position: Option<i64>,
    /// The choices in their order. One that is not among them is not offered any more.
    #[schema(max_items = 50)]
    modifiers: Option<Vec<ModifierIn>>,
}

/// What is written of a choice.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct ModifierIn {
    /// In a change: the choice that it is already.
    id: Option<i64>,
    /// Its name.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name: String,
    /// Its name in English.
    #[schema(min_length = 1, max_length = 80, pattern = r"\S")]
    name_en: Option<String>,
    #[schema(schema_with = schema::price_delta, required = false)]
    price_delta: Option<Money>,
    /// Chosen where a client says nothing.
    #[schema(default = false)]
    is_default: Option<bool>,
    /// Whether it can be chosen.
    #[schema(default = true)]
    is_active: Option<bool>,
    /// What one of it takes out of stock.
    #[schema(max_items = 100)]
    recipe: Option<Vec<RecipeLineIn>>,
}

/// The groups that an item has.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes what the handler reads field by field")]
struct GroupIdsIn {
    /// The groups in their order; they replace those before.
    #[schema(max_items = 50)]
    group_ids: Vec<i64>,
}

fn modifier(f: &Fields<'_>) -> Option<ModifierDraft> {
    let (id, name) = (f.may("id", integer), f.need("name", text));
    let name_en = f.may("name_en", text);
    let price_delta = f.may("price_delta", money).unwrap_or_default();
    let is_default = f.may("is_default", flag).unwrap_or(false);
    let is_active = f.may("is_active", flag).unwrap_or(true);
    let recipe = f.list("recipe", line);
    Some(ModifierDraft { id, name: name?, name_en, price_delta, is_default, is_active, recipe })
}

fn draft(f: &Fields<'_>) -> Option<GroupDraft> {
    let name = f.need("name", text);
    let rest = patch(f)?;
    Some(GroupDraft {
        name: name?,
        name_en: rest.name_en.flatten(),
        min_choices: rest.min_choices.unwrap_or(0),
        max_choices: rest.max_choices.unwrap_or(1),
        position: rest.position.unwrap_or(0),
        modifiers: rest.modifiers.unwrap_or_default(),
    })
}

fn patch(f: &Fields<'_>) -> Option<GroupPatch> {
    Some(GroupPatch {
        name: f.may("name", text),
        name_en: f.clearable("name_en", text),
        min_choices: f.may("min_choices", integer),
        max_choices: f.may("max_choices", integer),
        position: f.may("position", integer),
        modifiers: f.is_given("modifiers").then(|| f.list("modifiers", modifier)),
    })
}

fn group_ids(f: &Fields<'_>) -> Option<Vec<i64>> {
    if !f.is_given("group_ids") {
        f.fault("group_ids", Problem::Missing);
    }
    Some(f.ids("group_ids", MOST_GROUPS))
}

/// The groups in their order.
#[utoipa::path(get, path = "/api/menu/modifier-groups", tag = "menu", responses(
    (status = 200, description = "The groups in their order.", body = Vec<ModifierGroup>),
),
    extensions(("x-roles" = json!(open_to(Action::MenuRead))))
)]
async fn list(Signed(context): Signed) -> Answer<Vec<ModifierGroup>> {
    Ok(Json(choice::list(&context).await?))
}

/// A group.
#[utoipa::path(get, path = "/api/menu/modifier-groups/{id}", tag = "menu",
    params(("id" = i64, Path, description = "The group.")),
    responses(
        (status = 200, description = "The group.", body = ModifierGroup),
        (status = 404, description = "There is no such group."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuRead))))
)]
async fn fetch(Signed(context): Signed, Id(id): Id) -> Answer<ModifierGroup> {
    Ok(Json(choice::fetch(&context, id).await?))
}

/// Adds a group.
#[utoipa::path(post, path = "/api/menu/modifier-groups", tag = "menu", request_body = ModifierGroupIn,
    responses(
        (status = 201, description = "The new group.", body = ModifierGroup),
        (status = 400, description = "More defaults than may be chosen, or a choice or an ingredient that is not allowed."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn create(signed: Signed, body: Body) -> Created<ModifierGroup> {
    let context = signed.may(Action::MenuManage)?;
    created(choice::create(&context, body.object(draft)?, body.key()?).await?)
}

/// Changes a group. Choices that are not given any more are not offered any more.
#[utoipa::path(put, path = "/api/menu/modifier-groups/{id}", tag = "menu", request_body = ModifierGroupPatchIn,
    params(("id" = i64, Path, description = "The group.")),
    responses(
        (status = 200, description = "The group as it is now.", body = ModifierGroup),
        (status = 400, description = "More defaults than may be chosen, or a choice or an ingredient that is not allowed."),
        (status = 404, description = "There is no such group."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn update(signed: Signed, Id(id): Id, body: Body) -> Answer<ModifierGroup> {
    let context = signed.may(Action::MenuManage)?;
    Ok(Json(choice::update(&context, id, body.object(patch)?).await?))
}

/// Gives an item exactly these groups, in this order.
#[utoipa::path(put, path = "/api/menu/items/{id}/modifier-groups", tag = "menu", request_body = GroupIdsIn,
    params(("id" = i64, Path, description = "The item.")),
    responses(
        (status = 200, description = "The item as it is now.", body = MenuItem),
        (status = 400, description = "A group that does not exist, or one given twice."),
        (status = 404, description = "There is no such item."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn attach(signed: Signed, Id(id): Id, body: Body) -> Answer<MenuItem> {
    let context = signed.may(Action::MenuManage)?;
    Ok(Json(choice::attach(&context, id, body.object(group_ids)?).await?))
}
