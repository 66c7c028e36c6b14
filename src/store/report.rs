//! Sums over what was sold, paid and made, by the orders' business day; what they mean is the rules' business.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, ExprTrait, QueryResult,
    sea_query::{Expr, Query, SelectStatement},
};

use super::{
    STORE, Store,
    entity::{daily_item_sales as sales, menu_items, order_lines, orders, payments},
    ingredients,
};
use crate::{
    Money, Outcome, UnitCost,
    clock::{BusinessDay, SECOND},
    order::{OrderStatus, PaymentKind, PaymentMethod, PaymentStatus},
    report::{
        DayCount, DayTaking, Flow, ItemPreps, MethodTaking, OrderCount, Preps, QUARTER, Range, SoldItem,
        Taking, rollup::Sales,
    },
    stock::Ingredient,
};

/// When the kitchen got an order; none is noted where that was when it was taken.
const SENT: &str = r#"COALESCE("orders"."sent_at", "orders"."created_at")"#;

/// What the overview is put together from.
pub(crate) type AtAGlance = (Vec<DayTaking>, Vec<DayCount>, Vec<SoldItem>, Vec<Ingredient>);

impl Store {
    /// What the overview is put together from, at one point in time.
    pub(crate) async fn at_a_glance(&self, range: &Range) -> Outcome<AtAGlance> {
        let tx = self.snapshot().await?;
        let takings = by_day(of_payments(range));
        let takings = read(&tx, takings, |row| Ok(DayTaking { flow: flow(row)?, day: day(row, 2)? })).await?;
        let counts = by_day(of_paid_orders(range));
        let counts =
            read(&tx, counts, |row| Ok(DayCount { orders: integer(row, 0)?, day: day(row, 1)? })).await?;
        let sold = sold(&tx, range).await?;
        let stock = ingredients::all(&tx).await?;
        tx.commit().await?;
        Ok((takings, counts, sold, stock))
    }

