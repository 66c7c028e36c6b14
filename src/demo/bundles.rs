//! The demo's bundles.

use crate::{Money, write::DemoCombo};

/// The drinks of both.
const DRINKS: [&str; 4] = ["中紅茶", "中冰奶", "冰豆漿", "熱豆漿"];
/// What may stand beside them: code and item.
const SIDES: [(&str, &str); 4] = [("A", "薯餅"), ("B", "雞塊"), ("C", "薯條"), ("D", "荷包蛋")];

/// All of them.
pub(super) fn all() -> Vec<DemoCombo> {
    let combo = |code, name, price, side_choice_count, rule| DemoCombo {
        code,
        name,
        price: Money::whole(price),
        drinks: DRINKS.to_vec(),
        side_choice_count,
        sides: SIDES.to_vec(),
        rule,
    };
    vec![
        combo("SET60", "60元套餐", 60, 1, "35 元以下飲料一杯，點心一份"),
        combo("SET95", "95元套餐", 95, 2, "35 元以下飲料一杯，點心兩份"),
    ]
}
