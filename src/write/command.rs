//! Everything that can be asked of the writer, what each needs to know, and the one way to the decisions.

use std::collections::BTreeSet;

use super::{
    Changes, Demo, DeviceCommand, InventoryCommand, Kept, MenuCommand, NewGrant, NewSession, NewUser, Person,
    ShiftCommand, State, UserCommand, approve, office, seed, settings, user,
};
use crate::{
    Moment, Outcome, Refusal,
    approval::{self, Presented},
    event::Happening,
    identity::Actor,
    kitchen::KitchenCommand,
    menu::{ItemDraft, ItemPatch, RecipeLine},
    order::{self, Amendment, DiscountTerms, Draft, OrderStatus, PayDraft, RefundDraft},
    printing::PrintingCommand,
    settings::SettingsPatch,
    stock::{IngredientDraft, IngredientPatch},
};

/// What a client says so that a repeated request is answered and not done again: the contract's `Idempotency-Key`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Who asks.
    pub user_id: i64,
    /// `POST`.
    pub method: String,
    /// The path that was asked.
    pub path: String,
    /// 1-255 characters.
    pub key: String,
}

/// A change that is asked for.
#[derive(Clone, Debug)]
pub enum Command {
    /// Take an order.
    Place(Draft),
    /// Sell an order that was held, or hold it again, as a counter changed it; the number is the event that it knew.
    TakeUp(i64, i64, Box<Draft>),
    /// Call an order off, and why.
    Cancel(i64, String),
    /// Take an order's payment.
    Pay(i64, PayDraft),
    /// Move an order on.
    SetStatus(i64, OrderStatus),
    /// Do something with an order in the kitchen.
    Kitchen(i64, KitchenCommand),
    /// Give an order other lines, or ask what would become of it.
    Amend(i64, Amendment),
    /// Refund lines of an order.
    Refund(i64, RefundDraft),
    /// Take something off an order.
    Discount(i64, DiscountTerms),
    /// Send an order to the kitchen that was held.
    Send(i64),
    /// Note that the money of a cancelled order was handed back.
    AcknowledgeRefund(i64),
    /// Add an item to the menu.
    CreateItem(ItemDraft),
    /// Change an item.
    UpdateItem(i64, ItemPatch),
    /// Replace an item's recipe.
    ReplaceRecipe(i64, Vec<RecipeLine>),
    /// Add an ingredient.
    CreateIngredient(IngredientDraft),
    /// Change an ingredient.
    UpdateIngredient(i64, IngredientPatch),
    /// Enter or count stock.
    Inventory(InventoryCommand),
    /// Open or close the drawer, or move its cash.
    Shift(ShiftCommand),
    /// Change how the shop is set.
    Set(Box<SettingsPatch>),
    /// Begin a session of somebody whose password was verified against this hash.
    SignIn(NewSession, Person),
    /// Approve what somebody else asks to do; they were verified against this hash.
    Approve(NewGrant, Person),
    /// Change which devices are the shop's.
    Device(DeviceCommand),
    /// End a session.
    SignOut(String),
    /// Let a session go on until then.
    RenewSession(String, Moment),
    /// Change the menu beyond its items.
    Menu(MenuCommand),
    /// Change who works here.
    User(UserCommand),
    /// Set printers up, and print.
    Printing(PrintingCommand),
    /// Fill an empty shop.
    Seed(Box<Demo>, Vec<NewUser>),
}

/// A command, who asks, from where, and the key to keep the answer under with a hash of the body.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who asks.
    pub actor: Actor,
    /// From which address.
    pub address: Option<String>,
    /// The key and the hash of the body.
    pub key: Option<(Key, String)>,
    /// What somebody else approved of it.
    pub approval: Option<Presented>,
    /// What is asked.
    pub command: Command,
}

