//! The receipt: what was bought, what it came to, how it was paid.

use super::{Align, Document, Slip, wide::clean};
use crate::{
    Money,
    order::{Line, PaymentKind, PaymentStatus},
};

/// Lays a receipt out.
pub fn receipt(slip: &Slip<'_>) -> Document {
    let Slip { order, language, .. } = *slip;
    let mut paper = Document::new(slip.width);
    if slip.is_copy {
        paper.text(language.copy(), Align::Centre, 2, true);
    }
    paper.text(slip.shop_name, Align::Centre, 2, true);
    paper.feed();
    paper.text(&order.call_number, Align::Centre, 4, true);
    paper.text(&where_to(slip), Align::Centre, 2, false);
    if let Some(word) = language.change(slip.change) {
        paper.text(word, Align::Centre, 2, true);
    }
    paper.feed();
    paper.pair("", language.order(), &order.order_number, 1, false);
    let day = format!("{} {}", order.business_day, slip.time(order.created_at));
    paper.pair("", language.day(), &day, 1, false);
    if let Some(cashier) = slip.cashier {
        paper.pair("", language.cashier(), cashier, 1, false);
    }
    if let Some(customer) = &order.customer_name {
        paper.pair("", language.customer(), customer, 1, false);
    }
    if let Some(due) = order.due_at {
        paper.pair("", language.due(), &slip.time(due), 1, true);
    }
    paper.rule();
    lines(slip, &mut paper);
    paper.rule();
    totals(slip, &mut paper);
    payments(slip, &mut paper);
    if !slip.footer.trim().is_empty() {
        paper.rule();
        for line in slip.footer.lines() {
            paper.text(line, Align::Centre, 1, false);
        }
    }
    if slip.is_copy {
        paper.text(language.copy(), Align::Centre, 1, true);
    }
    paper.cut();
    paper
}

/// `內用 桌號 5`.
pub(super) fn where_to(slip: &Slip<'_>) -> String {
    let source = slip.language.source(slip.order.source);
    let table = slip.order.table_no.as_deref().map(clean).filter(|table| !table.is_empty());
    match table {
        Some(table) => format!("{source} {} {table}", slip.language.table()),
        None => source.to_owned(),
    }
}

/// Lines that were sold together: the bundle's code, or none, and the lines.
pub(super) fn groups(lines: &[Line]) -> Vec<(Option<&str>, Vec<&Line>)> {
    let mut groups: Vec<(Option<&str>, Vec<&Line>)> = Vec::new();
    for line in lines {
        let group = line.combo.as_ref().map(|combo| combo.group);
        let last = groups.last_mut().filter(|(_, lines)| {
            group.is_some() && lines.last().and_then(|l| l.combo.as_ref()).map(|c| c.group) == group
        });
        match last {
            Some((_, lines)) => lines.push(line),
            None => groups.push((line.combo.as_ref().map(|combo| combo.code.as_str()), vec![line])),
        }
    }
    groups
}

/// What the bundle is called.
pub(super) fn combo_name(slip: &Slip<'_>, code: &str) -> String {
    match slip.combos.get(code) {
        Some(name) => format!("{} {name}", slip.language.combo()),
        None => format!("{} {code}", slip.language.combo()),
    }
}

/// The cook's words; a bundle's mark is none.
pub(super) fn note(line: &Line) -> Option<&str> {
    let note = line.note.as_deref().map(str::trim).filter(|note| !note.is_empty())?;
    let mark = line.combo.as_ref().map(|combo| format!("[COMBO:{}]", combo.code));
    (mark.as_deref() != Some(note)).then_some(note)
}

fn lines(slip: &Slip<'_>, paper: &mut Document) {
    for (combo, lines) in groups(&slip.order.items) {
        match combo {
            Some(code) => {
                let sum: i64 = lines.iter().map(|line| line.line_total.0).sum();
                let count = lines.first().map_or(1, |line| line.quantity);
                let name = combo_name(slip, code);
                paper.pair(&format!("{count} x "), &name, &Money(sum).to_string(), 1, true);
                for line in lines {
                    let name = slip.name(&line.menu_item_name, line.menu_item_name_en.as_deref());
                    paper.indented("    ", &format!("{} x {name}", line.quantity), 1, false);
                    details(slip, line, "      ", paper);
                }
            }
            None => {
                for line in lines {
                    let name = slip.name(&line.menu_item_name, line.menu_item_name_en.as_deref());
                    let each =
                        if line.quantity > 1 { format!(" @{}", line.unit_price) } else { String::new() };
                    let (mark, name) = (format!("{} x ", line.quantity), format!("{name}{each}"));
                    paper.pair(&mark, &name, &line.line_total.to_string(), 1, false);
                    details(slip, line, "    ", paper);
                }
            }
        }
    }
}

fn details(slip: &Slip<'_>, line: &Line, inset: &str, paper: &mut Document) {
    for choice in &line.modifiers {
        let name = slip.name(&choice.name, choice.name_en.as_deref());
        let delta = match choice.price_delta.0 {
            0 => String::new(),
            1.. => format!(" (+{})", choice.price_delta),
            _ => format!(" ({})", choice.price_delta),
        };
        paper.indented(&format!("{inset}+ "), &format!("{name}{delta}"), 1, false);
    }
    if let Some(note) = note(line) {
        paper.indented(&format!("{inset}* "), note, 1, false);
    }
    if line.refunded_quantity > 0 {
        let text = format!("{} x {}", slip.language.refunded(), line.refunded_quantity);
        paper.pair(&format!("{inset}- "), &text, &Money(-line.refunded_amount.0).to_string(), 1, false);
    }
}

fn totals(slip: &Slip<'_>, paper: &mut Document) {
    let Slip { order, language, .. } = *slip;
    if order.discount.0 != 0 {
        let sum: i64 = order.items.iter().map(|line| line.line_total.0).sum();
        paper.pair("", language.sum(), &Money(sum).to_string(), 1, false);
        let terms = order.discount_terms.as_ref();
        let percent = terms.and_then(|t| t.percent).map(|p| format!(" {p}%")).unwrap_or_default();
        let reason = terms.map(|t| t.reason.trim()).filter(|reason| !reason.is_empty());
        let reason = reason.map(|reason| format!(" {reason}")).unwrap_or_default();
        let left = format!("{}{percent}{reason}", language.discount());
        paper.pair("", &left, &Money(-order.discount.0).to_string(), 1, false);
    }
    paper.pair("", language.total(), &format!("NT${}", order.total_amount), 2, true);
}

fn payments(slip: &Slip<'_>, paper: &mut Document) {
    let Slip { order, language, .. } = *slip;
    for payment in &order.payments {
        let method = language.method(payment.method);
        match payment.kind {
            PaymentKind::Sale => {
                paper.pair("", method, &payment.amount.to_string(), 1, false);
                if let Some(tendered) = payment.tendered.filter(|tendered| *tendered > payment.amount) {
                    paper.pair("  ", language.tendered(), &tendered.to_string(), 1, false);
                    let change = Money(tendered.0 - payment.amount.0);
                    paper.pair("  ", language.change_given(), &change.to_string(), 1, false);
                }
            }
            PaymentKind::Refund => {
                let left = format!("{} {method} {}", language.refund(), slip.time(payment.at));
                paper.pair("", &left, &Money(-payment.amount.0).to_string(), 1, false);
            }
        }
    }
    if let Some(word) =
        language.state(order.payment_status).filter(|_| order.payment_status != PaymentStatus::Paid)
    {
        paper.text(word, Align::Centre, 2, true);
    }
}
