//! What the kitchen's components share: the board, what is shown of it, and what a tap does.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use sunnyside::{
    Moment,
    kitchen::{self, Age, Board, Component, KitchenCommand, Notice, Pace, Ticket},
    menu::Station,
    order::OrderStatus,
    settings::Wall,
};

use super::{
    api::{self as calls, Start},
    display,
    fit::Room,
    follow::{Ahead, Shown, follow, is_of, shown, station_of},
};
use crate::{
    api::{self, FnError},
    clock::ShopClock,
    live::Live,
    screen::Screen,
    session::{Session, Viewer, use_session},
    sound::Player,
};

/// How long something that went wrong is shown.
const TOAST: Duration = Duration::from_secs(6);
/// How long putting an order first can be taken back with one tap.
const UNDO: Duration = Duration::from_secs(3);
/// How often the corner asks how fast the kitchen is.
const PACE: Duration = Duration::from_secs(60);

/// What the kitchen's components share.
#[derive(Clone, Copy)]
pub struct Kitchen {
    /// The wall as the server told it.
    pub board: RwSignal<Board>,
    ahead: RwSignal<BTreeMap<i64, Ahead>>,
    /// The last number that was given to a request or a complaint.
    number: StoredValue<u64>,
    /// The connection.
    pub live: Live,
    /// The shop's time.
    pub clock: ShopClock,
    /// Who works here.
    pub session: Session,
    /// What went wrong last, with its number; it goes by itself.
    pub toast: RwSignal<Option<(u64, FnError)>>,
    /// What this screen is called.
    pub display: RwSignal<String>,
    /// So many minutes before an order is wanted it is begun.
    pub lead_minutes: u32,
    /// What rings.
    pub player: Player,
    /// What the shop has set for its walls.
    pub wall: StoredValue<Wall>,
    /// The stations, in their order.
    pub stations: StoredValue<Vec<Station>>,
    /// What recipes are made of.
    pub components: StoredValue<Vec<Component>>,
    /// Whose part is shown; none for who sees to whole orders.
    pub station: Memo<Option<i64>>,
    /// How fast the kitchen is.
    pub pace: RwSignal<Pace>,
    /// Which day it is, as order numbers begin.
    day: Memo<String>,
    /// Everything on the wall.
    pub all: Memo<Vec<Shown>>,
    /// What is to be made or acknowledged here, in its order.
    pub to_make: Memo<Vec<Shown>>,
    /// The room for it.
    pub room: RwSignal<Room>,
    /// How many tickets each column of each page has.
    pub pages: Memo<Vec<Vec<usize>>>,
    /// The page that is shown, from 0; it may be past the last one.
    pub turned: RwSignal<usize>,
    /// The order that keys act on.
    pub selected: RwSignal<Option<i64>>,
    /// The order whose sheet is open.
    pub sheet: RwSignal<Option<i64>>,
    /// Whether the recall is open.
    pub recalling: RwSignal<bool>,
    /// The order that was put first just now.
    pub undo: RwSignal<Option<(i64, Moment)>>,
}

