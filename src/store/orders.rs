//! Orders with their lines, usage, payments, and what the ledger took for them.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, Query},
};

use super::{
    STORE, Store,
    entity::{
        order_line_modifiers, order_line_usage, order_lines, orders, payments, refunds, stock_movements,
    },
    log, shifts,
};
use crate::{
    Moment, Money, Outcome, Percent, Quantity, UnitCost,
    clock::BusinessDay,
    desk::{OpenShift, RefundDue},
    kitchen::Notice,
    order::{
        DiscountTerms, Line, LineCombo, LineModifier, Order, OrderStatus, Payment, PaymentKind,
        PaymentMethod, PaymentStatus, Source, Usage,
    },
};

/// Somebody still works on it or waits for it.
pub(super) fn is_live() -> Condition {
    let live = OrderStatus::ALL.iter().filter(|status| status.is_live()).map(|status| status.as_str());
    Condition::all().add(orders::Column::Status.is_in(live))
}

pub(super) fn word<T>(value: Option<T>, column: &str) -> Result<T, DbErr> {
    value.ok_or_else(|| DbErr::Custom(format!("an unknown word in orders.{column}")))
}

/// Orders by id or by the device's id, whole.
pub(super) async fn by_needs<C: ConnectionTrait>(
    db: &C,
    ids: &BTreeSet<i64>,
    client_ids: &BTreeSet<String>,
) -> Result<BTreeMap<i64, Order>, DbErr> {
    if ids.is_empty() && client_ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let condition = Condition::any()
        .add(orders::Column::Id.is_in(ids.clone()))
        .add(orders::Column::ClientId.is_in(client_ids.clone()));
    let rows =
        orders::Entity::find().filter(orders::Column::StoreId.eq(STORE)).filter(condition).all(db).await?;
    if rows.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut found = whole(db, rows, true).await?;
    let live: Vec<i64> = found.iter().map(|order| order.id).collect();
    let taken: Vec<(Option<i64>, i64, i64)> = stock_movements::Entity::find()
        .select_only()
        .column(stock_movements::Column::OrderId)
        .column(stock_movements::Column::IngredientId)
        .column(stock_movements::Column::Quantity)
        .filter(stock_movements::Column::OrderId.is_in(live))
        .into_tuple()
        .all(db)
        .await?;
    let mut sums: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    for (order, ingredient, quantity) in taken {
        *sums.entry((order.unwrap_or(0), ingredient)).or_default() -= quantity;
    }
    for order in &mut found {
        let own = sums.range((order.id, i64::MIN)..=(order.id, i64::MAX)).filter(|(_, sum)| **sum != 0);
        order.taken = own.map(|((_, ingredient), sum)| (*ingredient, Quantity(*sum))).collect();
    }
    Ok(found.into_iter().map(|order| (order.id, order)).collect())
}

/// Gives rows their lines with choices and refunds, and their payments, with one read each; what the lines use is read
/// for decisions only.
pub(super) async fn whole<C: ConnectionTrait>(
    db: &C,
    rows: Vec<orders::Model>,
    with_usage: bool,
) -> Result<Vec<Order>, DbErr> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut usage = if with_usage { usage(db, &ids).await? } else { BTreeMap::new() };
    let mut choices = choices(db, &ids).await?;
    let refunded = refunded(db, &ids).await?;
    let mut lines: BTreeMap<i64, Vec<Line>> = BTreeMap::new();
    let found = order_lines::Entity::find()
        .filter(order_lines::Column::OrderId.is_in(ids.clone()))
        .order_by_asc(order_lines::Column::Position)
        .order_by_asc(order_lines::Column::Id)
        .all(db)
        .await?;
    for row in found {
        let back = refunded.get(&row.id).cloned().unwrap_or_default();
        lines.entry(row.order_id).or_default().push(Line {
            usage: usage.remove(&row.id).unwrap_or_default(),
            id: row.id,
            menu_item_id: row.menu_item_id,
            menu_item_name: row.menu_item_name,
            menu_item_name_en: row.menu_item_name_en,
            quantity: u32::try_from(row.quantity).unwrap_or(0),
            unit_price: Money(row.unit_price),
            line_total: Money(row.line_total),
            note: row.note,
            modifiers: choices.remove(&row.id).unwrap_or_default(),
            refunded_quantity: back.quantity,
            combo: row.combo_code.zip(row.combo_group).map(|(code, group)| LineCombo { code, group }),
            list_price: Money(row.list_price.unwrap_or(row.unit_price)),
            refunded_amount: back.amount,
            restocked_quantity: back.restocked,
            station_id: row.station_id,
            bumped_at: row.bumped_at.map(Moment),
        });
    }
    let mut money: BTreeMap<i64, Vec<Payment>> = BTreeMap::new();
    let found = payments::Entity::find()
        .filter(payments::Column::OrderId.is_in(ids))
        .order_by_asc(payments::Column::Id)
        .all(db)
        .await?;
    for row in found {
        money.entry(row.order_id).or_default().push(Payment {
            kind: word(PaymentKind::from_word(&row.kind), "payments.kind")?,
            method: word(PaymentMethod::from_word(&row.method), "payments.method")?,
            amount: Money(row.amount),
            tendered: row.tendered.map(Money),
            at: Moment(row.created_at),
            shift_id: row.shift_id,
        });
    }
    rows.into_iter()
        .map(|row| {
            let (items, payments) = (lines.remove(&row.id), money.remove(&row.id));
            order(row, items.unwrap_or_default(), payments.unwrap_or_default())
        })
        .collect()
}

