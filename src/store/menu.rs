//! The menu: items with their recipes.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{
    STORE, Store, choices, combos,
    entity::{daily_item_sales, menu_items, recipe_lines},
    ingredients, sections,
};
use crate::{
    Money, Outcome, Quantity,
    clock::BusinessDay,
    menu::{Category, Combo, MenuItem, ModifierGroup, RecipeLine},
};

/// Items that match, with their recipes and which groups of choices they have, by id. `today` decides what is sold
/// out.
pub(super) async fn matching<C: ConnectionTrait>(
    db: &C,
    condition: Condition,
    today: &BusinessDay,
) -> Result<Vec<MenuItem>, DbErr> {
    let rows = menu_items::Entity::find()
        .filter(menu_items::Column::StoreId.eq(STORE))
        .filter(condition)
        .order_by_asc(menu_items::Column::Id)
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(vec![]);
    }
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
    let routes = sections::routes(db).await?;
    let mut groups = choices::of_items(db, rows.iter().map(|row| row.id).collect()).await?;
    Ok(rows
        .into_iter()
        .map(|row| MenuItem {
            route: None,
            sold_out: row.sold_out_day.as_ref() == Some(&today.0),
            modifier_group_ids: groups.remove(&row.id).unwrap_or_default(),
            recipe: recipes.remove(&row.id).unwrap_or_default(),
            id: row.id,
            name: row.name,
            price: Money(row.price),
            is_active: row.is_active,
            name_en: row.name_en,
            category_id: row.category_id,
            station_id: row.station_id,
            position: row.position,
        })
        .map(|item| {
            let of_category = item.category_id.and_then(|id| routes.get(&id).copied());
            item.routed(of_category)
        })
        .collect())
}

impl Store {
    /// The business day of this moment.
    fn today(&self) -> BusinessDay {
        self.profile().day_of(self.now())
    }

    /// Items by id; the active ones, or all.
    pub(crate) async fn menu_items(&self, active_only: bool) -> Outcome<Vec<MenuItem>> {
        let mut condition = Condition::all();
        if active_only {
            condition = condition.add(menu_items::Column::IsActive.eq(true));
        }
        Ok(matching(self.readers(), condition, &self.today()).await?)
    }

    /// An item.
    pub(crate) async fn menu_item(&self, id: i64) -> Outcome<Option<MenuItem>> {
        let condition = Condition::all().add(menu_items::Column::Id.eq(id));
        Ok(matching(self.readers(), condition, &self.today()).await?.pop())
    }

    /// What the counter shows, at one point in time.
    pub(crate) async fn counter(&self) -> Outcome<CounterRows> {
        let tx = self.snapshot().await?;
        let sold = Condition::all().add(menu_items::Column::IsActive.eq(true));
        let rows = CounterRows {
            categories: sections::categories(&tx).await?,
            items: matching(&tx, sold, &self.today()).await?,
            on_hand: ingredients::on_hand(&tx).await?,
            groups: choices::matching(&tx, Condition::all()).await?,
            combos: combos::active(&tx).await?,
        };
        tx.commit().await?;
        Ok(rows)
    }

    /// The items that sold on the last so many days, most pieces first.
    pub(crate) async fn best_sellers(&self, days: i64) -> Outcome<Vec<i64>> {
        use daily_item_sales::Column::{BusinessDay, MenuItemId, Quantity, StoreId};
        let first = self.profile().day_of(self.now().plus_seconds((1 - days) * 86_400));
        Ok(daily_item_sales::Entity::find()
            .select_only()
            .column(MenuItemId)
            .filter(StoreId.eq(STORE))
            .filter(BusinessDay.gte(first.0))
            .group_by(MenuItemId)
            .having(Quantity.sum().gt(0))
            .order_by_desc(Quantity.sum())
            .order_by_asc(MenuItemId)
            .limit(200)
            .into_tuple()
            .all(self.readers())
            .await?)
    }
}

/// What the counter's menu is made of.
pub(crate) struct CounterRows {
    /// In their order.
    pub categories: Vec<Category>,
    /// Those that are sold.
    pub items: Vec<MenuItem>,
    /// What is there of each ingredient.
    pub on_hand: BTreeMap<i64, Quantity>,
    /// In their order.
    pub groups: Vec<ModifierGroup>,
    /// Those that are sold.
    pub combos: Vec<Combo>,
}
