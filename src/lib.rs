//! Sunnyside: the shop itself.
//!
//! The modules here are the rules: pure decisions over plain data, with no I/O, no clock and no database, compiled
//! for the server and for the browser alike. `store` and `service` (feature `ssr`) are what the server adds.

// A test that unwraps fails where it should.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod account;
pub mod approval;
pub mod audit;
pub mod clock;
pub mod decimal;
pub mod desk;
pub mod device;
pub mod event;
pub mod identity;
pub mod kitchen;
pub mod menu;
pub mod money;
pub mod order;
pub mod pickup;
pub mod printing;
pub mod quantity;
pub mod receipt;
pub mod refusal;
pub mod report;
pub mod settings;
pub mod shift;
pub mod stock;
mod words;
pub mod write;

#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub mod store;

pub use clock::Moment;
pub use money::{Money, Percent};
pub use quantity::{Quantity, UnitCost};
pub use refusal::{Outcome, Refusal};
