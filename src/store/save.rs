//! Writes what a batch decided, with a handful of multi-row statements.

use std::collections::BTreeMap;

use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, Iterable, QueryFilter,
    sea_query::{CaseStatement, Expr, OnConflict, Query},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    STORE,
    entity::{
        audit_logs, events, idempotency_keys, ingredients, menu_categories, menu_items, order_line_usage,
        order_lines, orders, payments, recipe_lines, sessions, stock_movements, stores, users,
    },
    hub::Logged,
    load::KEPT_SECONDS,
    writer::Decided,
};
use crate::{
    Moment,
    clock::SECOND,
    menu::{MenuItem, RecipeLine},
    order::{Line, Order, Payment},
    stock::{Ingredient, Movement},
    write::{Audit, Changes, Request, State},
};

/// A statement takes so many values at most: below SQLite's 32,766 and PostgreSQL's 65,535.
const MOST_VALUES: usize = 30_000;

/// Writes all changes of a batch and the head row; gives the events that were logged.
pub(super) async fn changes(
    tx: &DatabaseTransaction,
    head: &stores::Model,
    before: &State,
    after: &State,
    decided: &[Decided<'_>],
    now: Moment,
) -> Result<Vec<Logged>, DbErr> {
    let all = || decided.iter().map(|(_, changes, _)| changes);
    // Ingredients first: recipes refer to them.
    stock_rows(tx, all(), now).await?;
    menu_rows(tx, all(), now).await?;
    order_rows(tx, decided, after).await?;
    movements(tx, decided, now).await?;
    people(tx, all(), now).await?;
    let logged: Vec<Logged> = decided.iter().flat_map(|(_, _, logged)| logged.clone()).collect();
    log_rows(tx, decided, &logged).await?;
    keys(tx, all(), now).await?;
    let (audit_seq, audit_hash) = audit(tx, head, decided, now).await?;
    let new_day = head.business_day != after.day.business_day.0;
    stores::Entity::update(stores::ActiveModel {
        id: Set(head.id),
        event_seq: Set(after.event_seq),
        business_day: Set(after.day.business_day.0.clone()),
        last_call_number: Set(i32::try_from(after.day.last_call_number).unwrap_or(i32::MAX)),
        audit_seq: Set(audit_seq),
        audit_hash: Set(audit_hash),
        ..Default::default()
    })
    .exec(tx)
    .await?;
    debug_assert!(after.event_seq == before.event_seq + i64::try_from(logged.len()).unwrap_or(0));
    if new_day {
        // Once a day is often enough to forget answers that nobody may ask for again.
        idempotency_keys::Entity::delete_many()
            .filter(idempotency_keys::Column::CreatedAt.lte(now.0 - KEPT_SECONDS * SECOND))
            .exec(tx)
            .await?;
    }
    Ok(logged)
}

/// Inserts rows in as few statements as the limit of values allows.
async fn insert<A>(
    tx: &DatabaseTransaction,
    rows: Vec<A>,
    on_conflict: Option<OnConflict>,
) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count().max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let part: Vec<A> = rows.by_ref().take((MOST_VALUES / columns).max(1)).collect();
        let mut statement = <A::Entity as EntityTrait>::insert_many(part);
        if let Some(on_conflict) = &on_conflict {
            statement = statement.on_conflict(on_conflict.clone());
        }
        statement.exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Rows as they are at the end of the batch: the last of each id.
fn last_of_each<'a, T: 'a, I: Iterator<Item = &'a T>>(
    rows: I,
    id: impl Fn(&T) -> i64,
) -> BTreeMap<i64, &'a T> {
    rows.map(|row| (id(row), row)).collect()
}