impl Kitchen {
    /// Opens the kitchen with what the server told, and follows it.
    pub fn open(viewer: &Viewer, start: Start, screen: Screen) -> Self {
        let session = use_session();
        let clock = ShopClock::start(viewer.now, viewer.utc_offset_seconds);
        let display = display::name();
        let (board, live) = follow(viewer, start.board, clock, display);
        let stations = StoredValue::new(start.stations);
        let query = use_query_map();
        let station = Memo::new(move |_| {
            let asked = query.with(|query| query.get("station"))?;
            stations.with_value(|stations| station_of(stations, &asked))
        });
        let (lead_minutes, pace) = (viewer.lead_minutes, RwSignal::new(start.pace));
        let ahead = RwSignal::new(BTreeMap::new());
        let all = Memo::new(move |before: Option<&Vec<Shown>>| {
            let before = before.map_or(&[][..], Vec::as_slice);
            board.with(|board| ahead.with(|ahead| shown(before, board, ahead)))
        });
        let day = Memo::new(move |_| pace.with(|pace| pace.day.compact()));
        let to_make = Memo::new(move |_| {
            let now = clock.now();
            let station = station.get();
            let is_here = |shown: &&Shown| {
                let ticket = &shown.ticket;
                // What was changed may have had lines here before.
                let is_told = match &ticket.notice {
                    Some(Notice::Changed(_)) => true,
                    Some(Notice::Cancelled) => {
                        !ticket.is_over(now) && ticket.lines_of(station).next().is_some()
                    }
                    None => false,
                };
                (is_told || ticket.is_to_make(station)) && !ticket.waits(lead_minutes, now)
            };
            let mut here: Vec<Shown> = all.with(|all| {
                day.with(|day| {
                    all.iter().filter(is_here).filter(|s| is_of(&s.ticket, day, || now)).cloned().collect()
                })
            });
            here.sort_by_key(|shown| shown.ticket.turn(lead_minutes));
            here
        });
        let percent = i32::try_from(screen.size).unwrap_or(100);
        let room = RwSignal::new(Room { percent, ..Room::default() });
        let pages = Memo::new(move |_| {
            to_make.with(|tickets| room.get().pages(tickets.iter().map(|s| &*s.ticket), station.get()))
        });
        let kitchen = Self {
            board,
            ahead,
            number: StoredValue::new(0),
            live,
            clock,
            session,
            toast: RwSignal::new(None),
            display,
            lead_minutes,
            player: Player::start(viewer.wall.volume, screen.is_kiosk),
            wall: StoredValue::new(viewer.wall.clone()),
            stations,
            components: StoredValue::new(start.components),
            station,
            pace,
            day,
            all,
            to_make,
            room,
            pages,
            turned: RwSignal::new(0),
            selected: RwSignal::new(None),
            sheet: RwSignal::new(None),
            recalling: RwSignal::new(false),
            undo: RwSignal::new(None),
        };
        kitchen.ask_pace();
        kitchen
    }

    /// Asks every minute how fast this kitchen, or this station, is; with it comes what day it is.
    fn ask_pace(self) {
        let ask = move || {
            spawn_local(async move {
                // Without an answer the corner stays as it is; the chip says whether the shop can be reached.
                let Some(station) = self.station.try_get_untracked() else { return };
                if let Ok(pace) = api::in_time(calls::kitchen_pace(station)).await {
                    let _ = self.pace.try_set(pace);
                }
            });
        };
        Effect::new(move |before: Option<Option<i64>>| {
            let station = self.station.get();
            if before.is_some_and(|before| before != station) || station.is_some() {
                ask();
            }
            station
        });
        Effect::new(move || {
            if let Ok(handle) = set_interval_with_handle(ask, PACE) {
                on_cleanup(move || handle.clear());
            }
        });
    }

    /// Says for a while what went wrong.
    pub fn complain(self, error: FnError) {
        self.session.notice(&error);
        let number = self.next_number();
        self.toast.set(Some((number, error)));
        let toast = self.toast;
        let hide = move || {
            // A later one has six seconds of its own.
            let is_it = toast.try_with_untracked(|toast| toast.as_ref().is_some_and(|one| one.0 == number));
            if is_it == Some(true) {
                toast.set(None);
            }
        };
        set_timeout(hide, TOAST);
    }

    fn next_number(self) -> u64 {
        self.number
            .try_update_value(|number| {
                *number += 1;
                *number
            })
            .unwrap_or_default()
    }

    /// How old a ticket is.
    pub fn age(self, ticket: &Ticket, now: Moment) -> Age {
        let seconds = now.seconds_since(ticket.since(self.lead_minutes));
        self.wall.with_value(|wall| kitchen::age(&wall.age_limits, ticket.status, seconds))
    }

