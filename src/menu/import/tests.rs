//! Files that are sound and files that are broken.

use super::*;
use crate::{
    menu::{Combo, ComboDrink, ComboSide, MenuItem, Section, SideItem},
    refusal::Kind,
};

const SOUND: &str = r#"{
    "menu_items": [
        {"name": "[TOAST] 花生厚片", "price": 35.0, "is_active": true},
        {"name": "紅茶", "price": 20, "is_active": true},
        {"name": "豆漿", "price": 25}
    ],
    "combo_rules": [{
        "code": " set60 ", "name": "60元套餐", "bundle_price": 60, "raw_rule_text": "一飲一點",
        "drink_rule": {"max_price": 35, "eligible_drinks": ["紅茶", "豆漿"]},
        "side_rule": {"choice_count": 1, "options": [{"code": "a", "name": "薯餅"}, {"code": "B", "name": "地瓜"}]}
    }]
}"#;

fn item(id: i64, name: &str, cents: i64, category_id: Option<i64>) -> MenuItem {
    MenuItem {
        id,
        name: name.into(),
        price: Money(cents),
        is_active: true,
        name_en: None,
        category_id,
        station_id: None,
        route: None,
        sold_out: false,
        modifier_group_ids: vec![],
        position: 0,
        recipe: vec![],
    }
}

/// The shop that the sound file has been brought into.
fn shop() -> Shop {
    let drink = |id, name: &str| ComboDrink { menu_item_id: id, menu_item_name: name.into() };
    let side = |code: &str, name: &str| ComboSide { code: code.into(), name: name.into(), items: vec![] };
    Shop {
        items: vec![
            item(1, "[TOAST] 花生厚片", 3500, Some(9)),
            item(2, "紅茶", 2000, None),
            item(3, "豆漿", 2500, None),
        ],
        categories: vec![Section {
            id: 9,
            name: "TOAST".into(),
            name_en: None,
            position: 0,
            station_id: None,
        }],
        combos: vec![Combo {
            id: 5,
            code: "SET60".into(),
            name: "60元套餐".into(),
            bundle_price: Money(6000),
            max_drink_price: Some(Money(3500)),
            drink_choice_count: 1,
            side_choice_count: 1,
            raw_rule_text: Some("一飲一點".into()),
            is_active: true,
            eligible_drinks: vec![drink(2, "紅茶"), drink(3, "豆漿")],
            side_options: vec![side("A", "薯餅"), side("B", "地瓜")],
        }],
    }
}

fn sound() -> MenuFile {
    let (file, faults) = read(SOUND);
    assert_eq!(faults, []);
    file
}

