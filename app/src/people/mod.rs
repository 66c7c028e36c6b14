//! The people at the counter: their faces, their PINs.

pub mod api;
mod faces;
mod lock;
mod prove;

pub use faces::{Faces, initial};
pub use lock::{Lock, LockCover, SwitchButton};
pub use prove::Prove;
