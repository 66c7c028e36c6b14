//! A paper as lines: what a page shows and a printer prints.

use serde::{Deserialize, Serialize};

use super::{
    Width,
    wide::{clean, columns_of, wrap},
};

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Centre,
}

/// A line of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Row {
    /// Text that fits on one line.
    Text {
        /// What it says.
        text: String,
        /// Where it stands.
        align: Align,
        /// So many times as wide and as high, 1-4.
        size: u8,
        /// Thicker.
        bold: bool,
    },
    /// Text at the left edge and text at the right one, with a space between them at least.
    Pair {
        /// At the left edge.
        left: String,
        /// At the right edge.
        right: String,
        /// So many times as wide and as high, 1-4.
        size: u8,
        /// Thicker.
        bold: bool,
    },
    /// A line across.
    Rule,
    /// An empty line.
    Feed,
    /// The paper is cut here.
    Cut,
}

/// A paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// How wide the paper is.
    pub width: Width,
    /// Its lines.
    pub rows: Vec<Row>,
}

impl Document {
    pub(super) const fn new(width: Width) -> Self {
        Self { width, rows: Vec::new() }
    }

    /// How many columns a line of that size has.
    pub(super) fn columns(&self, size: u8) -> usize {
        self.width.columns() / usize::from(size.max(1))
    }

    /// Adds text, on as many lines as it takes.
    pub(super) fn text(&mut self, text: &str, align: Align, size: u8, bold: bool) {
        for text in wrap(text, self.columns(size)) {
            self.rows.push(Row::Text { text, align, size, bold });
        }
    }

    /// Adds text whose further lines stand as far in as its first one's text.
    pub(super) fn indented(&mut self, mark: &str, text: &str, size: u8, bold: bool) {
        let room = self.columns(size).saturating_sub(columns_of(mark));
        for (index, part) in wrap(text, room).into_iter().enumerate() {
            let before = if index == 0 { mark.to_owned() } else { " ".repeat(columns_of(mark)) };
            self.rows.push(Row::Text { text: format!("{before}{part}"), align: Align::Left, size, bold });
        }
    }

    /// Adds a name and its amount: the name is wrapped, the amount stands whole at the right of the first line.
    pub(super) fn pair(&mut self, mark: &str, left: &str, right: &str, size: u8, bold: bool) {
        let columns = self.columns(size);
        let right = clean(right);
        let taken = columns_of(mark) + columns_of(&right) + 1;
        if taken + 2 > columns {
            self.indented(mark, left, size, bold);
            self.rows.push(Row::Pair { left: String::new(), right, size, bold });
            return;
        }
        let mut parts = wrap(left, columns - taken).into_iter();
        let first = format!("{mark}{}", parts.next().unwrap_or_default());
        self.rows.push(Row::Pair { left: first, right, size, bold });
        let inset = " ".repeat(columns_of(mark));
        for part in parts {
            self.rows.push(Row::Text { text: format!("{inset}{part}"), align: Align::Left, size, bold });
        }
    }

    pub(super) fn rule(&mut self) {
        self.rows.push(Row::Rule);
    }

    pub(super) fn feed(&mut self) {
        self.rows.push(Row::Feed);
    }

    pub(super) fn cut(&mut self) {
        self.rows.push(Row::Cut);
    }
}

impl Row {
    /// A row as plain text in so many columns; none where it is no text.
    pub(super) fn line(&self, width: Width) -> Option<String> {
        match self {
            Self::Text { text, align, size, .. } => {
                let room = (width.columns() / usize::from((*size).max(1))).saturating_sub(columns_of(text));
                let before = if *align == Align::Centre { room / 2 } else { 0 };
                Some(format!("{}{text}", " ".repeat(before)))
            }
            Self::Pair { left, right, size, .. } => {
                let columns = width.columns() / usize::from((*size).max(1));
                let room = columns.saturating_sub(columns_of(left) + columns_of(right));
                Some(format!("{left}{}{right}", " ".repeat(room)))
            }
            Self::Rule => Some("-".repeat(width.columns())),
            Self::Feed => Some(String::new()),
            Self::Cut => None,
        }
    }
}
