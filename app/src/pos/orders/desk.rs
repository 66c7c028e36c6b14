//! What the orders' part of the counter keeps while the page is open.

use leptos::prelude::*;
use sunnyside::{kitchen::shown::Displays, order::Trial};

use super::find::Filter;
use crate::api::FnError;

/// What the orders' part of the counter keeps while the page is open.
#[derive(Clone, Copy)]
pub struct Desk {
    /// What the kitchen's displays have shown.
    pub displays: RwSignal<Displays>,
    /// The kitchen was told of everything up to this event by word of mouth.
    pub called_out: RwSignal<i64>,
    /// The kitchen begins so many minutes before an order is wanted.
    pub lead_minutes: u32,
    /// The list of what is held is open.
    pub held_open: RwSignal<bool>,
    /// The sheet of who the order is for is open.
    pub customer_open: RwSignal<bool>,
    /// The order that is being called off or refunded.
    pub undoing: RwSignal<Option<i64>>,
    /// What would become of the order in hand, which was sent before.
    pub trial: RwSignal<Option<Trial>>,
    /// Why the last tap on a row brought nothing.
    pub row_error: RwSignal<Option<FnError>>,
    /// Which orders the list shows.
    pub filter: RwSignal<Filter>,
    /// What is searched for in the list.
    pub query: RwSignal<String>,
}

impl Desk {
    /// Begins with nothing known of the displays; the connection tells.
    pub fn open(lead_minutes: u32) -> Self {
        Self {
            displays: RwSignal::default(),
            called_out: RwSignal::new(0),
            lead_minutes,
            held_open: RwSignal::new(false),
            customer_open: RwSignal::new(false),
            undoing: RwSignal::new(None),
            trial: RwSignal::new(None),
            row_error: RwSignal::new(None),
            filter: RwSignal::default(),
            query: RwSignal::default(),
        }
    }
}
