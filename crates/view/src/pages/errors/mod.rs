//! Pages for what did not work. Each says what to do next.

mod closed;
mod no_portal;
mod not_found;
mod problem;
mod refused;
mod too_many;
mod unavailable;
mod unreadable;

pub use closed::Closed;
pub use no_portal::NoPortal;
pub use not_found::NotFound;
pub use problem::Problem;
pub use refused::Refused;
pub use too_many::TooMany;
pub use unavailable::Unavailable;
pub use unreadable::Unreadable;
