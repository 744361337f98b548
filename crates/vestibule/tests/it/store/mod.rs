//! The database underneath: statements, units of work, migrations.

mod memory;
mod migrations;
mod plans;
mod schema;
mod units;
