//! The one integration binary: services against real databases, the contract over HTTP.

// A page is one deep view type.
#![recursion_limit = "512"]
#![allow(clippy::unwrap_used, reason = "a test that unwraps an error has failed")]

mod contract;
mod services;
mod support;
