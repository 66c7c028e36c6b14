//! What the shop can do, on both databases.

mod audit;
mod house;
mod identity;
mod live;
mod numbers;
mod orders;
mod report;
mod retries;
mod schema;
mod stock;
mod writer;