async fn usage<C: ConnectionTrait>(db: &C, ids: &[i64]) -> Result<BTreeMap<i64, Vec<Usage>>, DbErr> {
    let mut usage: BTreeMap<i64, Vec<Usage>> = BTreeMap::new();
    let used = order_line_usage::Entity::find()
        .filter(order_line_usage::Column::OrderId.is_in(ids.to_vec()))
        .order_by_asc(order_line_usage::Column::Id)
        .all(db)
        .await?;
    for row in used {
        let one = Usage {
            ingredient_id: row.ingredient_id,
            quantity: Quantity(row.quantity),
            unit_cost: UnitCost(row.unit_cost),
        };
        usage.entry(row.order_line_id).or_default().push(one);
    }
    Ok(usage)
}

async fn choices<C: ConnectionTrait>(db: &C, ids: &[i64]) -> Result<BTreeMap<i64, Vec<LineModifier>>, DbErr> {
    let lines = Query::select()
        .column(order_lines::Column::Id)
        .from(order_lines::Entity)
        .and_where(order_lines::Column::OrderId.is_in(ids.to_vec()))
        .to_owned();
    let rows = order_line_modifiers::Entity::find()
        .filter(order_line_modifiers::Column::OrderLineId.in_subquery(lines))
        .order_by_asc(order_line_modifiers::Column::Id)
        .all(db)
        .await?;
    let mut choices: BTreeMap<i64, Vec<LineModifier>> = BTreeMap::new();
    for row in rows {
        choices.entry(row.order_line_id).or_default().push(LineModifier {
            modifier_id: row.modifier_id,
            name: row.name,
            name_en: row.name_en,
            price_delta: Money(row.price_delta),
        });
    }
    Ok(choices)
}

/// What was refunded of a line.
#[derive(Clone, Debug, Default)]
struct Refunded {
    quantity: u32,
    restocked: u32,
    amount: Money,
}

async fn refunded<C: ConnectionTrait>(db: &C, ids: &[i64]) -> Result<BTreeMap<i64, Refunded>, DbErr> {
    let rows = refunds::Entity::find().filter(refunds::Column::OrderId.is_in(ids.to_vec())).all(db).await?;
    let mut lines: BTreeMap<i64, Refunded> = BTreeMap::new();
    for row in rows {
        let line = lines.entry(row.order_line_id.unwrap_or(0)).or_default();
        let quantity = row.quantity.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        line.quantity += quantity;
        line.restocked += if row.restock { quantity } else { 0 };
        line.amount += Money(row.amount);
    }
    Ok(lines)
}

fn notice(text: &str) -> Result<Notice, DbErr> {
    serde_json::from_str(text)
        .map_err(|error| DbErr::Custom(format!("orders.kitchen_notice cannot be read: {error}")))
}

