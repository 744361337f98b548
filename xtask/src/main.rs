//! What a contributor runs: `cargo xtask <command>`.
//!
//! One file per command lives here. Nothing that ships to an operator ever does.
#![expect(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod arrows;
mod bench;
mod packages;
mod postgres;
mod reference;
mod shell;
mod steps;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::postgres::Durability;

/// Tasks of the Vestibule workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install or find what the tests need, then run every check and every test.
    Test {
        /// Leave out PostgreSQL, the browser, the API documentation and the doc tests.
        #[arg(long)]
        quick: bool,
    },
    /// Format every crate.
    Fmt,
    /// Check which crate may import which, and what may be named where.
    Arrows,
    /// Write the generated pages of docs/reference.
    Reference {
        /// Change nothing; fail and list the files that are out of date.
        #[arg(long)]
        check: bool,
    },
    /// Run a command with VESTIBULE_TEST_POSTGRES set to a temporary PostgreSQL.
    Postgres {
        /// Keep every commit on disk before it is acknowledged, as in production.
        #[arg(long)]
        durable: bool,
        /// The command and its arguments.
        #[arg(last = true, required = true)]
        command: Vec<String>,
    },
    /// Build in release mode and measure, with a durable temporary PostgreSQL.
    Bench {
        /// Passed on to the benchmark; `cargo xtask bench -- --help` lists them.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Test { quick: true } => test::run(test::Extent::Quick),
        Task::Test { quick: false } => test::run(test::Extent::Full),
        Task::Fmt => shell::run(shell::cargo().args(["fmt", "--all"])),
        Task::Arrows => arrows::run(),
        Task::Reference { check: true } => reference::check(),
        Task::Reference { check: false } => reference::write(),
        Task::Postgres { durable, command } => {
            let durability = if durable { Durability::Durable } else { Durability::Fast };
            postgres::with_command(durability, &command)
        }
        Task::Bench { arguments } => bench::run(&arguments),
    }
}
