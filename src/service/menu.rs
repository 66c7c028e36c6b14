//! The menu.

use super::{Context, KeyedBody};
use crate::{
    Outcome, Refusal,
    identity::Action,
    menu::{
        Category, CounterMenu, ItemDraft, ItemPatch, MenuItem, RecipeLine, RecipeView, Tile, portions,
        split_tag,
    },
    refusal::Noun,
    write::{Command, MenuCommand},
};

/// Items by id; the active ones, or all.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn items(ctx: &Context, active_only: bool) -> Outcome<Vec<MenuItem>> {
    ctx.may(Action::MenuRead)?;
    ctx.store.menu_items(active_only).await
}

/// Adds an item.
///
/// # Errors
/// `Denied`, `Invalid`, `NameTaken`, `Unknown` for its category or station.
pub async fn create(ctx: &Context, draft: ItemDraft, key: Option<KeyedBody>) -> Outcome<MenuItem> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::CreateItem(draft), key).await
}

/// Changes an item.
///
/// # Errors
/// `Denied`, `NotFound`, `Invalid`, `NameTaken`, `Unknown` for its category or station.
pub async fn update(ctx: &Context, id: i64, patch: ItemPatch) -> Outcome<MenuItem> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::UpdateItem(id, patch), None).await
}

/// An item's recipe, in the order given.
///
/// # Errors
/// `Denied`, `NotFound`.
pub async fn recipe(ctx: &Context, id: i64) -> Outcome<Vec<RecipeView>> {
    ctx.may(Action::MenuManage)?;
    let item = ctx.store.menu_item(id).await?.ok_or(Refusal::NotFound(Noun::MenuItem))?;
    let ingredients = ctx.store.ingredients().await?;
    Ok(item
        .recipe
        .iter()
        .filter_map(|line| ingredients.iter().find(|i| i.id == line.ingredient_id).map(|i| (line, i)))
        .map(|(line, ingredient)| RecipeView {
            ingredient_id: ingredient.id,
            ingredient_name: ingredient.name.clone(),
            quantity: line.quantity,
            unit: ingredient.unit.clone(),
        })
        .collect())
}

/// Replaces an item's recipe.
///
/// # Errors
/// `Denied`, `NotFound`, `Invalid`, `UnknownIngredient`, `IngredientTwice`.
pub async fn replace_recipe(ctx: &Context, id: i64, lines: Vec<RecipeLine>) -> Outcome<Vec<RecipeView>> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::ReplaceRecipe(id, lines), None).await
}

/// Says that an item is sold out until the business day ends, or that it is there again.
///
/// # Errors
/// `NoToken`, `NotFound`.
pub async fn mark_sold_out(
    ctx: &Context,
    id: i64,
    sold_out: bool,
    key: Option<KeyedBody>,
) -> Outcome<MenuItem> {
    ctx.may(Action::MenuSoldOut)?;
    ctx.write(Command::Menu(MenuCommand::SoldOut(id, sold_out)), key).await
}

/// The menu as the counter shows it. An item without a category stands in the one that its tag names.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn counter(ctx: &Context) -> Outcome<CounterMenu> {
    ctx.may(Action::MenuRead)?;
    let (mut categories, mut items, on_hand) = ctx.store.counter().await?;
    items.sort_by_key(|item| (item.position, item.id));
    let mut tiles = Vec::with_capacity(items.len());
    for item in &items {
        let (tag, name) = split_tag(&item.name);
        let category_id = item.category_id.or_else(|| tag.map(|tag| category_of_tag(&mut categories, tag)));
        tiles.push(Tile {
            id: item.id,
            category_id,
            name: name.to_owned(),
            name_en: item.name_en.clone(),
            price: item.price,
            portions: if item.sold_out { Some(0) } else { portions(&item.recipe, &on_hand) },
        });
    }
    categories.retain(|category| tiles.iter().any(|tile| tile.category_id == Some(category.id)));
    let place =
        |tile: &Tile| categories.iter().position(|c| Some(c.id) == tile.category_id).unwrap_or(usize::MAX);
    tiles.sort_by_key(place);
    Ok(CounterMenu { categories, tiles })
}

/// The category of that name, or one that lives only as long as items carry the tag (its id is below 0).
fn category_of_tag(categories: &mut Vec<Category>, tag: &str) -> i64 {
    if let Some(found) = categories.iter().find(|category| category.name == tag) {
        return found.id;
    }
    let id = categories.iter().map(|category| category.id).min().unwrap_or(0).min(0) - 1;
    categories.push(Category { id, name: tag.to_owned(), name_en: None, position: 0 });
    id
}
