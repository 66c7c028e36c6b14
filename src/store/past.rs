//! Writes a past: days that were played in memory, each in one transaction with a few multi-row statements.
//!
//! The log of events begins after it: nobody follows what is long over, so the days leave no events and the head row's
//! position stands still. The audit has one line that says what was made, written before the first day: from that seed
//! everything can be made again.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, QueryFilter,
    QuerySelect, sea_query::Expr,
};
use serde_json::json;

use super::{
    STORE, Store,
    entity::{combo_rules, menu_items, orders, stock_movements, stores},
    ids, load, save,
    writer::{begin, lock_head},
};
use crate::{
    Moment,
    demo::year::{self, Carte, Crew, DayPlan, Deed, Obstacle, Past, Prices, Sown, Wanted},
    identity::Actor,
    write::{Audit, Changes, Command, Day, Needs, Request, State},
};

/// A shop that gets a past, between two of its days.
struct Ground {
    state: State,
    carte: Carte,
    crew: Crew,
    prices: Prices,
    /// The head row as it was left.
    head: stores::Model,
}

impl From<DbErr> for Obstacle {
    fn from(error: DbErr) -> Self {
        Self::Refused(error.into())
    }
}

impl Store {
    /// Gives the shop a past up to yesterday; `told` hears after each day how far it has come.
    ///
    /// # Errors
    /// What stands in the way; the days that were written before stay.
    pub(crate) async fn sow(
        &self,
        actor: Actor,
        wanted: Wanted,
        told: &mut (dyn FnMut(Sown) + Send),
    ) -> Result<Sown, Obstacle> {
        let (profile, now) = (self.profile(), self.now());
        let today = profile.day_of(now);
        let past = Past::before(&today, profile.zone.clone(), profile.day_start_hour, wanted)
            .ok_or(Obstacle::TooMuch)?;
        let mut ground = self.prepare(actor, &past, wanted, now).await?;
        let mut sown = Sown::default();
        for date in past.dates() {
            sown.days += 1;
            if let Some(plan) = past.plan(&ground.carte, &ground.crew, date) {
                self.sow_day(&past, &mut ground, &plan).await?;
                sown.open_days += 1;
                sown.orders += u64::try_from(plan.orders.len()).unwrap_or(0);
            }
            told(sown);
        }
        let db = self.writer.db();
        if db.get_database_backend() == DbBackend::Postgres {
            // A shop that had sold all of it would have been looked over long ago.
            db.execute_unprepared("ANALYZE").await?;
        }
        Ok(sown)
    }

    /// Looks whether the shop can have a past, loads what its days need, and notes in the audit what is made.
    async fn prepare(
        &self,
        actor: Actor,
        past: &Past,
        wanted: Wanted,
        now: Moment,
    ) -> Result<Ground, Obstacle> {
        let tx = begin(self.writer.db()).await?;
        let mut head = lock_head(&tx).await?;
        let profile = self.known.at(&tx, head.settings_version).await?;
        if orders::Entity::find().filter(orders::Column::StoreId.eq(STORE)).one(&tx).await?.is_some() {
            return Err(Obstacle::HasOrders);
        }
        let mut state = load::state(&tx, &head, &profile, &all_of_menu(&tx).await?, None, now).await?;
        if state.open_shift.is_some() {
            return Err(Obstacle::DrawerOpen);
        }
        let people = std::mem::take(&mut state.people);
        let crew = Crew::of(people.values().map(|person| &person.user)).ok_or(Obstacle::NobodyThere)?;
        // Sold out holds for today.
        state.items.values_mut().for_each(|item| item.sold_out = false);
        let carte = Carte::of(&state);
        if carte.dishes.is_empty() && carte.bundles.is_empty() {
            return Err(Obstacle::NoMenu);
        }
        if let Some(first) = past.dates().next().and_then(|date| past.begins(date)) {
            open_before(&tx, first).await?;
        }
        note(&tx, &mut head, actor, past, wanted, now).await?;
        tx.commit().await?;
        self.office.changed();
        Ok(Ground { prices: Prices::of(&state), state, carte, crew, head })
    }

