//! What the kitchen reads: what is on its wall, what can be recalled, how fast it is.

use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::{
    STORE, Store,
    entity::{order_lines, orders},
    ingredients, log,
    orders::{is_live, whole},
};
use crate::{
    Moment, Outcome,
    clock::BusinessDay,
    kitchen::{Component, Made, NOTICE_SECONDS},
    order::{Order, OrderStatus},
    stock::LowStock,
};

/// When an order was sent, taken, is wanted and was made, as it is read.
type MadeRow = (Option<i64>, i64, Option<i64>, Option<i64>);

impl Store {
    /// What is unfinished, what the kitchen has not acknowledged, what runs low, and the position that they agree with.
    pub(crate) async fn unfinished(&self) -> Outcome<(i64, Vec<Order>, Vec<LowStock>)> {
        let tx = self.snapshot().await?;
        let mut rows = orders::Entity::find()
            .filter(orders::Column::StoreId.eq(STORE))
            .filter(is_live())
            .filter(orders::Column::Held.eq(false))
            .order_by_asc(orders::Column::Id)
            .all(&tx)
            .await?;
        // Older ones are over (`Ticket::is_over`).
        let since = self.now().plus_seconds(-NOTICE_SECONDS);
        let called_off = orders::Entity::find()
            .filter(orders::Column::StoreId.eq(STORE))
            .filter(orders::Column::KitchenNotice.is_not_null())
            .filter(orders::Column::Status.eq(OrderStatus::Cancelled.as_str()))
            .filter(orders::Column::CancelledAt.gt(since.0))
            .all(&tx)
            .await?;
        rows.extend(called_off);
        let found = (log::head(&tx).await?, whole(&tx, rows, true).await?, ingredients::low(&tx).await?);
        tx.commit().await?;
        Ok(found)
    }

    /// What was taken on a day and collected since a moment, newest first.
    pub(crate) async fn collected(
        &self,
        day: &BusinessDay,
        since: Moment,
        limit: u64,
    ) -> Outcome<Vec<Order>> {
        let rows = orders::Entity::find()
            .filter(orders::Column::StoreId.eq(STORE))
            .filter(orders::Column::BusinessDay.eq(&day.0))
            .filter(orders::Column::CompletedAt.gte(since.0))
            .filter(orders::Column::Status.eq(OrderStatus::Completed.as_str()))
            .order_by_desc(orders::Column::CompletedAt)
            .order_by_desc(orders::Column::Id)
            .limit(limit)
            .all(self.readers())
            .await?;
        Ok(whole(self.readers(), rows, false).await?)
    }

    /// What was made on a day: whole orders, or a station's part of them.
    pub(crate) async fn made(&self, day: &BusinessDay, station: Option<i64>) -> Outcome<Vec<Made>> {
        let mut query = orders::Entity::find()
            .select_only()
            .column(orders::Column::SentAt)
            .column(orders::Column::CreatedAt)
            .column(orders::Column::DueAt)
            .filter(orders::Column::StoreId.eq(STORE))
            .filter(orders::Column::BusinessDay.eq(&day.0))
            .filter(orders::Column::Status.ne(OrderStatus::Cancelled.as_str()));
        query = match station {
            None => query.column(orders::Column::ReadyAt).filter(orders::Column::ReadyAt.is_not_null()),
            Some(station) => {
                let bumped = (order_lines::Entity, order_lines::Column::BumpedAt);
                query
                    .column_as(Expr::col(bumped).max(), "made_at")
                    .join(
                        sea_orm::JoinType::InnerJoin,
                        orders::Entity::belongs_to(order_lines::Entity)
                            .from(orders::Column::Id)
                            .to(order_lines::Column::OrderId)
                            .into(),
                    )
                    .filter(order_lines::Column::StationId.eq(station))
                    .group_by(orders::Column::Id)
                    .group_by(orders::Column::SentAt)
                    .group_by(orders::Column::CreatedAt)
                    .group_by(orders::Column::DueAt)
                    // All of its part is made, not some of it.
                    .having(
                        Expr::col(bumped).count().eq(Expr::col((
                            order_lines::Entity,
                            order_lines::Column::Id,
                        ))
                        .count()),
                    )
            }
        };
        let rows: Vec<MadeRow> = query.into_tuple().all(self.readers()).await?;
        let made = |(sent, created, due, made): MadeRow| {
            Some(Made {
                sent_at: Moment(sent.unwrap_or(created)),
                due_at: due.map(Moment),
                made_at: Moment(made?),
            })
        };
        Ok(rows.into_iter().filter_map(made).collect())
    }

    /// What recipes are made of, by row id.
    pub(crate) async fn components(&self) -> Outcome<Vec<Component>> {
        let all = ingredients::all(self.readers()).await?;
        Ok(all.into_iter().map(|i| Component { id: i.id, name: i.name, unit: i.unit }).collect())
    }
}
