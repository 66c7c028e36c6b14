//! All-day counts: what is still to be made, by dish and by what the recipes take.

use std::collections::BTreeMap;

use super::Ticket;
use crate::{Quantity, event::TicketLine};

/// So many of a dish are still to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DishCount {
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: Option<String>,
    /// How many.
    pub quantity: u32,
}

/// What recipes are made of, as the counts call it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Component {
    /// The ingredient's row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: String,
}

/// What these tickets still take, the most first.
pub fn dishes<'a>(tickets: impl Iterator<Item = &'a Ticket>, station: Option<i64>) -> Vec<DishCount> {
    let mut counts: BTreeMap<&str, DishCount> = BTreeMap::new();
    for line in to_make(tickets, station) {
        let count = counts.entry(&line.name).or_insert_with(|| DishCount {
            name: line.name.clone(),
            name_en: line.name_en.clone(),
            quantity: 0,
        });
        count.quantity = count.quantity.saturating_add(line.quantity);
    }
    let mut counts: Vec<DishCount> = counts.into_values().collect();
    counts.sort_by(|a, b| b.quantity.cmp(&a.quantity).then_with(|| a.name.cmp(&b.name)));
    counts
}

/// How much of each ingredient these tickets still take, by its row id: the recipes of the sale.
pub fn components<'a>(
    tickets: impl Iterator<Item = &'a Ticket>,
    station: Option<i64>,
) -> BTreeMap<i64, Quantity> {
    let mut counts: BTreeMap<i64, Quantity> = BTreeMap::new();
    for used in to_make(tickets, station).flat_map(|line| &line.uses) {
        *counts.entry(used.ingredient_id).or_default() += used.quantity;
    }
    counts
}

/// The lines that nobody has made yet.
fn to_make<'a>(
    tickets: impl Iterator<Item = &'a Ticket>,
    station: Option<i64>,
) -> impl Iterator<Item = &'a TicketLine> {
    tickets
        .filter(move |ticket| ticket.is_to_make(station))
        .flat_map(move |ticket| ticket.lines_of(station).filter(|line| !line.done))
}

/// Lines of a ticket that are the same to a cook, as one: so many of a dish with the same choices and note, at the same
/// station, all made or none. `ids` are the rows behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combined {
    /// The first of them, with the quantity of all.
    pub line: TicketLine,
    /// The row ids of all.
    pub ids: Vec<i64>,
}

/// Combines identical lines, in the order of the first of each.
pub fn combined<'a>(lines: impl Iterator<Item = &'a TicketLine>) -> Vec<Combined> {
    let mut all: Vec<Combined> = Vec::new();
    for line in lines {
        let is_same = |other: &&mut Combined| {
            let other = &other.line;
            (&other.name, &other.note, &other.choices, other.station_id, other.done)
                == (&line.name, &line.note, &line.choices, line.station_id, line.done)
        };
        if let Some(same) = all.iter_mut().find(is_same) {
            same.line.quantity = same.line.quantity.saturating_add(line.quantity);
            same.ids.push(line.line_id);
        } else {
            all.push(Combined { line: line.clone(), ids: vec![line.line_id] });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Moment,
        event::{TicketState, Use, tests::order_ref},
        order::OrderStatus,
    };

    fn line(line_id: i64, name: &str, quantity: u32, station_id: Option<i64>, eggs: i64) -> TicketLine {
        TicketLine {
            line_id,
            quantity,
            name: name.into(),
            name_en: None,
            note: None,
            choices: vec![],
            station_id,
            done: false,
            uses: vec![Use { ingredient_id: 1, quantity: Quantity::whole(eggs) }],
        }
    }

    fn ticket(id: i64, status: OrderStatus, lines: Vec<TicketLine>) -> Ticket {
        Ticket::of(&order_ref(id, status), TicketState::new(lines, Moment(0)), id)
    }

    #[test]
    fn what_is_made_is_counted_no_more() {
        let mut made = line(3, "紅茶", 4, Some(9), 0);
        let (mut ready, mut more) = (line(6, "蛋餅", 7, Some(8), 14), line(7, "紅茶", 1, Some(9), 0));
        (made.done, ready.done, more.done) = (true, true, true);
        let tickets = [
            ticket(1, OrderStatus::Pending, vec![line(1, "蛋餅", 2, Some(8), 4), made]),
            ticket(
                2,
                OrderStatus::Preparing,
                vec![line(4, "蛋餅", 1, Some(8), 2), line(5, "奶茶", 1, Some(9), 0)],
            ),
            ticket(3, OrderStatus::Ready, vec![ready]),
            // Ready, until somebody wanted one more.
            ticket(4, OrderStatus::Ready, vec![more, line(8, "奶茶", 1, Some(9), 0)]),
        ];
        let counts = |station| {
            dishes(tickets.iter(), station).into_iter().map(|d| (d.name, d.quantity)).collect::<Vec<_>>()
        };
        assert_eq!(counts(None), [("蛋餅".to_owned(), 3), ("奶茶".to_owned(), 2)]);
        assert_eq!(counts(Some(9)), [("奶茶".to_owned(), 2)]);
        assert_eq!(components(tickets.iter(), None), BTreeMap::from([(1, Quantity::whole(6))]));
        assert_eq!(components(tickets.iter(), Some(9)), BTreeMap::from([(1, Quantity::ZERO)]));
    }

    #[test]
    fn identical_lines_are_one_to_a_cook() {
        let mut without = line(3, "蛋餅", 1, Some(8), 2);
        without.note = Some("去蔥".into());
        let lines = [line(1, "蛋餅", 1, Some(8), 2), without, line(4, "蛋餅", 2, Some(8), 4)];
        let all = combined(lines.iter());
        let told: Vec<_> = all.iter().map(|c| (c.line.quantity, c.ids.clone())).collect();
        assert_eq!(told, [(3, vec![1, 4]), (1, vec![3])], "another note is another thing to make");
    }

    #[test]
    fn the_expediter_sees_what_each_station_has_done() {
        let mut made = line(2, "紅茶", 1, Some(9), 0);
        made.done = true;
        let lines = vec![line(1, "蛋餅", 1, Some(8), 2), made, line(3, "餐具", 1, None, 0)];
        let ticket = ticket(1, OrderStatus::Preparing, lines);
        let parts: Vec<_> = ticket.parts().into_iter().map(|p| (p.station_id, p.is_done())).collect();
        assert_eq!(parts, [(Some(8), false), (Some(9), true), (None, false)]);
        assert!(ticket.is_to_make(Some(8)) && !ticket.is_to_make(Some(9)) && ticket.is_to_make(None));
    }

    #[test]
    fn who_sees_to_whole_orders_has_one_until_it_is_ready() {
        let lines = |done| vec![TicketLine { done, ..line(1, "蛋餅", 1, Some(8), 2) }];
        for (status, done, whole, station) in [
            (OrderStatus::Pending, false, true, true),
            // Its last open line was taken away, and nobody has acknowledged that yet.
            (OrderStatus::Preparing, true, true, false),
            (OrderStatus::Ready, true, false, false),
            (OrderStatus::Ready, false, true, true),
            (OrderStatus::Completed, false, false, false),
            (OrderStatus::Cancelled, false, false, false),
        ] {
            let ticket = ticket(1, status, lines(done));
            let found = (ticket.is_to_make(None), ticket.is_to_make(Some(8)));
            assert_eq!(found, (whole, station), "{status:?} {done}");
            assert!(!ticket.is_to_make(Some(9)), "{status:?} {done}");
        }
    }
}
