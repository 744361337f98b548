//! One command a file. A command reads its arguments, calls use cases, and prints.

pub mod client;
mod customer;
mod doctor;
pub mod import;
pub mod link;
mod migrate;
pub mod org;
mod organization;
mod reference;
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
        Command::Serve { .. }
        | Command::Import(_)
        | Command::Org(_)
        | Command::Client(_)
        | Command::Token(_)
        | Command::Link(_)
        | Command::Sessions(_)
        | Command::Migrate
        | Command::Doctor => Config::load(&cli.places)?,
    };
    match cli.command {
        Command::Serve { listen } => {
            block_on(serve::run(Config { listen: listen.unwrap_or(config.listen.clone()), ..config }))
        }
        Command::Demo(args) => block_on(demo::run(config, args)),
        Command::Doctor => doctor::run(&config),
        Command::Migrate => migrate::run(&config),
        Command::Import(args) => {
            let _logs = logs::start(&config)?;
            let ctx = wiring::ctx(&config)?;
            block_on(import::run(&ctx, args))
        }
        Command::Org(command) => block_on(org::run(wiring::ctx(&config)?, command)),
        Command::Client(command) => block_on(client::run(wiring::ctx(&config)?, command)),
        Command::Token(command) => block_on(token::run(wiring::ctx(&config)?, command)),
        Command::Link(command) => block_on(link::run(wiring::ctx(&config)?, command)),
        Command::Sessions(command) => block_on(sessions::run(wiring::ctx(&config)?, command)),
        Command::Reference { folder } => reference::run(&folder),
    }
}

fn block_on(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
