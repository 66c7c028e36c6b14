//! The papers as text and as a printer's bytes. `UPDATE_GOLDENS=1 cargo test -p sunnyside --lib receipt` renews them.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

use super::{Change, Document, Kind, Language, Row, Slip, Width, columns_of};
use crate::{
    Moment, Money, Percent,
    clock::BusinessDay,
    order::{
        DiscountTerms, Line, LineCombo, LineModifier, Order, OrderStatus, Payment, PaymentKind,
        PaymentMethod, PaymentStatus, Source,
    },
};

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

fn line(id: i64, name: (&str, &str), quantity: u32, each: i64) -> Line {
    Line {
        id,
        menu_item_id: id,
        menu_item_name: name.0.into(),
        menu_item_name_en: Some(name.1.to_owned()).filter(|name| !name.is_empty()),
        quantity,
        unit_price: Money(each),
        line_total: Money(each * i64::from(quantity)),
        note: None,
        modifiers: vec![],
        refunded_quantity: 0,
        combo: None,
        station_id: None,
        bumped_at: None,
        list_price: Money(each),
        refunded_amount: Money::ZERO,
        restocked_quantity: 0,
        usage: vec![],
    }
}

fn choice(name: &str, name_en: &str, delta: i64) -> LineModifier {
    LineModifier {
        modifier_id: 1,
        name: name.into(),
        name_en: Some(name_en.into()),
        price_delta: Money(delta),
    }
}

fn paid(kind: PaymentKind, method: PaymentMethod, amount: i64, tendered: Option<i64>) -> Payment {
    let at = moment("2026-11-22T23:41:00Z");
    Payment { kind, method, amount: Money(amount), tendered: tendered.map(Money), at, shift_id: None }
}

/// An order with choices, notes, a long name and a bundle.
pub(crate) fn order() -> Order {
    let at = moment("2026-11-22T23:40:00Z");
    let egg = Line {
        note: Some("去蔥，煎焦一點".into()),
        modifiers: vec![choice("加起司", "Cheese", 1000), choice("微辣", "Mild", 0)],
        ..line(1, ("起司蛋餅", "Cheese egg pancake"), 2, 5500)
    };
    let long = line(
        2,
        (
            "招牌花生起司培根豬排蛋厚片吐司特大份",
            "Signature peanut, cheese, bacon and pork chop toast, extra large",
        ),
        1,
        12_050,
    );
    let part = |id, name, each| Line {
        combo: Some(LineCombo { code: "A".into(), group: 1 }),
        note: Some("[COMBO:A]".into()),
        ..line(id, name, 1, each)
    };
    let items = vec![egg, long, part(3, ("紅茶", "Black tea"), 2000), part(4, ("火腿蛋吐司", ""), 4500)];
    let total = items.iter().map(|line| line.line_total.0).sum();
    Order {
        id: 42,
        order_number: "20261123-0042".into(),
        call_number: "042".into(),
        source: Source::DineIn,
        status: OrderStatus::Pending,
        payment_status: PaymentStatus::Paid,
        payment_method: PaymentMethod::Cash,
        total_amount: Money(total),
        discount: Money::ZERO,
        discount_terms: None,
        held: false,
        refund_due: false,
        sent_at: Some(at),
        created_at: at,
        paid_at: Some(at),
        preparing_at: None,
        ready_at: None,
        completed_at: None,
        cancelled_at: None,
        table_no: Some("5".into()),
        customer_name: None,
        customer_phone: None,
        due_at: None,
        client_id: "c".into(),
        business_day: BusinessDay("2026-11-23".into()),
        seq: 1,
        items,
        payments: vec![paid(PaymentKind::Sale, PaymentMethod::Cash, total, Some(50_000))],
        taken: BTreeMap::new(),
        created_by: None,
        notice: None,
        priority_at: None,
    }
}

fn discounted() -> Order {
    let mut order = order();
    order.discount = Money(2955);
    order.total_amount = Money(order.total_amount.0 - 2955);
    let reason = "常客".to_owned();
    order.discount_terms = Some(DiscountTerms { amount: None, percent: Some(Percent(1000)), reason });
    order.payments = vec![
        paid(PaymentKind::Sale, PaymentMethod::LinePay, 20_000, None),
        paid(PaymentKind::Sale, PaymentMethod::Cash, order.total_amount.0 - 20_000, None),
    ];
    order
}

