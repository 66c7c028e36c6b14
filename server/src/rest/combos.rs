//! Bundles.

use axum::Json;
use sunnyside::{
    Money,
    identity::Action,
    menu::{Combo, ComboDraft, ComboPatch, ComboSide, SideItem},
    service::combo,
};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Answer, Created,
    body::{Body, Fields, count, flag, integer, money, text},
    created,
    describe::open_to,
    params::{Id, Params},
    schema,
};
use crate::{App, session::Signed};

/// The most drinks that a bundle lists.
const MOST_DRINKS: usize = 100;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(fetch, update))
}

/// A new bundle.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct NewComboIn {
    /// Trimmed, upper-cased, unique; blank is 400.
    #[schema(max_length = 40, example = "A")]
    code: String,
    /// Its name.
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    name: String,
    #[schema(schema_with = schema::price)]
    bundle_price: Money,
    #[schema(schema_with = schema::highest_drink, required = false)]
    max_drink_price: Option<Money>,
    /// How many drinks one bundle has.
    #[schema(minimum = 0, maximum = 20, default = 1)]
    drink_choice_count: Option<i64>,
    /// How many sides one bundle has.
    #[schema(minimum = 0, maximum = 20, default = 0)]
    side_choice_count: Option<i64>,
    /// The rule in words.
    #[schema(max_length = 300)]
    raw_rule_text: Option<String>,
    /// Whether it is sold.
    #[schema(default = true)]
    is_active: Option<bool>,
    /// The drinks that may be chosen; none means any item.
    #[schema(max_items = 100)]
    eligible_drink_item_ids: Option<Vec<i64>>,
    /// The sides that may be chosen.
    #[schema(max_items = 100)]
    side_options: Option<Vec<ComboSideIn>>,
}

/// What changes of a bundle; what is absent or `null` is left as it is, except where it says that `null` clears.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct ComboPatchIn {
    /// Trimmed, upper-cased, unique; blank is 400.
    #[schema(max_length = 40, example = "A")]
    code: Option<String>,
    /// Its name.
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    name: Option<String>,
    #[schema(schema_with = schema::optional_price, required = false)]
    bundle_price: Option<Money>,
    #[schema(schema_with = schema::highest_drink, required = false)]
    max_drink_price: Option<Money>,
    /// How many drinks one bundle has.
    #[schema(minimum = 0, maximum = 20)]
    drink_choice_count: Option<i64>,
    /// How many sides one bundle has.
    #[schema(minimum = 0, maximum = 20)]
    side_choice_count: Option<i64>,
    /// The rule in words; `null` clears it.
    #[schema(max_length = 300)]
    raw_rule_text: Option<String>,
    /// Whether it is sold.
    is_active: Option<bool>,
    /// The drinks that may be chosen; none means any item.
    #[schema(max_items = 100)]
    eligible_drink_item_ids: Option<Vec<i64>>,
    /// The sides that may be chosen.
    #[schema(max_items = 100)]
    side_options: Option<Vec<ComboSideIn>>,
}

/// A side that may be chosen.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct ComboSideIn {
    /// Trimmed, upper-cased, unique within the bundle.
    #[schema(min_length = 1, max_length = 20, pattern = r"\S")]
    code: String,
    /// Its name.
    #[schema(min_length = 1, max_length = 120, pattern = r"\S")]
    name: String,
    /// What it stands for on the menu.
    #[schema(max_items = 20)]
    items: Option<Vec<SideItemIn>>,
}

/// So many of an item, of which a side consists.
#[derive(ToSchema)]
#[expect(dead_code, reason = "its schema is what is used")]
struct SideItemIn {
    /// The item; each once.
    menu_item_id: i64,
    /// How many of it.
    #[schema(minimum = 1, maximum = 100)]
    quantity: u32,
}

fn item(f: &Fields<'_>) -> Option<SideItem> {
    let (menu_item_id, quantity) = (f.need("menu_item_id", integer), f.need("quantity", count(100)));
    Some(SideItem { menu_item_id: menu_item_id?, quantity: quantity? })
}

