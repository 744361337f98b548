//! The first door: minting, opening, sessions, signing out.

mod doors;
mod hosts;
mod lives;
mod mint;
mod open;
mod races;
mod ready;
mod revoked;
mod sessions;
mod strangers;
mod suspended;
mod tokens;
mod trail;
