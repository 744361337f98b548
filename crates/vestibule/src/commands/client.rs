//! `vestibule client …`.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::organization::named_or_only;
use super::revocation::tell;
use clap::Subcommand;
use std::process::ExitCode;
use vestibule_app::Ctx;
use vestibule_app::clients::{Scopes, create_client, list_clients, revoke_client};

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
    /// List clients, revoked ones too
    List {
        /// Organization [default: the only one]
        #[arg(long, value_name = "SLUG")]
        org: Option<String>,
    },
    /// Revoke a client: its secret and every token that it got stop working at once
    Revoke {
        /// Organization [default: the only one]
        #[arg(long, value_name = "SLUG")]
        org: Option<String>,
        /// The client's id (cli_…)
        #[arg(value_name = "CLIENT_ID")]
        client: String,
    },
}

/// Runs the command.
///
/// # Errors
/// When the organization, the client or a scope does not exist.
pub async fn run(ctx: Ctx, command: ClientCommand) -> anyhow::Result<ExitCode> {
    match command {
        ClientCommand::Create { org, name, scopes } => {
            create(&ctx, org.as_deref(), &name, &Scopes::parse(&scopes)?).await?;
        }
        ClientCommand::List { org } => list(&ctx, org.as_deref()).await?,
        ClientCommand::Revoke { org, client } => {
            let organization = named_or_only(&ctx, org.as_deref()).await?;
            tell("client", &client, &organization, revoke_client(&ctx, organization.id, &client).await)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(ctx: &Ctx, org: Option<&str>, name: &str, scopes: &Scopes) -> anyhow::Result<()> {
    let organization = named_or_only(ctx, org).await?;
    let created = create_client(ctx, organization.id, name, scopes).await?;
    println!("client_id={}", created.id);
    println!("client_secret={}", created.secret.expose());
    eprintln!("Keep the secret; it is not shown again. Next: POST {}/oauth/token", ctx.settings.api_url);
    Ok(())
}

/// One client a line.
async fn list(ctx: &Ctx, org: Option<&str>) -> anyhow::Result<()> {
    let organization = named_or_only(ctx, org).await?;
    for client in list_clients(ctx, organization.id).await? {
        let state = match client.revoked_at {
            None => "works".to_owned(),
            Some(at) => format!("revoked {at}"),
        };
        println!("{}  since {}  {state}  {}  {}", client.id, client.created_at, client.scopes, client.name);
    }
    Ok(())
}
