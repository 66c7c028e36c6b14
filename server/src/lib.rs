//! The binary's inside: configuration, REST, WebSocket, sessions, pages. It translates; what the shop can do is in
//! `sunnyside::service`.

// A page is one deep view type, and its layout is computed here.
#![recursion_limit = "512"]
// A test that unwraps fails where it should.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod cli;
pub mod command;
pub mod config;
mod docs;
mod import;
mod layers;
pub mod log;
mod origin;
mod printers;
mod rest;
mod serve;
mod session;
mod site;
mod socket;
mod state;

use axum::{Router, middleware::from_fn_with_state};

pub use config::{Config, Vars};
pub use import::import_menu;
pub use rest::document;
pub use serve::{Running, migrate, open_store, run, seed, serve_on, start};
pub use state::App;

/// Everything that is served: the API, the sockets and the pages, with the layers around them.
pub fn router(app: App) -> Router {
    let routes = Router::new()
        .merge(rest::router(&app))
        .merge(docs::router())
        .merge(socket::router())
        .merge(site::router(&app))
        .layer(from_fn_with_state(app.clone(), session::identify));
    layers::around(&app, routes).with_state(app)
}
