//! The contract that existing clients speak, over HTTP and WebSocket, on both databases.

mod access;
mod bad_input;
mod counts;
mod drawer;
mod flow;
mod inventory;
mod settings;
mod shift;
mod sockets;
