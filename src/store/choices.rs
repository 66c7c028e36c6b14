//! Groups of choices, and which items have them.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::{
    STORE, Store,
    entity::{item_modifier_groups, modifier_groups, modifiers, recipe_lines},
};
use crate::{
    Money, Outcome, Quantity,
    menu::{Modifier, ModifierGroup, RecipeLine},
};

/// The groups of these items, in their order; items without any are absent.
pub(super) async fn of_items<C: ConnectionTrait>(
    db: &C,
    items: Vec<i64>,
) -> Result<BTreeMap<i64, Vec<i64>>, DbErr> {
    let mut groups: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    if items.is_empty() {
        return Ok(groups);
    }
    let rows = item_modifier_groups::Entity::find()
        .filter(item_modifier_groups::Column::MenuItemId.is_in(items))
        .order_by_asc(item_modifier_groups::Column::Position)
        .all(db)
        .await?;
    for row in rows {
        groups.entry(row.menu_item_id).or_default().push(row.group_id);
    }
    Ok(groups)
}

/// Groups that match with their choices and the recipes of those, in their order.
pub(super) async fn matching<C: ConnectionTrait>(
    db: &C,
    condition: Condition,
) -> Result<Vec<ModifierGroup>, DbErr> {
    let rows = modifier_groups::Entity::find()
        .filter(modifier_groups::Column::StoreId.eq(STORE))
        .filter(condition)
        .order_by_asc(modifier_groups::Column::Position)
        .order_by_asc(modifier_groups::Column::Id)
        .all(db)
        .await?;
    let mut choices = choices(db, rows.iter().map(|row| row.id).collect()).await?;
    let count = |number: i32| u32::try_from(number).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|row| ModifierGroup {
            modifiers: choices.remove(&row.id).unwrap_or_default(),
            id: row.id,
            name: row.name,
            name_en: row.name_en,
            min_choices: count(row.min_choices),
            max_choices: count(row.max_choices),
            position: row.position,
        })
        .collect())
}

/// What these groups offer, by group.
async fn choices<C: ConnectionTrait>(
    db: &C,
    groups: Vec<i64>,
) -> Result<BTreeMap<i64, Vec<Modifier>>, DbErr> {
    let mut choices: BTreeMap<i64, Vec<Modifier>> = BTreeMap::new();
    if groups.is_empty() {
        return Ok(choices);
    }
    let rows = modifiers::Entity::find()
        .filter(modifiers::Column::GroupId.is_in(groups))
        .filter(modifiers::Column::Removed.eq(false))
        .order_by_asc(modifiers::Column::Position)
        .order_by_asc(modifiers::Column::Id)
        .all(db)
        .await?;
    let mut recipes: BTreeMap<i64, Vec<RecipeLine>> = BTreeMap::new();
    if !rows.is_empty() {
        let lines = recipe_lines::Entity::find()
            .filter(recipe_lines::Column::ModifierId.is_in(rows.iter().map(|row| row.id)))
            .order_by_asc(recipe_lines::Column::Position)
            .all(db)
            .await?;
        for line in lines {
            if let Some(modifier) = line.modifier_id {
                let line =
                    RecipeLine { ingredient_id: line.ingredient_id, quantity: Quantity(line.quantity) };
                recipes.entry(modifier).or_default().push(line);
            }
        }
    }
    for row in rows {
        choices.entry(row.group_id).or_default().push(Modifier {
            recipe: recipes.remove(&row.id).unwrap_or_default(),
            id: row.id,
            name: row.name,
            name_en: row.name_en,
            price_delta: Money(row.price_delta),
            is_default: row.is_default,
            is_active: row.is_active,
        });
    }
    Ok(choices)
}

impl Store {
    /// All groups, in their order.
    pub(crate) async fn modifier_groups(&self) -> Outcome<Vec<ModifierGroup>> {
        let tx = self.snapshot().await?;
        let groups = matching(&tx, Condition::all()).await?;
        tx.commit().await?;
        Ok(groups)
    }

    /// A group.
    pub(crate) async fn modifier_group(&self, id: i64) -> Outcome<Option<ModifierGroup>> {
        let tx = self.snapshot().await?;
        let mut groups = matching(&tx, Condition::all().add(modifier_groups::Column::Id.eq(id))).await?;
        tx.commit().await?;
        Ok(groups.pop())
    }
}
