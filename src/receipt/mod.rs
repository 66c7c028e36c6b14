//! What the shop puts on paper: the receipt and the kitchen's ticket, laid out line by line, the same for the printable
//! page and for a receipt printer.

mod document;
pub mod escpos;
#[cfg(feature = "ssr")]
pub mod font;
mod slip;
#[cfg(test)]
pub(crate) mod tests;
mod ticket;
mod wide;
mod words;

use std::collections::BTreeMap;

use crate::words::words;
use crate::{clock::Moment, order::Order};

pub use document::{Align, Document, Row};
pub use slip::receipt;
pub use ticket::ticket;
pub use wide::columns_of;

words!(
    /// Which paper it is.
    Kind {
        /// For the customer, with prices.
        Receipt = "receipt",
        /// For the cook, without.
        Kitchen = "kitchen",
    }
);

words!(
    /// The language of a paper.
    Language {
        /// Traditional Chinese.
        Chinese = "zh-TW",
        /// English.
        English = "en",
    }
);

words!(
    /// Why a kitchen's ticket is printed.
    Change {
        /// The order is new.
        New = "new",
        /// The order has other lines now.
        Changed = "changed",
        /// The order was called off.
        Void = "void",
    }
);

/// The width of the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Width {
    /// 80 mm: 48 columns, 576 dots.
    Wide,
    /// 58 mm: 32 columns, 384 dots.
    Narrow,
}

impl Width {
    /// The width of so many millimetres.
    pub const fn from_millimetres(millimetres: i64) -> Option<Self> {
        match millimetres {
            80 => Some(Self::Wide),
            58 => Some(Self::Narrow),
            _ => None,
        }
    }

    /// The paper's width.
    pub const fn millimetres(self) -> u16 {
        match self {
            Self::Wide => 80,
            Self::Narrow => 58,
        }
    }

    /// How many narrow characters a line has.
    pub const fn columns(self) -> usize {
        match self {
            Self::Wide => 48,
            Self::Narrow => 32,
        }
    }

    /// How many dots a line has, at 203 dpi.
    pub const fn dots(self) -> usize {
        self.columns() * 12
    }
}

/// An order and what else a paper says of it.
#[derive(Clone, Copy, Debug)]
pub struct Slip<'a> {
    /// The order.
    pub order: &'a Order,
    /// The shop's name.
    pub shop_name: &'a str,
    /// What stands at the foot of a receipt.
    pub footer: &'a str,
    /// Who took the order.
    pub cashier: Option<&'a str>,
    /// The names of the bundles, by code; one that is not there is called by its code.
    pub combos: &'a BTreeMap<String, String>,
    /// The shop's offset from UTC, in seconds.
    pub utc_offset_seconds: i32,
    /// Why it is printed.
    pub change: Change,
    /// It was printed before.
    pub is_copy: bool,
    /// Which language.
    pub language: Language,
    /// How wide the paper is.
    pub width: Width,
}

impl Slip<'_> {
    /// Lays a paper out.
    pub fn lay_out(&self, kind: Kind) -> Document {
        match kind {
            Kind::Receipt => receipt(self),
            Kind::Kitchen => ticket(self),
        }
    }

    fn time(&self, moment: Moment) -> String {
        moment.time_of_day(self.utc_offset_seconds)
    }

    /// A name in the paper's language; the other one where there is no such.
    fn name<'t>(&self, name: &'t str, name_en: Option<&'t str>) -> &'t str {
        match self.language {
            Language::Chinese => name,
            Language::English => name_en.filter(|name| !name.trim().is_empty()).unwrap_or(name),
        }
    }
}
