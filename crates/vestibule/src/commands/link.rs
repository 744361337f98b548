//! `vestibule link …`.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::customer::Whom;
use super::organization::named_or_only;
use clap::Subcommand;
use std::process::ExitCode;
use vestibule_app::access::{CustomerRef, MintInput, mint_link};
use vestibule_app::clients::Credential;
use vestibule_app::{Ctx, Origin};

/// What can be done with links.
#[derive(Debug, Subcommand)]
pub enum LinkCommand {
    /// Mint a link that signs a customer in once
    Create(CreateArgs),
}

/// How to name a customer; what is missing or too much is answered with this, too.
const USAGE: &str = "vestibule link create [OPTIONS] --customer <ID>
       vestibule link create [OPTIONS] --external-id <ID>

For example: vestibule link create --external-id K-1001 --next /invoices";

/// Whom a link is for, and what it does.
#[derive(Debug, clap::Args)]
#[command(override_usage = USAGE)]
pub struct CreateArgs {
    /// Organization [default: the only one]
    #[arg(long, value_name = "SLUG")]
    org: Option<String>,
    #[command(flatten)]
    whom: Whom,
    /// Page that it leads to
    #[arg(long, value_name = "PATH")]
    next: Option<String>,
    /// Seconds that it works
    #[arg(long, value_name = "SECONDS")]
    expires_in: Option<u32>,
}

/// Runs the command.
///
/// # Errors
/// When the customer is unknown, disabled, or has no portal.
pub async fn run(ctx: Ctx, command: LinkCommand) -> anyhow::Result<ExitCode> {
    let LinkCommand::Create(args) = command;
    let organization = named_or_only(&ctx, args.org.as_deref()).await?;
    let customer = args.whom.find(&ctx, &organization).await?;
    let input = MintInput {
        customer: CustomerRef::Id(customer.id.to_string()),
        next: args.next,
        return_url: None,
        locale: None,
        expires_in: args.expires_in,
    };
    let minted = mint_link(&ctx, Credential::Shell(organization.id), input, Origin::shell()).await?;
    println!("{}", minted.link.expose());
    eprintln!("Works once, until {}.", minted.expires_at);
    Ok(ExitCode::SUCCESS)
}
