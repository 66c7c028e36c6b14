//! What the counter's components share: the menu, the order in hand, today's orders and the connection.

use std::sync::Arc;

use leptos::{html, prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys};
use sunnyside::{Money, event::Event, menu::Left, order::Order};

use super::{
    book::{Book, Shelf},
    cart::{Cart, Taken},
    money::MoneyWatch,
    orders::Desk,
    pay::PayDesk,
    sheets::Sheet,
    toast::{Toast, Undo},
    today::Today,
};
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
    /// One that was sent before has other lines now; what was to be paid on top, or went back below nothing.
    Amended(Box<Order>, Money),
    /// It is none, and why; the cart is as it was.
    Refused(FnError),
    /// Nobody knows; the cart is as it was and can be sent again.
    Unreached,
}

/// What the counter's components share.
#[derive(Clone, Copy)]
pub struct Till {
    /// The menu.
    pub book: RwSignal<Arc<Book>>,
    /// What is left of it.
    pub left: RwSignal<Left>,
    /// The order in hand.
    pub cart: RwSignal<Cart>,
    /// Today's orders.
    pub today: RwSignal<Today>,
    /// What is shown.
    pub shelf: RwSignal<Shelf>,
    /// What is searched for.
    pub query: RwSignal<String>,
    /// So many tiles are drawn at most.
    pub most: RwSignal<usize>,
    /// The line that keys and quick choices belong to.
    pub selected: RwSignal<Option<u32>>,
    /// What is being chosen.
    pub sheet: RwSignal<Option<Sheet>>,
    /// What was done last and can be undone.
    pub toast: RwSignal<Option<Toast>>,
    /// The list of the keys is open.
    pub legend_open: RwSignal<bool>,
    /// Why the order in hand was refused, until it changes: the line that it is about says so.
    pub refused: RwSignal<Option<FnError>>,
    /// The payment that is being taken.
    pub pay: PayDesk,
    /// The drawer, and what is to be handed back.
    pub money: MoneyWatch,
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
    /// What the orders' part keeps.
    pub orders: Desk,
    refreshing: StoredValue<bool>,
}

impl Till {
    /// Opens with a snapshot and keeps it up to date.
    pub fn open(viewer: &Viewer, counter: Counter) -> Self {
        let session = use_session();
        let money = MoneyWatch::new(session);
        let clock = ShopClock::start(viewer.now, viewer.utc_offset_seconds);
        let today = RwSignal::new(Today::of(&counter.orders));
        let left = RwSignal::new(counter.menu.left());
        let first =
            if counter.menu.favourites.len() >= ENOUGH_FAVOURITES { Shelf::Favourites } else { Shelf::All };
        let book = RwSignal::new(Arc::new(Book::of(counter.menu)));
        let refreshing = StoredValue::new(false);
        let orders = Desk::open(counter.lead_minutes);
        let start = Start {
            feed: Feed::Events,
            seq: counter.seq,
            epoch: viewer.epoch.clone(),
            clock,
            session,
            display: None,
            displays: Some(orders.displays),
        };
        let apply = move |text: &str| {
            if let Ok(event) = Event::from_text(text) {
                today.update(|today| today.apply(&event));
                money.notice(&event.what);
                super::orders::learn_phone(today, &event);
            }
            refresh(book, left, refreshing, session);
        };
        let reload = move || async move {
            let counter =
                api::in_time(api::read_counter()).await.map_err(|error| session.notice(&error)).ok()?;
            today.set(Today::of(&counter.orders));
            money.load();
            // The page of a long menu brings only its beginning.
            let is_whole = counter.menu.tiles.len() >= counter.menu.count;
            if is_whole {
                left.set(counter.menu.left());
                book.set(Arc::new(Book::of(counter.menu)));
            } else {
                refresh(book, left, refreshing, session);
            }
            Some(counter.seq)
        };
        let is_whole = book.with_untracked(|book| book.is_whole());
        Effect::new(move || {
            if !is_whole {
                load_menu(book, left, session);
            }
        });
        Self {
            book,
            left,
            cart: RwSignal::new(Cart::default()),
            today,
            shelf: RwSignal::new(first),
            query: RwSignal::new(String::new()),
            most: RwSignal::new(CHUNK),
            selected: RwSignal::new(None),
            sheet: RwSignal::new(None),
            toast: RwSignal::new(None),
            legend_open: RwSignal::new(false),
            refused: RwSignal::new(None),
            pay: PayDesk::closed(),
            money,
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
            orders,
            refreshing,
        }
    }

