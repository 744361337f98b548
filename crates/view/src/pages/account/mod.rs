//! Pages about the customer's own access.

mod sessions;

pub use sessions::{SessionRow, Sessions};
