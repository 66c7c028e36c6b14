//! The kitchen's board as a pure reducer: a snapshot and every event after it give the next snapshot.

mod age;
mod allergy;
mod board;
mod command;
pub mod counts;
mod notice;
mod pace;
pub mod shown;
mod ticket;

pub use age::{Age, age, arrived, begins_at, limit_of, waits};
pub use allergy::is_about_allergy;
pub use board::Board;
pub use command::{KitchenCommand, MOST_RECALLED, RECALL_MINUTES};
pub use counts::Component;
pub use notice::{NOTICE_SECONDS, Notice};
pub use pace::{Made, Pace};
pub use ticket::{Part, Ticket};
