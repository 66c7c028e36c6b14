//! The bundles' rows.

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};

use super::{
    super::{
        STORE,
        entity::{combo_drinks, combo_rules, combo_sides},
    },
    insert, last_of_each,
};
use crate::{
    menu::{Combo, ComboSide},
    write::Changes,
};

/// Writes the bundles; their lists are written anew as a whole.
pub(super) async fn rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes>,
) -> Result<(), DbErr> {
    let combos = last_of_each(all.flat_map(|c| &c.combos), |combo| combo.id);
    if combos.is_empty() {
        return Ok(());
    }
    let upsert = OnConflict::column(combo_rules::Column::Id)
        .update_columns([
            combo_rules::Column::Code,
            combo_rules::Column::Name,
            combo_rules::Column::BundlePrice,
            combo_rules::Column::MaxDrinkPrice,
            combo_rules::Column::DrinkChoiceCount,
            combo_rules::Column::SideChoiceCount,
            combo_rules::Column::RawRuleText,
            combo_rules::Column::IsActive,
        ])
        .value(
            combo_rules::Column::Version,
            Expr::col((combo_rules::Entity, combo_rules::Column::Version)).add(1),
        )
        .to_owned();
    insert(tx, combos.values().map(|combo| row(combo)).collect(), Some(upsert)).await?;
    let ids = || combos.keys().copied();
    combo_drinks::Entity::delete_many().filter(combo_drinks::Column::ComboId.is_in(ids())).exec(tx).await?;
    combo_sides::Entity::delete_many().filter(combo_sides::Column::ComboId.is_in(ids())).exec(tx).await?;
    let drinks = combos.values().flat_map(|combo| {
        combo.eligible_drinks.iter().zip(0..).map(|(drink, position)| combo_drinks::ActiveModel {
            combo_id: Set(combo.id),
            menu_item_id: Set(drink.menu_item_id),
            store_id: Set(STORE),
            position: Set(position),
        })
    });
    insert(tx, drinks.collect(), None).await?;
    let sides = combos.values().flat_map(|combo| {
        combo.side_options.iter().zip(0..).map(|(side, position)| side_row(combo.id, side, position))
    });
    insert(tx, sides.collect(), None).await
}

fn row(combo: &Combo) -> combo_rules::ActiveModel {
    let count = |number: u32| Set(i32::try_from(number).unwrap_or(i32::MAX));
    combo_rules::ActiveModel {
        id: Set(combo.id),
        store_id: Set(STORE),
        code: Set(combo.code.clone()),
        name: Set(combo.name.clone()),
        bundle_price: Set(combo.bundle_price.0),
        max_drink_price: Set(combo.max_drink_price.map(|price| price.0)),
        drink_choice_count: count(combo.drink_choice_count),
        side_choice_count: count(combo.side_choice_count),
        raw_rule_text: Set(combo.raw_rule_text.clone()),
        is_active: Set(combo.is_active),
        version: Set(1),
    }
}

fn side_row(combo_id: i64, side: &ComboSide, position: i32) -> combo_sides::ActiveModel {
    combo_sides::ActiveModel {
        id: NotSet,
        store_id: Set(STORE),
        combo_id: Set(combo_id),
        code: Set(side.code.clone()),
        name: Set(side.name.clone()),
        items: Set((!side.items.is_empty()).then(|| Changes::answer_of(&side.items))),
        position: Set(position),
    }
}
