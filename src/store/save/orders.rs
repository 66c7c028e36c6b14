//! The orders' rows: what was sold, and the money for it.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    sea_query::{OnConflict, Query},
};

use super::{
    super::{
        STORE,
        entity::{order_line_modifiers, order_line_usage, order_lines, orders, payments, refunds},
        writer::Decided,
    },
    insert,
};
use crate::{
    Moment,
    order::{Line, Order, Payment},
    write::{Changes, State},
};

pub(super) async fn rows(
    tx: &DatabaseTransaction,
    decided: &[Decided<'_>],
    after: &State,
) -> Result<(), DbErr> {
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
            orders::Column::DiscountReason,
            orders::Column::DiscountAmount,
            orders::Column::DiscountPercent,
            orders::Column::Held,
            orders::Column::Source,
            orders::Column::TableNo,
            orders::Column::CustomerName,
            orders::Column::CustomerPhone,
            orders::Column::DueAt,
            orders::Column::RefundDue,
            orders::Column::SentAt,
            orders::Column::PaidAt,
            orders::Column::PreparingAt,
            orders::Column::ReadyAt,
            orders::Column::CompletedAt,
            orders::Column::CancelledAt,
            orders::Column::LastSeq,
            orders::Column::KitchenNotice,
            orders::Column::PriorityAt,
        ])
        .to_owned();
    insert(tx, rows, Some(upsert)).await?;
    lines(tx, decided, after).await?;
    bumps(tx, decided, after).await?;
    refund_rows(tx, decided).await?;
    let money = decided.iter().flat_map(|(request, c, _)| {
        c.payments.iter().map(|(order_id, payment)| payment_row(*order_id, payment, request.actor.user_id))
    });
    insert(tx, money.collect(), None).await
}