/// What has to be loaded and reserved before commands can be decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Items by id, with their recipes and the ingredients of those.
    pub items: BTreeSet<i64>,
    /// Bundles by id.
    pub combos: BTreeSet<i64>,
    /// Bundles by code.
    pub combo_codes: BTreeSet<String>,
    /// Groups of choices by id; those of the items are loaded with them.
    pub groups: BTreeSet<i64>,
    /// Whether to load all categories and stations.
    pub sections: bool,
    /// Items by name.
    pub item_names: BTreeSet<String>,
    /// Orders by id, with lines, usage, payments and what was taken, and their ingredients.
    pub orders: BTreeSet<i64>,
    /// Orders among those that may get new lines for the ones that they have.
    pub amended_orders: BTreeSet<i64>,
    /// Orders by the device's id.
    pub client_ids: BTreeSet<String>,
    /// Ingredients by id.
    pub ingredients: BTreeSet<i64>,
    /// Ingredients by name.
    pub ingredient_names: BTreeSet<String>,
    /// Approvals by the hash of their token.
    pub approvals: BTreeSet<String>,
    /// Kept answers.
    pub keys: BTreeSet<Key>,
    /// How many ids to reserve for orders.
    pub new_orders: usize,
    /// … for their lines.
    pub new_order_lines: usize,
    /// … for items.
    pub new_items: usize,
    /// … for categories.
    pub new_categories: usize,
    /// … for stations.
    pub new_stations: usize,
    /// … for groups of choices.
    pub new_groups: usize,
    /// … for choices.
    pub new_modifiers: usize,
    /// … for bundles.
    pub new_combos: usize,
    /// … for ingredients.
    pub new_ingredients: usize,
    /// … for movements by hand.
    pub new_movements: usize,
    /// … for counts.
    pub new_counts: usize,
    /// … for shifts.
    pub new_shifts: usize,
    /// … for cash moves.
    pub new_cash_moves: usize,
    /// Whether to add up the shift that is open.
    pub drawer: bool,
    /// … for devices.
    pub new_devices: usize,
    /// … for accounts.
    pub new_users: usize,
    /// … for printers.
    pub new_printers: usize,
    /// … for what they print.
    pub new_print_jobs: usize,
    /// Whether printers and what waits for them are needed.
    pub printing: bool,
    /// Jobs by id, whether they wait or not.
    pub print_jobs: BTreeSet<i64>,
    /// Orders whose jobs are needed, whether they wait or not.
    pub printed_orders: BTreeSet<i64>,
    /// Whether everybody is needed.
    pub people: bool,
    /// Whether to look which call numbers are live.
    pub live_calls: bool,
    /// Whether to look if the shop is empty.
    pub emptiness: bool,
}

impl Command {
    /// Whether it shares a batch with others; what the office does runs singly.
    pub const fn is_batched(&self) -> bool {
        matches!(
            self,
            Self::Place(_)
                | Self::Pay(..)
                | Self::SetStatus(..)
                | Self::Kitchen(..)
                | Self::Amend(..)
                | Self::Refund(..)
                | Self::Discount(..)
                | Self::Send(_)
                | Self::TakeUp(..)
                | Self::Cancel(..)
                | Self::AcknowledgeRefund(_)
        )
    }
}

impl Request {
    /// Adds what this request needs.
    pub fn add_needs(&self, needs: &mut Needs) {
        needs.keys.extend(self.key.iter().map(|(key, _)| key.clone()));
        needs.approvals.extend(self.approval.iter().map(|presented| presented.hash.clone()));
        match &self.command {
            Command::TakeUp(id, _, draft) => {
                needs.orders.insert(*id);
                needs.live_calls = true;
                draft_needs(draft, needs);
            }
            Command::Place(draft) => {
                needs.new_orders += 1;
                needs.live_calls = true;
                draft_needs(draft, needs);
                needs.client_ids.extend(draft.client_id.iter().map(|id| id.to_lowercase()));
            }
            Command::Pay(id, _)
            | Command::SetStatus(id, _)
            | Command::Kitchen(id, _)
            | Command::Cancel(id, _)
            | Command::Refund(id, _)
            | Command::Discount(id, _)
            | Command::AcknowledgeRefund(id)
            | Command::Send(id) => {
                needs.orders.insert(*id);
                needs.live_calls = true;
            }
            Command::Amend(id, Amendment { items, .. }) => {
                needs.orders.insert(*id);
                needs.amended_orders.insert(*id);
                needs.live_calls = true;
                needs.new_order_lines += items.len();
                needs.items.extend(items.iter().map(|line| line.menu_item_id));
            }
            Command::CreateItem(draft) => {
                needs.new_items += 1;
                needs.sections |= draft.category_id.is_some() || draft.station_id.is_some();
                needs.item_names.insert(draft.name.clone());
            }
            Command::UpdateItem(id, patch) => {
                needs.items.insert(*id);
                needs.sections |= patch.category_id.is_some() || patch.station_id.is_some();
                needs.item_names.extend(patch.name.clone());
            }
            Command::ReplaceRecipe(id, lines) => {
                needs.items.insert(*id);
                needs.ingredients.extend(lines.iter().map(|line| line.ingredient_id));
            }
            Command::CreateIngredient(draft) => {
                needs.new_ingredients += 1;
                needs.ingredient_names.insert(draft.name.clone());
            }
            Command::UpdateIngredient(id, patch) => {
                needs.ingredients.insert(*id);
                needs.ingredient_names.extend(patch.name.clone());
            }
            Command::Inventory(command) => command.add_needs(needs),
            Command::Shift(command) => command.add_needs(needs),
            Command::Seed(demo, users) => {
                needs.emptiness = true;
                needs.sections = true;
                needs.people = true;
                needs.new_users += users.len();
                needs.new_items += demo.item_count();
                needs.new_categories += demo.categories.len();
                needs.new_stations += demo.stations.len();
                needs.new_ingredients += demo.ingredients.len();
                needs.new_groups += demo.groups.len();
                needs.new_modifiers += demo.choice_count();
                needs.new_combos += demo.combos.len();
            }
            Command::Menu(command) => command.add_needs(needs),
            Command::Printing(command) => command.add_needs(needs),
            Command::User(command) => {
                needs.people = true;
                needs.new_users += command.new_users();
            }
            Command::Device(command) => needs.new_devices += command.new_devices(),
            Command::SignIn(..) | Command::Approve(..) => needs.people = true,
            Command::Set(_) | Command::SignOut(_) | Command::RenewSession(..) => {}
        }
    }
}

