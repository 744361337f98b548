//! `vestibule token …`.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::organization::named_or_only;
use clap::Subcommand;
use std::process::ExitCode;
use std::time::Duration;
use vestibule_app::Ctx;
use vestibule_app::clients::{Scopes, create_access_token};

/// What can be done with access tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Create an organization access token; it is shown once
    Create {
        /// Organization [default: the only one]
        #[arg(long, value_name = "SLUG")]
        org: Option<String>,
        /// What people call it
        #[arg(long)]
        name: String,
        /// What it may do
        #[arg(long, default_value = "read:* write:*")]
        scopes: String,
        /// Days until it stops working [default: never]
        #[arg(long, value_name = "DAYS")]
        expires_in: Option<u32>,
    },
}

/// Runs the command.
///
/// # Errors
/// When the organization or a scope does not exist.
pub async fn run(ctx: Ctx, command: TokenCommand) -> anyhow::Result<ExitCode> {
    let TokenCommand::Create { org, name, scopes, expires_in } = command;
    let organization = named_or_only(&ctx, org.as_deref()).await?;
    let life = expires_in.map(|days| Duration::from_secs(u64::from(days) * 24 * 3600));
    let created = create_access_token(&ctx, organization.id, &name, &Scopes::parse(&scopes)?, life).await?;
    println!("{}", created.token.expose());
    eprintln!("Keep it; it is not shown again. Send it as: Authorization: Bearer …");
    Ok(ExitCode::SUCCESS)
}
