//! What customers see, through the portal's router.

mod contracts;
mod prices;
mod readings;
mod usage;
