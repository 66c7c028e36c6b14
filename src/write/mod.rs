//! How a change is made: decide, then apply. A decision reads a `State`, and answers with `Changes` that are plain
//! data; the writer (feature `ssr`) writes them, and `State::apply` lets the next decision see them.

mod apply;
mod approve;
mod command;
mod device;
#[cfg(test)]
mod histories;
mod inventory;
mod menu;
mod office;
mod seed;
mod settings;
mod shift;
mod user;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;
use serde_json::Value;

use crate::{
    Moment, Quantity,
    approval::Grant,
    clock::BusinessDay,
    event::{Event, Happening},
    identity::{Role, User},
    menu::{Category, Combo, MenuItem, ModifierGroup, RecipeLine, Station},
    order::{Order, Payment, Refund},
    printing::{PrintJob, Printer},
    settings::Settings,
    shift::{CashMove, ShiftRecord},
    stock::{Ingredient, LowStock, Movement, StockCount},
};

pub use approve::NewGrant;
pub use command::{Command, Key, Needs, Request, decide};
pub use device::{DeviceCommand, NewDevice};
pub use inventory::InventoryCommand;
pub use menu::MenuCommand;
pub use seed::{Demo, DemoCategory, DemoChoice, DemoCombo, DemoGroup, DemoIngredient, DemoItem};
pub use shift::{Drawer, ShiftCommand};

use apply::used_up;
pub use user::{UserChange, UserCommand};

/// The day that is being written, and the last number that it gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// The shop's day of this moment.
    pub business_day: BusinessDay,
    /// The last number given on it.
    pub last_call_number: i64,
}

/// Row ids that the writer has reserved for what a batch may add.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    /// For orders.
    pub orders: VecDeque<i64>,
    /// For their lines.
    pub order_lines: VecDeque<i64>,
    /// For items of the menu.
    pub menu_items: VecDeque<i64>,
    /// For categories.
    pub categories: VecDeque<i64>,
    /// For stations.
    pub stations: VecDeque<i64>,
    /// For groups of choices.
    pub groups: VecDeque<i64>,
    /// For choices.
    pub modifiers: VecDeque<i64>,
    /// For bundles.
    pub combos: VecDeque<i64>,
    /// For ingredients.
    pub ingredients: VecDeque<i64>,
    /// For movements by hand; others get theirs when they are written.
    pub movements: VecDeque<i64>,
    /// For counts.
    pub counts: VecDeque<i64>,
    /// For shifts.
    pub shifts: VecDeque<i64>,
    /// For cash moves.
    pub cash_moves: VecDeque<i64>,
    /// For devices.
    pub devices: VecDeque<i64>,
    /// For accounts.
    pub users: VecDeque<i64>,
    /// For printers.
    pub printers: VecDeque<i64>,
    /// For what they print.
    pub print_jobs: VecDeque<i64>,
}

/// What the waiting commands need to know of the store: loaded under the head row's lock, changed in memory as they
/// are decided one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The newest event.
    pub event_seq: i64,
    /// The day of this batch.
    pub day: Day,
    /// Ids for new rows.
    pub ids: Ids,
    /// The items that are asked for, with their recipes.
    pub items: BTreeMap<i64, MenuItem>,
    /// The bundles that are asked for.
    pub combos: BTreeMap<i64, Combo>,
    /// The groups of choices that those items have, and those that are asked for.
    pub groups: BTreeMap<i64, ModifierGroup>,
    /// All categories, where they are asked for.
    pub categories: BTreeMap<i64, Category>,
    /// All stations, where they are asked for.
    pub stations: BTreeMap<i64, Station>,
    /// Who has which item name, among the names that are asked for.
    pub item_names: BTreeMap<String, i64>,
    /// The ingredients of those recipes and orders, and all that are low.
    pub ingredients: BTreeMap<i64, Ingredient>,
    /// Who has which ingredient name, among the names that are asked for.
    pub ingredient_names: BTreeMap<String, i64>,
    /// The orders that are asked for.
    pub orders: BTreeMap<i64, Order>,
    /// The call numbers of other days that somebody still waits for.
    pub live_calls: BTreeSet<String>,
    /// The shift that is open.
    pub open_shift: Option<i64>,
    /// The same shift with what it adds up to, where that is asked for.
    pub drawer: Option<Drawer>,
    /// The approvals that are asked for, by the hash of their token.
    pub approvals: BTreeMap<String, Grant>,
    /// Answers that were kept under the keys that are asked for.
    pub kept: BTreeMap<Key, Kept>,
    /// Whether the shop has neither menu nor people.
    pub is_empty: bool,
    /// Everybody, where a command is about people.
    pub people: BTreeMap<i64, Person>,
    /// All printers, where a command is about printing.
    pub printers: BTreeMap<i64, Printer>,
    /// What waits for them, and what is asked for.
    pub print_jobs: BTreeMap<i64, PrintJob>,
    /// How the shop works.
    pub settings: Settings,
}

