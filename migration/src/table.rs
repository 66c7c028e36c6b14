//! What the steps share: a table with its indexes, and the checks that many columns have.

use sea_orm_migration::{
    prelude::{
        ColumnDef, ConditionalStatement, DbErr, Expr, ExprTrait, ForeignKey, Index, IndexCreateStatement,
        SchemaManager, Table, TableCreateStatement,
    },
    schema::{big_integer, big_pk_auto},
};

/// A table to be made. Its indexes are named after their columns, so that no two steps can disagree on a name.
pub struct NewTable {
    name: &'static str,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

impl NewTable {
    /// A table without any column yet.
    pub fn bare(name: &'static str) -> Self {
        Self { name, table: Table::create().table(name).take(), indexes: Vec::new() }
    }

    /// A table with the two columns most have: its own id and the store it belongs to.
    pub fn of_store(name: &'static str) -> Self {
        Self::bare(name).col(big_pk_auto("id")).store()
    }

    /// The store that the rows belong to.
    pub fn store(self) -> Self {
        self.col(big_integer("store_id")).references("store_id", "stores")
    }

    pub fn col(mut self, column: ColumnDef) -> Self {
        self.table.col(column);
        self
    }

    /// A primary key of several columns.
    pub fn key(mut self, columns: &[&'static str]) -> Self {
        let mut index = Index::create();
        for column in columns {
            index.col(*column);
        }
        self.table.primary_key(&mut index);
        self
    }

    /// A foreign key without cascade: what is referred to stays.
    pub fn references(mut self, column: &'static str, table: &'static str) -> Self {
        self.table.foreign_key(ForeignKey::create().from(self.name, column).to(table, "id"));
        self
    }

    /// What must hold between the columns of a row.
    pub fn check(mut self, condition: Expr) -> Self {
        self.table.check(condition);
        self
    }

    pub fn index(self, columns: &[&'static str]) -> Self {
        self.add(columns, "idx", |_| {})
    }

    pub fn unique(self, columns: &[&'static str]) -> Self {
        self.add(columns, "key", |index| {
            index.unique();
        })
    }

    /// Unique among the rows for which the condition holds.
    pub fn unique_where(self, columns: &[&'static str], condition: Expr) -> Self {
        self.add(columns, "key", |index| {
            index.unique().and_where(condition);
        })
    }

    fn add(
        mut self,
        columns: &[&'static str],
        suffix: &str,
        more: impl FnOnce(&mut IndexCreateStatement),
    ) -> Self {
        let mut index = Index::create();
        index.name(format!("{}_{}_{suffix}", self.name, columns.join("_"))).table(self.name);
        for column in columns {
            index.col(*column);
        }
        more(&mut index);
        self.indexes.push(index);
        self
    }

    /// Makes the table, then its indexes.
    pub async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.table).await?;
        for index in self.indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Drops tables in the order given: those that refer to others come first.
pub async fn drop_all(manager: &SchemaManager<'_>, names: &[&'static str]) -> Result<(), DbErr> {
    for name in names {
        manager.drop_table(Table::drop().table(*name).take()).await?;
    }
    Ok(())
}

/// Adds columns to a table that is there; one statement each, since SQLite takes no more.
pub async fn add_columns(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: Vec<ColumnDef>,
) -> Result<(), DbErr> {
    for column in columns {
        manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
    }
    Ok(())
}

/// Takes columns off a table again.
pub async fn drop_columns(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    for column in columns {
        manager.alter_table(Table::alter().table(table).drop_column(*column).take()).await?;
    }
    Ok(())
}

/// A word out of a list.
pub fn one_of(mut column: ColumnDef, words: &[&'static str]) -> ColumnDef {
    let allowed = Expr::col(column.get_column_name()).is_in(words.iter().copied());
    column.check(allowed).take()
}

/// Zero or more.
pub fn not_negative(mut column: ColumnDef) -> ColumnDef {
    let allowed = Expr::col(column.get_column_name()).gte(0);
    column.check(allowed).take()
}

/// More than zero.
pub fn positive(mut column: ColumnDef) -> ColumnDef {
    let allowed = Expr::col(column.get_column_name()).gt(0);
    column.check(allowed).take()
}

/// A whole number within bounds, both included.
pub fn between(mut column: ColumnDef, least: i32, most: i32) -> ColumnDef {
    let allowed = Expr::col(column.get_column_name()).between(least, most);
    column.check(allowed).take()
}

/// A value for the rows that do not name one.
pub fn or(mut column: ColumnDef, value: i32) -> ColumnDef {
    column.default(value).take()
}
