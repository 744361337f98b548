//! `vestibule audit …`.
#![expect(clippy::print_stdout, reason = "a command's answer")]

use super::customer::Whom;
use super::organization::named_or_only;
use clap::Subcommand;
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Duration;
use vestibule_app::Ctx;
use vestibule_app::audit::{Entry, Search, search};
use vestibule_kernel::id::{AuditId, CustomerId};
use vestibule_kernel::{LocalDay, TimeZone, Timestamp};

/// Lines about others that a search for one customer walks past: some seconds' worth.
const PATIENCE: usize = 1_000_000;

/// What can be done with the audit trail.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// List who did what to whom, newest first
    List(ListArgs),
}

/// Which lines.
#[derive(Debug, clap::Args)]
#[command(mut_group("Whom", |group| group.required(false)))]
pub struct ListArgs {
    /// Organization [default: the only one]
    #[arg(long, value_name = "SLUG")]
    org: Option<String>,
    #[command(flatten)]
    whom: Option<Whom>,
    /// None before: an instant like 2026-03-10T09:00:00Z, or a day like 2026-03-10
    #[arg(long, value_name = "WHEN")]
    since: Option<When>,
    /// None from this instant or day on
    #[arg(long, value_name = "WHEN")]
    until: Option<When>,
    /// So many at the most
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Print each line as an object of JSON, with the browser and the request too
    #[arg(long)]
    json: bool,
}

/// A moment as people write it.
#[derive(Debug, Clone, Copy)]
enum When {
    Instant(Timestamp),
    /// The beginning of a day where the organization is.
    Day(LocalDay),
}

impl FromStr for When {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let instant = text.parse().map(Self::Instant);
        instant.or_else(|_| text.parse().map(Self::Day)).map_err(
            |_| "expected an instant with an offset, like 2026-03-10T09:00:00Z, or a day, like 2026-03-10",
        )
    }
}

impl When {
    fn in_zone(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Instant(at) => at,
            Self::Day(day) => day.start_in(zone),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// When the organization or the customer is unknown.
pub async fn run(ctx: Ctx, command: AuditCommand) -> anyhow::Result<ExitCode> {
    let AuditCommand::List(args) = command;
    let organization = named_or_only(&ctx, args.org.as_deref()).await?;
    let zone = &organization.time_zone;
    let wanted = Search {
        customer: args.whom.as_ref().map(Whom::reference),
        since: args.since.map(|when| when.in_zone(zone)),
        until: args.until.map(|when| when.in_zone(zone)),
        limit: args.limit,
        patience: PATIENCE,
    };
    let found = match (search(&ctx, organization.id, wanted).await, &args.whom) {
        (Err(error), Some(whom)) => return Err(whom.told(&organization, error)),
        (found, _) => found?,
    };
    for line in &found.lines {
        if args.json {
            println!("{}", serde_json::to_string(&Line::of(organization.slug.as_str(), line))?);
        } else {
            print(line);
        }
    }
    if let Some(at) = found.gave_up_at {
        let at = at.plus(Duration::from_millis(1));
        eprintln!("Most lines are about others, so this looked back no further. Go on with: --until {at}");
    } else if found.lines.is_empty() {
        eprintln!("There is no such line.");
    }
    Ok(ExitCode::SUCCESS)
}

/// When, what, how it ended, by whom, to whom, with what, from where; a hyphen where there is nothing.
fn print(line: &Entry) {
    let customer = line.customer.map(|customer| customer.to_string());
    let or_hyphen = |text: Option<&str>| text.filter(|text| !text.is_empty()).unwrap_or("-").to_owned();
    println!(
        "{}  {}  {}  by {}  to {}  {}  from {}",
        line.at,
        line.action,
        line.result,
        line.actor,
        or_hyphen(customer.as_deref()),
        or_hyphen(line.subject.as_deref()),
        or_hyphen(Some(&line.ip)),
    );
}

/// A line as programs read it.
#[derive(Debug, serde::Serialize)]
struct Line<'a> {
    id: AuditId,
    at: Timestamp,
    organization: &'a str,
    action: &'a str,
    result: &'a str,
    actor: &'a str,
    customer: Option<CustomerId>,
    subject: Option<&'a str>,
    ip: &'a str,
    user_agent: &'a str,
    request_id: &'a str,
}

impl<'a> Line<'a> {
    fn of(organization: &'a str, line: &'a Entry) -> Self {
        Self {
            id: line.id,
            at: line.at,
            organization,
            action: &line.action,
            result: &line.result,
            actor: &line.actor,
            customer: line.customer,
            subject: line.subject.as_deref(),
            ip: &line.ip,
            user_agent: &line.user_agent,
            request_id: &line.request_id,
        }
    }
}