fn side(f: &Fields<'_>) -> Option<ComboSide> {
    let (code, name) = (f.need("code", text), f.need("name", text));
    let items = f.list("items", item);
    Some(ComboSide { code: code?, name: name?, items })
}

fn draft(f: &Fields<'_>) -> Option<ComboDraft> {
    let (code, name) = (f.need("code", text), f.need("name", text));
    let bundle_price = f.need("bundle_price", money);
    let rest = patch(f)?;
    Some(ComboDraft {
        code: code?,
        name: name?,
        bundle_price: bundle_price?,
        max_drink_price: rest.max_drink_price.flatten(),
        drink_choice_count: rest.drink_choice_count.unwrap_or(1),
        side_choice_count: rest.side_choice_count.unwrap_or(0),
        raw_rule_text: rest.raw_rule_text.flatten(),
        is_active: rest.is_active.unwrap_or(true),
        eligible_drink_item_ids: rest.eligible_drink_item_ids.unwrap_or_default(),
        side_options: rest.side_options.unwrap_or_default(),
    })
}

fn patch(f: &Fields<'_>) -> Option<ComboPatch> {
    Some(ComboPatch {
        code: f.may("code", text),
        name: f.may("name", text),
        bundle_price: f.may("bundle_price", money),
        max_drink_price: f.clearable("max_drink_price", money),
        drink_choice_count: f.may("drink_choice_count", integer),
        side_choice_count: f.may("side_choice_count", integer),
        raw_rule_text: f.clearable("raw_rule_text", text),
        is_active: f.may("is_active", flag),
        eligible_drink_item_ids: f
            .is_given("eligible_drink_item_ids")
            .then(|| f.ids("eligible_drink_item_ids", MOST_DRINKS)),
        side_options: f.is_given("side_options").then(|| f.list("side_options", side)),
    })
}

/// Bundles by id; the active ones, or all.
#[utoipa::path(get, path = "/api/menu/combos", tag = "menu",
    params(("active_only" = Option<bool>, Query, description = "Only what is sold; true where it is not said.")),
    responses(
        (status = 200, description = "Bundles by id.", body = Vec<Combo>),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuRead))))
)]
async fn list(Signed(context): Signed, params: Params) -> Answer<Vec<Combo>> {
    Ok(Json(combo::list(&context, params.flag("active_only", true)?).await?))
}

/// A bundle.
#[utoipa::path(get, path = "/api/menu/combos/{id}", tag = "menu",
    params(("id" = i64, Path, description = "The bundle.")),
    responses(
        (status = 200, description = "The bundle.", body = Combo),
        (status = 404, description = "There is no such bundle."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuRead))))
)]
async fn fetch(Signed(context): Signed, Id(id): Id) -> Answer<Combo> {
    Ok(Json(combo::fetch(&context, id).await?))
}

/// Adds a bundle.
#[utoipa::path(post, path = "/api/menu/combos", tag = "menu", request_body = NewComboIn,
    responses(
        (status = 201, description = "The new bundle.", body = Combo),
        (status = 400, description = "A blank code, more to choose than is listed, or a drink or a side's code that is not allowed."),
        (status = 409, description = "The code is taken."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn create(signed: Signed, body: Body) -> Created<Combo> {
    let context = signed.may(Action::MenuManage)?;
    created(combo::create(&context, body.object(draft)?, body.key()?).await?)
}

/// Changes a bundle. A list that is absent is left as it is.
#[utoipa::path(put, path = "/api/menu/combos/{id}", tag = "menu", request_body = ComboPatchIn,
    params(("id" = i64, Path, description = "The bundle.")),
    responses(
        (status = 200, description = "The bundle as it is now.", body = Combo),
        (status = 400, description = "A blank code, more to choose than is listed, or a drink or a side's code that is not allowed."),
        (status = 404, description = "There is no such bundle."),
        (status = 409, description = "The code is taken."),
    ),
    extensions(("x-roles" = json!(open_to(Action::MenuManage))))
)]
async fn update(signed: Signed, Id(id): Id, body: Body) -> Answer<Combo> {
    let context = signed.may(Action::MenuManage)?;
    Ok(Json(combo::update(&context, id, body.object(patch)?).await?))
}
