//! What the shop can do, on both databases.

mod attempts_redis;
mod audit;
mod counter;
mod house;
mod hub_redis;
mod identity;
mod kitchen;
mod live;
mod numbers;
mod orders;
mod past;
mod report;
mod retries;
mod schema;
mod stock;
mod writer;
