//! What the counter's components share: the menu, the order in hand, today's orders and the connection.

use leptos::{html, prelude::*, task::spawn_local};
use sunnyside::{event::Event, menu::CounterMenu, order::Order};

use super::{cart::Cart, desk::DeskWatch, pay::PayDesk, today::Today};
use crate::{
    api::{self, Counter, FnError},
    clock::ShopClock,
    live::{self, Feed, Live, Start},
    session::{Session, Viewer, use_session},
};

/// What became of the order that was sent last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is one.
    Sent(Box<Order>),
    /// It is none, and why; the cart is as it was.
    Refused(FnError),
    /// Nobody knows; the cart is as it was and can be sent again.
    Unreached,
}

/// What the counter's components share.
#[derive(Clone, Copy)]
pub struct Till {
    /// The menu with what is left of it.
    pub menu: RwSignal<CounterMenu>,
    /// The order in hand.
    pub cart: RwSignal<Cart>,
    /// Today's orders.
    pub today: RwSignal<Today>,
    /// Which category is shown; none is all.
    pub category: RwSignal<Option<i64>>,
    /// What is searched for.
    pub query: RwSignal<String>,
    /// The payment that is being taken.
    pub pay: PayDesk,
    /// The drawer, and what is to be handed back.
    pub desk: DeskWatch,
    /// The sheet of the drawer is open.
    pub shift_open: RwSignal<bool>,
    /// The order is on its way to the server.
    pub sending: RwSignal<bool>,
    /// What became of the last one.
    pub answer: RwSignal<Option<Answer>>,
    /// The first tap on "clear" was made.
    pub clear_asked: RwSignal<bool>,
    /// The list of today's orders is open.
    pub today_open: RwSignal<bool>,
    /// On a phone: the order covers the menu.
    pub sheet_open: RwSignal<bool>,
    /// The search field.
    pub search: StoredValue<Option<NodeRef<html::Input>>>,
    /// The connection.
    pub live: Live,
    /// The shop's time.
    pub clock: ShopClock,
    /// Who works here.
    pub session: Session,
    refreshing: StoredValue<bool>,
}

impl Till {
    /// Opens with a snapshot and keeps it up to date.
    pub fn open(viewer: &Viewer, counter: Counter) -> Self {
        let session = use_session();
        let desk = DeskWatch::new(session);
        let clock = ShopClock::start(viewer.now, viewer.utc_offset_seconds);
        let today = RwSignal::new(Today::of(&counter.orders));
        let menu = RwSignal::new(counter.menu);
        let refreshing = StoredValue::new(false);
        let start =
            Start { feed: Feed::Events, seq: counter.seq, epoch: viewer.epoch.clone(), clock, session };
        let apply = move |text: &str| {
            if let Ok(event) = Event::from_text(text) {
                today.update(|today| today.apply(&event));
                desk.notice(&event.what);
            }
            refresh(menu, refreshing, session);
        };
        let reload = move || async move {
            let counter =
                api::in_time(api::read_counter()).await.map_err(|error| session.notice(&error)).ok()?;
            today.set(Today::of(&counter.orders));
            menu.set(counter.menu);
            desk.load();
            Some(counter.seq)
        };
        Self {
            menu,
            cart: RwSignal::new(Cart::default()),
            today,
            category: RwSignal::new(None),
            query: RwSignal::new(String::new()),
            pay: PayDesk::closed(),
            desk,
            shift_open: RwSignal::new(false),
            sending: RwSignal::new(false),
            answer: RwSignal::new(None),
            clear_asked: RwSignal::new(false),
            today_open: RwSignal::new(false),
            sheet_open: RwSignal::new(false),
            search: StoredValue::new(None),
            live: live::connect(start, apply, reload),
            clock,
            session,
            refreshing,
        }
    }

    /// Asks for a new order. Where something would be lost by it, the second time counts.
    pub fn ask_clear(self) {
        if self.sending.get_untracked() {
            return;
        }
        if self.cart.with_untracked(|cart| cart.lines.is_empty()) || self.clear_asked.get_untracked() {
            self.begin();
            self.answer.set(None);
            return;
        }
        self.clear_asked.set(true);
        let asked = self.clear_asked;
        set_timeout(
            move || {
                let _ = asked.try_set(false);
            },
            std::time::Duration::from_secs(3),
        );
    }

    /// Begins a new order.
    pub fn begin(self) {
        self.cart.set(Cart::default());
        self.clear_asked.set(false);
        self.sheet_open.set(false);
    }

    /// Loads what is left of each item anew.
    pub fn refresh_menu(self) {
        refresh(self.menu, self.refreshing, self.session);
    }
}

/// Several events in a rush are one question, a second after the first.
fn refresh(menu: RwSignal<CounterMenu>, refreshing: StoredValue<bool>, session: Session) {
    if refreshing.try_get_value().unwrap_or(true) {
        return;
    }
    refreshing.set_value(true);
    let load = move || {
        spawn_local(async move {
            let answer = api::in_time(api::read_menu()).await;
            let _ = refreshing.try_set_value(false);
            match answer {
                Ok(fresh) => drop(menu.try_set(fresh)),
                Err(error) => session.notice(&error),
            }
        });
    };
    set_timeout(load, std::time::Duration::from_secs(1));
}
