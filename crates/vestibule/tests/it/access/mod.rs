//! The first door: minting, opening, sessions, signing out.

mod mint;
mod open;
mod races;
mod ready;
mod sessions;
mod strangers;
mod tokens;
