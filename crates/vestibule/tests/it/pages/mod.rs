//! What customers see, through the portal's router.

mod contracts;
mod prices;
mod usage;
