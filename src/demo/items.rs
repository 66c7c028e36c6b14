//! What the demo sells.

use super::groups;
use crate::{Money, Quantity, write::DemoItem};

/// Name, English name, price in NT$, ingredients with amounts in their whole units.
type Given = (&'static str, &'static str, i64, &'static [(&'static str, i64)]);

const GRILL: &str = "煎台";
const DRINKS: &str = "飲料";
const COLD: &str = "冷台";

/// The kitchen's stations.
pub(super) const STATIONS: [(&str, &str); 3] = [(GRILL, "Grill"), (DRINKS, "Drinks"), (COLD, "Cold")];

/// Where the items of a category are made.
pub(super) fn station_of(category: &str) -> Option<&'static str> {
    Some(match category {
        "飲料" => DRINKS,
        "吐司" => COLD,
        _ => GRILL,
    })
}

/// Where an item is made that is not made where its category is.
fn own_station(name: &str) -> Option<&'static str> {
    (name == "熱狗蛋沙拉").then_some(COLD)
}

/// Categories with their items.
pub(super) const CATEGORIES: [(&str, &str, &[Given]); 7] = [
    (
        "蛋餅",
        "Egg crepes",
        &[
            ("原味蛋餅", "Egg crepe", 35, &[("蛋餅皮", 1), ("雞蛋", 1)]),
            ("起司蛋餅", "Cheese crepe", 45, &[("蛋餅皮", 1), ("雞蛋", 1), ("起司片", 1)]),
            ("培根蛋餅", "Bacon crepe", 50, &[("蛋餅皮", 1), ("雞蛋", 1), ("培根", 2)]),
            ("火腿蛋餅", "Ham crepe", 45, &[("蛋餅皮", 1), ("雞蛋", 1), ("火腿", 2)]),
            ("鮪魚蛋餅", "Tuna crepe", 55, &[("蛋餅皮", 1), ("雞蛋", 1), ("鮪魚", 60)]),
            ("玉米蛋餅", "Corn crepe", 45, &[("蛋餅皮", 1), ("雞蛋", 1), ("玉米粒", 50)]),
            ("蔬菜蛋餅", "Veggie crepe", 45, &[("蛋餅皮", 1), ("雞蛋", 1), ("高麗菜", 60)]),
            ("燻雞蛋餅", "Smoked chicken crepe", 55, &[("蛋餅皮", 1), ("雞蛋", 1), ("燻雞", 50)]),
        ],
    ),
    (
        "吐司",
        "Toast",
        &[
            ("花生厚片", "Peanut thick toast", 30, &[("吐司片", 1), ("花生醬", 25)]),
            ("火腿蛋吐司", "Ham and egg toast", 45, &[("吐司片", 2), ("雞蛋", 1), ("火腿", 1)]),
            ("鮪魚吐司", "Tuna toast", 50, &[("吐司片", 2), ("鮪魚", 60), ("小黃瓜", 20)]),
            ("里肌豬排吐司", "Pork loin toast", 60, &[("吐司片", 2), ("里肌豬排", 1), ("高麗菜", 25)]),
            (
                "總匯吐司",
                "Club toast",
                75,
                &[("吐司片", 3), ("雞蛋", 1), ("火腿", 1), ("起司片", 1), ("小黃瓜", 20)],
            ),
            ("起司蛋吐司", "Cheese and egg toast", 45, &[("吐司片", 2), ("雞蛋", 1), ("起司片", 1)]),
        ],
    ),
    (
        "漢堡",
        "Burgers",
        &[
            ("豬排漢堡", "Pork burger", 60, &[("漢堡麵包", 1), ("里肌豬排", 1), ("高麗菜", 25)]),
            ("雞腿堡", "Chicken thigh burger", 75, &[("漢堡麵包", 1), ("雞腿排", 1), ("高麗菜", 25)]),
            ("培根蛋堡", "Bacon and egg burger", 60, &[("漢堡麵包", 1), ("培根", 2), ("雞蛋", 1)]),
            ("鮪魚蛋堡", "Tuna and egg burger", 60, &[("漢堡麵包", 1), ("鮪魚", 60), ("雞蛋", 1)]),
            ("起司豬排堡", "Cheese pork burger", 70, &[("漢堡麵包", 1), ("里肌豬排", 1), ("起司片", 1)]),
        ],
    ),
    (
        "鐵板麵",
        "Teppan noodles",
        &[
            ("黑胡椒鐵板麵", "Black pepper noodles", 65, &[("油麵", 1), ("雞蛋", 1), ("高麗菜", 40)]),
            ("蘑菇鐵板麵", "Mushroom noodles", 65, &[("油麵", 1), ("雞蛋", 1), ("高麗菜", 40)]),
            ("豬排鐵板麵", "Pork loin noodles", 95, &[("油麵", 1), ("雞蛋", 1), ("里肌豬排", 1)]),
            ("雞腿鐵板麵", "Chicken thigh noodles", 110, &[("油麵", 1), ("雞蛋", 1), ("雞腿排", 1)]),
        ],
    ),
    (
        "中式",
        "Chinese classics",
        &[
            ("饅頭夾蛋", "Mantou with egg", 35, &[("饅頭", 1), ("雞蛋", 1)]),
            ("饅頭起司蛋", "Mantou with cheese and egg", 45, &[("饅頭", 1), ("雞蛋", 1), ("起司片", 1)]),
            ("煎蘿蔔糕", "Pan-fried radish cake", 40, &[("蘿蔔糕", 3)]),
            ("蘿蔔糕加蛋", "Radish cake with egg", 55, &[("蘿蔔糕", 3), ("雞蛋", 1)]),
        ],
    ),
    (
        "點心",
        "Snacks",
        &[
            ("薯餅", "Hash brown", 25, &[("薯餅", 1)]),
            ("雞塊", "Chicken nuggets", 45, &[("雞塊", 6)]),
            ("薯條", "Fries", 40, &[("薯條", 120)]),
            ("荷包蛋", "Fried egg", 15, &[("雞蛋", 1)]),
            ("炒蛋", "Scrambled eggs", 30, &[("雞蛋", 2), ("鮮奶", 20)]),
            (
                "熱狗蛋沙拉",
                "Ham and egg salad",
                55,
                &[("雞蛋", 1), ("火腿", 1), ("高麗菜", 80), ("小黃瓜", 30)],
            ),
        ],
    ),
    (
        "飲料",
        "Drinks",
        &[
            ("中紅茶", "Black tea (M)", 20, &[("紅茶", 350)]),
            ("大紅茶", "Black tea (L)", 25, &[("紅茶", 500)]),
            ("中冰奶", "Iced milk tea (M)", 35, &[("紅茶", 250), ("鮮奶", 100)]),
            ("大冰奶", "Iced milk tea (L)", 50, &[("紅茶", 350), ("鮮奶", 150)]),
            ("冰豆漿", "Iced soy milk", 25, &[("豆漿", 350)]),
            ("熱豆漿", "Hot soy milk", 25, &[("豆漿", 350)]),
            ("鮮奶", "Fresh milk", 45, &[("鮮奶", 350)]),
            ("美式咖啡", "Americano", 40, &[("咖啡豆", 18)]),
            ("拿鐵", "Latte", 60, &[("咖啡豆", 18), ("鮮奶", 200)]),
        ],
    ),
];

/// An item as the seed takes it.
pub(super) fn item(category: &str, (name, name_en, price, recipe): &Given) -> DemoItem {
    let recipe = recipe.iter().map(|(ingredient, amount)| (*ingredient, Quantity::whole(*amount))).collect();
    let groups = groups::of(category, name);
    DemoItem { name, name_en, price: Money::whole(*price), recipe, groups, station: own_station(name) }
}
