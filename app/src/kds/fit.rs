//! Which tickets fit on the wall: pure arithmetic in hundredths of a letter's height, so that a page can be turned
//! without measuring what is not there yet.

use sunnyside::{
    event::TicketLine,
    kitchen::{Notice, Ticket},
    order::PaymentStatus,
};

/// The height of a letter of the smallest wall, in pixels.
const SMALLEST_LETTER: i32 = 22;
/// A column is so many letters wide at least.
const COLUMN_LETTERS: i32 = 12;
/// What a ticket has beside its lines: head, foot and the room between it and the next, in hundredths of a letter.
const FRAME: i32 = 520;
/// That it is not paid.
const UNPAID: i32 = 65;
/// What each station has done.
const PARTS: i32 = 140;
/// One row of letters.
const ROW: i32 = 118;
/// The room around a line.
const AROUND: i32 = 40;
/// What surrounds a notice, with its button.
const NOTICE: i32 = 260;

/// The room that the tickets have, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Of the whole screen.
    pub screen: i32,
    /// Of the tickets alone.
    pub width: i32,
    /// Of the tickets alone.
    pub height: i32,
    /// How large the letters are, in percent of the usual size.
    pub percent: i32,
    /// By so many percent tickets were higher than reckoned, as the screen showed.
    pub slack: i32,
}

impl Default for Room {
    /// A usual kitchen's screen, until the browser tells.
    fn default() -> Self {
        Self { screen: 1920, width: 1600, height: 880, percent: 100, slack: 0 }
    }
}

impl Room {
    /// The height of a letter: on 1920 pixels 44, which are 12 mm on a 24-inch panel. style/kds.css says the same.
    pub fn letter(self) -> i32 {
        ((self.screen * 23 / 1000).max(SMALLEST_LETTER) * self.percent / 100).max(1)
    }

    /// How many columns of tickets stand side by side.
    pub fn columns(self) -> usize {
        let columns = self.width / (COLUMN_LETTERS * self.letter());
        usize::try_from(columns.clamp(1, 6)).unwrap_or(1)
    }

    /// Of how many letters a line's text has room, in hundredths.
    fn text_width(self) -> i32 {
        let columns = i32::try_from(self.columns()).unwrap_or(1);
        (self.width / columns * 100 / self.letter() - 330).max(300)
    }

    /// The height of a ticket for who makes this station's part of it, in hundredths of a letter.
    fn height_of(self, ticket: &Ticket, station: Option<i64>) -> i32 {
        let width = self.text_width();
        let line = |line: &TicketLine| {
            let name = rows(&line.name, width).max(line.name_en.as_ref().map_or(0, |name| rows(name, width)));
            let choices = wide(line.choices.iter().map(|choice| choice.name.as_str()));
            let choices_en = wide(
                line.choices.iter().map(|choice| choice.name_en.as_deref().unwrap_or(choice.name.as_str())),
            );
            let note = line.note.as_ref().map_or(0, |note| rows(note, width));
            AROUND + ROW * (name + in_rows(choices.max(choices_en), width) + note)
        };
        let notice = match &ticket.notice {
            None => 0,
            Some(Notice::Cancelled) => ROW,
            Some(Notice::Changed(diff)) => {
                let lines = diff.added.iter().chain(&diff.removed);
                let lines = lines.map(|l| (&l.menu_item_name, &l.modifiers, &l.note));
                let changed = diff.quantity_changed.iter();
                let changed = changed.map(|c| (&c.menu_item_name, &c.modifiers, &c.note));
                let row = |(name, choices, note): (&String, &Vec<String>, &Option<String>)| {
                    let more = choices.iter().chain(note).map(String::as_str);
                    in_rows(wide([name.as_str()].into_iter().chain(more)), width - 100)
                };
                NOTICE + ROW * lines.chain(changed).map(row).sum::<i32>()
            }
        };
        let is_unpaid = ticket.payment_status == PaymentStatus::Unpaid;
        let has_parts = station.is_none() && ticket.lines.iter().any(|line| line.station_id.is_some());
        let more = if is_unpaid { UNPAID } else { 0 } + if has_parts { PARTS } else { 0 };
        let whole = FRAME + more + notice + ticket.lines_of(station).map(line).sum::<i32>();
        whole * (100 + self.slack) / 100
    }

