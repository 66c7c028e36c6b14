//! The ingredients' rows and the ledger.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, ExprTrait,
    sea_query::{CaseStatement, Expr, OnConflict, Query},
};

use super::{
    super::{
        STORE,
        entity::{ingredients, stock_movements},
        writer::Decided,
    },
    insert, last_of_each,
};
use crate::{
    Moment,
    stock::{Ingredient, Movement},
    write::Changes,
};

pub(super) async fn rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
    now: Moment,
) -> Result<(), DbErr> {
    let rows = last_of_each(
        all.flat_map(|c| c.new_ingredients.iter().chain(&c.altered_ingredients)),
        |i: &Ingredient| i.id,
    );
    let upsert = OnConflict::column(ingredients::Column::Id)
        .update_columns([
            ingredients::Column::Name,
            ingredients::Column::Unit,
            ingredients::Column::ReorderLevel,
            ingredients::Column::CostPerUnit,
            ingredients::Column::UpdatedAt,
        ])
        .value(
            ingredients::Column::Version,
            Expr::col((ingredients::Entity, ingredients::Column::Version)).add(1),
        )
        .to_owned();
    let rows = rows.values().map(|i| ingredients::ActiveModel {
        id: Set(i.id),
        store_id: Set(STORE),
        name: Set(i.name.clone()),
        unit: Set(i.unit.clone()),
        on_hand: Set(0),
        reorder_level: Set(i.reorder_level.0),
        par_level: Set(None),
        cost_per_unit: Set(i.cost_per_unit.0),
        version: Set(1),
        created_at: Set(now.0),
        updated_at: Set(now.0),
    });
    insert(tx, rows.collect(), Some(upsert)).await
}

/// The ledger, and what is on hand by it: one statement that takes only what is there.
pub(super) async fn movements(
    tx: &DatabaseTransaction,
    decided: &[Decided<'_>],
    now: Moment,
) -> Result<(), DbErr> {
    let mut by_ingredient: BTreeMap<i64, i64> = BTreeMap::new();
    let (mut by_hand, mut rows) = (Vec::new(), Vec::new());
    for (request, changes, _) in decided {
        for movement in &changes.movements {
            *by_ingredient.entry(movement.ingredient_id).or_default() += movement.quantity.0;
            let row = movement_row(movement, request.actor.user_id);
            if movement.id == 0 { rows.push(row) } else { by_hand.push(row) }
        }
    }
    // Ids that were reserved are taken before the database gives out the next ones.
    insert(tx, by_hand, None).await?;
    insert(tx, rows, None).await?;
    by_ingredient.retain(|_, by| *by != 0);
    if by_ingredient.is_empty() {
        return Ok(());
    }
    let mut moved = CaseStatement::new();
    for (id, by) in &by_ingredient {
        moved = moved.case(Expr::col(ingredients::Column::Id).eq(*id), Expr::val(*by));
    }
    let stock = Expr::col(ingredients::Column::OnHand).add(moved.finally(0_i64));
    let statement = Query::update()
        .table(ingredients::Entity)
        .value(ingredients::Column::OnHand, stock.clone())
        .value(ingredients::Column::UpdatedAt, now.0)
        .and_where(ingredients::Column::StoreId.eq(STORE))
        .and_where(ingredients::Column::Id.is_in(by_ingredient.keys().copied()))
        .and_where(stock.gte(0))
        .to_owned();
    let done = tx.execute(&statement).await?;
    if usize::try_from(done.rows_affected()).ok() != Some(by_ingredient.len()) {
        return Err(DbErr::Custom(
            "stock would fall below zero: the decision and the table disagree".to_owned(),
        ));
    }
    Ok(())
}

fn movement_row(movement: &Movement, user_id: i64) -> stock_movements::ActiveModel {
    stock_movements::ActiveModel {
        id: if movement.id == 0 { NotSet } else { Set(movement.id) },
        store_id: Set(STORE),
        ingredient_id: Set(movement.ingredient_id),
        movement_type: Set(movement.movement_type.as_str().to_owned()),
        quantity: Set(movement.quantity.0),
        unit_cost: Set(movement.unit_cost.map(|cost| cost.0)),
        reference: Set(movement.reference.clone()),
        notes: Set(movement.notes.clone()),
        order_id: Set(movement.order_id),
        user_id: Set((user_id != 0).then_some(user_id)),
        created_at: Set(movement.created_at.0),
    }
}