    /// When the orders came: the money for them, and how many are paid, by quarters of an hour.
    pub(crate) async fn by_quarter(&self, range: &Range) -> Outcome<(Vec<Taking>, Vec<OrderCount>)> {
        let tx = self.snapshot().await?;
        let taken = || quarter(r#""orders"."created_at""#);
        let takings = grouped(by_day(of_payments(range)), taken());
        let takings = read(&tx, takings, |row| {
            Ok(Taking { flow: flow(row)?, day: day(row, 2)?, quarter: integer(row, 3)? })
        })
        .await?;
        let counts = grouped(by_day(of_paid_orders(range)), taken());
        let counts = read(&tx, counts, |row| {
            Ok(OrderCount { orders: integer(row, 0)?, day: day(row, 1)?, quarter: integer(row, 2)? })
        })
        .await?;
        tx.commit().await?;
        Ok((takings, counts))
    }

    /// What was sold of each item.
    pub(crate) async fn sold_items(&self, range: &Range) -> Outcome<Vec<SoldItem>> {
        let tx = self.snapshot().await?;
        let sold = sold(&tx, range).await?;
        tx.commit().await?;
        Ok(sold)
    }

    /// The money by method.
    pub(crate) async fn by_method(&self, range: &Range) -> Outcome<Vec<MethodTaking>> {
        let tx = self.snapshot().await?;
        let method = Expr::col((payments::Entity, payments::Column::Method));
        let mut query = grouped(of_payments(range), method);
        query.expr(Expr::col((payments::Entity, payments::Column::Id)).count());
        let takings = read(&tx, query, |row| {
            let method: String = row.try_get_by_index(2)?;
            let method = word(PaymentMethod::from_word(&method), "method")?;
            Ok(MethodTaking { method, flow: flow(row)?, count: integer(row, 3)? })
        })
        .await?;
        tx.commit().await?;
        Ok(takings)
    }

    /// How long the kitchen took: all orders, and the orders with each item.
    pub(crate) async fn preps(&self, range: &Range) -> Outcome<(Vec<Preps>, Vec<ItemPreps>)> {
        let tx = self.snapshot().await?;
        let mut query = ready_orders(range);
        query.expr(Expr::col((orders::Entity, orders::Column::Id)).count());
        let preps = read(&tx, grouped(query, quarter(SENT)), |row| {
            Ok(Preps { seconds: integer(row, 0)?, orders: integer(row, 1)?, quarter: integer(row, 2)? })
        })
        .await?;
        let mut query = ready_orders(range);
        query
            .expr(Expr::col((orders::Entity, orders::Column::Id)).count_distinct())
            .inner_join(
                order_lines::Entity,
                Expr::col((order_lines::Entity, order_lines::Column::OrderId))
                    .equals((orders::Entity, orders::Column::Id)),
            )
            .inner_join(
                menu_items::Entity,
                Expr::col((menu_items::Entity, menu_items::Column::Id))
                    .equals((order_lines::Entity, order_lines::Column::MenuItemId)),
            );
        let items = read(&tx, by_item(query), |row| {
            Ok(ItemPreps {
                seconds: integer(row, 0)?,
                orders: integer(row, 1)?,
                menu_item_id: integer(row, 2)?,
                menu_item_name: row.try_get_by_index(3)?,
                menu_item_name_en: row.try_get_by_index(4)?,
            })
        })
        .await?;
        tx.commit().await?;
        Ok((preps, items))
    }
}

/// The orders of these days.
fn of_orders(range: &Range) -> SelectStatement {
    let day = Expr::col((orders::Entity, orders::Column::BusinessDay));
    Query::select()
        .from(orders::Entity)
        .and_where(Expr::col((orders::Entity, orders::Column::StoreId)).eq(STORE))
        .and_where(day.between(range.start.0.as_str(), range.end.0.as_str()))
        .to_owned()
}

/// How many of them are paid (column 0).
fn of_paid_orders(range: &Range) -> SelectStatement {
    let status = Expr::col((orders::Entity, orders::Column::PaymentStatus));
    of_orders(range)
        .expr(Expr::col((orders::Entity, orders::Column::Id)).count())
        .and_where(status.eq(PaymentStatus::Paid.as_str()))
        .to_owned()
}

/// The money for them, by its direction (columns 0 and 1).
fn of_payments(range: &Range) -> SelectStatement {
    let order = Expr::col((payments::Entity, payments::Column::OrderId));
    let kind = (payments::Entity, payments::Column::Kind);
    of_orders(range)
        .inner_join(payments::Entity, order.equals((orders::Entity, orders::Column::Id)))
        .column(kind)
        .expr(sum(Expr::col((payments::Entity, payments::Column::Amount))))
        .group_by_col(kind)
        .to_owned()
}

/// Those that became ready, by the seconds that it took (column 0).
fn ready_orders(range: &Range) -> SelectStatement {
    let status = Expr::col((orders::Entity, orders::Column::Status));
    let query = of_orders(range)
        .and_where(Expr::col((orders::Entity, orders::Column::ReadyAt)).is_not_null())
        .and_where(status.ne(OrderStatus::Cancelled.as_str()))
        .to_owned();
    grouped(query, Expr::cust(format!(r#"("orders"."ready_at" - {SENT}) / {SECOND}"#)))
}

/// One more column, by which the rows are gathered.
fn grouped(mut query: SelectStatement, by: Expr) -> SelectStatement {
    query.expr(by.clone()).add_group_by([by]).to_owned()
}

fn by_day(query: SelectStatement) -> SelectStatement {
    grouped(query, Expr::col((orders::Entity, orders::Column::BusinessDay)))
}

fn by_item(query: SelectStatement) -> SelectStatement {
    use menu_items::Column::{Id, Name, NameEn};
    [Id, Name, NameEn]
        .into_iter()
        .fold(query, |query, column| grouped(query, Expr::col((menu_items::Entity, column))))
}

/// The quarter of an hour in which a moment lies. Written out, since what is selected and what it is grouped by must
/// be the same text.
fn quarter(moment: &str) -> Expr {
    Expr::cust(format!("{moment} / {}", QUARTER * SECOND))
}

/// A sum as a whole number: PostgreSQL's would be a NUMERIC.
fn sum(of: Expr) -> Expr {
    of.sum().cast_as("BIGINT")
}

/// What was sold of each item; an item of which everything was undone is left out.
async fn sold(tx: &DatabaseTransaction, range: &Range) -> Result<Vec<SoldItem>, DbErr> {
    use sales::Column::{BusinessDay, Cost, MenuItemId, Quantity, Revenue, StoreId};
    let column = |column| Expr::col((sales::Entity, column));
    let query = Query::select()
        .from(sales::Entity)
        .inner_join(
            menu_items::Entity,
            Expr::col((menu_items::Entity, menu_items::Column::Id)).equals((sales::Entity, MenuItemId)),
        )
        .exprs([Quantity, Revenue, Cost].map(|one| sum(column(one))))
        .and_where(column(StoreId).eq(STORE))
        .and_where(column(BusinessDay).between(range.start.0.as_str(), range.end.0.as_str()))
        .to_owned();
    let sold = read(tx, by_item(query), |row| {
        Ok(SoldItem {
            sales: Sales {
                quantity: integer(row, 0)?,
                revenue: Money(integer(row, 1)?),
                cost: UnitCost(integer(row, 2)?),
            },
            menu_item_id: integer(row, 3)?,
            menu_item_name: row.try_get_by_index(4)?,
            menu_item_name_en: row.try_get_by_index(5)?,
        })
    })
    .await?;
    Ok(sold.into_iter().filter(|item| item.sales != Sales::default()).collect())
}

async fn read<T>(
    tx: &DatabaseTransaction,
    query: SelectStatement,
    one: impl Fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, DbErr> {
    tx.query_all(&query).await?.iter().map(one).collect()
}

fn integer(row: &QueryResult, index: usize) -> Result<i64, DbErr> {
    row.try_get_by_index(index)
}

fn day(row: &QueryResult, index: usize) -> Result<BusinessDay, DbErr> {
    row.try_get_by_index(index).map(BusinessDay)
}

fn flow(row: &QueryResult) -> Result<Flow, DbErr> {
    let kind: String = row.try_get_by_index(0)?;
    Ok(Flow { kind: word(PaymentKind::from_word(&kind), "kind")?, amount: Money(integer(row, 1)?) })
}

fn word<T>(value: Option<T>, column: &str) -> Result<T, DbErr> {
    value.ok_or_else(|| DbErr::Custom(format!("an unknown word in payments.{column}")))
}
