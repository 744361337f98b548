//! One import, from its sources to its summary.

use super::check::{Checked, check};
use super::desk::Desk;
use super::ledger::Ledger;
use super::progress::{OnStep, Ticker};
use super::references::check_references;
use super::report::Summary;
use super::sources::Sources;
use super::write::write;
use crate::audit::{self, Action, Event};
use crate::{Ctx, Origin};
use std::path::PathBuf;
use vestibule_kernel::organization::Organization;
use vestibule_kernel::{Error, Result};

/// How to import.
#[derive(Debug, Clone)]
pub struct Options {
    /// Only look: nothing is written.
    pub dry_run: bool,
    /// Write the good rows where some are bad, instead of nothing.
    pub keep_going: bool,
    /// Where refused rows go with their reasons, as NDJSON. The file is made when there is one.
    pub rejects: Option<PathBuf>,
    /// What the audit trail calls whoever imports.
    pub actor: String,
    /// Where they ask from.
    pub origin: Origin,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            dry_run: false,
            keep_going: false,
            rejects: None,
            actor: "shell".into(),
            origin: Origin::shell(),
        }
    }
}

/// Imports records into `organization`.
///
/// Bad rows are no error of this function: they are in the summary, and unless
/// [`Options::keep_going`] is set, nothing was written then.
///
/// # Errors
/// `Invalid` when the file of rejects is a source itself, `Unavailable` when the database, a source or a scratch file cannot be used, and `Conflict` when
/// the input changed between its check and its writing. What was written by then stays; importing
/// again completes it.
pub async fn import(
    ctx: &Ctx,
    organization: &Organization,
    sources: Sources,
    options: Options,
    on_step: OnStep,
) -> Result<Summary> {
    let sources = match &options.rejects {
        Some(rejects) => sources.apart_from(rejects)?,
        None => sources,
    };
    let desk = Desk::new(ctx, organization.id);
    let organization = organization.clone();
    let running =
        tokio::task::spawn_blocking(move || run(&desk, &organization, &sources, &options, &on_step));
    running.await.map_err(|error| Error::internal(format_args!("the import has panicked: {error}")))?
}

fn run(
    desk: &Desk,
    organization: &Organization,
    sources: &Sources,
    options: &Options,
    on_step: &OnStep,
) -> Result<Summary> {
    let ticker = Ticker::new(on_step.clone());
    let ledger = || Ledger::new(&sources.files, options.rejects.as_deref());
    let mut checked = check(desk, organization, ledger, &ticker)?;
    check_references(desk, &mut checked, options.keep_going, &ticker)?;
    let writes = !options.dry_run && (options.keep_going || checked.ledger.is_clean());
    if writes {
        write(desk, &mut checked, on_step).inspect_err(|_| interrupted(desk, options))?;
    }
    let summary = summary(checked, sources, options)?;
    if !options.dry_run {
        let result = if summary.is_clean() { "ok" } else { "rejected" };
        trail(desk, options, result, summary.in_short())?;
    }
    Ok(summary)
}

fn summary(mut checked: Checked, sources: &Sources, options: &Options) -> Result<Summary> {
    let mut summary = checked.ledger.summary()?.with_counts(&checked.ledger.counts);
    summary.dry_run = options.dry_run;
    summary.left_aside.clone_from(&sources.left_aside);
    Ok(summary)
}

/// Notes that an import broke off, if the database still takes it.
fn interrupted(desk: &Desk, options: &Options) {
    let noted =
        trail(desk, options, "interrupted", "what was written stays; importing again completes it".into());
    if let Err(error) = noted {
        tracing::warn!(%error, "an interrupted import is missing from the audit trail");
    }
}

fn trail(desk: &Desk, options: &Options, result: &'static str, subject: String) -> Result<()> {
    let (inside, actor, origin) = (desk.clone(), options.actor.clone(), options.origin.clone());
    desk.write(move |tx| {
        let event = Event {
            organization: inside.organization,
            action: Action::RecordsImport,
            result,
            actor: &actor,
            customer: None,
            subject: Some(subject),
        };
        audit::record(tx, &inside.ctx, &origin, event)
    })
}
