//! Ingredients and the ledger.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};

use super::{
    STORE, Store,
    entity::{ingredients, stock_movements},
};
use crate::{
    Moment, Outcome, Quantity, UnitCost,
    stock::{Ingredient, LowStock, Movement, MovementType},
};

impl From<ingredients::Model> for Ingredient {
    fn from(row: ingredients::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            unit: row.unit,
            current_stock: Quantity(row.on_hand),
            reorder_level: Quantity(row.reorder_level),
            cost_per_unit: UnitCost(row.cost_per_unit),
        }
    }
}

/// Ingredients that match, by id.
pub(super) async fn matching<C: ConnectionTrait>(
    db: &C,
    condition: Condition,
) -> Result<Vec<Ingredient>, DbErr> {
    let rows = ingredients::Entity::find()
        .filter(ingredients::Column::StoreId.eq(STORE))
        .filter(condition)
        .order_by_asc(ingredients::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Ingredient::from).collect())
}

/// All of them, by id.
pub(super) async fn all<C: ConnectionTrait>(db: &C) -> Result<Vec<Ingredient>, DbErr> {
    matching(db, Condition::all()).await
}

/// What runs low, by id.
pub(super) async fn low<C: ConnectionTrait>(db: &C) -> Result<Vec<LowStock>, DbErr> {
    let is_low = Expr::col(ingredients::Column::OnHand).lte(Expr::col(ingredients::Column::ReorderLevel));
    Ok(matching(db, Condition::all().add(is_low)).await?.iter().map(LowStock::from).collect())
}

/// On hand of every ingredient.
pub(super) async fn on_hand<C: ConnectionTrait>(db: &C) -> Result<BTreeMap<i64, Quantity>, DbErr> {
    Ok(matching(db, Condition::all()).await?.into_iter().map(|i| (i.id, i.current_stock)).collect())
}

impl Store {
    /// All ingredients, by id.
    pub(crate) async fn ingredients(&self) -> Outcome<Vec<Ingredient>> {
        Ok(matching(self.readers(), Condition::all()).await?)
    }

    /// What runs low.
    pub(crate) async fn low_stock(&self) -> Outcome<Vec<LowStock>> {
        Ok(low(self.readers()).await?)
    }

    /// The newest movements.
    pub(crate) async fn movements(&self, limit: u64) -> Outcome<Vec<Movement>> {
        let rows = stock_movements::Entity::find()
            .filter(stock_movements::Column::StoreId.eq(STORE))
            .order_by_desc(stock_movements::Column::Id)
            .limit(limit)
            .all(self.readers())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| Movement {
                id: row.id,
                ingredient_id: row.ingredient_id,
                movement_type: MovementType::from_word(&row.movement_type)
                    .unwrap_or(MovementType::Adjustment),
                quantity: Quantity(row.quantity),
                unit_cost: row.unit_cost.map(UnitCost),
                reference: row.reference,
                notes: row.notes,
                created_at: Moment(row.created_at),
                order_id: row.order_id,
            })
            .collect())
    }
}
