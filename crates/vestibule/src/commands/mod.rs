//! One command a file. A command reads its arguments, calls use cases, and prints.

pub mod audit;
pub mod client;
mod customer;
mod doctor;
pub mod import;
pub mod link;
mod migrate;
pub mod org;
mod organization;
mod reference;
mod revocation;
pub mod serve;
pub mod sessions;
pub mod token;

use crate::cli::{Cli, Command};
use crate::config::Config;
use crate::{demo, logs, wiring};
use std::future::Future;
use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// What the command could not do, in words for its user.
pub fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let config = match &cli.command {
        Command::Demo(args) => demo::config(&cli.places, args)?,
        Command::Reference { folder } => return reference::run(folder),
        Command::Serve
        | Command::Import(_)
        | Command::Org(_)
        | Command::Client(_)
        | Command::Token(_)
        | Command::Link(_)
        | Command::Sessions(_)
        | Command::Audit(_)
        | Command::Migrate
        | Command::Doctor => Config::load(&cli.places)?,
    };
    match cli.command {
        Command::Serve => block_on(serve::run(config)),
        Command::Demo(args) => block_on(demo::run(config, args)),
        Command::Doctor => doctor::run(&config),
        Command::Migrate => migrate::run(&config),
        Command::Import(args) => {
            let _logs = logs::start(&config)?;
            let ctx = wiring::existing(&config)?;
            block_on(import::run(&ctx, args))
        }
        Command::Org(command) => {
            let ctx = if command.founds() { wiring::ctx(&config)? } else { wiring::existing(&config)? };
            block_on(org::run(ctx, command))
        }
        Command::Client(command) => block_on(client::run(wiring::existing(&config)?, command)),
        Command::Token(command) => block_on(token::run(wiring::existing(&config)?, command)),
        Command::Link(command) => block_on(link::run(wiring::existing(&config)?, command)),
        Command::Sessions(command) => block_on(sessions::run(wiring::existing(&config)?, command)),
        Command::Audit(command) => block_on(audit::run(wiring::existing(&config)?, command)),
        Command::Reference { folder } => reference::run(&folder),
    }
}

fn block_on(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
