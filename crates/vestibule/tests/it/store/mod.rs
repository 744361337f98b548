//! The database underneath: statements, units of work, migrations.

mod migrations;
mod units;
