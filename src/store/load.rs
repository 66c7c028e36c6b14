//! Loads what the waiting commands need, with a few set-based reads.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query, UnionType},
};

use super::{
    Profile, STORE, choices, combos,
    entity::{
        combo_rules, idempotency_keys, ingredients, menu_items, modifier_groups, orders as order_rows,
        shifts, stores, users,
    },
    ids, ingredients as stock,
    memory::Memory,
    menu, orders, people, sections, shifts as drawers,
};
use crate::{
    Moment,
    clock::SECOND,
    write::{Day, Kept, Key, Needs, State},
};

/// How long an answer is kept for its key, in seconds: 7 days (the contract).
pub(super) const KEPT_SECONDS: i64 = 7 * 24 * 3600;

/// The state that these needs ask for, at `now`; what `memory` has of it is not read again.
pub(super) async fn state(
    tx: &DatabaseTransaction,
    head: &stores::Model,
    profile: &Profile,
    needs: &Needs,
    memory: Option<Memory>,
    now: Moment,
) -> Result<State, DbErr> {
    let day = day(tx, head, profile, now).await?;
    let is_warm = memory.is_some();
    let Memory { state: known, next_ids, .. } = memory.unwrap_or_default();
    let mut state = State {
        event_seq: head.event_seq,
        day,
        kept: kept(tx, needs, now).await?,
        settings: profile.settings.clone(),
        ..known
    };
    state.orders = orders::by_needs(tx, &needs.orders, &needs.client_ids).await?;
    // A line of an amended order may become two.
    let lines = needs.amended_orders.iter().filter_map(|id| state.orders.get(id)).map(|o| o.items.len());
    state.ids = ids::reserve(tx, needs, lines.sum(), next_ids).await?;
    menu_side(tx, needs, &mut state).await?;
    let mut wanted: BTreeSet<i64> = needs.ingredients.clone();
    wanted.extend(state.items.values().flat_map(|item| &item.recipe).map(|line| line.ingredient_id));
    let choices = state.groups.values().flat_map(|group| &group.modifiers);
    wanted.extend(choices.flat_map(|choice| &choice.recipe).map(|line| line.ingredient_id));
    for order in state.orders.values() {
        wanted.extend(order.items.iter().flat_map(|line| &line.usage).map(|usage| usage.ingredient_id));
        wanted.extend(order.taken.keys());
    }
    wanted.retain(|id| !state.ingredients.contains_key(id));
    if !is_warm || !wanted.is_empty() || !needs.ingredient_names.is_empty() {
        let is_low = Expr::col(ingredients::Column::OnHand).lte(Expr::col(ingredients::Column::ReorderLevel));
        let condition = Condition::any()
            .add(ingredients::Column::Id.is_in(wanted))
            .add(ingredients::Column::Name.is_in(needs.ingredient_names.clone()))
            .add(is_low);
        for ingredient in stock::matching(tx, condition).await? {
            state.ingredient_names.insert(ingredient.name.clone(), ingredient.id);
            state.ingredients.insert(ingredient.id, ingredient);
        }
    }
    if !is_warm {
        state.open_shift = shifts::Entity::find()
            .select_only()
            .column(shifts::Column::Id)
            .filter(shifts::Column::StoreId.eq(STORE))
            .filter(shifts::Column::Status.eq("open"))
            .into_tuple()
            .one(tx)
            .await?;
    }
    if needs.drawer {
        state.drawer = drawers::drawer(tx).await?;
    }
    if needs.people {
        state.people = people::all(tx).await?.into_iter().map(|person| (person.user.id, person)).collect();
    }
    if needs.live_calls && !is_warm {
        state.live_calls = live_calls(tx, &state.day).await?;
    }
    if needs.emptiness {
        state.is_empty =
            menu_items::Entity::find().count(tx).await? == 0 && users::Entity::find().count(tx).await? == 0;
    }
    Ok(state)
}

