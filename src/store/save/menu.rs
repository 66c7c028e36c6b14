//! The menu's rows.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::{
    super::{
        STORE,
        entity::{menu_categories, menu_items, recipe_lines, stations},
    },
    insert, last_of_each,
};
use crate::{
    Moment,
    clock::BusinessDay,
    menu::{MenuItem, RecipeLine},
    write::Changes,
};

pub(super) async fn rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
    today: &BusinessDay,
    now: Moment,
) -> Result<(), DbErr> {
    sections(tx, all.clone()).await?;
    let items =
        last_of_each(all.clone().flat_map(|c| c.new_items.iter().chain(&c.altered_items)), |item| item.id);
    let upsert = OnConflict::column(menu_items::Column::Id)
        .update_columns([
            menu_items::Column::CategoryId,
            menu_items::Column::StationId,
            menu_items::Column::Name,
            menu_items::Column::NameEn,
            menu_items::Column::Price,
            menu_items::Column::IsActive,
            menu_items::Column::SoldOutDay,
            menu_items::Column::Position,
            menu_items::Column::UpdatedAt,
        ])
        .value(
            menu_items::Column::Version,
            Expr::col((menu_items::Entity, menu_items::Column::Version)).add(1),
        )
        .to_owned();
    insert(tx, items.values().map(|item| item_row(item, today, now)).collect(), Some(upsert)).await?;
    let mut recipes: BTreeMap<i64, &Vec<RecipeLine>> = BTreeMap::new();
    recipes.extend(
        all.clone().flat_map(|c| &c.new_items).filter(|i| !i.recipe.is_empty()).map(|i| (i.id, &i.recipe)),
    );
    let replaced: Vec<i64> = all.clone().flat_map(|c| &c.recipes).map(|(id, _)| *id).collect();
    recipes.extend(all.flat_map(|c| &c.recipes).map(|(id, lines)| (*id, lines)));
    if !replaced.is_empty() {
        recipe_lines::Entity::delete_many()
            .filter(recipe_lines::Column::MenuItemId.is_in(replaced))
            .exec(tx)
            .await?;
    }
    let lines = recipes.iter().flat_map(|(item_id, lines)| {
        lines.iter().zip(0..).map(|(line, position)| recipe_lines::ActiveModel {
            id: NotSet,
            store_id: Set(STORE),
            menu_item_id: Set(Some(*item_id)),
            modifier_id: Set(None),
            ingredient_id: Set(line.ingredient_id),
            quantity: Set(line.quantity.0),
            position: Set(position),
        })
    });
    insert(tx, lines.collect(), None).await
}

async fn sections<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
) -> Result<(), DbErr> {
    let categories = last_of_each(all.clone().flat_map(|c| &c.categories), |category| category.id);
    let rows = categories.values().map(|category| menu_categories::ActiveModel {
        id: Set(category.id),
        store_id: Set(STORE),
        name: Set(category.name.clone()),
        name_en: Set(category.name_en.clone()),
        position: Set(category.position),
        station_id: Set(category.station_id),
    });
    let upsert = OnConflict::column(menu_categories::Column::Id)
        .update_columns([
            menu_categories::Column::Name,
            menu_categories::Column::NameEn,
            menu_categories::Column::Position,
            menu_categories::Column::StationId,
        ])
        .to_owned();
    insert(tx, rows.collect(), Some(upsert)).await?;
    let known = last_of_each(all.flat_map(|c| &c.stations), |station| station.id);
    let rows = known.values().map(|station| stations::ActiveModel {
        id: Set(station.id),
        store_id: Set(STORE),
        name: Set(station.name.clone()),
        name_en: Set(station.name_en.clone()),
        position: Set(station.position),
    });
    let upsert = OnConflict::column(stations::Column::Id)
        .update_columns([stations::Column::Name, stations::Column::NameEn, stations::Column::Position])
        .to_owned();
    insert(tx, rows.collect(), Some(upsert)).await
}

fn item_row(item: &MenuItem, today: &BusinessDay, now: Moment) -> menu_items::ActiveModel {
    menu_items::ActiveModel {
        id: Set(item.id),
        store_id: Set(STORE),
        category_id: Set(item.category_id),
        station_id: Set(item.station_id),
        name: Set(item.name.clone()),
        name_en: Set(item.name_en.clone()),
        price: Set(item.price.0),
        is_active: Set(item.is_active),
        sold_out_day: Set(item.sold_out.then(|| today.0.clone())),
        position: Set(item.position),
        version: Set(1),
        created_at: Set(now.0),
        updated_at: Set(now.0),
    }
}