    /// Asks for a new order; what was in hand can be brought back. Where it may have arrived at the server already, the
    /// second time counts.
    pub fn ask_clear(self) {
        if self.sending.get_untracked() {
            return;
        }
        let (is_empty, unsure) = self.cart.with_untracked(|cart| (cart.is_empty(), cart.unsure));
        if unsure && !self.clear_asked.get_untracked() {
            self.clear_asked.set(true);
            let asked = self.clear_asked;
            set_timeout(
                move || {
                    let _ = asked.try_set(false);
                },
                std::time::Duration::from_secs(3),
            );
            return;
        }
        if !is_empty {
            let before = self.cart.get_untracked();
            self.show_toast(Undo::Taken(Taken::All(Box::new(before))));
        }
        self.begin();
        self.answer.set(None);
    }

    /// Begins a new order.
    pub fn begin(self) {
        self.cart.set(Cart::default());
        self.clear_asked.set(false);
        self.sheet_open.set(false);
        self.selected.set(None);
        self.refused.set(None);
    }

    /// Whether the order in hand may be changed.
    pub fn is_open(self) -> bool {
        !self.sending.get_untracked() && !self.cart.with_untracked(|cart| cart.unsure)
    }

    /// Whether the order in hand is one that was sent before.
    pub fn is_amending(self) -> bool {
        self.cart.with_untracked(|cart| cart.amending.is_some())
    }

    /// Puts the focus where Enter goes on with the order in hand, once a dialog that did its work has closed.
    pub fn focus_pay(self) {
        request_animation_frame(|| {
            if let Some(button) = document().get_element_by_id("pay").and_then(|found| found.dyn_into().ok())
            {
                let button: web_sys::HtmlElement = button;
                let _ = button.focus();
            }
        });
    }

    /// Before something is put in: what was said of the last order goes, unless it may have arrived.
    pub fn begin_change(self) {
        self.refused.set(None);
        self.answer.update(|answer| {
            *answer = answer.take().filter(|_| self.cart.with_untracked(|cart| cart.unsure))
        });
        self.clear_asked.set(false);
    }

    /// One more or one less of a line or bundle.
    pub fn step(self, key: u32, up: bool) {
        if !self.is_open() {
            return;
        }
        self.selected.set(Some(key));
        let taken = self.cart.try_update(|cart| cart.step(key, up)).flatten();
        self.keep_taken(taken);
    }

    /// Takes a line or bundle out.
    pub fn remove(self, key: u32) {
        if self.is_open() {
            self.refused.set(None);
            let taken = self.cart.try_update(|cart| cart.remove(key)).flatten();
            self.keep_taken(taken);
        }
    }

    fn keep_taken(self, taken: Option<Taken>) {
        if let Some(taken) = taken {
            self.show_toast(Undo::Taken(taken));
        }
    }

    /// Shows a shelf.
    pub fn show(self, shelf: Shelf) {
        self.most.set(CHUNK);
        self.shelf.set(shelf);
        self.query.set(String::new());
    }

    /// Looks for something.
    pub fn look_for(self, query: String) {
        self.most.set(CHUNK);
        self.query.set(query);
    }

    /// Draws more tiles.
    pub fn show_more(self) {
        self.most.update(|most| *most = (*most + CHUNK).min(MOST_TILES));
    }

    /// Loads what is left of each item anew.
    pub fn refresh_menu(self) {
        refresh(self.book, self.left, self.refreshing, self.session);
    }
}

/// So many tiles are drawn at once: what does not fit the screen comes as it is scrolled to.
pub const CHUNK: usize = 60;
/// More tiles than this are not drawn, however far one scrolls: searching finds the rest.
pub const MOST_TILES: usize = 600;
/// From so many favourites on the counter opens with them.
const ENOUGH_FAVOURITES: usize = 8;

/// Several events in a rush are one question, a second after the first.
fn refresh(book: RwSignal<Arc<Book>>, left: RwSignal<Left>, refreshing: StoredValue<bool>, session: Session) {
    if refreshing.try_get_value().unwrap_or(true) {
        return;
    }
    refreshing.set_value(true);
    let load = move || {
        spawn_local(async move {
            let answer = api::in_time(api::read_left()).await;
            let _ = refreshing.try_set_value(false);
            match answer {
                Ok(fresh) => {
                    let same =
                        book.try_with_untracked(|book| book.is_whole() && book.menu.version == fresh.version);
                    match same {
                        Some(true) if left.try_with_untracked(|left| *left != fresh) == Some(true) => {
                            drop(left.try_set(fresh));
                        }
                        Some(false) => load_menu(book, left, session),
                        // Nothing moved, or the page is gone.
                        Some(true) | None => {}
                    }
                }
                Err(error) => session.notice(&error),
            }
        });
    };
    set_timeout(load, std::time::Duration::from_secs(1));
}

/// Loads the whole menu anew.
fn load_menu(book: RwSignal<Arc<Book>>, left: RwSignal<Left>, session: Session) {
    spawn_local(async move {
        match api::in_time(api::read_menu()).await {
            Ok(menu) => {
                drop(left.try_set(menu.left()));
                drop(book.try_set(Arc::new(Book::of(menu))));
            }
            Err(error) => session.notice(&error),
        }
    });
}
