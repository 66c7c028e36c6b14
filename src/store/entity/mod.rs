//! The tables as sea-orm sees them: one file a table, each a plain row.
//!
//! Numbers are as they are on disk: money in hundredths, quantities in thousandths, unit costs in millionths, moments
//! in microseconds since 1970-01-01 UTC. The repositories turn them into the shop's own types. No relation is
//! declared: reads are set-based, and the database holds the foreign keys.

pub mod approvals;
pub mod audit_logs;
pub mod cash_moves;
pub mod combo_drinks;
pub mod combo_rules;
pub mod combo_sides;
pub mod daily_item_sales;
pub mod devices;
pub mod displays;
pub mod events;
pub mod idempotency_keys;
pub mod ingredients;
pub mod item_modifier_groups;
pub mod menu_categories;
pub mod menu_items;
pub mod modifier_groups;
pub mod modifiers;
pub mod order_line_modifiers;
pub mod order_line_usage;
pub mod order_lines;
pub mod orders;
pub mod payments;
pub mod print_jobs;
pub mod printers;
pub mod recipe_lines;
pub mod refunds;
pub mod sessions;
pub mod settings;
pub mod shifts;
pub mod stations;
pub mod stock_count_lines;
pub mod stock_counts;
pub mod stock_movements;
pub mod stores;
pub mod users;
