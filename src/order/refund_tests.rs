use super::*;
use crate::{
    identity::{Actor, Role},
    menu::{Combo, MenuItem},
    order::{DiscountTerms, Draft, DraftCombo, DraftLine, Source, Tender},
    write::{Command, Ids, Request, State, decide},
};

/// A shop with two items at NT$50 and a bundle of both that is dearer than they are.
fn shop() -> State {
    let item = |id| MenuItem {
        id,
        name: format!("品項{id}"),
        price: Money::whole(50),
        is_active: true,
        name_en: None,
        category_id: None,
        station_id: None,
        route: None,
        sold_out: false,
        modifier_group_ids: vec![],
        position: 0,
        recipe: vec![],
    };
    let combo = Combo {
        id: 1,
        code: "A".into(),
        name: "禮盒".into(),
        bundle_price: Money::whole(200),
        max_drink_price: None,
        drink_choice_count: 1,
        side_choice_count: 1,
        raw_rule_text: None,
        is_active: true,
        eligible_drinks: vec![],
        side_options: vec![],
    };
    State {
        items: BTreeMap::from([(1, item(1)), (2, item(2))]),
        combos: BTreeMap::from([(1, combo)]),
        ids: Ids { orders: [1].into(), order_lines: (1..20).collect(), ..Ids::default() },
        ..State::default()
    }
}

fn done(state: &mut State, command: Command) -> Outcome<Order> {
    let actor = Actor { user_id: 1, username: "owner1".into(), role: Role::Owner, auth_disabled: false };
    let request = Request { actor, address: None, key: None, approval: None, command };
    let changes = decide(state, &request, Moment(1))?;
    state.apply(&changes);
    Ok(state.orders[&1].clone())
}

fn line(menu_item_id: i64, quantity: u32, note: Option<&str>) -> DraftLine {
    DraftLine { menu_item_id, quantity, note: note.map(str::to_owned), modifier_ids: None }
}

fn sale(off: i64, items: Vec<DraftLine>, combos: Vec<DraftCombo>) -> Command {
    let amount = Some(Money::whole(off));
    Command::Place(Draft {
        client_id: None,
        source: Source::Takeout,
        auto_pay: true,
        payment_method: PaymentMethod::Cash,
        tender: Tender::default(),
        items,
        combos,
        discount: (off > 0).then(|| DiscountTerms { amount, percent: None, reason: "熟客".into() }),
        held: false,
        table_no: None,
        customer_name: None,
        customer_phone: None,
        due_at: None,
    })
}

fn back(line_id: i64, quantity: u32) -> Command {
    let lines = vec![RefundLine { line_id, quantity, restock: false }];
    Command::Refund(1, RefundDraft { lines, reason: "涼了".into(), payment_method: None })
}

fn paid(order: &Order) -> (i64, i64) {
    (order.total_amount.0 / 100, order.paid_amount().0 / 100)
}

#[test]
fn a_discount_takes_nothing_off_what_was_refunded() {
    let mut shop = shop();
    done(&mut shop, sale(50, vec![line(1, 1, None), line(2, 1, None)], vec![])).unwrap();
    let order = done(&mut shop, back(1, 1)).unwrap();
    assert_eq!(paid(&order), (50, 25));
    let order = done(&mut shop, Command::Amend(1, vec![line(1, 1, None)].into())).unwrap();
    assert_eq!((paid(&order), order.discount), ((25, 0), Money::whole(25)));
}

#[test]
fn the_last_unit_brings_all_that_is_left_and_never_more() {
    // Other lines than at the first refund: the discount is shared out in another way.
    for (off, before, after, totals) in [(20, 1, 2, [(130, 90), (130, 0)]), (30, 2, 1, [(70, 30), (70, 0)])] {
        let mut shop = shop();
        done(&mut shop, sale(off, vec![line(1, 1, None), line(2, before, None)], vec![])).unwrap();
        done(&mut shop, back(1, 1)).unwrap();
        let lines = vec![line(1, 1, None), line(2, after, None)];
        let amended = done(&mut shop, Command::Amend(1, lines.into())).unwrap();
        let refunded = done(&mut shop, back(2, after)).unwrap();
        assert_eq!([paid(&amended), paid(&refunded)], totals, "{off}");
        assert_eq!(refunded.payment_status, PaymentStatus::Refunded);
        let by_line: Money = refunded.items.iter().map(|line| line.refunded_amount).sum();
        assert_eq!(by_line, refunded.total_amount);
    }
}

#[test]
fn what_is_left_of_a_bundle_may_not_be_worth_less_than_what_went_back_for_it() {
    let mut shop = shop();
    let bundle = DraftCombo { combo_id: 1, quantity: 1, drink_item_ids: vec![1], side_item_ids: vec![2] };
    let order = done(&mut shop, sale(0, vec![], vec![bundle])).unwrap();
    assert_eq!(order.items.iter().map(|line| line.line_total.0).collect::<Vec<_>>(), [10_000, 10_000]);
    let order = done(&mut shop, back(1, 1)).unwrap();
    assert_eq!(paid(&order), (200, 100));
    let alone = Command::Amend(1, vec![line(1, 1, Some("[COMBO:A]"))].into());
    assert_eq!(done(&mut shop, alone), Err(Refusal::MoreThanSold(1)));
}

#[test]
fn an_order_amended_down_to_what_was_refunded_gives_back_all_of_it() {
    let mut shop = shop();
    shop.combos.get_mut(&1).unwrap().bundle_price = Money::whole(60);
    let bundle = DraftCombo { combo_id: 1, quantity: 1, drink_item_ids: vec![1], side_item_ids: vec![2] };
    done(&mut shop, sale(0, vec![], vec![bundle])).unwrap();
    assert_eq!(paid(&done(&mut shop, back(1, 1)).unwrap()), (60, 30));
    // Alone it costs 50, of which 30 went back.
    let alone = Command::Amend(1, vec![line(1, 1, Some("[COMBO:A]"))].into());
    let order = done(&mut shop, alone).unwrap();
    assert_eq!((paid(&order), order.payment_status), ((50, 0), PaymentStatus::Refunded));
    assert_eq!(order.items.iter().map(|line| line.refunded_amount.0).collect::<Vec<_>>(), [5_000]);
}