    /// Plays a day and writes it.
    async fn sow_day(&self, past: &Past, ground: &mut Ground, plan: &DayPlan) -> Result<(), Obstacle> {
        let tx = begin(self.writer.db()).await?;
        if lock_head(&tx).await? != ground.head {
            return Err(Obstacle::InUse);
        }
        let state = &mut ground.state;
        state.day = Day { business_day: plan.business_day.clone(), last_call_number: 0 };
        state.ids = ids::reserve(&tx, &new_rows(plan), 0, ids::Next::default()).await?;
        let done = year::play(past.seed(), state, &ground.crew, plan, &ground.prices)?;
        let (requests, changes): (Vec<Request>, Vec<Changes>) = done.into_iter().unzip();
        let decided: Vec<_> =
            requests.iter().zip(changes).map(|(request, changes)| (request, changes, vec![])).collect();
        let evening = plan.deeds.last().map_or(plan.begins, |(at, _)| *at);
        save::past_day(&tx, &State::default(), state, &decided, evening).await?;
        tx.commit().await?;
        // Nobody asks for them again.
        state.orders.clear();
        Ok(())
    }
}

/// Everything that is on the menu, and who is there.
async fn all_of_menu(tx: &DatabaseTransaction) -> Result<Needs, DbErr> {
    let items: Vec<i64> =
        menu_items::Entity::find().select_only().column(menu_items::Column::Id).into_tuple().all(tx).await?;
    let combos: Vec<i64> = combo_rules::Entity::find()
        .select_only()
        .column(combo_rules::Column::Id)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(Needs {
        items: items.into_iter().collect(),
        combos: combos.into_iter().collect(),
        sections: true,
        people: true,
        ..Needs::default()
    })
}

/// How many rows of each kind a day adds, where their ids are known before they are written.
fn new_rows(plan: &DayPlan) -> Needs {
    Needs {
        new_orders: plan.orders.len(),
        new_order_lines: plan.line_count(),
        new_shifts: plan.count(|deed| matches!(deed, Deed::OpenDrawer(_))),
        new_cash_moves: plan.count(|deed| matches!(deed, Deed::MoveCash(..))),
        new_counts: plan.count(|deed| matches!(deed, Deed::Count)),
        ..Needs::default()
    }
}

/// The shop was there before its first order: what was in stock to begin with was there by then.
async fn open_before(tx: &DatabaseTransaction, first: Moment) -> Result<(), DbErr> {
    stock_movements::Entity::update_many()
        .col_expr(stock_movements::Column::CreatedAt, Expr::value(first.0))
        .filter(stock_movements::Column::StoreId.eq(STORE))
        .filter(stock_movements::Column::Reference.eq("OPENING"))
        .filter(stock_movements::Column::CreatedAt.gt(first.0))
        .exec(tx)
        .await?;
    Ok(())
}

/// Says in the audit what is made.
async fn note(
    tx: &DatabaseTransaction,
    head: &mut stores::Model,
    actor: Actor,
    past: &Past,
    wanted: Wanted,
    now: Moment,
) -> Result<(), DbErr> {
    let dates: Vec<String> = past.dates().map(|date| date.to_string()).collect();
    let line = Audit {
        action: "shop.seed",
        entity_type: "store",
        entity_id: STORE.to_string(),
        payload: json!({"after": {
            "seed": wanted.seed, "days": wanted.days, "orders_a_day": wanted.orders_a_day,
            "first_day": dates.first(), "last_day": dates.last(),
        }}),
    };
    let command = Command::Seed(Box::default(), vec![]);
    let request = Request { actor, address: None, key: None, approval: None, command };
    let changes = Changes { audit: vec![line], ..Changes::default() };
    save::told(tx, head, &[(&request, changes, vec![])], now).await
}
