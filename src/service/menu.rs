//! The menu.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{Context, KeyedBody};
use crate::{
    Outcome, Refusal,
    identity::Action,
    menu::{
        Category, ChoiceGroup, CounterMenu, ItemDraft, ItemPatch, Left, MenuItem, RecipeLine, RecipeView,
        Tile, few, portions, split_tag,
    },
    refusal::Noun,
    store::CounterRows,
    write::{Command, MenuCommand},
};

/// Over how many days the favourites are counted.
const FAVOURITE_DAYS: i64 = 30;
/// How many favourites there are at most.
const MOST_FAVOURITES: usize = 16;

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
    let menu = present(ctx).await?;
    let mut favourites = ctx.store.best_sellers(FAVOURITE_DAYS).await?;
    favourites.retain(|id| menu.tiles.iter().any(|tile| tile.id == *id));
    favourites.truncate(MOST_FAVOURITES);
    Ok(CounterMenu { favourites, ..menu })
}

/// What is left of the counter's menu.
///
/// # Errors
/// `NoToken`, `Denied`.
pub async fn left(ctx: &Context) -> Outcome<Left> {
    ctx.may(Action::MenuRead)?;
    Ok(present(ctx).await?.left())
}

/// The menu of this moment, without favourites.
async fn present(ctx: &Context) -> Outcome<CounterMenu> {
    let CounterRows { mut categories, mut items, on_hand, groups, combos } = ctx.store.counter().await?;
    items.sort_by_key(|item| (item.position, item.id));
    let mut tiles = Vec::with_capacity(items.len());
    for item in items {
        let (tag, name) = split_tag(&item.name);
        let category_id = item.category_id.or_else(|| tag.map(|tag| category_of_tag(&mut categories, tag)));
        tiles.push(Tile {
            id: item.id,
            category_id,
            name: name.to_owned(),
            name_en: item.name_en,
            price: item.price,
            portions: if item.sold_out { Some(0) } else { few(portions(&item.recipe, &on_hand)) },
            groups: item.modifier_group_ids,
        });
    }
    let used: BTreeSet<Option<i64>> = tiles.iter().map(|tile| tile.category_id).collect();
    categories.retain(|category| used.contains(&Some(category.id)));
    let places: BTreeMap<i64, usize> =
        categories.iter().enumerate().map(|(place, category)| (category.id, place)).collect();
    tiles.sort_by_key(|tile| tile.category_id.and_then(|id| places.get(&id).copied()).unwrap_or(usize::MAX));
    let groups: Vec<ChoiceGroup> = groups.into_iter().map(|group| ChoiceGroup::of(group, &on_hand)).collect();
    let mut menu = CounterMenu {
        version: String::new(),
        count: tiles.len(),
        categories,
        tiles,
        groups,
        combos,
        favourites: vec![],
    };
    menu.version = version_of(&menu)?;
    Ok(menu)
}

/// A short word for all of a menu but its portions.
fn version_of(menu: &CounterMenu) -> Outcome<String> {
    let mut lasting = menu.clone();
    lasting.tiles.iter_mut().for_each(|tile| tile.portions = None);
    let choices = lasting.groups.iter_mut().flat_map(|group| &mut group.choices);
    choices.for_each(|choice| choice.portions = None);
    let text = serde_json::to_vec(&lasting).map_err(|_| Refusal::Internal)?;
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// The category of that name, or one that lives only as long as items carry the tag (its id is below 0).
fn category_of_tag(categories: &mut Vec<Category>, tag: &str) -> i64 {
    if let Some(found) = categories.iter().find(|category| category.name == tag) {
        return found.id;
    }
    let id = categories.iter().map(|category| category.id).min().unwrap_or(0).min(0) - 1;
    categories.push(Category { id, name: tag.to_owned(), name_en: None, position: 0, station_id: None });
    id
}