    /// Puts tickets into columns and those onto pages, in their order: down, then to the right, as a newspaper is read.
    /// Answers how many tickets each column of each page has. A ticket that is higher than a column has one of its own,
    /// in which it scrolls.
    pub fn pages<'a>(
        self,
        tickets: impl Iterator<Item = &'a Ticket>,
        station: Option<i64>,
    ) -> Vec<Vec<usize>> {
        // Above the first and below the last one is a little room.
        let whole = self.height * 100 / self.letter() - 50;
        let mut columns: Vec<usize> = Vec::new();
        let mut left = 0;
        for ticket in tickets {
            let height = self.height_of(ticket, station);
            if height > left || columns.is_empty() {
                columns.push(0);
                left = whole;
            }
            if let Some(count) = columns.last_mut() {
                *count += 1;
            }
            left -= height;
        }
        columns.chunks(self.columns()).map(<[usize]>::to_vec).collect()
    }
}

/// In how many rows a text is broken.
fn rows(text: &str, width: i32) -> i32 {
    in_rows(wide([text]), width).max(1)
}

/// How wide texts are that stand behind one another: a letter of Chinese is one wide, another one about two thirds.
fn wide<'a>(texts: impl IntoIterator<Item = &'a str>) -> i32 {
    let letter = |letter: char| if letter.is_ascii() { 64 } else { 100 };
    texts.into_iter().map(|text| 100 + text.chars().map(letter).sum::<i32>()).sum::<i32>()
}

/// In how many rows something so wide is broken; nothing has none.
fn in_rows(wide: i32, width: i32) -> i32 {
    (wide - 100 + width - 1).max(0) / width
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunnyside::{
        Moment,
        order::{OrderStatus, Source},
    };

    fn ticket(lines: usize) -> Ticket {
        let line = |name: usize| TicketLine {
            line_id: 1,
            quantity: 1,
            name: format!("蛋餅{name}"),
            name_en: None,
            note: None,
            choices: vec![],
            station_id: None,
            done: false,
            uses: vec![],
        };
        Ticket {
            order_id: 1,
            order_number: "20261126-0001".into(),
            call_number: "001".into(),
            source: Source::DineIn,
            status: OrderStatus::Pending,
            payment_status: PaymentStatus::Paid,
            table_no: None,
            customer_name: None,
            due_at: None,
            created_at: Moment(0),
            status_since: Moment(0),
            priority_at: None,
            notice: None,
            lines: (0..lines).map(line).collect(),
            seq: 1,
        }
    }

    #[test]
    fn letters_are_twelve_millimetres_on_a_24_inch_panel() {
        let room = Room::default();
        // 1920 pixels are 531 mm wide.
        assert!(room.letter() * 531 / 1920 >= 12, "{}", room.letter());
        assert_eq!(room.columns(), 3);
    }

    #[test]
    fn every_ticket_is_on_one_page() {
        let room = Room::default();
        for count in [0, 1, 4, 9, 50] {
            let tickets: Vec<Ticket> = (0..count).map(|n| ticket(1 + n % 6)).collect();
            let pages = room.pages(tickets.iter(), None);
            assert_eq!(pages.iter().flatten().sum::<usize>(), count);
            assert!(pages.iter().all(|page| page.len() <= room.columns()), "{pages:?}");
            assert!(pages.iter().flatten().all(|column| *column > 0), "{pages:?}");
        }
    }

    #[test]
    fn one_that_is_too_high_has_a_column_of_its_own() {
        let pages = Room::default().pages([ticket(1), ticket(40), ticket(1)].iter(), None);
        assert_eq!(pages, [[1, 1, 1]]);
    }

    #[test]
    fn a_small_screen_has_fewer_columns() {
        let phone = Room { screen: 390, width: 390, height: 600, ..Room::default() };
        assert_eq!(phone.columns(), 1);
        let large = Room { percent: 200, ..Room::default() };
        assert!(
            large.columns() < Room::default().columns()
                && large.pages(vec![ticket(5); 9].iter(), None).len() > 1
        );
    }
}
