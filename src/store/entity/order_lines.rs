//! The lines of an order, with name, price and cost of the moment of sale.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "order_lines")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub store_id: i64,
    pub order_id: i64,
    pub position: i32,
    pub menu_item_id: i64,
    pub menu_item_name: String,
    pub menu_item_name_en: Option<String>,
    /// Whole units, unlike the quantities of stock.
    pub quantity: i32,
    pub unit_price: i64,
    /// Exact, where `unit_price` is a rounded share of it.
    pub line_total: i64,
    /// What the recipe cost at the sale, in millionths.
    pub cost: i64,
    pub note: Option<String>,
    pub combo_code: Option<String>,
    /// Lines of one bundle share it within their order.
    pub combo_group: Option<i32>,
    /// What one would have cost outside of a bundle.
    pub list_price: Option<i64>,
    /// The station that makes it, as it was routed at the sale.
    pub station_id: Option<i64>,
    /// When the kitchen had made it.
    pub bumped_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
