//! `vestibule org …`.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::organization::named_or_only;
use anyhow::Context as _;
use clap::Subcommand;
use std::process::ExitCode;
use vestibule_app::Ctx;
use vestibule_app::organizations::{
    NewOrganization, create_organization, list_organizations, resume_organization, suspend_organization,
};
use vestibule_kernel::organization::{App, OrganizationSettings, Support};
use vestibule_kernel::{Currency, Locale, Slug, TimeZone};

/// How to create the first organization.
pub(super) const CREATE_ONE: &str = "Create one: vestibule org create --slug SLUG --name NAME";

/// What can be done with organizations.
#[derive(Debug, Subcommand)]
pub enum OrgCommand {
    /// Create an organization
    Create(CreateArgs),
    /// List organizations
    List,
    /// Suspend an organization: its API answers 402 and its portals are closed; nothing is deleted
    Suspend {
        /// Its short name
        slug: String,
    },
    /// Serve a suspended organization again
    Resume {
        /// Its short name
        slug: String,
    },
}

impl OrgCommand {
    /// Whether the command may make an installation where there is none.
    pub fn founds(&self) -> bool {
        match self {
            Self::Create(_) => true,
            Self::List | Self::Suspend { .. } | Self::Resume { .. } => false,
        }
    }
}

/// What a new organization starts with.
#[derive(Debug, clap::Args)]
pub struct CreateArgs {
    /// Short name: lower-case letters, digits and hyphens
    #[arg(long)]
    slug: Slug,
    /// Name as customers read it
    #[arg(long)]
    name: String,
    /// Language of its portals: de or en
    #[arg(long, default_value = "de")]
    locale: Locale,
    /// Time zone in which its days begin
    #[arg(long, default_value = "Europe/Berlin", value_name = "ZONE")]
    time_zone: String,
    /// Currency of amounts that name none
    #[arg(long, default_value = "EUR")]
    currency: Currency,
    /// What customers call your app: "Back to NAME"
    #[arg(long, requires = "app_url", value_name = "NAME")]
    app_name: Option<String>,
    /// Where your app is; customers with a used link go there for a new one
    #[arg(long, requires = "app_name", value_name = "URL")]
    app_url: Option<String>,
    /// Origin that a link's return_url may point to; may be given several times
    #[arg(long = "return-origin", value_name = "ORIGIN")]
    return_origins: Vec<String>,
    /// E-mail address of your support
    #[arg(long, value_name = "EMAIL")]
    support_email: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// When the short name is taken or nobody's, or an argument is wrong.
pub async fn run(ctx: Ctx, command: OrgCommand) -> anyhow::Result<ExitCode> {
    match command {
        OrgCommand::Create(args) => create(&ctx, args).await?,
        OrgCommand::List => list(&ctx).await?,
        OrgCommand::Suspend { slug } => suspend(&ctx, &slug).await?,
        OrgCommand::Resume { slug } => resume(&ctx, &slug).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// One organization a line; the hint for an empty list is no part of it.
async fn list(ctx: &Ctx) -> anyhow::Result<()> {
    let all = list_organizations(ctx).await?;
    if all.is_empty() {
        eprintln!("There is no organization yet. {CREATE_ONE}");
    }
    for organization in all {
        println!(
            "{}  {}  {}  {}",
            organization.id, organization.slug, organization.status, organization.name
        );
    }
    Ok(())
}

async fn suspend(ctx: &Ctx, slug: &str) -> anyhow::Result<()> {
    let organization = named_or_only(ctx, Some(slug)).await?;
    if suspend_organization(ctx, organization.id).await? {
        eprintln!("Suspended. Serve it again with: vestibule org resume {slug}");
    } else {
        eprintln!("It is suspended already.");
    }
    Ok(())
}

async fn resume(ctx: &Ctx, slug: &str) -> anyhow::Result<()> {
    let organization = named_or_only(ctx, Some(slug)).await?;
    if resume_organization(ctx, organization.id).await? {
        eprintln!("It is served again.");
    } else {
        eprintln!("It is not suspended.");
    }
    Ok(())
}

async fn create(ctx: &Ctx, args: CreateArgs) -> anyhow::Result<()> {
    let zone = TimeZone::named(&args.time_zone)
        .with_context(|| format!("--time-zone: there is no zone '{}'; try Europe/Berlin", args.time_zone))?;
    let settings = OrganizationSettings {
        app: args.app_name.zip(args.app_url).map(|(name, url)| App { name, url }),
        return_origins: args.return_origins,
        support: Support { email: args.support_email, ..Support::default() },
        ..OrganizationSettings::default()
    };
    let new = NewOrganization {
        slug: args.slug,
        name: args.name,
        locale: args.locale,
        time_zone: zone,
        currency: args.currency,
        settings,
    };
    let created = create_organization(ctx, new).await?;
    println!("{}", created.id);
    eprintln!(
        "Created '{}'. Next: vestibule client create --org {} --name backend",
        created.name, created.slug
    );
    Ok(())
}
