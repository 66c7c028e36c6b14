//! The contract that existing clients speak, over HTTP and WebSocket, on both databases.

mod access;
mod analytics;
mod audit;
mod bad_input;
mod choices;
mod combos;
mod commands;
mod counts;
mod document;
mod drawer;
mod flow;
mod inventory;
mod last_portion;
mod menu;
mod menu_file;
mod replays;
mod security;
mod settings;
mod shift;
mod sockets;
mod users;