#[test]
fn into_an_empty_shop_everything_is_new() {
    let plan = plan(&sound(), &Shop::default()).expect("a sound file");
    let lines: Vec<_> = plan.report().lines.into_iter().map(|line| (line.thing, line.name)).collect();
    let line = |thing, name: &str| (thing, name.to_owned());
    assert_eq!(
        lines,
        [
            line(Thing::Category, "TOAST"),
            line(Thing::Item, "[TOAST] 花生厚片"),
            line(Thing::Item, "紅茶"),
            line(Thing::Item, "豆漿"),
            line(Thing::Rule, "SET60"),
        ]
    );
    let mut names = Names::default();
    assert_eq!(plan.steps[1].ready(&names), None, "its category has no id yet");
    names.categories.insert("TOAST".into(), 4);
    names.items.extend([("紅茶".into(), 11), ("豆漿".into(), 12)]);
    let Some(Ready::NewItem(toast)) = plan.steps[1].ready(&names) else { panic!("an item") };
    assert_eq!((toast.category_id, toast.is_active), (Some(4), true));
    let Some(Ready::NewCombo(combo)) = plan.steps[4].ready(&names) else { panic!("a bundle") };
    assert_eq!(combo.eligible_drink_item_ids, [11, 12]);
    assert_eq!(combo.side_options.iter().map(|s| s.code.as_str()).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn a_second_time_nothing_changes() {
    let plan = plan(&sound(), &shop()).expect("a sound file");
    assert_eq!((plan.steps, plan.same_items, plan.same_rules), (vec![], 3, 1));
}

#[test]
fn only_what_differs_changes() {
    let mut shop = shop();
    shop.items[0].category_id = None;
    shop.items[1].price = Money(1800);
    shop.combos[0].eligible_drinks.reverse();
    shop.combos[0].side_options[0].name = "薯條".into();
    shop.combos[0].side_options[0].items = vec![SideItem { menu_item_id: 1, quantity: 2 }];
    let plan = plan(&sound(), &shop).expect("a sound file");
    let fields: Vec<_> = plan.report().lines.into_iter().map(|line| line.fields.join(" ")).collect();
    assert_eq!(fields, ["category", "price", "eligible_drinks side_options"]);
    let Step::ChangeCombo(_, _, patch, _) = &plan.steps[2] else { panic!("a bundle") };
    let sides = patch.side_options.as_ref().expect("sides");
    assert_eq!(sides[0].items.len(), 1, "what a side stands for is not forgotten");
}

#[test]
fn a_category_with_another_label_is_the_tags_still() {
    let mut shop = shop();
    shop.categories[0].name = "吐司".into();
    let (file, _) = read(r#"{"menu_items": [{"name": "[TOAST] 奶酥", "price": 40}]}"#);
    let plan = plan(&file, &shop).expect("a sound file");
    let Some(Ready::NewItem(toast)) = plan.steps[0].ready(&Names::from(&shop)) else { panic!("an item") };
    assert_eq!((plan.steps.len(), toast.category_id), (1, Some(9)));
}

/// Everything that is wrong with a file, at its place.
fn wrong(text: &str) -> Vec<(String, FileProblem)> {
    let (file, mut faults) = read(text);
    faults.extend(plan(&file, &shop()).err().unwrap_or_default());
    faults.into_iter().map(|fault| (fault.place, fault.problem)).collect()
}

#[test]
fn every_fault_is_named_with_its_place() {
    let field = FileProblem::Field;
    let number = || field(Problem::WrongType(Kind::Number));
    for (text, place, problem) in [
        ("{", "", field(Problem::NotJson)),
        ("[]", "", field(Problem::WrongType(Kind::Object))),
        ("{}", "menu_items", field(Problem::Missing)),
        (r#"{"menu_items":{}}"#, "menu_items", field(Problem::WrongType(Kind::List))),
        (r#"{"menu_items":[3]}"#, "menu_items[0]", field(Problem::WrongType(Kind::Object))),
        (r#"{"menu_items":[{"price":1}]}"#, "menu_items[0].name", field(Problem::Missing)),
        (r#"{"menu_items":[{"name":" ","price":1}]}"#, "menu_items[0].name", field(Problem::TooShort(1))),
        (
            r#"{"menu_items":[{"name":"a","price":0.004}]}"#,
            "menu_items[0].price",
            field(Problem::NotPositive),
        ),
        (r#"{"menu_items":[{"name":"a","price":"5"}]}"#, "menu_items[0].price", number()),
        (
            r#"{"menu_items":[{"name":"a","price":1},{"name":"a","price":2}]}"#,
            "menu_items[1].name",
            FileProblem::Repeated("a".into()),
        ),
    ] {
        assert_eq!(wrong(text), [(place.to_owned(), problem)], "{text}");
    }
}

#[test]
fn every_fault_of_a_bundle_is_named_with_its_place() {
    for (from, to, place, problem) in [
        (
            r#"["紅茶", "豆漿"]"#,
            r#"["紅茶", "豆漿", "咖啡"]"#,
            "combo_rules[0].drink_rule.eligible_drinks[2]",
            FileProblem::UnknownItem("咖啡".into()),
        ),
        (
            r#""豆漿", "price": 25"#,
            r#""豆漿", "price": 25, "is_active": false"#,
            "combo_rules[0].drink_rule.eligible_drinks[1]",
            FileProblem::InactiveItem("豆漿".into()),
        ),
        (
            r#"["紅茶", "豆漿"]"#,
            r#"["紅茶", "紅茶"]"#,
            "combo_rules[0].drink_rule.eligible_drinks[1]",
            FileProblem::Repeated("紅茶".into()),
        ),
        (
            r#""choice_count": 1"#,
            r#""choice_count": 3"#,
            "combo_rules[0].side_rule.choice_count",
            FileProblem::MoreThanListed { wanted: 3, listed: 2 },
        ),
        (
            r#""code": "B""#,
            r#""code": " A""#,
            "combo_rules[0].side_rule.options[1].code",
            FileProblem::Repeated("A".into()),
        ),
        (
            r#""max_price": 35"#,
            r#""max_price": -1"#,
            "combo_rules[0].drink_rule.max_price",
            FileProblem::Field(Problem::BelowMinimum(0)),
        ),
        (
            r#""name": "薯餅""#,
            r#""name": """#,
            "combo_rules[0].side_rule.options[0].name",
            FileProblem::Field(Problem::TooShort(1)),
        ),
        (r#""bundle_price": 60, "#, "", "combo_rules[0].bundle_price", FileProblem::Field(Problem::Missing)),
        (r#"" set60 ""#, r#""  ""#, "combo_rules[0].code", FileProblem::Field(Problem::TooShort(1))),
    ] {
        assert!(SOUND.contains(from), "{from}");
        assert_eq!(wrong(&SOUND.replacen(from, to, 1)), [(place.to_owned(), problem)], "{to}");
    }
    let rule = &SOUND[SOUND.find("[{\n        \"code\"").expect("a rule") + 1..SOUND.len() - 3];
    let twice = SOUND.replacen(rule, &format!("{rule}, {rule}"), 1);
    assert_eq!(wrong(&twice), [("combo_rules[1].code".to_owned(), FileProblem::Repeated("SET60".into()))]);
}
