//! What a bundle may be.

use super::*;

fn side(code: &str) -> ComboSide {
    ComboSide { code: code.into(), name: "薯餅".into(), items: vec![] }
}

fn draft() -> ComboDraft {
    ComboDraft {
        code: " set60 ".into(),
        name: "60元套餐".into(),
        bundle_price: Money(6000),
        max_drink_price: None,
        drink_choice_count: 1,
        side_choice_count: 0,
        raw_rule_text: None,
        is_active: true,
        eligible_drink_item_ids: vec![],
        side_options: vec![],
    }
}

#[test]
fn codes_are_trimmed_and_upper_cased() {
    let combo = ComboDraft { side_options: vec![side(" a "), side("b")], ..draft() }.checked();
    let combo = combo.expect("a sound bundle");
    assert_eq!(combo.code, "SET60");
    assert_eq!(combo.side_options.iter().map(|s| s.code.as_str()).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn what_is_well_formed_and_not_allowed() {
    let ids = |ids: &[i64]| ids.to_vec();
    for (bad, refusal) in [
        (ComboDraft { code: "  ".into(), ..draft() }, Refusal::BlankCode),
        (
            ComboDraft { drink_choice_count: 2, eligible_drink_item_ids: ids(&[1]), ..draft() },
            Refusal::MoreThanListed { wanted: 2, listed: 1 },
        ),
        (
            ComboDraft { side_choice_count: 3, side_options: vec![side("a"), side("b")], ..draft() },
            Refusal::MoreThanListed { wanted: 3, listed: 2 },
        ),
        (
            ComboDraft { eligible_drink_item_ids: ids(&[1, 2, 1]), ..draft() },
            Refusal::Twice(Noun::MenuItem, 1),
        ),
        (
            ComboDraft { side_options: vec![side("a"), side(" A")], ..draft() },
            Refusal::SideCodeTwice("A".into()),
        ),
    ] {
        assert_eq!(bad.checked(), Err(refusal));
    }
    let open = ComboDraft { drink_choice_count: 20, side_choice_count: 20, ..draft() };
    assert!(open.checked().is_ok(), "an empty list bounds nothing");
}

#[test]
fn what_is_out_of_range_is_named() {
    let listed = |count: i64| (0..count).collect::<Vec<i64>>();
    for (bad, way) in [
        (ComboDraft { code: String::new(), ..draft() }, "code"),
        (ComboDraft { code: "x".repeat(41), ..draft() }, "code"),
        (ComboDraft { name: "名".repeat(121), ..draft() }, "name"),
        (ComboDraft { bundle_price: Money(0), ..draft() }, "bundle_price"),
        (ComboDraft { max_drink_price: Some(Money(-1)), ..draft() }, "max_drink_price"),
        (ComboDraft { drink_choice_count: 21, ..draft() }, "drink_choice_count"),
        (ComboDraft { side_choice_count: -1, ..draft() }, "side_choice_count"),
        (ComboDraft { raw_rule_text: Some("字".repeat(301)), ..draft() }, "raw_rule_text"),
        (ComboDraft { eligible_drink_item_ids: listed(101), ..draft() }, "eligible_drink_item_ids"),
        (ComboDraft { side_options: vec![side(&"x".repeat(21))], ..draft() }, "side_options.0.code"),
    ] {
        let way: Vec<&str> = std::iter::once("body").chain(way.split('.')).collect();
        let Err(Refusal::Invalid(faults)) = bad.checked() else { panic!("{way:?}") };
        assert_eq!(faults.iter().map(|f| &f.loc).collect::<Vec<_>>(), [&way]);
    }
}