/// The menu as far as it is asked for and not known. What nobody asks for costs no query.
async fn menu_side(tx: &DatabaseTransaction, needs: &Needs, state: &mut State) -> Result<(), DbErr> {
    let items = unknown(&needs.items, &state.items);
    if !items.is_empty() || !needs.item_names.is_empty() {
        let condition = Condition::any()
            .add(menu_items::Column::Id.is_in(items))
            .add(menu_items::Column::Name.is_in(needs.item_names.clone()));
        for item in menu::matching(tx, condition, &state.day.business_day).await? {
            state.item_names.insert(item.name.clone(), item.id);
            state.items.insert(item.id, item);
        }
    }
    let of_items = state.items.values().flat_map(|item| &item.modifier_group_ids);
    let groups = unknown(needs.groups.iter().chain(of_items), &state.groups);
    if !groups.is_empty() {
        let condition = Condition::all().add(modifier_groups::Column::Id.is_in(groups));
        let groups = choices::matching(tx, condition).await?;
        state.groups.extend(groups.into_iter().map(|group| (group.id, group)));
    }
    let combos = unknown(&needs.combos, &state.combos);
    if !combos.is_empty() || !needs.combo_codes.is_empty() {
        let condition = Condition::any()
            .add(combo_rules::Column::Id.is_in(combos))
            .add(combo_rules::Column::Code.is_in(needs.combo_codes.clone()));
        let combos = combos::matching(tx, condition).await?;
        state.combos.extend(combos.into_iter().map(|combo| (combo.id, combo)));
    }
    if needs.sections {
        state.categories = sections::by_id(sections::categories(tx).await?);
        state.stations = sections::by_id(sections::stations(tx).await?);
    }
    Ok(())
}

/// Those ids that are not known yet.
fn unknown<'a, T>(ids: impl IntoIterator<Item = &'a i64>, known: &BTreeMap<i64, T>) -> BTreeSet<i64> {
    ids.into_iter().filter(|id| !known.contains_key(id)).copied().collect()
}

/// The day of this moment and the last number that it gave; a day that is not the head row's is looked up, so that a
/// clock that was set back gives no number twice.
async fn day(
    tx: &DatabaseTransaction,
    head: &stores::Model,
    profile: &Profile,
    now: Moment,
) -> Result<Day, DbErr> {
    let business_day = profile.day_of(now);
    if business_day.0 == head.business_day {
        return Ok(Day { business_day, last_call_number: i64::from(head.last_call_number) });
    }
    let newest: Option<String> = order_rows::Entity::find()
        .select_only()
        .column(order_rows::Column::OrderNumber)
        .filter(order_rows::Column::StoreId.eq(STORE))
        .filter(order_rows::Column::BusinessDay.eq(&business_day.0))
        .order_by_desc(order_rows::Column::Id)
        .into_tuple()
        .one(tx)
        .await?;
    let last = newest.and_then(|number| number.rsplit('-').next().and_then(|n| n.parse().ok())).unwrap_or(0);
    Ok(Day { business_day, last_call_number: last })
}

/// The call numbers that orders of other days still show; those of today are below the next number anyway. The two
/// ranges find their rows in the index, where "another day" would look at every order that is live.
async fn live_calls(tx: &DatabaseTransaction, day: &Day) -> Result<BTreeSet<String>, DbErr> {
    let today = day.business_day.0.as_str();
    let of = |days: Expr| {
        Query::select()
            .column(order_rows::Column::CallNumber)
            .from(order_rows::Entity)
            .and_where(order_rows::Column::StoreId.eq(STORE))
            .cond_where(orders::is_live())
            .and_where(days)
            .to_owned()
    };
    // A clock that was set back leaves orders of a later day.
    let later = of(order_rows::Column::BusinessDay.gt(today));
    let both = of(order_rows::Column::BusinessDay.lt(today)).union(UnionType::All, later).to_owned();
    tx.query_all(&both).await?.iter().map(|row| row.try_get_by_index(0)).collect()
}

async fn kept(tx: &DatabaseTransaction, needs: &Needs, now: Moment) -> Result<BTreeMap<Key, Kept>, DbErr> {
    if needs.keys.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = idempotency_keys::Entity::find()
        .filter(idempotency_keys::Column::StoreId.eq(STORE))
        .filter(idempotency_keys::Column::Key.is_in(needs.keys.iter().map(|key| key.key.as_str())))
        .filter(idempotency_keys::Column::CreatedAt.gt(now.0 - KEPT_SECONDS * SECOND))
        .all(tx)
        .await?;
    let kept = rows.into_iter().map(|row| {
        let key = Key { user_id: row.user_id, method: row.method, path: row.path, key: row.key };
        (key, Kept { body_hash: row.body_hash, answer: row.answer })
    });
    Ok(kept.filter(|(key, _)| needs.keys.contains(key)).collect())
}