/// What the lines and bundles of a draft need.
fn draft_needs(draft: &Draft, needs: &mut Needs) {
    needs.new_order_lines += draft.items.len();
    needs.items.extend(draft.items.iter().map(|line| line.menu_item_id));
    for combo in &draft.combos {
        needs.combos.insert(combo.combo_id);
        needs.items.extend(combo.drink_item_ids.iter().chain(&combo.side_item_ids));
        needs.new_order_lines += combo.drink_item_ids.len() + combo.side_item_ids.len();
    }
}

/// Decides on a request over the state as its predecessors left it.
///
/// # Errors
/// Whatever the rule refuses; `KeyReused` where the key came before with another body.
pub fn decide(state: &State, request: &Request, now: Moment) -> Outcome<Changes> {
    if let Some((key, body_hash)) = &request.key
        && let Some(kept) = state.kept.get(key)
    {
        if kept.body_hash != *body_hash {
            return Err(Refusal::KeyReused);
        }
        return Ok(Changes { answer: kept.answer.clone(), ..Changes::default() });
    }
    let grant = approval::of_request(state, request, now)?;
    // Who has a grant decides with the role of who gave it.
    let actor = &grant.map_or_else(|| request.actor.clone(), |grant| grant.lift(&request.actor));
    let mut changes = match &request.command {
        Command::Place(draft) => order::place(state, actor, draft, now)?,
        Command::TakeUp(id, seq, draft) => order::take_up(state, actor, *id, *seq, draft, now)?,
        Command::Cancel(id, reason) => order::cancel(state, actor, *id, reason, now)?,
        Command::Pay(id, draft) => order::pay(state, actor, *id, draft, now)?,
        Command::SetStatus(id, status) => order::set_status(state, *id, *status, now)?,
        Command::Kitchen(id, command) => order::kitchen(state, *id, command, now)?,
        Command::Amend(id, amendment) => order::amend(state, &request.actor, *id, amendment, now)?,
        Command::Refund(id, draft) => order::refund(state, *id, draft, now)?,
        Command::Discount(id, terms) => order::set_discount(state, actor, *id, terms, now)?,
        Command::Send(id) => order::send(state, *id, now)?,
        Command::AcknowledgeRefund(id) => order::acknowledge_refund(state, *id)?,
        Command::CreateItem(draft) => office::create_item(state, draft)?,
        Command::UpdateItem(id, patch) => office::update_item(state, *id, patch)?,
        Command::ReplaceRecipe(id, lines) => office::replace_recipe(state, *id, lines)?,
        Command::CreateIngredient(draft) => office::create_ingredient(state, draft, now)?,
        Command::UpdateIngredient(id, patch) => office::update_ingredient(state, *id, patch, now)?,
        Command::Menu(command) => command.decide(state)?,
        Command::Inventory(command) => command.decide(state, now)?,
        Command::Shift(command) => command.decide(state, actor, now)?,
        Command::Set(patch) => settings::change(state, patch)?,
        Command::SignIn(session, verified) => user::sign_in(state, session, verified)?,
        Command::Approve(new, verified) => approve::approve(state, &request.actor, new, verified, now)?,
        Command::User(command) => command.decide(state)?,
        Command::Printing(command) => command.decide(state, now)?,
        Command::Device(command) => command.decide(state, now)?,
        Command::SignOut(id) => Changes { ended_sessions: vec![id.clone()], ..Changes::answering(&()) },
        Command::RenewSession(id, until) => {
            Changes { renewed_sessions: vec![(id.clone(), *until)], ..Changes::answering(&()) }
        }
        Command::Seed(demo, users) => seed::seed(state, demo, users, now)?,
    };
    if let Some(grant) = grant {
        approve::use_up(grant, &mut changes);
    }
    // Nobody looks at the screens of a shop that is only being filled.
    if !matches!(request.command, Command::Seed(..)) {
        tell_low_stock(state, &mut changes);
    }
    changes.keep = request.key.as_ref().map(|(key, body_hash)| {
        (key.clone(), Kept { body_hash: body_hash.clone(), answer: changes.answer.clone() })
    });
    Ok(changes)
}

/// The screens hear of it when something runs low, or does no more, without an event of an order that says so.
fn tell_low_stock(state: &State, changes: &mut Changes) {
    let is_touched = !changes.movements.is_empty()
        || !changes.new_ingredients.is_empty()
        || !changes.altered_ingredients.is_empty();
    if !is_touched || changes.events.iter().any(|(_, what)| what.low_stock().is_some()) {
        return;
    }
    let low_stock = state.low_stock_after(changes);
    if low_stock != state.low_stock_after(&Changes::default()) {
        changes.events.push((None, Happening::LowStockChanged { low_stock }));
    }
}
