//! The `vestibule` command.

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    match vestibule::run(vestibule::cli::Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("vestibule: {error:#}");
            ExitCode::FAILURE
        }
    }
}
