//! Row ids are reserved before the decisions: from the sequence on PostgreSQL, inside the transaction on SQLite.

use std::collections::VecDeque;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};

use crate::write::{Ids, Needs};

/// The ids that follow those in the tables, where the writer knows them: on SQLite nobody else gives any out while
/// the head row stands still.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Next {
    orders: Option<i64>,
    order_lines: Option<i64>,
}

impl Next {
    /// What follows once `used` is what became of `reserved`.
    pub(super) fn after(self, reserved: &Ids, used: &Ids) -> Self {
        let next = |reserved: &VecDeque<i64>, used: &VecDeque<i64>, known| {
            used.front().copied().or(reserved.back().map(|last| last + 1)).or(known)
        };
        Self {
            orders: next(&reserved.orders, &used.orders, self.orders),
            order_lines: next(&reserved.order_lines, &used.order_lines, self.order_lines),
        }
    }
}

/// Reserves what the commands may add, and so many order lines more.
pub(super) async fn reserve(
    tx: &DatabaseTransaction,
    needs: &Needs,
    more_lines: usize,
    next: Next,
) -> Result<Ids, DbErr> {
    Ok(Ids {
        orders: following(tx, "orders", needs.new_orders, next.orders).await?,
        order_lines: following(tx, "order_lines", needs.new_order_lines + more_lines, next.order_lines)
            .await?,
        menu_items: of_table(tx, "menu_items", needs.new_items).await?,
        categories: of_table(tx, "menu_categories", needs.new_categories).await?,
        stations: of_table(tx, "stations", needs.new_stations).await?,
        groups: of_table(tx, "modifier_groups", needs.new_groups).await?,
        modifiers: of_table(tx, "modifiers", needs.new_modifiers).await?,
        combos: of_table(tx, "combo_rules", needs.new_combos).await?,
        ingredients: of_table(tx, "ingredients", needs.new_ingredients).await?,
        movements: of_table(tx, "stock_movements", needs.new_movements).await?,
        counts: of_table(tx, "stock_counts", needs.new_counts).await?,
        shifts: of_table(tx, "shifts", needs.new_shifts).await?,
        cash_moves: of_table(tx, "cash_moves", needs.new_cash_moves).await?,
        users: of_table(tx, "users", needs.new_users).await?,
    })
}

async fn following(
    tx: &DatabaseTransaction,
    table: &str,
    count: usize,
    next: Option<i64>,
) -> Result<VecDeque<i64>, DbErr> {
    match next {
        Some(next) if tx.get_database_backend() == DbBackend::Sqlite => Ok(from(next, count)),
        _ => of_table(tx, table, count).await,
    }
}

/// So many ids from this one on.
fn from(next: i64, count: usize) -> VecDeque<i64> {
    (next..).take(count).collect()
}

async fn of_table(tx: &DatabaseTransaction, table: &str, count: usize) -> Result<VecDeque<i64>, DbErr> {
    if count == 0 {
        return Ok(VecDeque::new());
    }
    let backend = tx.get_database_backend();
    if backend == DbBackend::Postgres {
        let sql = format!("SELECT nextval('{table}_id_seq') AS id FROM generate_series(1, {count})");
        let rows = tx.query_all_raw(Statement::from_string(backend, sql)).await?;
        return rows.iter().map(|row| row.try_get("", "id")).collect();
    }
    let sql = format!("SELECT seq FROM sqlite_sequence WHERE name = '{table}'");
    let row = tx.query_one_raw(Statement::from_string(backend, sql)).await?;
    let last: i64 = row.map(|row| row.try_get("", "seq")).transpose()?.unwrap_or(0);
    Ok(from(last + 1, count))
}
