use super::*;

fn tile(id: i64, price: i64) -> Tile {
    Tile {
        id,
        category_id: None,
        name: format!("item {id}"),
        name_en: None,
        price: Money(price),
        portions: None,
        groups: vec![],
    }
}

fn cart(taps: &[i64]) -> Cart {
    let mut cart = Cart::default();
    for id in taps {
        cart.add(&tile(*id, 4550), None, || "id-1".into());
    }
    cart
}

#[test]
fn tapping_twice_is_two_of_one_line_and_one_order() {
    let mut ids = 0;
    let mut cart = Cart::default();
    for _ in 0..3 {
        cart.add(&tile(1, 4500), None, || {
            ids += 1;
            "id".into()
        });
    }
    assert_eq!((cart.lines.len(), cart.pieces(), ids), (1, 3, 1));
    assert_eq!(cart.total(), Money(13_500));
}

#[test]
fn a_note_belongs_to_what_it_was_written_for() {
    let mut cart = cart(&[1, 1]);
    cart.set_note(cart.lines[0].key, "去蔥");
    cart.add(&tile(1, 4550), None, String::new);
    assert_eq!(
        cart.lines.iter().map(|l| (l.quantity, l.note.as_str())).collect::<Vec<_>>(),
        [(2, "去蔥"), (1, "")]
    );
    assert_eq!(cart.count_of(1), 3, "the badge counts both");
}

#[test]
fn stepping_below_one_takes_the_line_out_and_above_the_most_does_nothing() {
    let mut cart = cart(&[1, 2]);
    let (first, second) = (cart.lines[0].key, cart.lines[1].key);
    cart.step(first, false);
    assert_eq!(cart.lines.len(), 1);
    for _ in 0..200 {
        cart.step(second, true);
    }
    assert_eq!(cart.pieces(), MOST_QUANTITY);
    cart.remove(second);
    assert!(cart.lines.is_empty());
}

#[test]
fn the_total_is_exact_to_the_cent() {
    let cart = cart(&[1, 1, 1, 2]);
    assert_eq!(cart.total(), Money(18_200), "4 × 45.50");
}

#[test]
fn usual_words_are_added_and_taken_out_again() {
    assert_eq!(toggled("", "去蔥"), "去蔥");
    assert_eq!(toggled("去蔥", "加辣"), "去蔥、加辣");
    assert_eq!(toggled("去蔥、加辣", "去蔥"), "加辣");
    assert_eq!(toggled("蛋全熟", "少冰"), "蛋全熟、少冰");
}

#[test]
fn a_note_has_no_control_characters_and_an_end() {
    let mut cart = cart(&[1]);
    let key = cart.lines[0].key;
    cart.set_note(key, &format!("a\0\n{}", "長".repeat(500)));
    assert_eq!(cart.lines[0].note.chars().count(), LONGEST_NOTE);
    cart.client_id = "019aa5d0-0000-7000-8000-000000000001".into();
    assert_eq!(cart.draft().check(), Ok(()));
}

#[test]
fn the_draft_names_a_table_only_for_those_who_eat_in() {
    let mut cart = cart(&[1]);
    cart.table_no = " 5 ".into();
    assert_eq!(cart.draft().table_no, None);
    cart.source = Source::DineIn;
    cart.pay_later = true;
    let draft = cart.draft();
    assert_eq!((draft.table_no.as_deref(), draft.auto_pay), (Some("5"), false));
    assert_eq!(draft.client_id.as_deref(), Some("id-1"));
}

fn chosen(id: i64, delta: i64) -> Chosen {
    Chosen { id, name: format!("choice {id}"), name_en: None, price_delta: Money(delta) }
}

fn part(item_id: i64, price: i64) -> Part {
    Part { item_id, name: String::new(), name_en: None, price: Money(price) }
}

fn bundle() -> CartCombo {
    CartCombo {
        key: 0,
        combo_id: 7,
        name: "60元套餐".into(),
        price: Money(6000),
        quantity: 1,
        drinks: vec![part(1, 3500)],
        sides: vec![part(2, 4500)],
    }
}

