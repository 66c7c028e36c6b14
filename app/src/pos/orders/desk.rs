//! What the orders' part of the counter keeps while the page is open.

use leptos::prelude::*;
use sunnyside::kitchen::shown::Displays;

/// What the orders' part of the counter keeps while the page is open.
#[derive(Clone, Copy)]
pub struct Desk {
    /// What the kitchen's displays have shown.
    pub displays: RwSignal<Displays>,
    /// The kitchen was told of everything up to this event by word of mouth.
    pub called_out: RwSignal<i64>,
    /// The kitchen begins so many minutes before an order is wanted.
    pub lead_minutes: u32,
}

impl Desk {
    /// Begins with nothing known of the displays; the connection tells.
    pub fn open(lead_minutes: u32) -> Self {
        Self { displays: RwSignal::default(), called_out: RwSignal::new(0), lead_minutes }
    }
}
