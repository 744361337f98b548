//! What can be typed.

use crate::commands::{audit, client, import, link, org, sessions, token};
use crate::config::Flags;
use crate::demo::DemoArgs;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// The customer portal that a company runs itself.
#[derive(Debug, Parser)]
#[command(name = "vestibule", version, propagate_version = true)]
pub struct Cli {
    /// Where things are.
    #[command(flatten)]
    pub places: Places,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command; each wins over the environment and the file.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Places {
    /// Configuration file [default: vestibule.toml, if there is one]
    #[arg(long, global = true, env = "VESTIBULE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Every setting.
    #[command(flatten)]
    pub settings: Flags,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the portals and the API
    Serve,
    /// Start everything with two made-up companies, to look at and to test against
    Demo(DemoArgs),
    /// Bring records in: portals, plans, customers, subscriptions, invoices with their documents
    Import(import::ImportArgs),
    /// Organizations
    #[command(subcommand)]
    Org(org::OrgCommand),
    /// API clients
    #[command(subcommand)]
    Client(client::ClientCommand),
    /// Organization access tokens
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Hand-off links
    #[command(subcommand)]
    Link(link::LinkCommand),
    /// Where a customer is signed in
    #[command(subcommand)]
    Sessions(sessions::SessionsCommand),
    /// The audit trail: who did what to whom, when, from where, with which result
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Bring the database's schema up to date and stop
    Migrate,
    /// Check the installation and say what to mend
    Doctor,
    /// Write the generated reference pages
    #[command(hide = true)]
    Reference {
        /// Folder to write into
        folder: PathBuf,
    },
}