async fn menu_rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
    now: Moment,
) -> Result<(), DbErr> {
    let categories = all.clone().flat_map(|c| &c.new_categories).zip(0..).map(|(category, position)| {
        menu_categories::ActiveModel {
            id: Set(category.id),
            store_id: Set(STORE),
            name: Set(category.name.clone()),
            name_en: Set(category.name_en.clone()),
            position: Set(position),
        }
    });
    insert(tx, categories.collect(), None).await?;
    let items =
        last_of_each(all.clone().flat_map(|c| c.new_items.iter().chain(&c.altered_items)), |item| item.id);
    let upsert = OnConflict::column(menu_items::Column::Id)
        .update_columns([
            menu_items::Column::Name,
            menu_items::Column::Price,
            menu_items::Column::IsActive,
            menu_items::Column::UpdatedAt,
        ])
        .value(
            menu_items::Column::Version,
            Expr::col((menu_items::Entity, menu_items::Column::Version)).add(1),
        )
        .to_owned();
    insert(tx, items.values().map(|item| item_row(item, now)).collect(), Some(upsert)).await?;
    let mut recipes: BTreeMap<i64, &Vec<RecipeLine>> = BTreeMap::new();
    recipes.extend(
        all.clone().flat_map(|c| &c.new_items).filter(|i| !i.recipe.is_empty()).map(|i| (i.id, &i.recipe)),
    );
    let replaced: Vec<i64> = all.clone().flat_map(|c| &c.recipes).map(|(id, _)| *id).collect();
    recipes.extend(all.flat_map(|c| &c.recipes).map(|(id, lines)| (*id, lines)));
    if !replaced.is_empty() {
        recipe_lines::Entity::delete_many()
            .filter(recipe_lines::Column::MenuItemId.is_in(replaced))
            .exec(tx)
            .await?;
    }
    let lines = recipes.iter().flat_map(|(item_id, lines)| {
        lines.iter().zip(0..).map(|(line, position)| recipe_lines::ActiveModel {
            id: NotSet,
            store_id: Set(STORE),
            menu_item_id: Set(Some(*item_id)),
            modifier_id: Set(None),
            ingredient_id: Set(line.ingredient_id),
            quantity: Set(line.quantity.0),
            position: Set(position),
        })
    });
    insert(tx, lines.collect(), None).await
}

fn item_row(item: &MenuItem, now: Moment) -> menu_items::ActiveModel {
    menu_items::ActiveModel {
        id: Set(item.id),
        store_id: Set(STORE),
        category_id: Set(item.category_id),
        station_id: Set(None),
        name: Set(item.name.clone()),
        name_en: Set(item.name_en.clone()),
        price: Set(item.price.0),
        is_active: Set(item.is_active),
        sold_out_day: Set(None),
        position: Set(item.position),
        version: Set(1),
        created_at: Set(now.0),
        updated_at: Set(now.0),
    }
}

async fn stock_rows<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
    now: Moment,
) -> Result<(), DbErr> {
    let rows = last_of_each(
        all.flat_map(|c| c.new_ingredients.iter().chain(&c.altered_ingredients)),
        |i: &Ingredient| i.id,
    );
    let upsert = OnConflict::column(ingredients::Column::Id)
        .update_columns([
            ingredients::Column::Name,
            ingredients::Column::Unit,
            ingredients::Column::ReorderLevel,
            ingredients::Column::CostPerUnit,
            ingredients::Column::UpdatedAt,
        ])
        .value(
            ingredients::Column::Version,
            Expr::col((ingredients::Entity, ingredients::Column::Version)).add(1),
        )
        .to_owned();
    let rows = rows.values().map(|i| ingredients::ActiveModel {
        id: Set(i.id),
        store_id: Set(STORE),
        name: Set(i.name.clone()),
        unit: Set(i.unit.clone()),
        on_hand: Set(0),
        reorder_level: Set(i.reorder_level.0),
        par_level: Set(None),
        cost_per_unit: Set(i.cost_per_unit.0),
        version: Set(1),
        created_at: Set(now.0),
        updated_at: Set(now.0),
    });
    insert(tx, rows.collect(), Some(upsert)).await
}

