//! What may be changed on the demo's items.

use crate::{
    Money, Quantity,
    write::{DemoChoice, DemoGroup},
};

/// Name, English name, what it adds in NT$, whether it is chosen by itself, ingredients in whole units.
type Given = (&'static str, &'static str, i64, bool, &'static [(&'static str, i64)]);

/// Name, English name, how many at least and at most, choices.
const GROUPS: [(&str, &str, i64, i64, &[Given]); 7] = [
    (
        "加料",
        "Extras",
        0,
        3,
        &[
            ("加蛋", "Add egg", 15, false, &[("雞蛋", 1)]),
            ("加起司", "Add cheese", 10, false, &[("起司片", 1)]),
            ("加培根", "Add bacon", 20, false, &[("培根", 2)]),
            ("加玉米", "Add corn", 10, false, &[("玉米粒", 30)]),
        ],
    ),
    (
        "口味",
        "Taste",
        0,
        4,
        &[
            ("去蔥", "No scallion", 0, false, &[]),
            ("不加醬", "No sauce", 0, false, &[]),
            ("加辣", "Spicy", 0, false, &[]),
            ("切片", "Sliced", 0, false, &[]),
        ],
    ),
    (
        "做法",
        "As you like it",
        0,
        4,
        &[
            ("不加醬", "No sauce", 0, false, &[]),
            ("去小黃瓜", "No cucumber", 0, false, &[]),
            ("烤焦一點", "Well toasted", 0, false, &[]),
            ("切半", "Cut in half", 0, false, &[]),
        ],
    ),
    (
        "醬料",
        "Sauce",
        1,
        1,
        &[
            ("黑胡椒醬", "Black pepper", 0, true, &[]),
            ("蘑菇醬", "Mushroom", 0, false, &[]),
            ("義大利紅醬", "Tomato", 5, false, &[]),
        ],
    ),
    ("溫度", "Hot or iced", 1, 1, &[("熱", "Hot", 0, true, &[]), ("冰", "Iced", 0, false, &[])]),
    (
        "甜度",
        "Sweetness",
        0,
        1,
        &[
            ("半糖", "Half sugar", 0, false, &[]),
            ("微糖", "Light sugar", 0, false, &[]),
            ("無糖", "No sugar", 0, false, &[]),
        ],
    ),
    ("冰量", "Ice", 0, 1, &[("少冰", "Less ice", 0, false, &[]), ("去冰", "No ice", 0, false, &[])]),
];

/// All of them.
pub(super) fn all() -> Vec<DemoGroup> {
    let choice = |(name, name_en, price, is_default, recipe): &Given| DemoChoice {
        name,
        name_en,
        price_delta: Money::whole(*price),
        is_default: *is_default,
        recipe: recipe.iter().map(|(ingredient, amount)| (*ingredient, Quantity::whole(*amount))).collect(),
    };
    GROUPS
        .iter()
        .map(|(name, name_en, min_choices, max_choices, choices)| DemoGroup {
            name,
            name_en,
            min_choices: *min_choices,
            max_choices: *max_choices,
            choices: choices.iter().map(choice).collect(),
        })
        .collect()
}

/// The groups of an item.
pub(super) fn of(category: &str, item: &str) -> Vec<&'static str> {
    match (category, item) {
        (_, "美式咖啡" | "拿鐵") => vec!["溫度", "甜度"],
        (_, "中紅茶" | "大紅茶" | "中冰奶" | "大冰奶" | "冰豆漿") => vec!["甜度", "冰量"],
        (_, "熱豆漿") => vec!["甜度"],
        (_, "豬排鐵板麵" | "雞腿鐵板麵") => vec!["醬料", "加料"],
        ("蛋餅", _) => vec!["加料", "口味"],
        ("吐司" | "漢堡", _) => vec!["加料", "做法"],
        ("鐵板麵", _) => vec!["加料"],
        _ => vec![],
    }
}
