//! The contract that existing clients speak, over HTTP and WebSocket, on both databases.

mod access;
mod analytics;
mod bad_input;
mod flow;
mod sockets;