/// The lines of new orders and of those that have other lines now, with their choices and what they use.
async fn lines(tx: &DatabaseTransaction, decided: &[Decided<'_>], after: &State) -> Result<(), DbErr> {
    let of = |ids: BTreeSet<i64>| ids.into_iter().filter_map(|id| after.orders.get(&id)).collect::<Vec<_>>();
    let relined: BTreeSet<i64> = decided.iter().flat_map(|(_, c, _)| c.relined_orders.clone()).collect();
    let new = decided.iter().flat_map(|(_, c, _)| &c.new_orders).map(|order| order.id);
    let written = of(new.chain(relined.iter().copied()).collect());
    if !relined.is_empty() {
        clear(tx, &of(relined)).await?;
    }
    let rows = written
        .iter()
        .flat_map(|order| order.items.iter().zip(0..).map(|(line, at)| line_row(order.id, line, at)));
    let upsert = OnConflict::column(order_lines::Column::Id)
        .update_columns([
            order_lines::Column::Position,
            order_lines::Column::Quantity,
            order_lines::Column::UnitPrice,
            order_lines::Column::LineTotal,
            order_lines::Column::Cost,
            order_lines::Column::ComboCode,
            order_lines::Column::ComboGroup,
            order_lines::Column::BumpedAt,
        ])
        .to_owned();
    insert(tx, rows.collect(), Some(upsert)).await?;
    let lines = || written.iter().flat_map(|order| order.items.iter().map(move |line| (order.id, line)));
    let choices = lines().flat_map(|(_, line)| {
        line.modifiers.iter().map(|choice| order_line_modifiers::ActiveModel {
            id: NotSet,
            store_id: Set(STORE),
            order_line_id: Set(line.id),
            modifier_id: Set(choice.modifier_id),
            name: Set(choice.name.clone()),
            name_en: Set(choice.name_en.clone()),
            price_delta: Set(choice.price_delta.0),
        })
    });
    insert(tx, choices.collect(), None).await?;
    let usage = lines().flat_map(|(order_id, line)| {
        line.usage.iter().map(move |usage| order_line_usage::ActiveModel {
            id: NotSet,
            store_id: Set(STORE),
            order_id: Set(order_id),
            order_line_id: Set(line.id),
            ingredient_id: Set(usage.ingredient_id),
            quantity: Set(usage.quantity.0),
            unit_cost: Set(usage.unit_cost.0),
        })
    });
    insert(tx, usage.collect(), None).await
}

/// Which lines the kitchen has made, where only that changed of them: one statement, whenever each was made.
async fn bumps(tx: &DatabaseTransaction, decided: &[Decided<'_>], after: &State) -> Result<(), DbErr> {
    let relined: BTreeSet<i64> = decided.iter().flat_map(|(_, c, _)| c.relined_orders.clone()).collect();
    let bumped: BTreeSet<i64> = decided.iter().flat_map(|(_, c, _)| c.bumped_orders.clone()).collect();
    let orders = bumped.difference(&relined).filter_map(|id| after.orders.get(id));
    // The rows are there: whole ones are written only because an upsert names all that must not be empty.
    let rows =
        orders.flat_map(|order| order.items.iter().zip(0..).map(|(line, at)| line_row(order.id, line, at)));
    let upsert =
        OnConflict::column(order_lines::Column::Id).update_column(order_lines::Column::BumpedAt).to_owned();
    insert(tx, rows.collect(), Some(upsert)).await
}

/// Takes off what orders with other lines had: all that hangs on their lines, and the lines that are gone.
async fn clear(tx: &DatabaseTransaction, orders: &[&Order]) -> Result<(), DbErr> {
    let ids: Vec<i64> = orders.iter().map(|order| order.id).collect();
    let kept: Vec<i64> = orders.iter().flat_map(|order| &order.items).map(|line| line.id).collect();
    order_line_usage::Entity::delete_many()
        .filter(order_line_usage::Column::OrderId.is_in(ids.clone()))
        .exec(tx)
        .await?;
    let lines = Query::select()
        .column(order_lines::Column::Id)
        .from(order_lines::Entity)
        .and_where(order_lines::Column::OrderId.is_in(ids.clone()))
        .to_owned();
    order_line_modifiers::Entity::delete_many()
        .filter(order_line_modifiers::Column::OrderLineId.in_subquery(lines))
        .exec(tx)
        .await?;
    order_lines::Entity::delete_many()
        .filter(order_lines::Column::OrderId.is_in(ids))
        .filter(order_lines::Column::Id.is_not_in(kept))
        .exec(tx)
        .await?;
    Ok(())
}

async fn refund_rows(tx: &DatabaseTransaction, decided: &[Decided<'_>]) -> Result<(), DbErr> {
    let rows = decided.iter().flat_map(|(request, c, _)| {
        c.refunds.iter().map(|refund| refunds::ActiveModel {
            id: NotSet,
            store_id: Set(STORE),
            order_id: Set(refund.order_id),
            order_line_id: Set(Some(refund.line_id)),
            payment_id: Set(None),
            quantity: Set(i32::try_from(refund.quantity).ok().filter(|quantity| *quantity > 0)),
            amount: Set(refund.amount.0),
            restock: Set(refund.restock),
            reason: Set(Some(refund.reason.clone())),
            shift_id: Set(refund.shift_id),
            created_by: Set((request.actor.user_id != 0).then_some(request.actor.user_id)),
            created_at: Set(refund.at.0),
        })
    });
    insert(tx, rows.collect(), None).await
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
        discount_reason: Set(order.discount_terms.as_ref().map(|terms| terms.reason.clone())),
        discount_amount: Set(order.discount_terms.as_ref().and_then(|terms| terms.amount).map(|m| m.0)),
        discount_percent: Set(order.discount_terms.as_ref().and_then(|terms| terms.percent).map(|p| p.0)),
        table_no: Set(order.table_no.clone()),
        customer_name: Set(order.customer_name.clone()),
        customer_phone: Set(order.customer_phone.clone()),
        note: Set(None),
        due_at: moment(order.due_at),
        held: Set(order.held),
        refund_due: Set(order.refund_due),
        menu_version: Set(None),
        created_by: Set(order.created_by),
        created_at: Set(order.created_at.0),
        paid_at: moment(order.paid_at),
        preparing_at: moment(order.preparing_at),
        ready_at: moment(order.ready_at),
        completed_at: moment(order.completed_at),
        cancelled_at: moment(order.cancelled_at),
        sent_at: moment(order.sent_at),
        last_seq: Set(order.seq),
        kitchen_notice: Set(order.notice.as_ref().map(Changes::answer_of)),
        priority_at: moment(order.priority_at),
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
        combo_code: Set(line.combo.as_ref().map(|combo| combo.code.clone())),
        combo_group: Set(line.combo.as_ref().map(|combo| combo.group)),
        list_price: Set(Some(line.list_price.0)),
        station_id: Set(line.station_id),
        bumped_at: Set(line.bumped_at.map(|at| at.0)),
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
        tendered: Set(payment.tendered.map(|given| given.0)),
        shift_id: Set(payment.shift_id),
        client_id: Set(None),
        created_by: Set((user_id != 0).then_some(user_id)),
        created_at: Set(payment.at.0),
    }
}
