//! The only place that speaks SQL: connections, units of work, migrations, and one file per table.
//! A function here fetches or writes; it decides nothing.

mod db;
mod driver;
mod group;
mod list;
mod memory;
mod migrate;
mod pack;
mod statement;
pub mod tables;
#[cfg(feature = "testing")]
pub mod testing;
mod unit;
mod value;

pub use db::{Db, Options};
pub use migrate::{Dialect, Schema, rendered_migrations};
pub use statement::Statement;
pub use unit::{Question, Read, Tx};