/// An answer that is kept for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// A hash of the body that it answered.
    pub body_hash: String,
    /// The answer, JSON.
    pub answer: String,
}

/// A line of the audit: what was done, to what, and how it looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// `order.create` and the like.
    pub action: &'static str,
    /// `order` and the like.
    pub entity_type: &'static str,
    /// The id of it, as text.
    pub entity_id: String,
    /// What changed. Never a password.
    pub payload: Value,
}

/// A session that begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// A UUID.
    pub id: String,
    /// Whose it is.
    pub user_id: i64,
    /// On which device it begins, where that is a paired one.
    pub device_id: Option<i64>,
    /// A browser's, which slides.
    pub is_browser: bool,
    /// When it ends by itself.
    pub expires_at: Moment,
    /// When it ends, however often it was renewed.
    pub absolute_expires_at: Moment,
}

/// A password's argon2id hash, as PHC text; it never shows up in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(hash)")
    }
}

/// A user with the hash of their password; never serialised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub user: User,
    /// What their password is compared with.
    pub password_hash: PasswordHash,
    /// What their PIN is compared with, where they have one.
    pub pin_hash: Option<PasswordHash>,
}

/// A user that is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// The name they sign in with.
    pub username: String,
    /// Their password's hash.
    pub password_hash: PasswordHash,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Their PIN's hash, where they have one.
    pub pin_hash: Option<PasswordHash>,
}

impl NewUser {
    /// As a row of their own.
    fn with_id(&self, id: i64) -> Person {
        let Self { username, password_hash, role, is_active, pin_hash } = self.clone();
        Person { user: User { id, username, role, is_active }, password_hash, pin_hash }
    }
}