#[test]
fn choices_make_another_line_and_another_price() {
    let mut cart = Cart::default();
    cart.add(&tile(1, 4500), Some(vec![]), String::new);
    cart.add(&tile(1, 4500), Some(vec![chosen(5, 1500)]), String::new);
    cart.add(&tile(1, 4500), Some(vec![chosen(5, 1500)]), String::new);
    let totals: Vec<i64> = cart.lines.iter().map(|line| line.total().0).collect();
    assert_eq!(totals, [4500, 12_000]);
    let sent: Vec<Option<Vec<i64>>> = cart.draft().items.into_iter().map(|l| l.modifier_ids).collect();
    assert_eq!(sent, [Some(vec![]), Some(vec![5])]);
    cart.add(&tile(2, 1000), Some(vec![chosen(6, -2000)]), String::new);
    assert_eq!(cart.lines[2].total(), Money::ZERO, "nothing is cheaper than nothing");
}

#[test]
fn what_was_taken_out_comes_back_to_its_place() {
    let mut cart = cart(&[1, 2, 3]);
    let before = cart.clone();
    let taken = cart.remove(before.lines[1].key).expect("it was there");
    assert_eq!(cart.lines.len(), 2);
    cart.put_back(taken, String::new);
    assert_eq!(cart, before);
    let mut other = Cart::default();
    other.put_back(Taken::All(Box::new(before.clone())), String::new);
    assert_eq!(other, before);
    let mut begun = super::tests::cart(&[9]);
    begun.put_back(Taken::All(Box::new(before)), String::new);
    assert_eq!(begun.lines.len(), 1, "another order was begun since");
}

#[test]
fn a_line_that_comes_back_to_another_order_gets_a_key_of_its_own() {
    let mut cart = cart(&[1]);
    let taken = cart.remove(cart.lines[0].key).expect("it was there");
    let mut next = super::tests::cart(&[2]);
    next.put_back(taken, String::new);
    assert_ne!(next.lines[0].key, next.lines[1].key);
}

#[test]
fn a_bundle_takes_its_parts_out_of_the_lines_and_keeps_the_pieces() {
    let mut cart = cart(&[1, 1, 2]);
    let keys: Vec<u32> = cart.lines.iter().map(|line| line.key).collect();
    let pieces = cart.pieces();
    cart.bundle(bundle(), &keys);
    assert_eq!(cart.pieces(), pieces);
    assert_eq!((cart.count_of(1), cart.count_of(2), cart.lines.len()), (2, 1, 1));
    assert_eq!(cart.total(), Money(4550 + 6000));
    let draft = cart.draft();
    assert_eq!((draft.combos[0].combo_id, &draft.combos[0].side_item_ids[..]), (7, &[2][..]));
}

#[test]
fn the_same_bundle_again_is_two_of_it_and_it_can_be_taken_out() {
    let mut cart = Cart::default();
    let key = cart.put_combo(bundle(), || "id".into()).expect("it is in");
    cart.put_combo(bundle(), String::new);
    assert_eq!((cart.combos.len(), cart.pieces(), cart.total()), (1, 4, Money(12_000)));
    cart.step(key, false);
    let taken = cart.step(key, false).expect("it goes");
    assert!(cart.is_empty());
    cart.put_back(taken, String::new);
    assert_eq!(cart.combos.len(), 1);
}

#[test]
fn it_is_the_same_after_it_was_kept_as_text() {
    let mut cart = cart(&[1, 2]);
    cart.put_combo(bundle(), String::new);
    cart.add(&tile(3, 100), Some(vec![chosen(5, 1500)]), String::new);
    let text = serde_json::to_string(&cart).expect("it is plain data");
    assert_eq!(serde_json::from_str::<Cart>(&text).expect("it was written so"), cart);
    assert_eq!(serde_json::from_str::<Cart>("{}").expect("everything has a default"), Cart::default());
}

#[test]
fn what_may_have_arrived_goes_out_again_unchanged() {
    let mut cart = cart(&[1, 2]);
    let before = cart.draft();
    cart.unsure = true;
    let key = cart.lines[0].key;
    cart.add(&tile(3, 100), None, || "id-2".into());
    cart.step(key, true);
    cart.remove(key);
    cart.set_note(key, "x");
    cart.toggle_word(key, "y");
    assert_eq!(cart.draft(), before);
}
