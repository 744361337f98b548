//! `vestibule client …`.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::organization::named_or_only;
use clap::Subcommand;
use std::process::ExitCode;
use vestibule_app::Ctx;
use vestibule_app::clients::{Scopes, create_client};

/// What can be done with API clients.
#[derive(Debug, Subcommand)]
pub enum ClientCommand {
    /// Create a client; its secret is shown once
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
    },
}

/// Runs the command.
///
/// # Errors
/// When the organization or a scope does not exist.
pub async fn run(ctx: Ctx, command: ClientCommand) -> anyhow::Result<ExitCode> {
    let ClientCommand::Create { org, name, scopes } = command;
    let organization = named_or_only(&ctx, org.as_deref()).await?;
    let created = create_client(&ctx, organization.id, &name, &Scopes::parse(&scopes)?).await?;
    println!("client_id={}", created.id);
    println!("client_secret={}", created.secret.expose());
    eprintln!("Keep the secret; it is not shown again. Next: POST {}/oauth/token", ctx.settings.api_url);
    Ok(ExitCode::SUCCESS)
}