    /// The ticket of an order as it is shown now; not tracked.
    pub fn ticket(self, order_id: i64) -> Option<Arc<Ticket>> {
        self.all.with_untracked(|all| {
            all.iter().find(|shown| shown.ticket.order_id == order_id).map(|shown| Arc::clone(&shown.ticket))
        })
    }

    /// Whether a ticket is of this day; the unfinished ones of another are in the tray.
    pub fn is_of_today(self, ticket: &Ticket) -> bool {
        self.day.with(|day| is_of(ticket, day, || self.clock.now()))
    }

    /// What a tap on a ticket's head does: one step on, or all of this station's part.
    pub fn advance(self, ticket: &Ticket) {
        let station = self.station.get_untracked();
        if ticket.has_more() || (station.is_some() && ticket.status == OrderStatus::Preparing) {
            let open = ticket.lines_of(station).filter(|line| !line.done);
            let lines: Vec<i64> = open.map(|line| line.line_id).collect();
            if !lines.is_empty() {
                self.ask(ticket, KitchenCommand::Bump { lines, done: true });
            }
            return;
        }
        let Some(to) = ticket.status.next() else { return };
        // A second tap of a wet hand is not a second step.
        if self.is_asked(ticket) {
            return;
        }
        let order_id = ticket.order_id;
        let after = ticket.clone().moved(to, self.clock.exact());
        self.send(ticket, after, async move { api::move_order(order_id, to).await.map(|_| ()) });
    }

    /// Asks the server for something and shows at once what will be.
    pub fn ask(self, ticket: &Ticket, command: KitchenCommand) {
        let after = ticket.after(&command, self.clock.exact());
        let order_id = ticket.order_id;
        if matches!(command, KitchenCommand::Prioritise { first: true }) {
            self.offer_undo(order_id);
        }
        self.send(ticket, after, async move { calls::kitchen_ask(order_id, command).await.map(|_| ()) });
    }

    /// Puts a ticket before all that were not, or lets it wait in its turn again.
    pub fn prioritise(self, ticket: &Ticket) {
        self.ask(ticket, KitchenCommand::Prioritise { first: ticket.priority_at.is_none() });
    }

    /// Says that this ticket's notice was seen, where it has one.
    pub fn acknowledge(self, ticket: &Ticket) {
        if let Some(notice) = ticket.notice.clone() {
            self.ask(ticket, KitchenCommand::Acknowledge { notice });
        }
    }

    fn offer_undo(self, order_id: i64) {
        let offer = Some((order_id, self.clock.exact()));
        self.undo.set(offer);
        let undo = self.undo;
        let hide = move || {
            // A later offer has three seconds of its own.
            if undo.try_get_untracked() == Some(offer) {
                undo.set(None);
            }
        };
        set_timeout(hide, UNDO);
    }

    fn is_asked(self, ticket: &Ticket) -> bool {
        self.ahead
            .with_untracked(|ahead| ahead.get(&ticket.order_id).is_some_and(|one| one.base == ticket.seq))
    }

    fn send(self, ticket: &Ticket, after: Ticket, call: impl Future<Output = Result<(), FnError>> + 'static) {
        let (order_id, base, number) = (ticket.order_id, ticket.seq, self.next_number());
        let is_known = self.board.with_untracked(|board| board.tickets.contains_key(&order_id));
        self.ahead.update(|ahead| {
            // What the server has overtaken is of no use any more.
            self.board.with_untracked(|board| {
                ahead.retain(|id, one| board.tickets.get(id).is_some_and(|ticket| ticket.seq == one.base));
            });
            if is_known {
                ahead.insert(order_id, Ahead { number, base, ticket: Arc::new(after) });
            }
        });
        spawn_local(async move {
            if let Err(error) = api::in_time(call).await
                && !self.ahead.is_disposed()
            {
                self.ahead.update(|ahead| ahead.retain(|_, one| one.number != number));
                self.complain(error);
            }
        });
    }
}
