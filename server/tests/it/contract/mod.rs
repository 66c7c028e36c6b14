//! The contract that existing clients speak, over HTTP and WebSocket, on both databases.

mod access;
mod audit;
mod bad_input;
mod commands;
mod flow;
mod security;
mod sockets;
mod users;
