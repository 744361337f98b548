//! `vestibule migrate`.

use crate::config::Config;
use crate::wiring;
use std::process::ExitCode;

/// Brings the schema up to date; every other command does so too when it opens the database.
///
/// # Errors
/// When the database cannot be opened or a migration fails; what failed was undone.
pub fn run(config: &Config) -> anyhow::Result<ExitCode> {
    wiring::ctx(config)?;
    eprintln!("The database is up to date.");
    Ok(ExitCode::SUCCESS)
}
