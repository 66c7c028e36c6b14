//! Bundles.

use std::collections::BTreeMap;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{
    STORE, Store,
    entity::{combo_drinks, combo_rules, combo_sides, menu_items},
};
use crate::{
    Money, Outcome,
    menu::{Combo, ComboDrink, ComboSide},
};

/// Bundles that match, with their drinks and sides, by id.
pub(super) async fn matching<C: ConnectionTrait>(db: &C, condition: Condition) -> Result<Vec<Combo>, DbErr> {
    let rows = combo_rules::Entity::find()
        .filter(combo_rules::Column::StoreId.eq(STORE))
        .filter(condition)
        .order_by_asc(combo_rules::Column::Id)
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut drinks = drinks(db, &ids).await?;
    let mut sides = sides(db, &ids).await?;
    let count = |number: i32| u32::try_from(number).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|row| Combo {
            eligible_drinks: drinks.remove(&row.id).unwrap_or_default(),
            side_options: sides.remove(&row.id).unwrap_or_default(),
            id: row.id,
            code: row.code,
            name: row.name,
            bundle_price: Money(row.bundle_price),
            max_drink_price: row.max_drink_price.map(Money),
            drink_choice_count: count(row.drink_choice_count),
            side_choice_count: count(row.side_choice_count),
            raw_rule_text: row.raw_rule_text,
            is_active: row.is_active,
        })
        .collect())
}

/// Bundles that are sold, with their drinks and sides, by id.
pub(super) async fn active<C: ConnectionTrait>(db: &C) -> Result<Vec<Combo>, DbErr> {
    matching(db, Condition::all().add(combo_rules::Column::IsActive.eq(true))).await
}

async fn drinks<C: ConnectionTrait>(db: &C, combos: &[i64]) -> Result<BTreeMap<i64, Vec<ComboDrink>>, DbErr> {
    let item = combo_drinks::Entity::belongs_to(menu_items::Entity)
        .from(combo_drinks::Column::MenuItemId)
        .to(menu_items::Column::Id);
    let rows: Vec<(i64, i64, String)> = combo_drinks::Entity::find()
        .select_only()
        .column(combo_drinks::Column::ComboId)
        .column(combo_drinks::Column::MenuItemId)
        .column(menu_items::Column::Name)
        .join(JoinType::InnerJoin, item.into())
        .filter(combo_drinks::Column::ComboId.is_in(combos.iter().copied()))
        .order_by_asc(combo_drinks::Column::Position)
        .into_tuple()
        .all(db)
        .await?;
    let mut drinks: BTreeMap<i64, Vec<ComboDrink>> = BTreeMap::new();
    for (combo_id, menu_item_id, menu_item_name) in rows {
        drinks.entry(combo_id).or_default().push(ComboDrink { menu_item_id, menu_item_name });
    }
    Ok(drinks)
}

async fn sides<C: ConnectionTrait>(db: &C, combos: &[i64]) -> Result<BTreeMap<i64, Vec<ComboSide>>, DbErr> {
    let rows = combo_sides::Entity::find()
        .filter(combo_sides::Column::ComboId.is_in(combos.iter().copied()))
        .order_by_asc(combo_sides::Column::Position)
        .all(db)
        .await?;
    let mut sides: BTreeMap<i64, Vec<ComboSide>> = BTreeMap::new();
    for row in rows {
        let items = row.items.as_deref().map(serde_json::from_str).transpose();
        let items = items.map_err(|cause| DbErr::Custom(format!("combo_sides {}: {cause}", row.id)))?;
        let side = ComboSide { code: row.code, name: row.name, items: items.unwrap_or_default() };
        sides.entry(row.combo_id).or_default().push(side);
    }
    Ok(sides)
}

impl Store {
    /// Bundles by id; the active ones, or all.
    pub(crate) async fn combos(&self, active_only: bool) -> Outcome<Vec<Combo>> {
        let mut condition = Condition::all();
        if active_only {
            condition = condition.add(combo_rules::Column::IsActive.eq(true));
        }
        let tx = self.snapshot().await?;
        let combos = matching(&tx, condition).await?;
        tx.commit().await?;
        Ok(combos)
    }

    /// A bundle.
    pub(crate) async fn combo(&self, id: i64) -> Outcome<Option<Combo>> {
        let tx = self.snapshot().await?;
        let mut combos = matching(&tx, Condition::all().add(combo_rules::Column::Id.eq(id))).await?;
        tx.commit().await?;
        Ok(combos.pop())
    }
}
