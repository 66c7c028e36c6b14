//! The schema, step by step, up and down on SQLite and PostgreSQL.
//!
//! Money is kept in hundredths, quantities in thousandths, unit costs in millionths and moments in microseconds since
//! 1970-01-01 UTC, all as BIGINT: a DECIMAL is a floating-point number on SQLite, and both databases must agree.

mod m20261123_000001_stores_and_people;
mod m20261123_000002_menu;
mod m20261123_000003_stock;
mod m20261123_000004_orders;
mod m20261123_000005_log;
mod m20261124_000006_removed_choices;
mod m20261124_000007_bundles_and_discounts;
mod m20261124_000008_office;
mod m20261124_000010_rollup;
mod m20261124_000011_live_orders_by_day;
mod m20261125_000013_tendered;
mod m20261125_000014_displays;
mod m20261125_000015_approvals;
mod m20261125_000016_printers;
mod m20261126_000017_routes;
mod m20261126_000018_kitchen;
mod table;

pub use sea_orm_migration::{MigrationName, MigrationStatus, MigrationTrait, MigratorTrait, SchemaManager};

/// Every step, oldest first.
pub struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_stores_and_people::Migration),
            Box::new(m20261123_000002_menu::Migration),
            Box::new(m20261123_000003_stock::Migration),
            Box::new(m20261123_000004_orders::Migration),
            Box::new(m20261123_000005_log::Migration),
            Box::new(m20261124_000006_removed_choices::Migration),
            Box::new(m20261124_000007_bundles_and_discounts::Migration),
            Box::new(m20261124_000008_office::Migration),
            Box::new(m20261124_000010_rollup::Migration),
            Box::new(m20261124_000011_live_orders_by_day::Migration),
            Box::new(m20261125_000013_tendered::Migration),
            Box::new(m20261125_000014_displays::Migration),
            Box::new(m20261125_000015_approvals::Migration),
            Box::new(m20261125_000016_printers::Migration),
            Box::new(m20261126_000017_routes::Migration),
            Box::new(m20261126_000018_kitchen::Migration),
        ]
    }
}
