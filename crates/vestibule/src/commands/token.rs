//! `vestibule token …`.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::organization::named_or_only;
use super::revocation::tell;
use clap::Subcommand;
use std::process::ExitCode;
use std::time::Duration;
use vestibule_app::Ctx;
use vestibule_app::clients::{Scopes, create_access_token, list_access_tokens, revoke_access_token};

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
    /// List tokens, expired and revoked ones too
    List {
        /// Organization [default: the only one]
        #[arg(long, value_name = "SLUG")]
        org: Option<String>,
    },
    /// Revoke a token: it stops working at once
    Revoke {
        /// Organization [default: the only one]
        #[arg(long, value_name = "SLUG")]
        org: Option<String>,
        /// The token's id (tok_…), as the list has it
        #[arg(value_name = "TOKEN_ID")]
        token: String,
    },
}

/// Runs the command.
///
/// # Errors
/// When the organization, the token or a scope does not exist.
pub async fn run(ctx: Ctx, command: TokenCommand) -> anyhow::Result<ExitCode> {
    match command {
        TokenCommand::Create { org, name, scopes, expires_in } => {
            let life = expires_in.map(|days| Duration::from_secs(u64::from(days) * 24 * 3600));
            create(&ctx, org.as_deref(), &name, &Scopes::parse(&scopes)?, life).await?;
        }
        TokenCommand::List { org } => list(&ctx, org.as_deref()).await?,
        TokenCommand::Revoke { org, token } => {
            let organization = named_or_only(&ctx, org.as_deref()).await?;
            tell("token", &token, &organization, revoke_access_token(&ctx, organization.id, &token).await)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(
    ctx: &Ctx,
    org: Option<&str>,
    name: &str,
    scopes: &Scopes,
    life: Option<Duration>,
) -> anyhow::Result<()> {
    let organization = named_or_only(ctx, org).await?;
    let created = create_access_token(ctx, organization.id, name, scopes, life).await?;
    println!("{}", created.token.expose());
    eprintln!("Keep it; it is not shown again. Send it as: Authorization: Bearer …");
    Ok(())
}

/// One token a line.
async fn list(ctx: &Ctx, org: Option<&str>) -> anyhow::Result<()> {
    let organization = named_or_only(ctx, org).await?;
    for token in list_access_tokens(ctx, organization.id).await? {
        let state = match (token.revoked_at, token.expires_at) {
            (Some(at), _) => format!("revoked {at}"),
            (None, Some(end)) if end <= ctx.now() => format!("expired {end}"),
            (None, Some(end)) => format!("works until {end}"),
            (None, None) => "works".to_owned(),
        };
        println!("{}  since {}  {state}  {}  {}", token.id, token.created_at, token.scopes, token.name);
    }
    Ok(())
}