async fn order_rows(tx: &DatabaseTransaction, decided: &[Decided<'_>], after: &State) -> Result<(), DbErr> {
    let touched =
        decided.iter().flat_map(|(_, c, _)| c.new_orders.iter().chain(&c.altered_orders)).map(|o| o.id);
    let touched: std::collections::BTreeSet<i64> = touched.collect();
    let rows: Vec<_> = touched.iter().filter_map(|id| after.orders.get(id)).map(order_row).collect();
    let upsert = OnConflict::column(orders::Column::Id)
        .update_columns([
            orders::Column::Status,
            orders::Column::PaymentStatus,
            orders::Column::PaymentMethod,
            orders::Column::TotalAmount,
            orders::Column::Discount,
            orders::Column::PaidAt,
            orders::Column::PreparingAt,
            orders::Column::ReadyAt,
            orders::Column::CompletedAt,
            orders::Column::CancelledAt,
            orders::Column::LastSeq,
        ])
        .to_owned();
    insert(tx, rows, Some(upsert)).await?;
    let new = || decided.iter().flat_map(|(_, c, _)| &c.new_orders);
    let lines =
        new().flat_map(|order| order.items.iter().zip(0..).map(|(line, at)| line_row(order.id, line, at)));
    insert(tx, lines.collect(), None).await?;
    let usage = new().flat_map(|order| {
        order.items.iter().flat_map(|line| {
            line.usage.iter().map(|usage| order_line_usage::ActiveModel {
                id: NotSet,
                store_id: Set(STORE),
                order_id: Set(order.id),
                order_line_id: Set(line.id),
                ingredient_id: Set(usage.ingredient_id),
                quantity: Set(usage.quantity.0),
                unit_cost: Set(usage.unit_cost.0),
            })
        })
    });
    insert(tx, usage.collect(), None).await?;
    let money = decided.iter().flat_map(|(request, c, _)| {
        c.payments.iter().map(|(order_id, payment)| payment_row(*order_id, payment, request.actor.user_id))
    });
    insert(tx, money.collect(), None).await
}

fn order_row(order: &Order) -> orders::ActiveModel {
    let moment = |at: Option<Moment>| Set(at.map(|m| m.0));
    orders::ActiveModel {
        id: Set(order.id),
        store_id: Set(STORE),
        client_id: Set(order.client_id.clone()),
        order_number: Set(order.order_number.clone()),
        call_number: Set(order.call_number.clone()),
        business_day: Set(order.business_day.0.clone()),
        source: Set(order.source.as_str().to_owned()),
        status: Set(order.status.as_str().to_owned()),
        payment_status: Set(order.payment_status.as_str().to_owned()),
        payment_method: Set(order.payment_method.as_str().to_owned()),
        total_amount: Set(order.total_amount.0),
        discount: Set(order.discount.0),
        discount_reason: Set(None),
        table_no: Set(order.table_no.clone()),
        customer_name: Set(order.customer_name.clone()),
        customer_phone: Set(None),
        note: Set(None),
        due_at: moment(order.due_at),
        held: Set(false),
        menu_version: Set(None),
        created_by: Set(order.created_by),
        created_at: Set(order.created_at.0),
        paid_at: moment(order.paid_at),
        preparing_at: moment(order.preparing_at),
        ready_at: moment(order.ready_at),
        completed_at: moment(order.completed_at),
        cancelled_at: moment(order.cancelled_at),
        last_seq: Set(order.seq),
    }
}

fn line_row(order_id: i64, line: &Line, position: i32) -> order_lines::ActiveModel {
    // Bounded by the limits on stock and recipes; where it still does not fit it stays at the highest.
    let costs = line.usage.iter().map(|u| u.unit_cost.of(u.quantity).map_or(i64::MAX, |cost| cost.0));
    order_lines::ActiveModel {
        id: Set(line.id),
        store_id: Set(STORE),
        order_id: Set(order_id),
        position: Set(position),
        menu_item_id: Set(line.menu_item_id),
        menu_item_name: Set(line.menu_item_name.clone()),
        menu_item_name_en: Set(line.menu_item_name_en.clone()),
        quantity: Set(i32::try_from(line.quantity).unwrap_or(i32::MAX)),
        unit_price: Set(line.unit_price.0),
        line_total: Set(line.line_total.0),
        cost: Set(costs.fold(0, i64::saturating_add)),
        note: Set(line.note.clone()),
        combo_code: Set(None),
    }
}

fn payment_row(order_id: i64, payment: &Payment, user_id: i64) -> payments::ActiveModel {
    payments::ActiveModel {
        id: NotSet,
        store_id: Set(STORE),
        order_id: Set(order_id),
        kind: Set(payment.kind.as_str().to_owned()),
        method: Set(payment.method.as_str().to_owned()),
        amount: Set(payment.amount.0),
        shift_id: Set(payment.shift_id),
        client_id: Set(None),
        created_by: Set((user_id != 0).then_some(user_id)),
        created_at: Set(payment.at.0),
    }
}

/// The ledger, and what is on hand by it: one statement that takes only what is there.
async fn movements(tx: &DatabaseTransaction, decided: &[Decided<'_>], now: Moment) -> Result<(), DbErr> {
    let mut by_ingredient: BTreeMap<i64, i64> = BTreeMap::new();
    let mut rows = Vec::new();
    for (request, changes, _) in decided {
        for movement in &changes.movements {
            *by_ingredient.entry(movement.ingredient_id).or_default() += movement.quantity.0;
            rows.push(movement_row(movement, request.actor.user_id));
        }
    }
    insert(tx, rows, None).await?;
    by_ingredient.retain(|_, by| *by != 0);
    if by_ingredient.is_empty() {
        return Ok(());
    }
    let mut moved = CaseStatement::new();
    for (id, by) in &by_ingredient {
        moved = moved.case(Expr::col(ingredients::Column::Id).eq(*id), Expr::val(*by));
    }
    let stock = Expr::col(ingredients::Column::OnHand).add(moved.finally(0_i64));
    let statement = Query::update()
        .table(ingredients::Entity)
        .value(ingredients::Column::OnHand, stock.clone())
        .value(ingredients::Column::UpdatedAt, now.0)
        .and_where(ingredients::Column::StoreId.eq(STORE))
        .and_where(ingredients::Column::Id.is_in(by_ingredient.keys().copied()))
        .and_where(stock.gte(0))
        .to_owned();
    let done = tx.execute(&statement).await?;
    if usize::try_from(done.rows_affected()).ok() != Some(by_ingredient.len()) {
        return Err(DbErr::Custom(
            "stock would fall below zero: the decision and the table disagree".to_owned(),
        ));
    }
    Ok(())
}

fn movement_row(movement: &Movement, user_id: i64) -> stock_movements::ActiveModel {
    stock_movements::ActiveModel {
        id: NotSet,
        store_id: Set(STORE),
        ingredient_id: Set(movement.ingredient_id),
        movement_type: Set(movement.movement_type.as_str().to_owned()),
        quantity: Set(movement.quantity.0),
        unit_cost: Set(movement.unit_cost.map(|cost| cost.0)),
        reference: Set(movement.reference.clone()),
        notes: Set(movement.notes.clone()),
        order_id: Set(movement.order_id),
        user_id: Set((user_id != 0).then_some(user_id)),
        created_at: Set(movement.created_at.0),
    }
}

async fn people<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes> + Clone,
    now: Moment,
) -> Result<(), DbErr> {
    let new_users = all.clone().flat_map(|c| &c.new_users).map(|user| users::ActiveModel {
        id: NotSet,
        store_id: Set(STORE),
        username: Set(user.username.clone()),
        password_hash: Set(user.password_hash.clone()),
        role: Set(user.role.as_str().to_owned()),
        is_active: Set(true),
        pin_hash: Set(None),
        created_at: Set(now.0),
        updated_at: Set(now.0),
    });
    insert(tx, new_users.collect(), None).await?;
    let new_sessions = all.clone().flat_map(|c| &c.new_sessions).map(|session| sessions::ActiveModel {
        id: Set(session.id.clone()),
        store_id: Set(STORE),
        user_id: Set(session.user_id),
        device_id: Set(None),
        is_browser: Set(session.is_browser),
        created_at: Set(now.0),
        expires_at: Set(session.expires_at.0),
        absolute_expires_at: Set(session.absolute_expires_at.0),
        revoked_at: Set(None),
    });
    insert(tx, new_sessions.collect(), None).await?;
    let ended: Vec<String> = all.clone().flat_map(|c| c.ended_sessions.clone()).collect();
    if !ended.is_empty() {
        sessions::Entity::update_many()
            .col_expr(sessions::Column::RevokedAt, Expr::val(now.0))
            .filter(sessions::Column::Id.is_in(ended))
            .exec(tx)
            .await?;
    }
    for (id, until) in all.flat_map(|c| &c.renewed_sessions) {
        sessions::Entity::update_many()
            .col_expr(sessions::Column::ExpiresAt, Expr::val(until.0))
            .filter(sessions::Column::Id.eq(id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

async fn log_rows(tx: &DatabaseTransaction, decided: &[Decided<'_>], logged: &[Logged]) -> Result<(), DbErr> {
    let orders = decided.iter().flat_map(|(_, c, _)| c.events.iter().map(|(order_id, _)| *order_id));
    let rows = logged.iter().zip(orders).map(|(logged, order_id)| events::ActiveModel {
        store_id: Set(STORE),
        seq: Set(logged.event.seq),
        name: Set(logged.event.what.name().to_owned()),
        order_id: Set(order_id),
        body: Set(logged.text.clone()),
        created_at: Set(logged.event.at.0),
    });
    insert(tx, rows.collect(), None).await
}

async fn keys<'a>(
    tx: &DatabaseTransaction,
    all: impl Iterator<Item = &'a Changes>,
    now: Moment,
) -> Result<(), DbErr> {
    let rows = all.filter_map(|c| c.keep.as_ref()).map(|(key, kept)| idempotency_keys::ActiveModel {
        store_id: Set(STORE),
        user_id: Set(key.user_id),
        method: Set(key.method.clone()),
        path: Set(key.path.clone()),
        key: Set(key.key.clone()),
        body_hash: Set(kept.body_hash.clone()),
        answer: Set(kept.answer.clone()),
        created_at: Set(now.0),
    });
    // Only an answer that is older than it is kept can stand in the way.
    let replace = OnConflict::columns([
        idempotency_keys::Column::StoreId,
        idempotency_keys::Column::UserId,
        idempotency_keys::Column::Method,
        idempotency_keys::Column::Path,
        idempotency_keys::Column::Key,
    ])
    .update_columns([
        idempotency_keys::Column::BodyHash,
        idempotency_keys::Column::Answer,
        idempotency_keys::Column::CreatedAt,
    ])
    .to_owned();
    insert(tx, rows.collect(), Some(replace)).await
}

/// Adds the audit lines to the chain: each hash covers the line and the hash before it.
async fn audit(
    tx: &DatabaseTransaction,
    head: &stores::Model,
    decided: &[Decided<'_>],
    now: Moment,
) -> Result<(i64, String), DbErr> {
    let (mut seq, mut hash) = (head.audit_seq, head.audit_hash.clone());
    let mut rows = Vec::new();
    for (request, changes, _) in decided {
        for line in &changes.audit {
            seq += 1;
            let row = audit_row(request, line, seq, &hash, now);
            if let Set(new) = &row.hash {
                hash.clone_from(new);
            }
            rows.push(row);
        }
    }
    insert(tx, rows, None).await?;
    Ok((seq, hash))
}

fn audit_row(
    request: &Request,
    line: &Audit,
    seq: i64,
    prev_hash: &str,
    now: Moment,
) -> audit_logs::ActiveModel {
    let payload = line.payload.to_string();
    let actor = &request.actor;
    let covered = json!([
        seq,
        actor.user_id,
        actor.username,
        actor.role,
        actor.auth_disabled,
        request.address,
        line.action,
        line.entity_type,
        line.entity_id,
        payload,
        prev_hash,
        now.0,
    ]);
    let hash: String = Sha256::digest(covered.to_string()).iter().map(|byte| format!("{byte:02x}")).collect();
    audit_logs::ActiveModel {
        id: NotSet,
        store_id: Set(STORE),
        seq: Set(seq),
        actor_user_id: Set((actor.user_id != 0).then_some(actor.user_id)),
        actor_username: Set(actor.username.clone()),
        actor_role: Set(actor.role.as_str().to_owned()),
        auth_disabled: Set(actor.auth_disabled),
        address: Set(request.address.clone()),
        action: Set(line.action.to_owned()),
        entity_type: Set(line.entity_type.to_owned()),
        entity_id: Set(line.entity_id.clone()),
        payload: Set(payload),
        prev_hash: Set(prev_hash.to_owned()),
        hash: Set(hash),
        created_at: Set(now.0),
    }
}
