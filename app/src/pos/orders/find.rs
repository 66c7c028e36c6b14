//! Which of today's orders are shown, and in which order: plain data, no browser.

use sunnyside::{Moment, kitchen::waits, order::OrderStatus};

use crate::pos::today::{Row, Today};

/// Which orders the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All of today.
    #[default]
    All,
    /// Those that are still to be paid.
    Unpaid,
    /// Those that are held.
    Held,
    /// Those that are wanted later.
    Later,
}

impl Filter {
    /// Every filter.
    pub const ALL: [Self; 4] = [Self::All, Self::Unpaid, Self::Held, Self::Later];

    /// The word for the tests.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Unpaid => "unpaid",
            Self::Held => "held",
            Self::Later => "later",
        }
    }
}

/// What was typed, with which an order is found: call number, order number, name, table or phone.
fn is_found(row: &Row, query: &str) -> bool {
    let query = query.trim().to_lowercase();
    if query.is_empty() {
        return true;
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let holds = |text: Option<&str>| text.is_some_and(|text| text.to_lowercase().contains(&query));
    let phone = row.customer_phone.as_deref().unwrap_or_default();
    let by_phone = digits(&query).len() >= 3 && digits(phone).contains(&digits(&query));
    holds(Some(&row.call_number))
        || holds(Some(&row.order_number))
        || holds(row.customer_name.as_deref())
        || holds(row.table_no.as_deref())
        || by_phone
}

/// The orders to show: the open ones first, those that are wanted first before the newest; then what is over.
pub fn found(today: &Today, filter: Filter, query: &str, lead_minutes: u32, now: Moment) -> Vec<Row> {
    let is_wanted = |row: &&Row| match filter {
        Filter::All => true,
        Filter::Unpaid => row.is_payable(),
        Filter::Held => row.is_held(),
        Filter::Later => row.status == OrderStatus::Pending && waits(row.due_at, lead_minutes, now),
    };
    let mut rows: Vec<Row> =
        today.rows.values().filter(is_wanted).filter(|row| is_found(row, query)).cloned().collect();
    rows.sort_by_key(|row| (!row.status.is_live(), std::cmp::Reverse(row.order_id)));
    rows
}

#[cfg(test)]
mod tests {
    use sunnyside::{
        Money,
        order::{PaymentStatus, Source},
    };

    use super::*;

    fn row(id: i64, status: OrderStatus) -> Row {
        Row {
            order_id: id,
            call_number: format!("{id:03}"),
            order_number: format!("20261123-{id:04}"),
            source: Source::Takeout,
            table_no: None,
            status,
            payment_status: PaymentStatus::Paid,
            total: Money(100),
            created_at: Moment(0),
            lines: vec![],
            customer_name: None,
            customer_phone: None,
            due_at: None,
            held: false,
            to_see: None,
            seq: id,
        }
    }

    fn today(rows: Vec<Row>) -> Today {
        Today { rows: rows.into_iter().map(|row| (row.order_id, row)).collect() }
    }

    fn ids(today: &Today, filter: Filter, query: &str) -> Vec<i64> {
        found(today, filter, query, 15, Moment(0)).iter().map(|row| row.order_id).collect()
    }

    #[test]
    fn open_orders_come_first_and_the_newest_of_them_at_the_top() {
        use OrderStatus::{Cancelled, Completed, Pending, Ready};
        let today = today(vec![row(1, Ready), row(2, Completed), row(3, Pending), row(4, Cancelled)]);
        assert_eq!(ids(&today, Filter::All, ""), [3, 1, 4, 2]);
    }

    #[test]
    fn an_order_is_found_by_number_name_table_and_phone() {
        let ann = Row {
            customer_name: Some("王小姐".into()),
            customer_phone: Some("0912-345 678".into()),
            ..row(1, OrderStatus::Pending)
        };
        let table = Row { table_no: Some("B5".into()), ..row(42, OrderStatus::Pending) };
        let today = today(vec![ann, table]);
        for (query, want) in [
            ("042", vec![42]),
            ("20261123-0001", vec![1]),
            (" 小姐 ", vec![1]),
            ("b5", vec![42]),
            ("345678", vec![1]),
            ("0912 345", vec![1]),
            ("nobody", vec![]),
        ] {
            assert_eq!(ids(&today, Filter::All, query), want, "{query}");
        }
    }

    #[test]
    fn filters_show_what_is_unpaid_held_or_for_later() {
        let pending = || row(0, OrderStatus::Pending);
        let unpaid = Row { order_id: 1, payment_status: PaymentStatus::Unpaid, ..pending() };
        let held = Row { order_id: 2, held: true, payment_status: PaymentStatus::Unpaid, ..pending() };
        let later = Row { order_id: 3, due_at: Some(Moment::default().plus_seconds(3600)), ..pending() };
        let soon = Row { order_id: 4, due_at: Some(Moment::default().plus_seconds(600)), ..pending() };
        let today = today(vec![unpaid, held, later, soon]);
        assert_eq!(ids(&today, Filter::Unpaid, ""), [2, 1]);
        assert_eq!(ids(&today, Filter::Held, ""), [2]);
        assert_eq!(ids(&today, Filter::Later, ""), [3], "fifteen minutes before, it is the kitchen's");
    }
}
