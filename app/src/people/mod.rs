//! The people at the counter: their faces, their PINs.

pub mod api;
mod faces;
mod prove;

pub use faces::{Faces, initial};
pub use prove::Prove;
