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
        entity::{menu_categories, menu_items, recipe_lines},
    },
    insert, last_of_each,
};
use crate::{
    Moment,
    menu::{MenuItem, RecipeLine},
    write::Changes,
};

pub(super) async fn rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
    now: Moment,
) -> Result<(), DbErr> {
    let categories = all.clone().flat_map(|c| &c.new_categories).zip(0..).map(|(category, position)| {
        menu_categories::ActiveModel {
            id: Set(category.id),
            store_id: Set(STORE),
            name: Set(category.name.clone()),
            name_en: Set(category.name_en.clone()),
            position: Set(position),
        }
    });
    insert(tx, categories.collect(), None).await?;
    let items =
        last_of_each(all.clone().flat_map(|c| c.new_items.iter().chain(&c.altered_items)), |item| item.id);
    let upsert = OnConflict::column(menu_items::Column::Id)
        .update_columns([
            menu_items::Column::Name,
            menu_items::Column::Price,
            menu_items::Column::IsActive,
            menu_items::Column::UpdatedAt,
        ])
        .value(
            menu_items::Column::Version,
            Expr::col((menu_items::Entity, menu_items::Column::Version)).add(1),
        )
        .to_owned();
    insert(tx, items.values().map(|item| item_row(item, now)).collect(), Some(upsert)).await?;
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

fn item_row(item: &MenuItem, now: Moment) -> menu_items::ActiveModel {
    menu_items::ActiveModel {
        id: Set(item.id),
        store_id: Set(STORE),
        category_id: Set(item.category_id),
        station_id: Set(item.station_id),
        name: Set(item.name.clone()),
        name_en: Set(item.name_en.clone()),
        price: Set(item.price.0),
        is_active: Set(item.is_active),
        sold_out_day: Set(None),
        position: Set(item.position),
        version: Set(1),
        created_at: Set(now.0),
        updated_at: Set(now.0),
    }
}
