//! The rows of the choices, and of the items' groups.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};

use super::{
    super::{
        STORE,
        entity::{item_modifier_groups, modifier_groups, modifiers, recipe_lines},
    },
    insert, last_of_each,
};
use crate::{
    menu::{Modifier, ModifierGroup},
    write::Changes,
};

/// Writes the groups that changed and which groups items have.
pub(super) async fn rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
) -> Result<(), DbErr> {
    let groups = last_of_each(all.clone().flat_map(|c| &c.groups), |group| group.id);
    if !groups.is_empty() {
        groups_and_choices(tx, &groups).await?;
    }
    let items: BTreeMap<i64, &Vec<i64>> =
        all.flat_map(|c| &c.item_groups).map(|(item, groups)| (*item, groups)).collect();
    if items.is_empty() {
        return Ok(());
    }
    item_modifier_groups::Entity::delete_many()
        .filter(item_modifier_groups::Column::MenuItemId.is_in(items.keys().copied()))
        .exec(tx)
        .await?;
    let rows = items.iter().flat_map(|(item, groups)| {
        groups.iter().zip(0..).map(|(group, position)| item_modifier_groups::ActiveModel {
            menu_item_id: Set(*item),
            group_id: Set(*group),
            store_id: Set(STORE),
            position: Set(position),
        })
    });
    insert(tx, rows.collect(), None).await
}

async fn groups_and_choices(
    tx: &DatabaseTransaction,
    groups: &BTreeMap<i64, &ModifierGroup>,
) -> Result<(), DbErr> {
    let upsert = OnConflict::column(modifier_groups::Column::Id)
        .update_columns([
            modifier_groups::Column::Name,
            modifier_groups::Column::NameEn,
            modifier_groups::Column::MinChoices,
            modifier_groups::Column::MaxChoices,
            modifier_groups::Column::Position,
        ])
        .to_owned();
    insert(tx, groups.values().map(|group| group_row(group)).collect(), Some(upsert)).await?;
    // What is not in the group any more stays as a row, since lines that were sold with it refer to it.
    let of_groups = modifiers::Column::GroupId.is_in(groups.keys().copied());
    modifiers::Entity::update_many()
        .col_expr(modifiers::Column::Removed, Expr::val(true))
        .filter(of_groups.clone())
        .exec(tx)
        .await?;
    let upsert = OnConflict::column(modifiers::Column::Id)
        .update_columns([
            modifiers::Column::Name,
            modifiers::Column::NameEn,
            modifiers::Column::PriceDelta,
            modifiers::Column::IsDefault,
            modifiers::Column::IsActive,
            modifiers::Column::Position,
            modifiers::Column::Removed,
        ])
        .to_owned();
    let choices = groups.values().flat_map(|group| {
        group.modifiers.iter().zip(0..).map(|(choice, position)| choice_row(group.id, choice, position))
    });
    insert(tx, choices.collect(), Some(upsert)).await?;
    let their_ids =
        modifiers::Entity::find().select_only().column(modifiers::Column::Id).filter(of_groups).into_query();
    recipe_lines::Entity::delete_many()
        .filter(recipe_lines::Column::ModifierId.in_subquery(their_ids))
        .exec(tx)
        .await?;
    let lines = groups.values().flat_map(|group| &group.modifiers).flat_map(|choice| {
        choice.recipe.iter().zip(0..).map(|(line, position)| recipe_lines::ActiveModel {
            id: NotSet,
            store_id: Set(STORE),
            menu_item_id: Set(None),
            modifier_id: Set(Some(choice.id)),
            ingredient_id: Set(line.ingredient_id),
            quantity: Set(line.quantity.0),
            position: Set(position),
        })
    });
    insert(tx, lines.collect(), None).await
}

fn group_row(group: &ModifierGroup) -> modifier_groups::ActiveModel {
    let count = |number: u32| Set(i32::try_from(number).unwrap_or(i32::MAX));
    modifier_groups::ActiveModel {
        id: Set(group.id),
        store_id: Set(STORE),
        name: Set(group.name.clone()),
        name_en: Set(group.name_en.clone()),
        min_choices: count(group.min_choices),
        max_choices: count(group.max_choices),
        position: Set(group.position),
    }
}

fn choice_row(group_id: i64, choice: &Modifier, position: i32) -> modifiers::ActiveModel {
    modifiers::ActiveModel {
        id: Set(choice.id),
        store_id: Set(STORE),
        group_id: Set(group_id),
        name: Set(choice.name.clone()),
        name_en: Set(choice.name_en.clone()),
        price_delta: Set(choice.price_delta.0),
        is_default: Set(choice.is_default),
        is_active: Set(choice.is_active),
        position: Set(position),
        removed: Set(false),
    }
}