fn refunded() -> Order {
    let mut order = order();
    (order.items[0].refunded_quantity, order.items[0].refunded_amount) = (1, Money(5500));
    order.payments.push(paid(PaymentKind::Refund, PaymentMethod::Cash, 5500, None));
    order
}

fn by_phone() -> Order {
    Order {
        source: Source::Takeout,
        table_no: None,
        customer_name: Some("王小姐".into()),
        due_at: Some(moment("2026-11-23T00:15:00Z")),
        payment_status: PaymentStatus::Unpaid,
        payments: vec![],
        ..order()
    }
}

/// A paper as text: `2|` says that a line is twice as large, `*` that it is bold.
fn as_text(document: &Document) -> String {
    let mut text = String::new();
    for row in &document.rows {
        let (size, bold) = match row {
            Row::Text { size, bold, .. } | Row::Pair { size, bold, .. } => (*size, *bold),
            _ => (1, false),
        };
        let line = row.line(document.width).unwrap_or_else(|| "(cut)".to_owned());
        writeln!(text, "{size}{}|{}", if bold { '*' } else { ' ' }, line.trim_end()).unwrap();
    }
    text
}

fn golden(name: &str, now: &[u8]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/receipt/goldens").join(name);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(path, now).unwrap();
        return;
    }
    let before = fs::read(&path).unwrap_or_default();
    assert!(before == now, "{name} differs:\n{}", String::from_utf8_lossy(now));
}

fn papers() -> Vec<(String, Document)> {
    let combos = BTreeMap::from([("A".to_owned(), "早安 A".to_owned())]);
    let cases = [
        ("receipt", Kind::Receipt, order(), Change::New, false),
        ("receipt_discount", Kind::Receipt, discounted(), Change::New, false),
        ("receipt_refund_copy", Kind::Receipt, refunded(), Change::New, true),
        ("kitchen", Kind::Kitchen, order(), Change::New, false),
        ("kitchen_phone_copy", Kind::Kitchen, by_phone(), Change::New, true),
        ("kitchen_changed", Kind::Kitchen, refunded(), Change::Changed, false),
        ("kitchen_void", Kind::Kitchen, order(), Change::Void, false),
    ];
    let mut papers = Vec::new();
    for (name, kind, order, change, is_copy) in &cases {
        for language in Language::ALL {
            for width in [Width::Wide, Width::Narrow] {
                let slip = Slip {
                    order,
                    shop_name: "晨光早餐",
                    footer: "謝謝光臨\nwww.example.test",
                    cashier: Some("staff1"),
                    combos: &combos,
                    utc_offset_seconds: 8 * 3600,
                    change: *change,
                    is_copy: *is_copy,
                    language: *language,
                    width,
                };
                let name = format!("{name}.{}.{}", language.as_str(), width.millimetres());
                papers.push((name, slip.lay_out(*kind)));
            }
        }
    }
    papers
}

#[test]
fn the_papers_are_as_they_were() {
    for (name, paper) in papers() {
        golden(&format!("{name}.txt"), as_text(&paper).as_bytes());
    }
}

#[test]
fn no_line_is_wider_than_the_paper_and_no_amount_is_cut() {
    for (name, paper) in papers() {
        for row in &paper.rows {
            let size = match row {
                Row::Text { size, .. } | Row::Pair { size, .. } => usize::from(*size),
                _ => 1,
            };
            let columns = columns_of(&row.line(paper.width).unwrap_or_default()) * size;
            assert!(columns <= paper.width.columns(), "{name}: {row:?}");
        }
    }
}

#[test]
fn a_copy_is_marked_at_both_ends_and_a_ticket_has_no_prices() {
    for (name, paper) in papers() {
        let marks = as_text(&paper).lines().filter(|l| l.contains("補印") || l.contains("COPY")).count();
        assert_eq!(marks, if name.contains("copy") { 2 } else { 0 }, "{name}");
        if name.starts_with("kitchen") {
            let prices = ["55", "120.5", "NT$"];
            assert!(!prices.iter().any(|price| as_text(&paper).contains(price)), "{name}");
        }
    }
}

#[cfg(feature = "ssr")]
#[test]
fn a_printers_bytes_are_as_they_were() {
    for (name, paper) in papers() {
        if name == "receipt.zh-TW.80" || name == "kitchen_void.en.58" {
            golden(&format!("{name}.bin"), &super::escpos::encode(&paper, &super::font::Unifont));
        }
    }
}
