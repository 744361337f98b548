//! `vestibule sessions …`.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::customer::Whom;
use super::organization::named_or_only;
use clap::Subcommand;
use std::process::ExitCode;
use vestibule_app::access::{end_customer_access, list_customer_access};
use vestibule_app::clients::Credential;
use vestibule_app::{Ctx, Origin};

/// What can be done with a customer's sign-ins.
#[derive(Debug, Subcommand)]
pub enum SessionsCommand {
    /// List a customer's sign-ins and unused links
    List(Whose),
    /// End them all
    End(Whose),
}

/// Whose sign-ins.
#[derive(Debug, clap::Args)]
pub struct Whose {
    /// Organization [default: the only one]
    #[arg(long, value_name = "SLUG")]
    org: Option<String>,
    #[command(flatten)]
    whom: Whom,
}

impl Whose {
    async fn find(&self, ctx: &Ctx) -> anyhow::Result<(Credential, String)> {
        let organization = named_or_only(ctx, self.org.as_deref()).await?;
        let customer = self.whom.find(ctx, &organization).await?;
        Ok((Credential::Shell(organization.id), customer.id.to_string()))
    }
}

/// Runs the command.
///
/// # Errors
/// When the customer is unknown.
pub async fn run(ctx: Ctx, command: SessionsCommand) -> anyhow::Result<ExitCode> {
    match command {
        SessionsCommand::List(whose) => {
            let (credential, customer) = whose.find(&ctx).await?;
            let access = list_customer_access(&ctx, credential, &customer).await?;
            for session in &access.sessions {
                println!(
                    "{}  since {}  seen {}  {}  {}",
                    session.id, session.created_at, session.last_seen_at, session.ip, session.user_agent
                );
            }
            for link in &access.links {
                println!("{}  unused, works until {}", link.id, link.expires_at);
            }
            eprintln!("{} sign-ins, {} unused links", access.sessions.len(), access.links.len());
        }
        SessionsCommand::End(whose) => {
            let (credential, customer) = whose.find(&ctx).await?;
            let ended = end_customer_access(&ctx, credential, &customer, Origin::shell()).await?;
            eprintln!("Ended {} sign-ins and {} unused links.", ended.sessions, ended.links);
        }
    }
    Ok(ExitCode::SUCCESS)
}
