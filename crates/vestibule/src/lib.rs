//! The one program: commands, configuration, wiring, demo. A library only so that its tests can
//! put the same rooms together.

pub mod cli;
mod commands;
pub mod config;
pub mod demo;
mod housekeeping;
mod logs;
mod secret;
pub mod wiring;

pub use commands::run;
