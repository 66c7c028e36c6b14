//! The kitchen's ticket: large, without prices.

use super::{
    Align, Document, Slip,
    slip::{combo_name, groups, note, where_to},
};
use crate::order::Line;

/// Lays a kitchen's ticket out.
pub fn ticket(slip: &Slip<'_>) -> Document {
    let Slip { order, language, .. } = *slip;
    let mut paper = Document::new(slip.width);
    let marks = [language.change(slip.change), slip.is_copy.then(|| language.copy())];
    for mark in marks.into_iter().flatten() {
        paper.text(mark, Align::Centre, 2, true);
    }
    paper.text(&order.call_number, Align::Centre, 4, true);
    paper.text(&where_to(slip), Align::Centre, 2, true);
    let taken = order.sent_at.unwrap_or(order.created_at);
    paper.pair("", &order.order_number, &slip.time(taken), 1, false);
    if let Some(customer) = &order.customer_name {
        paper.pair("", language.customer(), customer, 1, false);
    }
    if let Some(due) = order.due_at {
        paper.pair("", language.due(), &slip.time(due), 2, true);
    }
    paper.rule();
    for (combo, lines) in groups(&order.items) {
        if let Some(code) = combo {
            paper.text(&combo_name(slip, code), Align::Left, 1, true);
        }
        for line in lines {
            item(slip, line, &mut paper);
        }
    }
    paper.rule();
    // Where the roll is torn across the head, the mark is still at the foot.
    for mark in marks.into_iter().flatten() {
        paper.text(mark, Align::Centre, 2, true);
    }
    paper.cut();
    paper
}

fn item(slip: &Slip<'_>, line: &Line, paper: &mut Document) {
    let left = line.quantity.saturating_sub(line.refunded_quantity);
    if left == 0 {
        return;
    }
    let name = slip.name(&line.menu_item_name, line.menu_item_name_en.as_deref());
    paper.indented(&format!("{left} x "), name, 2, true);
    for choice in &line.modifiers {
        paper.indented("  + ", slip.name(&choice.name, choice.name_en.as_deref()), 2, false);
    }
    if let Some(note) = note(line) {
        paper.indented("  * ", note, 2, true);
    }
}
