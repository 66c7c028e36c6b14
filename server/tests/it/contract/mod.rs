//! The contract that existing clients speak, over HTTP and WebSocket, on both databases.

mod access;
mod bad_input;
mod choices;
mod combos;
mod flow;
mod menu;
mod menu_file;
mod sockets;
