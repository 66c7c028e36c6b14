//! What lines come to, and what they take out of stock.

use std::collections::BTreeMap;

use super::Line;
use crate::{Money, Quantity};

/// What so many of one price come to. Prices and counts are bounded far below overflow.
pub fn line_total(unit_price: Money, quantity: u32) -> Money {
    Money(unit_price.0.saturating_mul(i64::from(quantity)))
}

/// What the lines come to.
pub fn total(lines: &[Line]) -> Money {
    lines.iter().map(|line| line.line_total).sum()
}

/// What all lines together take of each ingredient.
pub fn requirements(lines: &[Line]) -> BTreeMap<i64, Quantity> {
    let mut needed = BTreeMap::new();
    for usage in lines.iter().flat_map(|line| &line.usage) {
        *needed.entry(usage.ingredient_id).or_insert(Quantity::ZERO) += usage.quantity;
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{UnitCost, order::Usage};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn requirements_are_recipe_times_count(counts in proptest::collection::vec(1_u32..100, 1..20), per in 1_i64..5000) {
            let lines: Vec<Line> = counts.iter().map(|n| Line {
                id: 0, menu_item_id: 1, menu_item_name: String::new(), menu_item_name_en: None, quantity: *n,
                unit_price: Money(3500), line_total: line_total(Money(3500), *n), note: None,
                modifiers: vec![], refunded_quantity: 0, combo: None, list_price: Money(3500),
                station_id: None, bumped_at: None,
                refunded_amount: Money::ZERO, restocked_quantity: 0,
                usage: vec![Usage { ingredient_id: 7, quantity: Quantity(per * i64::from(*n)), unit_cost: UnitCost::ZERO }],
            }).collect();
            let all: i64 = counts.iter().map(|n| i64::from(*n)).sum();
            prop_assert_eq!(requirements(&lines), BTreeMap::from([(7, Quantity(per * all))]));
            prop_assert_eq!(total(&lines), Money(3500 * all));
        }
    }
}
