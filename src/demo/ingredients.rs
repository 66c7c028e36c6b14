//! What the demo's recipes are made of.

use crate::{Quantity, UnitCost, write::DemoIngredient};

/// Name, unit, opening stock, reorder level (whole units), cost of a unit in hundredths of NT$.
const INGREDIENTS: [(&str, &str, i64, i64, i64); 25] = [
    ("雞蛋", "顆", 360, 60, 480),
    ("蛋餅皮", "張", 200, 40, 350),
    ("吐司片", "片", 300, 60, 220),
    ("漢堡麵包", "個", 80, 20, 650),
    ("饅頭", "個", 50, 10, 700),
    ("起司片", "片", 160, 30, 420),
    ("培根", "片", 150, 30, 600),
    ("火腿", "片", 160, 30, 380),
    ("鮪魚", "g", 4000, 800, 28),
    ("里肌豬排", "片", 70, 15, 1350),
    ("雞腿排", "片", 50, 12, 1900),
    ("燻雞", "g", 3000, 500, 32),
    ("玉米粒", "g", 4000, 600, 9),
    ("高麗菜", "g", 6000, 1000, 5),
    ("小黃瓜", "g", 2500, 400, 8),
    ("薯餅", "片", 120, 24, 550),
    ("蘿蔔糕", "片", 100, 20, 480),
    ("雞塊", "塊", 300, 60, 260),
    ("薯條", "g", 8000, 1500, 7),
    ("油麵", "份", 60, 15, 850),
    ("花生醬", "g", 2000, 300, 16),
    ("紅茶", "ml", 30_000, 5000, 1),
    ("豆漿", "ml", 25_000, 5000, 3),
    ("鮮奶", "ml", 15_000, 3000, 9),
    ("咖啡豆", "g", 3000, 500, 55),
];

/// All of them.
pub(super) fn all() -> Vec<DemoIngredient> {
    INGREDIENTS
        .iter()
        .map(|(name, unit, stock, reorder, cents)| DemoIngredient {
            name,
            unit,
            stock: Quantity::whole(*stock),
            reorder_level: Quantity::whole(*reorder),
            cost_per_unit: UnitCost(cents * 10_000),
        })
        .collect()
}
