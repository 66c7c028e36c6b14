//! Row ids are reserved before the decisions: from the sequence on PostgreSQL, inside the transaction on SQLite.

use std::collections::VecDeque;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement};

use crate::write::{Ids, Needs};

/// Reserves what the commands may add.
pub(super) async fn reserve(tx: &DatabaseTransaction, needs: &Needs) -> Result<Ids, DbErr> {
    Ok(Ids {
        orders: of_table(tx, "orders", needs.new_orders).await?,
        order_lines: of_table(tx, "order_lines", needs.new_order_lines).await?,
        menu_items: of_table(tx, "menu_items", needs.new_items).await?,
        categories: of_table(tx, "menu_categories", needs.new_categories).await?,
        ingredients: of_table(tx, "ingredients", needs.new_ingredients).await?,
        users: of_table(tx, "users", needs.new_users).await?,
    })
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
    let count = i64::try_from(count).unwrap_or(i64::MAX - last);
    Ok((last + 1..=last + count).collect())
}
