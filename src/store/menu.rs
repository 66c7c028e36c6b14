//! The menu: items with their recipes.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{
    STORE, Store,
    entity::{menu_categories, menu_items, recipe_lines},
    ingredients,
};
use crate::{
    Money, Outcome, Quantity,
    menu::{Category, MenuItem, RecipeLine},
};

/// Items that match, with their recipes, by id.
pub(super) async fn matching<C: ConnectionTrait>(
    db: &C,
    condition: Condition,
) -> Result<Vec<MenuItem>, DbErr> {
    let rows = menu_items::Entity::find()
        .filter(menu_items::Column::StoreId.eq(STORE))
        .filter(condition)
        .order_by_asc(menu_items::Column::Id)
        .all(db)
        .await?;
    let lines = recipe_lines::Entity::find()
        .filter(recipe_lines::Column::MenuItemId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(recipe_lines::Column::Position)
        .all(db)
        .await?;
    let mut recipes: BTreeMap<i64, Vec<RecipeLine>> = BTreeMap::new();
    for line in lines {
        if let Some(item) = line.menu_item_id {
            let line = RecipeLine { ingredient_id: line.ingredient_id, quantity: Quantity(line.quantity) };
            recipes.entry(item).or_default().push(line);
        }
    }
    Ok(rows
        .into_iter()
        .map(|row| MenuItem {
            recipe: recipes.remove(&row.id).unwrap_or_default(),
            id: row.id,
            name: row.name,
            price: Money(row.price),
            is_active: row.is_active,
            name_en: row.name_en,
            category_id: row.category_id,
            station_id: row.station_id,
            sold_out: false,
            modifier_group_ids: vec![],
            position: row.position,
        })
        .collect())
}

impl Store {
    /// Items by id; the active ones, or all.
    pub(crate) async fn menu_items(&self, active_only: bool) -> Outcome<Vec<MenuItem>> {
        let mut condition = Condition::all();
        if active_only {
            condition = condition.add(menu_items::Column::IsActive.eq(true));
        }
        Ok(matching(self.readers(), condition).await?)
    }

    /// An item.
    pub(crate) async fn menu_item(&self, id: i64) -> Outcome<Option<MenuItem>> {
        Ok(matching(self.readers(), Condition::all().add(menu_items::Column::Id.eq(id))).await?.pop())
    }

    /// Categories in their order, active items, and what is on hand: what the counter shows, at one point in time.
    pub(crate) async fn counter(&self) -> Outcome<(Vec<Category>, Vec<MenuItem>, BTreeMap<i64, Quantity>)> {
        let tx = self.snapshot().await?;
        let rows = menu_categories::Entity::find()
            .filter(menu_categories::Column::StoreId.eq(STORE))
            .order_by_asc(menu_categories::Column::Position)
            .order_by_asc(menu_categories::Column::Id)
            .all(&tx)
            .await?;
        let categories =
            rows.into_iter().map(|row| Category { id: row.id, name: row.name, name_en: row.name_en });
        let items = matching(&tx, Condition::all().add(menu_items::Column::IsActive.eq(true))).await?;
        let on_hand = ingredients::on_hand(&tx).await?;
        tx.commit().await?;
        Ok((categories.collect(), items, on_hand))
    }
}