fn order(row: orders::Model, items: Vec<Line>, payments: Vec<Payment>) -> Result<Order, DbErr> {
    Ok(Order {
        id: row.id,
        order_number: row.order_number,
        call_number: row.call_number,
        source: word(Source::from_word(&row.source), "source")?,
        status: word(OrderStatus::from_word(&row.status), "status")?,
        payment_status: word(PaymentStatus::from_word(&row.payment_status), "payment_status")?,
        payment_method: word(PaymentMethod::from_word(&row.payment_method), "payment_method")?,
        total_amount: Money(row.total_amount),
        discount: Money(row.discount),
        discount_terms: row.discount_reason.map(|reason| DiscountTerms {
            amount: row.discount_amount.map(Money),
            percent: row.discount_percent.map(Percent),
            reason,
        }),
        held: row.held,
        refund_due: row.refund_due,
        sent_at: row.sent_at.map(Moment),
        created_at: Moment(row.created_at),
        paid_at: row.paid_at.map(Moment),
        preparing_at: row.preparing_at.map(Moment),
        ready_at: row.ready_at.map(Moment),
        completed_at: row.completed_at.map(Moment),
        cancelled_at: row.cancelled_at.map(Moment),
        table_no: row.table_no,
        customer_name: row.customer_name,
        customer_phone: row.customer_phone,
        due_at: row.due_at.map(Moment),
        client_id: row.client_id,
        business_day: BusinessDay(row.business_day),
        seq: row.last_seq,
        items,
        payments,
        taken: BTreeMap::new(),
        created_by: row.created_by,
        notice: row.kitchen_notice.as_deref().map(notice).transpose()?,
        priority_at: row.priority_at.map(Moment),
    })
}

impl Store {
    /// The newest orders, of one status or of all.
    pub(crate) async fn orders(&self, status: Option<OrderStatus>, limit: u64) -> Outcome<Vec<Order>> {
        let mut query = orders::Entity::find().filter(orders::Column::StoreId.eq(STORE));
        if let Some(status) = status {
            query = query.filter(orders::Column::Status.eq(status.as_str()));
        }
        let rows = query.order_by_desc(orders::Column::Id).limit(limit).all(self.readers()).await?;
        Ok(whole(self.readers(), rows, false).await?)
    }

    /// An order.
    pub(crate) async fn order(&self, id: i64) -> Outcome<Option<Order>> {
        let rows = orders::Entity::find_by_id(id)
            .filter(orders::Column::StoreId.eq(STORE))
            .all(self.readers())
            .await?;
        Ok(whole(self.readers(), rows, false).await?.pop())
    }

    /// The orders of a day, newest first, and the position that they agree with.
    pub(crate) async fn orders_of_day(&self, day: &BusinessDay) -> Outcome<(i64, Vec<Order>)> {
        let tx = self.snapshot().await?;
        let rows = orders::Entity::find()
            .filter(orders::Column::StoreId.eq(STORE))
            .filter(orders::Column::BusinessDay.eq(&day.0))
            .order_by_desc(orders::Column::Id)
            .all(&tx)
            .await?;
        let found = (log::head(&tx).await?, whole(&tx, rows, false).await?);
        tx.commit().await?;
        Ok(found)
    }

    /// The shift that is open, and what is to be handed back, oldest first.
    pub(crate) async fn desk(&self) -> Outcome<(Option<OpenShift>, Vec<RefundDue>)> {
        let tx = self.snapshot().await?;
        let rows = orders::Entity::find()
            .filter(orders::Column::StoreId.eq(STORE))
            .filter(orders::Column::Status.eq(OrderStatus::Cancelled.as_str()))
            .filter(orders::Column::RefundDue.eq(true))
            .order_by_asc(orders::Column::Id)
            .all(&tx)
            .await?;
        let due = whole(&tx, rows, false).await?;
        let shift = shifts::open_record(&tx).await?.map(|record| OpenShift {
            name: record.shift_name,
            opened_at: record.opened_at,
            opened_by: record.opened_by.username,
        });
        tx.commit().await?;
        Ok((shift, due.iter().map(RefundDue::from).collect()))
    }

    /// How many orders of a day there are by status.
    pub(crate) async fn order_counts(&self, day: &BusinessDay) -> Outcome<BTreeMap<String, i64>> {
        let rows: Vec<(String, i64)> = orders::Entity::find()
            .select_only()
            .column(orders::Column::Status)
            .column_as(Expr::col(orders::Column::Id).count(), "orders")
            .filter(orders::Column::StoreId.eq(STORE))
            .filter(orders::Column::BusinessDay.eq(&day.0))
            .group_by(orders::Column::Status)
            .into_tuple()
            .all(self.readers())
            .await?;
        Ok(rows.into_iter().collect())
    }
}
