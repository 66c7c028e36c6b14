//! The orders' rows: what was sold, and the money for it.

use sea_orm::{
    ActiveValue::{NotSet, Set},
    DatabaseTransaction, DbErr,
    sea_query::OnConflict,
};

use super::{
    super::{
        STORE,
        entity::{order_line_usage, order_lines, orders, payments},
        writer::Decided,
    },
    insert,
};
use crate::{
    Moment,
    order::{Line, Order, Payment},
    write::State,
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