/// What a decision changes: rows to add or alter, stock movements, events, audit lines, and the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The number of the day that is used up.
    pub call_number_used: Option<i64>,
    /// Orders that are new.
    pub new_orders: Vec<Order>,
    /// Orders that were there, as they are now.
    pub altered_orders: Vec<Order>,
    /// Orders among those whose lines are other ones now.
    pub relined_orders: Vec<i64>,
    /// Orders among those of whose lines the kitchen has made others now.
    pub bumped_orders: Vec<i64>,
    /// What was refunded.
    pub refunds: Vec<Refund>,
    /// Money that moved, by order id.
    pub payments: Vec<(i64, Payment)>,
    /// Stock that moved.
    pub movements: Vec<Movement>,
    /// Items that are new (with their recipes).
    pub new_items: Vec<MenuItem>,
    /// Items that were there, as they are now.
    pub altered_items: Vec<MenuItem>,
    /// Recipes as they are now, by item id.
    pub recipes: Vec<(i64, Vec<RecipeLine>)>,
    /// Which groups of choices an item has from now on, by item id.
    pub item_groups: Vec<(i64, Vec<i64>)>,
    /// Categories that are new or changed.
    pub categories: Vec<Category>,
    /// Stations that are new or changed.
    pub stations: Vec<Station>,
    /// Groups of choices that are new or changed.
    pub groups: Vec<ModifierGroup>,
    /// Bundles that are new or changed.
    pub combos: Vec<Combo>,
    /// Ingredients that are new; their stock comes by movements.
    pub new_ingredients: Vec<Ingredient>,
    /// Ingredients that were there, as they are now; their stock changes by movements alone.
    pub altered_ingredients: Vec<Ingredient>,
    /// Counts that are new.
    pub new_counts: Vec<StockCount>,
    /// Shifts that begin.
    pub new_shifts: Vec<ShiftRecord>,
    /// Shifts that end, as they are then.
    pub closed_shifts: Vec<ShiftRecord>,
    /// Cash that went by hand.
    pub cash_moves: Vec<CashMove>,
    /// How the shop is set from now on.
    pub settings: Option<Settings>,
    /// Printers that are new or changed.
    pub printers: Vec<Printer>,
    /// Things to print that are new or changed.
    pub print_jobs: Vec<PrintJob>,
    /// Users that are new.
    pub new_users: Vec<Person>,
    /// Users that were there, as they are now.
    pub altered_people: Vec<Person>,
    /// Sessions that begin.
    pub new_sessions: Vec<NewSession>,
    /// Sessions that end.
    pub ended_sessions: Vec<String>,
    /// Users whose sessions end, and the one session that stays.
    pub ended_people: Vec<(i64, Option<String>)>,
    /// Sessions that go on until then.
    pub renewed_sessions: Vec<(String, Moment)>,
    /// Devices that are paired.
    pub new_devices: Vec<NewDevice>,
    /// Devices that showed up, and when.
    pub seen_devices: Vec<(i64, Moment)>,
    /// Devices that end.
    pub revoked_devices: Vec<i64>,
    /// Approvals that are given.
    pub new_grants: Vec<NewGrant>,
    /// Approvals that are used up, by the hash of their token.
    pub used_grants: Vec<String>,
    /// What happened, with the order that it is about.
    pub events: Vec<(Option<i64>, Happening)>,
    /// What the audit says.
    pub audit: Vec<Audit>,
    /// The key to keep the answer under.
    pub keep: Option<(Key, Kept)>,
    /// The answer, JSON.
    pub answer: String,
}

impl Changes {
    /// No change, only an answer.
    pub fn answering<T: Serialize>(answer: &T) -> Self {
        Self { answer: Self::answer_of(answer), ..Self::default() }
    }

    /// An answer as it is kept.
    pub fn answer_of<T: Serialize>(answer: &T) -> String {
        serde_json::to_string(answer).unwrap_or_default()
    }

    /// Whether anything but the answer is in it.
    pub fn is_empty(&self) -> bool {
        *self == Self { answer: self.answer.clone(), ..Self::default() }
    }
}

impl State {
    /// The `seq` that the next event gets.
    pub const fn next_seq(&self) -> i64 {
        self.event_seq + 1
    }

    /// The order that a device's id became.
    pub fn order_of_client(&self, client_id: &str) -> Option<&Order> {
        self.orders.values().find(|order| order.client_id.eq_ignore_ascii_case(client_id))
    }

    /// What runs low once these changes are made, in the order of the ids.
    pub fn low_stock_after(&self, changes: &Changes) -> Vec<LowStock> {
        let mut moved: BTreeMap<i64, Quantity> = BTreeMap::new();
        for Movement { ingredient_id, quantity, .. } in &changes.movements {
            *moved.entry(*ingredient_id).or_default() += *quantity;
        }
        let mut after: BTreeMap<i64, &Ingredient> =
            self.ingredients.iter().map(|(id, known)| (*id, known)).collect();
        after.extend(changes.new_ingredients.iter().chain(&changes.altered_ingredients).map(|i| (i.id, i)));
        let low = after.values().filter_map(|known| {
            let before = self.ingredients.get(&known.id).map_or(Quantity::ZERO, |i| i.current_stock);
            let current_stock = before + moved.get(&known.id).copied().unwrap_or_default();
            (current_stock <= known.reorder_level)
                .then(|| LowStock::from(&Ingredient { current_stock, ..(*known).clone() }))
        });
        low.collect()
    }

    /// The events that these changes become.
    pub fn numbered(&self, changes: &Changes, now: Moment) -> Vec<Event> {
        (self.next_seq()..)
            .zip(&changes.events)
            .map(|(seq, (_, what))| Event { seq, at: now, what: what.clone() })
            .collect()
    }
}
